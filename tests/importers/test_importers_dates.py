"""The date of a row: in one column or in three, what contradicts it, and what is odd about it."""

from pathlib import Path

import pytest

from dataset_rows import ACLED, GED_ROWS, GTD
from geo.importers.row import ImportedRow
from geo.model.incident import IncidentDate
from geo.query.query import Query
from geo.store.store import Store
from geo.words.captions import toll_line
from table_files import incidents_of, read_all, written_csv


def rows_of(folder: Path, kind: str = "table", /, **cells: str) -> list[ImportedRow]:
    row = cells if kind != "table" else {"id": "A", "place": "Kerman"} | cells
    return list(read_all(kind, written_csv(folder / "rows.csv", row)))


def only(rows: list[ImportedRow]) -> ImportedRow:
    (row,) = rows
    return row


def warned(row: ImportedRow) -> list[tuple[str, str]]:
    return [(w.field, w.rule) for w in row.warnings if "date" in w.field or w.field in PARTS]


PARTS = ("year", "month", "day", "iyear", "event_date", "resolution")
CONTRADICTION = "contradicts another column of the date"


@pytest.mark.parametrize(
    ("year", "month", "day", "start", "precision"),
    [
        ("2021", "6", "7", "2021-06-07", "day"),
        ("2021.0", "6.0", "7.0", "2021-06-07", "day"),
        ("2021", "06", "07", "2021-06-07", "day"),
        ("2021", "June", "7", "2021-06-07", "day"),
        ("2021", "juin", "7th", "2021-06-07", "day"),
        ("2021", "6", "0", "2021-06-01", "month"),
        ("2021", "6", "", "2021-06-01", "month"),
        ("2021", "6", "unknown", "2021-06-01", "month"),
        ("2021", "6", "Monday", "2021-06-01", "month"),
        ("2021", "0", "0", "2021-01-01", "year"),
        ("2021", "", "", "2021-01-01", "year"),
        ("2021", "-9", "-9", "2021-01-01", "year"),
        ("", "", "2021-06-07", "2021-06-07", "day"),
        ("2021", "2021-06", "", "2021-06-01", "month"),
        ("2021", "Jun-21", "", "2021-06-01", "month"),
    ],
)
def test_three_columns_make_one_date(
    tmp_path: Path, year: str, month: str, day: str, start: str, precision: str
) -> None:
    (found,) = incidents_of(rows_of(tmp_path, Year=year, Month=month, Day=day))
    assert (str(found.date.start), found.date.precision) == (start, precision)


@pytest.mark.parametrize(
    ("year", "month", "day", "rule"),
    [
        ("2021", "13", "7", "with its month is not a month of the calendar"),
        ("2021", "Foo", "7", "with its month is not a month of the calendar"),
        ("2021", "6", "31", "with its month and day is not a day of the calendar"),
        ("2021", "6", "seven", "with its day is not a day of the calendar"),
        ("21st", "6", "7", "is not a year"),
        ("1400", "6", "7", "has a year of the Persian (solar) or the Islamic calendar"),
    ],
)
def test_three_columns_that_make_no_date_are_refused(
    tmp_path: Path, year: str, month: str, day: str, rule: str
) -> None:
    row = only(rows_of(tmp_path, year=year, month=month, day=day))
    assert [(finding.field, finding.rule) for finding in row.findings] == [("year", rule)]


def test_a_column_of_the_date_counts_before_three_columns(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="2021-06-07", year="2021", month="6", day="7"))
    assert row.incident
    assert not warned(row)
    row = only(rows_of(tmp_path, date="2021-06-07", year="2021", month="7", day="7"))
    assert row.incident
    assert str(row.incident.date.start) == "2021-06-07"
    assert warned(row) == [("date", CONTRADICTION)]
    assert row.warnings[0].value == "'2021-06-07'"
    assert "The column year says 2021-07-07" in row.warnings[0].remedy


def test_parts_that_cannot_be_read_only_warn_next_to_a_date(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="2021-06-07", year="2021", month="13"))
    assert row.incident
    assert warned(row) == [("year", "with its month is not a month of the calendar")]


def test_a_date_that_is_odd_and_contradicted_is_refused(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="0021-06-07", year="2021"))
    assert [finding.rule for finding in row.findings] == [CONTRADICTION]
    assert row.findings[0].remedy == "The column year says 2021: correct one of them."
    row = only(rows_of(tmp_path, date="0021-06-07"))
    assert warned(row) == [("date", "lies before 1900")]


@pytest.mark.parametrize(
    ("source", "base", "field"),
    [("acled", ACLED, "event_date"), ("ucdp", GED_ROWS[0], "date_start"), ("gtd", GTD, "iyear")],
)
def test_odd_years_of_datasets_are_told(
    tmp_path: Path, source: str, base: dict[str, str], field: str
) -> None:
    without_year = {name: cell for name, cell in base.items() if name != "year"}
    for text, rule in (("0025-09-26", "lies before 1900"), ("2999-09-26", "lies in the future")):
        cells = {field: text[:4] if source == "gtd" else text}
        ended = {"date_end": text} if source == "ucdp" else {}
        row = only(rows_of(tmp_path, source, **without_year | cells | ended))
        assert row.incident
        assert (field, rule) in [(w.field, w.rule) for w in row.warnings]


