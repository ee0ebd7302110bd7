"""Writing a store directory in tasks: tables are sorted by the numbers of records.

What is sorted are batches of Arrow as they stand in files: a row of Spark's shuffle is many rows of
a table, those of one batch that belong to one file.
"""

__all__ = ["files_of_stretches", "write_tables"]

import secrets
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo.spark.fresh import SparkFresh
from geo.spark.numbering import Numbers, number_records
from geo.spark.placing import CELL, PLACED
from geo.spark.tasks import in_tasks, mapped, numbered, results_of, told
from geo.store.directory.in_order import rows_in_order
from geo.store.directory.manifest import PartFile
from geo.store.directory.numbering import NUMBERED_ORDER, WHOLE_ORDER
from geo.store.directory.part_files import ROW_GROUP, ROWS, PartFolder, write_parts
from geo.store.file import engine_in_words
from geo.store.source_rows import rows_name

if TYPE_CHECKING:
    from geo.store.building import Work

_BATCH = 16_384  # rows that are sent together
_GROUPS = 8  # row groups that are read at once: those of a part, and not all of a long file
_SENT = "task int, target int, payload binary"
Parts = dict[str, tuple[PartFile, ...]]


def write_tables(fresh: SparkFresh, work: "Work") -> Parts:
    """Write all tables, and return what their files hold."""
    numbers = number_records(fresh, ROWS)
    names = (*NUMBERED_ORDER, *fresh.tables_of_rows())
    tables: Parts = dict.fromkeys(names, ()) | _numbered(fresh, work, names, numbers)
    fresh.tally({name: [work.directory / part.path for part in tables[name]] for name in tables})
    return tables | _in_order(fresh, work)


