"""A piece of delimited text, read by Arrow: the same rows as Python's csv module reads, or nothing.

Both read quotation marks by the same rules: one opens a cell at its beginning only, two within it
stand for one, and what follows the closing one belongs to the cell. Where they differ, or where
Arrow does not tell on which line a row begins, the piece is left to Python.
"""

__all__ = ["Piece", "piece_from_bytes"]

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.importers.cells.cell_text import MARK, cell_name
from geo.importers.row import CellValue
from geo.importers.sheets.delimited.csv_lines import CsvRows
from geo.importers.sheets.line import Line, fitted, is_even
from geo.settings import limit

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy import ndarray

    Whole = ndarray[Any, Any]

_NEWLINE, _RETURN, _QUOTE = b'\n\r"'
_BYTE_ORDER_MARK = "\ufeff".encode()
_STEP = 1 << 16  # bytes


class Piece(NamedTuple):
    """Rows of a text, counted from 0, and its lines, too.

    `columns` are the cells of the even rows, `numbers` tells which of the rows these are, and
    `starts` on which line each begins; `odd` has number and line of the others. `size`, `length`
    and `line_count` are the rows, bytes and lines of all of it.
    """

    columns: "Sequence[pa.Array]"
    numbers: "Whole"
    starts: "Whole"
    odd: list[tuple[int, Line]]
    size: int
    length: int
    line_count: int


class _Layout(NamedTuple):
    """Where the last whole row ends, and on which line each row begins."""

    end: int
    starts: "Whole"


@dataclass(frozen=True, kw_only=True)
class _Parsed:
    """What Arrow made of a text: even rows as columns, others by their place, as they stand."""

    columns: "list[pa.Array]"
    ragged: dict[int, str]

    @property
    def size(self) -> int:
        return len(self.columns[0]) + len(self.ragged)

    @cached_property
    def lengths(self) -> "list[Whole]":
        import pyarrow.compute as pc

        return [pc.binary_length(column).to_numpy() for column in self.columns]

    @property
    def may_be_open(self) -> bool:
        """Tell whether a quotation mark may have been left open at the end of the last row."""
        last = self.ragged.get(self.size - 1)
        if last is None:
            return self.size > 0 and str(self.columns[-1][-1]).endswith("\n")
        return '"' in last

    @property
    def is_short(self) -> bool:
        """Tell that no cell can have more characters than Python's csv module lets pass."""
        longest = max((int(each.max(initial=0)) for each in self.lengths), default=0)
        return max(longest, *map(len, self.ragged.values()), 0) <= limit("file_cell")

    def empty(self) -> "Whole":
        """Tell of each even row whether it has no text, or only spaces."""
        empty = _is_blank(self.columns[0])
        for column in self.columns[1:]:
            if not empty.any():
                break
            empty &= _is_blank(column)
        return empty


def _is_blank(column: "pa.Array") -> "Whole":
    import pyarrow.compute as pc

    blank: Whole = pc.binary_length(pc.utf8_trim_whitespace(column)).to_numpy() == 0
    return blank


def piece_from_bytes(data: bytes, delimiter: str, width: int, *, is_last: bool) -> Piece | None:
    """Read the whole rows that UTF-8 bytes begin with; None if that is left to Python."""
    data = data if is_last else data[: data.rfind(b"\n") + 1]
    if not data or _is_strange(data):
        return None
    parsed = _parsed(data, delimiter, width)
    layout = parsed and (_one_line_each(data, parsed) or _layout(data, delimiter))
    if layout and layout.end < len(data):
        data = data[: layout.end]
        parsed = _parsed(data, delimiter, width)
    if not parsed or not layout or parsed.size != len(layout.starts) or not parsed.is_short:
        return None
    return _piece(data, parsed, layout, delimiter)


def _is_strange(data: bytes) -> bool:
    """Tell a text with bytes that Arrow or a table of texts takes otherwise than Python."""
    if data.startswith(_BYTE_ORDER_MARK) or b"\0" in data or MARK.encode() in data:
        return True
    return b"\r" in data and _has_bare_return(data)


def _has_bare_return(data: bytes) -> bool:
    import numpy as np

    view = np.frombuffer(data + b"\0", np.uint8)
    return bool((view[_places(data, _RETURN) + 1] != _NEWLINE).any())


def _places(data: bytes, byte: int) -> "Whole":
    """Return where a byte stands, found step by step: large arrays would need fresh memory."""
    import numpy as np

    view = np.frombuffer(data, np.uint8)
    starts = range(0, len(data), _STEP)
    found = [(view[start : start + _STEP] == byte).nonzero()[0] + start for start in starts]
    return np.concatenate(found)


def _line_count(data: bytes) -> int:
    return _places(data, _NEWLINE).size + (not data.endswith(b"\n"))


