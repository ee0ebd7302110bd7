"""Excel workbooks (.xlsx), row by row; formulas give their last value."""

__all__ = ["open_excel"]

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from warnings import filterwarnings

from geo.errors import Finding, UnreadableData
from geo.formats.excel_text import decoded
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import IsKnown
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import SheetOptions
from geo.importers.sheets.sheet import cell_of
from geo.importers.sheets.workbooks.calamine_sheet import open_calamine
from geo.importers.sheets.workbooks.formula_values import rows_of_sheet, without_sizes
from geo.importers.sheets.workbooks.links import link_count
from geo.importers.sheets.workbooks.number_formats import shown_day, shown_number
from geo.importers.sheets.workbooks.sheet_choice import Tab
from geo.importers.sheets.workbooks.tab_grid import grid_from_tabs
from geo.importers.sheets.workbooks.zip_size import check_size

Close = Callable[[], None]


def open_excel(path: Path, options: SheetOptions, is_known: IsKnown) -> Grid:
    """Open a workbook. Raises UnreadableData, for a zip bomb before anything is unpacked."""
    name = path.name or str(path)
    try:
        check_size(path, name)
        workbook, close = _opened(path)
    except UnreadableData:
        raise
    except OSError as error:
        raise UnreadableData(f"{name} cannot be read: {error.strerror or error}") from None
    except Exception as error:  # openpyxl lets through whatever broken XML causes
        return _opened_otherwise(path, options, is_known, error)
    try:
        return _grid(name, workbook, close, options, is_known)
    except BaseException:
        close()
        raise


def _grid(name: str, workbook: Any, close: Close, options: SheetOptions, is_known: IsKnown) -> Grid:
    try:
        tabs = [
            Tab(
                name=sheet.title,
                is_hidden=sheet.sheet_state != "visible",
                rows=partial(_lines, sheet),
            )
            for sheet in workbook.worksheets
        ]
        broken = partial(_broken, name)
        grid = grid_from_tabs(name, tabs, options, is_known, broken=broken, close=close)
        links = link_count(workbook[grid.choice.sheet])
    except UnreadableData:
        raise
    except Exception as error:  # openpyxl lets through whatever broken XML causes
        raise _broken(name, error) from None
    return replace(grid, warnings=(*grid.warnings, *_links_finding(name, links)))


def _opened_otherwise(
    path: Path, options: SheetOptions, is_known: IsKnown, error: Exception
) -> Grid:
    """Open a workbook with parts that openpyxl does not read, such as styles: calamine skips them.

    Raises UnreadableData where that is not possible either.
    """
    name = path.name or str(path)
    try:
        grid = open_calamine(path, "an Excel workbook (.xlsx)", options, is_known)
    except UnreadableData:
        raise _broken(name, error) from None
    rule = "has parts that cannot be read, and how its values are shown is not known"
    remedy = "Check months and percentages, or save it again in a spreadsheet program."
    finding = Finding(record=name, field="", value="", rule=rule, remedy=remedy)
    return replace(grid, warnings=(*grid.warnings, finding))


def _links_finding(name: str, count: int) -> Iterator[Finding]:
    if count:
        rule = "has cells with links, of which only the text is read"
        remedy = "Write the addresses into a column of their own."
        yield Finding(record=name, field="", value=f"{count:,}", rule=rule, remedy=remedy)


def _opened(path: Path) -> tuple[Any, Close]:
    """Return a workbook and what closes it: openpyxl refuses a path with another ending."""
    from openpyxl import load_workbook  # costs 0.2 s: only where a workbook is read

    filterwarnings("ignore", module="openpyxl")  # it says so where it leaves out what is not cells
    with ExitStack() as opened, without_sizes():
        file = opened.enter_context(path.open("rb"))
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        opened.callback(workbook.close)
        if not workbook.worksheets:
            raise ValueError("openpyxl finds no sheets in workbooks of the strict form of OOXML")
        return workbook, opened.pop_all().close


def _lines(sheet: Any) -> Iterator[Line]:
    """Yield the rows of a sheet that hold something."""
    for number, row in rows_of_sheet(sheet):
        cells = tuple(map(_cell, row))
        if any(cell is not None for cell in cells):
            errors = [(place, cell.value) for place, cell in enumerate(row) if _is_error(cell)]
            yield Line(number, cells, errors=tuple(errors))


def _is_error(cell: Any) -> bool:
    """Tell a cell that shows an error, such as #N/A."""
    return bool(cell.data_type == "e")


def _cell(cell: Any) -> CellValue:
    value = None if _is_error(cell) else cell.value
    if isinstance(value, str):
        return decoded(value) if value.strip() else None
    if isinstance(value, date):
        return shown_day(value, cell.number_format)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown_number(value, cell.number_format)
    return cell_of(value)


def _broken(name: str, error: Exception) -> UnreadableData:
    text = f"{name} is not an Excel workbook (.xlsx), or is broken: {type(error).__name__}"
    return UnreadableData(f"{text}. Save it as .xlsx or CSV")
