"""Rows of a table that are not records: totals, headings said again, other tables, several rows."""

__all__ = ["AGAIN", "LINE", "NOTE", "OTHER", "SUMS", "StrayRows"]

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from geo.importers.cells.cell_text import cell_from_text, cell_name, cell_names
from geo.importers.row import CellValue
from geo.importers.sheets.heading_rows import IsKnown, filled, is_filled, is_name, known_count
from geo.importers.sheets.line import Line, fitted, is_even
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines, marked
from geo.importers.sheets.swallowed_rows import (
    SWALLOWED,
    remedy_of_swallowed,
    swallows_rows,
)

if TYPE_CHECKING:
    import pyarrow as pa

# What stands before sums. Spreadsheets' own words for a subtotal are among them.
_WORDS = (
    "totals?|overall|sum|subtotal|somme|suma|summe|gesamt|gesamtsumme|insgesamt|totale|somma|soma|"
    "totaal|razem|итого|всего|сумма|усього|разом|المجموع|الإجمالي|الاجمالي|مجموع|إجمالي|جمع|جمع کل|"
    "toplam|jumlah|jumla|ukupno|合计|总计|小计|合計|総計|합계"
)
# One pattern for Python and for Arrow, whose blanks are those of ASCII.
_TOTAL = (
    rf"^[ \t]*(?:(?:grand|sub|sous|net)[ -]?)?(?:{_WORDS})"
    r"(?: (?:general|général|generale|geral))?(?: [0-9]{4})?[ \t]*[:=.]?[ \t]*$"
)
_LINE = r"^[ \t]*[:+]?(?:-{2,}|={2,})[:+]?[ \t]*$"  # as Markdown and terminals draw it
_IS_LINE = re.compile(_LINE).match
_IS_TOTAL = re.compile(_TOTAL, re.IGNORECASE).match
_IS_NUMBER = re.compile(r"[-+(]?[0-9][0-9.,'\s]*[%)]?").fullmatch
_FIRST = 3  # columns, in one of which the word before sums stands

SUMS = ("is a row of totals, not a record", "Its figures are sums of other rows.")
AGAIN = ("has the headings again", "The rows beneath it are read.")
LINE = ("is a line under the headings, not a record", "")
OTHER = (
    "belongs to another table, whose headings stand in the middle of the file",
    "Put each table into a file of its own.",
)
NOTE = (
    "has one cell only, as notes and the headings of sections do",
    "Write what it says into a column, or leave the row out.",
)
WIDE = 4  # columns of a table in which a row of one cell is not a record
Fault = tuple[str, str]


