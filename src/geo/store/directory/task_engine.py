"""A DuckDB of its own for one task: what it knows are files of rows, as tables of a store."""

__all__ = ["task_engine"]

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from geo.store.directory.parquet_sql import file_in_sql, table_of_files
from geo.store.tables import SCHEMAS

_CONFIG: dict[str, Any] = {"memory_limit": "256MB", "threads": 1, "preserve_insertion_order": False}


@contextmanager
def task_engine(
    tables: Mapping[str, Sequence[Path]], spill: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection where tables of a store are the rows of files, each of its own.

    One without a file is empty, and can be written. What does not fit into memory goes to the
    folder `spill`. Raises the errors of DuckDB.
    """
    with duckdb.connect(config=_CONFIG | {"temp_directory": str(spill)}) as connection:
        for name, paths in tables.items():
            connection.execute(table_of_files(name, SCHEMAS[name], list(map(file_in_sql, paths))))
        yield connection
