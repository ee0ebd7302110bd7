"""Workbooks: which sheet is read, what a cell shows, and workbooks of other kinds than .xlsx."""

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import geo
from geo.errors import UnreadableData
from geo.importers import SheetOptions, guess, read
from geo.importers.opening import open_sheet
from geo.importers.sheets.workbooks.number_formats import shown_day, shown_number
from geo.model.incident import Range
from sheet_rows import assert_same
from table_files import opendocument, workbook

HEADINGS: list[Any] = ["id", "date", "place", "killed"]
ROWS: list[list[Any]] = [HEADINGS, ["A", "2024-03-01", "Gao", 3]]
NOTE: list[list[Any]] = [
    ["How to use this list"],
    ["Please cite it."],
    ["Questions: see the last sheet"],
]


@pytest.mark.parametrize(
    ("sheets", "hidden", "chosen", "is_open"),
    [
        ({"Read me": NOTE, "Data": ROWS}, (), "Data", False),
        ({"Data": ROWS, "Codes": [["code", "meaning"], ["1", "x"]]}, (), "Data", False),
        ({"Lists": ROWS, "Data": ROWS}, ("Lists",), "Data", False),
        ({"Data": ROWS}, ("Data",), "Data", False),
        ({"North": ROWS, "South": ROWS}, (), "North", True),
        ({"A": [["p", "q"], ["1", "2"]], "B": [["v", "w"], ["1", "2"]]}, (), "A", True),
        ({"Empty": [], "Data": ROWS}, (), "Data", False),
        ({"Only headings": [HEADINGS], "Data": ROWS}, (), "Data", False),
    ],
)
def test_the_sheet_with_known_headings_is_read(
    tmp_path: Path,
    sheets: dict[str, list[list[Any]]],
    hidden: tuple[str, ...],
    chosen: str,
    is_open: bool,
) -> None:
    if len(sheets) == len(hidden):
        sheets = {**sheets, "Empty": []}  # a workbook has a visible sheet
    path = workbook(tmp_path, sheets, hidden)
    sheet = open_sheet(path)
    assert (sheet.choice.sheet, "sheet" in sheet.choice.open) == (chosen, is_open)
    assert guess(path).choice == sheet.choice
    said = [each.rule for each in sheet.warnings if "is read" in each.rule]
    others = [name for name, rows in sheets.items() if rows and name != chosen]
    assert all(f"{name!r}" in said[0] for name in others) if others else not said
    assert_same(sheet, 10)


def test_a_hidden_sheet_is_read_if_it_is_said(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"Data": ROWS, "Old": [HEADINGS, ["Z", "2020", "Kidal", 1]]}, ("Old",)
    )
    assert [line.cells[0] for line in open_sheet(path, SheetOptions(sheet="Old")).data()] == ["Z"]


@pytest.mark.parametrize(
    ("day", "format_", "shown"),
    [
        (date(2024, 3, 1), "mmm yyyy", "2024-03"),
        (datetime(2024, 3, 1), "mmm\\-yy", "2024-03"),
        (datetime(2024, 3, 1), "[$-409]mmmm yyyy;@", "2024-03"),
        (datetime(2024, 1, 1), "yyyy", "2024"),
        (datetime(2024, 3, 1), "yyyy", datetime(2024, 3, 1)),
        (datetime(2024, 3, 5), "mmm yyyy", datetime(2024, 3, 5)),
        (datetime(2024, 3, 1, 6), "mmm yyyy", datetime(2024, 3, 1, 6)),
        (datetime(2024, 3, 1), "dd/mm/yyyy", datetime(2024, 3, 1)),
        (datetime(2024, 3, 1), 'yyyy"y" mm', "2024-03"),
        (datetime(2024, 3, 1), "General", datetime(2024, 3, 1)),
    ],
)
def test_a_day_is_what_its_format_shows(day: date, format_: str, shown: object) -> None:
    assert shown_day(day, format_) == shown


@pytest.mark.parametrize(
    ("format_", "shown"), [("0%", "12.5%"), ("0.0", 0.125), ('0.0"%"', 0.125), ("0\\%", 0.125)]
)
def test_a_number_is_what_its_format_shows(format_: str, shown: object) -> None:
    assert shown_number(0.125, format_) == shown


