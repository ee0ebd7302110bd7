"""Making the records of a part of a file: tables of a store as Parquet, next to those of others."""

__all__ = ["PartTask", "make_part"]

import gc
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo import importers
from geo.formats.disk_errors import disk_in_words
from geo.importers.published import DocumentRows
from geo.importers.reading import TableRows
from geo.intake.batches import Batch, BatchMaker, ImportTarget, RowsTask
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import ImportListener
from geo.intake.placement import Placer
from geo.intake.report import Report
from geo.intake.run import ImportRun, ReadingWay, batches_of_features, moved
from geo.spark.findings import FINDINGS, line_of_finding
from geo.spark.looking import LookedFile
from geo.spark.placing import with_places
from geo.store.source_rows import rows_name

BATCH = 16_384  # rows that are made at once


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTask:
    """A part of a file to be made: `first` is the number of its first row among those of all files.

    `folder` is where tables go. Each warning is told where somebody `lists` them.
    """

    looked: LookedFile
    number: int
    part: int
    first: int
    as_of: date
    way: ReadingWay
    folder: Path
    names_files: bool
    lists: tuple[bool, bool]

    @property
    def name(self) -> str:
        """Return what the files of the part are called."""
        return f"{self.number:06}-{self.part:06}"


def make_part(task: PartTask) -> Iterator[Report]:
    """Make a part, and yield the report on its rows. Raises UnreadableData and Unwritable."""
    gc.disable()  # a batch leaves no reference cycles behind, and looking for them costs a quarter
    found: list[RowFinding] = []
    rejects, warns = (found.append if wanted else None for wanted in task.lists)
    run = ImportRun(
        listener=ImportListener(reject=rejects, warn=warns), names_files=task.names_files
    )
    run.file = task.looked.document.name if task.names_files else ""
    if task.part == 0:
        run.warn_of_file(task.looked.warnings)
    with _staged(task) as staged, task.looked.stable.reading():
        for batch in _batches(task):
            run.counted(batch)
            staged.write(batch)
            staged.tell(found)
        staged.tell(found)  # what is said of a file without rows
    yield run.report


def _batches(task: PartTask) -> Iterator[Batch]:
    looked = task.looked
    target = ImportTarget(document=looked.document, number=task.number, as_of=task.as_of)
    placer = _placer() if task.way.geocode else None
    sheet, table = looked.sheet, looked.table
    if sheet is None or table is None:
        rows = _opened(task)
        if not isinstance(rows, TableRows):
            yield from batches_of_features(rows, target, placer)
            return
        sheet, table = rows.sheet, rows.table
    maker = BatchMaker(table, target, lists_warnings=task.lists[1])
    for batch in sheet.batches(BATCH, looked.parts[task.part]):
        end = batch.first + batch.size
        numbers = np.arange(batch.first, end)
        is_repeated = (
            np.isin(numbers, looked.repeated) if looked.repeated is not None else numbers < 0
        )
        rows_task = RowsTask(batch=batch, is_repeated=is_repeated, share=0)
        yield maker.with_rows(maker(rows_task, placer), rows_task)


def _opened(task: PartTask) -> DocumentRows:
    way = task.way
    return importers.read(
        way.source,
        task.looked.path,
        mapping=way.mapping,
        version=way.version,
        options=way.options,
        dataset=way.dataset,
    )


@cache
def _placer() -> Placer:
    """Return the one of this process, which remembers what it has looked up."""
    return Placer()


class _Staged:
    """The tables of a part as files, under names of their own until all of them are whole."""

    def __init__(self, task: PartTask) -> None:
        self._task = task
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._findings: TextIO | None = None
        self._paths: dict[Path, Path] = {}

    def write(self, batch: Batch) -> None:
        """Write the tables of some rows."""
        placed = with_places(batch.tables["incidents"], batch.tables["sites"])
        rows = rows_name(self._task.number)
        tables = {**batch.tables, "incidents": placed, rows: batch.rows}
        for name, table in tables.items():
            if table.num_rows:
                self._write(name, moved(table, self._task.first))

    def _write(self, name: str, table: pa.Table) -> None:
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self._path(name, "parquet"), table.schema)
        self._writers[name].write_table(table)

    def tell(self, found: list[RowFinding]) -> None:
        """Write findings, and take them out of the list."""
        if not found:
            return
        if self._findings is None:
            self._findings = self._path("findings", FINDINGS).open("w", encoding="utf-8")
        self._findings.writelines(map(line_of_finding, found))
        found.clear()

    def finish(self) -> None:
        """Give the files their names."""
        self._close()
        for fresh, path in self._paths.items():
            fresh.replace(path)

    def abandon(self) -> None:
        """Leave nothing."""
        with suppress(OSError):
            self._close()
        for fresh in self._paths:
            fresh.unlink(missing_ok=True)

    def _close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        if self._findings:
            self._findings.close()

    def _path(self, table: str, kind: str) -> Path:
        path = self._task.folder / table / f"{self._task.name}.{kind}"
        path.parent.mkdir(exist_ok=True)  # the folder of a build that has ended stays away
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        self._paths[fresh] = path
        return fresh


@contextmanager
def _staged(task: PartTask) -> Iterator[_Staged]:
    """Give the files of a part, which are there when the block ends well. Raises Unwritable."""
    staged = _Staged(task)
    with disk_in_words(Path(f"a part of {task.looked.path.name} in {task.folder.parent.parent}")):
        try:
            yield staged
            staged.finish()
        except BaseException:
            staged.abandon()
            raise
