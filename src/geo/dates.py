"""Partial ISO 8601 dates: a year, a month or a day, as people know them."""

__all__ = ["PATTERN", "first_day", "in_words", "last_day", "month_name", "parse_day"]

import calendar
import re
from datetime import date

from geo.errors import BadValue

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MONTHS = (
    "January February March April May June July August September October November December"
).split()
ALLOWED = "a year, month or day as 2024, 2024-03 or 2024-03-22"


def first_day(text: str) -> date:
    """Return the first day that a partial date covers.

    >>> first_day("2024-03")
    datetime.date(2024, 3, 1)
    """
    year, month, day = _parts(text)
    return _date(text, year, month or 1, day or 1)


def last_day(text: str) -> date:
    """Return the last day that a partial date covers.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    first = first_day(text)
    _, month, day = _parts(text)
    if day:
        return first
    month = month or 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def parse_day(value: object) -> date:
    """Read a whole day, as a `date` or as YYYY-MM-DD."""
    if type(value) is date:
        return value
    if isinstance(value, str) and len(value) == len("2024-03-22"):
        return first_day(value)
    raise BadValue("date", value, "a day as 2024-03-22")


def in_words(text: str) -> str:
    """Say a year, month or day.

    >>> in_words("2024-03")
    'March 2024'
    """
    first = first_day(text)
    _, month, day = _parts(text)
    parts = [str(day) if day else "", month_name(first) if month else "", str(first.year)]
    return " ".join(filter(None, parts))


def month_name(day: date) -> str:
    """Return the English name of a day's month, whatever the machine's locale."""
    return MONTHS[day.month - 1]


def _parts(text: str) -> tuple[int, int, int]:
    if not re.match(PATTERN, text, re.ASCII):
        raise BadValue("date", text, ALLOWED)
    year, month, day, *_ = (*map(int, text.split("-")), 0, 0)
    return year, month, day


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValue("date", text, f"{ALLOWED}, and a day of the calendar") from None
