"""Rows of a sheet many at once: the same rows, lines and cells as one after the other."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset_rows import GED_SAMPLE
from geo.errors import UnreadableData
from geo.importers.cells.cell_text import MARK
from geo.importers.datasets import ucdp
from geo.importers.opening import open_sheet, with_known_header
from sheet_rows import assert_same

HEADER = b"id,date,note\n"
LONGEST_CELL, MOST_COLUMNS = 131_072, 5_000
LONG = b"x" * (LONGEST_CELL + 1)
TEXTS = {
    "plain": HEADER + b"A,2024,x\nB,2024,y\n",
    "without a last line end": HEADER + b"A,2024,x",
    "ragged": HEADER + b"A,2024,x\nB,2024\nC,2024,x,y\nD,2024,z\n",
    "commas at the end": HEADER + b"A,2024,x,,\nB,2024,y,,\n",
    "blank lines": b"\n\n" + HEADER + b"\nA,2024,x\n\n\n,,\n \nB,2024,y\n\n",
    "Windows": HEADER.replace(b"\n", b"\r\n") + b"A,2024,x\r\n\r\nB,2024,y\r\n",
    "old Mac": HEADER.replace(b"\n", b"\r") + b"A,2024,x\r\rB,2024,y\r",
    "quoted line ends": HEADER + b'A,2024,"x\ny\r\nz\r"\nB,"20""24",""\n\nC,2024,z\n',
    "quotes within": HEADER + b'A,2024,5" x\nB,2024,"y"z"\nC,2024,"z\n',
    "a quotation mark left open": HEADER + b'A,2024,"x\n' + b"B,2024,y\n" * 15_000,
    "a cell too long": HEADER + b"A,2024," + LONG + b"\nB,2024,y\n",
    "NUL": HEADER + b"A,20\x0024,x\nB,2024,y\n",
    "half a surrogate pair": HEADER + b"A,2024,\xed\xa0\x80\nB,2024,y\n",
    "a mark": HEADER + MARK.encode() + b"i1,2024,x" + MARK.encode() + b"\n",
    "UTF-8 with a mark": b"\xef\xbb\xbf" + HEADER + "A,2024,Кра\n".encode(),
    "UTF-16": (HEADER.decode() + "A,2024,Кра\n").encode("utf-16"),
    "Windows-1252": HEADER + "A,2024,é\nB,2024,y\n".encode("cp1252"),
    "second header": HEADER + b"#id,#date,#note\nA,2024,x\n",
    "a header again": HEADER + HEADER + HEADER + b"A,2024,x\n",
    "sep=": b"sep=;\r\nid;date\r\nA;2024\r\n",
    "one column": b'id\nA\n\n""\n"B"\n',
    "no rows": HEADER,
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "own.csv"
    path.write_bytes(content)
    return path


def workbook(folder: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_text_is_the_same_by_batches(tmp_path: Path, content: bytes, size: int) -> None:
    assert_same(open_sheet(written(tmp_path, content)), size)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_published_file_is_the_same_by_batches(size: int) -> None:
    sheet = open_sheet(GED_SAMPLE)
    assert_same(sheet, size)
    assert [batch.odd for batch in sheet.batches(1000)] == [[]]


def test_rows_under_a_known_header_are_the_same_by_batches(tmp_path: Path) -> None:
    _, *rows = GED_SAMPLE.read_bytes().split(b"\r\n")[:20]
    path = written(tmp_path, b"\r\n".join(rows))
    sheet = with_known_header(open_sheet(path), ucdp.IMPORTER, {})
    assert (sheet.header[0], len(list(sheet.data()))) == ("id", len(rows))
    assert_same(sheet, 10)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_workbook_is_the_same_by_batches(tmp_path: Path, size: int) -> None:
    rows: list[list[Any]] = [
        ["id", "date", "note"],
        ["A", date(2024, 1, 3), 1],
        ["B", datetime(2024, 1, 3, 4, 5), 1.5],
        ["C", time(4, 5), True],
        [],
        ["D", None, "_x001F_x"],
        ["E", "2024"],
        ["F", "2024", "x", "y"],
    ]
    assert_same(open_sheet(workbook(tmp_path, rows)), size)


def test_the_share_of_a_workbook_is_known_once_it_was_read(tmp_path: Path) -> None:
    sheet = open_sheet(workbook(tmp_path, [["id"], *(["A"] for _ in range(2_000))]))
    assert [batch.share for batch in sheet.batches(1_000)] == [None, None]
    shares = [batch.share for batch in sheet.batches(1_000)]
    assert shares == [pytest.approx(1001 / 2001), 1]


def columns() -> dict[str, pa.Array]:
    days = [date(2024, 1, 3), None, date(2024, 1, 3)]
    return {
        "text": pa.array(["A", None, f"{MARK}i1"]),
        "whole": pa.array([1, None, -(1 << 60)]),
        "fraction": pa.array([0.0, -0.0, float("nan")]),
        "small fraction": pa.array([0.1, None, 1e20], pa.float32()),
        "is": pa.array([True, False, None]),
        "day": pa.array(days),
        "moment": pa.array([datetime(2024, 1, 3, 4, 5), None, None], pa.timestamp("ms")),
        "zoned": pa.array([datetime(2024, 7, 3), None, None], pa.timestamp("us", "Asia/Tehran")),
        "time": pa.array([time(4, 5, 6, 7), None, None]),
        "late": pa.array([1 << 60, None, 0], pa.timestamp("us")),
        "fine": pa.array([1, None, -1], pa.timestamp("ns")),
        "fine time": pa.array([1, None, 1999], pa.time64("ns")),
        "span": pa.array([1, None, 1], pa.duration("s")),
        "amount": pa.array([Decimal("1.50"), None, None]),
        "nothing": pa.array([None, None, None]),
        "half": pa.array([0.5, None, -0.0], pa.float16()),
        "large": pa.array(["a", None, "é"], pa.large_string()),
        "viewed": pa.array(["a", None, "é"], pa.string_view()),
        "listed": pa.array([[1, 2], None, []]),
        "bytes": pa.array([b"\xff", None, b""]),
        "repeated": pa.array(["a", None, "a"]).dictionary_encode(),
    }


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize("name", columns())
def test_a_parquet_column_is_the_same_by_batches(tmp_path: Path, name: str, size: int) -> None:
    path = tmp_path / "own.parquet"
    pq.write_table(pa.table({"id": ["A", "B", "C"], name: columns()[name]}), path)
    assert_same(open_sheet(path), size)


@pytest.mark.parametrize("odd", ["#id", "\0", "x" * (LONGEST_CELL + 1)], ids=["tag", "NUL", "long"])
def test_a_parquet_file_is_the_same_by_batches(
    tmp_path: Path, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.importers.sheets.parquet_sheet.BATCH", 2)
    path = tmp_path / "own.parquet"
    pq.write_table(pa.table({"id": [odd, "B", "C", "D", "E"]}), path)
    assert_same(open_sheet(path), 3)
    assert [batch.share for batch in open_sheet(path).batches(1000)] == [1]


@pytest.mark.parametrize("columns", [MOST_COLUMNS, MOST_COLUMNS + 1])
def test_a_table_of_too_many_columns_is_refused(tmp_path: Path, columns: int) -> None:
    path = written(tmp_path, b"id" + b",x" * (columns - 1) + b"\nA" + b",1" * (columns - 1))
    if columns <= MOST_COLUMNS:
        assert_same(open_sheet(path), 10)
        return
    with pytest.raises(UnreadableData, match="has 5,001 columns, and 5,000 are the most"):
        open_sheet(path)


def test_a_parquet_file_with_broken_texts_says_so(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    broken = pa.array([b"\xff"]).view(pa.string())
    pq.write_table(pa.table({"id": broken}), path)
    for rows in (open_sheet(path).lines, partial(open_sheet(path).batches, 10)):
        with pytest.raises(UnreadableData, match="is broken after row 0"):
            list(rows())


def test_a_batch_of_large_rows_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.importers.sheets.sheet_batch.LARGEST", 200)
    monkeypatch.setattr("geo.importers.sheets.delimited.csv_batches.PIECE", 80)
    path = written(tmp_path, HEADER + b"A,2024,some words of some length\n" * 12)
    assert [batch.size for batch in open_sheet(path).batches(100)] == [4, 4, 4]
    assert_same(open_sheet(path), 100)


def test_parts_of_a_parquet_file_are_its_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    table = pa.table({"id": [f"A{n}" for n in range(2_500)], "killed": range(2_500)})
    pq.write_table(table, path, row_group_size=1_200)
    sheet = open_sheet(path)
    assert_same(sheet, 1_000)
    assert [batch.mark for batch in sheet.marked() if batch.mark] == [
        (0, 0, 0, False),
        (1, 1_200, 1_200, False),
        (2, 2_400, 2_400, False),
    ]


def test_a_row_group_of_tags_only_is_no_part(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    table = pa.table({"id": ["#id", "A", "B"], "date": ["#date", "2024", "2025"]})
    pq.write_table(table, path, row_group_size=1)
    sheet = open_sheet(path)
    assert_same(sheet, 10)
    assert [line.cells[0] for line in sheet.data()] == ["A", "B"]
