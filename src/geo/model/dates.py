"""Partial ISO 8601 dates: a year, a month or a day."""

__all__ = [
    "PATTERN",
    "day_in_words",
    "first_day",
    "in_words",
    "known_day",
    "last_day",
    "month_name",
    "parse_day",
]

import calendar
import re
from contextlib import suppress
from datetime import date
from functools import lru_cache

from geo.errors import BadValue

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"  # as JSON Schema writes it
# Not those of Babel: see docs/decisions/0019-days-plurals-and-lists-by-hand.md.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
CACHED = 4096  # dates: neighbouring rows often share one
ALLOWED = "a year, month or day as 2024, 2024-03 or 2024-03-22"


@lru_cache(CACHED)
def first_day(text: str) -> date:
    """Return the first day that a partial date covers. Raises BadValue.

    >>> first_day("2024-03")
    datetime.date(2024, 3, 1)
    """
    parts = _parts(text)
    try:
        return date(*(*parts, 1, 1)[:3])
    except ValueError:
        raise BadValue("date", text, f"{ALLOWED}, and a day of the calendar") from None


@lru_cache(CACHED)
def last_day(text: str) -> date:
    """Return the last day that a partial date covers. Raises BadValue.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    first = first_day(text)
    match _parts(text):
        case [year]:
            return date(year, 12, 31)
        case [year, month]:
            return date(year, month, calendar.monthrange(year, month)[1])
    return first


def known_day(text: str) -> date:
    """Return the day from which something with a partial date is known for certain.

    It is the last day of a month or a year, or today while that has not come. Raises BadValue.

    >>> known_day("2024-02"), known_day("2024-02-03")
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 3))
    """
    last = last_day(text)
    return last if last <= (today := date.today()) else min(last, max(first_day(text), today))


def parse_day(value: object) -> date:
    """Read a whole day, from a `date` or from YYYY-MM-DD. Raises BadValue."""
    if type(value) is date:
        return value
    if isinstance(value, str) and len(value) == len("2024-03-22"):
        with suppress(BadValue):
            return first_day(value)
    raise BadValue("date", value, "a day of the calendar as 2024-03-22")


@lru_cache(CACHED)
def in_words(text: str) -> str:
    """Write a year, month or day in English.

    >>> in_words("2024-03")
    'March 2024'
    """
    words = day_in_words(first_day(text)).split()
    return " ".join(words[-len(_parts(text)) :])


def day_in_words(day: date) -> str:
    """Say a whole day.

    >>> day_in_words(date(2024, 3, 22))
    '22 March 2024'
    """
    return f"{day.day} {month_name(day)} {day.year}"


def month_name(day: date) -> str:
    """Return the English name of a day's month, whatever the machine's locale."""
    return MONTHS[day.month - 1]


def _parts(text: str) -> list[int]:
    if not re.fullmatch(PATTERN.strip("^$"), text, re.ASCII):
        raise BadValue("date", text, ALLOWED)
    return [int(part) for part in text.split("-")]
