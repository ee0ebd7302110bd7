"""Excel workbooks (.xlsx): the records, their column dictionary, and origin and licences.

Days are real dates; a month or a year stays text, since a date in Excel is always a day.
"""

__all__ = ["xlsx_from_selection"]

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from geo.errors import BadValue, Unwritable
from geo.exports.about import about
from geo.exports.column_dictionary import COLUMNS, FORMULAS, Column, Datatype
from geo.exports.selection import Selection
from geo.exports.table_rows import ExportedRow, table_rows
from geo.exports.zips import repacked
from geo.formats.disk_errors import disk_in_words
from geo.formats.excel_text import encoded
from geo.formats.formulas import escaped
from geo.formats.temporary import process_folder

ROWS, CHARACTERS = 1_048_576, 32_767  # of a sheet, of a cell
FIRST_DAY = "1900-03-01"  # Excel counts the days before it wrongly
DAY = len("2024-03-22")
ABOUT_WIDTH, LINE_HEIGHT, HIGHEST = 100, 15, 409  # characters; points, of a line and of any row
# In characters, by kind of column; a longer text runs into the next cell if that is empty.
_WIDTHS: dict[Datatype, int] = {
    "text": 20,
    "date": 12,
    "day": 12,
    "count": 10,
    "number": 11,
    "boolean": 10,
}
_WIDER = {"id": 26, "title": 44, "summary": 60, "site": 34, "status_label": 28}
_KINDS: dict[Datatype, str] = {
    "text": "text",
    "date": "day, or a month or year as text",
    "day": "day",
    "count": "whole number",
    "number": "number",
    "boolean": "true or false",
}


def xlsx_from_selection(selection: Selection) -> bytes:
    """Return a selection as a workbook of three sheets: Incidents, Columns, About.

    Raises BadValue for more records than a sheet has rows, and for a text that a cell cannot hold.
    """
    # XlsxWriter takes 0.7 of the time, but writes a text from <r> to </r> as XML, unescaped.
    from openpyxl import Workbook  # costs 0.2 s: only where a workbook is written
    from openpyxl.writer.excel import ExcelWriter

    _check_rows(selection.summary.matched)
    book = Workbook(write_only=True)
    book.properties.creator = "Incident Atlas"
    book.properties.created = book.properties.modified = datetime.combine(selection.made, time())
    content = io.BytesIO()
    with _temporary_folder() as folder:
        with closing(book.create_sheet("Incidents")) as sheet:  # also where a text is refused
            _write_incidents(sheet, folder, selection)
        _write_columns(book.create_sheet("Columns"), folder)
        _write_about(book.create_sheet("About"), folder, about(selection) | {"Texts": FORMULAS})
        ExcelWriter(book, ZipFile(content, "w")).save()  # `book.save` would write the time of day
    return repacked(content.getvalue())


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Give a folder for the sheets, which openpyxl would put where nobody sweeps them.

    Raises Unwritable where the disk takes no more.
    """
    from lxml.etree import SerialisationError

    with TemporaryDirectory(dir=process_folder(), ignore_cleanup_errors=True) as folder:
        try:
            with disk_in_words(Path("a temporary file of the workbook")):
                yield Path(folder)
        except SerialisationError as error:
            rule = f"a temporary file of the workbook cannot be written: {error}"
            raise Unwritable(f"{rule}. Is the disk full?") from error


def _begin(sheet: Any, folder: Path) -> None:
    """Begin to write a sheet whose settings are made."""
    from openpyxl.worksheet import _writer  # private: it takes a file of ours

    path = str(folder / sheet.title)
    _writer.ALL_TEMP_FILES.append(path)  # it removes both
    sheet._writer = _writer.WorksheetWriter(sheet, path)
    sheet._writer.write_top()


def _check_rows(number: int) -> None:
    if number >= ROWS:
        rule = f"an Excel sheet has {ROWS - 1:,} rows below its header"
        raise BadValue("records", number, f"{rule}: select fewer records, or use csv")


def _write_incidents(sheet: Any, folder: Path, selection: Selection) -> None:
    """Write the records below a header that stays in view and has filters."""
    from openpyxl.utils import get_column_letter

    last = f"{get_column_letter(len(COLUMNS))}{selection.summary.matched + 1}"
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:{last}"
    _set_widths(sheet, [_WIDER.get(each.name, _WIDTHS[each.datatype]) for each in COLUMNS])
    _begin(sheet, folder)
    sheet.append([_styled(sheet, column.name, bold=True) for column in COLUMNS])
    for row in table_rows(selection):
        sheet.append([_cell(sheet, column, row) for column in COLUMNS])


def _write_columns(sheet: Any, folder: Path) -> None:
    _fit_to_page(sheet)
    _set_widths(sheet, (22, 32, 80, 20))
    header = ("column", "kind", "meaning", "read by geo import")
    _begin(sheet, folder)
    sheet.append([_styled(sheet, name, bold=True) for name in header])
    for column in COLUMNS:
        is_read = "yes" if column.is_read else "no, derived"
        sheet.append([column.name, _KINDS[column.datatype], column.description, is_read])


def _write_about(sheet: Any, folder: Path, lines: Mapping[str, str]) -> None:
    _fit_to_page(sheet)
    _set_widths(sheet, (18, ABOUT_WIDTH))
    _begin(sheet, folder)
    for number, (heading, line) in enumerate(lines.items(), start=1):
        height = LINE_HEIGHT * (1 + len(line) // ABOUT_WIDTH)
        sheet.row_dimensions[number].height = min(height, HIGHEST)
        text = _styled(sheet, _fitting(line, "About", heading))
        sheet.append([_styled(sheet, heading, bold=True), text])


def _fit_to_page(sheet: Any) -> None:
    """Print a sheet as wide as a page, on as many pages as it needs."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False


def _set_widths(sheet: Any, widths: Iterable[int]) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _styled(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Return a cell of text, wrapped at its column's width unless it is bold."""
    from openpyxl.styles import Alignment, Font

    cell = _text_cell(sheet, text)
    cell.font = Font(name="Calibri", size=11, bold=bold)  # that of cells without a style
    cell.alignment = Alignment(wrap_text=not bold, vertical="top")
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that stays text: openpyxl would read #N/A as an error."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _cell(sheet: Any, column: Column, row: ExportedRow) -> Any:
    """Return a value that openpyxl writes; a text that it might misread is a cell already."""
    value = row[column.name]
    if not isinstance(value, str):
        return value
    if column.datatype in ("date", "day") and len(value) == DAY and value >= FIRST_DAY:
        return date.fromisoformat(value)
    text = _fitting(value, str(row["id"]), column.name)
    return _text_cell(sheet, text) if text.startswith("#") else text


def _fitting(text: str, record: str, column: str) -> str:
    """Return a text as a cell holds it. Raises BadValue if it is too long."""
    safe = encoded(escaped(text))
    if len(safe) > CHARACTERS // 2 and (units := len(safe.encode("utf-16-le")) // 2) > CHARACTERS:
        rule = f"an Excel cell holds {CHARACTERS:,} characters, and this text has {units:,}"
        raise BadValue(column, f"{safe[:40]}…", f"{rule}: leave out {record!r}, or use csv")
    return safe
