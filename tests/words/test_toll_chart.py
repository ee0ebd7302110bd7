"""The chart of a toll's history: its marks, steps and words, and any text in it."""

import math

import pytest
from hypothesis import given, settings

from geo.errors import BadValue
from geo.model.incident import Incident, Speaker
from geo.words.tolls.chart import Band, TollChart, chart_of, drawn_histories
from geo.words.tolls.history import toll_histories_of
from geo.words.tolls.letter_widths import broken_to, width_of
from samples import CROCUS, HOSTILE, KERMAN, curated
from tolls import RECOUNTED, VERDICT, replaced, report, told, with_reports

# Of a chart 300 px wide: the marks are between these, as many px from one toll to the next.
LEFT, RIGHT = 205.0, 293.0


def charts(of: Incident) -> list[TollChart]:
    return [chart for history in toll_histories_of(of) if (chart := chart_of(history))]


def at(value: int, low: int, high: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)


def lines(chart: TollChart, *looks: str) -> list[tuple[float, float, float, float, str]]:
    return [(x.x1, x.y1, x.x2, x.y2, x.look) for x in chart.lines if x.look in looks]


def test_a_toll_that_was_counted_again() -> None:
    (chart,) = charts(RECOUNTED)
    withdrawn, first, second, last, court = (at(v, 84, 103) for v in (103, 95, 84, 94, 97))
    # The scale is 18 px high, a row 17; eleven months later there are 15 px for the words.
    assert [(dot.x, dot.y, dot.look) for dot in chart.dots] == [
        (withdrawn, 26.5, "withdrawn"),
        (first, 43.5, "superseded"),
        (second, 60.5, "superseded"),
        (last, 77.5, "standing"),
        (court, 109.5, "standing"),
    ]
    assert lines(chart, "best", "pause") == [
        (first, 26.5, first, 52, "best"),
        (first, 52, second, 52, "best"),
        (second, 52, second, 69, "best"),
        (second, 69, last, 69, "best"),
        (last, 69, last, 86, "best"),
        (last, 86, last, 101, "pause"),
        (last, 101, last, 118, "best"),
    ]
    assert chart.bands == (Band(x=last, y=101, width=round(court - last, 1), height=17),)
    assert lines(chart, "scale") == [
        (at(value, 84, 103), 18, at(value, 84, 103), 118, "scale") for value in (90, 100)
    ]
    assert chart.key == (
        "Line: the best figure; band: lowest to highest; hollow: replaced later; struck: withdrawn."
    )


def test_a_verdict_two_years_later_is_as_far_as_the_next_day() -> None:
    killed, injured = charts(VERDICT)
    assert [dot.y for dot in killed.dots] == [26.5, 43.5, 60.5, 92.5, 109.5]
    assert [dot.x for dot in killed.dots] == [at(v, 60, 149) for v in (60, 133, 144, 149, 147)]
    assert killed.bands == (Band(x=291.0, y=84, width=2.0, height=34),)
    assert [dot.x for dot in injured.dots] == [LEFT, RIGHT]
    assert injured.bands == ()
    assert injured.key == "Line: the best figure; hollow: replaced later."


def test_the_charts_of_kerman_and_krasnogorsk() -> None:
    kerman, crocus = (charts(curated()[id_])[0] for id_ in (KERMAN, CROCUS))
    assert [dot.x for dot in kerman.dots] == [
        at(value, 73, 103) for value in (73, 103, 95, 84, 89, 91, 92, 94, 95, 97)
    ]
    assert [(band.x, band.width) for band in kerman.bands] == [(at(95, 73, 103), 5.9)]
    steps = [line[0] for line in lines(kerman, "best") if line[0] == line[2]]
    assert list(dict.fromkeys(steps)) == [at(value, 73, 103) for value in (95, 84, 89, 92, 94)]
    # The week of the attack has seven of ten figures, and seven of ten rows.
    assert [dot.x for dot in crocus.dots] == [
        at(value, 60, 149) for value in (60, 133, 137, 139, 140, 144, 145, 147, 149, 147)
    ]
    later = [letters.text for letters in crocus.letters if "later" in letters.text]
    assert later == ["2025, 12 months later", "2026, 9 months later"]
    assert len(lines(crocus, "pause")) == 2


def test_a_scale_without_two_round_numbers_has_its_ends() -> None:
    (chart,) = charts(with_reports(report(101, "2024-01-01"), report(103, "2024-01-02")))
    assert [letters.text for letters in chart.letters[:2]] == ["101", "102"]
    (chart,) = charts(with_reports(report(61, "2024-01-01"), report(149, "2024-01-02")))
    assert [letters.text for letters in chart.letters[:2]] == ["61", "149"]


def test_days_and_speakers_stand_next_to_their_marks() -> None:
    (chart,) = charts(RECOUNTED)
    assert [letters.text for letters in chart.letters] == [
        *("90", "100", "2024", "11 months later"),
        *("3 Jan", "103", "A paper", "95", "A ministry"),
        *("4 Jan", "84", "A ministry"),
        *("11 Jan", "94", "A ministry"),
        *("Nov", "97", "A paper"),
        "Not counted",
        *("300+", "The Front, 4 January 2024: an armed", "group’s own figure"),
        *("~100", "A paper, 1 April 2024: not comparable"),
    ]
    (struck,) = [letters.text for letters in chart.letters if letters.is_struck]
    assert struck == "103"
    assert [x.text for x in chart.letters if x.look == "strong"] == ["94", "97"]


