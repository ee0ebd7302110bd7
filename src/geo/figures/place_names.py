"""The names of countries and towns: none touches another or covers a mark.

A name waits for its zoom; where two would touch, the one that ranks first stays. The rules are
those of assets/ground/lettering.js.
"""

__all__ = ["Place", "broken", "is_due", "kind_at", "letter_places", "lines_of", "place_names"]

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import category, normalize

from geo.figures.boxes import Box, Occupied
from geo.figures.lettering import Name, is_inside, width_of_name
from geo.figures.typesetting import HAIR
from geo.figures.view import View
from geo.maps.labels import countries, towns_in
from geo.maps.name_rules import (
    AREA_KINDS,
    CAPITALS_FIRST,
    CENTRAL,
    CLEAR,
    COUNTRY_ALWAYS,
    COUNTRY_LAST,
    ELDER,
    GIVES_WAY,
    LEAST_SHIFT,
    LINE_LETTERS,
    NAME_GAP,
    NAME_KINDS,
    NEAR,
    PROMINENT,
    REACH,
    REGION_LAST,
    SHIFT_SHARE,
    SHIFTS,
    SIGN_CLEAR,
)
from geo.maps.near_ground import region_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country, a province or a town, in px of the view; `rank` is the zoom that it waits for."""

    kind: str
    lines: tuple[str, ...]
    rank: float
    x: float
    y: float


def letter_places(
    view: View, occupied: Occupied, hosts: Sequence[Box], mark_names: Sequence[Name]
) -> list[Name]:
    """Write countries and towns where space is left.

    A mark of `hosts` that lies on a town stands for it; `mark_names` are the names of marks.
    """
    return place_names(_places_in(view), view, occupied, hosts, mark_names)


def place_names(
    places: Iterable[Place],
    view: View,
    occupied: Occupied,
    hosts: Sequence[Box],
    mark_names: Sequence[Name],
) -> list[Name]:
    """Return the names of the places that find space; those that rank first choose first."""
    names = []
    in_turn = sorted(places, key=lambda place: _turn(place, view.zoom))
    space = _Space(occupied=occupied)
    towns = [place for place in in_turn if place.kind not in AREA_KINDS]
    space.towns.add(_sign(place) for place in towns)
    space.elders.add(_sign(place) for place in towns if view.zoom - place.rank >= ELDER)
    space.countries.add(_own_box(place) for place in in_turn if place.kind == "country")
    for place in in_turn:
        name = _placed(place, view, space, hosts, mark_names)
        if name:
            occupied.add([name.box])
            space.signs.add([name.sign] if name.sign else [])
            names.append(name)
    return names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Space:
    """What is taken, and the signs that are drawn; what names keep off if they can.

    That is the signs of all towns, those of towns due for long, and where countries would stand.
    """

    occupied: Occupied
    signs: Occupied = field(default_factory=Occupied)
    towns: Occupied = field(default_factory=Occupied)
    elders: Occupied = field(default_factory=Occupied)
    countries: Occupied = field(default_factory=Occupied)

    def is_free(self, box: Box) -> bool:
        return self.occupied.is_free(box) and self.signs.is_free(box)

    def best_of(self, boxes: Iterable[Box], *, is_area: bool) -> Box | None:
        """Return the free box that keeps off most, the first of several."""
        free = [box for box in boxes if self.is_free(box)]
        wishes = [[self.towns], [self.elders], []]
        for others in wishes if is_area else [[self.towns, self.countries], *wishes]:
            for box in free:
                if all(other.is_free(box, SIGN_CLEAR) for other in others):
                    return box
        return None


def _placed(
    place: Place,
    view: View,
    space: _Space,
    hosts: Sequence[Box],
    mark_names: Sequence[Name],
) -> Name | None:
    """Return a name at the best of its places, or None."""
    kind = NAME_KINDS[place.kind]
    width, height = width_of_name(place.lines, kind), kind.line * len(place.lines)
    if place.kind in AREA_KINDS:
        boxes = _centred(place, width, height, max(_leeway(place, view.zoom), LEAST_SHIFT))
        sign = None
    else:
        square = _sign(place)
        host = next((box for box in hosts if _holds(box, place.x, place.y)), None)
        if not _may_stand(place, square, host, space, mark_names):
            return None
        is_elder = place.kind != "town" or view.zoom - place.rank >= ELDER
        boxes = _around(_widened(host) if host else square, width, height, corners=is_elder)
        sign = None if host else square
    inside = (box for box in boxes if is_inside(box, view))
    box = space.best_of(inside, is_area=place.kind in AREA_KINDS)
    return Name(kind=place.kind, lines=place.lines, box=box, sign=sign) if box else None


def _may_stand(
    place: Place,
    sign: Box,
    host: Box | None,
    space: _Space,
    mark_names: Sequence[Name],
) -> bool:
    """Tell whether a town's sign may be drawn, or the mark over it, its host, stands for it.

    A host off its centre would seem to lie in that town unless it has a name of its own, and so
    would any host in a small one.
    """
    town = _folded(place.lines[0])
    for name in mark_names:
        near = math.hypot(name.x - place.x, name.y - place.y) < NEAR
        if near and _folded(name.lines[0]).startswith(town):
            return False
    if host is None:
        return space.signs.is_free(sign) and space.occupied.is_free(sign, (0, 0))
    middle = ((host[0] + host[2]) / 2, (host[1] + host[3]) / 2)
    is_named = any(_is_inside(name.x, name.y, host) for name in mark_names)
    near = is_named or math.dist(middle, (place.x, place.y)) <= CENTRAL
    return place.kind != "town" and near


def _places_in(view: View) -> Iterator[Place]:
    """Yield the places in view whose names show at this zoom."""
    zoom = view.zoom
    rows = [(row, "country") for row in countries()]
    rows += [(row, "region") for row in region_names(view.bounds, view.zoom)]
    rows += [(row, "capital" if row[5] else "town") for row in towns_in(view.bounds, view.zoom)]
    for row, kind in rows:
        rank = row[4]
        if not is_due(kind, rank, zoom):
            continue
        x, y = view.project(row[2], row[3])
        if 0 <= x <= view.width and 0 <= y <= view.height:
            lines = lines_of(row[0], kind)
            yield Place(kind=kind_at(kind, rank, zoom), lines=lines, rank=rank, x=x, y=y)


def is_due(kind: str, rank: float, zoom: float) -> bool:
    """Tell whether it is the zoom of a name."""
    last = {"country": max(COUNTRY_ALWAYS, rank + COUNTRY_LAST), "region": rank + REGION_LAST}
    return rank <= zoom <= last.get(kind, math.inf)


def kind_at(kind: str, rank: float, zoom: float) -> str:
    """Return how a place is written: a town, some zooms after its first, as a city."""
    return "city" if kind == "town" and zoom - rank >= PROMINENT else kind


def _turn(place: Place, zoom: float) -> int:
    """Sort capitals, cities and countries, then towns, and provinces."""
    if place.kind in ("region", "town"):
        return 4 if place.kind == "town" else 5
    if place.kind != "country":
        return 0 if zoom >= CAPITALS_FIRST else 2
    return 1 if _leeway(place, zoom) < GIVES_WAY else 3


def _leeway(place: Place, zoom: float) -> float:
    """Return how far, in px, the name of an area may move within it."""
    share: float = SHIFT_SHARE * 2 ** (zoom - place.rank)
    return width_of_name(place.lines, NAME_KINDS[place.kind]) * share


def lines_of(text: str, kind: str) -> tuple[str, ...]:
    """Return the lines of a name: countries are in capitals, set apart, as provinces are."""
    if kind not in AREA_KINDS:
        return (text,)
    lines = broken(text.upper() if kind == "country" else text)
    return tuple(HAIR.join(line) for line in lines)


def broken(text: str) -> tuple[str, ...]:
    """Break a long name at the space nearest to its middle."""
    spaces = [at for at, char in enumerate(text) if char == " "]
    if len(text) < LINE_LETTERS or not spaces:
        return (text,)
    at = min(spaces, key=lambda space: abs(space - len(text) / 2))
    return text[:at], text[at + 1 :]


def _folded(text: str) -> str:
    """Return a name for comparison, without case and accents."""
    return "".join(c for c in normalize("NFD", text) if category(c)[0] != "M").lower()


def _own_box(place: Place) -> Box:
    """Return where a country's name stands if nothing is in its way."""
    kind = NAME_KINDS["country"]
    return _centred(place, width_of_name(place.lines, kind), kind.line * len(place.lines), 0)[0]


