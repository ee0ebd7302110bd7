"""Tables as files: a header, and rows of cells under it."""

__all__ = ["MOST_TEXTS", "Sheet", "cell_of", "cleaned_header", "cleaned_name"]

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from typing import Any

from geo.errors import Finding, UnreadableData
from geo.importers.cells.cell_text import cell_from_text, cell_name
from geo.importers.record import text_of
from geo.importers.row import CellValue
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark, Part
from geo.importers.sheets.options import NOTHING_CHOSEN, SheetChoice
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines, resized
from geo.importers.sheets.stray_rows import StrayRows
from geo.settings import limit

MOST_TEXTS = 200_000  # of a column that are held
_BATCH = 16_384  # rows
UNSEEN = "\ufeff\u200b\u2060\u200e\u200f"  # byte order, no width, directions: not white space


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: `lines` yields its rows from the first, as often as it is called.

    `below`, if the kind of file has a quick way, yields batches of the rows below the first ones,
    or of those from a mark on.
    `choice` says which table of the file it is, and what else there is. `strays` makes what finds
    rows that are not records under a header.
    """

    name: str
    header: tuple[str, ...]
    lines: Callable[[], Iterator[Line]]
    warnings: tuple[Finding, ...] = ()
    below: Callable[[int, Mark | None], Iterator[SheetBatch]] | None = None
    choice: SheetChoice = NOTHING_CHOSEN
    strays: Callable[[Sequence[str]], StrayRows] | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the HXL tags under the header, "" for a column without one; () without any."""
        second = next(islice(self.lines(), 1, None), None)
        texts = tuple(str(cell or "").strip() for cell in second.cells) if second else ()
        return texts if _are_tags(texts) else ()

    def data(self) -> Iterator[Line]:
        """Yield the lines under the header, and under a second one."""
        lines = islice(self.lines(), self._headers(), None)
        return self.strays(self.header).lines(lines) if self.strays else lines

    def batches(self, size: int, part: Part | None = None) -> Iterator[SheetBatch]:
        """Yield the lines of `data` in batches of `size` rows, or of fewer where they are large.

        Of a part, only its rows are read, if it has a mark.
        """
        batches = self.marked(part and part.mark)
        return resized(_first(batches, part.size) if part else batches, size)

    def marked(self, start: Mark | None = None) -> Iterator[SheetBatch]:
        """Yield the same lines in batches as they are read, with marks where they can have some.

        A `start` is one of these marks; the batches are then those from there on.
        """
        if not self.below:
            return batches_of_lines(self.data(), len(self.header))
        batches = self.below(self._headers(), start)
        return self.strays(self.header).batches(batches, start) if self.strays else batches

    def texts_of(self, name: str) -> set[str]:
        """Return the different texts of a column, MOST_TEXTS of them at most."""
        import pyarrow.compute as pc

        place, found = self.header.index(name), set[str]()
        for batch in self.batches(_BATCH):
            cells = pc.unique(batch.table[cell_name(place)]).to_pylist()
            odd = (line.cells[place] for _, line in batch.odd if place < len(line.cells))
            found.update(filter(None, map(text_of, (*map(cell_from_text, cells), *odd))))
            if len(found) >= MOST_TEXTS:
                break
        return found

    def _headers(self) -> int:
        second = next(islice(self.lines(), 1, None), None)
        if second is None or second.fault:
            return 1
        return 2 if _is_second_header(self.header, second.cells) else 1


def _first(batches: Iterator[SheetBatch], size: int) -> Iterator[SheetBatch]:
    """Yield batches that have so many rows together: what is not needed is not read."""
    while size > 0 and (batch := next(batches, None)):
        size -= batch.size
        yield batch


def cleaned_name(cell: CellValue) -> str:
    """Return the name of a column without what nobody sees at its ends."""
    return "" if cell is None else str(cell).replace("\0", "").strip().strip(UNSEEN).strip()


def cleaned_header(file: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, each of them once; a column without a name gets its number.

    Raises UnreadableData for a file of more columns than are read.
    """
    most = limit("file_columns")  # each is an array in memory, and a column of the store
    if len(texts) > most:
        text = f"{file} has {len(texts):,} columns, and {most:,} are the most that are read"
        raise UnreadableData(f"{text}: leave out those that are not needed")
    names: dict[str, None] = {}
    for number, text in enumerate(texts, start=1):
        name = text or f"column {number}"
        names[f"{name} ({number})" if name in names else name] = None
    return tuple(names)


def cell_of(value: Any) -> CellValue:
    """Return a value of a typed file as a cell: nested ones as JSON, bytes in hexadecimal."""
    if value is None or isinstance(value, str | int | float | bool | date | time):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _is_second_header(header: Sequence[str], cells: Sequence[CellValue]) -> bool:
    """Tell a row of HXL tags (#date +start), which copies on HDX have, or a header said again."""
    texts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    if texts == [name for name in header if name in texts] and len(texts) == len(header):
        return True
    return _are_tags(texts)


def _are_tags(texts: Sequence[str]) -> bool:
    said = [text for text in texts if text]
    return bool(said) and all(text.startswith("#") for text in said)
