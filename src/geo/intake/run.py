"""Importing: the rows of a source's file become the records of a store file."""

__all__ = ["import_file"]

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

from geo import importers
from geo.errors import Finding, UnreadableData
from geo.importers import ImportedRow
from geo.importers.reading import TableRows
from geo.intake.batches import Batch, batches_from_rows
from geo.intake.listener import SILENT, ImportListener
from geo.intake.placement import Placer
from geo.intake.report import Rejected, Report
from geo.store.file import FreshStore, replacing


def import_file(
    source: str,
    path: Path,
    store: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    version: str | None = None,
    geocode: bool = True,
    most: int | None = None,
    workers: int = 1,
    listener: ImportListener = SILENT,
) -> Report:
    """Read a file into a store, and replace what the store had of the same datasets.

    `mapping` names our columns by theirs; `version` is the release, where the file's name does not
    tell; `geocode` looks up rows without a position; a file of more than `most` rows is refused;
    `workers` is how many processes make the records of a long table. Raises UnreadableData,
    BadValue for a source or mapping that is unknown; then, and where no row was accepted, the store
    stays as it was.
    """
    run = _Import(listener)
    placer = Placer(listener.prepare) if geocode else None
    read = importers.read(source, path, mapping=mapping or {}, version=version)
    document = read.stored_as(source, mapping or {})
    rows = read if most is None else _limited(read, most, path.name)
    with replacing(store, document.read_on) as fresh:
        number = fresh.add_document(document)
        made = batches_from_rows(
            rows, document=document, as_of=fresh.as_of, placer=placer, workers=workers
        )
        with closing(made):
            for batch in made:
                run.count(batch)
                fresh.add_rows(number, batch.rows)
                fresh.add_tables(batch.tables)
        run.drop_doubtful(fresh)
        run.report.kept = fresh.keep_others()
        if not run.report.imported:
            fresh.abandon()
    return run.report


def _limited(rows: Iterator[ImportedRow], most: int, name: str) -> Iterator[ImportedRow]:
    """Yield no more rows than there may be; those of a table are counted before any is made."""
    too_many = UnreadableData(f"{name} has more than {most:,} rows, the most that are read here")
    if isinstance(rows, TableRows) and rows.size > most:
        raise too_many
    yield from islice(rows, most)
    if next(rows, None):
        raise too_many


class _Import:
    """One run: the report grows as the rows pass."""

    def __init__(self, listener: ImportListener) -> None:
        self.report = Report()
        self._listener = listener

    def count(self, batch: Batch) -> None:
        """Count what became of some rows."""
        self.report.datasets.update(batch.tables["incidents"]["dataset"].unique().to_pylist())
        for row in batch.outcomes:
            self.report.read += 1
            self._listener.progress(row.line)
            if row.warnings:
                self.report.warnings.update({w.kind for w in row.warnings})
            if row.placed:
                self.report.placed[row.placed] += 1
            if row.is_imported:
                self.report.imported += 1
            else:
                self._leave_out(row.line, *row.findings)

    def drop_doubtful(self, fresh: FreshStore) -> None:
        """Leave out the rows whose id is not their own."""
        for line, id_, who in fresh.drop_doubtful(self._listener.existing_ids):
            self.report.imported -= 1
            rule = f"{who} has this id too, and it is unknown which one is right"
            remedy = "Give each row its own id."
            finding = Finding(record=id_, field="id", value=id_, rule=rule, remedy=remedy)
            self._leave_out(line, finding)

    def _leave_out(self, line: int, *findings: Finding) -> None:
        self.report.rejected[findings[0].kind] += 1
        for finding in findings:
            self._listener.reject(Rejected(line=line, finding=finding))
