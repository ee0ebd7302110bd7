"""Parts of an import: some rows of a file as tables, made in this process or in several."""

__all__ = ["Outcome", "Part", "parts", "processors"]

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
from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.errors import Finding
from geo.importers.feature_parts import UNKNOWN_COUNTRY
from geo.importers.reading import Table, TableRows, Task
from geo.importers.row import ImportedRow
from geo.intake.placement import Placer, State
from geo.model.incident import Incident
from geo.store.tables import batches, tables_from_incidents

if TYPE_CHECKING:
    import pyarrow as pa

FEW = 20_000  # rows that one process is done with before others have started
AHEAD = 2  # parts that wait for each process, so that none waits for a part

LookUp = Literal["never", "unprepared", "prepared"]  # what a worker may do about a place's name


class Outcome(NamedTuple):
    """What became of a row; `placed` says how a taken one without a position was looked up."""

    line: int
    is_taken: bool
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    placed: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that follow one another, and the tables of those that are taken."""

    outcomes: list[Outcome]
    tables: "dict[str, pa.Table]"


def processors() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parts(
    rows: Iterator[ImportedRow], *, as_of: date, placer: Placer | None, workers: int
) -> Generator[Part, None, None]:
    """Yield the parts of a file in its order, the same ones with any number of processes.

    Rows without a position are placed by `placer`, if there is one. Several processes need the
    rows of a table, and many of them.
    """
    if workers > 1 and isinstance(rows, TableRows) and rows.size > FEW:
        yield from _parts_of_processes(rows, as_of, placer, workers)
        return
    for batch in batches(rows):
        yield _part(batch, as_of, placer)


def _part(rows: Iterable[ImportedRow], as_of: date, placer: Placer | None) -> Part:
    outcomes: list[Outcome] = []
    incidents: list[Incident] = []
    for row in rows:
        incident, placed = _placed(row, placer)
        if incident:
            incidents.append(incident)
        is_taken = incident is not None
        outcomes.append(Outcome(row.line, is_taken, row.findings, row.warnings, placed))
    return Part(outcomes=outcomes, tables=tables_from_incidents(incidents, as_of=as_of))


def _placed(row: ImportedRow, placer: Placer | None) -> tuple[Incident | None, State | None]:
    """Look a row without a position up by name; not in all the world for that of a lost country."""
    if row.incident is None or placer is None or row.incident.positions:
        return row.incident, None
    if any(warning.rule == UNKNOWN_COUNTRY for warning in row.warnings):
        return row.incident, "unsure"
    return placer.place(row.incident)


# Several processes: lines of text go out, Arrow tables come back. No incident is pickled, which
# would cost more than to make it.


class NotPrepared(Exception):
    """A worker has come to the first row that must be looked up."""


def _parts_of_processes(
    rows: TableRows, as_of: date, placer: Placer | None, workers: int
) -> Iterator[Part]:
    with _pool(workers) as pool:

        def begin(tasks: list[Task]) -> Future[Part]:
            return pool.submit(_made, rows.table, tasks, as_of, _look_up(placer))

        begun = ((tasks, begin(tasks)) for tasks in batches(rows.tasks()))
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


def _look_up(placer: Placer | None) -> LookUp:
    if placer is None:
        return "never"
    return "prepared" if placer.is_prepared else "unprepared"


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # Not by fork: threads run here, DuckDB's among them.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_serve)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# In a worker


def _serve() -> None:
    """Leave it to the parent what Control-C means, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _made(table: Table, tasks: list[Task], as_of: date, look_up: LookUp) -> Part:
    placer = {"never": None, "unprepared": Placer(_refuse), "prepared": _placer()}[look_up]
    return _part(map(table.row, tasks), as_of, placer)


@cache
def _placer() -> Placer:
    """Return the one of this process, which keeps in mind what it has looked up."""
    return Placer()


def _refuse() -> None:
    raise NotPrepared