def _sign(place: Place) -> Box:
    return _square(place.x, place.y, NAME_KINDS[place.kind].sign)


def _square(x: float, y: float, r: float) -> Box:
    return x - r, y - r, x + r, y + r


def _widened(box: Box) -> Box:
    """Return the box with the air that a name next to it keeps."""
    left, top, right, bottom = box
    return left - CLEAR[0], top, right + CLEAR[0], bottom


def _around(box: Box, width: float, height: float, *, corners: bool) -> list[Box]:
    """Return the boxes right, left, above and below a sign or a mark, and at corners."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    starts = [(right + NAME_GAP, y - height / 2), (left - NAME_GAP - width, y - height / 2)]
    starts += [(x - width / 2, top - height - 1), (x - width / 2, bottom + 1)]
    if corners:
        sides = (right + NAME_GAP, left - NAME_GAP - width)
        starts += [(start, up) for start in sides for up in (y - height, y)]
    return [(x0, y0, x0 + width, y0 + height) for x0, y0 in starts]


def _centred(place: Place, width: float, height: float, reach: float) -> list[Box]:
    left, top = place.x - width / 2, place.y - height / 2
    return [(left, top + s, left + width, top + height + s) for s in SHIFTS if abs(s) <= reach]


def _is_inside(x: float, y: float, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


def _holds(box: Box, x: float, y: float) -> bool:
    left, top, right, bottom = box
    return left - REACH <= x <= right + REACH and top - REACH <= y <= bottom + REACH
