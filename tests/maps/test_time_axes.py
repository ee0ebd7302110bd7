"""The axes of a timeline, on paper and in the browser: the same ticks at the same places."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import amount
from geo.figures.time.axis import TimeAxis, count_lines, time_ticks
from geo.query.bins import UNITS, UnitName, bin_name
from geo.query.timeline import Timeline
from node import Node

LETTER = 6.0  # px


@given(
    st.sampled_from(list(UNITS)),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.integers(1, 400),
    st.integers(40, 2_000),
)
@example("week", date(1969, 12, 29), 60, 900)
@example("week", date(1970, 1, 5), 60, 900)
@settings(max_examples=amount(quick=50, thorough=1_000))
def test_ticks_of_time(js: Node, unit: UnitName, day: date, bins: int, width: int) -> None:
    first = bin_name(unit, UNITS[unit].number(day))
    found = Timeline(unit=unit, by="status", measure="records", first=first, bins=bins, series=())
    axis = TimeAxis.of(found, 0, width)
    assert axis
    ticks = time_ticks(axis, lambda text: LETTER * len(text))
    theirs = js("test:timelines", "ticks", unit, first, bins, [0, width], LETTER)
    assert [tick.x for tick in ticks] == pytest.approx([x for x, _ in theirs])
    whole = [tick.text for tick in ticks[:-1]]  # paper has another margin after the last one
    assert whole == [text for _, text in theirs[:-1]]


@given(st.one_of(st.integers(0, 10**7), st.floats(0.01, 100).map(lambda most: round(most, 6))))
@settings(max_examples=amount(quick=100, thorough=1_000))
def test_lines_of_counts(js: Node, most: float) -> None:
    assert count_lines(most) == js("furniture/timeline/ticks", "countLines", most)
