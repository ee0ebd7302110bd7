"""A report in words: its parts, as a page shows them and as a terminal does."""

import xml.etree.ElementTree as ET
from collections import Counter

from geo.intake.report import SHOWN, Report, report_in_words
from geo.maps.templates import render

REPORT = Report(
    read=1_004,
    imported=1_001,
    rejected=Counter({"date: is not a date": 2, "id: is given twice": 1}),
    placed=Counter({"placed": 7, "unsure": 12}),
)


def test_the_parts_of_a_report() -> None:
    text = report_in_words("own.csv", REPORT)
    assert text.sentence == "own.csv: 1,004 rows read, 1,001 imported, 3 rejected"
    assert text.lists == {
        "Rejected": ("2 × date: is not a date", "1 × id: is given twice"),
        "Rows without a position": ("12 × not sure enough", "7 × placed by name"),
    }


def test_its_lines_have_lists_under_their_headings() -> None:
    assert list(report_in_words("own.csv", REPORT).lines())[1:4] == [
        "Rejected:",
        "  2 × date: is not a date",
        "  1 × id: is given twice",
    ]


def test_the_most_frequent_kinds_are_listed_and_the_others_counted() -> None:
    warnings = Counter({f"field {n}": n for n in range(1, SHOWN + 4)})
    report = Report(read=1, imported=1, warnings=warnings)
    kinds = report_in_words("own.csv", report).lists["Warnings"]
    assert kinds[0] == f"{SHOWN + 3} × field {SHOWN + 3}"
    assert kinds[SHOWN:] == ("… and 3 more kinds",)


def test_kinds_of_one_number_stand_by_their_letters_in_whatever_order_they_came() -> None:
    warnings = Counter({"b": 1, "c": 2, "a": 1})
    report = Report(read=1, imported=1, warnings=warnings)
    assert report_in_words("own.csv", report).lists["Warnings"] == ("2 × c", "1 × a", "1 × b")


def test_a_page_shows_the_parts_whatever_the_name_of_the_file() -> None:
    report = report_in_words("  <i>:\n  Rejected:.csv", REPORT)
    page = ET.fromstring(render("report.html", report=report, outcome="Done."))
    assert page.findtext("p/b") == report.sentence
    assert [heading.text for heading in page.iter("h3")] == list(report.lists)
    items = [tuple(item.text for item in each) for each in page.iter("ul")]
    assert items == list(report.lists.values())
