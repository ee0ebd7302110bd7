"""Importing: the rows of a source's file become the records of a store file."""

__all__ = ["Rejected", "Report", "import_file"]

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geo import importers
from geo.errors import Finding
from geo.importers import Row
from geo.incident import Incident
from geo.placement import Placer
from geo.store_file import FreshStore, replacing
from geo.tables import batches


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that no record was made of, with the rule that it breaks."""

    line: int
    finding: Finding


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of the rows: `kept` counts records of other datasets that the store had."""

    read: int = 0
    taken: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    kept: int = 0


Reject = Callable[[Rejected], None]


def import_file(
    source: str,
    path: Path,
    store: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    geocode: bool = True,
    prepare: Callable[[], None] = lambda: None,
    reject: Reject = lambda _: None,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Read a file into a store, and replace what the store had of the same datasets.

    `mapping` names our columns by theirs; `geocode` looks up rows without a position, after
    `prepare` where there are any; `reject` is told every row that is left out, `progress` each line
    that is reached. Raises UnreadableData, BadValue for a source or mapping that is unknown; then,
    and where no row was taken, the store stays as it was.
    """
    run = _Import(reject=reject, progress=progress, placer=Placer(prepare) if geocode else None)
    with replacing(store, date.today()) as fresh:
        for batch in batches(run.incidents(importers.read(source, path, mapping=mapping or {}))):
            fresh.add(batch)
        run.drop_doubtful(fresh)
        run.report.kept = fresh.keep_others()
        if not run.report.taken:
            fresh.abandon()
    return run.report


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
            self.report.warnings.update({f"{w.field}: {w.rule}" for w in row.warnings})
            if row.incident is None:
                self._leave_out(row.line, *row.findings)
            else:
                self.report.taken += 1
                self._lines.append(row.line)
                yield self._placed(row.incident)

    def drop_doubtful(self, fresh: FreshStore) -> None:
        """Leave out the rows whose id is not their own."""
        for number, id_, who in fresh.drop_doubtful():
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
        self.report.rejected[f"{findings[0].field}: {findings[0].rule}"] += 1
        for finding in findings:
            self._reject(Rejected(line=line, finding=finding))
