"""Importing: the rows of a source's file become the records of a store file."""

__all__ = [
    "ImportRun",
    "InputFile",
    "Merging",
    "ReadingWay",
    "batches_of_features",
    "import_file",
    "moved",
    "open_input",
]

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from geo import importers
from geo.errors import BadValue, Finding
from geo.importers.published import DocumentRows, StoredDocument
from geo.importers.reading import TableRows
from geo.importers.row import ImportedRow
from geo.importers.sheets.options import PLAIN, SheetOptions
from geo.importers.sheets.unpacking import unpacked
from geo.intake.batches import Batch, ImportTarget, RowOutcome, batch_from_rows
from geo.intake.finding_kinds import RowFinding
from geo.intake.fingerprint import fingerprint_of
from geo.intake.listener import SILENT, ImportListener, Progress
from geo.intake.placement import Placer
from geo.intake.report import Report, changes_in_words, used_id_finding
from geo.intake.stable_file import StableFile
from geo.intake.table_batches import batches_from_table, check_size
from geo.store.changes import Changes, Choice
from geo.store.file import DoubtfulRow, ExistingIds, FreshStore, replacing
from geo.store.tables import batches

# How much of the work is done once a file is looked at, and once its records are made.
LOOKED_AT, MADE = 0.1, 0.85


def import_file(
    source: str,
    path: Path,
    store: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    version: str | None = None,
    options: SheetOptions = PLAIN,
    dataset: str | None = None,
    again: bool = False,
    geocode: bool = True,
    most: int | None = None,
    workers: int = 1,
    listener: ImportListener = SILENT,
) -> Report:
    """Read a file into a store, which keeps its records of other datasets.

    Where the store has records of the same datasets, `listener.confirm` decides whether they are
    replaced or added to. A file whose records it has, read in the same way, changes nothing, unless
    it is to be read `again`.

    `mapping` names our columns by theirs; `version` is the release, where the file's name does not
    tell; `options` say which table of the file is read; `dataset` is what the dataset of a table or
    GeoJSON is called, if not as its file; `geocode` looks up rows without a position; a file of
    more than `most` rows is refused; `workers` is how many processes, this one among them, work on
    a long table. Raises UnreadableData, BadValue for a source or mapping that is unknown, and where
    nobody decides about records that the store has; then, where no row was accepted, and where it
    is interrupted, the store stays as it was.
    """
    run = ImportRun(
        listener=listener,
        placer=Placer(listener.prepare) if geocode else None,
        most=most,
        workers=workers,
    )
    way = ReadingWay(
        source=source,
        mapping=mapping or {},
        version=version,
        options=options,
        dataset=dataset,
        geocode=geocode,
    )
    with unpacked(path) as plain:
        return _imported(run, open_input(plain, way), store, again=again)


def _imported(run: "ImportRun", file: "InputFile", store: Path, *, again: bool) -> Report:
    run.report = Report(survey=file.rows.survey, unit=file.rows.unit)
    with replacing(store, file.document.read_on) as fresh:
        if not again and fresh.has_document(file.document):
            run.report.end = "same file"
            fresh.abandon()
        else:
            run.read(file, fresh)
            run.drop_doubtful(fresh)
            run.keep_others(fresh, store.name)
    return run.report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWay:
    """How files are read: see `import_file`."""

    source: str
    mapping: Mapping[str, str]
    version: str | None = None
    options: SheetOptions = PLAIN
    dataset: str | None = None
    geocode: bool = True


