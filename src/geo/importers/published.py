"""A published dataset: its names, its licence, and what it says as a source of its records."""

__all__ = [
    "IMPORTER_VERSION",
    "Document",
    "DocumentRows",
    "PublishedDataset",
    "StoredDocument",
    "signatures_of",
]

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Self

from geo.errors import Finding
from geo.importers.row import Feature, ImportedRow
from geo.importers.survey import Survey
from geo.model.licences import Terms

# A store keeps rows as they came, and has them read again: to be raised when an importer of any
# kind reads a row otherwise than before.
IMPORTER_VERSION = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The file that rows come from: its name, and the version of the dataset, where it is known.

    `released` is the day, month or year of that version, as far as the file's name says so;
    `read_on` is the day that counts as today while rows are read. `dataset` is said by whoever
    reads a table, where it is not called as its file; `id_prefix` stands before the ids of a table.
    """

    name: str
    version: str | None = None
    released: str | None = None
    dataset: str | None = None
    id_prefix: str = ""
    read_on: date = field(default_factory=date.today)

    @classmethod
    def named(cls, name: str) -> Self:
        """Return a document of which only the name is known."""
        return cls(name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What a store keeps of a file, so that its rows become the same records when they are opened.

    `source` is a name in SOURCES, or empty for Features of incidents. `header` are the names of the
    columns, `mapping` says which of them is which field (theirs → ours). `dataset` is that of
    `Document`. `fingerprint` is the same where a file is read twice in the same way; it is empty
    where records of the file have been replaced since.
    """

    source: str = ""
    name: str = ""
    version: str | None = None
    dataset: str | None = None
    header: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    read_on: date = field(default_factory=date.today)
    fingerprint: str = ""

    @property
    def width(self) -> int:
        """Return how many cells a row has: a Feature is one, as JSON text."""
        return 1 if self.source in ("", "geojson") else len(self.header)


class DocumentRows(Iterator[ImportedRow]):
    """The rows of a file, made as they are asked for.

    `header` are the names of its columns, `survey` says what each is used for, and `mapping` what
    has to be known to read the same rows again (theirs → ours). `warnings` are about the file as a
    whole; its first row has them too. `size` is the number of rows, which may be known only once
    the first is made; `unit` is what their lines are, "line" or "feature".
    """

    unit = "feature"

    def __init__(
        self,
        document: Document,
        header: Sequence[str],
        rows: Iterator[ImportedRow],
        *,
        survey: Survey,
        mapping: Mapping[str, str],
        warnings: tuple[Finding, ...] = (),
    ) -> None:
        self.document, self.header, self.warnings = document, header, warnings
        self.survey, self.mapping = survey, mapping
        self.source = ""
        self.size: int | None = None
        self._rows = rows

    def __next__(self) -> ImportedRow:
        return next(self._rows)

    def tell_source(self, source: str, notes: tuple[Finding, ...] = ()) -> None:
        """Take the name of the source that the rows are read as, and what is said of that."""
        self.source = source
        self.tell(*notes)

    def tell(self, *notes: Finding) -> None:
        """Take warnings about the whole file, which the first row has too."""
        self.warnings = (*notes, *self.warnings)
        if notes:
            self._rows = _with_notes(self._rows, notes)

    def stored_as(self, source: str) -> StoredDocument:
        """Return what a store keeps of the file: it was read as a source."""
        return StoredDocument(
            source=source,
            name=self.document.name,
            version=self.document.version,
            dataset=self.document.dataset,
            header=tuple(self.header),
            mapping=dict(self.mapping),
            read_on=self.document.read_on,
        )


def _with_notes(rows: Iterator[ImportedRow], notes: tuple[Finding, ...]) -> Iterator[ImportedRow]:
    """Yield rows, the first of them with warnings about the whole file."""
    for row in islice(rows, 1):
        yield replace(row, warnings=(*notes, *row.warnings))
    yield from rows


