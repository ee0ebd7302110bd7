"""Importing: the rows of a source's file become the records of a store file."""

__all__ = ["import_file"]

from array import array
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from geo import importers
from geo.errors import Finding, UnreadableData
from geo.import_report import Rejected, Report
from geo.importers import Row
from geo.incident import Incident
from geo.placement import Placer
from geo.store_file import FreshStore, Known, replacing
from geo.tables import batches

Reject = Callable[[Rejected], None]


def import_file(
    source: str,
    path: Path,
    store: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    version: str | None = None,
    geocode: bool = True,
    known: Known = lambda _: set(),
    most: int | None = None,
    prepare: Callable[[], None] = lambda: None,
    reject: Reject = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Read a file into a store, and replace what the store had of the same datasets.

    `mapping` names our columns by theirs; `version` is the release, where the file's name does not
    tell; `geocode` looks up rows without a position, after `prepare` where there are any; `known`
    tells which of some ids are taken elsewhere; a file of more than `most` rows is refused;
    `reject` is told every row that is left out, `progress` each line that is reached. Raises
    UnreadableData, BadValue for a source or mapping that is unknown; then, and where no row was
    taken, the store stays as it was.
    """
    run = _Import(reject=reject, progress=progress, placer=Placer(prepare) if geocode else None)
    read = importers.read(source, path, mapping=mapping or {}, version=version)
    rows = _limited(read, most, path.name)
    with replacing(store, date.today()) as fresh:
        for batch in batches(run.incidents(rows)):
            fresh.add(batch)
        run.drop_doubtful(fresh, known)
        run.report.kept = fresh.keep_others()
        if not run.report.taken:
            fresh.abandon()
    return run.report


def _limited(rows: Iterator[Row], most: int | None, name: str) -> Iterator[Row]:
    yield from islice(rows, most)
    if most is not None and next(rows, None):
        raise UnreadableData(f"{name} has more than {most:,} rows, the most that are read here")


class _Import:
    """One run: the report grows as the rows pass."""

    def __init__(
        self, *, reject: Reject, progress: Callable[[int], None], placer: Placer | None
    ) -> None:
        self.report = Report()
        self._reject, self._progress, self._placer = reject, progress, placer
        self._lines = array("Q")  # of the incidents by their number

    def incidents(self, rows: Iterator[Row]) -> Iterator[Incident]:
        """Pass on what can be taken, and count everything."""
        for row in rows:
            self.report.read += 1
            self._progress(row.line)
            self.report.warnings.update({w.kind for w in row.warnings})
            if row.incident is None:
                self._leave_out(row.line, *row.findings)
            else:
                self.report.taken += 1
                self.report.datasets.add(row.incident.origin.dataset)
                self._lines.append(row.line)
                yield self._placed(row.incident)

    def drop_doubtful(self, fresh: FreshStore, known: Known) -> None:
        """Leave out the rows whose id is not their own."""
        for number, id_, who in fresh.drop_doubtful(known):
            self.report.taken -= 1
            rule = f"{who} has this id too, and which is right is unknown"
            remedy = "Give each row its own id."
            finding = Finding(record=id_, field="id", value=id_, rule=rule, remedy=remedy)
            self._leave_out(self._lines[number], finding)

    def _placed(self, incident: Incident) -> Incident:
        if self._placer is None or incident.positions:
            return incident
        placed, state = self._placer.place(incident)
        self.report.placed[state] += 1
        return placed

    def _leave_out(self, line: int, *findings: Finding) -> None:
        self.report.rejected[findings[0].kind] += 1
        for finding in findings:
            self._reject(Rejected(line=line, finding=finding))
