"""The store's answers in one process, next to a bare scan, and to another build's store.

    python benchmarks/parts/store.py STORE

Prints the seconds of each answer as JSON, with the code of the program that is on the path.
"""

__all__ = ["section"]

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import duckdb

from document import Section
from geo.mercator import Bounds
from geo.query.query import Query
from geo.store.store import Store
from imports import store_of, store_path
from invented.table import RARE
from invented.towns import busiest_town
from paths import ROOT
from processes import ran
from results import Comparison, Line, in_ms
from targets import ANSWERS

REPEATS = 5
TURNS, FEW = 2, 3  # of this build and the one before; calls of each in a turn
ZOOMS = (2, 5, 10)
WORLD = Bounds(west=-180, south=-85, east=180, north=85)
MAP = (870, 540)  # px of the dashboard's map at 1280 px of window
PADDED = 2.0  # the layer asks for half a view more on each side
SNAP = 4  # and widens that to quarters of a tile
BOXES = (2, 20, 90)  # degrees around the busiest town that a filter may leave

FILTERS = {
    "": Query(),
    ", six years": Query(from_="2010", to="2015"),
    ", one group": Query(group=("group-002",)),
    ", both": Query(from_="2010", to="2015", group=("group-002",)),
}
# What an answer for the map is made of, and what its filters look at.
TOLLS = ("killed_low", "killed_best", "killed_high")
TEXTS = ("status", "groups", "country")
SITES = ("n", "lon", "lat", "x", "y", "drawn", "status", "groups", "site_count", *TOLLS)
INCIDENTS = ("country", "site_count", "drawn")
DAYS = ("first_day", "last_day")

Call = Callable[[], object]


def main() -> None:
    """Measure a store without anything to compare it with."""
    store = opened(Path(sys.argv[1]))
    calls = {name: call for name, call, _ in (*cells(store), *answers(store))}
    print(json.dumps({name: timed_by_turns(call, turns=FEW)[0] for name, call in calls.items()}))


def section(rows: int, before: Path | None) -> Section:
    """Measure the store of so many rows; each figure is a median of several calls."""
    path = store_of(rows)
    store, bare = opened(path), duckdb.connect(path, read_only=True)
    boxes = [*boxed(store, bare)]
    slowest = max(boxes, key=lambda line: line.value)
    boxes[boxes.index(slowest)] = replace(slowest, target=f"bbox {rows}")
    scanned = (*next_to_scan(store, bare), *boxes)
    alone = [Line(n, timed_by_turns(c)[0], unit=in_ms, aim=aim) for n, c, aim in answers(store)]
    comparisons = [
        Comparison("in one process", "bare scan", scanned),
        Comparison("in one process", "", tuple(alone)),
    ]
    if before and store_path(rows, before).exists():
        lines = tuple(next_to_before(rows, before))
        comparisons.append(Comparison("in one process", "the build before", lines))
    return Section(part="store", rows=rows, comparisons=tuple(comparisons))


def opened(path: Path) -> Store:
    """Return a store with a file's records."""
    store = Store()
    store.attach(path)
    return store


