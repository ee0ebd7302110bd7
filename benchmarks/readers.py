"""Readers of the API, over HTTP: what they wait for cells and summary, and for one record."""

__all__ = ["CHANGES", "Waits", "waits_for_records", "waits_of_readers"]

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from invented.table import FIRST_YEAR, GROUPS, LAST_YEAR
from results import percentile
from servers import page_of

CHANGES = 12  # filters that each of several readers asks for
PAGES, RECORDS_A_PAGE = 4, 15  # of the table, from which records are opened
PAGE_STEP = 2_500  # rows from one of these pages to the next
BUSIEST = 40  # groups that are asked for, of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Seconds that readers waited, and how many of their questions failed."""

    seconds: list[float]
    errors: int

    @property
    def slowest(self) -> float:
        """Return the 95th percentile."""
        return percentile(self.seconds)


def waits_of_readers(url: str, readers: int, changes: int = CHANGES) -> Waits:
    """Let so many readers ask at once; no two of all their questions are the same."""
    with ThreadPoolExecutor(readers) as pool:
        runs = list(pool.map(partial(_waits, url, readers, changes), range(readers)))
    answered = [wait for run in runs for wait in run if wait is not None]
    return Waits(seconds=answered, errors=sum(map(len, runs)) - len(answered))


def waits_for_records(url: str) -> list[float]:
    """Open records one after the other, from several pages of the table, none of them twice."""
    ids = dict.fromkeys(id_ for page in range(PAGES) for id_ in _ids(url, page * PAGE_STEP))
    return [_seconds(f"{url}/api/incidents/{quote(id_)}") for id_ in ids]


def _ids(url: str, offset: int) -> list[str]:
    page = page_of(f"{url}/api/incidents?limit={RECORDS_A_PAGE}&offset={offset}")
    return [feature["id"] for feature in json.loads(page)["features"]]


def _seconds(url: str) -> float:
    begin = time.perf_counter()
    page_of(url)
    return time.perf_counter() - begin


def _waits(url: str, readers: int, changes: int, reader: int) -> list[float | None]:
    return [_wait(url, _query(readers, reader * changes + each)) for each in range(changes)]


def _wait(url: str, query: str) -> float | None:
    begin = time.perf_counter()
    try:
        page_of(f"{url}/api/cells?{query}&view=-180,-90,180,90&zoom=3")
        page_of(f"{url}/api/summary?{query}")
    except OSError:
        return None
    return time.perf_counter() - begin


def _query(readers: int, number: int) -> str:
    """Return a filter of its own for each question of a run of so many readers."""
    year = FIRST_YEAR + (number + readers) % (LAST_YEAR - FIRST_YEAR)
    group = 1 + number % min(BUSIEST, GROUPS)
    return f"from={year}&group=group-{group:03}&group=group-{group + readers:03}"
