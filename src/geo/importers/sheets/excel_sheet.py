"""A sheet of an Excel workbook (.xlsx), row by row; formulas give their last value."""

__all__ = ["open_excel"]

import pickle
import tempfile
import weakref
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from geo.errors import UnreadableData
from geo.formats.excel_text import decoded
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import PLAIN, SheetChoice, SheetOptions
from geo.importers.sheets.sheet import cell_of
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines

LARGEST = 1 << 32  # bytes, unpacked; sheets are never held whole
HIGHEST_RATIO = 100  # of unpacked to packed; sheets reach 20
# Bytes of a part that is held in memory whole, such as the shared texts: this much, or so many
# times the size of the file (GTD as its publisher gives it out is large, and texts pack well).
LARGEST_PART, PART_RATIO = 1 << 26, 10


def open_excel(path: Path, options: SheetOptions = PLAIN) -> Grid:
    """Open a workbook. Raises UnreadableData, for a zip bomb before anything is unpacked."""
    name = path.name or str(path)
    try:
        _check_size(path, name)
        sheets = _sheets(path)
        place = place_of_sheet(name, sheets, options.sheet) if options.sheet else 0
        rows = _Spool(path, place)
        next(rows.lines(), None)
    except UnreadableData:
        raise
    except OSError as error:
        raise UnreadableData(f"{name} cannot be read: {error.strerror or error}") from None
    except Exception as error:  # openpyxl lets through whatever broken XML causes
        raise _broken(name, error) from None
    return Grid(
        name=name,
        rows=rows.lines,
        below=rows.batches,
        choice=SheetChoice(sheets=sheets, sheet=sheets[place]),
        is_wide=True,
        empty=f"is empty: its sheet {sheets[place]!r} must have a header and rows",
    )


def place_of_sheet(file: str, sheets: Sequence[str], said: str) -> int:
    """Return where the sheet stands that is named or numbered from 1. Raises UnreadableData."""
    if said in sheets:
        return sheets.index(said)
    folded = [sheet.strip().casefold() for sheet in sheets]
    if said.strip().casefold() in folded:
        return folded.index(said.strip().casefold())
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(sheets):
        return int(said) - 1
    raise UnreadableData(f"{file} has no sheet {said!r}: it has {', '.join(map(repr, sheets))}")


def _check_size(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    large = [part for part in parts if part.file_size > LARGEST_PART // PART_RATIO]
    ratio = max((part.file_size / max(part.compress_size, 1) for part in large), default=0)
    if unpacked > LARGEST or ratio > HIGHEST_RATIO:
        text = f"{name} unpacks to {unpacked:,} bytes, {ratio:.0f} times its size"
        raise UnreadableData(f"{text}: that is not a spreadsheet. Save it as CSV")
    whole = max(LARGEST_PART, PART_RATIO * packed)
    for part in parts:
        if not part.filename.startswith("xl/worksheets/") and part.file_size > whole:
            text = f"{name} has a part of {part.file_size:,} bytes ({part.filename})"
            raise UnreadableData(f"{text}: too much to hold in memory. Save it as CSV")


def _sheets(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets."""
    with _opened(path) as workbook:
        return tuple(sheet.title for sheet in workbook.worksheets)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook  # costs 0.2 s: only where a workbook is read

    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        yield workbook
    finally:
        workbook.close()


def _lines(path: Path, place: int) -> Iterator[Line]:
    """Yield the rows of a sheet that hold something."""
    with _opened(path) as workbook:
        sheet = workbook.worksheets[place]
        sheet.reset_dimensions()  # files lie about them
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = tuple(map(_cell, values))
            if any(cell not in (None, "") for cell in cells):
                yield Line(number, cells)


def _cell(value: Any) -> CellValue:
    return decoded(value) if isinstance(value, str) else cell_of(value)


class _Spool:
    """The rows of a workbook, kept on disk as they are read: to unpack them again is slow."""

    def __init__(self, path: Path, place: int) -> None:
        self._unpacked = _guarded(path, place)
        self._kept = tempfile.TemporaryFile(prefix="incident-atlas-")  # noqa: SIM115, ends with this
        self._end = self._count = 0
        self._is_whole = False
        weakref.finalize(self, self._kept.close)

    def lines(self) -> Iterator[Line]:
        """Yield the rows, as often as asked."""
        at = 0
        while at < self._end or self._keep_next():
            self._kept.seek(at)
            line = Line(*pickle.load(self._kept))  # noqa: S301, written below, to a nameless file
            at = self._kept.tell()
            yield line

    def batches(self, width: int, above: int) -> Iterator[SheetBatch]:
        """Yield batches of the rows below the first ones; the second time their share is known."""
        total = self._count if self._is_whole else None
        for batch in batches_of_lines(islice(self.lines(), above, None), width):
            done = above + batch.first + batch.size
            yield replace(batch, share=done / total if total else None)

    def _keep_next(self) -> bool:
        line = next(self._unpacked, None)
        self._is_whole = line is None
        if line is not None:
            self._kept.seek(self._end)
            pickle.dump(tuple(line), self._kept)
            self._end = self._kept.tell()
            self._count += 1
        return line is not None


def _guarded(path: Path, place: int) -> Iterator[Line]:
    try:
        yield from _lines(path, place)
    except Exception as error:  # as above, when it breaks further down
        raise _broken(path.name, error) from None


def _broken(name: str, error: Exception) -> UnreadableData:
    text = f"{name} is not an Excel workbook (.xlsx), or is broken: {type(error).__name__}"
    return UnreadableData(f"{text}. Save it as .xlsx or CSV")
