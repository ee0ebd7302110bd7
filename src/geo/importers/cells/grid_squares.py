"""Squares of the Military Grid Reference System (MGRS): their middles, and how large they are."""

__all__ = ["is_grid_square", "middle_of_square"]

import re
from typing import NamedTuple

from geo.importers.cells.values import DECIMALS
from geo.importers.record import BadCell

# Zone, band, letters of the square of 100 km, and as many digits east as north. Not the poles.
_SQUARE = re.compile(
    r"(?:MGRS:?\s*)?(\d{1,2}\s?[C-HJ-NP-X])\s?([A-HJ-NP-Z]{2})\s?((?:\d\s*){0,10})",
    re.ASCII | re.IGNORECASE,
)
_SEEN = 2  # digits in each direction without which a code may be the number of something else


class Middle(NamedTuple):
    """The middle of a square in degrees; `decimals` of a degree are as coarse as the square."""

    lon: float
    lat: float
    decimals: int


def is_grid_square(text: str) -> bool:
    """Tell a square of 1 km or less: a shorter code may be anything."""
    found = _SQUARE.fullmatch(text.strip())
    return found is not None and len("".join(found[3].split())) >= 2 * _SEEN


def middle_of_square(text: str) -> Middle | None:
    """Return the middle of the square that a text names; None where it names none.

    Raises BadCell for a square that does not exist.

    >>> middle_of_square("4QFJ 12345 67890").decimals, middle_of_square("4QFJ16").decimals
    (5, 1)
    """
    if (found := _SQUARE.fullmatch(text.strip())) is None:
        return None
    digits = "".join(found[3].split())
    half = len(digits) // 2
    if len(digits) % 2:
        remedy = "Write as many digits east as north."
        raise BadCell("is a square of MGRS with an odd number of digits", remedy)
    lat, lon = _middle(f"{''.join(found[1].split())}{found[2]}{digits}".upper())
    return Middle(round(lon, DECIMALS), round(lat, DECIMALS), half)


def _middle(code: str) -> tuple[float, float]:
    import mgrs  # since 1.6 it returns the middle of a square, before that a corner

    try:
        lat, lon = mgrs.MGRS().toLatLon(code)
    except Exception:  # the package has no public name for its error
        raise BadCell("is not a square of MGRS", "Correct its letters, or write degrees.") from None
    return lat, lon
