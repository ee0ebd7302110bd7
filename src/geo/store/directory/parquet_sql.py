"""Files of Parquet as DuckDB's SQL names them, whatever the folders above them are called."""

__all__ = ["file_in_sql", "listed_in_sql", "parquet_in_sql", "table_of_files", "text_in_sql"]

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from geo.store.tables import ColumnTypes, columns_in_sql


def text_in_sql(text: str) -> str:
    """Return a text as SQL has it: the definition of a view cannot have parameters.

    >>> text_in_sql("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def file_in_sql(path: Path) -> str:
    """Return what DuckDB opens a file by, and no other: a name can have what stands for others.

    >>> file_in_sql(Path("/a[b]/c"))
    '/a[[]b]/c'
    """
    return glob.escape(str(path))


def listed_in_sql(files: Iterable[str]) -> str:
    """Return the list of what DuckDB opens files by."""
    return f"[{', '.join(map(text_in_sql, files))}]"


def parquet_in_sql(files: str) -> str:
    """Return what reads files: `files` is their list in SQL, or an expression that gives it.

    Else DuckDB takes a folder above them, such as `country=TD`, for a column of all their rows.
    """
    return f"read_parquet({files}, hive_partitioning = false)"


def table_of_files(name: str, columns: ColumnTypes, files: Sequence[str]) -> str:
    """Return the statement of a view of some files, or of an empty table where there is none."""
    if not files:
        return f"create table {name} ({columns_in_sql(columns)})"
    rows = parquet_in_sql(listed_in_sql(files))
    return f"create view {name} as select {', '.join(columns)} from {rows}"
