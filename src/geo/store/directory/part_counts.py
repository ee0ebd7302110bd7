"""What one part file counts: rows of tallies, by the statements that a store file is tallied by."""

__all__ = ["TALLIED", "count_part"]

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from geo.store.tables import SCHEMAS, columns_in_sql

TALLIED = ("incidents", "sites")  # tables whose rows are counted
_CONFIG: dict[str, Any] = {"memory_limit": "256MB", "threads": 1, "preserve_insertion_order": False}


def count_part(table: str, path: Path, statements: Iterable[str], spill: Path) -> pa.Table:
    """Return the rows of tallies that statements make of the rows of a file, of one of TALLIED.

    What does not fit into memory goes to the folder `spill`. Raises the errors of DuckDB.
    """
    with duckdb.connect(config=_CONFIG | {"temp_directory": str(spill)}) as connection:
        connection.execute("set variable file = $file", {"file": glob.escape(str(path))})
        rows = f"select {', '.join(SCHEMAS[table])} from read_parquet(getvariable('file'))"
        connection.execute(f"create view {table} as {rows}")
        for name in (*TALLIED, "tallies"):  # the other one has no rows
            if name != table:
                connection.execute(f"create table {name} ({columns_in_sql(SCHEMAS[name])})")
        for sql in statements:
            connection.execute(f"insert into tallies by name {sql}")
        return connection.sql("from tallies").to_arrow_table()
