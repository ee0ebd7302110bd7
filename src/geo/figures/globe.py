"""The globe that shows where a small region lies."""

__all__ = ["draw_globe", "is_small"]

import math

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from geo.figures.drawing import Drawing
from geo.figures.globe_rings import holds_antipode, on_globe
from geo.figures.theme import FAR_LAND, INK, LABEL, PAPER, WATER
from geo.figures.view import View
from geo.maps.ground_rules import GLOBE, GLOBE_BOX, GLOBE_FROM, GLOBE_WIDEST
from geo.maps.outlines import outlines_in_degrees
from geo.mercator import lonlat

SMALL = 15  # degrees of longitude; a view as narrow as this has a globe on small paper too


def is_small(view: View) -> bool:
    """Tell whether a reader needs a globe to know where the view lies."""
    return view.width / view.scale * 360 < (GLOBE_WIDEST if view.width >= GLOBE_FROM else SMALL)


def draw_globe(drawing: Drawing, view: View, left: float, top: float) -> None:
    """Draw the half of the earth around the view, and the view on it."""
    r = GLOBE / 2
    x, y = left + r, top + r
    across, down = view.width / view.scale, view.height / view.scale
    lon, lat = lonlat(view.left + across / 2, view.top + down / 2)
    earth = Path.circle((x, y), r)
    drawing.paths([earth], WATER, line=PAPER, width=3)
    drawing.paths(_land(lon, lat, x, y), FAR_LAND)
    drawing.paths([earth], "none", line=LABEL, width=1)
    half = max(GLOBE_BOX, across * math.pi * math.cos(math.radians(lat)) * r)
    drawing.border(x - half, y - half * down / across, 2 * half, 2 * half * down / across, PAPER, 3)
    drawing.border(x - half, y - half * down / across, 2 * half, 2 * half * down / across, INK, 1.2)


def _land(lon: float, lat: float, x: float, y: float) -> list[Path]:
    """Return the land on a globe whose middle is (x, y)."""
    to_px = Affine2D().scale(GLOBE / 2).translate(x, y)
    found = []
    for area in outlines_in_degrees("110m")["land"]:
        ring = list(area.exterior.coords)
        if points := on_globe(ring, lon, lat):
            found.append(_area(np.array(points), is_outside=holds_antipode(ring, lon, lat)))
    return [path.transformed(to_px) for path in found]


def _area(ring: NDArray[np.float64], *, is_outside: bool) -> Path:
    """Return what lies in a ring, or around it: a hole, which runs against its circle."""
    if not is_outside:
        return Path(ring)
    circle = Path.circle((0, 0), 1)
    is_with = _area_of(ring) * _area_of(np.asarray(circle.vertices)) > 0
    return Path.make_compound_path(circle, Path(ring[::-1] if is_with else ring))


def _area_of(ring: NDArray[np.float64]) -> float:
    (x, y), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
    return float(np.sum(x * y1 - x1 * y))
