"""The axes of a timeline on paper, by the rules of the browser's: bins, ticks and what they say."""

__all__ = ["MARGIN", "TimeAxis", "count_lines", "time_ticks"]

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from geo.maps.time_rules import COUNT_LINES, NICE, TICK_GAP, TICK_LEVELS
from geo.model.dates import month_name
from geo.query.bins import UNITS, UnitName, bin_end, bin_start
from geo.query.timeline import Timeline

MARGIN = 24.0  # px right of the bars, where the last label may end
SHIFT: dict[UnitName, int] = {"week": 1}  # every second week of the browser, which counts from 1970

Width = Callable[[str], float]  # of a text, in px


class Tick(NamedTuple):
    """A tick of the axis of time: where it is in px, the words after it, the day that begins."""

    x: float
    text: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """Bins of equal width between two px: the number of the first, and their first and last day."""

    unit: UnitName
    first: int
    bins: int
    days: tuple[date, date]
    left: float
    right: float

    @classmethod
    def of(cls, timeline: Timeline, left: float, right: float) -> "TimeAxis | None":
        """Return the axis of a timeline, None where it has no bins."""
        if not timeline.days:
            return None
        first, bins = timeline.numbers[0], timeline.bins
        unit, days = timeline.unit, timeline.days
        return cls(unit=unit, first=first, bins=bins, days=days, left=left, right=right)

    @property
    def bin_width(self) -> float:
        return (self.right - self.left) / self.bins

    def x(self, edge: float) -> float:
        """Return the px of an edge: a whole number is the left side of a bin."""
        return self.left + edge * self.bin_width

    def x_of(self, day: date) -> float:
        """Return the px at which a day begins."""
        number = UNITS[self.unit].number(day)
        begin, end = bin_start(self.unit, number), bin_end(self.unit, number)
        return self.x(number - self.first + (day - begin).days / ((end - begin).days + 1))


def time_ticks(axis: TimeAxis, width_of: Width) -> list[Tick]:
    """Return the ticks of an axis of time, as many as have room for their words."""
    units = list(UNITS)[: list(UNITS).index(axis.unit) + 1]
    levels = (level for level in TICK_LEVELS if level[0] in units)
    return next(filter(None, (_ticks_at(axis, *level, width_of) for level in levels)), [])


def _ticks_at(axis: TimeAxis, unit: UnitName, step: int, width_of: Width) -> list[Tick]:
    """Return the ticks of a level, or none where they have no room."""
    first, last = axis.days
    number, end = UNITS[unit].number(first), UNITS[unit].number(last)
    begun = number + (bin_start(unit, number) < first)
    start = math.ceil((begun - SHIFT.get(unit, 0)) / step) * step + SHIFT.get(unit, 0)
    if (end - start) / step > (axis.right - axis.left) / TICK_GAP:
        return []
    ticks: list[Tick] = []
    for each in range(start, end + 1, step):
        day = bin_start(unit, each)
        x = axis.x_of(day)
        before = ticks[-1] if ticks else None
        if before and before.x + width_of(before.text) + TICK_GAP > x:
            return []
        ticks.append(Tick(x, _words(unit, day, before and before.day), day))
    return [_inside(tick, axis.right + MARGIN, width_of) for tick in ticks]


def _inside(tick: Tick, right: float, width_of: Width) -> Tick:
    """Leave out words that have no room before the edge; the tick stays."""
    return tick if tick.x + width_of(tick.text) <= right else tick._replace(text="")


def _words(unit: UnitName, day: date, before: date | None) -> str:
    """Say the year first, and then what has changed since the tick before."""
    if unit == "year":
        return str(day.year)
    is_same_year = before is not None and before.year == day.year
    month = month_name(day)[:3]
    if unit == "month":
        if before is None:
            return f"{month} {day.year}"
        return month if is_same_year else str(day.year)
    if before and is_same_year and before.month == day.month:
        return str(day.day)
    return f"{day.day} {month}" if is_same_year else f"{day.day} {month} {day.year}"


def count_lines(most: float) -> list[float]:
    """Return the lines of a scale from 0 to a highest value: one or two round numbers.

    They are whole ones, unless all is less than 1, as shares may be.
    """
    if most <= 0:
        return []
    power = 10 ** math.floor(math.log10(most) - 1)
    steps = [nice * size * power for size in (1, 10, 100) for nice in NICE]
    allowed = (step for step in steps if step >= 1 or most < 1)
    step = next(step for step in allowed if math.floor(most / step + 1e-9) <= COUNT_LINES)
    lines = (float(f"{times * step:.3g}") for times in range(1, COUNT_LINES + 1))
    return [line for line in lines if line <= most]
