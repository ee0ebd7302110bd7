"""Workbooks of other kinds: Excel before 2007 (.xls), binary (.xlsb), and OpenDocument (.ods).

They are read by calamine, in another process, which does not say how a value is shown.
"""

__all__ = ["open_calamine"]

import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any

from geo.errors import Finding, UnreadableData, Unwritable
from geo.formats.temporary import nameless_file
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import IsKnown
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import SheetOptions
from geo.importers.sheets.sheet import cell_of
from geo.importers.sheets.workbooks.sheet_choice import Tab
from geo.importers.sheets.workbooks.tab_grid import grid_from_tabs
from geo.importers.sheets.workbooks.zip_size import check_size
from geo.settings import limit

UNWRITABLE = 74  # the status to end with where the rows cannot be written
_COPY = "a temporary copy of the sheets"
PROCESS = Path(__file__).with_name("calamine_process.py")
MAY_BE_MONTHS = "all days are the first of a month, and only the workbook knows if it shows months"


def open_calamine(path: Path, kind: str, options: SheetOptions, is_known: IsKnown) -> Grid:
    """Open a workbook of a kind that messages name. Raises UnreadableData."""
    name = path.name or str(path)
    size = path.stat().st_size
    if size > limit("file_held") << 20:
        text = f"{name} has {size:,} bytes, too many to hold in memory"
        raise UnreadableData(f"{text}. Save it as .xlsx or CSV")
    broken = partial(_broken, name, kind)
    try:
        if zipfile.is_zipfile(path):
            check_size(path, name)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise broken(error) from None
    kept = nameless_file(_COPY)  # ends with the grid
    try:
        _read(path, kept)
        tabs = _tabs(kept)
        grid = grid_from_tabs(name, tabs, options, is_known, broken=broken, close=kept.close)
    except subprocess.CalledProcessError as error:
        kept.close()
        if error.returncode == UNWRITABLE:
            raise Unwritable(f"{_COPY} cannot be written: is the disk full?") from None
        raise broken(error) from None
    except UnreadableData:
        kept.close()
        raise
    return replace(grid, warnings=(*grid.warnings, *_doubts(name, grid.top())))


def _read(path: Path, kept: IO[bytes]) -> None:
    """Have the rows of all sheets written to a file. Raises CalledProcessError."""
    subprocess.run(  # noqa: S603, of this Python and a file of this package
        [sys.executable, "-P", str(PROCESS), str(path.absolute()), str(UNWRITABLE)],
        stdin=subprocess.DEVNULL,
        stdout=kept,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def _tabs(kept: IO[bytes]) -> list[Tab]:
    kept.seek(-8, 2)
    (place,) = struct.unpack("<Q", kept.read())
    kept.seek(place)
    index = pickle.load(kept)  # noqa: S301, written by our process, to a nameless file
    return [
        Tab(name=name, is_hidden=is_hidden, rows=partial(_lines, kept, before, start))
        for name, is_hidden, before, start in index
    ]


def _lines(kept: IO[bytes], before: int, start: int) -> Iterator[Line]:
    """Yield the rows of a sheet that hold something; `before` empty columns are not in the file."""
    at = start
    while True:
        kept.seek(at)
        row = pickle.load(kept)  # noqa: S301, written by our process, to a nameless file
        if row is None:
            return
        at = kept.tell()
        number, values = row
        yield Line(number, (*[None] * before, *map(_cell, values)))


def _cell(value: Any) -> CellValue:
    return None if isinstance(value, str) and not value.strip() else cell_of(value)


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


def _broken(name: str, kind: str, _: Exception) -> UnreadableData:
    text = f"{name} is {kind}, and is broken, protected, or too large to hold in memory"
    return UnreadableData(f"{text}. Save it as .xlsx or CSV")
