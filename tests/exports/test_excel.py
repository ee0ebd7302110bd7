"""Excel workbooks: sheets, cells and dates, and what a cell cannot hold."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import strategies
from exported_tables import NAMES, everything, read_back, read_cells, row, selection, sheet_rows
from geo.errors import BadValue
from geo.exports import excel, export_bytes
from geo.exports.excel import xlsx_from_selection
from geo.formats.excel_text import decoded, encoded
from geo.formats.formulas import unescaped
from geo.model.incident import (
    IncidentDate,
)
from samples import HOSTILE, incident


@given(strategies.texts() | st.text(st.sampled_from("_x0041F\x01\r")))
@example("_x0041_")
@example("_x0000\x1f")
def test_texts_of_cells_come_back(text: str) -> None:
    assert decoded(encoded(text)) == text
    assert openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(encoded(text)) is None


def test_the_sheets_of_a_workbook() -> None:
    content = export_bytes(everything(), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Incidents", "Columns", "About"]
    sheet = book["Incidents"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AS12")
    assert all(cell.font.b for cell in sheet[1])
    assert [name for name, *_ in sheet_rows(content, "Columns")[1:]] == NAMES
    lines = dict(sheet_rows(content, "About"))
    assert lines["Licences"] == "Incident Atlas: CC BY 4.0."
    assert lines["Texts"].startswith("A text that begins with =")
    assert book.properties.creator == "Incident Atlas"


def test_whole_days_are_dates_and_months_are_texts() -> None:
    dates = [
        IncidentDate(start=date(2024, 3, 22), precision="day"),
        IncidentDate(start=date(2024, 3, 1), precision="month"),
        IncidentDate(start=date(1900, 2, 28), precision="day"),
    ]
    found = [incident(str(number), date=when) for number, when in enumerate(dates)]
    rows = sheet_rows(export_bytes(selection(*found), "xlsx"))
    place = NAMES.index("date")
    assert [cells[place] for cells in rows[1:]] == [datetime(2024, 3, 22), "2024-03", "1900-02-28"]
    assert read_back("xlsx", *found) == read_cells(found)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "=1+1", "+1", "-1", "@x", "#N/A", "'tis", "\x01=1", "1"]
)
def test_no_cell_of_excel_is_a_formula_or_an_error(text: str) -> None:
    content = export_bytes(selection(incident(title=text, summary=text)), "xlsx")
    title = str(row(incident(title=text))["title"])
    cells = list(openpyxl.load_workbook(io.BytesIO(content))["Incidents"])[1]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert all(cell.data_type == "s" for cell in cells[2:4] if cell.value is not None)
    frame = pd.read_excel(io.BytesIO(content), engine="calamine", dtype=str, keep_default_na=False)
    for cell in (str(cells[2].value), frame["title"][0]):
        assert unescaped(decoded(cell)) == title


def test_the_same_day_gives_the_same_workbook() -> None:
    first, again = (xlsx_from_selection(everything()) for _ in range(2))
    assert first == again
    book = openpyxl.load_workbook(io.BytesIO(first))
    day = everything().as_of
    assert {book.properties.created, book.properties.modified} == {
        datetime(day.year, day.month, day.day)
    }


def test_a_text_that_no_cell_holds_is_refused_in_words() -> None:
    assert len(sheet_rows(export_bytes(selection(incident(summary="x" * 32_767)), "xlsx"))) == 2
    for text in ("x" * 32_768, "𓀀" * 16_384):
        with pytest.raises(
            BadValue, match=r"an Excel cell holds 32,767.*leave out 'A', or use csv"
        ):
            export_bytes(selection(incident(summary=text)), "xlsx")


def test_more_rows_than_a_sheet_has_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "ROWS", 11)
    with pytest.raises(BadValue, match=r"records=11 is not allowed: an Excel sheet has 10 rows"):
        export_bytes(everything(), "xlsx")
