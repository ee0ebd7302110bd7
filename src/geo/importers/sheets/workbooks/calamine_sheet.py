"""Workbooks of other kinds: Excel before 2007 (.xls), binary (.xlsb), and OpenDocument (.ods).

They are read by calamine, which holds a sheet in memory and does not say how a value is shown.
"""

__all__ = ["open_calamine"]

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from geo.errors import Finding, UnreadableData
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import IsKnown
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import SheetOptions
from geo.importers.sheets.sheet import cell_of
from geo.importers.sheets.workbooks.sheet_choice import Tab
from geo.importers.sheets.workbooks.tab_grid import grid_from_tabs
from geo.importers.sheets.workbooks.zip_size import check_size

LARGEST = 1 << 28  # bytes of a file that is held in memory
MAY_BE_MONTHS = "all days are the first of a month, and only the workbook knows if it shows months"


def open_calamine(path: Path, kind: str, options: SheetOptions, is_known: IsKnown) -> Grid:
    """Open a workbook of a kind that messages name. Raises UnreadableData."""
    from python_calamine import CalamineError, CalamineWorkbook

    name = path.name or str(path)
    size = path.stat().st_size
    if size > LARGEST:
        text = f"{name} has {size:,} bytes, too many to hold in memory"
        raise UnreadableData(f"{text}. Save it as .xlsx or CSV")
    broken = partial(_broken, name, kind)
    if zipfile.is_zipfile(path):
        check_size(path, name)
    try:
        workbook = CalamineWorkbook.from_path(path)
        tabs = list(_tabs(workbook))
        grid = grid_from_tabs(name, tabs, options, is_known, broken=broken, close=workbook.close)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, UnreadableData):
            raise
        raise broken(error) from None
    return replace(grid, warnings=(*grid.warnings, *_doubts(name, grid.top())))


def _tabs(workbook: Any) -> Iterator[Tab]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for meta in workbook.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            is_hidden = meta.visible != SheetVisibleEnum.Visible
            rows = partial(_lines, workbook, meta.name)
            yield Tab(name=meta.name, is_hidden=is_hidden, rows=rows)


def _lines(workbook: Any, name: str) -> Iterator[Line]:
    """Yield the rows of a sheet that hold something."""
    sheet = workbook.get_sheet_by_name(name)
    before = (sheet.start or (0, 0))[1]  # empty columns, which are left out of what is read
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = (*[None] * before, *map(_cell, values))
        if any(cell is not None for cell in cells):
            yield Line(number, cells)


def _cell(value: Any) -> CellValue:
    return None if value == "" else cell_of(value)


def _doubts(file: str, top: Sequence[Line]) -> Iterator[Finding]:
    """Warn of columns with nothing but first days of months."""
    width = max((len(line.cells) for line in top), default=0)
    for place in range(width):
        cells = [line.cells[place] for line in top if place < len(line.cells)]
        days = [cell for cell in cells if isinstance(cell, date)]
        if len(days) > 1 and all(day.day == 1 for day in days):
            remedy = "Save it as .xlsx if these are months: its formats are read."
            value = f"column {place + 1}"
            yield Finding(record=file, field="", value=value, rule=MAY_BE_MONTHS, remedy=remedy)


def _broken(name: str, kind: str, error: Exception) -> UnreadableData:
    text = f"{name} is {kind}, and is broken or protected: {type(error).__name__}"
    return UnreadableData(f"{text}. Save it as .xlsx or CSV")
