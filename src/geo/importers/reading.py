"""Files to incidents, row by row: what all tables have in common."""

__all__ = [
    "RowTask",
    "Table",
    "TableRows",
    "kept_incident",
    "read_table",
    "repeated",
    "row_from_record",
    "sample_of_sheet",
    "stored_table",
    "survey_of_sheet",
    "without_raw",
]

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.errors import BadValue, Finding, InvalidIncident, UnreadableData
from geo.importers.cells.cell_text import MARK, cell_from_text, text_from_cell
from geo.importers.columns import FieldColumns, columns_of
from geo.importers.importer import Importer
from geo.importers.line_record import clean, record_from_line
from geo.importers.opening import empty_table, open_sheet, with_known_header
from geo.importers.parts import remembering
from geo.importers.published import Document, DocumentRows, StoredDocument
from geo.importers.record import Record
from geo.importers.registry import IMPORTERS
from geo.importers.row import Feature, ImportedRow, StoredRow
from geo.importers.sheets.line import Line, fitted
from geo.importers.sheets.options import PLAIN, SheetOptions
from geo.importers.sheets.row_keys import key_of_line, keys_of_batch
from geo.importers.sheets.sheet import Sheet
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.importers.survey import Survey
from geo.importers.tables.deciding import Decisions, KnownColumns, decisions_of, order_of_days
from geo.importers.tables.surveying import Sample, survey_of
from geo.model.feature import incident_from_feature
from geo.model.incident import Incident

if TYPE_CHECKING:
    from numpy import ndarray

_NOTHING: Mapping[str, str] = MappingProxyType({})


Make = Callable[[Record, Document], Feature]


