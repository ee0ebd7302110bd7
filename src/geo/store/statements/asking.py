"""One statement, asked on a cursor of its own, and its answer as an Arrow table."""

__all__ = ["asking", "table_of"]

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from duckdb import DuckDBPyConnection, DuckDBPyRelation, InterruptException

from geo.errors import TooSlow
from geo.settings import limit

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 100_000  # rows whose texts are in memory at a time


@contextmanager
def asking(connection: DuckDBPyConnection, schema: str) -> Iterator[DuckDBPyConnection]:
    """Give a cursor on a schema. Raises TooSlow where the answer takes longer than allowed."""
    cursor = connection.cursor()
    if schema != "main":
        cursor.execute(f"use {schema}")
    try:
        yield cursor
    except (InterruptException, OSError) as error:
        if "INTERRUPT" not in str(error):  # of an answer that is read as Arrow: an OSError
            raise
        rule = f"the answer takes longer than {limit('seconds')} s, the most that one may take"
        raise TooSlow(f"{rule}: ask for less, or again later") from None


def table_of(relation: DuckDBPyRelation) -> "pa.Table":
    """Return an answer in one piece for each column, with texts as codes of a dictionary."""
    import pyarrow as pa

    reader = relation.to_arrow_reader(BATCH)
    nothing = pa.RecordBatch.from_pylist([], schema=reader.schema)
    parts = [_coded(nothing), *map(_coded, reader)]
    found = pa.Table.from_batches(parts).unify_dictionaries()
    parts.clear()
    return found.combine_chunks()


def _coded(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """Return rows with codes for texts, which keep nothing of the given rows in memory."""
    import pyarrow as pa

    memory = pa.default_cpu_memory_manager()
    columns = [
        column.dictionary_encode() if pa.types.is_string(column.type) else column.copy_to(memory)
        for column in batch.columns
    ]
    return pa.record_batch(columns, names=batch.schema.names)
