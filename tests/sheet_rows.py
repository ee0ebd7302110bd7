"""The rows of a sheet by batches, and one after the other: both ways must say the same."""

from geo.importers.cells.cell_text import cell_from_text
from geo.importers.sheets.line import Line, fitted, is_even
from geo.importers.sheets.mark import Part
from geo.importers.sheets.sheet import Sheet
from geo.importers.sheets.sheet_batch import SheetBatch


def lines_of(batch: SheetBatch) -> list[tuple[int, Line]]:
    """Return the rows of a batch with their numbers."""
    columns = [column.to_pylist() for column in batch.table.columns]
    rows = zip(*columns, strict=True) if columns else ()
    even = [(n, Line(line, list(map(cell_from_text, cells)))) for n, line, *cells in rows]
    return sorted([*even, *batch.odd], key=lambda one: one[0])


def shown(line: Line) -> tuple[object, ...]:
    """Return a line with the kind of each cell; NaN is equal to itself, and 0.0 not to -0.0."""
    return (line.number, *line[2:], [(type(cell), str(cell)) for cell in line.cells])


def assert_same(sheet: Sheet, size: int) -> None:
    """Assert that batches hold the rows that `data` yields; a row has the cells of the header.

    So do those of the parts that begin at marks, each read by itself.
    """
    width, expected = len(sheet.header), list(sheet.data())
    batches = list(sheet.batches(size))
    found = [one for batch in batches for one in lines_of(batch)]
    assert [n for n, _ in found] == list(range(len(expected)))
    for line, (_, other) in zip(expected, found, strict=True):
        cells = fitted(line.cells, width) if is_even(line, width) else line.cells
        assert shown(line._replace(cells=cells)) == shown(other)
    odd = [n for batch in batches for n, _ in batch.odd]
    assert odd == [n for n, line in enumerate(expected) if not is_even(line, width)]
    for batch in batches:
        names = ["n", "line", *(f"c{number}" for number in range(width))]
        kinds = ["int32", "int32", *["string"] * width]
        assert (batch.table.column_names, batch.first) == (names, lines_of(batch)[0][0])
        assert list(map(str, batch.table.schema.types)) == kinds
        assert batch.size == batch.table.num_rows + len(batch.odd) <= size
        assert all(column.num_chunks == 1 for column in batch.table.columns)
    assert _of_parts(sheet, size, len(expected)) in ([], [(n, shown(line)) for n, line in found])


def _of_parts(sheet: Sheet, size: int, count: int) -> list[tuple[int, tuple[object, ...]]]:
    """Return the rows of all parts; none where the sheet has no marks."""
    marks = [batch.mark for batch in sheet.marked() if batch.mark]
    if not marks:
        return []
    starts = marks if marks[0].row == 0 else [None, *marks]
    ends = [*(mark.row for mark in starts[1:] if mark), count]
    parts = [
        Part(mark, end - (mark.row if mark else 0)) for mark, end in zip(starts, ends, strict=True)
    ]
    batches = (batch for part in parts for batch in sheet.batches(size, part))
    return [(n, shown(line)) for batch in batches for n, line in lines_of(batch)]
