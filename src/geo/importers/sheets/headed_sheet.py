"""The table that the rows of a file are, once it is known which of them names the columns."""

__all__ = ["sheet_from_grid"]

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from geo.errors import UnreadableData
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import SheetOptions
from geo.importers.sheets.sheet import Sheet, cleaned_header


def sheet_from_grid(grid: Grid, options: SheetOptions) -> Sheet:
    """Find the row that names the columns, or take the one that is said. Raises UnreadableData."""
    top = grid.top()
    place = _place(grid, top, options.header_row)
    heading = top[place]
    cells = _trimmed(heading.cells) if grid.is_wide else heading.cells
    if heading.fault or not any(cell not in (None, "") for cell in cells):
        raise UnreadableData(f"{grid.name} {grid.empty}")
    names = cleaned_header(grid.name, cells)
    below = grid.below
    return Sheet(
        name=grid.name,
        header=names,
        lines=partial(_lines, grid, place, Line(heading.number, cells)),
        warnings=grid.warnings,
        below=below and (lambda above: below(len(names), above + place)),
        choice=replace(grid.choice, header_rows=(heading.number,)),
    )


def _place(grid: Grid, top: Sequence[Line], header_row: int | None) -> int:
    """Return where the heading stands among the first rows."""
    if not top:
        raise UnreadableData(f"{grid.name} {grid.empty}")
    if header_row is None or grid.is_named:
        return 0
    places = {line.number: place for place, line in enumerate(top)}
    if header_row not in places:
        found = ", ".join(map(str, places))
        text = f"{grid.name} has no heading in row {header_row}: it is empty, or too far down"
        raise UnreadableData(f"{text}. Rows that hold something are {found}")
    return places[header_row]


def _trimmed(cells: Sequence[CellValue]) -> Sequence[CellValue]:
    """Return cells without empty ones at the end: sheets are often wider than what is written."""
    kept = list(cells)
    while kept and kept[-1] in (None, ""):
        kept.pop()
    return kept


def _lines(grid: Grid, place: int, heading: Line) -> Iterator[Line]:
    return chain([heading], islice(grid.rows(), place + 1, None))
