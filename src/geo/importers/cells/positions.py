"""Positions as people write them in one cell: two numbers, geometries, squares of MGRS.

Where neither letters nor names say which number is which, the field does: latitude stands first in
`position`, longitude in `position_lon_lat`. Geometries say longitude first, whatever the field.
"""

__all__ = [
    "POSITION_READERS",
    "SAME_DEGREES",
    "PairField",
    "Point",
    "Points",
    "PositionField",
    "is_position",
    "points_in",
    "points_in_lon_lat",
    "position_field_of",
]

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple

from geo.importers.cells.degrees import (
    LATITUDE,
    LONGITUDE,
    Angle,
    Axis,
    BadDegrees,
    angle,
    angle_of_text,
    checked,
    with_plain_signs,
)
from geo.importers.cells.geometries import points_of_geometry
from geo.importers.cells.grid_squares import is_grid_square, middle_of_square
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.cells.unknown import is_unknown
from geo.importers.record import BadCell
from geo.importers.row import CellValue

PairField = Literal["position", "position_lon_lat"]


class Point(NamedTuple):
    """A position in degrees, and how many decimals of a degree it is written to."""

    lon: float
    lat: float
    decimals: int

    @classmethod
    def of(cls, lon: Angle, lat: Angle) -> "Point":
        """Make a point of its degrees, each of which has to lie on its axis. Raises BadCell."""
        decimals = max(lon.decimals, lat.decimals)
        return cls(checked(lon, LONGITUDE), checked(lat, LATITUDE), decimals)

    @property
    def lon_lat(self) -> tuple[float, float]:
        """Return its degrees."""
        return self.lon, self.lat

    def is_far_from(self, other: "Point") -> bool:
        """Tell two positions that cannot be the same one written to different decimals."""
        return max(abs(self.lon - other.lon), abs(self.lat - other.lat)) > SAME_DEGREES


Points = tuple[Point, ...]
Pair = tuple[Angle, Angle]

_WRITE = "Write latitude and longitude such as 34.7406, 10.7603, or POINT (10.7603 34.7406)."
_UNREADABLE = "is not a position that can be read"
_LON_FIRST = "Does longitude stand first? Then map the column to position_lon_lat."
_LAT_FIRST = "Does latitude stand first? Then map the column to position."

