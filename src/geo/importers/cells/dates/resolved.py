"""Written parts of a date become the days of our calendar that they mean."""

__all__ = ["OTHER_CALENDAR", "resolved"]

from datetime import date
from typing import NamedTuple

from geo.importers.cells.dates.calendars import Calendar, day_of, last_day_of
from geo.importers.cells.dates.when import (
    CONVERTED_ISLAMIC,
    CONVERTED_JALALI,
    GREGORIAN,
    SHORT_YEAR,
    Precision,
    Reading,
    When,
)
from geo.importers.cells.dates.written import Written
from geo.importers.record import BadCell

OTHER_CALENDAR = "has a year of the Persian (solar) or the Islamic calendar"
# Years that are of one of these calendars: of ours they are long before what tables tell of.
_OTHER_YEARS = range(1200, 1500)
_GREGORIAN_YEARS = range(1700, 10_000)
_NAMES: dict[Calendar, str] = {"jalali": "a Persian (solar)", "islamic": "an Islamic"}
_CENTURY_TURNS = 69  # as POSIX has it: 69 is 1969, 68 is 2068


class _Days(NamedTuple):
    first: date
    last: date


def resolved(written: Written, column: Calendar | None) -> Reading | None:
    """Return the days of a date, or None where the calendar does not have it.

    `column` is the calendar of its column; None means ours, and a date of another one is refused
    with what it would be. Raises BadCell.
    """
    calendar, doubts = _calendar_of(written, column)
    if calendar != "gregorian" and (written.has_short_year or written.order == "mdy"):
        return None  # where these calendars are used, the day stands before the month
    if written.has_short_year:
        doubts = (*doubts, SHORT_YEAR)
        written = written._replace(year=_long_year(written.year or 0))
    try:
        days = _days(calendar, written)
    except ValueError:
        return None
    return Reading(_when(calendar, written, days, doubts), written.order)


def _calendar_of(written: Written, column: Calendar | None) -> tuple[Calendar, tuple[str, ...]]:
    year = written.year or 0
    calendar = written.calendar or column
    if calendar is None and year in _OTHER_YEARS:
        _refuse_other_calendar(written)
    if calendar in (None, "gregorian"):
        return "gregorian", ()
    if written.calendar is None and year in _GREGORIAN_YEARS:
        return "gregorian", (GREGORIAN,)
    return calendar, (CONVERTED_JALALI if calendar == "jalali" else CONVERTED_ISLAMIC,)


def _days(calendar: Calendar, written: Written) -> _Days:
    year, month, day = written.year or 0, written.month, written.day
    first = day_of(calendar, year, 1 if month is None else month, 1 if day is None else day)
    return _Days(first, last_day_of(calendar, year, month) if day is None else first)


def _when(calendar: Calendar, written: Written, days: _Days, doubts: tuple[str, ...]) -> When:
    if written.day:
        return When(days.first, "day", doubts=doubts)
    if calendar == "gregorian":
        return When(days.first, "month" if written.month else "year", doubts=doubts)
    spans: Precision = "days" if written.month else "months"
    return When(days.first, spans, days.last, doubts)


def _long_year(year: int) -> int:
    return year + (1900 if year >= _CENTURY_TURNS else 2000)


def _refuse_other_calendar(written: Written) -> None:
    """Say which days a date is by other calendars, except for those that have not come yet."""
    read = {name: resolved(written._replace(calendar=name), None) for name in _NAMES}
    found = {name: reading.when for name, reading in read.items() if reading}
    past = {name: when for name, when in found.items() if when.start <= date.today()} or found
    if past:
        said = " or ".join(f"{when.words} as {_NAMES[name]} date" for name, when in past.items())
        fields = " or ".join(f"date_{name}" for name in past)
        raise BadCell(OTHER_CALENDAR, f"It would be {said}: map the column to {fields}.")
