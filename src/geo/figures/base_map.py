"""The base map under the marks."""

__all__ = ["draw_base_map", "draw_names"]

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.figures.boxes import Box
from geo.figures.drawing import Drawing
from geo.figures.lettering import Name, face_of
from geo.figures.theme import INK, LABEL, LAND, LINE, REGION, RIVER, WATER
from geo.figures.view import View
from geo.maps.ground_rules import BORDER, COAST, DASHES, FINEST_FROM, REGION_LINE, SHORE
from geo.maps.name_rules import AREA_KINDS, NAME_KINDS
from geo.maps.near_ground import NearPart, near_ground
from geo.maps.outlines import Box as MapBox
from geo.maps.outlines import (
    Outlines,
    cut,
    finest_borders_in_unit_square,
    outlines_in_unit_square,
)

FINE_FROM = 2.5  # zoom from which the finer outlines show; sooner than on a screen
SOONER = 1  # zooms by which the near ground shows sooner than on a screen
MARGIN = 0.02  # of the view, kept around it so that no line runs along the frame

_AREAS = {"sea": WATER, "land": LAND, "lakes": WATER}
_LINES = {  # colour and width; rivers have their own
    "coast": (LINE, COAST),
    "shores": (LINE, SHORE),
    "rivers": (RIVER, 0),
    "regions": (REGION, REGION_LINE),
}

Points = NDArray[np.float64]


def draw_base_map(drawing: Drawing, view: View, borders: str) -> None:
    """Draw water, land, coast, what shows where the map is near, and a view of the borders."""
    drawing.rectangle(0, 0, view.width, view.height, WATER)
    near = near_ground(view.bounds, view.zoom + SOONER)
    for turn in (-1, 0, 1):
        box = _box(view, turn)
        if box[0] < 1 and box[2] > 0:
            outlines = outlines_in_unit_square("50m" if view.zoom >= FINE_FROM else "110m")
            _draw_land(drawing, view, cut(outlines, box), turn)
            for part in near:
                shapes = cut({"": part.shapes}, box)[""]
                _draw_near(drawing, view, part._replace(shapes=shapes), turn)
            finest = view.zoom + SOONER >= FINEST_FROM
            lines = finest_borders_in_unit_square() if finest else outlines
            _draw_borders(drawing, view, cut(lines, box), turn, borders)


def _draw_land(drawing: Drawing, view: View, outlines: Outlines, turn: int) -> None:
    drawing.paths([_area(polygon, view, turn) for polygon in outlines["land"]], LAND)
    drawing.lines([_px(each, view, turn) for each in outlines["coast"]], LINE, COAST)


def _draw_near(drawing: Drawing, view: View, part: NearPart, turn: int) -> None:
    if part.kind in _AREAS:
        drawing.paths([_area(each, view, turn) for each in part.shapes], _AREAS[part.kind])
    else:
        color, width = _LINES[part.kind]
        lines = [_px(each, view, turn) for each in part.shapes]
        drawing.lines(lines, color, width or part.width)


def _draw_borders(
    drawing: Drawing, view: View, outlines: Outlines, turn: int, borders: str
) -> None:
    for name, dashes in (("borders", ()), ("disputed", DASHES), (borders, DASHES)):
        drawing.lines([_px(each, view, turn) for each in outlines[name]], LINE, BORDER, dashes)


def draw_names(drawing: Drawing, names: Iterable[Name]) -> None:
    """Write the names of countries and towns, each town with its sign."""
    for name in names:
        kind = NAME_KINDS[name.kind]
        left, top, right, _ = name.box
        is_area = name.kind in AREA_KINDS
        if name.sign:
            _draw_sign(drawing, name.kind, name.sign)
        for number, line in enumerate(name.lines):
            drawing.write(
                line,
                (left + right) / 2 if is_area else left,
                top + kind.line * (number + 0.5),
                size=kind.size,
                face=face_of(kind),
                color=to_rgba(INK if name.kind == "mark" else LABEL, kind.opacity),
                align="center" if is_area else "left",
                halo=LAND,
            )


def _draw_sign(drawing: Drawing, kind: str, sign: Box) -> None:
    """Draw a capital as a square with a light core, a town as a dot."""
    left, top, right, bottom = sign
    x, y, r = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    if kind == "capital":
        drawing.rectangle(left - 0.6, top - 0.6, 2 * r + 1.2, 2 * r + 1.2, LAND)
        drawing.rectangle(left, top, 2 * r, 2 * r, LABEL)
        drawing.rectangle(left + 2, top + 2, 2 * r - 4, 2 * r - 4, LAND)
    else:
        drawing.paths([Path.circle((x, y), r)], LABEL, line=LAND, width=1.2)


def _box(view: View, turn: int) -> MapBox:
    """Return the view in the unit square, as it lies in the world that is `turn` worlds on."""
    across, down = view.width / view.scale, view.height / view.scale
    left, margin = view.left - turn, MARGIN * across
    return left - margin, view.top - margin, left + across + margin, view.top + down + margin


def _area(polygon: Any, view: View, turn: int) -> Path:
    land, *lakes = [_px(ring, view, turn) for ring in (polygon.exterior, *polygon.interiors)]
    rings = [_wound(land, 1), *(_wound(lake, -1) for lake in lakes)]
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))


def _wound(ring: Points, way: int) -> Points:
    """Return a ring that runs one way around: a lake runs against its land and stays unfilled."""
    (x, y), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
    return ring if np.sign(np.sum(x * y1 - x1 * y)) == way else ring[::-1]


def _px(line: Any, view: View, turn: int) -> Points:
    points: Points = np.asarray(line.coords) + np.array((turn - view.left, -view.top))
    return points * view.scale
