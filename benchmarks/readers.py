"""Several readers who change filters at once: what each waits for cells and summary over HTTP."""

__all__ = ["Waits", "waits_of_readers"]

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from servers import page_of
from synthetic import FIRST_YEAR, GROUPS, LAST_YEAR

CHANGES = 12  # filters that each reader asks for
BUSIEST = 40  # groups that are asked for, of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Seconds that readers waited, and how many of their questions failed."""

    seconds: list[float]
    errors: int

    @property
    def slowest(self) -> float:
        """Return the 95th percentile."""
        ordered = sorted(self.seconds)
        return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def waits_of_readers(url: str, readers: int) -> Waits:
    """Let so many readers ask at once; no two of all their questions are the same."""
    with ThreadPoolExecutor(readers) as pool:
        runs = list(pool.map(partial(_waits, url, readers), range(readers)))
    answered = [wait for run in runs for wait in run if wait is not None]
    return Waits(seconds=answered, errors=sum(map(len, runs)) - len(answered))


def _waits(url: str, readers: int, reader: int) -> list[float | None]:
    return [_wait(url, _query(readers, reader * CHANGES + change)) for change in range(CHANGES)]


def _wait(url: str, query: str) -> float | None:
    begin = time.perf_counter()
    try:
        page_of(f"{url}/api/cells?{query}&view=-180,-85,180,85&zoom=3")
        page_of(f"{url}/api/summary?{query}")
    except OSError:
        return None
    return time.perf_counter() - begin


def _query(readers: int, number: int) -> str:
    """Return a filter of its own for each question of a run of so many readers."""
    year = FIRST_YEAR + (number + readers) % (LAST_YEAR - FIRST_YEAR)
    group = 1 + number % min(BUSIEST, GROUPS)
    return f"from={year}&group=group-{group:03}&group=group-{group + readers:03}"
