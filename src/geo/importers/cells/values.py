"""Numbers as people write them in tables: counts, codes."""

__all__ = [
    "code",
    "count",
    "fraction",
    "listed",
    "number",
]

import math
import re

from geo.importers.cells.digits import ascii_digits
from geo.importers.record import BadCell
from geo.importers.row import CellValue
from geo.model.fields import MAX_COUNT

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*", re.ASCII)
DECIMALS = 6  # of a degree: 0.1 m, finer than any dataset knows


def count(cell: CellValue) -> int:
    """Read a number of people. A text such as 1.000 or 1,000 is refused: it may be 1 or 1000."""
    if isinstance(cell, str) and _THOUSANDS.fullmatch(text := cell.strip()):
        whole, *_ = parts = re.split("[.,]", text)
        remedy = f"Write {''.join(parts)}, or {whole} if decimals are meant."
        raise BadCell("has a mark that may separate thousands or decimals", remedy)
    people = number(cell)
    if people < 0:
        rule = "is negative: codes for what is not known are"
        raise BadCell(rule, "It counts as not known. Leave it empty, or write how many they were.")
    people = fraction(cell)
    if not people.is_integer():
        raise BadCell("people are counted in whole numbers", "Give a whole number.")
    return int(people)


def fraction(cell: CellValue) -> float:
    """Read a number of people that may have been shared out among several events."""
    people = number(cell)
    if people < 0:
        raise BadCell("a number of people is 0 or more", "Leave it empty where it is not known.")
    if people > MAX_COUNT:
        raise BadCell(f"must be {MAX_COUNT:,} or less", "Correct the figure.")
    return people


def code(cell: CellValue) -> str:
    """Read a code: 3, 3.0 and "3" are the same."""
    return str(cell).strip().removesuffix(".0")


def number(cell: CellValue) -> float:
    """Read a number, with a point before its decimals."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadCell("must be a number", "Write digits.")
    text = ascii_digits(str(cell)).strip()
    found = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(found):
        raise _no_number(text)
    return found


def listed(text: str | None) -> list[str]:
    """Return what stands between the semicolons of a text."""
    parts = (text or "").split(";")
    return [part.strip() for part in parts if part.strip()]


def _no_number(text: str) -> BadCell:
    if _DECIMAL_COMMA.fullmatch(text):
        return BadCell("has a decimal comma", f"Write {text.replace(',', '.')}.")
    return BadCell("must be a number", "Write digits, with a point before decimals.")
