"""A row of a sheet as it stands there."""

__all__ = ["NO_VALUE", "UNFIT", "Line", "fitted", "is_even"]

import re
from collections.abc import Sequence
from typing import NamedTuple

from geo.importers.row import CellValue
from geo.settings import limit

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
    cells, most = fitted(line.cells, size), limit("file_cell")
    return (
        not (line.fault or line.errors)
        and len(cells) == size
        and all(not isinstance(cell, str) or _is_fit(cell, most) for cell in cells)
    )


def _is_fit(cell: str, most: int) -> bool:
    return len(cell) <= most and not UNFIT.search(cell)
