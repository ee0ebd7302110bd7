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
    "projected",
]

import json
from collections.abc import Sequence, Sized
from functools import cache
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.maps.ground_rules import CUT, NEAR_SCALE
from geo.maps.templates import ASSETS
from geo.mercator import MAX_LATITUDE

Scale = Literal["110m", "50m"]  # 1:110 million, 1:50 million
Box = tuple[float, float, float, float]  # the least x and y, then the greatest
Outlines = dict[str, NDArray[Any]]  # polygons of land; lines of coast, borders, disputed, views
Line = Sequence[Sequence[float]] | NDArray[np.float64]  # positions


@cache
def outlines_in_degrees(scale: Scale) -> Outlines:
    """Return the outlines of a scale in lon, lat."""
    content = json.loads((ASSETS / "basemap" / f"{scale}.json").read_text("utf-8"))
    land, views = content["land"]["coordinates"], content["views"]
    lines = {"borders": content["borders"], "disputed": content["disputed"], **views}
    coast = _coast([ring for polygon in land for ring in polygon])
    parts = {name: _lines(value["coordinates"]) for name, value in lines.items()}
    return {"land": _polygons(land), **parts, "coast": _lines(coast)}


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
        name: _in_unit_square(_lines([_summed(steps) for steps in lines]))
        for name, lines in parts.items()
    }


def cut(outlines: Outlines, box: Box) -> Outlines:
    """Return the polygons and lines within a box, in the unit of the outlines; none is empty."""
    return {
        name: shapely.get_parts(shapely.clip_by_rect(part, *box)) for name, part in outlines.items()
    }


def projected(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project rows of lon, lat to rows of x, y, as `unit_square` does it with one.

    >>> projected(np.array([(0.0, 0.0), (180.0, 90.0)]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    lon, lat = degrees.T
    sin = np.sin(np.radians(np.clip(lat, -MAX_LATITUDE, MAX_LATITUDE)))
    y = 0.5 - np.log((1 + sin) / (1 - sin)) / (4 * np.pi)
    return np.column_stack((lon / 360 + 0.5, np.clip(y, 0.0, 1.0)))


def _in_unit_square(shapes: NDArray[Any]) -> NDArray[Any]:
    moved: NDArray[Any] = shapely.transform(shapes, projected)
    return moved


def _summed(steps: list[int]) -> NDArray[np.float64]:
    """Return a line in degrees, given as its first point and the steps to each next one."""
    degrees: NDArray[np.float64] = np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / NEAR_SCALE
    return degrees


def _lines(lines: Sequence[Line]) -> NDArray[Any]:
    """Return lines. All are made at once: one by one takes ten times as long."""
    if not lines:
        return np.array([], object)
    return np.asarray(shapely.linestrings(_positions(lines), indices=_owners(lines)))


def _polygons(polygons: Sequence[Sequence[Line]]) -> NDArray[Any]:
    """Return polygons, each given as its edge and its lakes."""
    rings = [ring for polygon in polygons for ring in polygon]
    closed = shapely.linearrings(_positions(rings), indices=_owners(rings))
    return np.asarray(shapely.polygons(np.asarray(closed), indices=_owners(polygons)))


def _positions(lines: Sequence[Line]) -> NDArray[np.float64]:
    return np.array([position for line in lines for position in line])


def _owners(parts: Sequence[Sized]) -> NDArray[np.int_]:
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def _coast(rings: Sequence[Line]) -> list[Line]:
    """Return the stretches of rings that are coast: not where land is cut at ±180° or the pole."""
    (lon, lat), points, owners = CUT, _positions(rings), _owners(rings)
    beyond = np.column_stack((abs(points[:, 0]) > lon, points[:, 1] < lat))
    is_cut = (beyond[:-1] & beyond[1:]).any(axis=1)
    last = np.flatnonzero(is_cut | (owners[:-1] != owners[1:]))  # of a stretch
    stretches = np.split(points, last + 1)
    return [stretch for stretch in stretches if len(stretch) > 1]