def signatures_of(lines: str) -> tuple[frozenset[str], ...]:
    """Return the sets of columns that stand in lines."""
    return tuple(frozenset(line.split()) for line in lines.split("\n") if line.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDataset:
    """All that is known of a dataset, except how its rows are read.

    `name` is its name in `origin.dataset`; its first word is enough to recognise it. `licence` and
    `redistributable` stand in every record, `terms` in captions and refusals. `signature` are
    columns, as `normal_name` writes them, that only a file of this dataset has; `signatures` are
    those of old exports, subsets and renamed copies, which have the same licence. `codes` are
    words that it codes with, in small letters, and `own_codes` those of them that nobody else uses:
    a column of such words tells it too. `groups` are its names of groups of the curated incidents,
    with their ids there.
    """

    name: str
    publisher: str
    title: str
    url: str
    licence: str
    redistributable: bool
    terms: Terms
    signature: frozenset[str]
    signatures: tuple[frozenset[str], ...] = ()
    codes: frozenset[str] = frozenset()
    own_codes: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)

    def has_columns(self, names: AbstractSet[str]) -> bool:
        """Tell whether columns, as `normal_name` writes them, are those of this dataset."""
        return any(each <= names for each in self.all_signatures)

    @property
    def all_signatures(self) -> tuple[frozenset[str], ...]:
        """Return the sets of columns of which one is enough to recognise it."""
        return self.signature, *self.signatures

    def has_codes(self, texts: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether all texts of a column are codes of this dataset, and one only its own."""
        for column in texts.values() if self.own_codes else ():
            said = {text.casefold() for text in column}
            if said <= self.codes and not said.isdisjoint(self.own_codes):
                return True
        return False

    @property
    def source_id(self) -> str:
        """Return the id that the dataset has among the sources of its records."""
        return self.name.casefold().replace(" ", "-")

    @property
    def speaker(self) -> dict[str, str]:
        """Return the dataset as the speaker of what it codes."""
        return {"name": self.name, "kind": "dataset"}

    def source(self, document: Document) -> Feature:
        """Return the dataset as the source of its codings."""
        version = f" {document.version}" if document.version else ""
        return {
            "id": self.source_id,
            "publisher": self.publisher,
            "title": f"{self.title}{version}",
            "date": document.released,
            "url": self.url,
            "licence": self.licence,
        }

    def origin(self, document: Document) -> Feature:
        """Return where records come from, and what may be done with them."""
        return {
            "dataset": self.name,
            "version": document.version,
            "licence": self.licence,
            "redistributable": self.redistributable,
        }

    def coding(
        self,
        about: Iterable[Feature],
        *,
        number: int = 1,
        stance: str = "asserts",
        says: str | None = None,
        basis: str | None = None,
    ) -> Feature:
        """Return the statement, without its date, that the dataset makes by coding actors."""
        return {
            "id": f"coding-{number}",
            "kind": "dataset_coding",
            "about": [actor["id"] for actor in about],
            "by": self.speaker,
            "stance": stance,
            "dated_by": "report",
            "says": says,
            "basis": basis,
            "sources": [self.source_id],
        }

    def toll_report(self, value: int | None, measure: str, note: str) -> Feature:
        """Return a figure of the dataset as a report on a toll."""
        return {
            "value": value,
            "measure": measure,
            "said_by": self.speaker,
            "status": "standing",
            "note": note,
            "sources": [self.source_id],
        }

    def cited(self, reports: Iterable[tuple[str, str | None]]) -> list[dict[str, str | None]]:
        """Return the reports that a row cites, by publisher and day; titles stay in origin.raw."""
        return [
            {
                "id": f"cited-{number}",
                "publisher": publisher,
                "title": f"(report, as cited by {self.name})",
                "date": day,
            }
            for number, (publisher, day) in enumerate(dict.fromkeys(reports), start=1)
        ]