def test_a_month_of_a_workbook_is_a_month(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": [HEADINGS, ["A", datetime(2024, 3, 1), "Gao", 3]]})
    book = openpyxl.load_workbook(path)
    book["Data"]["B2"].number_format = "mmm yyyy"
    book.save(path)
    (row,) = read("table", path)
    assert row.incident
    assert (row.incident.date.precision, row.incident.date.first) == ("month", date(2024, 3, 1))


def test_errors_of_a_workbook_are_empty_with_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": [HEADINGS, ["A", "2024", "Gao", "#REF!"], [*"BCDE"]]})
    book = openpyxl.load_workbook(path)
    book["Data"]["D2"].data_type = "e"
    book.save(path)
    sheet = open_sheet(path)
    assert_same(sheet, 10)
    row, _ = read("table", path)
    assert row.incident
    assert row.incident.casualties is None
    found = [(each.field, each.value) for each in row.warnings if "error" in each.rule]
    assert found == [("killed", "#REF!")]


def test_formulas_whose_values_were_not_saved_are_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        {"Data": [HEADINGS, ["A", "2024", "Gao", "=1+2"], ["B", "=DATE(2024,3,1)", "Gao", 1]]},
    )
    assert_same(open_sheet(path), 10)
    rows = list(read("table", path))
    found = [
        (each.field, each.rule) for row in rows for each in row.warnings if "formula" in each.rule
    ]
    rule = "is a formula whose value was not saved"
    assert found == [("killed", rule), ("date", rule)]


