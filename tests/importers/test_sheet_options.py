"""Which table of a file is read: the sheet, the row of headings and the encoding that are said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import BadValue, UnreadableData
from geo.importers import SheetOptions, first_rows, guess, read
from geo.importers.opening import open_sheet
from sheet_rows import assert_same
from table_files import workbook


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "own.csv"
    path.write_bytes(text.encode(encoding))
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


RECORD = {"id": "A", "date": "2024-05-02", "place": "Gao"}


def as_geojson(path: Path) -> None:
    feature = {"type": "Feature", "geometry": None, "properties": RECORD}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


def as_json(path: Path) -> None:
    path.write_text(json.dumps([RECORD]))


def as_parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([RECORD]), path)


def as_csv(path: Path) -> None:
    path.write_text("id,date,place\nA,2024-05-02,Gao\n")


def as_xlsx(path: Path) -> None:
    workbook(path.parent, {"Data": [[*RECORD], [*RECORD.values()]]}).rename(path)


@pytest.mark.parametrize(
    ("write", "given"),
    [
        *((write, "sheet") for write in (as_geojson, as_json, as_parquet, as_csv)),
        *((write, "header_row") for write in (as_geojson, as_json, as_parquet)),
        *((write, "encoding") for write in (as_geojson, as_json, as_parquet, as_xlsx)),
    ],
)
def test_an_option_that_says_nothing_of_a_file_is_refused(
    tmp_path: Path, write: Callable[[Path], None], given: str
) -> None:
    path = tmp_path / "own"
    write(path)
    options: Any = {"sheet": "1", "header_row": 1, "encoding": "utf-8"}
    source = "geojson" if write is as_geojson else "table"
    assert next(read(source, path)).incident
    with pytest.raises(UnreadableData, match=f"Leave --{given.replace('_', '-')} out"):
        read(source, path, options=SheetOptions(**{given: options[given]}))
