"""A row of a sheet as it stands there."""

__all__ = ["LONGEST_CELL", "NO_VALUE", "UNFIT", "Line", "fitted", "is_even"]

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.importers.row import CellValue

LONGEST_CELL = 131_072  # characters, the limit that Python's csv module comes with
UNFIT = re.compile("[\0\ud800-\udfff]")  # what no file of text or database takes
NO_VALUE = "formula without a value"  # the error of a cell whose value was not saved


class Line(NamedTuple):
    """A row of a sheet: where it begins, its cells, and why it cannot be read, if so.

    `errors` has the place and text of each cell in which a spreadsheet shows an error.
    """

    number: int
    cells: Sequence[CellValue]
    fault: str = ""
    remedy: str = ""
    errors: tuple[tuple[int, str], ...] = ()


def fitted(cells: Sequence[CellValue], size: int) -> Sequence[CellValue]:
    """Return the cells without empty ones beyond the header."""
    if len(cells) == size:
        return cells
    kept = list(cells)
    while len(kept) > size and kept[-1] in (None, ""):
        kept.pop()
    if not isinstance(cells, list):  # cells at the end of a sheet's row may be left out
        kept += [None] * (size - len(kept))
    return kept


def is_even(line: Line, size: int) -> bool:
    """Tell a row with a cell under each heading, all of which a table of texts can keep."""
    cells = fitted(line.cells, size)
    return not (line.fault or line.errors) and len(cells) == size and all(map(_is_fit, cells))


def _is_fit(cell: CellValue) -> bool:
    return not isinstance(cell, str) or (len(cell) <= LONGEST_CELL and not UNFIT.search(cell))
