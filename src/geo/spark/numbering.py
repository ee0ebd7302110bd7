"""The numbers of records in a directory, made on many machines."""

__all__ = ["Numbers", "number_records"]

import secrets
from collections.abc import Iterable, Iterator, Mapping
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
    """The numbers of `records` records, in files by the numbers that their rows had so far.

    A file has those of `block` rows. `spread` says of each document how many records it has among
    each `stretch` of the new numbers.
    """

    folder: Path
    records: int
    block: int
    stretch: int
    spread: Mapping[int, Mapping[int, int]]

    def of(self, old: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the number of each record; -1 for what is none."""
        found = np.full(len(old), _NONE, np.int32)
        blocks = old // self.block
        for block in np.unique(blocks).tolist():
            path = _path(self.folder, block)
            if path.exists():
                is_in = blocks == block
                found[is_in] = np.load(path)[old[is_in] % self.block]
        return found


def number_records(fresh: SparkFresh, stretch: int) -> Numbers:
    """Sort the records by their places, and give each its number."""
    from pyspark.sql import functions as f

    session = fresh.session
    places = session.sql(spark_statement(PLACES.format(placed="incidents")).text)
    parts = max(2, int(session.conf.get("spark.sql.shuffle.partitions") or 2))
    ordered = places.repartitionByRange(parts, *ORDER).sortWithinPartitions(*ORDER)
    numbered = ordered.select("old_n", "document", f.monotonically_increasing_id().alias("at"))
    placed = fresh.settled("numbers", numbered)
    part = f.shiftright("at", _POSITION)
    sums = (f.count("*").alias("size"), f.max("old_n").alias("last"))
    found = placed.groupBy(part.alias("part")).agg(*sums).collect()
    sizes = {row.part: row.size for row in found}
    first = dict(zip(sorted(sizes), accumulate(sizes[n] for n in sorted(sizes)), strict=True))
    folder, records = fresh.folder / "numbers", sum(sizes.values())
    if not first:
        return Numbers(folder=folder, records=0, block=_BLOCK, stretch=stretch, spread={})
    before = f.create_map(
        *(f.lit(each) for n, end in first.items() for each in (n, end - sizes[n]))
    )
    position = f.col("at").bitwiseAND((1 << _POSITION) - 1)
    number = (before[part] + position).cast("int").alias("n")
    numbers = placed.select("old_n", "document", number)
    spread = _spread(numbers, stretch)
    made = Numbers(folder=folder, records=records, block=_BLOCK, stretch=stretch, spread=spread)
    # Records that are kept of the directory before have numbers after those of all new rows.
    _write_blocks(
        numbers.select("old_n", "n"), made, max(row.last for row in found) // made.block + 1
    )
    return made


def _spread(numbers: "DataFrame", stretch: int) -> dict[int, dict[int, int]]:
    from pyspark.sql import functions as f

    at = f.expr(f"n div {stretch}").alias("at")
    found = dict[int, dict[int, int]]()
    for row in numbers.groupBy("document", at).agg(f.count("*").alias("size")).collect():
        found.setdefault(row.document, {})[row.at] = row.size
    return found


def _write_blocks(numbers: "DataFrame", made: Numbers, blocks: int) -> None:
    from pyspark.sql import functions as f

    folder, size = made.folder, made.block
    with disk_in_words(folder):
        folder.mkdir()
    block = f.expr(f"cast(old_n div {size} as int)")

    def write(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return told(lambda: _write_block(folder, size, batches))

    results_of(numbers.repartitionById(blocks, block), write)


def _write_block(folder: Path, size: int, batches: Iterable[pa.RecordBatch]) -> Iterator[int]:
    found = np.full(size, _NONE, np.int32)
    blocks = set[int]()
    for batch in batches:
        old, new = (batch.column(name).to_numpy() for name in ("old_n", "n"))
        found[old % size] = new
        blocks.update(np.unique(old // size).tolist())
    if len(blocks) > 1:
        raise ValueError(f"one task was given the blocks {sorted(blocks)}, and it writes one")
    for block in blocks:
        path = _path(folder, block)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with disk_in_words(path):
            with fresh.open("wb") as file:
                np.save(file, found)
            fresh.replace(path)
        yield block


def _path(folder: Path, block: int) -> Path:
    return folder / f"{block}.npy"
