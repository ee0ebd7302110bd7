"""Degrees as people write them: decimals, minutes and seconds, and letters for the hemisphere."""

__all__ = [
    "LATITUDE",
    "LONGITUDE",
    "Angle",
    "Axis",
    "BadDegrees",
    "angle",
    "angle_of_text",
    "checked",
    "latitude",
    "longitude",
    "on_axis",
    "with_plain_signs",
]

import math
import re
from typing import NamedTuple

from geo.importers.cells import values
from geo.importers.cells.digits import ascii_digits
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.cells.values import DECIMALS
from geo.importers.record import BadCell
from geo.importers.row import CellValue


class BadDegrees(BadCell):
    """Degrees that are written as such, and break a rule."""


class Axis(NamedTuple):
    """One of the two degrees of a position: `letters` say on which side of 0 it is."""

    name: str
    limit: int  # degrees
    letters: str


class Angle(NamedTuple):
    """Degrees as they are written: to how many decimals, and on which axis where a letter says."""

    degrees: float
    decimals: int
    axis: Axis | None = None


LATITUDE = Axis("latitude", 90, "NS")
LONGITUDE = Axis("longitude", 180, "EW")

_AXES = {letter: axis for axis in (LATITUDE, LONGITUDE) for letter in axis.letters}
_NEGATIVE = ("S", "W")
_PROJECTED = 1000  # degrees of a circle are 360; metres of a projection are far more
_PROJECTION = "looks like metres of a projection (UTM or Web Mercator), not like degrees"
_SAVE_AS_DEGREES = "Save the positions in WGS 84 (EPSG:4326), in degrees."
_WRITE = "Write decimal degrees such as 34.7406, or 34°44'26\"N."
_OF_O = "Write E or W: O stands for east in German, and for west in French, Spanish and Italian."

