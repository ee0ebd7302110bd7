"""What a spreadsheet shows of a value: months and years of days, and percentages."""

__all__ = ["shown_day", "shown_number"]

import re
from datetime import date, datetime
from functools import lru_cache

from geo.importers.row import CellValue

# Texts of a format that are not codes: quoted, escaped, colours and conditions, spaces of a width.
_NO_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def shown_day(day: date, format_: str) -> CellValue:
    """Return a day as its cell shows it: the month or year that it begins, if no day is shown.

    A day that is not the first one was typed as a day, and stays one.

    >>> shown_day(date(2024, 3, 1), "mmm yyyy"), shown_day(date(2024, 3, 5), "mmm yyyy")
    ('2024-03', datetime.date(2024, 3, 5))
    """
    shown = _shown(format_)
    if shown == "month" and day.day == 1 and _is_midnight(day):
        return f"{day:%Y-%m}"
    if shown == "year" and (day.month, day.day) == (1, 1) and _is_midnight(day):
        return f"{day:%Y}"
    return day


def shown_number(number: float, format_: str) -> CellValue:
    """Return a number as its cell shows it, if that is a percentage.

    >>> shown_number(0.25, "0%"), shown_number(0.25, "0.00")
    ('25%', 0.25)
    """
    return f"{number * 100:.12g}%" if "%" in _codes(format_) else number


@lru_cache(maxsize=1024)
def _shown(format_: str) -> str:
    """Return what a format of days shows: "year", "month", or more."""
    codes = _codes(format_)
    if "y" not in codes or not set("dhs").isdisjoint(codes):
        return "day"
    return "month" if "m" in codes else "year"


@lru_cache(maxsize=1024)
def _codes(format_: str) -> str:
    """Return the codes of a format for positive numbers."""
    return _NO_CODES.sub("", format_).split(";")[0].casefold()


def _is_midnight(day: date) -> bool:
    return not isinstance(day, datetime) or day == datetime(day.year, day.month, day.day)
