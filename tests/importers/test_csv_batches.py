"""Delimited text by Arrow: exactly the rows of Python's csv module, whatever the text."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import amount
from geo.formats import temporary
from geo.formats.temporary import process_folder
from geo.importers.opening import open_sheet
from geo.importers.sheets.delimited.csv_batches import csv_batches
from geo.importers.sheets.delimited.csv_lines import CsvRows
from geo.importers.sheets.delimited.csv_piece import Piece, piece_from_bytes
from geo.importers.sheets.line import Line
from geo.importers.sheets.sheet import Sheet
from geo.importers.sheets.text_file import open_text
from sheet_rows import assert_same

HEADER = "id,date,note\n"
WIDTH = 3
TOKENS = [
    *('"', '"', '""', ",", ",", "\n", "\n", "\r\n", "\r", "a", "b c", "é", "𓀀", " ", ";", "\t"),
    *("\0", "\x1f", "\ufeff", "\u2028", "\x85", "\x0b", "\x1c", "'", "\\", "#a", "12345"),
]
CELLS = ["", "", "a", "b c", "é", '"x"', '""', '"a,b"', '"c\nd"', '"e\r\nf"', '"g""h"', '"\n"']
ODD_CELLS = [*CELLS, 'i"j', '"k"l', "\r", "\0", "\x1f", '"', "\ufeff", "0123456789", '"a\rb"']
ENDS = ["\n", "\n", ",\n", ",,\n", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n", "\n,,\n"]


def row(cells: list[str]) -> st.SearchStrategy[str]:
    """Return a row that has mostly as many cells as the header."""
    width = st.sampled_from([WIDTH] * 6 + [1, 2, 4])
    return width.flatmap(
        lambda size: st.lists(st.sampled_from(cells), min_size=size, max_size=size)
    ).map(",".join)


def text(cells: list[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(ENDS)
    rows = st.lists(st.tuples(row(cells), ends).map("".join), max_size=12).map("".join)
    return st.tuples(rows, st.just("") | row(cells)).map("".join)


TEXTS = text(CELLS) | text(ODD_CELLS) | st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@contextmanager
def limits(line: int, cell: int) -> Iterator[None]:
    """Let lines and cells be no longer than this, so that short ones are too long."""
    before = csv.field_size_limit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_FILE_LINE", str(line))
        patch.setenv("GEO_LIMIT_FILE_CELL", str(cell))
        patch.setattr("geo.importers.sheets.delimited.csv_batches.PIECE", line - 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def sheet_of(path: Path, width: int = WIDTH, delimiter: str = ",", skipped: int = 0) -> Sheet:
    """Return a sheet of so many columns, whatever its header is."""
    file = open_text(path)

    def lines() -> Iterator[Line]:
        return iter(CsvRows(islice(file.lines(), skipped, None), delimiter, skipped))

    below = partial(csv_batches, file, delimiter, width, skipped)
    header = HEADER.strip().split(",")
    return Sheet(name="own.csv", header=tuple(header[:width]), lines=lines, below=below)


@given(
    content=TEXTS,
    mark=st.sampled_from(["", "", "\ufeff"]),
    line=st.sampled_from([8, 16, 40, 100, 1000]),
    cell=st.sampled_from([4, 100]),
    size=st.sampled_from([1, 3, 1000]),
    width=st.sampled_from([WIDTH, WIDTH, WIDTH, 1]),
    delimiter=st.sampled_from([",", ",", ";", "\t", "|", "^", " ", "a"]),
    skipped=st.sampled_from([0, 0, 1]),
    encoding=st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16"]),
)
def test_any_text_is_the_same_both_ways(
    content: str,
    mark: str,
    line: int,
    cell: int,
    size: int,
    width: int,
    delimiter: str,
    skipped: int,
    encoding: str,
) -> None:
    text = f"sep={delimiter}\n" * skipped + HEADER + content
    with TemporaryDirectory() as folder, limits(line, cell):
        path = Path(folder) / "own.csv"
        path.write_text(mark + text.replace(",", delimiter), encoding, newline="")
        assert_same(sheet_of(path, width, delimiter, skipped), size)


@pytest.mark.parametrize(
    "content",
    ["A,é\n".encode("cp1252"), "A,éé\n".encode() + b"B,\xff\n", "A,é\n".encode("utf-16")],
    ids=["Windows-1252", "broken UTF-8", "UTF-16"],
)
def test_a_text_in_another_encoding_is_read_by_arrow(
    tmp_path: Path, content: bytes, left: list[bytes]
) -> None:
    header = "id,name\n".encode("utf-16" if content.startswith(b"\xff\xfe") else "ascii")
    path = tmp_path / "own.csv"
    path.write_bytes(header + content.removeprefix(b"\xff\xfe"))
    assert_same(open_sheet(path), 10)
    assert (left, open_sheet(path).below is not None) == ([], True)


def test_the_copy_of_a_text_goes_when_its_reading_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(temporary, "_made", {})
    path = tmp_path / "own.csv"
    path.write_text("id,name\n" + "A,é\n" * 10, "utf-16")
    batches = open_sheet(path).batches(2)
    next(batches)
    assert len(list(process_folder().iterdir())) == 1
    del batches
    assert list(process_folder().iterdir()) == []


def test_rows_with_nothing_but_spaces_are_none(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + " , ,\t\nA,2024,x\n\u00a0,,\n \nB,2024,y\n", "utf-8")
    sheet = sheet_of(path)
    assert_same(sheet, 1_000)
    assert [(line.number, line.cells[0]) for line in sheet.data()] == [(3, "A"), (6, "B")]


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return a list of the pieces, of 10 kB each, that are left to Python."""
    monkeypatch.setattr("geo.importers.sheets.delimited.csv_batches.PIECE", 10_000)
    pieces: list[bytes] = []

    def noted(data: bytes, *args: Any, **options: Any) -> Piece | None:
        piece = piece_from_bytes(data, *args, **options)
        if not piece:
            pieces.append(data)
        return piece

    monkeypatch.setattr("geo.importers.sheets.delimited.csv_batches.piece_from_bytes", noted)
    return pieces


