"""What became of the rows of an import: counts, in words, and each finding as a line of CSV."""

__all__ = [
    "Report",
    "ReportText",
    "changes_in_words",
    "findings_writer",
    "report_in_words",
    "used_id_finding",
]

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Literal

from geo.errors import Finding
from geo.formats.formulas import escaped
from geo.importers.survey import Survey
from geo.intake.finding_kinds import FindingKinds, RowFinding, kinds_in_words
from geo.intake.look_ups import NO_POSITION, look_ups_in_words
from geo.intake.unused import unused_in_words
from geo.store.changes import Changes, Choice
from geo.words.counts import count_in_words

COLUMNS = ("line", "outcome", "record", "field", "value", "rule", "remedy")
OUTCOMES = {False: "rejected", True: "kept"}  # of a row


def used_id_finding(id_: str, user: str) -> Finding:
    """Return the finding of a row whose id a `user` has too, such as "an open file"."""
    rule = f"{user} has this id too, and it is unknown which one is right"
    remedy = "Give each row its own id."
    return Finding(record=id_, field="id", value=id_, rule=rule, remedy=remedy)


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of the rows, and the `datasets` they are of.

    `rejected` has the first finding of each row that is left out. `unit` is what the lines of the
    file are, "line" or "feature". `placed` counts rows without a position by how looking their
    place up went, and `precisions` those that are placed by how exactly they are. `kept` counts
    records of other datasets that the store had; `survey` says what the columns of the file are
    used for. `changes` are those of records that the store had of the same datasets, `choice` what
    became of them, and `end` how the import ended: the store is another only if it is "written".
    """

    read: int = 0
    imported: int = 0
    rejected: FindingKinds = field(default_factory=FindingKinds)
    warnings: FindingKinds = field(default_factory=FindingKinds)
    placed: Counter[str] = field(default_factory=Counter)
    precisions: Counter[str] = field(default_factory=Counter)
    datasets: set[str] = field(default_factory=set)
    kept: int = 0
    unit: str = "line"
    survey: Survey = field(default_factory=Survey)
    changes: Changes | None = None
    choice: Choice | None = "replace"
    end: Literal["written", "nothing imported", "stopped", "same file"] = "written"

    def add(self, other: "Report") -> None:
        """Count the rows of another report, which follow these."""
        self.read += other.read
        self.imported += other.imported
        self.rejected.update(other.rejected)
        self.warnings.update(other.warnings)
        self.placed.update(other.placed)
        self.precisions.update(other.precisions)
        self.datasets |= other.datasets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """A report in words: a sentence, and lists by their headings."""

    sentence: str
    lists: dict[str, tuple[str, ...]]

    def lines(self) -> Iterator[str]:
        """Yield the text line by line, those of a list indented by two spaces."""
        yield self.sentence
        for heading, kinds in self.lists.items():
            yield f"{heading}:"
            yield from (f"  {kind}" for kind in kinds)


def report_in_words(file: str, report: Report) -> ReportText:
    """Say what became of the rows of a file, the most frequent kinds first."""
    rows = count_in_words(report.read, "row")
    counts = f"{report.imported:,} imported, {report.read - report.imported:,} rejected"
    lists = {
        "Rejected": kinds_in_words(report.rejected, report.unit),
        "Warnings": kinds_in_words(report.warnings, report.unit),
        NO_POSITION: look_ups_in_words(report.placed, report.precisions),
    }
    counted = {heading: tuple(lines) for heading, lines in lists.items() if lines}
    return ReportText(
        sentence=f"{file}: {rows} read, {counts}",
        lists={**unused_in_words(report.survey), **counted},
    )


def changes_in_words(store: str, changes: Changes) -> str:
    """Say what a store has of a file's datasets, and what the file changes of it."""
    records, names = count_in_words(changes.before, "record"), ", ".join(changes.datasets)
    replaced = f"{changes.replaced:,}" if changes.replaced else "none"
    return (
        f"{store} has {records} of {names} already. The file replaces {replaced} of them, adds "
        f"{changes.added:,}, and does not have {changes.rest:,}"
    )


def findings_writer(file: IO[str], *, names_files: bool = False) -> Callable[[RowFinding], None]:
    """Return a function that writes a finding to a CSV file, as a line of it.

    The outcome is that of the row: `rejected`, or `kept` with a warning. The first column `names
    files` where the rows are those of several.
    """
    writer = csv.writer(file)
    writer.writerow(("file", *COLUMNS) if names_files else COLUMNS)

    def write(each: RowFinding) -> None:
        found = each.finding
        cells = (found.record, found.field, found.value, found.rule, found.remedy)
        named = (_safe(each.file),) if names_files else ()
        writer.writerow([*named, each.line, OUTCOMES[each.is_kept], *map(_safe, cells)])

    return write


def _safe(cell: str) -> str:
    """Return a cell that does not run as a formula; values are quoted and are not read back."""
    return cell if cell.startswith("'") else escaped(cell)
