"""The rows of a workbook's sheet, kept on disk as they are read: to unpack them again is slow."""

__all__ = ["TooWide", "grid_from_tabs"]

import pickle
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import BinaryIO

from geo.errors import UnreadableData, Unwritable
from geo.formats.temporary import nameless_file
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import IsKnown
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.options import SheetChoice, SheetOptions
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines
from geo.importers.sheets.workbooks.sheet_choice import Tab, chosen_tab
from geo.settings import limit

Broken = Callable[[Exception], UnreadableData]


class TooWide(Exception):
    """A row of more cells than one may have."""


def grid_from_tabs(
    name: str,
    tabs: Sequence[Tab],
    options: SheetOptions,
    is_known: IsKnown,
    *,
    broken: Broken,
    close: Callable[[], None],
) -> Grid:
    """Choose a sheet, and return its rows. Raises UnreadableData.

    `broken` says what is wrong with a workbook if a library fails on it; `close` ends the reading.
    """
    if len(tabs) > limit("file_sheets"):
        text = f"{name} has {len(tabs):,} sheets, and {limit('file_sheets'):,} are the most"
        raise UnreadableData(f"{text}: save the one with the table as a file of its own")
    tabs = [replace(tab, rows=partial(_narrow_rows, name, tab)) for tab in tabs]
    chosen = chosen_tab(name, tabs, options.sheet, is_known)
    tab = tabs[chosen.place]
    spool = _Spool(tab.rows(), broken, close)
    return Grid(
        name=name,
        rows=spool.lines,
        below=spool.batches,
        warnings=chosen.warnings,
        choice=SheetChoice(
            sheets=tuple(each.name for each in tabs),
            sheet=tab.name,
            open=frozenset() if chosen.is_certain else frozenset({"sheet"}),
        ),
        is_wide=True,
        empty=f"is empty: its sheet {tab.name!r} must have a header and rows",
    )


def _narrow_rows(name: str, tab: Tab) -> Iterator[Line]:
    """Yield the rows of a sheet. Raises UnreadableData for one of more cells than one may have."""
    most = limit("file_row")
    try:
        for line in tab.rows():
            if len(line.cells) > most:
                raise TooWide
            yield line
    except TooWide:
        text = f"{name} has a row of more than {most:,} cells"
        raise UnreadableData(f"{text}: keep only the columns of the table") from None


class _Spool:
    """Rows that are kept as they are asked for."""

    def __init__(self, rows: Iterator[Line], broken: Broken, close: Callable[[], None]) -> None:
        self._rows, self._broken = rows, broken
        self._kept = nameless_file("a temporary copy of a sheet")
        self._end = self._count = 0
        self._is_whole = False
        weakref.finalize(self, _close, self._kept)
        weakref.finalize(self, close)

    def lines(self) -> Iterator[Line]:
        """Yield the rows, as often as asked."""
        at = 0
        while at < self._end or self._keep_next():
            self._kept.seek(at)
            line = Line(*pickle.load(self._kept))  # noqa: S301, written below, to a nameless file
            at = self._kept.tell()
            yield line

    def batches(self, width: int, above: int, _: Mark | None) -> Iterator[SheetBatch]:
        """Yield batches of the rows below the first ones; the second time their share is known.

        They have no mark.
        """
        total = self._count if self._is_whole else None
        for batch in batches_of_lines(islice(self.lines(), above, None), width):
            done = above + batch.first + batch.size
            yield replace(batch, share=done / total if total else None)

    def _keep_next(self) -> bool:
        try:
            line = next(self._rows, None)
        except UnreadableData:
            raise
        except Exception as error:  # libraries let through whatever broken files cause
            raise self._broken(error) from None
        self._is_whole = line is None
        if line is not None:
            self._kept.seek(self._end)
            pickle.dump(tuple(line), self._kept)
            self._end = self._kept.tell()
            self._count += 1
        return line is not None


def _close(kept: BinaryIO) -> None:
    with suppress(Unwritable):  # of rows that the disk did not take, as was said before
        kept.close()