_PLAIN = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_PRIMES = str.maketrans(
    dict.fromkeys("\u2032\u2018\u02b9\u00b4`", "'")
    | dict.fromkeys("\u2033\u201c\u201d\u02ba", '"')
    | dict.fromkeys("\u00ba\u02da", "°")
)
_WORDS = {
    **dict.fromkeys(("north", "nord", "norte"), "N"),
    **dict.fromkeys(("south", "sud", "süd", "sur", "sul"), "S"),
    **dict.fromkeys(("east", "est", "ost", "este", "leste"), "E"),
    **dict.fromkeys(("west", "ouest", "oeste", "ovest"), "W"),
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_LETTER = re.compile(r"(?<![^\W\d_])[nsewo](?![^\W\d_])")
_UNIT_LETTER = re.compile(r"\d\s*[dm]")
_PART = r"\d{1,%d}(?:[.,]\d+)?"
_WRITTEN = re.compile(
    rf"""(?P<before>[NSEWO])?\s*(?P<sign>[+-])?\s*
    (?P<degrees>{_PART % 3})\s*(?:°|deg)?
    (?:(?:(?<=[°g])|[\s:d-])\s*(?P<minutes>{_PART % 2})\s*(?:['m]|min)?
    (?:(?:(?<=['mn])|[\s:-])\s*(?P<seconds>{_PART % 2})\s*["s]?)?)?
    \s*(?P<after>[NSEWO])?""",
    re.ASCII | re.VERBOSE,
)
# "4 8.8" may be 4°8.8' as well as 4.8.
_TWO_NUMBERS = re.compile(r"[+-]?\s*\d{1,3}\s+\d{1,2}(?:[.,]\d+)?", re.ASCII)
_UNITS = (1, 60, 3600)  # of degrees, minutes and seconds in a degree


def latitude(cell: CellValue) -> float:
    """Read degrees of latitude. Raises BadCell."""
    return on_axis(cell, LATITUDE).degrees


def longitude(cell: CellValue) -> float:
    """Read degrees of longitude. Raises BadCell."""
    return on_axis(cell, LONGITUDE).degrees


def on_axis(cell: CellValue, axis: Axis) -> Angle:
    """Read degrees that lie on an axis, rounded to what is kept of them. Raises BadCell."""
    written = angle(cell)
    return Angle(checked(written, axis), written.decimals, axis)


def checked(written: Angle, axis: Axis) -> float:
    """Return degrees that lie on an axis. Raises BadCell."""
    degrees = written.degrees
    if written.axis not in (None, axis):
        remedy = "Correct the letter, or map latitude and longitude to each other."
        raise BadCell(
            f"has a letter that is not of {axis.name} ({' or '.join(axis.letters)})", remedy
        )
    if abs(degrees) >= _PROJECTED:
        raise BadCell(_PROJECTION, _SAVE_AS_DEGREES)
    if not abs(degrees) <= axis.limit:
        remedy = "Are latitude and longitude swapped? Then map each column to the other."
        raise BadCell(f"must be degrees in -{axis.limit}…{axis.limit}", remedy)
    return round(degrees, DECIMALS)


def angle(cell: CellValue) -> Angle:
    """Read degrees; for one of them a comma can only stand before decimals. Raises BadCell."""
    if isinstance(cell, str):
        return angle_of_text(cell)
    degrees = values.number(cell)
    return Angle(degrees, _decimals_of(degrees))


@cached_for_short_texts
def angle_of_text(text: str) -> Angle:
    """Read degrees from a text. Raises BadCell."""
    clean = with_plain_signs(text)
    if _PLAIN.fullmatch(clean):
        degrees = float(clean.replace(",", "."))
        return Angle(degrees, _decimals_of(degrees))
    if _TWO_NUMBERS.fullmatch(clean):
        raise BadCell("has two numbers and does not say of what", _WRITE)
    if (found := _WRITTEN.fullmatch(clean)) and _is_sexagesimal(found):
        return _angle_from(found)
    degrees = values.number(clean)  # which says what is wrong
    return Angle(degrees, _decimals_of(degrees))


def with_plain_signs(text: str) -> str:
    """Return a text with plain digits, primes and letters for what other keyboards have."""
    plain = ascii_digits(text.translate(_PRIMES)).replace("''", '"').strip()
    if plain.isascii() and not any(map(str.isalpha, plain)):
        return plain
    named = _WORD.sub(lambda word: _WORDS.get(word[0].casefold(), word[0]), plain)
    if _UNIT_LETTER.search(named):
        return named  # where an s means seconds
    return _LETTER.sub(lambda letter: letter[0].upper(), named)


def _is_sexagesimal(found: re.Match[str]) -> bool:
    """Tell degrees that say more than a number: only the last part of them has decimals."""
    parts = [part for part in found.group("degrees", "minutes", "seconds") if part]
    return all(part.isdigit() for part in parts[:-1])


def _angle_from(found: re.Match[str]) -> Angle:
    letter = _letter(found)
    parts = [
        part.replace(",", ".") for part in found.group("degrees", "minutes", "seconds") if part
    ]
    numbers = [*map(float, parts)]
    if any(number >= 60 for number in numbers[1:]):
        raise BadDegrees("has minutes or seconds of 60 or more", _WRITE)
    degrees = sum(number / unit for number, unit in zip(numbers, _UNITS, strict=False))
    is_negative = found["sign"] == "-" or letter in _NEGATIVE
    return Angle(-degrees if is_negative else degrees, _decimals_to(parts), _AXES.get(letter))


def _letter(found: re.Match[str]) -> str:
    """Return the letter of the hemisphere, or "" where there is none."""
    letters = [letter for letter in found.group("before", "after") if letter]
    if len(letters) > 1 or (letters and found["sign"]):
        raise BadDegrees("says the hemisphere twice", "Write a sign or a letter, and only one.")
    if letters == ["O"]:
        raise BadDegrees("has the letter O, which is east or west by the language", _OF_O)
    return letters[0] if letters else ""


def _decimals_to(parts: list[str]) -> int:
    """Return the decimals of a degree that are as fine as what is written, or coarser."""
    if len(parts) == 1:
        return _decimals_of(float(parts[0]))
    digits = len(parts[-1].partition(".")[2])
    return min(DECIMALS, math.floor(math.log10(_UNITS[len(parts) - 1] * 10**digits)))


def _decimals_of(degrees: float) -> int:
    return len(f"{round(degrees, DECIMALS):f}".rstrip("0").partition(".")[2])
