"""The rows that name the columns, wherever they stand, in files that people lay out for readers."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.importers import SheetOptions, read
from geo.importers.opening import open_sheet
from geo.importers.sheets.headed_sheet import HEADING_NOT_SURE
from geo.importers.sheets.sheet import Sheet
from sheet_rows import assert_same


def of_text(folder: Path, text: str, **options: Any) -> Sheet:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    return open_sheet(path, SheetOptions(**options))


def of_rows(folder: Path, *rows: list[Any], merged: str = "", **options: Any) -> Sheet:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in merged.split():
        sheet.merge_cells(cells)
    path = folder / "own.xlsx"
    book.save(path)
    return open_sheet(path, SheetOptions(**options))


def rules(sheet: Sheet) -> list[str]:
    return [warning.rule for warning in sheet.warnings]


PLAIN = {
    "known names": "id,date,place,killed\nA,2024-01-01,Gao,3\n",
    "unknown names": "Aa,Bb,Cc\nx,y,z\nu,v,w\n",
    "one column": "date\n2024-01-01\n",
    "a column without a name": "date,,place\n2024-01-01,x,Gao\n2024-01-02,y,Gao\n",
    "no name for the numbers": ",date,place\n0,2024-01-01,Gao\n1,2024-01-02,Gao\n",
    "a column of nothing but words for places": "a,b\nevent,village\nevent,city\nevent,village\n",
    "words for places under a gap": (
        "kind,,where,notes\nevent,x,village,seen\nevent,y,village,seen\nraid,z,village,seen\n"
    ),
    "a long row beneath": "id,date\nA,2024-01-01,a,b,c,d,e,f,g\n",
    "years as names": "country,2019,2020,2021\nMali,3,4,5\n",
    "tags beneath": "when,what\n#date,#event\n2024-01-01,x\n",
    "no rows": "date,place\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_the_first_row_of_a_plain_file_is_its_heading(tmp_path: Path, text: str) -> None:
    sheet = of_text(tmp_path, text)
    assert (sheet.choice.header_rows, sheet.choice.open, sheet.warnings) == ((1,), frozenset(), ())
    assert_same(sheet, 10)


ABOVE = {
    "a title": "Security log\nid,date,place\nA,2024-01-01,Gao\nB,2024-01-02,Gao\n",
    "a title of words between commas": (
        "Incidents, raids and thefts in the north, as reported\n"
        "ref,date,place,killed\nA,2024-01-01,Gao,3\n"
    ),
    "lines of two cells": (
        "Prepared by,Field office\nPeriod,January\n\nref,date,place,type,killed,injured\n"
        "A,2024-01-01,Gao,raid,1,2\nB,2024-01-02,Gao,raid,1,2\nC,2024-01-02,Gao,raid,1,2\n"
    ),
    "comments": "# made by hand\n# for practice\nid,date,place\nA,2024-01-01,Gao\n",
    "a title with commas up to the last column": (
        "Security log,,\n,,\nid,date,place\nA,2024-01-01,Gao\n"
    ),
}


@pytest.mark.parametrize("text", ABOVE.values(), ids=ABOVE)
def test_what_stands_above_the_heading_is_left_out_and_said(tmp_path: Path, text: str) -> None:
    row = 1 + next(n for n, line in enumerate(text.split("\n")) if ",date,place" in line)
    sheet = of_text(tmp_path, text)
    assert {"date", "place"} <= set(sheet.header)
    assert (sheet.choice.header_rows, sheet.choice.open) == ((row,), frozenset())
    assert rules(sheet) == [f"row {row} names the columns; rows above are not read"]
    assert next(iter(sheet.data())).number == row + 1
    assert_same(sheet, 10)


def test_names_over_several_columns_go_before_theirs(tmp_path: Path) -> None:
    sheet = of_rows(
        tmp_path,
        ["Ref", "When", "Where", None, None, "Harmed", None, None],
        [None, None, "Country", "Latitude", "Longitude", "Killed", "Men", "Women"],
        ["A", "2024-01-01", "Mali", 16.25, -0.5, 3, 2, 1],
        ["B", "2024-01-02", "Mali", 16.5, -0.25, 1, 1, 0],
        merged="A1:A2 B1:B2 C1:E1 F1:H1",
    )
    assert sheet.header == (
        *("Ref", "When", "Where / Country", "Where / Latitude", "Where / Longitude"),
        *("Harmed / Killed", "Harmed / Men", "Harmed / Women"),
    )
    assert rules(sheet) == ["rows 1 to 2 name the columns"]
    assert [line.number for line in sheet.data()] == [3, 4]
    assert_same(sheet, 10)
    (first, _) = read("table", tmp_path / "own.xlsx")
    assert first.incident
    assert first.incident.positions == ((-0.5, 16.25),)
    assert first.incident.casualties
    assert first.incident.casualties.killed
    assert first.incident.casualties.killed.best == 3


def test_a_name_that_two_groups_have_is_told_apart_by_them(tmp_path: Path) -> None:
    sheet = of_rows(
        tmp_path,
        ["Monthly log"],
        [],
        [None, None, "Killed", None, "Injured", None],
        ["Date", "Place", "Low", "High", "Low", "High"],
        ["2024-01-01", "Gao", 1, 3, 2, 4],
    )
    assert sheet.choice.header_rows == (3, 4)
    assert sheet.header[:2] == ("Date", "Place")
    (row,) = read("table", tmp_path / "own.xlsx")
    assert row.incident
    assert row.incident.casualties
    killed, injured = row.incident.casualties.killed, row.incident.casualties.injured
    assert (killed and (killed.low, killed.high)) == (1, 3)
    assert (injured and (injured.low, injured.high)) == (2, 4)


def test_a_row_that_is_said_takes_the_names_above_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[None, "Killed", None], ["Date", "Low", "High"], ["2024", 1, 2]]
    sheet = of_rows(tmp_path, *rows, header_row=2)
    assert sheet.choice.header_rows == (1, 2)
    assert sheet.header == ("Date", "Killed / Low", "Killed / High")


def test_a_row_of_numbers_is_taken_with_a_warning(tmp_path: Path) -> None:
    sheet = of_text(tmp_path, "1,2024-01-01,3.5\n2,2024-01-02,4.5\n")
    assert sheet.choice.open == {"header_row"}
    assert [(w.rule, w.value) for w in sheet.warnings] == [(HEADING_NOT_SURE, "row 1")]
