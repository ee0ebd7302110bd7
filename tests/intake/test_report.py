"""A report in words: its parts, as a page shows them and as a terminal does."""

import xml.etree.ElementTree as ET
from collections import Counter

from geo.errors import Finding
from geo.intake.finding_kinds import SHOWN, FindingKind, FindingKinds
from geo.intake.report import Report, report_in_words
from geo.maps.templates import render


def kind(count: int, rule: str, *, line: int = 2, value: str = "", remedy: str = "") -> FindingKind:
    field, _, rule = rule.rpartition(": ")
    example = Finding(record=f"line {line}", field=field, value=value, rule=rule, remedy=remedy)
    return FindingKind(count=count, line=line, example=example)


REPORT = Report(
    read=1_004,
    imported=1_001,
    rejected=FindingKinds(
        [
            kind(1, "id: is given twice", line=7, value="'A'", remedy="Give each its own."),
            kind(2, "date: is not a date", line=4, value="'soon'"),
        ]
    ),
    placed=Counter({"placed": 7, "unsure": 12}),
)


def test_the_parts_of_a_report() -> None:
    text = report_in_words("own.csv", REPORT)
    assert text.sentence == "own.csv: 1,004 rows read, 1,001 imported, 3 rejected"
    assert text.lists == {
        "Rejected": (
            "2 × date: is not a date (line 4: 'soon')",
            "1 × id: is given twice (line 7: 'A'). Give each its own.",
        ),
        "Rows without a position": ("12 × not sure enough", "7 × placed by name"),
    }


def test_its_lines_have_lists_under_their_headings() -> None:
    assert list(report_in_words("own.csv", REPORT).lines())[1:4] == [
        "Rejected:",
        "  2 × date: is not a date (line 4: 'soon')",
        "  1 × id: is given twice (line 7: 'A'). Give each its own.",
    ]


def test_the_lines_of_a_file_are_called_what_they_are() -> None:
    report = Report(read=1, rejected=REPORT.rejected, unit="feature")
    (first, _) = report_in_words("own.geojson", report).lists["Rejected"]
    assert first == "2 × date: is not a date (feature 4: 'soon')"


def test_the_most_frequent_kinds_are_listed_and_the_others_counted() -> None:
    warnings = FindingKinds(kind(n, f"field {n}") for n in range(1, SHOWN + 4))
    report = Report(read=1, imported=1, warnings=warnings)
    kinds = report_in_words("own.csv", report).lists["Warnings"]
    assert kinds[0] == f"{SHOWN + 3} × field {SHOWN + 3} (line 2)"
    assert kinds[SHOWN:] == ("… and 3 more kinds",)


def test_kinds_of_one_number_stand_by_their_letters_in_whatever_order_they_came() -> None:
    warnings = FindingKinds([kind(1, "b"), kind(2, "c"), kind(1, "a")])
    report = Report(read=1, imported=1, warnings=warnings)
    assert report_in_words("own.csv", report).lists["Warnings"] == (
        "2 × c (line 2)",
        "1 × a (line 2)",
        "1 × b (line 2)",
    )


def test_a_page_shows_the_parts_whatever_the_name_of_the_file() -> None:
    report = report_in_words("  <i>:\n  Rejected:.csv", REPORT)
    page = ET.fromstring(render("report.html", report=report, outcome="Done."))
    assert page.findtext("p/b") == report.sentence
    assert [heading.text for heading in page.iter("h3")] == list(report.lists)
    items = [tuple(item.text for item in each) for each in page.iter("ul")]
    assert items == list(report.lists.values())
