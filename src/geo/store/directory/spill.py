"""Rows of a table on disk, until all have come: by the part file that they belong to.

They come in any order. What is in memory at a time are the rows of one part file.
"""

__all__ = ["Spill"]

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.disk_errors import disk_in_words
from geo.store.directory import part_files


class Spill:
    """The rows of one table: `add` them all, `finish`, then ask for those of each part file.

    `order` are the columns that rows with one number are in the order of. The files lie in a
    folder, which is made; who makes a spill removes it.
    """

    def __init__(self, folder: Path, order: Sequence[str] = ()) -> None:
        folder.mkdir()
        self._folder, self._order = folder, order
        self._open = ExitStack()
        self._writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}

    def add(self, rows: pa.RecordBatch) -> None:
        """Add rows, which have their number `n`. Raises Unwritable."""
        places = rows.column("n").to_numpy() // part_files.ROWS
        order = np.argsort(places, kind="stable")
        ends = np.cumsum(np.bincount(places)).tolist() if len(places) else []
        rows, first = rows.take(pa.array(order)), 0
        with disk_in_words(self._folder):
            for place, end in enumerate(ends):
                if end > first:
                    self._writer(place, rows.schema).write_batch(rows.slice(first, end - first))
                first = end

    def finish(self) -> None:
        """Close the files, of which a process may have few open: no more rows come."""
        with disk_in_words(self._folder):
            self._open.close()

    def part(self, place: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a part file in their order, in batches of a row group."""
        if place not in self._writers:
            return
        with pa.OSFile(str(self._path(place))) as file:
            rows = pa.ipc.open_file(file).read_all()
        self._path(place).unlink()
        order = pc.sort_indices(rows, [(name, "ascending") for name in ("n", *self._order)])
        size = part_files.ROW_GROUP
        for first in range(0, rows.num_rows, size):
            group = rows.take(order.slice(first, size)).combine_chunks()
            yield from group.to_batches()

    def _writer(self, place: int, schema: pa.Schema) -> pa.ipc.RecordBatchFileWriter:
        if place not in self._writers:
            file = self._open.enter_context(pa.OSFile(str(self._path(place)), "wb"))
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            writer = pa.ipc.new_file(file, schema, options=options)
            self._writers[place] = self._open.enter_context(writer)
        return self._writers[place]

    def _path(self, place: int) -> Path:
        return self._folder / f"{place}.arrow"
