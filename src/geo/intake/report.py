"""What became of the rows of an import: counts, in words, and the rows left out as CSV."""

__all__ = [
    "Rejected",
    "Report",
    "ReportText",
    "rejects_writer",
    "report_in_words",
    "used_id_finding",
]

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from geo.errors import Finding
from geo.formats.formulas import escaped
from geo.importers.survey import Survey
from geo.intake.unused import unused_in_words
from geo.words.counts import by_frequency, count_in_words

SHOWN = 20  # kinds of reasons and warnings that are listed
COLUMNS = ("line", "record", "field", "value", "rule", "remedy")
_PLACED = {
    "placed": "placed by name",
    "country only": "known to a country only",
    "nameless": "without a name of a place",
    "unsure": "not sure enough",
    "not found": "not found",
    "refused": "with a place that is refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that no record was made of, with the rule that it breaks."""

    line: int
    finding: Finding


def used_id_finding(id_: str, user: str) -> Finding:
    """Return the finding of a row whose id a `user` has too, such as "an open file"."""
    rule = f"{user} has this id too, and it is unknown which one is right"
    remedy = "Give each row its own id."
    return Finding(record=id_, field="id", value=id_, rule=rule, remedy=remedy)


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of the rows, and the `datasets` they are of.

    `kept` counts records of other datasets that the store had; `survey` says what the columns of
    the file are used for.
    """

    read: int = 0
    imported: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    datasets: set[str] = field(default_factory=set)
    kept: int = 0
    survey: Survey = field(default_factory=Survey)


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
        "Rejected": report.rejected,
        "Warnings": report.warnings,
        "Rows without a position": Counter(
            {_PLACED.get(state, state): number for state, number in report.placed.items()}
        ),
    }
    counted = {heading: tuple(_kinds(kinds)) for heading, kinds in lists.items() if kinds}
    return ReportText(
        sentence=f"{file}: {rows} read, {counts}",
        lists={**unused_in_words(report.survey), **counted},
    )


def _kinds(counts: Counter[str]) -> Iterator[str]:
    for kind, number in by_frequency(counts)[:SHOWN]:
        yield f"{number:,} × {kind}"
    if len(counts) > SHOWN:
        yield f"… and {len(counts) - SHOWN:,} more kinds"


def rejects_writer(file: IO[str]) -> Callable[[Rejected], None]:
    """Return a function that writes a row that was left out to a CSV file, as a line of it."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)

    def write(rejected: Rejected) -> None:
        found = rejected.finding
        cells = (found.record, found.field, found.value, found.rule, found.remedy)
        writer.writerow([rejected.line, *map(_safe, cells)])

    return write


def _safe(cell: str) -> str:
    """Return a cell that does not run as a formula; values are quoted and are not read back."""
    return cell if cell.startswith("'") else escaped(cell)
