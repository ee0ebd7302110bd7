"""The history of a toll: the figures by day, what became of each, the range of each day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from geo.model.incident import Incident, Range
from geo.words.tolls.history import MEASURES, UNCOUNTED, TollHistory, toll_histories_of
from samples import CROCUS, KERMAN, SOURCE, curated, incident
from strategies import incidents
from tolls import RECOUNTED, VERDICT, replaced, report, told, with_reports


def killed(of: Incident) -> TollHistory:
    return next(history for history in toll_histories_of(of) if history.measure == "killed")


def test_a_history_has_each_figure_with_day_speaker_and_fate() -> None:
    history = killed(RECOUNTED)
    found = [(step.when, step.figure, step.speaker, step.fate) for step in history.steps]
    assert found == [
        ("3 January 2024", "103", "A paper", "withdrawn"),
        ("3 January 2024", "95", "A ministry", "superseded"),
        ("4 January 2024", "84", "A ministry", "superseded"),
        ("11 January 2024", "94", "A ministry", "standing"),
        ("November 2024", "97", "A paper", "standing"),
    ]
    apart = [(step.when, step.figure, step.fate) for step in history.uncounted]
    assert apart == [
        ("4 January 2024", "300+", "armed_group"),
        ("1 April 2024", "~100", "not_comparable"),
    ]


def test_each_day_has_the_range_that_was_known_then() -> None:
    # 103 was withdrawn on the day of 95, so that the first day ends with 95; 84 replaced it.
    assert killed(RECOUNTED).ranges == {
        date(2024, 1, 3): Range(low=95, best=95, high=95),
        date(2024, 1, 4): Range(low=84, best=84, high=84),
        date(2024, 1, 11): Range(low=94, best=94, high=94),
        date(2024, 11, 30): Range(low=94, best=94, high=97),
    }


def test_a_figure_stands_until_the_day_of_its_successor() -> None:
    tolls = with_reports(
        replaced(10, "2024-01-01", "a", "b"),
        report(8, "2024-01-02"),
        report(12, "2024-01-03", id="b"),
    )
    assert killed(tolls).ranges == {
        date(2024, 1, 1): Range(low=10, best=10, high=10),
        date(2024, 1, 2): Range(low=8, best=8, high=10),
        date(2024, 1, 3): Range(low=8, best=12, high=12),
    }


def test_the_history_of_kerman() -> None:
    found = [(step.when, step.value, step.fate) for step in killed(curated()[KERMAN]).steps]
    assert found == [
        ("3 January 2024", 73, "superseded"),
        ("3 January 2024", 103, "withdrawn"),
        ("3 January 2024", 95, "superseded"),
        ("4 January 2024", 84, "superseded"),
        ("5 January 2024", 89, "superseded"),
        ("6 January 2024", 91, "superseded"),
        ("6 January 2024", 92, "superseded"),
        ("11 January 2024", 94, "superseded"),
        ("26 January 2024", 95, "standing"),
        ("February 2026", 97, "standing"),
    ]
    ranges = killed(curated()[KERMAN]).ranges.values()
    assert [(r.low, r.best, r.high) for r in ranges if r] == [
        *((value, value, value) for value in (95, 84, 89, 92, 94, 95)),
        (95, 95, 97),
    ]


def test_the_history_of_krasnogorsk() -> None:
    history = killed(curated()[CROCUS])
    assert [step.value for step in history.steps] == [
        *(60, 133, 137, 139, 140, 144),  # the first week
        *(145, 147, 149, 147),  # the last on the day of the verdict
    ]
    assert history.steps[-1].day == date(2026, 3, 12)
    assert history.ranges[date(2025, 6, 23)] == Range(low=149, best=149, high=149)
    assert history.ranges[date(2026, 3, 12)] == Range(low=147, best=149, high=149)


def test_each_measure_has_a_history_of_its_own() -> None:
    first, second = toll_histories_of(VERDICT)
    assert [first.measure, second.measure] == ["killed", "injured"]
    assert [step.value for step in second.steps] == [551, 609]
    assert toll_histories_of(incident()) == ()


def test_a_figure_without_a_day_has_that_of_its_source_or_is_the_last() -> None:
    undated = with_reports(report(3), report(2, "2024-03-25"), report(1, "2024-03-22"))
    assert SOURCE.date == "2024-03-23"
    assert [step.when for step in killed(undated).steps] == [
        "22 March 2024",
        "23 March 2024",
        "25 March 2024",
    ]
    nowhere = with_reports(report(3), report(1, "2024"), sources=(replace(SOURCE, date=None),))
    assert [step.when for step in killed(nowhere).steps] == ["2024", "no day"]


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (
            RECOUNTED,
            "5 figures from 3 January 2024 to November 2024; at the end 94–97 (best 94). 2 are not"
            " counted.",
        ),
        (VERDICT, "5 figures from 22 March 2024 to 12 March 2026; at the end 147–149 (best 149)."),
        (with_reports(report(4, "2024-03-22")), "One figure: 4, A ministry, 22 March 2024."),
        (
            with_reports(report(4, "2024-03-22", status="not_comparable", said_by=None)),
            "One figure: 4, speaker not named, 22 March 2024, not counted: not comparable.",
        ),
        (
            with_reports(report(4, "2024-03-22"), report(5, "2024-03-22")),
            "2 figures of 22 March 2024; at the end 4–5 (best 5).",
        ),
        (
            with_reports(*[report(n, "2024", status="not_comparable") for n in (1, 2)]),
            "0 figures. 2 are not counted.",
        ),
    ],
)
def test_a_sentence_says_the_history(of: Incident, sentence: str) -> None:
    assert killed(of).sentence == sentence


@given(incidents() | told())
@settings(max_examples=60)
def test_no_figure_is_left_out(of: Incident) -> None:
    reports = of.casualties.reports if of.casualties else ()
    for measure in MEASURES:
        values = sorted(r.value for r in reports if r.measure == measure)
        found = [h for h in toll_histories_of(of) if h.measure == measure]
        steps = [step for h in found for step in (*h.steps, *h.uncounted)]
        assert sorted(step.value for step in steps) == values
        assert all(step.fate not in UNCOUNTED for h in found for step in h.steps)
        assert all(h.ranges.keys() == {step.day for step in h.steps} for h in found)
