"""Which names stand on the map, and where: none touches another or covers a mark.

A name waits for its zoom; where two would touch, the one that ranks first stays. The rules are
those of assets/labels.js and assets/symbols.js. Boxes are (left, top, right, bottom) in px.
"""

__all__ = ["Box", "Lettering", "Name", "letter_marks", "letter_places", "overlap"]

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unicodedata import category, normalize

from geo.figures.spots import Spot, is_context
from geo.figures.view import View
from geo.figures.words import Face, plain, width_of
from geo.maps.templates import ASSETS

LABEL_LIMIT = 30  # marks in view beyond which no place is written beside them
LABEL_LENGTH = 30  # characters
SITE_ZOOM = 10  # from which the base map names the town and the mark its site
COUNTRY_LAST = 5  # zooms after its first in which a country's name is still of use …
COUNTRY_ALWAYS = 7  # … and up to which it is in any case
LINE_LETTERS = 14  # letters of a country's name that stand in one line
SHIFTS = (0, -16, 16, -34, 34, -52, 52)  # px up or down where a country's own point is taken …
SHIFT_SHARE = 1 / 6  # … within this share of its name's width, at its first zoom: it stays inside
GAP = 3  # px between a town's sign and its name
CLEAR = (4, 1)  # px between names, beside and above each other
NEAR = 48  # px; a mark so near that bears the town's name speaks for it
CENTRAL = 6  # px from a mark's centre within which it stands for a town
PROMINENT = 2.5  # zooms after its first from which a town is written larger
REACH = 3  # px around a mark that still hit it
HAIR = "\N{HAIR SPACE}"  # between the letters of a country
COLUMN = 64  # px, width of the columns in which taken room is looked up
FOLDER = ASSETS / "basemap"

Box = tuple[float, float, float, float]
Row = Sequence[Any]  # name, local name, lon, lat, rank, and of a town whether it is a capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a kind of name is set: size and height of a line in px, px of its town's sign."""

    size: float
    line: float
    sign: float = 0.0
    face: Face = "regular"


