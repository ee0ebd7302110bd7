"""Timelines on paper: bins and ticks that fit, bars to scale, words for what is not drawn."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from figure_samples import CAPTION, SCREEN, always, answer, mark, opened, texts
from geo.errors import BadValue, NotPublishable
from geo.exports.figure import chart_of_selection
from geo.exports.selection import select
from geo.figures import (
    CANVASES,
    Sheet,
    TimelineChart,
    figure,
    figure_bytes,
    timeline_bytes,
)
from geo.figures.drawing import Drawing
from geo.figures.sheet_text import SheetText
from geo.figures.time.axis import MARGIN, TimeAxis, count_lines, time_ticks
from geo.figures.time.bars import STRIPES, Paint, Rect, _stripes_in, paints_of_statuses
from geo.figures.time.chart import HEIGHT, TOP, time_part
from geo.maps.marks.map_key import MapKey
from geo.maps.time_rules import BIN_PX
from geo.model.attribution import STATUSES
from geo.model.incident import IncidentDate
from geo.query.bins import UNITS, UnitName, bin_end, bin_name, bin_start
from geo.query.query import Query
from geo.query.timeline import Timeline, TimelineSeries
from geo.store.store import Store
from geo.words.captions import Caption
from samples import HOSTILE, ORIGIN, incident
from selections import curated_store, selection_of

SMALLEST = 7  # pt
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
UNIT_NAMES = st.sampled_from(list(UNITS))


def series(value: str, exact: list[float], spread: list[float] | None = None) -> TimelineSeries:
    return TimelineSeries(
        value=value, exact=tuple(exact), spread=tuple(spread or [0.0] * len(exact))
    )


def timeline(*found: TimelineSeries, first: str = "2020-01", **changes: Any) -> Timeline:
    fields: dict[str, Any] = {
        "unit": "month",
        "by": "status",
        "measure": "records",
        "first": first if found else None,
        "bins": len(found[0].exact) if found else 0,
        "series": found,
    }
    return Timeline(**fields | changes)


def chart_of(found: Timeline, **more: Any) -> TimelineChart:
    return TimelineChart(counts=lambda **_: found, measure=found.measure, **more)


def drawn(chart: TimelineChart, sheet: Sheet = SCREEN, caption: Caption = CAPTION) -> Drawing:
    drawing = figure._only_timeline(time_part(chart, sheet), SheetText.of(caption, sheet), sheet)
    FigureCanvasAgg(drawing.figure)
    return drawing


# --- bins and axes --------------------------------------------------------------------------------


@given(UNIT_NAMES, DAYS)
def test_a_bin_has_its_days(unit: UnitName, day: date) -> None:
    number = UNITS[unit].number(day)
    assert bin_start(unit, number) <= day <= bin_end(unit, number)
    assert (bin_start(unit, number + 1) - bin_end(unit, number)).days == 1
    assert bin_start(unit, number).isoformat().startswith(bin_name(unit, number))


@pytest.mark.parametrize("unit", UNITS)
def test_the_calendar_has_a_first_and_a_last_bin(unit: UnitName) -> None:
    assert bin_start(unit, UNITS[unit].number(date.min)) == date.min
    assert bin_end(unit, UNITS[unit].number(date.max)) == date.max


def axis(unit: UnitName, first: str, bins: int, width: float = 300) -> TimeAxis:
    found = timeline(series("claimed", [1.0] * bins), first=first, unit=unit)
    made = TimeAxis.of(found, 0, width)
    assert made
    return made


def by_letters(text: str) -> float:
    return 6.0 * len(text)


@pytest.mark.parametrize(
    ("unit", "first", "bins", "expected"),
    [
        ("year", "2017", 10, {30: "2018", 90: "2020", 150: "2022", 210: "2024", 270: "2026"}),
        ("month", "2020-11", 6, {100: "Jan 2021", 250: "Apr"}),
        ("month", "2020-12", 4, {0: "Dec 2020", 75: "2021", 150: "Feb", 225: "Mar"}),
        ("week", "2024-01-01", 2, {0: "1 Jan 2024", 150: "8"}),
        ("day", "2024-02-28", 3, {0: "28 Feb 2024", 100: "29", 200: "1 Mar"}),
    ],
)
def test_ticks_say_what_has_changed(
    unit: UnitName, first: str, bins: int, expected: dict[float, str]
) -> None:
    ticks = time_ticks(axis(unit, first, bins), by_letters)
    assert {round(tick.x): tick.text for tick in ticks} == expected


@given(UNIT_NAMES, DAYS, st.integers(1, 400), st.floats(40, 2000))
def test_the_words_of_ticks_never_touch_and_stay_on_the_axis(
    unit: UnitName, day: date, bins: int, width: float
) -> None:
    first = bin_name(unit, UNITS[unit].number(day))
    ticks = time_ticks(axis(unit, first, bins, width), by_letters)
    for before, after in pairwise(ticks):
        assert before.x + by_letters(before.text) < after.x
    assert all(0 <= tick.x <= width for tick in ticks)
    assert all(tick.x + by_letters(tick.text) <= width + MARGIN for tick in ticks if tick.text)


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, []),
        (0.3, [0.2]),
        (1, [1]),
        (4, [2, 4]),
        (7, [5]),
        (317, [200]),
        (2300, [1000, 2000]),
    ],
)
def test_a_scale_has_one_or_two_round_numbers(most: float, lines: list[float]) -> None:
    assert count_lines(most) == lines


def test_a_period_has_the_bins_that_it_touches() -> None:
    found = timeline(series("claimed", [1, 2, 3, 4]), low=(0, 1, 2, 3), high=(2, 3, 4, 5))
    part = found.within(date(2020, 2, 15), date(2020, 3, 1))
    assert (part.first, part.bins, part.series[0].exact) == ("2020-02", 2, (2, 3))
    assert (part.low, part.high) == ((1, 2), (3, 4))
    nothing = found.within(date(2021, 1, 1), date.max)
    assert (nothing.first, nothing.bins, nothing.series, nothing.low) == (None, 0, (), ())


# --- what is drawn --------------------------------------------------------------------------------


def test_the_unit_follows_from_the_days_and_the_width() -> None:
    chart = TimelineChart(counts=partial(curated_store().timeline, Query()))
    assert [chart.timeline(width).unit for width in (1200, 700, 200)] == ["week", "month", "year"]


def test_it_says_what_is_counted_and_what_is_not_drawn() -> None:
    found = timeline(
        series("claimed", [1, 0], [0.5, 0.5]),
        measure="killed",
        low=(1, 0),
        high=(3, 1),
        undated=2,
        unknown=1,
    )
    written = texts(drawn(chart_of(found)))
    assert "People killed by month" in written
    assert "Not drawn: 2 records without a date, 1 record without a figure." in written
    assert {"Claimed", "dates of more than one month, spread", "lowest to highest"} <= set(written)


def test_a_plain_timeline_has_no_legend_of_what_it_lacks() -> None:
    written = texts(drawn(chart_of(timeline(series("claimed", [1, 2])))))
    assert not [words for words in written if "spread" in words or "lowest" in words]
    assert not [words for words in written if words.startswith("Not drawn")]


def test_groups_are_said_to_claim_it_or_to_be_named_for_it() -> None:
    chart = chart_of(timeline(series("a", [1, 2]), by="group"), groups={"a": "One"})
    written = texts(drawn(chart))
    assert written.index("Claimed by or attributed to:") < written.index("One")
    by_status = texts(drawn(chart_of(timeline(series("claimed", [1, 2])))))
    assert "Claimed by or attributed to:" not in by_status


def test_without_any_date_there_are_words_and_no_bars() -> None:
    written = texts(drawn(chart_of(timeline(undated=3))))
    assert "None of the records has a date." in written


def over_the_years(*days: str) -> Store:
    store = Store()
    when = [IncidentDate(start=date.fromisoformat(day), precision="day") for day in days]
    store.add([incident(f"A{n}", date=each) for n, each in enumerate(when)])
    return store


@pytest.mark.parametrize(
    ("period", "unit", "first", "numbers"),
    [
        ({"from_": "2020-02-15", "to": "2020-02-17"}, "day", "2020-02-15", [0, 1, 0]),
        ({"from_": "2020-02-15", "to": "2020"}, "week", "2020-02-10", [1, 0, 1]),
        ({"from_": "2020-02-15"}, "month", "2020-02", [2, 0]),
        ({"to": "2020-02-15"}, "year", "1960", [1]),
        ({"from_": "2030"}, "year", None, []),
        ({"to": "1950"}, "year", None, []),
    ],
)
def test_only_the_period_of_a_query_is_drawn(
    period: dict[str, str], unit: str, first: str | None, numbers: list[int]
) -> None:
    days = ("1960-05-01", "2020-02-14", "2020-02-16", "2020-02-29", "2024-12-01")
    query = Query(**period)  # type: ignore[arg-type]  # both are texts
    store = over_the_years(*days)
    found = TimelineChart(counts=partial(store.timeline, query), query=query).timeline(700)
    assert (found.unit, found.first) == (unit, first)
    assert list(found.sums[:3])[: len(numbers)] == numbers
    assert sum(found.sums) == store.summary(query).matched


def test_a_period_leaves_the_words_on_what_is_missing_to_the_caption() -> None:
    found = timeline(series("claimed", [5, 2, 3, 4]), undated=9)
    for query, is_said in ((Query(), True), (Query(from_="2020-02"), False)):
        written = texts(drawn(chart_of(found, query=query)))
        assert any(words.startswith("Not drawn: 9") for words in written) == is_said


def test_bars_are_as_high_as_their_values() -> None:
    found = timeline(series("claimed", [1, 4]), series("attributed", [1, 0], [0, 4]))
    plot = time_part(chart_of(found), SCREEN).plot
    assert plot
    assert plot.rect(1, 0, 8).height == pytest.approx(HEIGHT)
    assert plot.rect(0, 1, 2).height == pytest.approx(HEIGHT / 8)
    assert plot.rect(0, 1, 2).y == pytest.approx(HEIGHT * 6 / 8)


@given(*(st.floats(0, 50) for _ in range(2)), *(st.floats(0.1, 50) for _ in range(2)))
def test_stripes_stay_in_their_part_of_a_bar(x: float, y: float, w: float, h: float) -> None:
    for line in _stripes_in(Rect(x, y, w, h)):
        assert np.all(line >= np.array([x, y]) - 1e-9)
        assert np.all(line <= np.array([x + w, y + h]) + 1e-9)
        assert np.allclose(line.sum(axis=1) / STRIPES, np.round(line.sum(axis=1) / STRIPES))


def grey(paint: Paint) -> int:
    """Return what a printer makes of a colour (ITU-R BT.601)."""
    red, green, blue = (int(paint.color[i : i + 2], 16) for i in (1, 3, 5))
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


def test_what_prints_as_the_same_grey_is_told_apart() -> None:
    paints = paints_of_statuses(list(STATUSES))
    looks = {code: (p.filled, p.texture) for code, p in zip(STATUSES, paints, strict=True)}
    for a, one in zip(STATUSES, paints, strict=True):
        for b, other in zip(STATUSES, paints, strict=True):
            assert a == b or looks[a] != looks[b] or abs(grey(one) - grey(other)) > 15


@pytest.mark.parametrize(
    ("by", "color"), [("status", (0x56, 0xB4, 0xE9)), ("group", (0x00, 0x72, 0xB2))]
)
def test_bars_have_the_colours_of_the_map(by: str, color: tuple[int, ...]) -> None:
    groups = {"a": "One"} if by == "group" else {}
    chart = chart_of(timeline(series("a" if groups else "claimed", [1]), by=by), groups=groups)
    content = timeline_bytes(chart, CAPTION, sheet=SCREEN)
    part = time_part(chart, SCREEN)
    assert part.plot
    x, y = part.plot.axis.x(0.5), part.bars_at + TOP + HEIGHT / 2
    dots = int(x * SCREEN.dots_per_pixel), int(y * SCREEN.dots_per_pixel)
    assert opened(content).getpixel(dots) == color


@pytest.mark.parametrize(
    ("width", "name"),
    [*((width, "Islamic State") for width in (8, 16, 30)), *((6, text) for text in HOSTILE)],
)
def test_all_letters_are_large_enough_and_on_the_sheet(width: float, name: str) -> None:
    sheet = Sheet(width_cm=width, dpi=96)
    groups = {slug: f"{name} {slug}" for slug in "abcde"}
    found = timeline(
        *(series(slug, [1000.5] * 60, [1] * 60) for slug in [*"abcde", ""]), undated=1, by="group"
    )
    drawing = drawn(chart_of(found, groups=groups), sheet)
    for text in drawing.figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            assert float(text.get_fontsize()) >= SMALLEST
            assert box.x0 >= -2
            assert box.x1 <= sheet.dots + 3
            assert box.y0 >= -2


# --- files ----------------------------------------------------------------------------------------


def curated(**changes: Any) -> Callable[..., bytes]:
    found = selection_of()
    chart = TimelineChart(counts=partial(curated_store().timeline, found.query), **changes)
    return partial(timeline_bytes, chart, found.caption)


@pytest.mark.parametrize("format_", CANVASES)
def test_the_same_input_gives_the_same_bytes(format_: str) -> None:
    first = curated()(format=format_)
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": None, "lines.linewidth": 9}):
        assert curated()(format=format_) == first
    assert curated(measure="killed")(format=format_) != first


def test_a_timeline_alone_has_the_caption_and_credits_no_base_map() -> None:
    page = pypdfium2.PdfDocument(curated()(format="pdf", sheet=Sheet(title="Attacks")))[0]
    words = page.get_textpage().get_text_range()
    for each in ("Attacks", "Records by month", "5 attacks and 6 context records", "CC BY 4.0"):
        assert each in words
    assert "Natural Earth" not in words


def test_a_timeline_is_under_the_map_and_over_the_caption() -> None:
    chart = chart_of(timeline(series("claimed", [1, 2])))
    view = figure._view(always(answer(mark(57, 30))), None, SCREEN)
    text = SheetText.of(replace(CAPTION, tolls="Six killed"), SCREEN)
    parts = [time_part(chart, SCREEN)]
    written = texts(figure._drawn(answer(mark(57, 30)), view, text, SCREEN, MapKey(), times=parts))
    assert written.index("Killed (best)") < written.index("Records by month")
    assert written.index("Records by month") < written.index("Six killed")
    both, only = (
        figure_bytes(always(answer(mark(57, 30))), None, CAPTION, timeline=each, sheet=SCREEN)
        for each in (chart, None)
    )
    heights = [Image.open(io.BytesIO(each)).height for each in (both, only)]
    assert heights[0] > heights[1] + 100


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"measure": "injured"}, "measure='injured' is not allowed: one of records, killed"),
        ({"groups": dict.fromkeys("abcdef", "A")}, "the slugs of 1 to 5 groups"),
        ({"groups": {"Islamic State": "A"}}, "a slug such as islamic-state"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_not_made(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        TimelineChart(counts=lambda **_: timeline(), **asked)


def test_another_format_is_refused() -> None:
    with pytest.raises(BadValue, match="format='gif' is not allowed: one of png, svg, pdf"):
        curated()(format="gif")


def test_bars_are_never_narrower_than_their_least() -> None:
    chart = TimelineChart(counts=partial(curated_store().timeline, Query()))
    part = time_part(chart, Sheet(width_cm=8))
    assert part.plot
    assert part.plot.axis.bin_width >= BIN_PX * 0.9


# --- of a selection -------------------------------------------------------------------------------


def test_the_groups_of_a_selection_have_the_colours_of_the_map() -> None:
    chart = chart_of_selection(selection_of(), by="group")
    assert list(chart.groups) == ["islamic-state", "isis-k"]
    assert chart.label("isis-k").startswith("ISIS-K")
    assert chart.label("") == "Other or no group"


def test_rows_that_may_not_be_passed_on_are_not_counted_outside_the_period() -> None:
    origin = replace(ORIGIN, dataset="secret rows", redistributable=False)
    when = [IncidentDate(start=date(year, 1, 1), precision="day") for year in (2019, 2020)]
    store = Store()
    store.add([incident("S", date=when[0], origin=origin), incident("A", date=when[1])])
    found = select(store, Query(from_="2020")).timeline(unit="year")
    assert (found.first, found.bins) == ("2020", 1)
    store.add([incident("S2", date=when[0], origin=replace(origin, dataset=ORIGIN.dataset))])
    with pytest.raises(NotPublishable):
        select(store, Query(from_="2020")).timeline(unit="year")
