"""Many rows of a sheet at once, as columns of texts."""

__all__ = ["SheetBatch", "batches_of_lines", "is_fit", "marked", "resized"]

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.importers.cells.cell_text import MARK, cell_name, text_from_cell
from geo.importers.row import CellValue
from geo.importers.sheets.line import Line, fitted, is_even
from geo.importers.sheets.mark import Mark
from geo.settings import limit

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1000  # rows that are held as objects of Python
LARGEST_BLOCK = 1 << 20  # characters of these
LARGEST = 1 << 23  # bytes of a batch, after which it ends whatever its number of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBatch:
    """Rows that follow each other: the even ones as columns, the odd ones as they are.

    - `first`, `size`: the number of its first row among all rows under the header, which are
      counted from 0, and how many rows it has.
    - `table`: rows with a cell under each heading: `n` (their number), `line` (where each begins)
      and `c0`, `c1` … (their cells as texts of `cell_text`; null for an empty cell of a typed
      file). Each column is one array, whatever the batch was put together of.
    - `odd`: number and line of all other rows: with more or fewer cells, with a fault, or with a
      cell that is too long or that holds what is not text.
    - `share`: how much of the file is read after it, 0…1; None if not known.
    - `mark`: where it begins, if a reading can begin there.
    """

    first: int
    size: int
    table: "pa.Table"
    odd: Sequence[tuple[int, Line]] = ()
    share: float | None = None
    mark: Mark | None = None


def batches_of_lines(lines: Iterable[Line], width: int, first: int = 0) -> Iterator[SheetBatch]:
    """Yield small batches of rows under a header of `width` cells; `first` stand above them."""
    for block in _blocks(lines):
        yield _batch(block, width, first)
        first += len(block)


def marked(batches: Iterable[SheetBatch], mark: Mark | None) -> Iterator[SheetBatch]:
    """Yield batches, the first of them with the mark of where it begins."""
    for batch in batches:
        yield replace(batch, mark=mark)
        mark = None


def resized(batches: Iterable[SheetBatch], size: int) -> Iterator[SheetBatch]:
    """Yield the same rows in batches of `size`, or of fewer where they are large."""
    held: list[SheetBatch] = []
    rows = bytes_ = 0
    for batch in batches:
        rest = batch if batch.size else None
        while rest:
            part, rest = _split(rest, size - rows)
            held.append(part)
            rows, bytes_ = rows + part.size, bytes_ + part.table.nbytes
            if rows == size or bytes_ >= LARGEST:
                yield _joined(held)
                held, rows, bytes_ = [], 0, 0
    if held:
        yield _joined(held)


def is_fit(column: Any) -> bool:
    """Tell an array whose texts surely have no NUL and are not too long."""
    import pyarrow.compute as pc

    if column is None:
        return False
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    return longest <= limit("file_cell") and b"\0" not in _characters(column)


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines together as many as can be held at once."""
    block: list[Line] = []
    length = 0
    for line in lines:
        block.append(line)
        length += sum(len(cell) for cell in line.cells if isinstance(cell, str))
        if len(block) == BLOCK or length > LARGEST_BLOCK:
            yield block
            block, length = [], 0
    if block:
        yield block


def _batch(lines: Sequence[Line], width: int, first: int) -> SheetBatch:
    """Return rows as a batch: all of them at once if they are even, else the even ones."""
    rows = [line.cells for line in lines]
    if not any(line.fault or line.errors for line in lines) and set(map(len, rows)) == {width}:
        columns = [_column(cells) for cells in zip(*rows, strict=True)]
        if all(map(is_fit, columns)):
            return _made(lines, range(len(lines)), columns, first)
    return _sorted_out(lines, width, first)


def _sorted_out(lines: Sequence[Line], width: int, first: int) -> SheetBatch:
    places = [place for place, line in enumerate(lines) if is_even(line, width)]
    rows = [fitted(lines[place].cells, width) for place in places]
    cells = zip(*rows, strict=True) if rows else [()] * width
    return _made(lines, places, [_column(each) for each in cells], first)


def _made(
    lines: Sequence[Line], even: Sequence[int], columns: Sequence[Any], first: int
) -> SheetBatch:
    import pyarrow as pa

    odd = sorted(set(range(len(lines))).difference(even)) if len(even) < len(lines) else ()
    arrays = {
        "n": pa.array([first + place for place in even], pa.int32()),
        "line": pa.array([lines[place].number for place in even], pa.int32()),
        **{cell_name(place): column for place, column in enumerate(columns)},
    }
    return SheetBatch(
        first=first,
        size=len(lines),
        table=pa.table(arrays),
        odd=[(first + place, lines[place]) for place in odd],
    )


def _column(cells: Sequence[CellValue]) -> Any:
    """Return cells as an array of texts; None if a text has half a surrogate pair."""
    import pyarrow as pa

    try:
        column = pa.array(cells, pa.string())
        if MARK.encode() not in _characters(column):
            return column
    except pa.ArrowTypeError:  # numbers, days
        pass
    except UnicodeEncodeError:
        return None
    try:
        return pa.array(list(map(text_from_cell, cells)), pa.string())
    except UnicodeEncodeError:
        return None


def _characters(column: Any) -> bytes:
    return bytes(column.buffers()[2].to_pybytes())


def _split(batch: SheetBatch, size: int) -> tuple[SheetBatch, SheetBatch | None]:
    """Return the first `size` rows of a batch, and the others if there are any."""
    if batch.size <= size:
        return batch, None
    end = batch.first + size
    place = int(batch.table["n"].to_numpy().searchsorted(end))
    parts = (
        (batch.first, size, batch.table[:place], [one for one in batch.odd if one[0] < end]),
        (end, batch.size - size, batch.table[place:], [one for one in batch.odd if one[0] >= end]),
    )
    before, after = (
        SheetBatch(first=first, size=count, table=table, odd=odd, share=batch.share)
        for first, count, table, odd in parts
    )
    return before, after


def _joined(batches: Sequence[SheetBatch]) -> SheetBatch:
    import pyarrow as pa

    return SheetBatch(
        first=batches[0].first,
        size=sum(batch.size for batch in batches),
        table=pa.concat_tables([batch.table for batch in batches]).combine_chunks(),
        odd=[one for batch in batches for one in batch.odd],
        share=batches[-1].share,
    )
