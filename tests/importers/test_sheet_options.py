"""Which table of a file is read: the sheet, the row of headings and the encoding that are said."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from geo.errors import BadValue, UnreadableData
from geo.importers import SheetOptions, first_rows, guess, read
from geo.importers.opening import open_sheet
from sheet_rows import assert_same


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "own.csv"
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "own.xlsx"
    book.save(path)
    return path


ROWS = [["id", "date", "place"], ["A", "2024-03-01", "Gao"]]


def test_the_row_of_headings_is_counted_with_empty_ones(tmp_path: Path) -> None:
    path = written(tmp_path, "A list\n\nof March\nid,date,place\nA,2024-03-01,Gao\n")
    sheet = open_sheet(path, SheetOptions(header_row=4))
    assert sheet.header == ("id", "date", "place")
    assert [(line.number, *line.cells) for line in sheet.data()] == [(5, "A", "2024-03-01", "Gao")]
    assert sheet.choice.header_rows == (4,)
    assert_same(sheet, 10)


def test_an_empty_row_is_no_heading(tmp_path: Path) -> None:
    path = written(tmp_path, "A list\n\nid,date\nA,2024\n")
    with pytest.raises(UnreadableData, match=r"no heading in row 2: .* are 1, 3, 4"):
        open_sheet(path, SheetOptions(header_row=2))


@pytest.mark.parametrize("said", ["Data 2024", " data 2024 ", "2"])
def test_a_sheet_is_named_or_numbered(tmp_path: Path, said: str) -> None:
    path = workbook(tmp_path, {"About": [["A list"]], "Data 2024": ROWS})
    sheet = open_sheet(path, SheetOptions(sheet=said))
    assert (sheet.header, sheet.choice.sheet) == (("id", "date", "place"), "Data 2024")
    assert sheet.choice.sheets == ("About", "Data 2024")
    assert_same(sheet, 10)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"About": [["A list"]], "Data": ROWS})
    with pytest.raises(UnreadableData, match=r"no sheet 'Dates': it has 'About', 'Data'"):
        open_sheet(path, SheetOptions(sheet="Dates"))


def test_the_encoding_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "id,date,place\nA,2024,Казань\n", "cp1251")
    sheet = open_sheet(path, SheetOptions(encoding="windows-1251"))
    assert [line.cells[2] for line in sheet.data()] == ["Казань"]
    assert (sheet.choice.encoding, sheet.warnings) == ("cp1251", ())
    assert_same(sheet, 10)


def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "id,date,place\nA,2024,Казань\n", "cp1251")
    with pytest.raises(UnreadableData, match=r"own\.csv is not utf-8 text: byte 21 is 0xCA"):
        open_sheet(path, SheetOptions(encoding="UTF-8"))


@pytest.mark.parametrize(
    "options", [{"encoding": "klingon"}, {"encoding": "base64"}, {"header_row": 0}]
)
def test_options_that_mean_nothing_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        SheetOptions(**options)


def test_the_first_rows_are_texts_with_their_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": [["A list"], [], ["id", None, "n"], ["A", "x", 2.0]]})
    assert first_rows(path) == [["1", "A list"], ["3", "id", "", "n"], ["4", "A", "x", "2"]]


def test_options_pass_through_reading_and_guessing(tmp_path: Path) -> None:
    path = written(tmp_path, "A,list,\nid,date,place\nA,2024,Gao\n")
    options = SheetOptions(header_row=2)
    assert guess(path, options=options).choice.header_rows == (2,)
    (row,) = read("table", path, options=options)
    assert row.incident
    assert row.incident.place.name == "Gao"


def test_a_file_of_features_takes_no_such_options(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(UnreadableData, match="has no sheets or row of headings"):
        read("geojson", path, options=SheetOptions(header_row=2))
