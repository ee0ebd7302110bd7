"""Rows that a quotation mark left open has put into one cell."""

__all__ = ["SWALLOWED", "remedy_of_swallowed", "swallows_rows"]

from collections.abc import Sequence

from geo.importers.row import CellValue
from geo.importers.sheets.line import Line

SWALLOWED = "has a cell of several lines that look like rows"
_LEAST = 3  # columns of a row that can be told from prose


def swallows_rows(cells: Sequence[CellValue], width: int, delimiter: str) -> bool:
    """Tell a row one of whose cells has a line with as many cells as the header, and a figure."""
    if width < _LEAST:
        return False
    return any(_is_row(line, width, delimiter) for text in _long(cells) for line in text[1:])


def remedy_of_swallowed(line: Line) -> str:
    """Say which lines of the file stand in the cells of a row."""
    last = line.number + sum(len(text) - 1 for text in _long(line.cells))
    remedy = "Close the quotation mark before them, if one is left open"
    return f"{remedy}: lines {line.number + 1:,} to {last:,} are not read."


def _long(cells: Sequence[CellValue]) -> list[list[str]]:
    """Return the lines of each cell that has several."""
    return [cell.split("\n") for cell in cells if isinstance(cell, str) and "\n" in cell]


def _is_row(line: str, width: int, delimiter: str) -> bool:
    is_even = line.count(delimiter) == width - 1
    return is_even and any(char.isdigit() for char in line)
