"""Tallies of part files: each file is counted by itself, by DuckDB, and Spark adds the counts up.

The statements are those of a store file. A tally has few rows next to the records that it counts,
so hardly anything passes through the Java machine, where all rows of all records would.
"""

__all__ = ["ADDED_UP", "COUNTS", "count_parts"]

import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from geo.formats.disk_errors import disk_in_words
from geo.spark.tasks import in_tasks
from geo.store.directory.part_counts import COUNTED_TABLES, count_part
from geo.store.file import engine_in_words
from geo.store.tables import TALLIES
from geo.store.tallies import MEASURES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COUNTS = "counts"  # the table of the counts of all parts
_SUMMED = ("lon", "lat", *MEASURES)
_KEYS = ", ".join(name for name in TALLIES if name not in _SUMMED)
_SUMS = ", ".join(f"sum({name}) as {name}" for name in _SUMMED)
ADDED_UP = f"select {_KEYS}, {_SUMS} from {COUNTS} group by {_KEYS}"


class _Part(NamedTuple):
    table: str
    path: Path


def count_parts(
    session: "SparkSession",
    parts: Mapping[str, Sequence[Path]],
    statements: Sequence[str],
    folder: Path,
) -> list[Path]:
    """Run statements that tally `incidents` or `sites` on each part file of these two tables.

    Returns the files of the rows that came of them, with the columns of tallies, in a new folder.
    Raises Unwritable.
    """
    tasks = [_Part(table, path) for table in COUNTED_TABLES for path in parts.get(table, ())]
    with disk_in_words(folder):
        folder.mkdir(parents=True)

    def count(number: int) -> Iterator[Path]:
        path = folder / f"{number:06}.parquet"
        yield _counted(tasks[number], statements, path)

    return in_tasks(session, count, len(tasks))


def _counted(part: _Part, statements: Sequence[str], path: Path) -> Path:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with disk_in_words(path), engine_in_words(path):
        rows = count_part(part.table, part.path, statements, fresh.with_suffix(".tmp"))
        pq.write_table(rows, fresh)
        fresh.replace(path)
    return path