SAME_DEGREES = 0.02  # two positions that differ by less may be one, rounded or cut off
_PLAIN = re.compile(r"\(?([+-]?\d{1,3}\.\d+)\s*[,;|]\s*([+-]?\d{1,3}\.\d+)\)?", re.ASCII)
_WHOLES = re.compile(r"\W*\d+\W+\d+\W*", re.ASCII)
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_ODK = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{2,3}}", re.ASCII)
_KML = re.compile(rf"{_NUMBER}(?:\s*,\s*{_NUMBER}){{2}}", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_LETTER = re.compile(r"(?<![A-Za-z])[NSEWO](?![A-Za-z])")
_AXES = {
    LATITUDE: ("lat", "latitude", "y"),
    LONGITUDE: ("lon", "long", "longitude", "lng", "x"),
}
_LABEL = re.compile(
    r"(?<![A-Za-z])(lat(?:itude)?|lon(?:g(?:itude)?)?|lng|[xy])(?![A-Za-z])[\"']?\s*[:=]?",
    re.ASCII | re.IGNORECASE,
)
_EDGE = " \t\n,;|\"'{}()"  # what may stand between a label, its number, and the next
_BRACKETS = {"(": ")", "[": "]"}
_BETWEEN = (re.compile(r"\s*[;|/\t\n،؛，、；]\s*"), re.compile(r"\s*,\s+"))  # never within a number
FEW = 4  # cells, one of which may have an error
_MOST_WORDS = 12  # of two degrees with minutes and seconds, each with its mark apart


def points_in(cell: CellValue) -> Points:
    """Read the points of a cell, latitude first where it does not say; () where it has none.

    Raises BadCell for what is not a position.
    """
    return _points(_text(cell), "position")


def points_in_lon_lat(cell: CellValue) -> Points:
    """Read the points of a cell, longitude first where it does not say. Raises BadCell."""
    return _points(_text(cell), "position_lon_lat")


# Field: how its cells are read.
POSITION_READERS: dict[PairField, Callable[[CellValue], Points]] = {
    "position": points_in,
    "position_lon_lat": points_in_lon_lat,
}


def is_position(cell: CellValue) -> bool:
    """Tell a cell that hardly says anything else than a position."""
    if not isinstance(cell, str) or is_unknown(cell.strip()):
        return False
    text = with_plain_signs(cell)
    if _WHOLES.fullmatch(text) or (_is_square(text) and not is_grid_square(text)):
        return False
    return any(_is_read(text, read) for read in POSITION_READERS.values())


class PositionField(NamedTuple):
    """The field by which a column of positions is read.

    `open` are the fields between which only the user can choose; none where the cells decide it.
    """

    field: PairField
    open: tuple[PairField, ...] = ()


def position_field_of(cells: Iterable[str]) -> PositionField | None:
    """Return the field by which a column of positions is to be read; None where most are none.

    Latitude stands first unless that cannot be for some cells, while longitude first can. A few of
    them among many may have an error: then it is open. Cells that say their order themselves, such
    as geometries, decide nothing.
    """
    known = [cell for cell in cells if not is_unknown(cell.strip())]
    ways = [(_is_read(cell, points_in), _is_read(cell, points_in_lon_lat)) for cell in known]
    if 2 * sum(map(any, ways)) <= len(ways):
        return None
    lon_first, lat_first = ways.count((False, True)), ways.count((True, False))
    if lon_first * FEW <= lat_first:
        return PositionField("position")
    if lat_first or lon_first * FEW < len(ways):
        return PositionField("position", ("position", "position_lon_lat"))
    return PositionField("position_lon_lat")


def _is_read(cell: str, read: Callable[[CellValue], Points]) -> bool:
    with suppress(BadCell):
        return bool(read(cell))
    return False


def _is_square(text: str) -> bool:
    try:
        return middle_of_square(text) is not None
    except BadCell:
        return False


def _text(cell: CellValue) -> str:
    if isinstance(cell, str):
        return cell
    raise BadCell("is one value, and a position has two degrees", _WRITE)


@cached_for_short_texts
def _points(text: str, field: PairField) -> Points:
    bare, is_lon_first = text.strip(), field == "position_lon_lat"
    if found := _PLAIN.fullmatch(bare):
        first, second = map(angle_of_text, found.groups())
        return (_point(first, second, is_lon_first=is_lon_first),)
    if is_unknown(bare):
        return ()
    if (square := middle_of_square(bare)) is not None:
        return (Point(*square),)
    if (geometry := points_of_geometry(bare)) is not None:
        return tuple(Point.of(angle(lon), angle(lat)) for lon, lat in geometry)
    plain = with_plain_signs(bare)
    if named := _named_pair(plain):
        return (Point.of(*named),)
    return (_point(*_pair(plain, is_lon_first=is_lon_first), is_lon_first=is_lon_first),)


def _point(first: Angle, second: Angle, *, is_lon_first: bool) -> Point:
    """Return the point of two degrees, in the order that a letter says, or else the field."""
    if first.axis and first.axis is second.axis:
        raise BadCell("has two letters for the same degrees", "Write N or S, and E or W.")
    if first.axis or second.axis:
        is_lon_first = first.axis is LONGITUDE or second.axis is LATITUDE
    lon, lat = (first, second) if is_lon_first else (second, first)
    try:
        return Point.of(lon, lat)
    except BadCell as error:
        if first.axis or second.axis or "swapped" not in error.remedy:
            raise
        raise BadCell(error.rule, _LAT_FIRST if is_lon_first else _LON_FIRST) from None


def _named_pair(text: str) -> Pair | None:
    """Return longitude and latitude that are named: "lat: 34.74, lon: 10.76"."""
    members = _members(text) if text[:1] == "{" else _labels(text)
    axes: dict[Axis, Angle] = {}
    for name, value in members:
        if (axis := _axis(name)) and axis not in axes:
            axes[axis] = angle(value)
    return (axes[LONGITUDE], axes[LATITUDE]) if len(axes) == len(_AXES) else None


def _members(text: str) -> list[tuple[str, CellValue]]:
    """Return the members of a JSON object, or of one as Python shows it."""
    with suppress(ValueError, RecursionError):
        value = json.loads(text.replace("'", '"'))
        return [(k, v) for k, v in value.items() if isinstance(v, str | int | float)]
    return []


def _labels(text: str) -> list[tuple[str, CellValue]]:
    """Return names and what stands after each of them."""
    found = [*_LABEL.finditer(text)]
    if len(found) != len(_AXES) or text[: found[0].start()].strip(_EDGE):
        return []
    ends = [found[1].start(), len(text)]
    values = [text[label.end() : end] for label, end in zip(found, ends, strict=True)]
    return [(label[1], value.strip(_EDGE)) for label, value in zip(found, values, strict=True)]


def _axis(name: str) -> Axis | None:
    return next((axis for axis, names in _AXES.items() if name.casefold() in names), None)


def _pair(text: str, *, is_lon_first: bool) -> Pair:
    """Return the two degrees of a text in their order. Raises BadCell."""
    bare = text[1:-1].strip() if _BRACKETS.get(text[:1]) == text[-1:] else text
    faults: list[BadDegrees] = []
    for split in (_split_between, _split_at_comma, _split_at_letters, _split_at_spaces):
        found = [pair for parts in split(bare) if (pair := _angles(parts, faults))]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadCell("can be read as a position in several ways", _WRITE)
    if several := _first_of_several(bare, is_lon_first=is_lon_first):
        return several
    raise faults[0] if faults else _no_pair(bare)


def _angles(parts: Sequence[str], faults: list[BadDegrees]) -> Pair | None:
    """Return two degrees; what is wrong with those that are written as such is kept."""
    try:
        first, second = map(angle_of_text, parts)
    except BadDegrees as fault:
        faults.append(fault)
    except BadCell:
        pass
    else:
        return first, second
    return None


def _split_between(text: str) -> Iterator[Sequence[str]]:
    """Yield what stands on both sides of a mark that is never within a number."""
    for mark in _BETWEEN:
        if len(parts := mark.split(text)) == 2:
            yield parts
            return


def _split_at_comma(text: str) -> Iterator[Sequence[str]]:
    """Yield what stands on both sides of a comma, where points show that it is not of a number."""
    parts = text.split(",")
    if len(parts) == 2 and ("." in text or not text.replace(",", "").isdigit()):
        yield parts


def _split_at_letters(text: str) -> Iterator[Sequence[str]]:
    """Yield what stands around the letters of two hemispheres."""
    letters = [found.start() for found in _LETTER.finditer(text)]
    if len(letters) == 2:
        at = letters[1] if letters[0] == 0 else letters[0] + 1
        yield text[:at].strip(" ,"), text[at:].strip(" ,")


def _split_at_spaces(text: str) -> Iterator[Sequence[str]]:
    words = text.split()
    for place in range(1, min(len(words), _MOST_WORDS)):
        yield " ".join(words[:place]), " ".join(words[place:])


def _first_of_several(text: str, *, is_lon_first: bool) -> Pair | None:
    """Return the first two of several numbers: a height follows, and how exact all are (ODK)."""
    if _KML.fullmatch(text) and not is_lon_first:
        rule = "has three numbers between commas, as KML has longitude, latitude and height"
        raise BadCell(rule, f"{_WRITE} {_LON_FIRST}")
    if not (_KML.fullmatch(text) or _ODK.fullmatch(text)):
        return None
    first, second, *_ = re.split(r"[,\s]+", text)
    return angle_of_text(first), angle_of_text(second)


def _no_pair(text: str) -> BadCell:
    if _TWO_WAYS.fullmatch(text):
        remedy = f"Write {text.replace(',', '; ')} for two numbers: {text} may also be one."
        return BadCell("can be read as one number or as two", remedy)
    return BadCell(_UNREADABLE, _WRITE)