@pytest.mark.parametrize(
    "rows",
    [
        "A,2024,x\n",
        "A,2024,x\r\n",
        '"A","20""24","x, y"\n',
        'A,"",5" x\n"B"2,2024,\n',
        "A,2024,x\n\n\r\n,,\nB,2024,y\n",
        'A,2024,"x\ny\r\nz\n"\n\nB,"2024",y\n',
        "A,2024,x\nB,2024\nC,2024,x,y\n",
        "A,2024,x,,\nB,2024,y\n,,,\nC,,,\n",
    ],
    ids=[
        *("plain", "Windows", "quoted", "odd quotes", "blank", "quoted line ends", "ragged"),
        "commas at the end",
    ],
)
def test_most_texts_are_read_by_arrow(tmp_path: Path, rows: str, left: list[bytes]) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + rows * amount(quick=2_000, thorough=200_000), "utf-8", newline="")
    assert_same(sheet_of(path), 1_000)
    assert left == []


def test_only_the_piece_around_an_odd_row_is_left_to_python(
    tmp_path: Path, left: list[bytes]
) -> None:
    rows = ["A,2024,x\n"] * 10_000
    rows[7_000] = "A,20\x0024,x\n"
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "".join(rows), "utf-8", newline="")
    batches = list(sheet_of(path).batches(1 << 10))
    assert [len(piece) for piece in left] == [10_000]
    assert [odd for batch in batches for odd in batch.odd] == [
        (7_000, Line(7_002, ["A", "20\x0024", "x"]))
    ]
    assert sum(batch.table.num_rows for batch in batches) == 9_999


def test_a_part_begins_at_its_mark_and_reads_no_more(tmp_path: Path, left: list[bytes]) -> None:
    rows = [f"A{n},2024,x\n" for n in range(5_000)]
    rows[2_000] = "date,place,killed\n"  # the headings of another table, whose rows are refused
    rows[3_000] = 'A,"a quotation mark\n'
    path = tmp_path / "own.csv"
    path.write_text("".join(["id,date,note\n", *rows]), "utf-8")
    sheet = open_sheet(path)
    assert_same(sheet, 1_000)
    marks = [batch.mark for batch in sheet.marked() if batch.mark]
    text = path.read_bytes()
    assert [text[mark.at - 1] for mark in marks] == [ord("\n")] * len(marks)
    assert [text[: mark.at].count(b"\n") for mark in marks] == [mark.line for mark in marks]
    is_other = [mark.is_other for mark in marks]
    assert (is_other[0], is_other[-1], len(left)) == (False, True, len(left) or 1)


@pytest.mark.parametrize("odd", ["", "\0"], ids=["Arrow", "Python"])
def test_batches_tell_how_much_of_the_file_is_read(
    tmp_path: Path, left: list[bytes], odd: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + f"A,2024,{odd}\n" * 10_000, "utf-8", newline="")
    shares = [batch.share or 0 for batch in sheet_of(path).batches(1_000)]
    assert shares == pytest.approx([0.1 * tenth for tenth in range(1, 11)], abs=0.12)
    assert (shares[-1], bool(left)) == (1, bool(odd))