class RowTask(NamedTuple):
    """A line of a table, whether others have its key, and what it is told of the whole file."""

    line: Line
    is_repeated: bool
    about_file: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What all rows of a file have in common; another process can be told of it."""

    importer: Importer
    header: Sequence[str]
    columns: FieldColumns
    document: Document

    def row(self, task: RowTask) -> ImportedRow:
        """Make the row of a line."""
        row = self._made(task, self.importer.feature)
        return replace(
            row,
            warnings=(*task.about_file, *row.warnings),
            stored=self.kept(task) if row.incident else None,
        )

    def _made(self, task: RowTask, make: Make) -> ImportedRow:
        record = self.record(task.line)
        if task.is_repeated:
            self._say_repeated(record)
        return row_from_record(record, make, self.document)

    def incident(self, row: StoredRow, *, raw: bool = True) -> Incident:
        """Make the incident of a row that was kept, with or without that row.

        Raises UnreadableData.
        """
        make = self.importer.feature if raw else self._bare_feature
        cells = [
            text if not text or text[0] != MARK else cell_from_text(text) for text in row.cells
        ]
        return kept_incident(self._made(RowTask(Line(row.line, cells), row.is_repeated), make))

    def _bare_feature(self, record: Record, document: Document) -> Feature:
        feature = self.importer.feature(record, document)
        feature["properties"]["origin"]["raw"] = {}
        return feature

    def kept(self, task: RowTask) -> StoredRow:
        """Return what is kept of a line, to make the same row of it again."""
        cells = fitted(task.line.cells, len(self.header))
        texts = tuple(text_from_cell(clean(cell)) for cell in cells)
        return StoredRow(task.line.number, task.is_repeated, texts)

    def record(self, line: Line) -> Record:
        """Make the record of a line, which has findings already where the line is broken."""
        id_field = self.importer.parts.id_field
        return record_from_line(line, self.header, self.columns, id_field)

    def key(self, line: Line) -> int:
        """Return a hash of the id of a row, or of all of it where there is none."""
        return key_of_line(line, self._id_place, len(self.header))

    def keys(self, batch: SheetBatch) -> "ndarray[Any, Any]":
        """Return the keys of all rows of a batch, in their order."""
        return keys_of_batch(batch, self._id_place)

    @property
    def _id_place(self) -> int | None:
        return self.columns.places.get(self.importer.parts.id_field)

    def _say_repeated(self, record: Record) -> None:
        record.is_repeated = True
        if record.text(self.importer.parts.id_field):
            rule = "several rows share it, and all of them are rejected"
            record.refuse(self.importer.parts.id_field, rule, "Give each row its own id.")


class TableRows(DocumentRows):
    """The rows of a table, made one by one; `table` and `sheet` are for those who make many."""

    unit = "line"

    def __init__(
        self, table: Table, sheet: Sheet, survey: Survey, mapping: Mapping[str, str]
    ) -> None:
        self.table, self.sheet = table, sheet
        rows = map(table.row, self._tasks())
        super().__init__(
            table.document,
            table.header,
            rows,
            survey=survey,
            mapping=mapping,
            warnings=sheet.warnings,
        )

    def _tasks(self) -> Iterator[RowTask]:
        """Yield what each row is made of."""
        # A hash of each row's key, 8 bytes a row, is held, and not the rows.
        keys = array("q", map(self.table.key, self.sheet.data()))
        self.size, shared = len(keys), repeated(keys)
        about_file = self.sheet.warnings
        for line in self.sheet.data():
            yield RowTask(line, self.table.key(line) in shared, about_file)
            about_file = ()


def read_table(
    importer: Importer,
    path: Path,
    mapping: Mapping[str, str],
    version: str | None,
    first: int | None,
    options: SheetOptions = PLAIN,
    dataset: str | None = None,
) -> DocumentRows:
    """Read a table. Raises UnreadableData for the file as a whole, before the first row."""
    sheet = with_known_header(open_sheet(path, options), importer, mapping)
    sample = sample_of_sheet(sheet)
    _check_own(sheet, importer, sample)
    if sample.is_empty:
        sheet = empty_table(sheet, mapping)
    document = _document(importer, sheet.name, version, dataset)
    sheet = _with_expected(sheet, importer, mapping)
    decided = _decided(sheet, importer, mapping, sample)
    survey = _survey(sheet, importer, decided, sample)
    if importer.synonyms is None:
        mapping = decided.mapping
    else:  # the survey has found all columns that are used
        importer, mapping = _by_mapping_only(importer), survey.mapping
    table = _table(importer, document, sheet.header, mapping)
    if first is None:
        return TableRows(table, sheet, survey, mapping)
    headers = 2  # where a copy of HDX has a second one
    begun = replace(sheet, lines=lambda: islice(sheet.lines(), headers + first), below=None)
    rows = TableRows(table, begun, survey, mapping)
    return DocumentRows(
        table.document, table.header, islice(rows, first), survey=survey, mapping=mapping
    )


def _check_own(sheet: Sheet, importer: Importer, sample: Sample) -> None:
    """Refuse what has to be read as another source. Raises UnreadableData."""
    if importer.refuses is None:
        return
    for published in IMPORTERS.values():
        header = with_known_header(sheet, published, {}).header
        if reason := importer.refuses(header, sample.texts):
            raise UnreadableData(f"{sheet.name} {reason}")


def _with_expected(sheet: Sheet, importer: Importer, mapping: Mapping[str, str]) -> Sheet:
    """Add a warning for each column without which something is unknown."""
    names = _columns(importer, sheet.name, sheet.header, mapping).names
    findings = [
        Finding(
            record=sheet.name,
            field=field,
            value="",
            rule=f"the column is missing: {rule}",
            remedy="",
        )
        for field, rule in importer.expected.items()
        if field not in names
    ]
    return replace(sheet, warnings=(*sheet.warnings, *findings)) if findings else sheet


def sample_of_sheet(sheet: Sheet) -> Sample:
    """Return the first texts of each column."""
    sample = Sample()
    for line in sheet.data():
        if sample.is_full:
            break
        sample.add(zip(sheet.header, line.cells, strict=False))
    return sample


def survey_of_sheet(
    sheet: Sheet, importer: Importer, sample: Sample, mapping: Mapping[str, str] = _NOTHING
) -> Survey:
    """Return what the columns of a sheet are used for, as its names and values say."""
    return _survey(sheet, importer, _decided(sheet, importer, mapping, sample), sample)


def _survey(sheet: Sheet, importer: Importer, decided: Decisions, sample: Sample) -> Survey:
    return survey_of(
        sheet.header,
        _columns(importer, sheet.name, sheet.header, decided.mapping, sheet.tags),
        sample,
        importer.parts,
        is_published=importer.synonyms is None,
        questions=decided.questions,
    )


def _decided(
    sheet: Sheet, importer: Importer, mapping: Mapping[str, str], sample: Sample
) -> Decisions:
    """Return the mapping with what the values of columns say on how these are read."""
    known = KnownColumns(
        header=sheet.header,
        columns=_columns(importer, sheet.name, sheet.header, mapping, sheet.tags),
        mapping=mapping,
        sample=sample,
        texts_of=sheet.texts_of,
    )
    if importer.synonyms is None:
        return order_of_days(known, importer.day_fields)
    return decisions_of(known)


def stored_table(importer: Importer, stored: StoredDocument) -> Table:
    """Return the table of a file of which only the rows were kept."""
    if importer.synonyms is not None:  # the mapping names all columns that are used
        importer = _by_mapping_only(importer)
    importer = replace(importer, parts=remembering(importer.parts))
    document = _document(importer, stored.name, stored.version, stored.dataset)
    document = replace(document, read_on=stored.read_on)
    return _table(importer, document, stored.header, stored.mapping)


def _by_mapping_only(importer: Importer) -> Importer:
    """Return an importer that knows no column by its name."""
    return replace(importer, synonyms=dict[str, str]())


def kept_incident(row: ImportedRow) -> Incident:
    """Return the incident of a row that a store kept. Raises UnreadableData."""
    if row.incident is None:
        reasons = "; ".join(finding.rule for finding in row.findings)
        raise UnreadableData(f"a row of the store cannot be read ({reasons}): import it again")
    return row.incident


def without_raw(incident: Incident) -> Incident:
    """Return an incident without the row of its source."""
    return replace(incident, origin=replace(incident.origin, raw={}))


def _table(
    importer: Importer,
    document: Document,
    header: Sequence[str],
    mapping: Mapping[str, str],
) -> Table:
    columns = _columns(importer, document.name, header, mapping)
    if importer.identify:
        document = importer.identify(document, header)
    return Table(importer=importer, header=header, columns=columns, document=document)


def _columns(
    importer: Importer,
    name: str,
    header: Sequence[str],
    mapping: Mapping[str, str],
    tags: Sequence[str] = (),
) -> FieldColumns:
    return columns_of(
        name,
        header,
        required=importer.required,
        synonyms=importer.synonyms,
        mapping=mapping,
        known=importer.known,
        tags=tags,
        own=importer.spellings,
        aliases=importer.aliases,
        stand_ins=importer.stand_ins if importer.recognises(header) else {},
    )


def _document(importer: Importer, name: str, version: str | None, dataset: str | None) -> Document:
    """Return what a file's name tells, unless it is said to be of another release.

    Raises BadValue for the name of a dataset, where the importer is for one.
    """
    if dataset and importer.dataset:
        rule = f"is for tables and GeoJSON, and these rows are of {importer.dataset.name}"
        raise BadValue("dataset", dataset, rule)
    document = importer.document(name)
    if version and version != document.version:
        document = Document(name=name, version=version)
    return replace(document, dataset=dataset)


def repeated(keys: Iterable[int]) -> frozenset[int]:
    """Return the hashes that occur more than once."""
    hashes = sorted(keys)
    return frozenset(one for one, other in pairwise(hashes) if one == other)


def row_from_record(record: Record, make: Make, document: Document) -> ImportedRow:
    """Make an incident of a record, unless something is found against it.

    A row that is refused has no warnings: they say what is not used of a row that is kept.
    """
    incident: Incident | None = None
    if not record.findings:
        try:
            feature = make(record, document)
            incident = None if record.findings else incident_from_feature(feature)
        except InvalidIncident as error:
            record.findings += [replace(each, record=record.name) for each in error.findings]
    return ImportedRow(
        line=record.line,
        incident=incident,
        findings=tuple(record.findings),
        warnings=tuple(record.warnings) if incident else (),
    )
