"""The shapes of symbols as paths around a point: the area of each is that of a circle.

The rules are those of shapes.js. On paper each filled shape has a thin dark edge as well, since
colours are grey in half of all prints.
"""

__all__ = ["Stroke", "strokes_of"]

from functools import cache
from typing import NamedTuple

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.figures.theme import INK, LAND, PAPER
from geo.maps.mark_rules import CORNERS, CROSSED, HALO, OUTLINE, THIN
from geo.maps.marks.symbol_svg import corners_of
from geo.maps.symbols import Symbol

EDGE = 0.6  # px of dark around a shape

Point = tuple[float, float]


class Stroke(NamedTuple):
    """One path to be filled, stroked, or both; widths in px, nothing where it is 0 or None."""

    path: Path
    fill: str | None
    line: str
    width: float


def strokes_of(symbol: Symbol, x: float, y: float, diameter: float) -> list[Stroke]:
    """Return the strokes of a symbol at a place: a halo, then the shape with its edge."""
    path = _placed(_shape(symbol.shape), x, y, diameter)
    if symbol.filled and symbol.shape not in CROSSED:
        return [
            Stroke(path, None, PAPER, 2 * HALO + EDGE),
            Stroke(path, symbol.color, INK, EDGE),
        ]
    line = min(OUTLINE, max(THIN, diameter / 4))
    return [
        Stroke(path, None, PAPER, line + 2 * HALO + EDGE),
        Stroke(path, LAND if symbol.shape in CORNERS else None, INK, line + EDGE),
        Stroke(path, None, symbol.color, line - EDGE),
    ]


@cache
def _shape(name: str) -> Path:
    """Return a shape around the origin for a diameter of 1; y runs downwards, as on the sheet."""
    if name in CORNERS:
        return _polygon(name)
    return _lines(*CROSSED[name]) if name in CROSSED else Path.circle((0, 0), 0.5)


def _polygon(name: str) -> Path:
    points = corners_of(name)
    return Path([*points, points[0]], closed=True)


def _lines(*ends: tuple[Point, Point]) -> Path:
    return Path([point for pair in ends for point in pair], [Path.MOVETO, Path.LINETO] * len(ends))


def _placed(path: Path, x: float, y: float, scale: float) -> Path:
    return path.transformed(Affine2D().scale(scale).translate(x, y))
