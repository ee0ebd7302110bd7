"""A date as it was written: its days, how exactly they are known, and the rules it was read by."""

__all__ = [
    "ABOUT",
    "CONVERTED_ISLAMIC",
    "CONVERTED_JALALI",
    "EPOCH",
    "GREGORIAN",
    "NO_END",
    "OTHER_ORDER",
    "SHORT_YEAR",
    "THIRD",
    "WEEKDAY",
    "WORDS",
    "Order",
    "Precision",
    "Reading",
    "When",
]

from datetime import date
from typing import Literal, NamedTuple

from geo.model import dates

Order = Literal["dmy", "mdy", "ymd"]
Precision = Literal["day", "days", "week", "month", "months", "year"]

# What a date is read by, where it could be doubted: the rules of warnings.
SHORT_YEAR = "has a year of two digits: 69 to 99 are read as 1969 to 1999, 00 to 68 as 2000 to 2068"
ABOUT = "is marked as not certain"
THIRD = "is a part of a month or a year: early, middle and late are read as its thirds"
EPOCH = "is read as a time since 1970, in seconds or milliseconds, and as its day in UTC"
CONVERTED_JALALI = "is a Persian (solar) date, and was converted"
CONVERTED_ISLAMIC = (
    "is an Islamic date, and was converted by the calendar of Umm al-Qura:"
    " where the moon was seen on another day, it differs by a day or two"
)
GREGORIAN = "is read as a Gregorian date, since its year is none of the calendar of its column"
OTHER_ORDER = "has day and month in another order than its column, since no other makes a date"
WEEKDAY = "names another day of the week than the date has"
WORDS = "has words in brackets behind it, which are left out"
NO_END = "has no end that is known: only its beginning is used"
# Characters of the ISO date that are known.
_LENGTHS: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}


class When(NamedTuple):
    """The first day of a date, and how much of it was written; `end` is the last day of a span.

    `doubts` are the rules by which it was read, where there could be others.
    """

    start: date
    precision: Precision
    end: date | None = None
    doubts: tuple[str, ...] = ()

    @property
    def last(self) -> date:
        """Return the last day that is meant."""
        return self.end or dates.last_day(self.text)

    @property
    def text(self) -> str:
        """Return the day, month or year in ISO 8601 that holds all days: 2024, 2024-03, 2024-03-22.

        A span over two years is told by its last one.
        """
        if length := _LENGTHS.get(self.precision):
            return self.start.isoformat()[:length]
        first, last = self.start.isoformat(), (self.end or self.start).isoformat()
        return next((last[:size] for size in (10, 7) if first[:size] == last[:size]), last[:4])

    @property
    def words(self) -> str:
        """Return the first day, or the first and the last one of a span."""
        return f"{self.start} to {self.end}" if self.end else self.text


class Reading(NamedTuple):
    """One date that a text can mean; `order` is that of its numbers, where others were possible."""

    when: When
    order: Order | None = None
