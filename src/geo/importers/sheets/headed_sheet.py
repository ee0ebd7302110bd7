"""The table that the rows of a file are, once it is known which of them name the columns."""

__all__ = ["HEADING_NOT_SURE", "ColumnNames", "sheet_from_grid"]

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

from geo.errors import Finding, UnreadableData
from geo.importers.checks.repeated_names import repeated_findings
from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import (
    HeadingRows,
    IsKnown,
    find_heading,
    heading_at,
    names_of,
)
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import SheetOptions
from geo.importers.sheets.sheet import Sheet, cleaned_header, cleaned_name
from geo.importers.sheets.stray_rows import StrayRows
from geo.importers.sheets.swallowed_rows import SWALLOWED, swallows_rows

HEADING_NOT_SURE = "it is not certain that this row names the columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnNames:
    """Names of columns: `is_known` tells them, `beginnings` are some of them in small letters."""

    is_known: IsKnown
    beginnings: frozenset[str]


def sheet_from_grid(grid: Grid, options: SheetOptions, known: ColumnNames) -> Sheet:
    """Find the rows that name the columns, or take the one that is said. Raises UnreadableData."""
    top = grid.top()
    if not top:
        raise UnreadableData(f"{grid.name} {grid.empty}")
    heading = _heading(grid, top, options.header_row, known.is_known)
    rows = top[heading.first : heading.last + 1]
    _check_whole(grid, top[: heading.last + 1])
    names = _names(grid, rows, known.is_known)
    header = cleaned_header(grid.name, names)
    below, end = grid.below, heading.last + 1
    return Sheet(
        name=grid.name,
        header=header,
        lines=partial(_lines, grid, heading, header),
        warnings=(
            *grid.warnings,
            *_warnings(grid, rows, heading),
            *repeated_findings(grid.name, names),
        ),
        below=below and (lambda above, start: below(len(header), above - 1 + end, start)),
        choice=replace(
            grid.choice,
            header_rows=() if grid.is_named else tuple(row.number for row in rows),
            open=grid.choice.open | ({"header_row"} - {heading.is_certain and "header_row"}),
        ),
        strays=None
        if grid.is_named
        else partial(
            StrayRows,
            is_known=known.is_known,
            beginnings=known.beginnings,
            delimiter=grid.delimiter,
        ),
    )


def _check_whole(grid: Grid, lines: Sequence[Line]) -> None:
    """Refuse a file that is broken where its columns are named. Raises UnreadableData."""
    for line in lines:
        is_swallowing = grid.delimiter and swallows_rows(
            line.cells, len(line.cells), grid.delimiter
        )
        if fault := line.fault or (SWALLOWED if is_swallowing else ""):
            text = f"{grid.name}: line {line.number} {fault}"
            raise UnreadableData(f"{text}, where the columns are named: mend it")


def _heading(grid: Grid, top: Sequence[Line], said: int | None, is_known: IsKnown) -> HeadingRows:
    """Return where the heading stands among the first rows."""
    if grid.is_named:
        return HeadingRows(first=0, last=0, is_certain=True)
    if said is None:
        return find_heading(top, is_known)
    places = {line.number: place for place, line in enumerate(top)}
    if said not in places:
        found = ", ".join(map(str, places))
        text = f"{grid.name} has no heading in row {said}: it is empty, or too far down"
        raise UnreadableData(f"{text}. Rows that hold something are {found}")
    return heading_at(top, places[said])


def _names(grid: Grid, rows: Sequence[Line], is_known: IsKnown) -> list[str]:
    cells = [_trimmed(row.cells) if grid.is_wide else row.cells for row in rows]
    names: Sequence[CellValue] = cells[0] if len(cells) == 1 else names_of(cells, is_known)
    if not any(name not in (None, "") for name in names):
        raise UnreadableData(f"{grid.name} {grid.empty}")
    return list(map(cleaned_name, names))


def _trimmed(cells: Sequence[CellValue]) -> Sequence[CellValue]:
    """Return cells without empty ones at the end: sheets are often wider than what is written."""
    kept = list(cells)
    while kept and kept[-1] in (None, ""):
        kept.pop()
    return kept


def _lines(grid: Grid, heading: HeadingRows, header: Sequence[str]) -> Iterator[Line]:
    """Yield the rows from the heading on, which is one row, whatever it takes in the file."""
    lines = islice(grid.rows(), heading.last, None)
    if heading.first == heading.last:
        return lines
    return chain((line._replace(cells=header) for line in islice(lines, 1)), lines)


def _warnings(grid: Grid, rows: Sequence[Line], heading: HeadingRows) -> Iterator[Finding]:
    """Say where the columns are named, unless that is the first row and certain."""
    numbers = [row.number for row in rows]
    last = numbers[-1]
    if heading.last:
        said = f"rows {numbers[0]} to {last} name" if len(rows) > 1 else f"row {last} names"
        above = "; rows above are not read" if heading.first else ""
        yield _finding(grid, f"{said} the columns{above}")
    if not heading.is_certain:
        yield _finding(grid, HEADING_NOT_SURE, value=f"row {last}")


def _finding(grid: Grid, rule: str, value: str = "") -> Finding:
    remedy = "Say which row names the columns (--header-row) if another one does."
    return Finding(record=grid.name, field="", value=value, rule=rule, remedy=remedy)