def _numbered(fresh: SparkFresh, work: "Work", names: Sequence[str], numbers: Numbers) -> Parts:
    """Send the rows of all files to the tasks that write them."""
    sizes = _sizes(fresh, names, numbers)
    files = [files_of_stretches(each, numbers.stretch) for each in sizes]
    firsts = list(accumulate((int(file_of[-1]) + 1 for file_of in files), initial=0))
    # A task writes one large file, or several small ones: those of thousands of documents.
    tasks = files_of_stretches(
        [size for pair in zip(sizes, files, strict=True) for size in _sizes_of_files(*pair)],
        numbers.stretch,
    )
    staged = [(place, path) for place, name in enumerate(names) for path in fresh.files_of(name)]
    if not staged:
        return {}

    def send(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                place, path = staged[number]
                targets = files[place] + firsts[place]
                yield from _sent(names[place], path, numbers, targets, tasks)

    def write(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return told(lambda: _written(work, names, firsts, batches))

    sent = mapped(numbered(fresh.session, len(staged)), send, _SENT)
    sent = sent.repartitionById(int(tasks[-1]) + 1, "task")
    found = results_of(sent, write)
    return {
        name: tuple(part for place, part in found if place == number)
        for number, name in enumerate(names)
    }


def _sizes(fresh: SparkFresh, names: Sequence[str], numbers: Numbers) -> list[list[int]]:
    """Return for each table how many rows each stretch of numbers has, or may have."""
    stretches = range(max(1, -(-numbers.records // numbers.stretch)))
    spread = {rows_name(at): numbers.spread.get(at, {}) for at in range(len(fresh.documents))}
    return [
        [spread[name].get(at, 0) if name in spread else numbers.stretch for at in stretches]
        for name in names
    ]


def _sizes_of_files(sizes: Sequence[int], files: NDArray[np.int32]) -> list[int]:
    """Return how many rows each file has, of which `files` has the number for each stretch."""
    return [int(size) for size in np.bincount(files, weights=sizes)]


def files_of_stretches(sizes: Sequence[int], most: int) -> NDArray[np.int32]:
    """Return the file of the rows of each stretch: of those that follow, as many as it may have.

    >>> files_of_stretches([3, 0, 4, 2, 9, 1], 9).tolist()
    [0, 0, 0, 0, 1, 2]
    """
    files, file, rows = list[int](), 0, 0
    for size in sizes:
        if rows and rows + size > most:
            file, rows = file + 1, 0
        rows += size
        files.append(file)
    return np.array(files, np.int32)


def _sent(
    name: str,
    path: Path,
    numbers: Numbers,
    target_of: NDArray[np.int32],
    task_of: NDArray[np.int32],
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file, those of each target in their new order, with the task of that.

    `target_of` has the target of each stretch of numbers, and `task_of` the task of each target.
    """
    with pq.ParquetFile(path) as file:
        for first in range(0, file.num_row_groups, _GROUPS):
            groups = range(first, min(first + _GROUPS, file.num_row_groups))
            rows = file.read_row_groups(groups)
            yield from _sent_rows(name, rows, numbers, target_of, task_of)


def _sent_rows(
    name: str,
    read: pa.Table,
    numbers: Numbers,
    target_of: NDArray[np.int32],
    task_of: NDArray[np.int32],
) -> Iterator[pa.RecordBatch]:
    rows = _plain(read)
    at = rows.schema.get_field_index("n")
    n = numbers.of(rows["n"].to_numpy())
    rows = rows.set_column(at, pa.field("n", pa.int32()), pa.array(n))
    order = np.argsort(n, kind="stable")
    order = order[n[order] >= 0]
    rows, n = rows.take(order), n[order]
    if name == "incidents":
        rows = rows.drop_columns(CELL)
    targets = target_of[n // numbers.stretch]
    for target in np.unique(targets).tolist():
        begin, end = np.searchsorted(targets, [target, target + 1]).tolist()
        for start in range(begin, end, _BATCH):
            part = rows.slice(start, min(_BATCH, end - start))
            payload = pa.array([_payload(part)], pa.binary())
            ids = (pa.array([each], pa.int32()) for each in (task_of[target], target))
            yield pa.RecordBatch.from_arrays([*ids, payload], ["task", "target", "payload"])


def _plain(rows: pa.Table) -> pa.Table:
    """Return rows with the types that they have whoever wrote them."""
    types = {
        field.name: PLACED.get(field.name, field.type)
        if not pa.types.is_dictionary(field.type)
        else pa.string()
        for field in rows.schema
    }
    return rows.cast(pa.schema(list(types.items())))


def _payload(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, rows.schema, options=options) as stream:
        stream.write_table(rows)
    payload: bytes = sink.getvalue().to_pybytes()
    return payload


def _written(
    work: "Work", names: Sequence[str], firsts: Sequence[int], batches: Iterable[pa.RecordBatch]
) -> Iterator[tuple[int, PartFile]]:
    """Write the rows that were sent to one task; yield each file with the place of its table."""
    received = dict[int, list[pa.Table]]()
    for batch in batches:
        pairs = zip(
            *(batch.column(name).to_pylist() for name in ("target", "payload")), strict=True
        )
        for target, payload in pairs:
            received.setdefault(target, []).append(pa.ipc.open_stream(payload).read_all())
    for target in sorted(received):
        place = bisect_right(firsts, target) - 1
        files = firsts[place + 1] - firsts[place]
        rows = pa.concat_tables(received.pop(target), promote_options="permissive")
        folder = PartFolder(directory=work.directory, build=work.build, table=names[place])
        ordered = _ordered(rows, names[place])
        for part in write_parts(folder, ordered, first_part=target - firsts[place], step=files):
            yield place, part


def _ordered(rows: pa.Table, name: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table in their order, in batches."""
    keys = [(key, "ascending") for key in ("n", *NUMBERED_ORDER.get(name, ()))]
    order = pc.sort_indices(rows, keys)
    for start in range(0, rows.num_rows, ROW_GROUP):
        yield rows.take(order.slice(start, ROW_GROUP)).combine_chunks().to_batches()[0]


def _in_order(fresh: SparkFresh, work: "Work") -> Parts:
    """Write the tables that have no numbers, in one task each."""
    tables = [(name, fresh.files_of(name)) for name in WHOLE_ORDER]
    spilled = fresh.folder / "spilled"

    def write(number: int) -> Iterator[tuple[str, tuple[PartFile, ...]]]:
        name, paths = tables[number]
        folder = PartFolder(directory=work.directory, build=work.build, table=name)
        spill = spilled / f"{name}-{secrets.token_hex(4)}"
        with engine_in_words(Path(folder.path(0))):
            yield name, tuple(write_parts(folder, rows_in_order(name, paths, spill)))

    return dict(in_tasks(fresh.session, write, len(tables)))