KINDS = {
    "country": Kind(size=11, line=14),
    "capital": Kind(size=12.5, line=15, sign=3),
    "city": Kind(size=12, line=15, sign=2.25),
    "town": Kind(size=11, line=14, sign=1.75),
    "mark": Kind(size=11.5, line=14, face="bold"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name on the map; `sign` is the box of its town's dot, None where it has none."""

    kind: str
    lines: tuple[str, ...]
    box: Box
    sign: Box | None = None
    x: float = 0.0  # of the mark that it stands beside
    y: float = 0.0


@dataclass(slots=True)
class Lettering:
    """Room that is taken, found through columns of one width."""

    columns: dict[int, list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, boxes: Iterable[Box]) -> None:
        """Keep room free of names."""
        for box in boxes:
            for key in _columns(box):
                self.columns[key].append(box)

    def is_free(self, box: Box, clear: tuple[float, float] = CLEAR) -> bool:
        """Tell whether a name may stand here, with air around it."""
        beside, above = clear
        grown = (box[0] - beside, box[1] - above, box[2] + beside, box[3] + above)
        return not any(
            overlap(grown, each) for key in _columns(grown) for each in self.columns[key]
        )


def overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes have room in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# --- names beside marks ----------------------------------------------------------------------


def letter_marks(spots: Sequence[Spot], view: View, taken: Lettering) -> list[Name]:
    """Write the place beside each mark while they are few; one that finds no room is left out."""
    if len(spots) > LABEL_LIMIT:
        return []
    names = []
    for spot in spots:
        text = _text_beside(spot, view.zoom)
        width = _width([text], KINDS["mark"]) if text else 0.0
        boxes = [box for box in _spots_beside(spot, width) if _is_inside(box, view)]
        box = next((box for box in boxes if taken.is_free(box, (0, 0))), None)
        if text and box:
            taken.take([box])
            names.append(Name(kind="mark", lines=(text,), box=box, x=spot.x, y=spot.y))
    return names


def _text_beside(spot: Spot, zoom: float) -> str:
    """Return what a mark is called; a stack has a name only where all of it has the same."""
    names = {_town(member, zoom) for member in spot.members or (spot,)}
    return names.pop() if len(names) == 1 else ""


def _town(spot: Spot, zoom: float) -> str:
    properties = spot.properties
    is_close = zoom >= SITE_ZOOM and properties["precision"] == "site"
    site = properties["site_name"] if is_close or properties["sites"] > spot.drawn else None
    town = plain(site or (properties["place"] or "").split(",")[0])
    if is_context(properties):
        town = f"{town}: {plain(properties['type_label'] or '')}".strip(": ")
    return town if len(town) <= LABEL_LENGTH else f"{town[: LABEL_LENGTH - 1]}…"


def _spots_beside(spot: Spot, width: float) -> list[Box]:
    """Return the boxes right, left, below and above a mark."""
    gap = spot.r + (14 if spot.is_stack else 10 if spot.killed is None else 6)
    x, y = spot.x, spot.y
    middles = [(x + gap, y), (x - gap - width, y)]
    middles += [(x - width / 2, y + gap + 6), (x - width / 2, y - gap - 6)]
    return [(left, middle - 7, left + width, middle + 7) for left, middle in middles]


# --- names of the base map -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    kind: str
    lines: tuple[str, ...]
    rank: float
    x: float
    y: float


def letter_places(
    view: View, taken: Lettering, hosts: Sequence[Box], beside: Sequence[Name]
) -> list[Name]:
    """Write countries and towns where room is left.

    A mark of `hosts` that lies on a town stands for it; `beside` are the names beside marks.
    """
    names = []
    signs = Lettering()
    for place in sorted(_candidates(view), key=lambda place: _turn(place, view.zoom)):
        name = _placed(place, view, taken, signs, hosts, beside)
        if name:
            taken.take([name.box])
            signs.take([name.sign] if name.sign else [])
            names.append(name)
    return names


def _placed(
    place: _Place,
    view: View,
    taken: Lettering,
    signs: Lettering,
    hosts: Sequence[Box],
    beside: Sequence[Name],
) -> Name | None:
    """Return a name at the first free one of its places, or None."""
    kind = KINDS[place.kind]
    width, height = _width(place.lines, kind), kind.line * len(place.lines)
    if place.kind == "country":
        boxes = _centred(place, width, height, _leeway(place, view.zoom))
        sign = None
    else:
        own = _square(place.x, place.y, kind.sign)
        host = next((box for box in hosts if _holds(box, place.x, place.y)), None)
        if not _may_stand(place, own, host, taken, signs, beside):
            return None
        boxes = _around(host or own, width, height)
        sign = None if host else own
    free = (b for b in boxes if _is_inside(b, view) and taken.is_free(b) and signs.is_free(b))
    box = next(free, None)
    return Name(kind=place.kind, lines=place.lines, box=box, sign=sign) if box else None


def _may_stand(
    place: _Place,
    sign: Box,
    host: Box | None,
    taken: Lettering,
    signs: Lettering,
    beside: Sequence[Name],
) -> bool:
    """Tell whether a town's sign may be drawn, or the mark over it, its host, stands for it.

    A host off its centre would seem to lie in that town, and so would any host in a small one.
    """
    own = _folded(place.lines[0])
    for name in beside:
        near = math.hypot(name.x - place.x, name.y - place.y) < NEAR
        if near and _folded(name.lines[0]).startswith(own):
            return False
    if host is None:
        return taken.is_free(sign) and signs.is_free(sign)
    middle = ((host[0] + host[2]) / 2, (host[1] + host[3]) / 2)
    return place.kind != "town" and math.dist(middle, (place.x, place.y)) <= CENTRAL


def _candidates(view: View) -> Iterator[_Place]:
    """Yield the names whose zoom it is and whose place is in view."""
    zoom = view.zoom
    rows = [(row, "country") for row in _labels()["countries"]]
    rows += [(row, "capital" if row[5] else "town") for row in _town_rows(view)]
    for row, kind in rows:
        rank = row[4]
        is_past = kind == "country" and zoom > max(COUNTRY_ALWAYS, rank + COUNTRY_LAST)
        if rank > zoom or is_past:
            continue
        x, y = view.project(row[2], row[3])
        if 0 <= x <= view.width and 0 <= y <= view.height:
            larger = kind == "town" and zoom - rank >= PROMINENT
            lines = _country_lines(row[0]) if kind == "country" else (row[0],)
            yield _Place(kind="city" if larger else kind, lines=lines, rank=rank, x=x, y=y)


def _town_rows(view: View) -> Iterator[Row]:
    yield from _labels()["towns"]
    for level in _labels()["levels"]:
        if view.zoom >= level["zoom"]:
            for cell in _cells(view, level["degrees"]):
                if cell in level["cells"]:
                    yield from _towns(f"{level['zoom']}/{cell}")


def _cells(view: View, degrees: int) -> Iterator[str]:
    """Yield the south-west corners of the cells of a level that a view touches."""
    for box in view.bounds.split():
        west, south, east, north = (math.floor(side / degrees) for side in box.as_tuple())
        for column in range(west, east + 1):
            for row in range(south, north + 1):
                yield f"{column * degrees}_{row * degrees}"


@cache
def _labels() -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text("utf-8"))
    levels = [{**level, "cells": frozenset(level["cells"])} for level in labels["levels"]]
    return {**labels, "levels": levels}


@cache
def _towns(path: str) -> list[Row]:
    rows: list[Row] = json.loads((FOLDER / "towns" / f"{path}.json").read_text("utf-8"))
    return rows


def _turn(place: _Place, zoom: float) -> int:
    """Sort countries that have no room to give way, capitals, the other countries, towns."""
    if place.kind != "country":
        return 1 if place.kind == "capital" else 3
    return 0 if _leeway(place, zoom) < abs(SHIFTS[1]) else 2


def _leeway(place: _Place, zoom: float) -> float:
    """Return px by which a country's name may move and still stand in its country."""
    share: float = SHIFT_SHARE * 2 ** (zoom - place.rank)
    return _width(place.lines, KINDS["country"]) * share


def _country_lines(text: str) -> tuple[str, ...]:
    """Break a long name at the space nearest to its middle."""
    spaces = [at for at, char in enumerate(text) if char == " "]
    if len(text) < LINE_LETTERS or not spaces:
        return (_spaced(text),)
    at = min(spaces, key=lambda space: abs(space - len(text) / 2))
    return _spaced(text[:at]), _spaced(text[at + 1 :])


def _spaced(text: str) -> str:
    return HAIR.join(text.upper())


def _folded(text: str) -> str:
    """Return a name for comparison, without case and accents."""
    return "".join(c for c in normalize("NFD", text) if category(c)[0] != "M").lower()


# --- boxes -----------------------------------------------------------------------------------


def _width(lines: Sequence[str], kind: Kind) -> float:
    return max(width_of(t, kind.size, kind.face) for t in lines)


def _columns(box: Box) -> range:
    return range(math.floor(box[0] / COLUMN), math.floor(box[2] / COLUMN) + 1)


def _square(x: float, y: float, r: float) -> Box:
    return x - r, y - r, x + r, y + r


def _around(own: Box, width: float, height: float) -> list[Box]:
    """Return the boxes right, left, above and below a sign or a mark."""
    left, top, right, bottom = own
    x, y = (left + right) / 2, (top + bottom) / 2
    corners = [(right + GAP, y - height / 2), (left - GAP - width, y - height / 2)]
    corners += [(x - width / 2, top - height - 1), (x - width / 2, bottom + 1)]
    return [(x0, y0, x0 + width, y0 + height) for x0, y0 in corners]


def _centred(place: _Place, width: float, height: float, reach: float) -> list[Box]:
    left, top = place.x - width / 2, place.y - height / 2
    return [(left, top + s, left + width, top + height + s) for s in SHIFTS if abs(s) <= reach]


def _holds(box: Box, x: float, y: float) -> bool:
    left, top, right, bottom = box
    return left - REACH <= x <= right + REACH and top - REACH <= y <= bottom + REACH


def _is_inside(box: Box, view: View) -> bool:
    """Tell whether a name is whole: half of it names nothing."""
    return box[0] > 2 and box[1] > 2 and box[2] < view.width - 2 and box[3] < view.height - 2
