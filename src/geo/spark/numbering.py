"""The numbers of records in a directory, made on many machines."""

__all__ = ["Numbers", "number_records"]

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.formats.disk_errors import disk_in_words
from geo.spark.dialect import spark_statement
from geo.spark.fresh import SparkFresh
from geo.spark.tasks import results_of, told
from geo.store.directory.numbering import ORDER, PLACES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_BLOCK = 1 << 18  # rows whose numbers are in one file
_POSITION = 33  # bits of what Spark numbers the rows of one partition by
_NONE = -1  # the number of a row without a record


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of `records` records, in files by the numbers that their rows had so far."""

    folder: Path
    records: int

    def of(self, old: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the number of each record; -1 for what is none."""
        found = np.full(len(old), _NONE, np.int32)
        blocks = old // _BLOCK
        for block in np.unique(blocks).tolist():
            path = _path(self.folder, block)
            if path.exists():
                is_in = blocks == block
                found[is_in] = np.load(path)[old[is_in] % _BLOCK]
        return found


def number_records(fresh: SparkFresh) -> Numbers:
    """Sort the records by their places, and give each its number."""
    from pyspark.sql import functions as f

    session = fresh.session
    places = session.sql(spark_statement(PLACES.format(placed="incidents")).text)
    parts = max(2, int(session.conf.get("spark.sql.shuffle.partitions") or 2))
    ordered = places.repartitionByRange(parts, *ORDER).sortWithinPartitions(*ORDER)
    numbered = ordered.select("old_n", f.monotonically_increasing_id().alias("at"))
    placed = fresh.settled("numbers", numbered)
    part = f.shiftright("at", _POSITION)
    sizes = {
        row.part: row.size
        for row in placed.groupBy(part.alias("part")).agg(f.count("*").alias("size")).collect()
    }
    first = dict(zip(sorted(sizes), accumulate(sizes[n] for n in sorted(sizes)), strict=True))
    if not first:
        return Numbers(folder=fresh.folder / "numbers", records=0)
    before = f.create_map(
        *(f.lit(each) for n, end in first.items() for each in (n, end - sizes[n]))
    )
    position = f.col("at").bitwiseAND((1 << _POSITION) - 1)
    numbers = placed.select("old_n", (before[part] + position).cast("int").alias("n"))
    _write_blocks(numbers, fresh)
    return Numbers(folder=fresh.folder / "numbers", records=sum(sizes.values()))


def _write_blocks(numbers: "DataFrame", fresh: SparkFresh) -> None:
    from pyspark.sql import functions as f

    folder = fresh.folder / "numbers"
    with disk_in_words(folder):
        folder.mkdir()
    blocks = fresh.rows // _BLOCK + 1
    block = f.expr(f"cast(old_n div {_BLOCK} as int)")

    def write(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return told(lambda: _write_block(folder, batches))

    results_of(numbers.repartitionById(blocks, block), write)


def _write_block(folder: Path, batches: Iterable[pa.RecordBatch]) -> Iterator[int]:
    found = np.full(_BLOCK, _NONE, np.int32)
    block = None
    for batch in batches:
        old, new = (batch.column(name).to_numpy() for name in ("old_n", "n"))
        found[old % _BLOCK] = new
        block = int(old[0]) // _BLOCK if len(old) else block
    if block is not None:
        path = _path(folder, block)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with disk_in_words(path):
            with fresh.open("wb") as file:
                np.save(file, found)
            fresh.replace(path)
        yield block


def _path(folder: Path, block: int) -> Path:
    return folder / f"{block}.npy"
