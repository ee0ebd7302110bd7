"""Rows that a quotation mark left open has put into one cell."""

__all__ = ["SWALLOWED", "swallows_rows"]

from collections.abc import Sequence

from geo.importers.row import CellValue

SWALLOWED = (
    "has a cell of several lines that look like rows",
    "Close the quotation mark before them, if one is left open: these rows are not read.",
)
_LEAST = 3  # columns of a row that can be told from prose


def swallows_rows(cells: Sequence[CellValue], width: int, delimiter: str) -> bool:
    """Tell a row one of whose cells has a line with as many cells as the header, and a figure."""
    if width < _LEAST:
        return False
    texts = (cell for cell in cells if isinstance(cell, str) and "\n" in cell)
    return any(_is_row(line, width, delimiter) for text in texts for line in text.split("\n")[1:])


def _is_row(line: str, width: int, delimiter: str) -> bool:
    is_even = line.count(delimiter) == width - 1
    return is_even and any(char.isdigit() for char in line)
