"""The rows of a table in batches: read twice, since a row may repeat one that stands far below."""

__all__ = ["batches_from_table", "check_size"]

from collections.abc import Callable, Generator

import numpy as np
from numpy.typing import NDArray

from geo.errors import UnreadableData
from geo.importers.reading import TableRows
from geo.importers.sheets.row_keys import are_repeated
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.intake.batches import Batch, BatchMaker, ImportTarget, RowsTask
from geo.intake.placement import Placer
from geo.intake.processes import batches_of_processes

BATCH = 16_384  # rows that are made at once; memory grows with it, and with the number of processes
# Rows that one process is done with nearly as soon: another only makes records, and needs 200 MB.
FEW = 3_000_000

Flags = NDArray[np.bool_]


def batches_from_table(
    rows: TableRows,
    target: ImportTarget,
    *,
    placer: Placer | None,
    workers: int,
    most: int | None,
    lists_warnings: bool,
    looked_at: Callable[[int, float], None],
) -> Generator[Batch, None, None]:
    """Yield the rows of a table in its order, in the same batches with any number of processes.

    Raises UnreadableData for one of more than `most` rows, before any of them is made. `looked_at`
    is told how many rows have been read for the first time, and the share of the file.
    """
    is_repeated = _repeated(rows, most, looked_at)
    tasks = (_task(batch, is_repeated) for batch in rows.sheet.batches(BATCH))
    maker = BatchMaker(rows.table, target, lists_warnings=lists_warnings)
    if workers > 1 and len(is_repeated) > FEW:
        yield from batches_of_processes(maker, tasks, placer, workers)
    else:
        yield from (maker.with_rows(maker(task, placer), task) for task in tasks)


def check_size(file: str, rows: int, most: int | None) -> None:
    """Raise UnreadableData for a file with more rows than are read here."""
    if most is not None and rows > most:
        raise UnreadableData(f"{file} has more than {most:,} rows, the most that are read here")


def _task(batch: SheetBatch, is_repeated: Flags) -> RowsTask:
    end = batch.first + batch.size
    share = end / len(is_repeated)
    return RowsTask(batch=batch, is_repeated=is_repeated[batch.first : end], share=share)


def _repeated(rows: TableRows, most: int | None, looked_at: Callable[[int, float], None]) -> Flags:
    """Tell which rows have the key of another; only hashes of the keys are held, not the rows."""
    keys = []
    for batch in rows.sheet.batches(BATCH):
        read = batch.first + batch.size
        check_size(rows.document.name, read, most)
        keys.append(rows.table.keys(batch))
        looked_at(read, batch.share or 0)
    return are_repeated(np.concatenate(keys)) if keys else np.empty(0, np.bool_)
