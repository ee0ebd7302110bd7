"""Rings of land as seen from far above a position; assets/drawing/globe.js has the same.

The globe has a radius of 1, and y runs downwards from its middle.
"""

__all__ = ["holds_antipode", "on_globe"]

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from geo.mercator import wrapped

STEP = math.radians(10)  # along the edge of the globe

Point = tuple[float, float]


def on_globe(ring: Sequence[Point], lon: float, lat: float) -> list[Point] | None:
    """Project a ring of degrees; what lies behind the globe runs along its edge.

    None where all of it is behind.
    """
    points: list[Point] = []
    is_seen, last = False, None
    for x, y, depth in _turned(ring, lon, lat):
        if depth > 0:
            is_seen, last = True, None
            points.append((x, -y))
            continue
        angle = math.atan2(y, x)
        points += [_on_edge(each) for each in (*_between(last, angle), angle)]
        last = angle
    return points if is_seen else None


def holds_antipode(ring: Sequence[Point], lon: float, lat: float) -> bool:
    """Tell whether the position opposite lies in a ring, whose land is then outside it."""
    x, y = wrapped(lon + 180), -lat
    crossed = [
        x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise(ring)
        if (y0 > y) != (y1 > y)
    ]
    return sum(crossed) % 2 == 1


def _turned(ring: Sequence[Point], lon: float, lat: float) -> list[list[float]]:
    """Return positions in space, with the middle of the picture in front: right, up, towards."""
    degrees, tilt = np.array(ring), math.radians(lat)
    east, north = np.radians(degrees[:, 0] - lon), np.radians(degrees[:, 1])
    up = np.sin(north) * math.cos(tilt) - np.cos(north) * np.cos(east) * math.sin(tilt)
    towards = np.sin(north) * math.sin(tilt) + np.cos(north) * np.cos(east) * math.cos(tilt)
    turned: list[list[float]] = np.column_stack(
        (np.cos(north) * np.sin(east), up, towards)
    ).tolist()
    return turned


def _between(start: float | None, end: float) -> Iterator[float]:
    """Yield the angles between two on the edge, the shorter way around."""
    if start is None:
        return
    turn = (end - start + math.pi) % (2 * math.pi) - math.pi
    steps = int(abs(turn) / STEP)
    for step in range(1, steps + 1):
        yield start + turn * step / (steps + 1)


def _on_edge(angle: float) -> Point:
    return math.cos(angle), -math.sin(angle)
