"""The near ground: provinces, rivers, lakes and the fine coast, from the cells that a map touches.

scripts/build_near_ground.py makes the files and says what they have.
"""

__all__ = ["KINDS", "NearPart", "near_ground", "region_names"]

import json
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.maps.ground_rules import NEAR_OVERLAP, NEAR_SCALE
from geo.maps.labels import LabelRow, cells_in
from geo.maps.outlines import projected
from geo.maps.templates import ASSETS
from geo.mercator import Bounds, unit_square

FOLDER = ASSETS / "basemap"
KEPT = 100  # cells, far more than a figure touches; all of them would take 150 MB
KINDS = ("sea", "land", "coast", "lakes", "shores", "rivers", "regions")  # from below

Box = tuple[float, float, float, float]  # west, south, east, north
Position = tuple[int, int]


class NearPart(NamedTuple):
    """Shapes of one kind in x, y of the unit square: polygons or lines; rivers have a width."""

    kind: str
    shapes: NDArray[Any]
    shown_from: float = 0  # zoom
    width: float = 0  # px


def near_ground(bounds: Bounds, zoom: float) -> list[NearPart]:
    """Return what a map of the bounds shows at a zoom, from below."""
    parts = [part for cell in _cells_of(bounds, zoom) for part in _parts(*cell)]
    shown = [part for part in parts if part.shown_from <= zoom and len(part.shapes)]
    return sorted(shown, key=lambda part: KINDS.index(part.kind))


def region_names(bounds: Bounds, zoom: float) -> Iterator[LabelRow]:
    """Yield the rows of provinces that a map of the bounds may name at a zoom."""
    for level, _, cell in _cells_of(bounds, zoom):
        yield from _content(level, cell).get("names", ())


def _cells_of(bounds: Bounds, zoom: float) -> list[tuple[float, int, str]]:
    """Return the cells of the level of a zoom that the bounds touch: zoom, degrees, corner."""
    level = next((level for level in reversed(_levels()) if zoom >= level["zoom"]), None)
    if level is None:
        return []
    touched = dict.fromkeys(cells_in(bounds, level["degrees"]))
    return [(level["zoom"], level["degrees"], c) for c in touched if c in level["cells"]]


@cache
def _levels() -> list[dict[str, Any]]:
    levels = json.loads((FOLDER / "near.json").read_text("utf-8"))["levels"]
    return [{**level, "cells": frozenset(level["cells"])} for level in levels]


@lru_cache(KEPT)
def _content(zoom: float, cell: str) -> dict[str, Any]:
    path = FOLDER / "near" / f"{zoom:g}" / f"{cell}.json"
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


@lru_cache(KEPT)
def _parts(zoom: float, degrees: int, cell: str) -> list[NearPart]:
    content = _content(zoom, cell)
    west, south = map(int, cell.split("_"))
    box = (west, south, west + degrees, south + degrees)
    land, lakes = content.get("land", ()), content.get("lakes", ())
    return [
        NearPart("sea", _array([shapely.box(*_in_unit_square(box))] if land else [])),
        NearPart("land", _areas(land)),
        NearPart("coast", _edges(land, box)),
        NearPart("lakes", _areas(lakes)),
        NearPart("shores", _edges(lakes, box)),
        *(
            NearPart("rivers", _array([_line(_summed(each)) for each in lines]), shown, width)
            for shown, width, *lines in content.get("rivers", ())
        ),
        *(
            NearPart("regions", _array([_line(_summed(each)) for each in lines]), shown)
            for shown, *lines in content.get("regions", ())
        ),
    ]


def _array(shapes: Sequence[Any]) -> NDArray[Any]:
    return np.array(shapes, object)


def _areas(polygons: Sequence[Any]) -> NDArray[Any]:
    made = [[_points(_summed(ring)) for ring in rings] for rings in polygons]
    return _array([shapely.Polygon(outer, inner) for outer, *inner in made])


def _edges(polygons: Sequence[Any], box: Box) -> NDArray[Any]:
    rings = (_summed(ring) for rings in polygons for ring in rings)
    return _array([_line(line) for ring in rings for line in without_edges(ring, _cut_at(box))])


def _line(steps: Sequence[Position]) -> Any:
    return shapely.LineString(_points(steps))


def _points(steps: Sequence[Position]) -> NDArray[np.float64]:
    return projected(np.array(steps) / NEAR_SCALE)


def _in_unit_square(box: Box) -> Box:
    (left, bottom), (right, top) = unit_square(*box[:2]), unit_square(*box[2:])
    return left, top, right, bottom


def _summed(steps: Sequence[int]) -> list[Position]:
    """Return the positions of a line: its first numbers, then the sums of its steps."""
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


def _cut_at(box: Box) -> Box:
    """Return the edges, in steps, along which the polygons of a cell are cut."""
    west, south, east, north = (side * NEAR_SCALE for side in box)
    least, most = -180 * NEAR_SCALE, 180 * NEAR_SCALE
    return (
        max(west - NEAR_OVERLAP, least),
        south - NEAR_OVERLAP,
        min(east + NEAR_OVERLAP, most),
        north + NEAR_OVERLAP,
    )


def without_edges(ring: Sequence[Position], box: Box) -> list[list[Position]]:
    """Return the lines of a ring except for what runs along an edge of the box."""
    west, south, east, north = box
    lines = [list(ring[:1])]
    for a, b in pairwise(ring):
        if (a[0] == b[0] and a[0] in (west, east)) or (a[1] == b[1] and a[1] in (south, north)):
            lines.append([])
        lines[-1].append(b)
    return [line for line in lines if len(line) > 1]
