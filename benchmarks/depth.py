"""Cells, summary and timeline of one store, at each zoom level and with the common filters.

    python benchmarks/depth.py 2000000
    python benchmarks/depth.py path/to/store

Takes the store of so many invented rows, which it makes where there is none, or the one of a path.
Prints milliseconds: the median, the 95th percentile over places and repeats, and the median of what
both processors took together, which is nearly the same where others use them too.
"""

import math
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from geo.mercator import TILE_PX, WORLD, Bounds, wrapped
from geo.query.query import Query
from geo.store.store import Store
from imports import store_of
from invented.towns import towns
from parts.store import MAP, PADDED, SNAP
from results import percentile

REPEATS = 5
ZOOMS = (0, *range(2, 16), 18, 22)
PLACES = (0, 40, 3_000)  # ranks of towns: the busiest, one of the busy ones, and one of the others
WORLD_ZOOM = 2  # up to which the map asks for the world
VIEWED = (3, 5, 8, 12)  # zoom levels of timelines of a view
FROM, TO = "2010", "2015"
GROUP, TYPE = ("group-002",), ("attack",)
SERIES = ("group-001", "group-002", "group-003")
UNITS = ("year", "month", "week")  # the days of all years are too many

Call = Callable[[], object]


def main() -> None:
    """Measure the store of the command line."""
    asked = sys.argv[1]
    store = Store()
    store.attach(store_of(int(asked)) if asked.isdigit() else Path(asked))
    for name, calls in (*cells(store), *summaries(store), *timelines(store)):
        taken, busy = zip(*(seconds for call in calls for seconds in seconds_of(call)), strict=True)
        figures = (median(taken), percentile(taken), median(busy))
        print(f"{name:42}", *(f"{1000 * figure:8.1f}" for figure in figures), flush=True)


def filters() -> dict[str, Query]:
    """Return the queries of most readers."""
    country = (towns().country[0].as_py(),)
    return {
        "all": Query(),
        "years": Query(from_=FROM, to=TO),
        "status": Query(status=("attributed",)),
        "country": Query(country=country),
        "type": Query(type=TYPE),
        "group": Query(group=GROUP),
        "group, years": Query(group=GROUP, from_=FROM, to=TO),
        "country, type": Query(country=country, type=TYPE),
    }


def cells(store: Store) -> Iterator[tuple[str, list[Call]]]:
    """Yield what the map asks for, at each zoom level and with each filter."""
    for zoom in ZOOMS:
        views = [view_at(place, zoom) for place in PLACES[: 1 if zoom <= WORLD_ZOOM else None]]
        for name, query in filters().items():
            calls: list[Call] = [partial(store.marks, query, view, zoom) for view in views]
            yield f"cells at zoom {zoom}: {name}", calls


def summaries(store: Store) -> Iterator[tuple[str, list[Call]]]:
    """Yield the summary of each filter, as if nobody had asked before."""

    def summary(query: Query) -> object:
        store._forget()
        return store.summary(query)

    for name, query in filters().items():
        yield f"summary: {name}", [partial(summary, query)]


def timelines(store: Store) -> Iterator[tuple[str, list[Call]]]:
    """Yield the timelines of each unit and series, of each filter and of views."""
    specs: dict[str, dict[str, Any]] = {
        f"{unit}, {by}, {measure}": {
            "unit": unit,
            "by": by,
            "measure": measure,
            "series": SERIES if by == "group" else (),
        }
        for unit in UNITS
        for by in ("status", "group")
        for measure in ("records", "killed")
    }
    for name, spec in specs.items():
        for filter_, query in filters().items():
            yield f"timeline, {name}: {filter_}", [partial(store.timeline, query, **spec)]
        for zoom in VIEWED:
            view = view_at(PLACES[0], zoom)
            call = partial(store.timeline, Query(), bounds=view, **spec)
            yield f"timeline, {name}: view at zoom {zoom}", [call]


def view_at(place: int, zoom: int) -> Bounds:
    """Return what the map asks for when a town is in its middle: assets/sources/bounds.js."""
    if zoom <= WORLD_ZOOM:
        return WORLD
    degrees = 360 / TILE_PX / 2**zoom  # of a pixel
    step = 360 / 2**zoom / SNAP
    lon, lat = float(towns().lon[place]), float(towns().lat[place])
    half_x, half_y = (PADDED * pixels * degrees / 2 for pixels in MAP)
    half_y *= math.cos(math.radians(lat))
    west, south = (math.floor(at / step) * step for at in (lon - half_x, lat - half_y))
    east, north = (math.ceil(at / step) * step for at in (lon + half_x, lat + half_y))
    is_whole = east - west >= WORLD.width
    return Bounds(
        west=-180 if is_whole else wrapped(west),
        south=-90 if south <= -85 else south,
        east=180 if is_whole else wrapped(east),
        north=90 if north >= 85 else north,
    )


def seconds_of(call: Call) -> Iterator[tuple[float, float]]:
    """Yield seconds and processor seconds of some calls, after one that does not count."""
    call()
    for _ in range(REPEATS):
        begin, busy = time.perf_counter(), time.process_time()
        call()
        yield time.perf_counter() - begin, time.process_time() - busy


if __name__ == "__main__":
    main()
