"""Where things are in the chart of a toll's history: columns, rows, days and the scale.

Lengths are px of the screen, from the upper left corner.
"""

__all__ = [
    "FURTHER",
    "ROW",
    "SCALE",
    "SMALL",
    "TEXT",
    "Columns",
    "Row",
    "Scale",
    "Span",
    "day_of",
    "rows_apart",
    "spans_of",
]

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import Range
from geo.words.counts import count_in_words
from geo.words.numbers import number_text
from geo.words.tolls.history import UNCOUNTED, TollHistory, TollStep
from geo.words.tolls.letter_widths import broken_to, width_of

PLOT = 0.34  # of the width
COLUMN = 8.0  # between columns
SMALL, TEXT = 10.5, 11.5  # letters
BOLD = 1.12  # of the width of other letters
SCALE, HEAD, ROW, FURTHER = 18.0, 15.0, 17.0, 12.5  # heights; of a row with its first line
MOST_LINES = 3  # of a speaker's name
ROOM = 7.0  # between the edge of the plot and the middle of a mark
LONG = 90  # days between two figures that are stated in words
MONTH, YEAR = 30.44, 365.25  # days
MOST_TICKS = 4
TICK_ROOM = 12.0  # between two numbers of the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns: days from the left edge, then figures, speakers and the plot."""

    figure: float  # its right edge
    speaker: float
    plot: float
    right: float

    @classmethod
    def of(cls, history: TollHistory, width: float) -> "Columns":
        """Return the columns of a chart: the names of speakers have what the others leave."""
        days = max(width_of(day_of(step), SMALL) for step in history.steps)
        steps = (*history.steps, *history.uncounted)
        figures = BOLD * max(width_of(step.figure, TEXT) for step in steps)
        figure = days + COLUMN + figures
        return cls(figure=figure, speaker=figure + COLUMN, plot=width * (1 - PLOT), right=width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure with its words in lines; `middle` is that of the first."""

    step: TollStep
    top: float
    lines: tuple[str, ...]

    @property
    def bottom(self) -> float:
        """Return where the next row begins."""
        return self.top + ROW + (len(self.lines) - 1) * FURTHER

    @property
    def middle(self) -> float:
        """Return the height of the mark."""
        return self.top + ROW / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The rows of one day under a heading, which is empty where the year goes on.

    `known` is the range at the end of that day.
    """

    heading: str
    is_later: bool  # after a long time
    top: float
    rows: tuple[Row, ...]
    known: Range | None

    @property
    def bottom(self) -> float:
        """Return where the next day begins."""
        return self.rows[-1].bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The values of the plot, from its left to its right."""

    low: int
    high: int
    left: float
    right: float

    @classmethod
    def of(cls, history: TollHistory, columns: Columns) -> "Scale":
        """Return the scale that has all figures that count, and their ranges."""
        known = (known for known in history.ranges.values() if known)
        ends = (end for r in known for end in (r.low, r.best, r.high) if end is not None)
        values = [*(step.value for step in history.steps), *ends]
        left, right = columns.plot + ROOM, columns.right - ROOM
        return cls(low=min(values), high=max(values), left=left, right=right)

    def x(self, value: int) -> float:
        """Return where a value is; the only one is in the middle."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> Sequence[int]:
        """Return round numbers on the scale, as many as have room; its ends where there is one."""
        room = width_of(number_text(self.high), SMALL) + TICK_ROOM
        most = min(MOST_TICKS, int((self.right - self.left) / room) + 1)
        found = (range(-(-self.low // step) * step, self.high + 1, step) for step in _round_steps())
        ticks = next(ticks for ticks in found if len(ticks) <= most)
        return ticks if len(ticks) > 1 else tuple(dict.fromkeys((self.low, self.high)))


def _round_steps() -> Iterator[int]:
    """Yield 1, 2, 5, 10, 20, 50 and so on."""
    return (step * 10**power for power in count() for step in (1, 2, 5))


def spans_of(history: TollHistory, columns: Columns) -> Iterator[Span]:
    """Yield the days with their rows, each under the one before."""
    top, year, before = 0.0, "", None
    for day, of_day in groupby(history.steps, lambda step: step.day):
        steps = tuple(of_day)
        years = year_of(steps[0])
        pause = _pause(before, day)
        heading = ", ".join(filter(None, [years if years != year else "", pause]))
        first_row = top + (SCALE if not top else HEAD if heading else 0)
        rows = tuple(_rows(steps, columns, first_row))
        yield Span(
            heading=heading, is_later=bool(pause), top=top, rows=rows, known=history.ranges.get(day)
        )
        top, year, before = rows[-1].bottom, years, day


def _rows(steps: Iterable[TollStep], columns: Columns, top: float) -> Iterator[Row]:
    room = columns.plot - COLUMN - columns.speaker
    for step in steps:
        row = Row(step=step, top=top, lines=broken_to(step.speaker, room, TEXT, MOST_LINES))
        yield row
        top = row.bottom


def rows_apart(steps: Iterable[TollStep], columns: Columns, top: float) -> Iterator[Row]:
    """Yield the rows of figures that are not counted: their words go across the plot."""
    for step in steps:
        words = f"{isolated(step.speaker)}, {step.when}: {UNCOUNTED[step.fate]}"
        lines = broken_to(words, columns.right - columns.speaker, SMALL, MOST_LINES)
        row = Row(step=step, top=top, lines=lines)
        yield row
        top = row.bottom


def day_of(step: TollStep) -> str:
    """Return the day in few letters: without its year, unless only the year is known."""
    day, _, year = step.when.rpartition(" ")
    words = (day if day and year.isdigit() else step.when).split()
    return " ".join(word[:3] if word in dates.MONTHS else word for word in words)


def year_of(step: TollStep) -> str:
    """Return the year, empty without a day."""
    _, _, year = step.when.rpartition(" ")
    return year if year.isdigit() else ""


def _pause(before: date | None, day: date | None) -> str:
    """Say how long it is from one day to the next, if that is long."""
    days = (day - before).days if before and day else 0
    if days < LONG:
        return ""
    if days < 2 * YEAR:
        return f"{count_in_words(round(days / MONTH), 'month')} later"
    return f"{count_in_words(round(days / YEAR), 'year')} later"
