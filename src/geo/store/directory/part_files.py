"""Part files: rows that are in order already become files of Parquet, as large as views want them.

Whoever builds a directory writes its files by this: one process, or the tasks of a cluster on a
folder that all of them share.
"""

__all__ = ["PartFolder", "as_table", "write_parts"]

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, count, groupby
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.formats.disk_errors import disk_in_words
from geo.formats.geoparquet import metadata_of_points
from geo.store.directory.geometry import GEOMETRY, wkb_of_many, wkb_of_points
from geo.store.directory.manifest import PartFile

ROWS = 524_288  # of a file
ROW_GROUP = 32_768  # rows that are written at once
# Rows that are read at least: a view of a town needs few sites.
_ROW_GROUPS: Mapping[str, int] = MappingProxyType({"sites": 16_384})
# Columns by which rows are found: only of these does a file say where the least and greatest are.
_FOUND_BY = frozenset(
    (
        *("n", "document", "country", "x", "y", "lon", "lat", "site_count", "drawn"),
        *("first_day", "last_day", "since", "until", "credit", "tally"),
    )
)
_IN_STEPS = frozenset(["n"])  # each number is the one before and one
_DEGREES = ("lon", "lat")
_POSITIONS = ("lon", "lat", "lons", "lats")  # of records: they become their geometry

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFolder:
    """Where the files of one table go: the directory, the build's folder in it, and the table."""

    directory: Path
    build: str
    table: str

    def path(self, number: int) -> str:
        """Return the path of a file in the directory."""
        return f"{self.build}/{self.table}/part-{number:06}.parquet"


def write_parts(
    folder: PartFolder, batches: Iterable[pa.RecordBatch], *, first_part: int = 0, step: int = 1
) -> Iterator[PartFile]:
    """Write rows in their order, and yield what is in each file.

    Files are numbered from `first_part` on, by `step`. Rows of one tally come one after another,
    and a file has those of one. Rows with a `geometry` have `lon` and `lat`
    in degrees, of records also `lons` and `lats` where they have several sites. Raises Unwritable.
    """
    numbers = count(first_part, step)
    row_group = _ROW_GROUPS.get(folder.table, ROW_GROUP)
    for tally, stream in _by_tally(batches) if folder.table == "tallies" else [(None, batches)]:
        for rows in _files(stream, row_group):
            yield replace(_written(folder, folder.path(next(numbers)), rows), tally=tally)


