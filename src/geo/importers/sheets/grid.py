"""The rows of a file, before it is known which of them names the columns."""

__all__ = ["Grid", "top_of"]

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from geo.errors import Finding
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.options import NOTHING_CHOSEN, SheetChoice
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.settings import limit

LOOKED_AT = 30  # rows, among which the heading is
MOST_TEXT = 1 << 20  # characters of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What a file has: `rows` yields all rows that hold something, as often as it is called.

    - `below`, if the kind of file has a quick way, takes a number of columns, a number of rows and
      perhaps a mark, and yields batches of the rows below these, or from the mark on.
    - `is_named` tells a kind of file whose first row surely names the columns.
    - `is_wide` tells a kind whose rows have empty cells at their ends.
    - `delimiter` stands between the cells of a text.
    - `empty` is what is said of a file without any row.
    """

    name: str
    rows: Callable[[], Iterator[Line]]
    below: Callable[[int, int, Mark | None], Iterator[SheetBatch]] | None = None
    warnings: tuple[Finding, ...] = ()
    choice: SheetChoice = NOTHING_CHOSEN
    is_named: bool = False
    is_wide: bool = False
    delimiter: str = ""
    empty: str = "has no header: its first line must name the columns"

    def top(self) -> list[Line]:
        """Return the first rows; only the heading, where a kind of file surely has one."""
        return top_of(self.rows(), 1 if self.is_named else LOOKED_AT)


def top_of(rows: Iterator[Line], most: int = LOOKED_AT) -> list[Line]:
    """Return the first of some rows, fewer where they are long."""
    lines: list[Line] = []
    length = 0
    for line in islice(rows, most):
        cells = line.cells if not lines else line.cells[: limit("file_columns") + 1]
        lines.append(line._replace(cells=cells))
        length += len(cells) + sum(len(cell) for cell in cells if isinstance(cell, str))
        if length > MOST_TEXT:
            break
    return lines
