"""The timeline of a figure: title, legend, bars and axes, as a part of a sheet."""

__all__ = ["TimePart", "TimelineChart", "time_part"]

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from geo.figures.drawing import Drawing
from geo.figures.legend import NAMED, SIZE, Entry, Icon, Legend, flowed
from geo.figures.sheet import Sheet
from geo.figures.sheet_text import TextLine, height_of, lines_of, write_lines
from geo.figures.theme import INK, LABEL, RULE
from geo.figures.time.axis import MARGIN, TimeAxis, count_lines, time_ticks
from geo.figures.time.bars import (
    Paint,
    Plot,
    Rect,
    draw_bars,
    draw_rects,
    draw_whiskers,
    paints_of_groups,
    paints_of_statuses,
)
from geo.figures.typesetting import fitted, plain, width_of, wrapped
from geo.maps.time_rules import unit_for
from geo.model.attribution import STATUSES
from geo.query.query import Query
from geo.query.timeline import By, Measure, Timeline, TimelineSpec
from geo.words.timeline import OTHERS, left_out, timeline_title

ROUNDS = 4  # questions until the unit fits what the answers say of the span
LETTERS = 11.0  # px
HEIGHT = 110.0  # px of the highest bar
TOP = 6.0  # px over it
AXIS = 19.0  # px under the bars
WIDEST = 44.0  # px of a bin, so that few bars stay bars
BESIDE = 6.0  # px between the numbers and the bars
BELOW = 4.0  # px under the title and the legend
SWATCH = 12.0  # px
SPREAD = "dates of more than one {}, spread"
RANGE = "lowest to highest"
NONE_DATED = "None of the records has a date."


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineChart:
    """What the timeline of a figure shows. Raises BadValue.

    - `counts`: a function that takes the fields of a TimelineSpec and returns a Timeline, such as
      `functools.partial(store.timeline, query)`
    - `groups`: the names of one to five groups by their slugs, in the order of their colours; the
      bars are stacked by them, and without them by status
    - `measure`: "records" or "killed"
    - `query`: only the period between its `from` and `to` is drawn

    >>> from functools import partial
    >>> import geo
    >>> store, query = geo.Store(), geo.Query(from_="2022")
    >>> store.add(geo.load(geo.default_path()))
    >>> chart = geo.TimelineChart(counts=partial(store.timeline, query), query=query)
    >>> timeline = chart.timeline(700)
    >>> timeline.unit, timeline.first, round(sum(timeline.sums))
    ('week', '2021-12-27', 10)
    """

    counts: Callable[..., Timeline]
    groups: Mapping[str, str] = field(default_factory=dict)
    measure: Measure = "records"
    query: Query = field(default_factory=Query)

    def __post_init__(self) -> None:
        TimelineSpec(measure=self.measure, **self._stacking)

    def timeline(self, width: float) -> Timeline:
        """Return the bins of the finest unit that has room in a width in px.

        Of a period with an open end, they reach to the last record there.
        """
        found = self._counted("year")
        if self.has_period:
            found = self._in_period("year", found)
        for _ in range(ROUNDS):
            if not found.bins or (unit := unit_for(*self._span(found), width)) == found.unit:
                break
            found = self._in_period(unit, found) if self.has_period else self._counted(unit)
        return found

    def paints(self, timeline: Timeline) -> list[Paint]:
        """Return how each series is drawn."""
        values = [each.value for each in timeline.series]
        if self.groups:
            return paints_of_groups(values, list(self.groups))
        return paints_of_statuses(values)

    def label(self, value: str) -> str:
        """Return the name of a series."""
        return ({"": OTHERS, **self.groups} if self.groups else STATUSES)[value]

    @property
    def by(self) -> By:
        """Return what it is stacked by."""
        return "group" if self.groups else "status"

    @property
    def has_period(self) -> bool:
        return self.query.period != (date.min, date.max)

    def note(self, timeline: Timeline) -> str:
        """Say what the bars leave out; of a period, the caption of the query says it."""
        if not timeline.bins:
            return NONE_DATED
        return "" if self.has_period else left_out(timeline)

    @property
    def _stacking(self) -> dict[str, Any]:
        """Return the fields of a TimelineSpec that say by what bars are stacked."""
        return {"by": "group", "series": tuple(self.groups)} if self.groups else {}

    def _counted(self, unit: str, span: tuple[str, ...] = ()) -> Timeline:
        return self.counts(unit=unit, measure=self.measure, span=span, **self._stacking)

    def _in_period(self, unit: str, whole: Timeline) -> Timeline:
        """Return the bins of the query's period, as far as a timeline reaches."""
        first, last = self._span(whole)
        if first > last:
            return whole.within(first, last)
        found = self._counted(unit, (first.isoformat(), last.isoformat()))
        filled = [day for day, number in zip(found.starts, found.sums, strict=True) if number]
        start = first if self.query.from_ or not filled else filled[0]
        return found.within(start, last if self.query.to or not filled else filled[-1])

    def _span(self, timeline: Timeline) -> tuple[date, date]:
        """Return the first and the last day of the query's period that have a bin."""
        (first, last), (start, end) = timeline.days or self.query.period, self.query.period
        return max(first, start), min(last, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePart:
    """A timeline on a sheet: title, legend, bars with their axes, and what is not drawn."""

    timeline: Timeline
    paints: tuple[Paint, ...]
    title: tuple[TextLine, ...]
    legend: Legend
    plot: Plot | None  # from the top of the bars
    width: float

    @property
    def height(self) -> float:
        """Return its height in px."""
        return self.bars_at + (TOP + HEIGHT + AXIS if self.plot else 0.0) + self.legend.height

    @property
    def bars_at(self) -> float:
        """Return where the bars begin, under the title, in px."""
        return height_of(self.title) + BELOW

    def draw(self, drawing: Drawing, top: float) -> None:
        """Draw it from a height of the sheet on."""
        write_lines(drawing, self.title, top)
        below = top + self.bars_at
        if self.plot:
            drawing.shift(0, below + TOP)
            _draw_plot(drawing, self.plot, self.timeline, self.paints)
            drawing.page()
            below += TOP + HEIGHT + AXIS
        self.legend.draw(drawing, below)


def time_part(chart: TimelineChart, sheet: Sheet) -> TimePart:
    """Return the timeline of a sheet."""
    timeline = chart.timeline(sheet.width)
    paints = chart.paints(timeline)
    title = lines_of(plain(timeline_title(timeline)), sheet.width, 12.5, 17, "bold", INK)
    return TimePart(
        timeline=timeline,
        paints=tuple(paints),
        title=tuple(title),
        legend=_legend(chart, timeline, paints, sheet.width),
        plot=_plot(timeline, sheet.width),
        width=sheet.width,
    )


def _plot(timeline: Timeline, width: float) -> Plot | None:
    most = max([*timeline.sums, *(timeline.high or ())], default=0)
    lines = count_lines(most)
    left = max((width_of(_number(line), LETTERS) + BESIDE for line in lines), default=0.0)
    right = min(width - MARGIN, left + WIDEST * timeline.bins)
    axis = TimeAxis.of(timeline, left, right)
    return Plot(axis=axis, base=HEIGHT, height=HEIGHT, most=most or 1) if axis else None


def _draw_plot(drawing: Drawing, plot: Plot, timeline: Timeline, paints: tuple[Paint, ...]) -> None:
    axis = plot.axis
    for value in count_lines(plot.most):
        y = plot.y(value)
        drawing.lines([np.array([(axis.left, y), (axis.right, y)])], RULE, 0.8)
        _write(drawing, _number(value), axis.left - BESIDE, y, "right")
    draw_bars(drawing, plot, timeline, paints)
    if timeline.measure == "killed":
        draw_whiskers(drawing, plot, timeline)
    drawing.lines([np.array([(axis.left, plot.base), (axis.right, plot.base)])], INK, 0.9)
    for tick in time_ticks(axis, lambda text: width_of(text, LETTERS)):
        ends = [(tick.x, plot.base), (tick.x, plot.base + 5)]
        drawing.lines([np.array(ends)], INK, 0.9)
        _write(drawing, tick.text, tick.x + 2, plot.base + 12, "left")


def _write(drawing: Drawing, text: str, x: float, y: float, align: str) -> None:
    if text:
        drawing.write(text, x, y, size=LETTERS, color=LABEL, align=align)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


# --- legend ---------------------------------------------------------------------------------------


def _legend(chart: TimelineChart, timeline: Timeline, paints: list[Paint], width: float) -> Legend:
    entries = [Entry(words=NAMED)] if chart.groups and timeline.series else []
    entries += [
        _entry(_name(chart.label(each.value), width), _swatch(paint))
        for each, paint in zip(timeline.series, paints, strict=True)
    ]
    if any(any(each.spread) for each in timeline.series):
        entries.append(
            _entry(SPREAD.format(timeline.unit), _swatch(Paint(color=LABEL), is_spread=True))
        )
    if timeline.high != timeline.low:
        entries.append(_entry(RANGE, _whisker))
    return Legend(
        lines=tuple(flowed(entries, width)),
        notes=tuple(wrapped(chart.note(timeline), width, 11, "italic")),
    )


def _name(label: str, width: float) -> str:
    """Return a name that has room in a line of its own."""
    return fitted(plain(label), width - SWATCH - 2 * BELOW, SIZE)


def _entry(words: str, icon: Icon) -> Entry:
    return Entry(words=words, icon=icon, icon_width=SWATCH)


def _swatch(paint: Paint, *, is_spread: bool = False) -> Icon:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        rect = Rect(x - SWATCH / 2, y - SWATCH / 2, SWATCH, SWATCH)
        draw_rects(drawing, [rect], paint, is_spread=is_spread, is_roomy=True)

    return draw


def _whisker(drawing: Drawing, x: float, y: float) -> None:
    """Draw a sign of a range."""
    half = SWATCH / 2
    ends = [((x, y - half), (x, y + half))]
    ends += [((x - half / 2, y + side), (x + half / 2, y + side)) for side in (-half, half)]
    drawing.lines([np.array(line) for line in ends], INK, 0.9)
