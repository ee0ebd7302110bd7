"""The pure modules of the timeline, called in Node: units, ticks, moves, dates, words and play."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps import time_rules
from geo.maps.time_rules import BIN_PX, PLAY_MODES, PLAY_SPEEDS, unit_for
from geo.model import dates
from geo.query.bins import UNITS
from node import Node

EPOCH = date(1970, 1, 1).toordinal()
LETTER = 6  # px

days = st.dates(date(1500, 1, 1), date(2400, 12, 31))
units = st.sampled_from(list(UNITS))


def number(day: date) -> int:
    return day.toordinal() - EPOCH


def timeline(js: Node, name: str, *args: object) -> Any:
    return js(f"furniture/timeline/{name.split('.')[0]}", name.split(".")[1], *args)


# --- units ---------------------------------------------------------------------------------------


@given(days, days, st.integers(1, 3000))
def test_the_unit_is_the_same_in_both_languages(js: Node, a: date, b: date, width: int) -> None:
    first, last = sorted([a, b])
    found = timeline(js, "units.unitFor", [number(first), number(last)], width)
    assert found == unit_for(first, last, width)


@given(days, days, st.integers(1, 3000))
def test_a_bin_has_its_width_and_a_finer_one_would_not(a: date, b: date, width: int) -> None:
    first, last = sorted([a, b])
    counts = {name: unit.number(last) - unit.number(first) + 1 for name, unit in UNITS.items()}
    found = unit_for(first, last, width)
    finer = list(UNITS)[list(UNITS).index(found) + 1 :]
    assert found == "year" or (counts[found] * BIN_PX <= width and counts[found] <= 2000)
    assert all(counts[name] * BIN_PX > width or counts[name] > 2000 for name in finer)


@pytest.mark.parametrize(("unit", "expected"), [("day", "week"), ("month", "year"), ("year", None)])
def test_the_next_longer_unit(js: Node, unit: str, expected: str | None) -> None:
    assert timeline(js, "units.coarserUnit", unit) == expected


# --- the axis of time ----------------------------------------------------------------------------


def ticks(js: Node, unit: str, first: str, bins: int, width: int) -> list[list[Any]]:
    found: list[list[Any]] = js("test:timelines", "ticks", unit, first, bins, [0, width], LETTER)
    return found


@pytest.mark.parametrize(
    ("unit", "first", "bins", "width", "expected"),
    [
        ("year", "2017", 8, 400, ["2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"]),
        ("year", "1970", 55, 330, ["1970", "1980", "1990", "2000", "2010", "2020"]),
        ("month", "2017-06", 83, 360, ["2018", "2019", "2020", "2021", "2022", "2023", "2024"]),
        ("month", "2023-03", 8, 500, ["Mar 2023", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]),
        ("month", "2023-11", 4, 300, ["Nov 2023", "Dec", "2024", "Feb"]),
        ("month", "2022-01", 24, 300, ["Jan 2022", "Jul", "2023", "Jul"]),
        ("week", "2024-02-26", 4, 400, ["26 Feb 2024", "4 Mar", "11", "18"]),
        ("day", "2024-02-28", 3, 300, ["28 Feb 2024", "29", "1 Mar"]),
        ("day", "2023-12-30", 4, 400, ["30 Dec 2023", "31", "1 Jan 2024", "2"]),
    ],
)
def test_ticks_say_what_changes(
    js: Node, unit: str, first: str, bins: int, width: int, expected: list[str]
) -> None:
    assert [text for _, text in ticks(js, unit, first, bins, width)] == expected


@given(units, days, st.integers(1, 600), st.integers(40, 1400))
def test_labels_never_touch(js: Node, unit: str, day: date, bins: int, width: int) -> None:
    first = js("test:timelines", "nameOf", unit, number(day))
    found = [(x, text) for x, text in ticks(js, unit, first, bins, width) if text]
    for (x, text), (after, _) in pairwise(found):
        assert x + LETTER * len(text) < after
    assert all(x + LETTER * len(text) <= width + 12 for x, text in found)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, []),
        (0.3, [0.2]),
        (1, [1]),
        (1.4, [1]),
        (2, [1, 2]),
        (4, [2, 4]),
        (7, [5]),
        (1204, [500, 1000]),
    ],
)
def test_the_scale_of_counts_has_one_or_two_lines(
    js: Node, most: float, expected: list[float]
) -> None:
    assert timeline(js, "ticks.countLines", most) == expected


@given(st.floats(0.01, 1e8))
def test_lines_lie_under_the_highest_bar(js: Node, most: float) -> None:
    lines = timeline(js, "ticks.countLines", most)
    assert 1 <= len(lines) <= 2
    assert most / 3 < lines[-1] <= most
    assert most < 1 or all(float(line).is_integer() for line in lines)


# --- moves of the brush --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("withEndMoved", ([2, 5], 0, 1, 9), [3, 5]),
        ("withEndMoved", ([2, 5], 0, 12, 9), [4, 5]),
        ("withEndMoved", ([2, 5], 1, -12, 9), [2, 3]),
        ("withEndMoved", ([2, 5], 1, 12, 9), [2, 9]),
        ("withEndMoved", ([2.4, 5], 0, 1, 9), [3, 5]),
        ("withEndMoved", ([2.4, 5], 0, -1, 9), [2, 5]),
        ("withEndMoved", ([2, 4.5], 1, 1, 9), [2, 5]),
        ("withEndAt", ([2, 5], 0, 4, 9), [4, 5]),
        ("withEndAt", ([2, 5], 0, 5, 9), [4, 5]),
        ("withEndAt", ([2, 5], 0, 7, 9), [5, 7]),
        ("withEndAt", ([2, 5], 1, 2, 9), [2, 3]),
        ("withEndAt", ([2, 5], 1, 0, 9), [0, 2]),
        ("withEndAt", ([0, 5], 1, 0, 9), [0, 1]),
        ("withEndAt", ([4, 9], 0, 9, 9), [8, 9]),
        ("around", (5, 2), [2, 6]),
        ("shifted", ([2, 5], 3, 9), [5, 8]),
        ("shifted", ([2, 5], 9, 9), [6, 9]),
        ("shifted", ([2, 5], -9, 9), [0, 3]),
        ("shifted", ([2.5, 4.5], 1, 9), [3, 5]),
    ],
)
def test_a_brush_moves_by_whole_bins(
    js: Node, name: str, args: tuple[Any, ...], expected: list[int]
) -> None:
    assert timeline(js, f"moves.{name}", *args) == expected


@pytest.mark.parametrize(
    ("key", "unit", "expected"),
    [
        ("ArrowLeft", "month", -1),
        ("ArrowUp", "day", 1),
        ("PageUp", "month", 12),
        ("PageDown", "year", -10),
        ("a", "month", 0),
        ("toString", "month", 0),
    ],
)
def test_keys_go_by_bins(js: Node, key: str, unit: str, expected: int) -> None:
    assert timeline(js, "moves.stepOf", key, unit) == expected


# --- dates ---------------------------------------------------------------------------------------

EXTENT = [number(date(2017, 6, 1)), number(date(2024, 4, 30))]


@pytest.mark.parametrize(
    ("unit", "first", "last", "expected"),
    [
        ("month", date(2022, 3, 1), date(2023, 5, 31), ("2022-03", "2023-05")),
        ("month", date(2017, 6, 1), date(2023, 5, 31), ("", "2023-05")),
        ("month", date(2022, 3, 7), date(2024, 4, 30), ("2022-03-07", "")),
        ("year", date(2022, 1, 1), date(2022, 12, 31), ("2022", "2022")),
        ("week", date(2022, 3, 7), date(2022, 3, 20), ("2022-03-07", "2022-03-20")),
        ("day", date(2022, 3, 7), date(2022, 3, 7), ("2022-03-07", "2022-03-07")),
    ],
)
def test_a_period_is_written_in_bins(
    js: Node, unit: str, first: date, last: date, expected: tuple[str, str]
) -> None:
    found = timeline(js, "dates.periodOfDays", [number(first), number(last)], unit, EXTENT)
    assert (found["from"], found["to"]) == expected


@given(units, days, days)
def test_a_written_period_covers_its_days(js: Node, unit: str, a: date, b: date) -> None:
    first, last = sorted([a, b])
    ever = [number(date(1, 1, 1)), number(date(9999, 12, 31))]
    period = timeline(js, "dates.periodOfDays", [number(first), number(last)], unit, ever)
    assert dates.first_day(period["from"]) == first
    assert dates.last_day(period["to"]) == last


@pytest.mark.parametrize(
    ("period", "name", "words"),
    [
        (("2022-02-30", ""), "from", "“2022-02-30” is not in the calendar"),
        (("", "2023-02-29"), "to", "“2023-02-29” is not in the calendar"),
        (("2022-13", ""), "from", "“2022-13” is not in the calendar"),
        (("0000", ""), "from", "“0000” is not in the calendar"),
        (("last year", ""), "from", "“last year” is not a date"),
        (("2022-3", ""), "from", "“2022-3” is not a date"),
        (("٢٠٢٢", ""), "from", "“٢٠٢٢” is not a date"),
        (("2023", "2022"), "to", "2023 to 2022 ends before it begins"),
        (("2022-03-07", "2022-03-06"), "to", "2022-03-07 to 2022-03-06 ends before it begins"),
    ],
)
def test_a_wrong_date_is_told_with_its_rule(
    js: Node, period: tuple[str, str], name: str, words: str
) -> None:
    fault = timeline(js, "dates.faultOf", dict(zip(("from", "to"), period, strict=True)))
    assert fault["name"] == name
    assert fault["words"].startswith(words)
    assert "write" in fault["words"]


@pytest.mark.parametrize(
    "period", [("", ""), ("2024-02-29", ""), ("2022", "2022-03"), ("", "0001")]
)
def test_a_right_period_has_no_fault(js: Node, period: tuple[str, str]) -> None:
    assert timeline(js, "dates.faultOf", dict(zip(("from", "to"), period, strict=True))) is None


@given(st.text(st.sampled_from("0129-"), min_size=1, max_size=10))
def test_a_date_is_right_in_both_languages(js: Node, text: str) -> None:
    try:
        dates.first_day(text)
    except ValueError:
        is_right = False
    else:
        is_right = True
    assert (timeline(js, "dates.faultOf", {"from": text, "to": ""}) is None) == is_right


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2021, 1, 1), date(2022, 12, 31), "2021–2022"),
        (date(2022, 3, 1), date(2022, 3, 31), "March 2022"),
        (date(2022, 3, 1), date(2023, 5, 31), "March 2022 – May 2023"),
        (date(2022, 3, 7), date(2022, 3, 7), "7 March 2022"),
        (date(2022, 3, 1), date(2022, 5, 31), "March – May 2022"),
        (date(2022, 1, 1), date(2022, 3, 31), "January – March 2022"),
        (date(2022, 3, 7), date(2023, 5, 31), "7 March 2022 – 31 May 2023"),
        (date(2022, 3, 7), date(2022, 5, 31), "7 March – 31 May 2022"),
        (date(2022, 3, 1), date(2022, 3, 7), "1–7 March 2022"),
    ],
)
def test_days_in_the_fewest_words(js: Node, first: date, last: date, expected: str) -> None:
    assert timeline(js, "words.spanInWords", [number(first), number(last)]) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"from": "", "to": ""}, ""),
        ({"from": "2022", "to": ""}, "since 2022"),
        ({"from": "", "to": "2022-03-07"}, "until 7 March 2022"),
        ({"from": "2022-03", "to": "2023"}, "March 2022 – December 2023"),
    ],
)
def test_a_period_as_it_is_written(js: Node, period: dict[str, str], expected: str) -> None:
    assert timeline(js, "words.datesInWords", period) == expected


@pytest.mark.parametrize(
    ("name", "unit", "measure", "sums", "expected"),
    [
        ("2024-03", "month", "records", (4, 0), "March 2024: 4 records"),
        ("2024", "year", "records", (1, 0), "2024: 1 record"),
        ("2024-03-04", "week", "records", (0, 0), "Week of 4 March 2024: 0 records"),
        (
            *("2024-03", "month", "records", (3, 0.25)),
            "March 2024: 3.3 records, of which 0.3 from dates that cover more than this month",
        ),
        (
            *("2024-03-04", "day", "records", (0, 0.004)),
            "4 March 2024: less than 0.01 records, of which less than 0.01 from dates that cover"
            " more than this day",
        ),
        ("2024-03", "month", "killed", (149, 0, 144, 149), "March 2024: 144–149 (best 149) killed"),
        ("2024-03", "month", "killed", (2, 0, 2, 2), "March 2024: 2 killed"),
    ],
)
def test_a_bin_in_words(
    js: Node, name: str, unit: str, measure: str, sums: tuple[float, ...], expected: str
) -> None:
    parts = dict(zip(("exact", "spread", "low", "high"), sums, strict=False))
    told = {"unit": unit, "measure": measure}
    assert ", ".join(timeline(js, "words.binLines", name, told, parts)) == expected


# --- play ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", PLAY_MODES)
@pytest.mark.parametrize("speed", PLAY_SPEEDS)
def test_play_is_written_and_read(js: Node, mode: str, speed: int) -> None:
    play = {"mode": mode, "speed": speed}
    text = timeline(js, "play.playText", play)
    assert timeline(js, "play.playOf", text) == play
    assert text == (mode if speed == time_rules.PLAY_SPEED else f"{mode},{speed}")


@pytest.mark.parametrize(
    "text", ["", "moving,3", "still", "moving,2,4", "moving,", "cumulative, 4x"]
)
def test_play_of_another_form_is_as_by_default(js: Node, text: str) -> None:
    assert timeline(js, "play.playOf", text) == {"mode": "moving", "speed": 2}


@pytest.mark.parametrize(
    ("edges", "mode", "step", "expected"),
    [
        ([2, 4], "moving", 1, [3, 5]),
        ([7, 9], "moving", 1, None),
        ([2, 4], "moving", -1, [1, 3]),
        ([0, 2], "moving", -1, None),
        ([0, 9], "moving", 1, [0, 1]),
        ([0, 9], "moving", -1, [8, 9]),
        ([2, 4], "cumulative", 1, [2, 5]),
        ([2, 9], "cumulative", 1, None),
        ([2, 4], "cumulative", -1, [2, 3]),
        ([2, 3], "cumulative", -1, None),
        ([0, 9], "cumulative", 1, [0, 1]),
        ([0, 9], "cumulative", -1, [0, 8]),
        ([0.7, 8.3], "moving", 1, [0, 1]),  # months on an axis of weeks
        ([0.7, 8.3], "moving", -1, [8, 9]),
    ],
)
def test_a_step_of_play(
    js: Node, edges: list[int], mode: str, step: int, expected: list[int] | None
) -> None:
    assert timeline(js, "play.stepped", edges, mode, step, 9) == expected


@pytest.mark.parametrize(
    ("edges", "mode", "expected"),
    [
        ([2, 4], "moving", [2, 4]),
        ([7, 9], "moving", [0, 2]),
        ([0, 9], "moving", [0, 1]),
        ([0, 9], "cumulative", [0, 1]),
        ([6, 9], "cumulative", [6, 7]),
        ([0.7, 8.3], "moving", [0, 1]),
        ([0.7, 8.3], "cumulative", [0, 1]),
        ([5, 8.3], "moving", [0, 3]),
    ],
)
def test_play_begins_where_it_is_or_from_the_front(
    js: Node, edges: list[int], mode: str, expected: list[int]
) -> None:
    assert timeline(js, "play.beginning", edges, mode, 9) == expected


# --- questions -----------------------------------------------------------------------------------


def test_a_question_that_fails_late_leaves_the_newer_answer(js: Node) -> None:
    data = {"unit": "month", "first": "2022-01", "bins": 12, "series": []}
    assert js("test:timelines", "lateFailure", data) == [None, data]
