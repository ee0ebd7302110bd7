"""The bars of a timeline on paper: in colour, and told apart without it.

A dark edge parts what is stacked, and one of two colours that print as the same grey has lines.
"""

__all__ = [
    "Paint",
    "Plot",
    "Rect",
    "Texture",
    "draw_bars",
    "draw_rects",
    "draw_whiskers",
    "paints_of_groups",
    "paints_of_statuses",
]

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.figures.drawing import Drawing
from geo.figures.theme import INK, PAPER
from geo.figures.time.axis import TimeAxis
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS
from geo.query.timeline import Timeline

ROOMY = 5.0  # px of a bin from which bars have a gap and an edge all around
BETWEEN = 1.0  # px, that gap
EDGE = 0.5  # px of dark around a part of a bar
FINE = 0.4  # px
TEXTURE = 3.0  # px from one line in a colour to the next
STRIPES = 4.0  # px from one stripe to the next
STRIPE = 1.6  # px
WHISKER = 5.0  # px, the ends of a whisker


class Texture(NamedTuple):
    """Level lines over a colour: their colour, and px drawn and left out; none for whole lines."""

    color: str
    dashes: tuple[float, ...]


# Colour → those that print as nearly the same grey, and its texture where it meets one of them.
ALIKE: dict[str, tuple[frozenset[str], Texture]] = {
    "#E69F00": (frozenset(["#56B4E9"]), Texture(INK, ())),
    "#CC79A7": (frozenset(["#56B4E9", "#E69F00", "#009E73"]), Texture(INK, (1.0, 2.0))),
    "#555555": (frozenset(["#0072B2"]), Texture(PAPER, (1.0, 3.0))),
}

Line = np.ndarray


class Rect(NamedTuple):
    """A part of a bar in px: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """How a series is drawn; one that is not filled is lines of its colour on paper."""

    color: str
    filled: bool = True
    texture: Texture | None = None


def paints_of_statuses(statuses: Sequence[str]) -> list[Paint]:
    """Return how each status of a chart is drawn."""
    symbols = [STATUS_SYMBOLS[status] for status in statuses]
    return _told_apart([Paint(color=s.color, filled=s.filled) for s in symbols])


def paints_of_groups(slugs: Sequence[str], groups: Sequence[str]) -> list[Paint]:
    """Return how each group of a chart is drawn; `groups` are in the order of their colours."""
    colors = {"": GROUP_OTHER, **dict(zip(groups, GROUP_COLORS, strict=False))}
    return _told_apart([Paint(color=colors[slug]) for slug in slugs])


def _told_apart(paints: Sequence[Paint]) -> list[Paint]:
    filled = {paint.color for paint in paints if paint.filled}
    needed = {color: texture for color, (others, texture) in ALIKE.items() if others & filled}
    return [
        replace(paint, texture=needed.get(paint.color)) if paint.filled else paint
        for paint in paints
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Where a timeline's values are: bins along an axis, and values from `base` upwards."""

    axis: TimeAxis
    base: float
    height: float  # px of the highest value
    most: float

    def y(self, value: float) -> float:
        return self.base - value / self.most * self.height

    def rect(self, number: int, low: float, high: float) -> Rect:
        """Return the part of a bar between two values."""
        gap = BETWEEN if self.axis.bin_width >= ROOMY else 0.0
        top = self.y(high)
        return Rect(self.axis.x(number), top, self.axis.bin_width - gap, self.y(low) - top)


def draw_bars(drawing: Drawing, plot: Plot, timeline: Timeline, paints: Sequence[Paint]) -> None:
    """Draw what lies in a bin, of all series, and over it, striped, the shares of longer dates."""
    sums = [0.0] * timeline.bins
    for part in ("exact", "spread"):
        for series, paint in zip(timeline.series, paints, strict=True):
            rects = []
            for number, value in enumerate(getattr(series, part)):
                if value:
                    rects.append(plot.rect(number, sums[number], sums[number] + value))
                    sums[number] += value
            is_roomy = plot.axis.bin_width >= ROOMY
            draw_rects(drawing, rects, paint, is_spread=part == "spread", is_roomy=is_roomy)


def draw_rects(
    drawing: Drawing, rects: Sequence[Rect], paint: Paint, *, is_spread: bool, is_roomy: bool
) -> None:
    """Draw parts of bars of one series."""
    if not rects:
        return
    boxes = [_box(rect) for rect in rects]
    drawing.paths(boxes, paint.color if paint.filled else PAPER)
    if not paint.filled:
        drawing.lines(_across(rects), paint.color, 1.2)
    elif paint.texture:
        drawing.lines(_across(rects), paint.texture.color, FINE, paint.texture.dashes)
    if is_spread:
        drawing.lines(_slanted(rects), PAPER if paint.filled else paint.color, STRIPE)
    if is_roomy:
        drawing.paths(boxes, "none", line=INK, width=EDGE)
    else:
        drawing.lines([np.array([(r.x, r.y), (r.x + r.width, r.y)]) for r in rects], INK, EDGE)


def draw_whiskers(drawing: Drawing, plot: Plot, timeline: Timeline) -> None:
    """Draw the range of each bin, from its lowest to its highest sum."""
    half = min(WHISKER, plot.axis.bin_width) / 2
    lines = []
    for number, (low, high) in enumerate(zip(timeline.low or (), timeline.high or (), strict=True)):
        if high > low:
            x, bottom, top = plot.axis.x(number + 0.5), plot.y(low), plot.y(high)
            lines.append(np.array([(x, bottom), (x, top)]))
            lines += [np.array([(x - half, y), (x + half, y)]) for y in (bottom, top)]
    drawing.lines(lines, PAPER, 2.0)
    drawing.lines(lines, INK, 0.9)


def _box(rect: Rect) -> Path:
    place = Affine2D().scale(rect.width, rect.height).translate(rect.x, rect.y)
    return Path.unit_rectangle().transformed(place)


def _across(rects: Sequence[Rect]) -> list[Line]:
    """Return level lines in parts of bars, at the same heights in all of them."""
    return [
        np.array([(x, step * TEXTURE), (x + width, step * TEXTURE)])
        for x, y, width, height in rects
        for step in range(math.ceil((y + EDGE) / TEXTURE), math.ceil((y + height) / TEXTURE))
    ]


def _slanted(rects: Sequence[Rect]) -> list[Line]:
    return [line for rect in rects for line in _stripes_in(rect)]


def _stripes_in(rect: Rect) -> Iterator[Line]:
    """Yield the stripes in a part of a bar, along x + y = a multiple of STRIPES in all of them."""
    left, top, right, bottom = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    for step in range(math.ceil((left + top) / STRIPES), math.ceil((right + bottom) / STRIPES)):
        start, end = max(left, step * STRIPES - bottom), min(right, step * STRIPES - top)
        if end > start:
            yield np.array([(start, step * STRIPES - start), (end, step * STRIPES - end)])
