"""What one part file counts: rows of tallies, by the statements that a store file is tallied by."""

__all__ = ["COUNTED_TABLES", "count_part"]

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from geo.store.directory.task_engine import task_engine

COUNTED_TABLES = ("incidents", "sites")  # tables whose rows are counted


def count_part(table: str, path: Path, statements: Iterable[str], spill: Path) -> pa.Table:
    """Return the rows of tallies that statements make of the rows of a file.

    `table` is one of COUNTED_TABLES. What does not fit into memory goes to the folder `spill`.
    Raises the errors of DuckDB.
    """
    tables = dict[str, Sequence[Path]].fromkeys((*COUNTED_TABLES, "tallies"), ()) | {table: [path]}
    with task_engine(tables, spill) as connection:
        for sql in statements:
            connection.execute(f"insert into tallies by name {sql}")
        return connection.sql("from tallies").to_arrow_table()
