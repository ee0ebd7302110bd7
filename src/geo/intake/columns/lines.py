"""Columns of texts back to lines, for the rows that go one by one."""

__all__ = ["lines_of"]

from collections.abc import Iterator

import pyarrow as pa

from geo.importers.cells.cell_text import cell_from_text, cell_names
from geo.importers.sheets.line import Line


def lines_of(rows: pa.Table) -> Iterator[Line]:
    """Yield the lines of rows: `line` is where each begins, and `c0`, `c1` … are its cells."""
    names = cell_names(rows.column_names)
    cells = zip(*(rows[name].to_pylist() for name in names), strict=True)
    for number, texts in zip(rows["line"].to_pylist(), cells, strict=True):
        yield Line(number, [cell_from_text(text) for text in texts])