def with_part(path: Path, name: str, old: bytes, new: bytes) -> None:
    """Change a part of a workbook, in which `old` stands."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)


def test_formulas_with_a_value_are_read(tmp_path: Path) -> None:
    """One whose value is an empty text is an empty cell, and no error."""
    path = workbook(tmp_path, {"Data": [HEADINGS, ["A", "2024", "=1", "=2"], ["B", "2024", 5, 1]]})
    part = "xl/worksheets/sheet1.xml"
    with_part(path, part, b'<c r="C2">', b'<c r="C2" t="str">')
    with_part(path, part, b"<f>2</f><v></v>", b"<f>2</f><v>7</v>")
    row, _ = read("table", path)
    assert row.incident
    assert row.incident.casualties
    assert row.incident.casualties.killed == Range(best=7)
    assert not [each for each in row.warnings if "formula" in each.rule]


def test_links_on_cells_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": ROWS, "Other": [["x"], ["y"]]})
    assert not open_sheet(path, SheetOptions(sheet="Data")).warnings
    book = openpyxl.load_workbook(path)
    book["Data"]["C2"].hyperlink = "https://example.org/report"
    book["Data"]["D2"].hyperlink = "https://example.org/list"
    book.save(path)
    (warning,) = open_sheet(path, SheetOptions(sheet="Data")).warnings
    assert (warning.value, warning.rule) == (
        "2",
        "has cells with links, of which only the text is read",
    )
    assert not open_sheet(path, SheetOptions(sheet="Other")).warnings


def test_a_workbook_with_broken_styles_is_read_with_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": ROWS})
    with_part(path, "xl/styles.xml", b'patternType="gray125"', b'patternType="of its own"')
    (row,) = read("table", path)
    assert row.incident
    assert row.incident.id == "own-A"
    (warning,) = open_sheet(path).warnings
    assert warning.rule.startswith("has parts that cannot be read")
    with_part(path, "xl/workbook.xml", b"<sheets>", b"<sheets><")
    with pytest.raises(UnreadableData, match="is not an Excel workbook"):
        open_sheet(path)


def test_a_workbook_of_the_strict_form_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Data": ROWS})
    transitional = b"http://schemas.openxmlformats.org/"
    for part in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        with_part(
            path,
            part,
            transitional + b"officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        with_part(
            path,
            part,
            transitional + b"spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
    (row,) = read("table", path)
    assert row.incident
    assert row.incident.id == "own-A"


def test_nothing_is_printed_of_what_a_library_leaves_out(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path, {"Data": [*ROWS, ["B", datetime(2024, 3, 2), "Gao", 1]]})
    part = "xl/worksheets/sheet1.xml"
    with_part(path, part, b"<v>45353</v>", b"<v>99999999999</v>")  # a date that is none
    with_part(path, part, b"</sheetData>", b"</sheetData><extLst><ext uri='x'/></extLst>")
    first, second = read("table", path)
    assert first.incident
    assert [each.value for each in second.warnings if "error" in each.rule] == ["#VALUE!"]
    assert capfd.readouterr().err == ""


def test_rows_of_spaces_in_other_workbooks_are_none(tmp_path: Path) -> None:
    path = ods(tmp_path)
    with_part(path, "content.xml", b"<text:p>2024-03-01</text:p>", b"<text:p>\xc2\xa0</text:p>")
    for cell in (b"A", b"Gao", b"3"):
        with_part(path, "content.xml", b"<text:p>" + cell + b"</text:p>", b"<text:p> </text:p>")
    assert list(open_sheet(path).data()) == []


def test_a_workbook_without_sheets_of_cells_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path)
    with_part(path, "content.xml", b"<table:table ", b"<table:other ")
    with_part(path, "content.xml", b"</table:table>", b"</table:other>")
    with pytest.raises(UnreadableData, match="has no sheet of cells"):
        open_sheet(path)


def test_cells_with_nothing_but_spaces_are_empty(tmp_path: Path) -> None:
    rows = [[*HEADINGS, " "], ["A", "2024", "Gao", 3, *[None] * 9, "\u00a0"], [" ", None, " \t"]]
    path = workbook(tmp_path, {"Data": rows})
    sheet = open_sheet(path)
    assert sheet.header == tuple(HEADINGS)
    assert [tuple(line.cells)[:4] for line in sheet.data()] == [("A", "2024", "Gao", 3)]


def ods(folder: Path) -> Path:
    return opendocument(folder, {"Read me": [], "Data": ROWS})


def xls(folder: Path, last: tuple[int, int] | None = None) -> Path:
    """Write a workbook of BIFF8 into a compound file, as [MS-XLS] and [MS-CFB] describe them.

    `last` is the row and column of one more cell.
    """

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def label(row: int, column: int, text: str) -> bytes:
        data = struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1")
        return record(0x0204, data)

    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    end = record(0x000A, b"")
    place = len(begin) + 4 + 8 + 4 + len(end)
    bound = record(0x0085, struct.pack("<IHBB", place, 0, 4, 0) + b"Data")
    cells = b"".join(
        label(row, column, str(cell))
        for row, line in enumerate(ROWS)
        for column, cell in enumerate(line)
    )
    cells += label(*last, "x") if last else b""
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + end
    stream = (begin + bound + end + sheet).ljust(4096, b"\0")
    free, ended = 0xFFFFFFFF, 0xFFFFFFFE
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, ended, 0, ended, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, ended, *range(3, 10), ended]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        data = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return data + bytes(36) + struct.pack("<IQ", start, size)

    folders = entry("Root Entry", 5, 1, ended, 0) + entry("Workbook", 2, free, 2, 4096) + bytes(256)
    path = folder / "own.xls"
    path.write_bytes(header + table + folders + stream)
    return path


@pytest.mark.parametrize("write", [ods, xls])
def test_other_workbooks_are_read(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path)
    sheet = open_sheet(path)
    assert sheet.header == tuple(HEADINGS)
    assert sheet.choice.sheet == "Data"
    assert_same(sheet, 10)
    (row,) = read("table", path)
    assert row.incident
    assert (row.incident.id, row.incident.casualties.killed.best) == ("own-A", 3)  # type: ignore[union-attr]


@pytest.mark.parametrize("write", [ods, xls])
def test_other_workbooks_cut_short_are_refused(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(UnreadableData, match=r"own\.(ods|xls) is .*broken"):
        read("table", path)


def test_a_workbook_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    path = xls(tmp_path, last=(65_535, 65_535))  # a grid of four thousand million cells
    with pytest.raises(UnreadableData, match=r"own\.xls is .*too large to hold in memory"):
        read("table", path)


def xlsx(folder: Path) -> Path:
    return workbook(folder, {"Data": ROWS})


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".csv", ".json", ""])
@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, write: Any, ending: str) -> None:
    path = write(tmp_path).rename(tmp_path / f"own{ending}")
    (row,) = read("table", path)
    assert row.incident
    assert row.incident.id == "own-A"
    assert [incident.id for incident in geo.load(path)] == ["own-A"]