def _parsed(data: bytes, delimiter: str, width: int) -> _Parsed | None:
    import pyarrow as pa
    from pyarrow import csv

    ragged: dict[int, str] = {}

    def keep(row: Any) -> str:
        ragged[row.number - 1] = row.text
        return "skip"

    names = list(map(cell_name, range(width)))
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=keep
            ),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None
    return _Parsed(columns=[_one_array(column) for column in table.columns], ragged=ragged)


def _one_array(column: Any) -> Any:
    """Return a column's only chunk; to combine it with nothing would copy it."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _one_line_each(data: bytes, parsed: _Parsed) -> _Layout | None:
    """Return the layout of rows that take one line each, if they do."""
    import numpy as np

    lines = _line_count(data)
    if lines != parsed.size or parsed.may_be_open or _ends_in_quotes(data):
        return None
    return _Layout(len(data), np.arange(lines, dtype=np.int32))


def _ends_in_quotes(data: bytes) -> bool:
    """Tell a last line without an end that has a quotation mark, which may be open."""
    return not data.endswith(b"\n") and b'"' in data[data.rfind(b"\n") + 1 :]


def _layout(data: bytes, delimiter: str) -> _Layout | None:
    """Find the rows by their quotation marks, if each of these opens, closes or is doubled."""
    import numpy as np

    text = data if data.endswith(b"\n") else data + b"\n"
    view = np.frombuffer(text, np.uint8)
    quotes, newlines = _places(text, _QUOTE), _places(text, _NEWLINE)
    if not _is_regular(view, quotes, delimiter):
        return None
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
    if not ends.size:
        return None
    starts = np.concatenate(([0], ends[:-1] + 1))
    is_blank = (starts == ends) | ((starts + 1 == ends) & (view[starts] == _RETURN))
    lines = np.searchsorted(newlines, starts[~is_blank]).astype(np.int32)
    return _Layout(min(int(ends[-1]) + 1, len(data)), lines)


def _is_regular(view: "Whole", quotes: "Whole", delimiter: str) -> bool:
    """Tell that quotation marks stand around cells, and two for one within such cells."""
    import numpy as np

    around = np.array([*b'\n"', ord(delimiter)], np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    # The view ends with a line end: view[-1] stands before the first row as after any other.
    before, after = view[opening - 1], view[closing + 1]
    return bool(np.isin(before, around).all() and np.isin(after, [*around, _RETURN]).all())


def _piece(data: bytes, parsed: _Parsed, layout: _Layout, delimiter: str) -> Piece:
    """Leave out rows without any text but spaces, and number the others."""
    import numpy as np

    width = len(parsed.columns)
    lines = list(_other_lines(parsed, layout, delimiter))
    odd = [(place, line) for place, line in lines if not is_even(line, width)]
    fitting = {place: fitted(line.cells, width) for place, line in lines if is_even(line, width)}
    columns, places = _with_rows(*_filled(parsed), fitting)
    is_kept = np.zeros(parsed.size, bool)
    is_kept[places] = True
    is_kept[[place for place, _ in odd]] = True
    numbers = np.cumsum(is_kept, dtype=np.int32) - 1
    return Piece(
        columns=columns,
        numbers=numbers[places],
        starts=layout.starts[places],
        odd=[(int(numbers[place]), line) for place, line in odd],
        size=int(is_kept.sum()),
        length=len(data),
        line_count=_line_count(data),
    )


def _filled(parsed: _Parsed) -> "tuple[list[pa.Array], Whole]":
    """Return the columns without the rows that have no text, and the places of the others."""
    import numpy as np
    import pyarrow as pa

    places = np.delete(np.arange(parsed.size), list(parsed.ragged))
    empty = parsed.empty()
    if not empty.any():
        return parsed.columns, places
    is_filled = pa.array(~empty)
    return [column.filter(is_filled) for column in parsed.columns], places[~empty]


def _with_rows(
    columns: "list[pa.Array]", places: "Whole", rows: Mapping[int, Sequence[CellValue]]
) -> "tuple[list[pa.Array], Whole]":
    """Put rows, given by their places, between those of the columns."""
    import numpy as np
    import pyarrow as pa

    if not rows:
        return columns, places
    places = np.append(places, list(rows))
    order = np.argsort(places)
    added = [pa.array(cells, pa.string()) for cells in zip(*rows.values(), strict=True)]
    pairs = zip(columns, added, strict=True)
    return [pa.concat_arrays(pair).take(order) for pair in pairs], places[order]


def _other_lines(parsed: _Parsed, layout: _Layout, delimiter: str) -> Iterator[tuple[int, Line]]:
    """Yield the rows of another width that have a text, each with its place."""
    for place, text in parsed.ragged.items():
        before = int(layout.starts[place])
        for line in CsvRows(StringIO(text, newline=""), delimiter, before):
            yield place, line
