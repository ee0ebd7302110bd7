"""A server: how long it takes to start, and what several readers wait for."""

__all__ = ["section"]

from collections.abc import Iterator
from pathlib import Path

from document import Section
from readers import CHANGES, waits_for_records, waits_of_readers
from results import Comparison, Line, count, in_ms, in_size, percentile
from servers import APP, FLOOR, Server, seconds_to_answer, serving

STARTS = 3
READERS, CHANGES_OF_ONE = 8, 3 * CHANGES
COMPARED = "to compare"


def section(rows: int, data: Path) -> Section:
    """Measure a server of some data."""
    floor, ours = (
        seconds_to_answer(FLOOR, STARTS),
        seconds_to_answer(APP, STARTS, GEO_DATA=str(data)),
    )
    start = Line("start → first answer; of the bare Streamlit page", ours, floor, aim="+ 0.5 s")
    with serving(APP, GEO_DATA=str(data)) as server:
        lines = (start, *of_readers(server, rows))
    return Section(
        part="server", rows=rows, comparisons=(Comparison("the server", COMPARED, lines),)
    )


def of_readers(server: Server, rows: int) -> Iterator[Line]:
    """Yield what readers wait for, and the memory that all of it took."""
    records = waits_for_records(server.url)
    yield Line("one record over HTTP", records, unit=in_ms, aim="15 ms", target=f"record {rows}")
    yield Line("one record over HTTP: p95", [percentile(records)], unit=in_ms)
    one = waits_of_readers(server.url, 1, CHANGES_OF_ONE)
    many = waits_of_readers(server.url, READERS)
    yield Line("one reader: p95 of cells and summary", [one.slowest])
    slowest = ([waits.slowest] for waits in (many, one))
    what = f"{READERS} readers at once, and one: p95"
    yield Line(what, *slowest, aim="ratio 4", target=f"readers {rows}")
    yield Line("errors", [one.errors + many.errors], unit=count, aim="0")
    peak = server.peak_memory()
    yield Line("peak memory", [peak] if peak else [], unit=in_size, aim="900 MB at 2 M")
