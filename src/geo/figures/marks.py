"""Marks on the sheet: discs, cells, symbols, stacks."""

__all__ = [
    "Badge",
    "badges_of",
    "discs_of",
    "draw_badge",
    "draw_cell",
    "draw_cells",
    "draw_disc",
    "draw_discs",
    "draw_spots",
]

import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from numpy.typing import NDArray

from geo.figures.boxes import Box, overlap
from geo.figures.drawing import Drawing
from geo.figures.shapes import Stroke, strokes_of
from geo.figures.spots import CellSpot, Spot, abbreviated, is_context
from geo.figures.theme import INK, LABEL, LAND, PAPER
from geo.figures.typesetting import width_of
from geo.figures.view import View
from geo.maps.mark_rules import (
    CELL_LARGE,
    CELL_LETTERS,
    CELL_RING,
    DISC_LEAST,
    POINTLIKE,
    STACK_SHOWN,
    STACK_STEP,
)
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import STATUS_SYMBOLS, Symbol
from geo.store.marks import Mark

STEP_SHARE = 0.5  # of its radius; the shapes of a pile are so far apart at least
CELL_GAP = 0.8  # px of light between the statuses of a ring, which greys cannot tell apart
LEAST_DISC = 6  # px; a smaller disc is not seen under its symbol
SOFT = 6  # shades of a disc, which fade …
SOLID = 0.7  # … from this share of its radius outwards
DEPTHS = (0.1, 0.22)  # opacity of one disc of many, and of few …
INKED = 0.9  # … of which all together would have no more than this
BADGE = 11.0  # px, letters of a stack's number …
BADGE_HALF = 7.5  # … and half of its height

Color = tuple[float, float, float, float]
Point = tuple[float, float]
Points = NDArray[np.float64]


class Badge(NamedTuple):
    """The number of records on one spot, and its box."""

    text: str
    box: Box


def draw_discs(drawing: Drawing, marks: Iterable[Mark], view: View, key: MapKey) -> None:
    """Draw the areas in which imprecise places may lie."""
    discs = discs_of(marks, view, key)
    depth = min(DEPTHS[1], max(DEPTHS[0], INKED / max(1, len(discs))))
    rings = [ring for x, y, r in discs for ring in _disc(x, y, r)]
    drawing.paths(rings, [shade for color in discs.values() for shade in _fading(color, depth)])


def discs_of(
    marks: Iterable[Mark], view: View, key: MapKey
) -> dict[tuple[float, float, float], str]:
    """Return place, radius in px and colour of each area that its symbol does not hide."""
    found = {}
    for mark in marks:
        radius = mark.properties["radius_km"] or 0
        r = radius * view.px_per_km(mark.lat)
        if r >= (DISC_LEAST if mark.properties["precision"] in POINTLIKE else LEAST_DISC):
            found[*view.project(mark.lon, mark.lat), r] = key.symbol_of(mark.properties).color
    return found


def draw_disc(drawing: Drawing, x: float, y: float, r: float, color: str) -> None:
    """Draw one translucent disc."""
    drawing.paths(_disc(x, y, r), _fading(color, DEPTHS[1]))


def _disc(x: float, y: float, r: float) -> list[Path]:
    """Return a disc and the rings of its soft edge, from its middle outwards."""
    ends = np.linspace(SOLID, 1, SOFT) * r
    circles = [Path.circle((x, y), end) for end in ends]
    rings = [Path.make_compound_path(b, _reversed(a)) for a, b in pairwise(circles)]
    return [circles[0], *rings]


def _reversed(circle: Path) -> Path:
    """Return a circle that runs the other way around, which makes it a hole."""
    points = np.asarray(circle.vertices)
    return Path(np.vstack([points[-2::-1], points[:1]]), circle.codes)


def _fading(color: str, depth: float) -> list[Color]:
    """Return the colours of a disc and its rings."""
    return [to_rgba(color, depth * (1 - ring / SOFT)) for ring in range(SOFT)]


def draw_spots(
    drawing: Drawing, spots: Sequence[Spot], badges: Iterable[Badge], key: MapKey
) -> None:
    """Draw the symbols, the largest first, and the numbers of stacks."""
    strokes: list[Stroke] = []
    for spot in spots:
        for number, symbol in reversed(list(enumerate(_symbols(spot, key)))):
            step = number * max(STACK_STEP, STEP_SHARE * spot.r)
            strokes += strokes_of(symbol, spot.x - step, spot.y - step, 2 * spot.r)
    drawing.strokes(strokes)
    for spot in spots:
        if spot.killed is None and not spot.is_stack and not is_context(spot.properties):
            x, y = spot.x + spot.r + 2, spot.y - spot.r - 1
            drawing.write("?", x, y, size=11, face="bold", color=LABEL, halo=LAND)
    for text, (left, top, right, bottom) in badges:
        draw_badge(drawing, text, (left + right) / 2, (top + bottom) / 2)