class Merging(Protocol):
    """New rows that become records of a store, whatever engine holds them: as FreshStore does."""

    documents: list[StoredDocument]

    def drop_doubtful(self, existing_ids: ExistingIds, *, who: str) -> Iterable[DoubtfulRow]: ...

    def changes(self) -> Changes | None: ...

    def keep_others(self, choice: Choice) -> int: ...

    def abandon(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that is opened: its rows, and what a store keeps of it; it must not change."""

    stable: StableFile
    rows: DocumentRows
    document: StoredDocument


def open_input(path: Path, way: ReadingWay) -> InputFile:
    """Open a file, and look at its first rows. Raises UnreadableData and BadValue."""
    stable = StableFile(path)
    with stable.reading():
        rows = importers.read(
            way.source,
            path,
            mapping=way.mapping,
            version=way.version,
            options=way.options,
            dataset=way.dataset,
        )
        stored = rows.stored_as(rows.source)
        fingerprint = fingerprint_of(path, stored, way.options, geocode=way.geocode)
    document = replace(stored, fingerprint=fingerprint)
    return InputFile(stable=stable, rows=rows, document=document)


def _write_behind(batches: Iterable[Batch], write: Callable[[Batch], None]) -> None:
    """Write each batch while the next one is made: the database needs another processor."""
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(lambda: None)
        for batch in batches:
            written.result()  # so that one waits at most, and an error ends the import
            written = writer.submit(write, batch)
        written.result()


def _write(fresh: FreshStore, document: int, first: int, batch: Batch) -> None:
    """Write a batch, whose rows are numbered from `first` in the store, and from 0 in it."""
    fresh.add_rows(document, moved(batch.rows, first))
    fresh.add_tables({name: moved(table, first) for name, table in batch.tables.items()})


def moved(table: pa.Table, first: int) -> pa.Table:
    """Return rows that were numbered from 0 with their numbers from `first`, if they have any."""
    if not first or "n" not in table.schema.names:
        return table
    at = table.schema.get_field_index("n")
    return table.set_column(at, "n", pc.add(table["n"], pa.scalar(first, pa.int32())))


def _without(told: Sequence[Finding], rows: Iterable[ImportedRow]) -> Iterator[ImportedRow]:
    """Yield rows without warnings that are told already, of the whole file."""
    for row in rows:
        if told:
            kept = tuple(each for each in row.warnings if each not in told)
            yield replace(row, warnings=kept)
        else:
            yield row


def batches_of_features(
    rows: DocumentRows, target: ImportTarget, placer: Placer | None, most: int | None = None
) -> Generator[Batch, None, None]:
    """Yield the rows of a file of features, in its order; of `most` rows at most."""
    read = 0
    for batch in batches(enumerate(_without(rows.warnings, rows))):
        read += len(batch)
        check_size(rows.document.name, read, most)
        yield batch_from_rows(batch, target, placer)


@dataclass(slots=True, kw_only=True)
class ImportRun:
    """One run over a file, or over several, which `names_files`; the report grows as rows pass.

    `read_before` are the rows of the files before; `file` is the name of the one that is read, if
    it is named.
    """

    listener: ImportListener = SILENT
    placer: Placer | None = None
    most: int | None = None
    workers: int = 1
    names_files: bool = False
    report: Report = field(default_factory=Report)
    read_before: int = 0
    file: str = ""

    def read(self, file: InputFile, fresh: FreshStore) -> None:
        """Read all rows of a file into a store. Raises UnreadableData."""
        self.file = file.rows.document.name if self.names_files else ""
        number = fresh.add_document(file.document)
        target = ImportTarget(document=file.document, number=number, as_of=fresh.as_of)
        write = partial(_write, fresh, number, self.read_before)
        with file.stable.reading(), closing(self._batches(file.rows, target)) as made:
            _write_behind(map(self.counted, made), write)
        self.read_before = self.report.read

    def _batches(self, rows: DocumentRows, target: ImportTarget) -> Generator[Batch, None, None]:
        """Yield the rows of a file in its order."""
        self.warn_of_file(rows.warnings)
        if not isinstance(rows, TableRows):
            return batches_of_features(rows, target, self.placer, self.most)
        return batches_from_table(
            rows,
            target,
            placer=self.placer,
            workers=self.workers,
            most=self.most,
            lists_warnings=self.listener.warn is not None,
            looked_at=self._look_at,
        )

    def _look_at(self, rows: int, share: float) -> None:
        self.listener.progress(Progress(0, LOOKED_AT * share, looked_at=rows))

    def counted(self, batch: Batch) -> Batch:
        """Count what became of some rows."""
        report = self.report
        report.datasets.update(batch.tables["incidents"]["dataset"].unique().to_pylist())
        report.read += batch.size
        report.imported += batch.rows.num_rows
        report.warnings.update(replace(each, file=self.file) for each in batch.warnings)
        report.placed.update(batch.placed)
        report.precisions.update(batch.precisions)
        for row in batch.outcomes:
            report.rejected.add(row.findings[:1], line=row.line, file=self.file)
            report.warnings.add(row.warnings, line=row.line, file=self.file)
            self._count_look_up(row)
        self._tell_in_order(batch)
        share = LOOKED_AT + (MADE - LOOKED_AT) * (batch.share or 0)
        self.listener.progress(Progress(report.read, share))
        return batch

    def _count_look_up(self, row: RowOutcome) -> None:
        if looked_up := row.looked_up:
            self.report.placed[looked_up.state] += 1
            if looked_up.precision:
                self.report.precisions[looked_up.precision] += 1

    def warn_of_file(self, warnings: Sequence[Finding]) -> None:
        """Count and tell what is said of a file as a whole."""
        self.report.warnings.add(warnings, line=None, file=self.file)
        self._tell(RowFinding(line=None, finding=each, is_kept=True) for each in warnings)

    def _tell_in_order(self, batch: Batch) -> None:
        found = [*batch.each_warning, *(each for row in batch.outcomes for each in row.found())]
        self._tell(sorted(found, key=lambda each: each.line or 0))

    def _tell(self, found: Iterable[RowFinding]) -> None:
        for each in found:
            tell = self.listener.warn if each.is_kept else self.listener.reject
            if tell:
                tell(replace(each, file=self.file))

    def drop_doubtful(self, fresh: Merging) -> None:
        """Leave out the rows whose id is not their own."""
        who = "another row of these files" if self.names_files else "another row of this file"
        for row in fresh.drop_doubtful(self.listener.existing_ids, who=who):
            self.file = fresh.documents[row.document].name if self.names_files else ""
            self.report.imported -= 1
            finding = used_id_finding(row.id, row.who)
            self.report.rejected.add([finding], line=row.line, file=self.file)
            self._tell([RowFinding(line=row.line, finding=finding)])

    def keep_others(self, fresh: Merging, store: str) -> None:
        """Keep what the store has besides, unless nothing is to be written."""
        report = self.report
        if not report.imported:
            report.end = "nothing imported"
            return fresh.abandon()
        report.changes = fresh.changes()
        report.choice = self._choice(report.changes, store) if report.changes else "replace"
        if report.choice is None:
            report.end = "stopped"
            return fresh.abandon()
        report.kept = fresh.keep_others(report.choice)
        if report.changes and report.choice == "add":
            report.kept -= report.changes.rest
        return None

    def _choice(self, changes: Changes, store: str) -> Choice | None:
        if self.listener.confirm:
            return self.listener.confirm(changes)
        rule = 'give a function that returns "replace", "add", or None to stop'
        raise BadValue("listener.confirm", None, f"{changes_in_words(store, changes)}: {rule}")
