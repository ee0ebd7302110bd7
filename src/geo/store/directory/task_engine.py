"""A DuckDB of its own for one task: what it knows are files of rows, as tables of a store."""

__all__ = ["task_engine"]

import glob
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from geo.store.tables import NO_FOLDERS, SCHEMAS, columns_in_sql

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
            columns = SCHEMAS[name]
            if not paths:
                connection.execute(f"create table {name} ({columns_in_sql(columns)})")
                continue
            files = [glob.escape(str(path)) for path in paths]
            connection.execute(f"set variable files_of_{name} = $files", {"files": files})
            typed = ", ".join(f"{each}::{kind} as {each}" for each, kind in columns.items())
            read = f"read_parquet(getvariable('files_of_{name}'), {NO_FOLDERS})"
            connection.execute(f"create view {name} as select {typed} from {read}")
        yield connection