def _symbols(spot: Spot, key: MapKey) -> list[Symbol]:
    """Return the symbols of a spot, each once, the largest incident's first."""
    members = spot.members if spot.is_stack else (spot,)
    found = dict.fromkeys(key.symbol_of(member.properties) for member in members[::-1])
    return list(found)[::-1][:STACK_SHOWN]


def badges_of(spots: Iterable[Spot], marks: Sequence[Box]) -> list[Badge]:
    """Return the number of each stack, in the corner of it where it hides the least.

    A number that hides another is worse than one that hides any mark of `marks`.
    """
    badges: list[Badge] = []
    for spot in spots:
        if spot.is_stack:
            text = abbreviated(len(spot.ids))
            others = [badge.box for badge in badges]
            hidden = partial(_hidden, badges=others, marks=marks)
            badges.append(Badge(text, min(_badge_boxes(spot, text), key=hidden)))
    return badges


def _badge_boxes(spot: Spot, text: str) -> list[Box]:
    """Return the four corners of a stack, the usual one first, that of its pile last."""
    half = _half(text)
    right, left = spot.x + spot.r + 4, spot.x - spot.r - 4
    above, below = spot.y - spot.r - 2, spot.y + spot.r + 2
    places = [(right, above), (right, below), (left, below), (left, above)]
    return [(x - half, y - BADGE_HALF, x + half, y + BADGE_HALF) for x, y in places]


def _hidden(box: Box, badges: Sequence[Box], marks: Sequence[Box]) -> tuple[int, int]:
    return sum(overlap(box, each) for each in badges), sum(overlap(box, each) for each in marks)


def _half(text: str) -> float:
    return max(BADGE_HALF, width_of(text, BADGE, "bold") / 2 + 4)


def draw_badge(drawing: Drawing, text: str, x: float, y: float) -> None:
    """Draw the number of records on one spot."""
    pill = _pill(x, y, _half(text), BADGE_HALF)
    drawing.paths([pill], INK, line=PAPER, width=1.5)
    drawing.write(text, x, y, size=BADGE, face="bold", color=PAPER, align="center")


def draw_cells(drawing: Drawing, cells: Sequence[CellSpot]) -> None:
    """Draw circles with counts, and rings of the statuses in them."""
    for spot in cells:
        draw_cell(drawing, spot.x, spot.y, spot.r, spot.status)
        size = CELL_LETTERS[spot.r > CELL_LARGE]
        text = abbreviated(spot.count)
        drawing.write(text, spot.x, spot.y, size=size, face="bold", align="center")


def draw_cell(drawing: Drawing, x: float, y: float, r: float, counts: dict[str, int]) -> None:
    """Draw a circle and its ring."""
    known = [(code, counts[code]) for code in STATUS_SYMBOLS if counts.get(code)]
    total = sum(number for _, number in known)
    circle = Path.circle((x, y), r)
    strokes = [Stroke(circle, None, PAPER, 3.6), Stroke(circle, PAPER, "none", 0)]
    angle = 0.0
    for code, number in known:
        turn = 360 * number / total
        ring = _ring((x, y), (r - CELL_RING, r), (angle, angle + turn))
        gap = CELL_GAP if len(known) > 1 else 0
        strokes.append(Stroke(ring, STATUS_SYMBOLS[code].color, PAPER if gap else "none", gap))
        angle += turn
    edges = [Stroke(Path.circle((x, y), at), None, INK, 0.6) for at in (r, r - CELL_RING)]
    drawing.strokes([*strokes, *edges])


def _ring(center: Point, radii: Point, angles: Point) -> Path:
    """Return a part of a ring, clockwise from the top, in degrees."""
    start, end = angles
    steps = np.radians(np.linspace(start, end, max(3, int((end - start) / 4))))
    circle = np.column_stack([np.sin(steps), -np.cos(steps)])
    inner, outer = radii
    points: Points = np.vstack([circle * outer, circle[::-1] * inner]) + np.array(center)
    return Path([*points, points[0]], closed=True)


def _pill(x: float, y: float, half: float, r: float) -> Path:
    steps = np.linspace(-math.pi / 2, math.pi / 2, 13)
    right = np.column_stack([half - r + r * np.cos(steps), r * np.sin(steps)])
    points: Points = np.vstack([right, -right])
    return Path(points + np.array((x, y)))
