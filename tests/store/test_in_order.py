"""Tables that one task sorts stand in the same order, however their rows came."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from geo.store.directory.in_order import rows_in_order
from geo.store.directory.numbering import WHOLE_ORDER
from geo.store.tables import SCHEMAS, columns_in_sql

# Three rows have the same tally, cell and first day; of one that is unknown the rows come last.
IN_ORDER: list[dict[str, Any]] = [
    {"tally": "cells", "x": 7, "groups": "a", "first_day": None, "number": 2},
    {"tally": "days", "x": 1, "groups": "'", "first_day": None, "number": 9},
    {"tally": "days", "x": 1, "groups": "a", "first_day": None, "number": 9},
    {"tally": "days", "x": 1, "groups": "a", "first_day": None, "number": 10},
    {"tally": "days", "x": None, "groups": "a", "first_day": None, "number": 1},
]


def write(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows as a file of a table; what they do not say is unknown."""
    with duckdb.connect() as connection:
        connection.execute(f"create table {table} ({columns_in_sql(SCHEMAS[table])})")
        for row in rows:
            values = ", ".join(f"${key}" for key in row)
            connection.execute(f"insert into {table} ({', '.join(row)}) values ({values})", row)
        pq.write_table(connection.sql(f"from {table}").to_arrow_table(), path)


def in_order(folder: Path, name: str, *files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of files in the order of a table."""
    paths = [folder / f"[{number}].parquet" for number in range(len(files))]
    for path, rows in zip(paths, files, strict=True):
        write(path, name, rows)
    batches = rows_in_order(name, paths, folder / "spilled")
    told = {key for rows in files for row in rows for key in row}
    return [
        {key: value for key, value in row.items() if key in told}
        for batch in batches
        for row in batch.to_pylist()
    ]


def test_rows_with_the_same_key_have_one_order(tmp_path: Path) -> None:
    for rows in (IN_ORDER, IN_ORDER[::-1], IN_ORDER[3:] + IN_ORDER[:3]):
        found = in_order(tmp_path, "tallies", rows[:2], rows[2:])
        assert found == IN_ORDER


def test_what_several_files_have_stands_once(tmp_path: Path) -> None:
    one, other = {"credit": "A, CC BY"}, {"credit": "B, CC0"}
    assert in_order(tmp_path, "credits", [other, one], [one]) == [one, other]


def test_a_table_without_files_has_no_rows(tmp_path: Path) -> None:
    for name in WHOLE_ORDER:
        assert in_order(tmp_path, name) == []
