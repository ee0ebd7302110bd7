"""Symbols as SVG for pages of text: the shapes, bodies and edges of those on a map."""

__all__ = ["SymbolSvg", "corners_of", "svg_of"]

import math
from typing import NamedTuple

from geo.maps.mark_rules import CORNERS, CROSSED, OUTLINE, SYMBOL_EDGE, TRIANGLE_DROP, TURNS
from geo.maps.marks.contrast import edge_of
from geo.maps.symbols import Symbol
from geo.maps.themes import DARK, LIGHT

SIZE = 12.0  # px across
BOX = 18  # px, side of the picture

Point = tuple[float, float]


class SymbolSvg(NamedTuple):
    """A symbol as a path around the middle of a box: its lengths are px, its edge is by theme."""

    path: str
    fill: str
    light: str
    dark: str
    width: float
    box: int = BOX


def svg_of(symbol: Symbol) -> SymbolSvg:
    """Return a symbol as SVG has it."""
    is_line = not symbol.filled or symbol.shape in CROSSED
    return SymbolSvg(
        path=_path(symbol.shape),
        fill="none" if is_line else symbol.color,
        light=edge_of(symbol.color, LIGHT),
        dark=edge_of(symbol.color, DARK),
        width=OUTLINE if is_line else SYMBOL_EDGE,
    )


def corners_of(shape: str) -> list[Point]:
    """Return the corners of a polygon around the origin.

    Its area is that of a circle of a diameter of 1; y runs downwards.
    """
    corners = CORNERS[shape]
    area = corners / 2 * math.sin(2 * math.pi / corners)  # of the polygon in a circle of radius 1
    radius = math.sqrt(math.pi / 4 / area)
    angles = [TURNS.get(shape, 0.0) + 2 * math.pi * i / corners for i in range(corners)]
    down = TRIANGLE_DROP if shape == "triangle" else 0.0
    return [(radius * math.cos(a), radius * math.sin(a) + down) for a in angles]


def _path(shape: str) -> str:
    if shape in CROSSED:
        return "".join(f"M{_at(start)}L{_at(end)}" for start, end in CROSSED[shape])
    if shape in CORNERS:
        return f"M{'L'.join(map(_at, corners_of(shape)))}Z"
    half = SIZE / 2
    return f"M{-half} 0a{half} {half} 0 1 0 {SIZE} 0a{half} {half} 0 1 0 {-SIZE} 0Z"


def _at(point: Point) -> str:
    return " ".join(f"{SIZE * value:.2f}" for value in point)
