"""An import in batches: some rows of a file as tables, made in this process or in several."""

__all__ = ["Batch", "RowOutcome", "batches_from_rows", "processors"]

import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import Finding
from geo.gazetteer.placed_feature import Placement
from geo.importers.feature_parts import UNKNOWN_COUNTRY
from geo.importers.published import StoredDocument
from geo.importers.reading import RowTask, Table, TableRows
from geo.importers.row import ImportedRow
from geo.intake.placement import Placer, State
from geo.model.incident import Incident
from geo.store.documents import KeptRow, rows_table
from geo.store.tables import batches, tables_from_incidents

if TYPE_CHECKING:
    import pyarrow as pa

FEW = 20_000  # rows that one process is done with before others have started
AHEAD = 2  # batches that wait for each process, so that none waits for a batch


NumberedTask = tuple[int, RowTask]


class RowOutcome(NamedTuple):
    """What became of a row; `placed` says how one without a position was looked up."""

    line: int
    is_imported: bool
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    placed: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows that follow one another: the tables of those that are imported, and these rows."""

    outcomes: list[RowOutcome]
    tables: "dict[str, pa.Table]"
    rows: "pa.Table"


def processors() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches_from_rows(
    rows: Iterator[ImportedRow],
    *,
    document: StoredDocument,
    as_of: date,
    placer: Placer | None,
    workers: int,
) -> Generator[Batch, None, None]:
    """Yield the rows of a file in its order, in the same batches with any number of processes.

    Rows without a position are placed by `placer`, if there is one. Several processes need the
    rows of a table, and many of them.
    """
    if workers > 1 and isinstance(rows, TableRows) and rows.size > FEW:
        yield from _batches_of_processes(rows, document, as_of, placer, workers)
        return
    first = 0
    for batch in batches(rows):
        yield _batch(enumerate(batch, start=first), document, as_of, placer)
        first += len(batch)


def _batch(
    rows: Iterable[tuple[int, ImportedRow]],
    document: StoredDocument,
    as_of: date,
    placer: Placer | None,
) -> Batch:
    """Make the tables of rows, each with its number in the file."""
    outcomes: list[RowOutcome] = []
    incidents: list[Incident] = []
    kept: list[KeptRow] = []
    for n, row in rows:
        incident, placed, placement = _placed(row, placer)
        is_imported = incident is not None
        if incident and row.stored:
            incidents.append(incident)
            kept.append(KeptRow(n, row.stored, placement and placement.to_text()))
        outcomes.append(RowOutcome(row.line, is_imported, row.findings, row.warnings, placed))
    numbers = [each.n for each in kept]
    return Batch(
        outcomes=outcomes,
        tables=tables_from_incidents(incidents, as_of=as_of, numbers=numbers),
        rows=rows_table(kept, document),
    )


def _placed(
    row: ImportedRow, placer: Placer | None
) -> tuple[Incident | None, State | None, Placement | None]:
    """Look a row without a position up by name; not in all the world for that of a lost country."""
    if row.incident is None or placer is None or row.incident.positions:
        return row.incident, None, None
    if any(warning.rule == UNKNOWN_COUNTRY for warning in row.warnings):
        return row.incident, "unsure", None
    return placer.place(row.incident)


# Several processes: lines of text go out, Arrow tables come back. No incident is pickled, which
# would cost more than to make it.


class NotPrepared(Exception):
    """A worker has come to the first row that must be looked up, and the index may not be built."""


def _batches_of_processes(
    rows: TableRows, document: StoredDocument, as_of: date, placer: Placer | None, workers: int
) -> Iterator[Batch]:
    with _pool(workers) as pool:

        def begin(tasks: list[NumberedTask]) -> Future[Batch]:
            is_prepared = placer.is_prepared if placer else None
            of_file = rows.table, document, as_of
            return pool.submit(_batch_from_tasks, of_file, tasks, is_prepared=is_prepared)

        begun = ((tasks, begin(tasks)) for tasks in batches(enumerate(rows.tasks())))
        waiting = deque(islice(begun, workers * AHEAD))
        while waiting:
            tasks, future = waiting.popleft()
            waiting.extend(islice(begun, 1))
            try:
                yield future.result()
            except NotPrepared:
                assert placer
                placer.prepare()
                yield begin(tasks).result()


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Not by fork: threads run here, DuckDB's among them.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_serve)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# In a worker.


def _serve() -> None:
    """Leave it to the parent what Control-C means, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _batch_from_tasks(
    of_file: tuple[Table, StoredDocument, date],
    tasks: list[NumberedTask],
    *,
    is_prepared: bool | None,
) -> Batch:
    """Make the tables of some lines; `is_prepared` is None where no place is looked up."""
    placer = None if is_prepared is None else _worker_placer(is_prepared=is_prepared)
    table, document, as_of = of_file
    return _batch(((n, table.row(task)) for n, task in tasks), document, as_of, placer)


@cache
def _worker_placer(*, is_prepared: bool) -> Placer:
    """Return the one of this process, which remembers what it has looked up."""
    return Placer() if is_prepared else Placer(_refuse)


def _refuse() -> None:
    raise NotPrepared
