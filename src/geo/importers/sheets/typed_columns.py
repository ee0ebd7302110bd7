"""Typed columns of Arrow: their values as cells, and as texts of cells."""

__all__ = ["cells_of", "text_column"]

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.importers.cells.cell_text import MARK, text_from_cell
from geo.importers.row import CellValue
from geo.importers.sheets.sheet import cell_of

if TYPE_CHECKING:
    import pyarrow as pa


def cells_of(column: "pa.Array") -> Sequence[CellValue]:
    """Return the values of a column as cells; one that Python has no value for as a text."""
    column = _in_microseconds(column)
    try:
        return list(map(cell_of, column.to_pylist()))
    except (OverflowError, ValueError):  # a day after the year 9999
        return [_cell_of_scalar(value) for value in column]


def text_column(column: "pa.Array") -> "pa.Array":
    """Return the same cells as texts of `cell_text`, made once for each distinct value."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    if types.is_dictionary(column.type):
        return text_column(column.dictionary_decode())
    if types.is_string(column.type) or types.is_large_string(column.type):
        return _escaped(column.cast(pa.string()))
    if types.is_integer(column.type):
        return pc.binary_join_element_wise(f"{MARK}i", column.cast(pa.string()), "")
    if types.is_float64(column.type) or types.is_float32(column.type):
        bits = pa.int64() if types.is_float64(column.type) else pa.int32()
        distinct = column.view(bits).dictionary_encode()  # 0.0 and -0.0 are two, NaN is one
        return _texts(distinct.dictionary.view(column.type)).take(distinct.indices)
    if types.is_temporal(column.type) or types.is_boolean(column.type):
        distinct = column.dictionary_encode()
        return _texts(distinct.dictionary).take(distinct.indices)
    return _texts(column)


def _texts(column: "pa.Array") -> "pa.Array":
    import pyarrow as pa

    return pa.array(list(map(text_from_cell, cells_of(column))), pa.string())


def _escaped(column: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return _texts(column) if pc.any(pc.starts_with(column, MARK)).as_py() else column


def _in_microseconds(column: "pa.Array") -> "pa.Array":
    """Return times to the microsecond: those of Python are not finer."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    if types.is_time64(column.type) and column.type.unit == "ns":
        return column.cast(pa.time64("us"), safe=False)
    return column


def _cell_of_scalar(value: Any) -> CellValue:
    import pyarrow as pa

    try:
        return cell_of(value.as_py())
    except (OverflowError, ValueError):
        return str(value.cast(pa.string()).as_py())
