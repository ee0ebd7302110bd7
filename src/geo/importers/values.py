"""Numbers as people write them in tables: counts, degrees, codes."""

__all__ = ["code", "count", "fraction", "latitude", "longitude", "whole_text"]

import re

from geo.fields import MAX_COUNT
from geo.importers.record import BadCell
from geo.importers.row import Cell

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
DECIMALS = 6  # of a degree: 0.1 m, finer than any dataset knows


def count(cell: Cell) -> int:
    """Read a number of people."""
    number = fraction(cell)
    if not number.is_integer():
        raise BadCell("people are counted whole", "Give a whole number.")
    return int(number)


def fraction(cell: Cell) -> float:
    """Read a number of people that may have been shared out among several events."""
    number = _number(cell)
    if number < 0:
        raise BadCell("a number of people is 0 or more", "Leave it empty where it is not known.")
    if number > MAX_COUNT:
        raise BadCell(f"must be {MAX_COUNT:,} or less", "Correct the figure.")
    return number


def latitude(cell: Cell) -> float:
    """Read degrees of latitude."""
    return _degrees(cell, 90)


def longitude(cell: Cell) -> float:
    """Read degrees of longitude."""
    return _degrees(cell, 180)


def code(cell: Cell) -> str:
    """Read a code: 3, 3.0 and "3" are the same."""
    text = whole_text(cell)
    return text.removesuffix(".0")


def whole_text(cell: Cell) -> str:
    """Return a cell as text."""
    return str(cell).strip()


def _degrees(cell: Cell, limit: int) -> float:
    number = _number(cell)
    if not -limit <= number <= limit:
        remedy = "Are latitude and longitude swapped? Then map each column to the other."
        raise BadCell(f"must be degrees in -{limit}…{limit}", remedy)
    return round(number, DECIMALS)


def _number(cell: Cell) -> float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadCell("must be a number", "Write digits.")
    text = whole_text(cell)
    if _DECIMAL_COMMA.fullmatch(text):
        raise BadCell("has a decimal comma", f"Write {text.replace(',', '.')}.")
    if any(char.isdigit() and not char.isascii() for char in text):
        raise BadCell("must have the digits 0 to 9", "Write it in these digits.")
    if not _NUMBER.fullmatch(text) or (number := float(text)) in (float("inf"), float("-inf")):
        raise BadCell("must be a number", "Write digits, with a point before decimals.")
    return number
