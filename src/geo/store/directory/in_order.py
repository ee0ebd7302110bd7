"""Tables that stand in an order as a whole, made of files of their rows in any order."""

__all__ = ["rows_in_order"]

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from geo.store.directory.numbering import WHOLE_ORDER
from geo.store.directory.part_files import ROW_GROUP
from geo.store.directory.task_engine import task_engine
from geo.store.tables import REPEATED


def rows_in_order(table: str, paths: Sequence[Path], spill: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of files of a table, one of WHOLE_ORDER, in its order, however they came.

    What does not fit into memory goes to the folder `spill`. Raises the errors of DuckDB.
    """
    rows = f"select {'distinct' if table in REPEATED else ''} * from {table}"
    # Rows with the same key have one order, too.
    order = ", ".join((*WHOLE_ORDER[table], "columns(*)"))
    with task_engine({table: paths}, spill) as connection:
        yield from connection.sql(f"{rows} order by {order}").to_arrow_reader(ROW_GROUP)
