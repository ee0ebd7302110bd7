"""The table of reported figures: in the order of days, each with what became of it."""

from typing import Any

import pytest
from hypothesis import given, settings

from geo.model.incident import Incident
from geo.words.references import Reference
from geo.words.tolls.figures import Figure, figures_of
from samples import SOURCE
from strategies import incidents
from tolls import GROUP, PAPER, RECOUNTED, replaced, report, told, with_reports


def figure(**changes: Any) -> Figure:
    (only,) = figures_of(with_reports(report(1234, **changes)))
    return only


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"value": "1,234", "fate": "stands", "note": "", "said_by": "A ministry"}),
        ({"said_by": None}, {"said_by": "", "as_of": "no day stated"}),
        ({"qualifier": "about"}, {"value": "about 1,234"}),
        ({"qualifier": "at_least"}, {"value": "at least 1,234"}),
        ({"qualifier": "at_most"}, {"value": "at most 1,234"}),
        ({"measure": "perpetrators_killed"}, {"measure": "attackers killed"}),
        ({"as_of": "2024-03"}, {"as_of": "March 2024"}),
        ({"status": "superseded"}, {"fate": "replaced", "is_withdrawn": False}),
        ({"status": "withdrawn"}, {"fate": "withdrawn", "is_withdrawn": True}),
        (
            {"status": "not_comparable", "note": "One site."},
            {"fate": "not counted: not comparable", "note": "One site"},
        ),
        ({"said_by": GROUP}, {"fate": "not counted: an armed group’s own figure"}),
    ],
)
def test_a_figure_in_words(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    found = figure(**changes)
    assert {name: getattr(found, name) for name in expected} == expected
    assert [source.label for source in found.sources] == ["A paper, A report, 23 March 2024"]
    assert isinstance(found.sources[0], Reference)
    assert SOURCE.url is None


def test_a_figure_that_was_replaced_names_its_successor() -> None:
    assert [(found.value, found.fate) for found in figures_of(RECOUNTED)] == [
        ("103", "withdrawn, replaced by 95, 3 January 2024"),
        ("95", "replaced by 84, 4 January 2024"),
        ("84", "replaced by 94, 11 January 2024"),
        ("at least 300", "not counted: an armed group’s own figure"),
        ("94", "stands"),
        ("about 100", "not counted: not comparable"),
        ("97", "stands"),
    ]
    undated = with_reports(replaced(3, "2024-01-01", "a", "b"), report(4, id="b", said_by=PAPER))
    assert figures_of(undated)[0].fate == "replaced by 4"


def test_figures_are_in_the_order_of_their_days_within_a_measure() -> None:
    figures = figures_of(
        with_reports(
            report(9, "2024-01-01", measure="missing"),
            report(3, "2024"),
            report(2, "2024-01-02", measure="injured"),
            report(1, "2024-01-03"),
            report(4),
        )
    )
    assert [(each.value, each.measure) for each in figures] == [
        ("1", "killed"),
        ("4", "killed"),
        ("3", "killed"),
        ("2", "injured"),
        ("9", "missing"),
    ]


@given(incidents() | told())
@settings(max_examples=60)
def test_no_figure_is_left_out(of: Incident) -> None:
    reports = of.casualties.reports if of.casualties else ()
    assert len(figures_of(of)) == len(reports)
