"""Dates as people write them in tables, each read by what its column is mapped to."""

__all__ = [
    "READERS",
    "TWO_WAYS",
    "Reader",
    "When",
    "day",
    "day_month_year",
    "islamic_day",
    "jalali_day",
    "month_day_year",
    "orders_of",
    "partial_day",
    "serial_day",
]

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from geo.errors import BadValue
from geo.importers.cells.dates.calendars import Calendar
from geo.importers.cells.dates.numbers import day_of_epoch, day_of_serial, is_serial
from geo.importers.cells.dates.readings import readings_of
from geo.importers.cells.dates.unreadable import ISO, unreadable
from geo.importers.cells.dates.when import OTHER_ORDER, Order, Reading, When
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.record import BadCell
from geo.importers.row import CellValue
from geo.model import dates

# Most dates: a year, month or day in ISO 8601, of our calendar beyond doubt; a time may follow.
_ISO = re.compile(
    r"((?:1[5-9]|2\d)\d\d(?:-(?!00)\d\d(?:-(?!00)\d\d)?)?)"
    r"(?:(?<=-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?Z?)?",
    re.ASCII,
)
_PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of the text
TWO_WAYS = "can be read in two ways"


def partial_day(cell: CellValue) -> When:
    """Read a day, month, year or span. Raises BadCell for 03/04/2024: two readings are possible."""
    return _read(cell, None, None)


def day_month_year(cell: CellValue) -> When:
    """Read a date of which the day stands first."""
    return _read(cell, "dmy", None)


def month_day_year(cell: CellValue) -> When:
    """Read a date of which the month stands first."""
    return _read(cell, "mdy", None)


def jalali_day(cell: CellValue) -> When:
    """Read a date of the Persian (solar) calendar; where the year is last, the day is first."""
    return _read(cell, "dmy", "jalali")


def islamic_day(cell: CellValue) -> When:
    """Read a date of the Islamic calendar; where the year is last, the day is first."""
    return _read(cell, "dmy", "islamic")


def serial_day(cell: CellValue) -> When:
    """Read the number of a day in Excel, or any other date."""
    text = _text(cell)
    return When(day_of_serial(text), "day") if text and is_serial(text) else partial_day(cell)


Reader = Callable[[CellValue], When]
# The reader of each field that is a date.
READERS: dict[str, Reader] = {
    "date": partial_day,
    "date_dmy": day_month_year,
    "date_mdy": month_day_year,
    "date_serial": serial_day,
    "date_jalali": jalali_day,
    "date_islamic": islamic_day,
}


def day(cell: CellValue, order: Order | None = None) -> When:
    """Read a whole day."""
    when = _read(cell, order, None)
    if when.precision != "day":
        raise BadCell("must be a whole day", ISO)
    return when


def orders_of(text: str) -> frozenset[Order]:
    """Return the orders of day and month that a text may have, where that makes a difference.

    >>> sorted(orders_of("03/04/2024")), sorted(orders_of("22/03/2024")), orders_of("5/5/2024")
    (['dmy', 'mdy'], ['dmy'], frozenset())
    """
    try:
        readings = readings_of(text, None)
    except BadCell:
        return frozenset()
    is_same = len(readings) > 1 and len({each.when for each in readings}) == 1
    return frozenset(each.order for each in readings if each.order and not is_same)


def _read(cell: CellValue, order: Order | None, calendar: Calendar | None) -> When:
    text = _text(cell)
    if text is None:
        assert isinstance(cell, date)
        return When(cell.date() if isinstance(cell, datetime) else cell, "day")
    if found := _ISO.fullmatch(text):
        return _when_of_iso(found[1])
    return _when_of(text, order, calendar)


def _text(cell: CellValue) -> str | None:
    """Return the text of a cell, or None for a day of a typed file."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, date):
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadCell("is not a date", ISO)
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell)


@cached_for_short_texts
def _when_of_iso(text: str) -> When:
    try:
        first = dates.first_day(text)
    except BadValue:
        raise BadCell("is not a day of the calendar", ISO) from None
    return When(first, _PRECISIONS[len(text)])  # type: ignore[arg-type]  # one of three words


@cached_for_short_texts
def _when_of(text: str, order: Order | None, calendar: Calendar | None) -> When:
    if readings := readings_of(text, calendar):
        return _chosen(readings, order)
    if when := day_of_epoch(text):
        return when
    raise unreadable(text)


def _chosen(readings: Sequence[Reading], order: Order | None) -> When:
    """Return the only date that is meant. Raises BadCell where there are several."""
    fitting = [each for each in readings if order in (None, each.order) or each.order is None]
    found = list(dict.fromkeys(each.when for each in fitting or readings))
    if len(found) > 1:
        said = " or ".join(when.words for when in found)
        mapped = ", or map the column to date_dmy or date_mdy" if readings[0].order else ""
        raise BadCell(TWO_WAYS, f"It is {said}: write one{mapped}.")
    when = found[0]
    return when if fitting else when._replace(doubts=(*when.doubts, OTHER_ORDER))