class StrayRows:
    """Finds them under a header, the same ones in rows and in batches.

    `is_known` tells names of columns. A row is looked at for other headings if its first cell is
    one of `beginnings`, in small letters; for other rows in its cells, if a `delimiter` is given.
    """

    def __init__(
        self,
        header: Sequence[str],
        is_known: IsKnown,
        beginnings: Collection[str],
        delimiter: str = "",
    ) -> None:
        self._header, self._is_known = [*map(_folded, header)], is_known
        self._beginnings = {*beginnings, header[0].lower()}
        self._delimiter = delimiter
        self._is_wide = len(header) >= WIDE
        self._is_other = False

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Yield all rows, strays with a fault."""
        for line in lines:
            fault = None if line.fault else self._fault(line)
            yield self._refused(line, fault) if fault else line

    def batches(
        self, batches: Iterable[SheetBatch], start: Mark | None = None
    ) -> Iterator[SheetBatch]:
        """Yield the same rows in batches, which begin at a mark that was given out here."""
        self._is_other = bool(start and start.is_other)
        for batch in batches:
            if not self._is_other and not self._may_have_strays(batch):
                yield batch
                continue
            mark = batch.mark and batch.mark._replace(is_other=self._is_other)
            lines = self.lines(_lines_of(batch))
            parts = batches_of_lines(lines, len(self._header), batch.first)
            for part in marked(parts, mark):
                yield replace(part, share=batch.share)

    def _may_have_strays(self, batch: SheetBatch) -> bool:
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._delimiter and _has_long_rows(batch):
            return True
        if self._is_wide and _has_notes(batch.table):
            return True
        first = batch.table[cell_name(0)]
        beginnings = pa.array(sorted(self._beginnings), pa.string())
        if pc.any(pc.is_in(pc.utf8_lower(first), beginnings)).as_py():
            return True
        if pc.any(
            pc.match_substring_regex(
                _first_filled(batch.table), f"(?:{_TOTAL})|(?:{_LINE})", ignore_case=True
            )
        ).as_py():
            return True
        return any(self._may_stray(line.cells) for _, line in batch.odd)

    def _may_stray(self, cells: Sequence[CellValue]) -> bool:
        """Tell a row that has to be looked at, by its first cells."""
        if self._is_note(cells):
            return True
        first = cells[0] if cells else None
        if isinstance(first, str) and first.lower() in self._beginnings:
            return True
        word = next((cell for cell in cells[:_FIRST] if cell not in (None, "")), None)
        return isinstance(word, str) and bool(_IS_TOTAL(word) or _IS_LINE(word))

    def _fault(self, line: Line) -> Fault | None:
        """Say what is wrong with a row; one that begins another table begins it now."""
        cells = line.cells
        if self._is_note(cells):
            return OTHER if self._is_other else NOTE
        if self._may_stray(cells):
            if self._is_header(cells):
                self._is_other = False
                return AGAIN
            if self._is_of_headings(cells):
                self._is_other = True
            elif not self._is_other and _is_of_lines(cells):
                return LINE
            elif not self._is_other and _is_of_sums(cells):
                return SUMS
        if self._delimiter and swallows_rows(cells, len(self._header), self._delimiter):
            return SWALLOWED, remedy_of_swallowed(line)
        return OTHER if self._is_other else None

    def _is_note(self, cells: Sequence[CellValue]) -> bool:
        return self._is_wide and sum(1 for _ in islice(filter(is_filled, cells), 2)) < 2

    def _is_header(self, cells: Sequence[CellValue]) -> bool:
        names = [_folded(cell) for cell in fitted(cells, len(self._header))]
        return names == self._header

    def _is_of_headings(self, cells: Sequence[CellValue]) -> bool:
        known = known_count(cells, self._is_known)
        if known < 2 or 2 * known < filled(cells):
            return False
        return all(is_name(cell) for cell in cells if cell not in (None, ""))

    def _refused(self, line: Line, fault: Fault) -> Line:
        width = len(self._header)
        cells = fitted(line.cells, width) if is_even(line, width) else line.cells
        return Line(line.number, cells, *fault)


def _has_long_rows(batch: SheetBatch) -> bool:
    """Tell that a row may take several lines."""
    import pyarrow.compute as pc

    columns = (batch.table[name] for name in cell_names(batch.table.column_names))
    if any(pc.any(pc.match_substring(column, "\n")).as_py() for column in columns):
        return True
    return any("\n" in str(cell) for _, line in batch.odd for cell in line.cells)


def _is_of_lines(cells: Sequence[CellValue]) -> bool:
    return all(isinstance(cell, str) and _IS_LINE(cell) for cell in cells if is_filled(cell))


def _is_of_sums(cells: Sequence[CellValue]) -> bool:
    """Tell a row with a word before sums, and then with nothing but numbers."""
    _, *others = [cell for cell in cells if cell not in (None, "")]
    return bool(others) and all(map(_is_number, others))


def _is_number(cell: CellValue) -> bool:
    if isinstance(cell, str):
        return bool(_IS_NUMBER(cell.strip()))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _folded(cell: CellValue) -> str:
    return "" if cell is None else str(cell).strip().casefold()


def _first_filled(table: "pa.Table") -> "pa.ChunkedArray":
    """Return of each row the first cell with a text among the first columns."""
    import pyarrow.compute as pc

    names = cell_names(table.column_names)[:_FIRST]
    found = table[names[0]]
    for name in names[1:]:
        is_empty = pc.or_kleene(pc.is_null(found), pc.equal(found, ""))
        if not pc.any(is_empty).as_py():
            break
        found = pc.if_else(pc.fill_null(is_empty, fill_value=True), table[name], found)
    return found


def _has_notes(table: "pa.Table") -> bool:
    """Tell that a row has one cell only. Most tables say so in their first two columns."""
    import numpy as np
    import pyarrow.compute as pc

    filled_ = np.zeros(table.num_rows, np.int8)
    for name in cell_names(table.column_names):
        length = pc.binary_length(pc.utf8_trim_whitespace(table[name]))
        filled_ += pc.fill_null(pc.greater(length, 0), fill_value=False).to_numpy()
        if (filled_ > 1).all():
            return False
        np.minimum(filled_, 2, out=filled_)
    return True


def _lines_of(batch: SheetBatch) -> Iterator[Line]:
    """Yield the rows of a batch in their order."""
    columns = [column.to_pylist() for column in batch.table.columns]
    rows = zip(*columns, strict=True)
    even = ((n, Line(number, [*map(cell_from_text, cells)])) for n, number, *cells in rows)
    for _, line in sorted([*even, *batch.odd], key=lambda one: one[0]):
        yield line
