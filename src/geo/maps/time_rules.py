"""How time is divided and played, in the browser and on paper; lengths are px."""

__all__ = [
    "BIN_PX",
    "COUNT_LINES",
    "NICE",
    "PLAY_MODES",
    "PLAY_SPEED",
    "PLAY_SPEEDS",
    "TICK_GAP",
    "TICK_LEVELS",
    "unit_for",
]

from datetime import date

from geo.query.bins import UNITS, UnitName
from geo.query.timeline import MOST_BINS

BIN_PX = 3  # the least width of a bin: the finest unit is taken that has as much for each
COUNT_LINES = 2  # the most of the scale of counts
NICE = (1, 2, 5)  # the steps of that scale, times a power of ten
TICK_GAP = 10  # between the words of two ticks
# From the finest: ticks at each step of a unit. Those finer than the bins are left out.
TICK_LEVELS: tuple[tuple[UnitName, int], ...] = (
    *(("day", 1), ("week", 1), ("week", 2), ("month", 1), ("month", 3), ("month", 6)),
    *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)
PLAY_MODES = ("moving", "cumulative")  # the period moves, or it grows from its first bin
PLAY_SPEEDS = (1, 2, 4, 8)  # bins in a second
PLAY_SPEED = 2  # if none is given


def unit_for(first: date, last: date, width: float) -> UnitName:
    """Return the finest unit whose bins from one day to another have room in a width in px.

    >>> [unit_for(date(2017, 6, 7), date(2024, 4, 1), width) for width in (1280, 390, 200)]
    ['week', 'month', 'year']
    """
    most = min(width // BIN_PX, MOST_BINS)
    counts = ((name, unit.number(last) - unit.number(first) + 1) for name, unit in UNITS.items())
    fitting = [name for name, count in counts if count <= most]
    return fitting[-1] if fitting else "year"
