"""Bins of time: the years, months, weeks and days that a timeline counts in.

A bin has a number, consecutive within its unit. Weeks begin on Monday, as those of ISO 8601.
"""

__all__ = ["UNITS", "Unit", "UnitName", "bin_end", "bin_name", "bin_start"]

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

UnitName = Literal["year", "month", "week", "day"]


class Unit(NamedTuple):
    """A unit: the bin of a day, the first day of a bin, and how much of that day names the bin."""

    number: Callable[[date], int]
    start: Callable[[int], date]
    length: int  # letters of YYYY-MM-DD


# The coarsest first. The first day of the calendar is a Monday: its week and day have number 0.
UNITS: Mapping[UnitName, Unit] = MappingProxyType(
    {
        "year": Unit(lambda day: day.year, lambda n: date(n, 1, 1), 4),
        "month": Unit(
            lambda day: 12 * day.year + day.month - 1, lambda n: date(n // 12, n % 12 + 1, 1), 7
        ),
        "week": Unit(
            lambda day: (day.toordinal() - 1) // 7, lambda n: date.fromordinal(7 * n + 1), 10
        ),
        "day": Unit(lambda day: day.toordinal() - 1, lambda n: date.fromordinal(n + 1), 10),
    }
)


def bin_start(unit: UnitName, number: int) -> date:
    """Return the first day of a bin."""
    return UNITS[unit].start(number)


def bin_end(unit: UnitName, number: int) -> date:
    """Return the last day of a bin, which may be the last of the calendar."""
    if number == UNITS[unit].number(date.max):
        return date.max
    return bin_start(unit, number + 1) - timedelta(1)


def bin_name(unit: UnitName, number: int) -> str:
    """Return the name of a bin: a partial date, or the Monday of a week.

    >>> from datetime import date, timedelta
    >>> [bin_name(unit, UNITS[unit].number(date(2017, 6, 7))) for unit in UNITS]
    ['2017', '2017-06', '2017-06-05', '2017-06-07']
    """
    return bin_start(unit, number).isoformat()[: UNITS[unit].length]
