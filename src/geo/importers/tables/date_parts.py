"""A date in three columns: its year, its month and its day."""

__all__ = ["DATE_PARTS", "date_of_parts"]

import re

from geo.importers.cells.dates.resolved import OTHER_CALENDAR, resolved
from geo.importers.cells.dates.unknown import is_unknown
from geo.importers.cells.dates.when import When
from geo.importers.cells.dates.written import Written
from geo.importers.cells.days import partial_day
from geo.importers.record import BadCell, Record
from geo.words.calendar_names import months_named, plain_name, weekdays_named

DATE_PARTS = ("year", "month", "day")
NOT_KNOWN = ("0", "00", "-9", "-99")  # as GTD has it, whose columns these often are
_NUMBER = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?", re.ASCII)
_YEAR = re.compile(r"\d{4}|\d{2}", re.ASCII)


def date_of_parts(record: Record) -> tuple[str, When] | None:
    """Return the date with the field that begins it; None where no part of it is known.

    Without a day it is a month, without a month a year. A whole date in the column of the day or
    of the month counts by itself. Raises BadCell.
    """
    year, month, day = (_known(record, name) for name in DATE_PARTS)
    for name, text in (("day", day), ("month", month)):
        if text and not _NUMBER.fullmatch(text) and any(map(str.isdecimal, text)):
            return name, partial_day(text)
    if year is None:
        return None
    if month is None:
        return "year", _joined(year)
    return "year", _joined(year, _month(month), _day(day) if day else None)


def _known(record: Record, name: str) -> str | None:
    text = (record.text(name) or "").removesuffix(".0")
    if not text or text in NOT_KNOWN or is_unknown(text):
        return None
    return None if name == "day" and weekdays_named(plain_name(text).strip(" .")) else text


def _joined(year: str, month: int | None = None, day: int | None = None) -> When:
    if not _YEAR.fullmatch(year):
        raise BadCell("is not a year", "Write four digits.")
    written = Written(year=int(year), month=month, day=day, has_short_year=len(year) == 2)
    try:
        reading = resolved(written, None)
    except BadCell:
        remedy = "Join the parts in one column, and map it to date_jalali or date_islamic."
        raise BadCell(OTHER_CALENDAR, remedy) from None
    if reading is None:
        raise BadCell("with its month and day is not a day of the calendar", _said(month, day))
    return reading.when


def _said(*parts: object) -> str:
    said = " and ".join(repr(part) for part in parts if part is not None)
    return f"The row says {said}: write 0 where it is not known."


def _month(text: str) -> int:
    if (found := _NUMBER.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return int(found[1])
    named = months_named(plain_name(text).strip(" ."))
    if len(named) != 1:
        raise BadCell("with its month is not a month of the calendar", _said(text))
    return next(iter(named))


def _day(text: str) -> int:
    if found := _NUMBER.fullmatch(text):
        return int(found[1])
    raise BadCell("with its day is not a day of the calendar", _said(text))
