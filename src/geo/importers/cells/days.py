"""Dates as people write them in tables."""

__all__ = ["TWO_WAYS", "When", "day", "day_month_year", "month_day_year", "partial_day"]

import re
from datetime import date, datetime
from typing import Literal, NamedTuple

from geo.errors import BadValue
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.record import BadCell
from geo.importers.row import CellValue
from geo.model import dates

ISO = "Write it as 2024-03-22."
TWO_WAYS = "can be read in two ways"
# Of each unit of a date, its pattern; a time of day and its zone may follow, and say nothing more:
# the local day is meant.
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})" + _TIME + ")?)?", re.ASCII)
_BASIC = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII)
_DAY_NAME = re.compile(r"(?:(\d{1,2})[. -]*)?([A-Za-z]{3,9})\.?[ ,-]+(\d{4})" + _TIME, re.ASCII)
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME, re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)

Order = Literal["dmy", "mdy"]


class When(NamedTuple):
    """The first day of a date, with how much of it was written."""

    start: date
    precision: Literal["day", "month", "year"]

    @property
    def text(self) -> str:
        """Return as much of the day in ISO 8601 as was written: 2024, 2024-03, 2024-03-22."""
        return self.start.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def partial_day(cell: CellValue) -> When:
    """Read a day, month or year. A day such as 03/04/2024 is refused: two readings are possible."""
    return _read(cell, None)


def day_month_year(cell: CellValue) -> When:
    """Read a date of which the day stands first."""
    return _read(cell, "dmy")


def month_day_year(cell: CellValue) -> When:
    """Read a date of which the month stands first."""
    return _read(cell, "mdy")


def day(cell: CellValue) -> date:
    """Read a whole day."""
    when = partial_day(cell)
    if when.precision != "day":
        raise BadCell("must be a whole day", ISO)
    return when.start


def _read(cell: CellValue, order: Order | None) -> When:
    if isinstance(cell, str):
        return _when_of(cell.strip(), order)
    if isinstance(cell, datetime):
        return When(cell.date(), "day")
    if isinstance(cell, date):
        return When(cell, "day")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadCell("is not a date", ISO)
    whole = isinstance(cell, float) and cell.is_integer()
    return _when_of(str(int(cell) if whole else cell), order)


@cached_for_short_texts
def _when_of(text: str, order: Order | None) -> When:
    _check_digits(text)
    return _when(_parts(text, order))


def _parts(text: str, order: Order | None) -> tuple[str, ...]:
    """Return year, month and day, as far as they are written."""
    if found := _ISO.fullmatch(text) or _BASIC.fullmatch(text):
        return tuple(part for part in found.groups() if part)
    if found := _YEAR_FIRST.fullmatch(text):
        return found[1], found[3], found[4]
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found, order)
    if found := _DAY_NAME.fullmatch(text):
        return tuple(filter(None, [found[3], _month(found[2]), found[1]]))
    if found := _NAME_DAY.fullmatch(text):
        return found[3], _month(found[1]), found[2]
    raise _unreadable(text)


def _numeric(found: re.Match[str], order: Order | None) -> tuple[str, ...]:
    first, second, year = found[1], found[3], found[4]
    as_day_first, as_month_first = (year, second, first), (year, first, second)
    if found[2] == "." or int(first) > len(dates.MONTHS):
        return as_day_first  # points stand between day, month and year wherever they are used
    if int(second) > len(dates.MONTHS) or first.lstrip("0") == second.lstrip("0"):
        return as_month_first
    if order:
        return as_day_first if order == "dmy" else as_month_first
    one, other = (_when(parts).start for parts in (as_day_first, as_month_first))
    remedy = f"It is {one} or {other}: write one, or map the column to date_dmy or date_mdy."
    raise BadCell(TWO_WAYS, remedy)


def _month(name: str) -> str:
    wanted = name.casefold()
    for number, month in enumerate(dates.MONTHS, start=1):
        if wanted in (month.casefold(), month[:3].casefold()) or (number, wanted) == (9, "sept"):
            return str(number)
    raise BadCell(f"{name} is not a month", ISO)


def _when(parts: tuple[str, ...]) -> When:
    text = "-".join(part.zfill(2) for part in parts)
    precision: tuple[Literal["year", "month", "day"], ...] = ("year", "month", "day")
    try:
        return When(dates.first_day(text), precision[len(parts) - 1])
    except BadValue:
        raise BadCell("is not a day of the calendar", ISO) from None


def _check_digits(text: str) -> None:
    if not text.isascii() and any(char.isdigit() and not char.isascii() for char in text):
        raise BadCell("must have the digits 0 to 9", ISO)


def _unreadable(text: str) -> BadCell:
    if _SERIAL.fullmatch(text):
        return BadCell("looks like the number of a day in Excel", "Format the cell as a date.")
    return BadCell("is not a date that can be read", ISO)