def test_a_boast_does_not_change_the_scale() -> None:
    steps = report(10, "2024-01-01"), report(20, "2024-01-02")
    group = Speaker(name="The Front", kind="armed_group")
    boast = report(3_000, "2024-01-01", said_by=group)
    (plain,), (boasted,) = charts(with_reports(*steps)), charts(with_reports(*steps, boast))
    assert boasted.dots == plain.dots


def test_figures_that_are_one_stand_in_the_middle() -> None:
    (chart,) = charts(with_reports(report(7, "2024-01-01"), report(7, "2024-01-02")))
    assert {dot.x for dot in chart.dots} == {(LEFT + RIGHT) / 2}
    assert chart.letters[0].text == "7"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-03-30", None),
        ("2024-03-31", "3 months later"),
        ("2025-01-01", "2025, 12 months later"),
        ("2025-12-30", "2025, 24 months later"),
        ("2026-01-01", "2026, 2 years later"),
    ],
)
def test_a_long_time_is_stated(day: str, words: str | None) -> None:
    (chart,) = charts(with_reports(report(7, "2024-01-01"), report(8, day)))
    found = [x.text for x in chart.letters if "later" in x.text]
    assert found == ([words] if words else [])


def test_a_new_year_is_stated() -> None:
    (chart,) = charts(with_reports(report(7, "2023-12-31"), report(8, "2024-01-01")))
    assert [x.text for x in chart.letters if x.text in ("2023", "2024")] == ["2023", "2024"]
    assert not lines(chart, "pause")


def test_one_figure_has_a_sentence_and_no_chart() -> None:
    (history,) = drawn_histories(with_reports(report(7, "2024-01-01")))
    assert (history.title, history.chart) == ("Killed, as it was reported", None)
    assert history.sentence == "One figure: 7, A ministry, 1 January 2024."


def test_a_wide_chart_has_more_room_for_names() -> None:
    long = Speaker(name="The commission of inquiry of the province", kind="state")
    told = with_reports(report(7, "2024-01-01", said_by=long), report(8, "2024-01-02"))
    (history,) = toll_histories_of(told)
    narrow, wide = chart_of(history), chart_of(history, 600)
    assert narrow
    assert wide
    assert narrow.height > wide.height
    assert long.name in [letters.text for letters in wide.letters]


def test_a_chart_is_not_too_narrow() -> None:
    with pytest.raises(BadValue, match="at least 300 px"):
        chart_of(toll_histories_of(VERDICT)[0], 299)


def check_inside(chart: TollChart) -> None:
    """Everything lies within the chart, as far as the widths of letters are known."""
    points = [
        *((band.x, band.y) for band in chart.bands),
        *((band.x + band.width, band.y + band.height) for band in chart.bands),
        *((line.x1, line.y1) for line in chart.lines),
        *((line.x2, line.y2) for line in chart.lines),
        *((dot.x - dot.r, dot.y - dot.r) for dot in chart.dots),
        *((dot.x + dot.r, dot.y + dot.r) for dot in chart.dots),
    ]
    for letters in chart.letters:
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[letters.align]
        wide = width_of(letters.text, letters.size)
        left = letters.x - shift * wide
        points += [(left, letters.y - letters.size * 0.7), (left + wide, letters.y)]
    for x, y in points:
        assert math.isfinite(x)
        assert math.isfinite(y)
        assert -0.1 <= x <= chart.width + 0.1
        assert -0.1 <= y <= chart.height + 0.1


def test_a_range_too_narrow_to_be_seen_has_no_band() -> None:
    figures = [
        replaced(10**9, "2024-01-01", "a", "b"),
        report(3, "2024-01-02", id="b"),
        report(4, "2024-01-02"),
    ]
    (chart,) = charts(with_reports(*figures))
    assert chart.bands == ()
    assert "band" not in chart.key


@given(told())
@settings(max_examples=100)
def test_any_history_stays_inside_its_chart(of: Incident) -> None:
    (chart,) = charts(of)
    check_inside(chart)
    assert all(band.width > 0 for band in chart.bands)


def test_the_largest_tolls_and_any_text_have_room() -> None:
    for text in HOSTILE:
        speaker = Speaker(name=text or "x", kind="media")
        figures = [
            replaced(10**9, "2024-09-30", "a", "b", said_by=speaker, qualifier="at_most"),
            report(999_999_999, "2025-09-30", id="b", said_by=speaker),
            report(0, "2026", said_by=speaker, status="not_comparable"),
        ]
        (chart,) = charts(with_reports(*figures))
        check_inside(chart)
        assert all("\n" not in letters.text for letters in chart.letters)


def test_words_are_broken_at_spaces_and_cut_in_the_last_line() -> None:
    assert broken_to("one two", 1000, 11, 2) == ("one two",)
    assert broken_to("one two", width_of("one", 11), 11, 2) == ("one", "two")
    assert broken_to("one two three", width_of("two t…", 11), 11, 2) == ("one", "two t…")
    assert broken_to("", 100, 11, 2) == ("",)
    assert broken_to("abc", 0, 11, 1) == ("…",)
