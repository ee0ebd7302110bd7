"""The base map as a file carries it: outlines in whole steps, and the names that may be in view.

Around records that lie close together there are finer outlines too, cut to a box.
"""

__all__ = ["base_map", "extent_of"]

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from geo.maps.templates import ASSETS
from geo.mercator import Bounds

SCALE = 100  # the outlines are given to 1/100 of a degree
MARGIN = 20.0  # degrees around the records within which towns are named
KNOWN = 3.5  # the zoom from which a town is named that is in the file wherever it lies
MOST = 600  # towns that are in the file, the largest first …
MOST_BESIDE_FINE = 350  # … and beside finer outlines, which take their bytes
AROUND = (14.0, 7.0)  # degrees of finer outlines around the records: a view at the first zoom
WIDEST = 60.0  # degrees that finer outlines may reach across
MOST_POINTS = 4_000  # of finer outlines; where there would be more, there are none

Point = Sequence[float]
Points = Sequence[Point]
Side = tuple[int, float, int]  # of a box: 0 for lon or 1 for lat, where it lies, and what is inside


def base_map(extent: Bounds | None) -> dict[str, Any]:
    """Return outlines, finer ones or none, and the names of large towns and of those in view."""
    names = _read("labels")
    near = extent and _widened(extent, MARGIN, MARGIN)
    fine = extent and _fine(_widened(extent, *AROUND))
    towns = [town for town in names["towns"] if _is_named(town, near)]
    return {
        "coarse": _stepped(_parts("110m")),
        "fine": fine,
        "countries": names["countries"],
        "towns": towns[: MOST_BESIDE_FINE if fine else MOST],
    }


def _parts(name: str) -> dict[str, Any]:
    outlines = _read(name)
    return {part: outlines[part]["coordinates"] for part in ("land", "borders", "disputed")}


def _stepped(parts: dict[str, Any]) -> dict[str, Any]:
    return {
        "land": [list(map(_steps, rings)) for rings in parts["land"]],
        "borders": list(map(_steps, parts["borders"])),
        "disputed": list(map(_steps, parts["disputed"])),
    }


def _fine(box: Bounds) -> dict[str, Any] | None:
    """Return the finer outlines in a box, which is `within`; None where they are too many."""
    if max(box.east - box.west, box.north - box.south) > WIDEST:
        return None
    parts = _parts("50m")
    land = [[cut for ring in rings if (cut := _cut(ring, box))] for rings in parts["land"]]
    found = {"land": [rings for rings in land if rings]} | {
        name: [run for line in parts[name] for run in _runs(line, box)]
        for name in ("borders", "disputed")
    }
    lines = (line for rings in (*found["land"], found["borders"]) for line in rings)
    if sum(map(len, lines)) > MOST_POINTS:
        return None
    return _stepped(found) | {"within": box.as_tuple()}


def _cut(ring: Points, box: Bounds) -> Points:
    """Return what of a ring lies in a box: Sutherland and Hodgman (1974), one side at a time."""
    for side in ((0, box.west, 1), (1, box.south, 1), (0, box.east, -1), (1, box.north, -1)):
        ring = list(_cut_at(ring, side))
    return ring


def _cut_at(ring: Points, side: Side) -> Iterator[Point]:
    axis, limit, sign = side
    before = ring[-1] if ring else ()
    for point in ring:
        inside, was_inside = (sign * (each[axis] - limit) >= 0 for each in (point, before))
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            yield tuple(a + share * (b - a) for a, b in zip(before, point, strict=True))
        if inside:
            yield point
        before = point


def _runs(line: Points, box: Bounds) -> Iterator[Points]:
    """Yield the parts of a line in a box, each with the point before it and the one behind it."""
    inside = [box.contains(*point) for point in line]
    near = [any(inside[max(0, i - 1) : i + 2]) for i in range(len(line))]
    for is_near, run in groupby(zip(near, line, strict=True), key=itemgetter(0)):
        if is_near:
            yield [point for _, point in run]


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "basemap" / f"{name}.json").read_text("utf-8"))
    return found


def _steps(points: Points) -> list[int]:
    """Return lon, lat of the first point, then the steps to each next one."""
    rounded = [(round(lon * SCALE), round(lat * SCALE)) for lon, lat in points]
    pairs = zip([(0, 0), *rounded], rounded, strict=False)
    return [step for (x0, y0), (x1, y1) in pairs for step in (x1 - x0, y1 - y0)]


def _is_named(town: Sequence[Any], near: Bounds | None) -> bool:
    _, _, lon, lat, zoom, is_capital = town
    return bool(is_capital) or zoom <= KNOWN or bool(near and near.contains(lon, lat))


def _widened(extent: Bounds, lon: float, lat: float) -> Bounds:
    return Bounds(
        west=max(-180, extent.west - lon),
        south=max(-90, extent.south - lat),
        east=min(180, extent.east + lon),
        north=min(90, extent.north + lat),
    )


def extent_of(positions: Iterable[tuple[float, float]]) -> Bounds | None:
    """Return the smallest box around positions, lon and lat; None around nothing."""
    listed = list(positions)
    if not listed:
        return None
    lons, lats = zip(*listed, strict=True)
    return Bounds(west=min(lons), south=min(lats), east=max(lons), north=max(lats))
