"""An import in batches: some rows of a file become tables of a store, with what is said of them."""

__all__ = ["Batch", "BatchMaker", "ImportTarget", "RowOutcome", "RowsTask", "batch_from_rows"]

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Finding
from geo.importers.published import StoredDocument
from geo.importers.reading import RowTask, Table
from geo.importers.row import ImportedRow
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.intake.columns.batch import ColumnMaker
from geo.intake.columns.lines import lines_of
from geo.intake.finding_kinds import FindingKind, RowFinding
from geo.intake.placement import LookUp, Placer, place_row
from geo.model.incident import Incident
from geo.store.source_rows import KeptRow, rows_columns, rows_table
from geo.store.tables import tables_from_incidents

NumberedRow = tuple[int, ImportedRow]


class RowOutcome(NamedTuple):
    """What became of a row that went by itself; `looked_up` is the look-up of its place."""

    line: int
    is_imported: bool
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    looked_up: LookUp | None = None

    def found(self) -> Iterator[RowFinding]:
        """Yield each finding and each warning."""
        for finding in self.findings:
            yield RowFinding(line=self.line, finding=finding)
        for warning in self.warnings:
            yield RowFinding(line=self.line, finding=warning, is_kept=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows that follow one another: tables of those that are imported, and these rows themselves.

    `outcomes` are those of the rows that went one by one; `warnings`, `each_warning`, `placed` and
    `precisions` are of all others. Rows that were made at once, which `is_plain` tells, are not in
    `rows` until `BatchMaker.with_rows` adds them: they need not come back from another process.
    """

    size: int
    tables: dict[str, pa.Table]
    rows: pa.Table
    is_plain: NDArray[np.bool_] | None = None
    placements: pa.Array | None = None
    outcomes: Sequence[RowOutcome] = ()
    warnings: Sequence[FindingKind] = ()
    each_warning: Sequence[RowFinding] = ()
    placed: Counter[str] = field(default_factory=Counter)
    precisions: Counter[str] = field(default_factory=Counter)
    share: float | None = None


class RowsTask(NamedTuple):
    """Rows of a sheet, which of them have the key of another, and the share of the file so far."""

    batch: SheetBatch
    is_repeated: NDArray[np.bool_]
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTarget:
    """Where rows go: the document with its number, and the day that statuses are as of."""

    document: StoredDocument
    number: int
    as_of: date


class BatchMaker:
    """Makes the batches of one table: at once where that is certain, and else row by row.

    It can be pickled. `lists_warnings` where each of them is wanted, and not only their kinds.
    """

    def __init__(self, table: Table, target: ImportTarget, *, lists_warnings: bool = False) -> None:
        self._table, self._target = table, target
        self._lists_warnings = lists_warnings
        self._columns = ColumnMaker(table, document=target.number, as_of=target.as_of)

    def __call__(self, task: RowsTask, placer: Placer | None) -> Batch:
        """Make the batch of some rows; those without a position are placed by a `placer`."""
        batch, table = task.batch, _with_repeated(task)
        made = self._columns(table, placer, lists_warnings=self._lists_warnings)
        rows = self._one_by_one(table.filter(pa.array(made.is_odd)), task)
        single = batch_from_rows(rows, self._target, placer)
        return Batch(
            size=batch.size,
            tables=single.tables
            | {name: _joined(table, single.tables[name]) for name, table in made.tables.items()},
            rows=single.rows,
            is_plain=~made.is_odd,
            placements=made.placements,
            outcomes=single.outcomes,
            warnings=made.warnings,
            each_warning=made.each_warning,
            placed=made.placed,
            precisions=made.precisions,
            share=task.share,
        )

    def _one_by_one(self, odd: pa.Table, task: RowsTask) -> list[NumberedRow]:
        """Make the odd rows of the batch's table, and those that it has no place for."""
        lines = [*zip(odd["n"].to_pylist(), lines_of(odd), strict=True), *task.batch.odd]
        first = task.batch.first
        return [
            (n, self._table.row(RowTask(line, bool(task.is_repeated[n - first]))))
            for n, line in sorted(lines, key=itemgetter(0))
        ]

    def with_rows(self, batch: Batch, task: RowsTask) -> Batch:
        """Return the batch that was made of a task with all its rows."""
        table = _with_repeated(task).append_column("placement", batch.placements)
        names = list(rows_columns(self._target.document))
        rows = table.select(names).filter(pa.array(batch.is_plain))
        return replace(batch, rows=_joined(rows, batch.rows), is_plain=None, placements=None)


def _with_repeated(task: RowsTask) -> pa.Table:
    """Return the even rows of a task, each with whether another has its key."""
    table = task.batch.table
    repeated = task.is_repeated[table["n"].to_numpy() - task.batch.first]
    return table.append_column("is_repeated", pa.array(repeated))


def batch_from_rows(
    rows: Iterable[NumberedRow], target: ImportTarget, placer: Placer | None
) -> Batch:
    """Return the batch of rows that are made already, each with its number."""
    outcomes: list[RowOutcome] = []
    incidents: list[Incident] = []
    kept: list[KeptRow] = []
    for n, row in rows:
        incident, looked_up = place_row(row, placer)
        placement = looked_up and looked_up.placement
        if incident and row.stored:
            incidents.append(incident)
            kept.append(KeptRow(n, row.stored, placement and placement.to_text()))
        is_imported = incident is not None
        outcomes.append(RowOutcome(row.line, is_imported, row.findings, row.warnings, looked_up))
    tables = tables_from_incidents(
        incidents,
        as_of=target.as_of,
        document=target.number,
        numbers=[each.n for each in kept],
    )
    rows_ = rows_table(kept, target.document)
    return Batch(size=len(outcomes), tables=tables, rows=rows_, outcomes=outcomes)


def _joined(table: pa.Table, others: pa.Table) -> pa.Table:
    """Return the rows of both; texts are encoded where they are in the first."""
    return pa.concat_tables([table, others.cast(table.schema)]) if others.num_rows else table