def as_table(table: str, rows: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows as a file has them: with a geometry where the table has positions."""
    if table == "incidents":
        geometry = _geometry_of_records(rows)
        kept = [name for name in rows.schema.names if name not in _POSITIONS]
        return rows.select(kept).append_column(GEOMETRY, geometry)
    if table == "sites":
        return rows.append_column(GEOMETRY, wkb_of_points(*map(rows.column, _DEGREES)))
    return rows


def _geometry_of_records(rows: pa.RecordBatch) -> pa.Array:
    found = wkb_of_points(*map(rows.column, _DEGREES))
    if rows.column("lons").null_count == rows.num_rows:
        return found
    pairs = zip(*(rows.column(name).to_pylist() for name in ("lons", "lats")), strict=True)
    many = [wkb_of_many(list(zip(*pair, strict=True))) if pair[0] else None for pair in pairs]
    return pc.coalesce(pa.array(many, pa.binary()), found)


def _by_tally(
    batches: Iterable[pa.RecordBatch],
) -> Iterator[tuple[str, Iterator[pa.RecordBatch]]]:
    """Yield each tally with its rows, which are read before the next is asked for."""
    pieces = (piece for batch in batches for piece in _of_one_tally(batch))
    return groupby(pieces, key=lambda piece: str(piece.column("tally")[0]))


def _of_one_tally(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    runs = pc.run_end_encode(batch.column("tally"))
    first = 0
    for end in runs.run_ends.to_pylist():
        yield batch.slice(first, end - first)
        first = end


def _files(batches: Iterable[pa.RecordBatch], row_group: int) -> Iterator[Iterator[pa.RecordBatch]]:
    """Yield the rows of each file, in batches of a row group; each is read before the next."""
    groups = _regrouped(batches, row_group)
    for first in groups:
        yield _file(first, groups, ROWS // row_group)


def _file(
    first: pa.RecordBatch, rest: Iterator[pa.RecordBatch], most: int
) -> Iterator[pa.RecordBatch]:
    yield first
    for _ in range(most - 1):
        if (batch := next(rest, None)) is None:
            return
        yield batch


def _regrouped(batches: Iterable[pa.RecordBatch], row_group: int) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in batches of a row group."""
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        while size + batch.num_rows >= row_group:
            taken = row_group - size
            yield _one([*waiting, batch.slice(0, taken)])
            batch, waiting, size = batch.slice(taken), [], 0
        if batch.num_rows:
            waiting.append(batch)
            size += batch.num_rows
    if waiting:
        yield _one(waiting)


def _one(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.concat_batches(batches) if len(batches) > 1 else batches[0]


def _written(folder: PartFolder, path: str, groups: Iterator[pa.RecordBatch]) -> PartFile:
    """Write one file: under a name of its own until it is whole, as another task may write it."""
    target = folder.directory / path
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    seen = _Seen()
    with disk_in_words(target):
        target.parent.mkdir(exist_ok=True)  # the folder of a build that has ended stays away
        try:
            with fresh.open("xb") as file:
                hashed = _Hashed(file)
                _write(hashed, map(seen.through, groups), folder.table, seen)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return PartFile(
        path=path,
        rows=seen.rows,
        bytes=hashed.size,
        sha256=hashed.digest.hexdigest(),
        first=seen.first,
        last=seen.last,
        bounds=seen.bounds,
        has_several=seen.has_several,
    )


def _write(file: "_Hashed", groups: Iterator[pa.RecordBatch], table: str, seen: "_Seen") -> None:
    made = (as_table(table, group) for group in groups)
    first = next(made)
    names = first.schema.names
    with pq.ParquetWriter(
        file,
        first.schema,
        compression="zstd",
        use_dictionary=[name for name in names if name not in _IN_STEPS],
        column_encoding={name: "DELTA_BINARY_PACKED" for name in names if name in _IN_STEPS},
        write_statistics=[name for name in names if name in _FOUND_BY],
        store_schema=False,
    ) as writer:
        for group in chain([first], made):
            writer.write_batch(group, row_group_size=ROW_GROUP)
        if GEOMETRY in names:
            writer.add_key_value_metadata({"geo": metadata_of_points(GEOMETRY, seen.bounds)})


class _Hashed:
    """A file that is written to, with what has been written so far."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size, self.digest = 0, hashlib.sha256()

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Leave it open: it is to be written to the disk first."""


class _Seen:
    """What has passed of a file's rows."""

    def __init__(self) -> None:
        self.rows = 0
        self.first: int | None = None
        self.last: int | None = None
        self.bounds: Bounds | None = None
        self.has_several = False

    def through(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Look at some rows, and return them."""
        self.rows += batch.num_rows
        names = batch.schema.names
        if "n" in names:
            least, most = (pc.min_max(batch.column("n"))[end].as_py() for end in ("min", "max"))
            self.first = least if self.first is None else min(self.first, least)
            self.last = most if self.last is None else max(self.last, most)
        if "site_count" in names:
            self.has_several |= (pc.max(batch.column("site_count")).as_py() or 0) > 1
        for lon, lat in (("lon", "lat"), ("lons", "lats")):
            if {lon, lat} <= set(names):
                self._widen(*(_flat(batch.column(name)) for name in (lon, lat)))
        return batch

    def _widen(self, lon: pa.Array, lat: pa.Array) -> None:
        if lon.null_count == len(lon):
            return
        (west, east), (south, north) = (
            (pc.min(axis).as_py(), pc.max(axis).as_py()) for axis in (lon, lat)
        )
        boxes = [(west, south, east, north), *([self.bounds] if self.bounds else [])]
        self.bounds = reduce(_union, boxes)


def _flat(column: pa.Array) -> pa.Array:
    return pc.list_flatten(column) if pa.types.is_list(column.type) else column


def _union(one: Bounds, other: Bounds) -> Bounds:
    west, south, east, north = zip(one, other, strict=True)
    return min(west), min(south), max(east), max(north)
