"""What rows of a file are told apart by: a hash of their id, or of the whole row without one."""

__all__ = ["are_repeated", "key_of_line", "keys_of_batch"]

from typing import TYPE_CHECKING, Any

from geo.importers.cells.cell_text import MARK, cell_from_text, cell_name, cell_names
from geo.importers.sheets.line import Line, fitted
from geo.importers.sheets.sheet_batch import SheetBatch

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy import ndarray

    Keys = ndarray[Any, Any]


def key_of_line(line: Line, id_place: int | None, width: int) -> int:
    """Return the key of a row, whose id is in the cell at a place, under a header of `width`.

    A row that cannot be read, such as one of another table, has a key of its own.
    """
    if line.fault:
        return hash((line.number, line.fault))
    cells = fitted(line.cells, width)
    id_ = cells[id_place] if id_place is not None and id_place < len(cells) else None
    return hash(str(id_).strip()) if id_ not in (None, "") else hash(tuple(map(str, cells)))


def keys_of_batch(batch: SheetBatch, id_place: int | None) -> "Keys":
    """Return the keys of all rows of a batch in their order; this process only knows them again."""
    import numpy as np

    width = len(cell_names(batch.table.column_names))
    keys = np.empty(batch.size, np.int64)
    keys[batch.table["n"].to_numpy() - batch.first] = _keys(batch, id_place)
    for number, line in batch.odd:
        keys[number - batch.first] = key_of_line(line, id_place, width)
    return keys


def are_repeated(keys: "Keys") -> "Keys":
    """Tell of each key whether it occurs more than once."""
    import numpy as np

    ordered = np.sort(keys)
    shared = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.isin(keys, shared)


def _keys(batch: SheetBatch, id_place: int | None) -> "Keys":
    """Return the keys of the even rows."""
    import numpy as np

    if id_place is None:
        return _of_rows(batch.table)
    ids = _shown(batch.table[cell_name(id_place)], empty="")
    keys = np.fromiter(map(hash, map(str.strip, ids)), np.int64, len(ids))
    if not all(ids):
        without = np.array([place for place, id_ in enumerate(ids) if not id_])
        keys[without] = _of_rows(batch.table.take(without))
    return keys


def _of_rows(table: "pa.Table") -> "Keys":
    import numpy as np

    cells = [_shown(table[name], empty="None") for name in cell_names(table.column_names)]
    return np.fromiter(map(hash, zip(*cells, strict=True)), np.int64, table.num_rows)


def _shown(column: "pa.ChunkedArray", empty: str) -> list[str]:
    """Return the cells of a column as Python shows them, with a text for those of no value."""
    texts: list[str] = column.fill_null(empty).to_pylist()
    if MARK not in "".join(texts):
        return texts
    return [str(cell_from_text(text)) for text in texts]
