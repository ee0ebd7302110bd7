"""A small map that shows in which part of the world a record's places lie, as lengths for SVG."""

__all__ = ["HEIGHT", "WIDTH", "Locator", "LocatorMark", "LocatorName", "locator_of"]

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.maps.labels import LabelRow, countries, large_towns
from geo.maps.outlines import Box, cut, outlines_in_unit_square
from geo.mercator import KM_OF_DEGREE, TILE_PX, unit_square
from geo.model.incident import Incident
from geo.model.precision import UNDRAWN
from geo.words.borders import CONTROL

WIDTH, HEIGHT = 400, 260  # px
ACROSS = 36 / 360  # of the world that it shows of one place
ROOM = 1.5  # times the width of several places
DETAIL = 0.5  # px; finer turns of a line are left out
LETTER, LINE = 6.6, 15.0  # px, of a name on average
EDGE = 2.0  # px that names keep from the edge
GAP = 6.0  # px between a sign and its name
LEAST_RADIUS = 1.0  # px; a smaller disc is hidden by the mark
CLOSE = 10.0  # px from a mark within which it stands for a town

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorMark:
    """A place, with the radius in which it lies; all in px from the north-west corner."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorName:
    """A name at the point where its first line begins, or its middle if it is a country's."""

    x: float
    y: float
    text: str
    kind: str  # mark, town or country
    sign: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """The places with what is around them; outlines are path data of SVG."""

    land: str
    lines: dict[str, str]
    marks: tuple[LocatorMark, ...]
    names: tuple[LocatorName, ...]


@dataclass(frozen=True, slots=True)
class _View:
    left: float  # of the unit square
    top: float
    scale: float  # px across the world

    def px(self, x: float, y: float) -> tuple[float, float]:
        return round((x - self.left) * self.scale, 1), round((y - self.top) * self.scale, 1)

    def box(self, turn: int) -> Box:
        """Return the view in the unit square, as it lies in the world that is `turn` worlds on."""
        left = self.left - turn
        return left, self.top, left + WIDTH / self.scale, self.top + HEIGHT / self.scale


def locator_of(incident: Incident, borders: str = CONTROL) -> Locator | None:
    """Return the map of an incident's places; None where none is known well enough to be drawn.

    `borders` is the view of the borders.
    """
    sites = zip(incident.positions, incident.place.sites, strict=False)
    drawn = [(at, site.radius or 0) for at, site in sites if site.precision not in UNDRAWN]
    if not drawn:
        return None
    points = _together([unit_square(*at) for at, _ in drawn])
    view = _view_of(points)
    radii = (_px_of_km(radius, at[1], view) for at, radius in drawn)
    marks = tuple(
        LocatorMark(x=x, y=y, radius=radius if radius >= LEAST_RADIUS else 0)
        for (x, y), radius in zip((view.px(*point) for point in points), radii, strict=True)
    )
    return Locator(
        land=_paths("land", view),
        lines={
            "coast": _paths("coast", view),
            "borders": _paths("borders", view),
            "disputed": _paths("disputed", view) + _paths(borders, view),
        },
        marks=marks,
        names=tuple(_names(incident.place.name, marks, view)),
    )


def _together(points: Points) -> Points:
    """Move points across ±180° where they lie closer together so."""
    xs = [x for x, _ in points]
    if max(xs) - min(xs) <= 0.5:
        return points
    return [(x + 1 if x < 0.5 else x, y) for x, y in points]


def _view_of(points: Points) -> _View:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    across = max(
        ACROSS,
        ROOM * (max(xs) - min(xs)),
        ROOM * (max(ys) - min(ys)) * WIDTH / HEIGHT,
    )
    scale = WIDTH / across
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return _View(middle[0] - across / 2, middle[1] - HEIGHT / scale / 2, scale)


def _px_of_km(km: float, lat: float, view: _View) -> float:
    return round(km / KM_OF_DEGREE / 360 / math.cos(math.radians(lat)) * view.scale, 1)


def _paths(name: str, view: _View) -> str:
    """Return outlines of a name as path data."""
    parts: list[str] = []
    for turn in (-1, 0, 1):
        outlines = {name: outlines_in_unit_square("50m")[name]}
        for line in cut(outlines, view.box(turn))[name]:
            parts += _path(shapely.simplify(line, DETAIL / view.scale), turn, view)
    return "".join(parts)


def _path(line: shapely.Geometry, turn: int, view: _View) -> Iterator[str]:
    if isinstance(line, shapely.Polygon):
        for ring in (line.exterior, *line.interiors):
            yield f"{_points(ring, turn, view)}Z"
    else:
        yield _points(line, turn, view)


def _points(line: Any, turn: int, view: _View) -> str:
    points = (np.asarray(line.coords) + np.array((turn - view.left, -view.top))) * view.scale
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _names(name: str | None, marks: Sequence[LocatorMark], view: _View) -> Iterator[LocatorName]:
    """Yield the record's own place, then countries and towns where space is left."""
    taken: list[Box] = [(m.x - GAP, m.y - GAP, m.x + GAP, m.y + GAP) for m in marks]
    first = [_beside(name, marks[0].x, marks[0].y, "mark")] if name else []
    for found in (*first, *_countries(view), *_towns(view, marks)):
        box = _box_of(found)
        if found.kind == "mark" or (_is_inside(box) and not any(_touch(box, t) for t in taken)):
            taken.append(box)
            yield found


def _beside(text: str, x: float, y: float, kind: str) -> LocatorName:
    """Put a name to the right of a point, or to its left where the map ends."""
    width = LETTER * len(text)
    is_right = x + GAP + width <= WIDTH - EDGE
    left = x + GAP if is_right else max(EDGE, x - GAP - width)
    sign = (x, y) if kind == "town" else None
    return LocatorName(x=round(left, 1), y=y, text=text, kind=kind, sign=sign)


def _countries(view: _View) -> Iterator[LocatorName]:
    for name, x, y in _due(countries(), view):
        yield LocatorName(x=x, y=y, text=name, kind="country")


def _towns(view: _View, marks: Sequence[LocatorMark]) -> Iterator[LocatorName]:
    for name, x, y in _due(large_towns(), view):
        if all(math.hypot(x - mark.x, y - mark.y) > CLOSE for mark in marks):
            yield _beside(name, x, y, "town")


def _due(rows: Iterable[LabelRow], view: _View) -> Iterator[tuple[str, float, float]]:
    """Yield the names in view whose zoom has come, those of the first zooms first."""
    zoom = math.log2(view.scale / TILE_PX)
    for name, _, lon, lat, rank, *_ in sorted(rows, key=lambda row: row[4]):
        if rank > zoom:
            return
        x, y = unit_square(lon, lat)
        for turn in (-1, 0, 1):
            at = view.px(x + turn, y)
            if 0 <= at[0] <= WIDTH and 0 <= at[1] <= HEIGHT:
                yield name, *at


def _box_of(name: LocatorName) -> Box:
    width = LETTER * len(name.text) * (1.15 if name.kind == "country" else 1)
    left = name.x - width / 2 if name.kind == "country" else name.x
    if name.sign:
        left = min(left, name.sign[0] - 3)
    return left, name.y - LINE / 2, left + width, name.y + LINE / 2


def _is_inside(box: Box) -> bool:
    left, top, right, bottom = box
    return left >= EDGE and top >= EDGE and right <= WIDTH - EDGE and bottom <= HEIGHT - EDGE


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