def next_to_scan(store: Store, bare: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield the map's answers, each by turns with a scan of the columns that it is made of."""
    for name, call, columns in cells(store):
        yield Line(
            name,
            *timed_by_turns(call, partial(bare_scan, bare, columns)),
            unit=in_ms,
            aim="ratio 3",
        )


def cells(store: Store) -> Iterator[tuple[str, Call, tuple[str, ...]]]:
    """Yield what the map asks for, with the columns that only this filter looks at."""
    for zoom in ZOOMS:
        for name, query in FILTERS.items():
            days = DAYS if query.from_ else ()
            yield (
                f"cells at zoom {zoom}{name}",
                partial(store.marks, query, view_at(zoom), zoom),
                days,
            )


def boxed(store: Store, bare: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield the answers for the world of a filter that leaves what lies in a box."""
    for half in BOXES:
        call = partial(store.marks, Query(bbox=box_of(half)), WORLD, ZOOMS[0])
        figures = timed_by_turns(call, partial(bare_scan, bare, ()))
        name = f"cells of the world, `bbox` of ±{half}°"
        yield Line(name, *figures, unit=in_ms, aim="ratio 4")


def box_of(half: int) -> Bounds:
    """Return so many degrees on each side of the busiest town."""
    lon, lat = busiest_town()
    return Bounds(
        west=max(lon - half, WORLD.west),
        south=max(lat - half, WORLD.south),
        east=min(lon + half, WORLD.east),
        north=min(lat + half, WORLD.north),
    )


def answers(store: Store) -> Iterator[tuple[str, Call, str]]:
    """Yield the other answers, each with what is aimed at with two million records."""

    def summary(query: Query) -> object:
        store._forget()  # as if nobody had asked before
        return store.summary(query)

    for name, query in FILTERS.items():
        yield f"summary{name}", partial(summary, query), "100 ms"
    page = partial(store.rows, limit=100)
    yield "table page", partial(page, Query()), "80 ms"
    yield "table page, one group", partial(page, FILTERS[", one group"]), "80 ms"
    yield "table page, the hundredth", partial(page, Query(), offset=9_900), "80 ms"
    for what, q in (("rare word", RARE), ("two common words", "market evening")):
        yield f"text search, {what}: page", partial(page, Query(q=q)), "300 ms"
        yield f"text search, {what}: summary", partial(summary, Query(q=q)), "300 ms"


def bare_scan(connection: duckdb.DuckDBPyConnection, days: tuple[str, ...]) -> object:
    """Read every value of the columns that the map's answer is made of, and keep none."""
    tables = {"sites": SITES + days, "incidents": INCIDENTS + days}
    return [
        connection.execute(f"select {', '.join(map(_kept_of, names))} from {table}").fetchall()
        for table, names in tables.items()
    ]


def _kept_of(column: str) -> str:
    return f"count({column})" if column in TEXTS else f"max({column})"


def next_to_before(rows: int, before: Path) -> Iterator[Line]:
    """Yield for each kind of answer the sum of its seconds; both builds by turns."""
    ours, theirs = [], []
    for _ in range(TURNS):
        theirs.append(figures_of(rows, before))
        ours.append(figures_of(rows, ROOT))
    for kind in ANSWERS:
        names = [name for name in theirs[0] if name.startswith(kind)]
        sums = (
            [sum(median(found[name]) for name in names) for found in turns]
            for turns in (ours, theirs)
        )
        name = f"{kind}: sum of the {len(names)}"
        yield Line(name, *sums, unit=in_ms, aim="ratio 1", target=f"{kind} {rows}")


def figures_of(rows: int, checkout: Path) -> dict[str, list[float]]:
    """Return the seconds of a checkout's answers, from its store, in a process of its own."""
    path = f"{checkout}/src:{ROOT}/benchmarks"
    done = ran([sys.executable, __file__, str(store_path(rows, checkout))], PYTHONPATH=path)
    found: dict[str, list[float]] = json.loads(done.output.splitlines()[-1])
    return found


def view_at(zoom: int) -> Bounds:
    """Return what the layer asks for when the busiest town is in the middle of the map."""
    if zoom == ZOOMS[0]:
        return WORLD
    lon, lat = busiest_town()
    degrees = 360 / 256 / 2**zoom  # of a pixel; the same in latitude, where it is a little less
    step = 360 / 2**zoom / SNAP
    half_x, half_y = (PADDED * pixels * degrees / 2 for pixels in MAP)
    west, south = ((at - half) // step * step for at, half in ((lon, half_x), (lat, half_y)))
    east, north = (-(-(at + half) // step) * step for at, half in ((lon, half_x), (lat, half_y)))
    return Bounds(
        west=max(west, -180.0), south=max(south, -85.0), east=min(east, 180.0), north=min(north, 85)
    )


def timed_by_turns(*calls: Call, turns: int = REPEATS) -> list[list[float]]:
    """Return the seconds of each call, made by turns, after one that does not count."""
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(turns + 1):
        for call, seconds in zip(calls, taken, strict=True):
            begin = time.perf_counter()
            call()
            if turn:
                seconds.append(time.perf_counter() - begin)
    return taken


if __name__ == "__main__":
    main()