@pytest.mark.parametrize(
    ("source", "base", "field"),
    [("acled", ACLED, "event_date"), ("ucdp", GED_ROWS[0], "date_start")],
)
def test_a_year_that_contradicts_the_date_of_a_dataset_is_named(
    tmp_path: Path, source: str, base: dict[str, str], field: str
) -> None:
    ended = {"date_end": ""} if source == "ucdp" else {}
    cells = base | {field: "2020-09-26", "year": "2021"} | ended
    row = only(rows_of(tmp_path, source, **cells))
    assert row.incident
    assert (field, CONTRADICTION) in [(w.field, w.rule) for w in row.warnings]
    row = only(rows_of(tmp_path, source, **cells | {field: "0020-09-26"}))
    assert (field, CONTRADICTION) in [(f.field, f.rule) for f in row.findings]


def test_a_date_that_ends_before_it_begins_names_both_days(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="2021-06-07", date_end="2021-06-05"))
    assert [(finding.field, finding.rule) for finding in row.findings] == [
        ("date_end", "ends before it begins")
    ]
    assert "begins on 2021-06-07 and ends on 2021-06-05" in row.findings[0].remedy


def test_a_precision_finer_than_the_date_is_not_used(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="2021-06", date_precision="day"))
    assert row.incident
    assert row.incident.date.precision == "month"
    assert warned(row) == [("date_precision", "is finer than the date is written")]


@pytest.mark.parametrize("name", ["start", "end", "today", "_submission_time", "CreationDate"])
@pytest.mark.parametrize("other", ["EditDate", "created_at", "updated_at", "timestamp", "endtime"])
def test_times_of_a_form_are_no_dates_of_an_incident(tmp_path: Path, name: str, other: str) -> None:
    row = only(rows_of(tmp_path, **{name: "2021-06-07", other: "2021-06-08"}))
    assert [finding.rule for finding in row.findings] == ["no column is used as the date"]


@pytest.mark.parametrize("text", ["", "Unknown", "n/a", "TBD", "date inconnue", "غير معروف", "-"])
def test_a_row_without_a_date_is_kept_as_undated(tmp_path: Path, text: str) -> None:
    row = only(rows_of(tmp_path, date=text))
    assert row.incident
    assert row.incident.date == IncidentDate(precision="unknown")
    assert warned(row) == [("date", "is empty or not known: the record is taken as undated")]
    row = only(rows_of(tmp_path, date=text, reported="2021-06"))
    assert row.incident
    assert (row.incident.date.reported, warned(row)) == ("2021-06", [])
    row = only(rows_of(tmp_path, year=text, month="6"))
    assert warned(row) == [("year", "is empty or not known: the record is taken as undated")]


def test_a_date_that_is_not_understood_is_refused_and_not_undated(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="last week"))
    assert [finding.rule for finding in row.findings] == ["is not a date that can be read"]


def test_undated_records_are_counted_and_no_year_finds_them(tmp_path: Path) -> None:
    cells = [{"id": "A", "date": "2021", "place": "Kerman"}, {"id": "B", "place": "Kerman"}]
    path = written_csv(tmp_path / "rows.csv", *({"date": ""} | each for each in cells))
    store = Store()
    store.add(incidents_of(read_all("table", path)))
    summary = store.summary(Query())
    assert (summary.matched, summary.undated, summary.years) == (2, 1, (2021, 2021))
    assert toll_line(summary).endswith("1 record without date")
    assert store.summary(Query(from_="1900", to="2100")).matched == 1
    _, rows = store.rows(Query())
    assert [row.date for row in rows] == ["2021, day unknown", "date unknown"]


def test_a_week_and_a_range_keep_their_days(tmp_path: Path) -> None:
    for text, precision, last in (
        ("2021-W23", "week", "2021-06-13"),
        ("7-9 June 2021", "days", "2021-06-09"),
        ("2021 Q2", "months", "2021-06-30"),
        ("late June 2021", "days", "2021-06-30"),
    ):
        (found,) = incidents_of(rows_of(tmp_path, date=text))
        assert (found.date.precision, str(found.date.last)) == (precision, last)


def test_the_days_of_sources_follow_the_same_rules(tmp_path: Path) -> None:
    row = only(rows_of(tmp_path, date="2021", source="A; B", source_date="7 June 2021; unknown"))
    assert row.incident
    assert [source.date for source in row.incident.sources[1:]] == ["2021-06-07", None]
    row = only(rows_of(tmp_path, date="2021", source="A", source_date="7/6/21"))
    assert [w.rule for w in row.warnings] == ["can be read in two ways"]


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"date_end": "2091-06-08"}, "date_end", "lies in the future"),
        ({"date_end": "2022-07-08"}, "date_end", "is more than a year after the beginning"),
        ({"reported": "2021-06-06"}, "reported", "is before the record begins"),
        ({"reported": "2021-05"}, "reported", "is before the record begins"),
        ({"reported": "2091-06-08"}, "reported", "lies in the future"),
    ],
)
def test_a_day_that_does_not_fit_the_beginning_is_named(
    tmp_path: Path, cells: dict[str, str], field: str, rule: str
) -> None:
    row = only(rows_of(tmp_path, date="2021-06-07", **cells))
    assert row.incident
    (warning,) = row.warnings
    assert (warning.field, warning.rule) == (field, rule)
    assert warning.value == repr(cells[field])


@pytest.mark.parametrize(
    "cells",
    [
        {"date_end": "2022-06-07"},
        {"reported": "2021-06-07"},
        {"reported": "2021-06"},
        {"reported": "2021"},
        {"date": "2021-06", "reported": "2021-06-20"},
    ],
)
def test_days_that_fit_are_not_named(tmp_path: Path, cells: dict[str, str]) -> None:
    row = only(rows_of(tmp_path, **({"date": "2021-06-07"} | cells)))
    assert (row.incident is not None, row.warnings) == (True, ())
