"""The base map's outlines: land, coast, borders and disputed lines, cut to a box.

Their files have them in degrees; a map is drawn from those in the unit square of mercator.py.
Disputed lines that only one view of the borders has are under its name.
"""

__all__ = [
    "Box",
    "Outlines",
    "Scale",
    "cut",
    "finest_borders_in_unit_square",
    "outlines_in_degrees",
    "outlines_in_unit_square",
]

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from geo.maps.ground_rules import CUT, NEAR_SCALE
from geo.maps.templates import ASSETS
from geo.mercator import unit_square

Scale = Literal["110m", "50m"]  # 1:110 million, 1:50 million
Box = tuple[float, float, float, float]  # the least x and y, then the greatest
Outlines = dict[str, NDArray[Any]]  # polygons of land; lines of coast, borders, disputed, views
Position = tuple[float, float]


@cache
def outlines_in_degrees(scale: Scale) -> Outlines:
    """Return the outlines of a scale in lon, lat."""
    text = (ASSETS / "basemap" / f"{scale}.json").read_text("utf-8")
    content = {name: value for name, value in json.loads(text).items() if name != "source"}
    content |= content.pop("views")
    rings = (ring for polygon in content["land"]["coordinates"] for ring in polygon)
    coast = [shapely.LineString(line) for ring in rings for line in _coast(ring)]
    parts = {name: shapely.get_parts(shape(value)) for name, value in content.items()}
    return {**parts, "coast": np.array(coast)}


@cache
def outlines_in_unit_square(scale: Scale) -> Outlines:
    """Return the outlines of a scale in x, y from the world's north-west corner."""
    return {name: _in_unit_square(part) for name, part in outlines_in_degrees(scale).items()}


@cache
def finest_borders_in_unit_square() -> Outlines:
    """Return the borders of 1:10 million, and disputed lines, as `outlines_in_unit_square` does."""
    content = json.loads((ASSETS / "basemap" / "borders.json").read_text("utf-8"))
    parts = {name: content[name] for name in ("borders", "disputed")} | content["views"]
    return {
        name: _in_unit_square(np.array([_line(steps) for steps in lines], object))
        for name, lines in parts.items()
    }


def cut(outlines: Outlines, box: Box) -> Outlines:
    """Return the polygons and lines within a box, in the unit of the outlines; none is empty."""
    return {
        name: shapely.get_parts(shapely.clip_by_rect(part, *box)) for name, part in outlines.items()
    }


def _in_unit_square(shapes: NDArray[Any]) -> NDArray[Any]:
    moved: NDArray[Any] = shapely.transform(
        shapes, lambda points: np.array([unit_square(*p) for p in points]).reshape(-1, 2)
    )
    return moved


def _line(steps: list[int]) -> shapely.LineString:
    """Return a line in degrees, given as its first point and the steps to each next one."""
    return shapely.LineString(np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / NEAR_SCALE)


def _coast(ring: list[Position]) -> Iterator[list[Position]]:
    """Yield the stretches of a ring that are coast: not where land is cut at ±180° or the pole."""
    line = ring[:1]
    for last, point in pairwise(ring):
        if _is_cut(last, point):
            if len(line) > 1:
                yield line
            line = []
        line.append(point)
    if len(line) > 1:
        yield line


def _is_cut(a: Position, b: Position) -> bool:
    lon, lat = CUT
    return (abs(a[0]) > lon and abs(b[0]) > lon) or (a[1] < lat and b[1] < lat)
