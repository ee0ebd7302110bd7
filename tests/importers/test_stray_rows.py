"""Rows of a table that are not records: totals, headings said again, other tables beneath."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.importers import read
from geo.importers.opening import open_sheet
from geo.importers.sheets.stray_rows import AGAIN, LINE, NOTE, OTHER, SUMS
from sheet_rows import assert_same

HEADER = "date,place,killed\n"
ROWS = "2024-01-01,Gao,3\n2024-01-02,Gao,4\n"


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return line and fault of each row that has one, after both ways said the same."""
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    sheet = open_sheet(path)
    assert_same(sheet, 2)
    return [(line.number, line.fault) for line in sheet.data() if line.fault]


TOTALS = [
    *("Total,,7", "TOTAL,,7", "Grand total:,,7", ",Total,7", 'Sub-total,,"1,007"', "Sum,,7"),
    *("Итого,,7", "Gesamt,,7", "Total général,,7", "المجموع,,7", "Jumlah,,7", "Total 2024,,7"),
    *("合计,,7", ",جمع کل,7", "Всего:,,100%"),
]


@pytest.mark.parametrize("row", TOTALS)
def test_a_row_of_totals_is_refused_as_what_it_is(tmp_path: Path, row: str) -> None:
    assert faults(tmp_path, f"{HEADER}{ROWS}{row}\n") == [(4, SUMS[0])]
    found = list(read("table", tmp_path / "own.csv"))
    assert [finding.rule for finding in found[-1].findings] == [SUMS[0]]
    assert all(row.incident for row in found[:-1])


@pytest.mark.parametrize(
    "row", ["2024-01-03,Total,7", "Total,Gao,7", "Totality,,7", "Total,,", "2024-01-03,Summe,7"]
)
def test_a_record_with_such_a_word_is_no_row_of_totals(tmp_path: Path, row: str) -> None:
    assert faults(tmp_path, f"{HEADER}{ROWS}{row}\n") == []


def test_totals_between_rows_are_refused_and_the_rows_are_read(tmp_path: Path) -> None:
    text = f"{HEADER}{ROWS}Subtotal,,7\n{ROWS}Subtotal,,7\nTotal,,14\n"
    assert faults(tmp_path, text) == [(4, SUMS[0]), (7, SUMS[0]), (8, SUMS[0])]


@pytest.mark.parametrize(
    "row",
    [
        "Source: monthly bulletin,,,",
        "March 2024,,,",
        ",Northern region,,",
        ",,,* not confirmed",
        " ,\t,Gao, ",
    ],
)
def test_a_note_or_heading_of_a_section_is_no_record(tmp_path: Path, row: str) -> None:
    rows = "2024-01-01,Gao,3,x\n2024-01-02,,,y\n2024-01-03,Gao,,\n"
    assert faults(tmp_path, f"date,place,killed,note\n{rows}{row}\n{rows}") == [(5, NOTE[0])]
    found = list(read("table", tmp_path / "own.csv"))
    assert [line for line, row in enumerate(found) if not row.incident] == [3]


@pytest.mark.parametrize("row", ["---,:---:,---:", "-----,=====,--", " ---- , ----,"])
def test_a_line_under_the_headings_is_no_record(tmp_path: Path, row: str) -> None:
    assert faults(tmp_path, f"{HEADER}{row}\n{ROWS}") == [(2, LINE[0])]


def test_a_table_of_markdown_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    table = ["| Date | Town | Killed |", "|------|:----:|-------:|", "| 2024-03-05 | Gao | 3 |"]
    path.write_text("\n".join(table), "utf-8")
    line, row = read("table", path)
    assert [each.rule for each in line.findings] == [LINE[0]]
    assert row.incident
    assert row.incident.place.name == "Gao"


@pytest.mark.parametrize("row", ["--,Gao,3", "---,---,3", "-,-,-"])
def test_dashes_in_a_record_are_unknown(tmp_path: Path, row: str) -> None:
    assert faults(tmp_path, f"{HEADER}{row}\n{ROWS}") == []


def test_one_cell_is_a_record_where_there_are_few_columns(tmp_path: Path) -> None:
    assert faults(tmp_path, f"{HEADER}{ROWS}2024-01-03,,\n") == []


def test_headings_said_again_are_refused_and_the_rows_are_read(tmp_path: Path) -> None:
    assert faults(tmp_path, f"{HEADER}{ROWS}\n{HEADER}{ROWS}") == [(5, AGAIN[0])]


OTHERS = {
    "after a blank line": "\n",
    "at once": "",
    "under a title": "\nSecond list\n",
}


@pytest.mark.parametrize("between", OTHERS.values(), ids=OTHERS)
def test_no_row_of_another_table_is_read_under_the_first_headings(
    tmp_path: Path, between: str
) -> None:
    text = f"{HEADER}{ROWS}{between}date,country,injured\n2024-01-03,Mali,5\n2024-01-04,Mali,6\n"
    first = 4 + between.count("\n")
    assert faults(tmp_path, text) == [(first + n, OTHER[0]) for n in range(3)]


def test_rows_are_read_again_under_the_headings_of_the_first_table(tmp_path: Path) -> None:
    text = f"{HEADER}{ROWS}date,country,injured\n2024-01-03,Mali,5\n{HEADER}{ROWS}"
    assert faults(tmp_path, text) == [(4, OTHER[0]), (5, OTHER[0]), (6, AGAIN[0])]


PIECES = ["2024-01-01,Gao,3", "Total,,7", "date,place,killed", "Date,Country,Injured", "", ",,"]


@given(st.lists(st.sampled_from([*PIECES, "x", 'Total,"a\nb",3', ",Total,5", "date"]), max_size=12))
@settings(max_examples=amount(quick=40, thorough=400))
def test_both_ways_find_the_same_strays(rows: list[str]) -> None:
    with TemporaryDirectory() as folder:
        faults(Path(folder), HEADER + "".join(f"{row}\n" for row in rows))
