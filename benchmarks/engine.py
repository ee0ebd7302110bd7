"""The store's answers in one process, those for the map next to a bare scan of the same columns."""

__all__ = ["engine_table"]

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from geo.mercator import Bounds
from geo.query.query import Query
from geo.store.store import Store
from results import Table, in_ms, ratio
from synthetic import RARE, busiest_town

REPEATS = 7
ZOOMS = (2, 5, 10)
WORLD = Bounds(west=-180, south=-85, east=180, north=85)
MAP = (870, 540)  # px of the dashboard's map at 1280 px of window
PADDED = 2.0  # the layer asks for half a view more on each side
SNAP = 4  # and widens that to quarters of a tile

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
HEADER = ("in one process", "ours", "bare scan", "ratio", "aim at 2 M")


def engine_table(path: Path) -> Table:
    """Measure a store; each row is a median of several calls, ours and the scan by turns."""
    store = Store()
    store.attach(path)
    bare = duckdb.connect(path, read_only=True)
    rows = [_beside_scan(store, bare, zoom, name) for zoom in ZOOMS for name in FILTERS]
    rows += [_alone(name, call, aim) for name, call, aim in _answers(store)]
    return Table(header=HEADER, rows=tuple(rows))


def _beside_scan(
    store: Store, bare: duckdb.DuckDBPyConnection, zoom: int, name: str
) -> tuple[str, ...]:
    query = FILTERS[name]
    ours = partial(store.marks, query, view_at(zoom), zoom)
    days = DAYS if query.from_ else ()
    mine, scan = timed_by_turns(ours, lambda: bare_scan(bare, days))
    what = f"cells at zoom {zoom}{name}"
    return what, in_ms(mine), in_ms(scan), ratio(mine, scan), "ratio 3"


def _alone(name: str, call: Callable[[], object], aim: str) -> tuple[str, ...]:
    (mine,) = timed_by_turns(call)
    return name, in_ms(mine), "", "", aim


def _answers(store: Store) -> list[tuple[str, Callable[[], object], str]]:
    page = partial(store.rows, limit=100)

    def summary(query: Query) -> object:
        store._forget()  # as if nobody had asked before
        return store.summary(query)

    rare, common = Query(q=RARE), Query(q="market evening")
    asked = [
        (f"summary{name}", partial(summary, query), "100 ms") for name, query in FILTERS.items()
    ]
    return [
        *asked,
        ("table page", partial(page, Query()), "80 ms"),
        ("table page, one group", partial(page, FILTERS[", one group"]), "80 ms"),
        ("table page, the hundredth", partial(page, Query(), offset=9_900), "80 ms"),
        ("text search, rare word: page", partial(page, rare), "300 ms"),
        ("text search, two common words: page", partial(page, common), "300 ms"),
        ("text search, rare word: summary", partial(summary, rare), "300 ms"),
        ("text search, two common words: summary", partial(summary, common), "300 ms"),
    ]


def bare_scan(connection: duckdb.DuckDBPyConnection, days: tuple[str, ...]) -> object:
    """Read every value of the columns that the map's answer is made of, and keep none."""
    tables = {"sites": SITES + days, "incidents": INCIDENTS + days}
    return [
        connection.execute(f"select {', '.join(map(_kept_of, names))} from {table}").fetchall()
        for table, names in tables.items()
    ]


def _kept_of(column: str) -> str:
    return f"count({column})" if column in TEXTS else f"max({column})"


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


def timed_by_turns(*calls: Callable[[], object]) -> list[list[float]]:
    """Return the seconds of each call, made by turns, after one that does not count."""
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(REPEATS + 1):
        for call, seconds in zip(calls, taken, strict=True):
            begin = time.perf_counter()
            call()
            if turn:
                seconds.append(time.perf_counter() - begin)
    return taken
