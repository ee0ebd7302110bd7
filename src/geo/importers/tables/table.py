"""Tables of no fixed form: a spreadsheet of somebody's own, with our columns or common names."""

__all__ = ["IMPORTER", "LICENCE", "NOBODY", "PARTS"]

from collections.abc import Sequence

from geo.formats.formulas import unescaped
from geo.importers.actors import actor, slug, unique
from geo.importers.cells import values
from geo.importers.importer import Importer, Texts
from geo.importers.parts import DECIMALS_FIELD, Part, Parts
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.registry import import_hint
from geo.importers.row import CellValue, Feature
from geo.importers.tables.columns import FIELDS, SYNONYMS
from geo.importers.tables.dates import DATE, when
from geo.importers.tables.identity import dataset_of, identified, key_of, made_id
from geo.importers.tables.places import SITE, place, site, unplaced
from geo.importers.tables.sources import cited_sources, file_source
from geo.importers.tables.tolls import TOLLS, casualties
from geo.model.name_lengths import MAX_NAME

LICENCE = "not stated"
NOBODY = ("unknown", "unknown group", "n/a", "-")  # names of groups that are none

WHOLE = {"record_type", "assertions", "origin"}  # columns that tell what geo export wrote
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


def _kind(record: Record, document: Document) -> Feature:
    label = record.text("type")
    return {
        "record_type": record.text("record_type") or "incident",
        "types": [_type(dataset_of(document), each) for each in values.listed(label)],
        "label": label or "Incident",
    }


def _type(scheme: str, label: str) -> Feature:
    code = slug(label) or "other"
    code = code if len(code) <= MAX_NAME else key_of(label)
    return {"scheme": scheme, "code": code, "label": label}


def _parties(record: Record, document: Document) -> Feature:
    names = values.listed(record.text("group"))
    groups = unique(actor(name) for name in names if name.casefold() not in NOBODY)
    return {"actors": groups, "assertions": [_coding(groups, document)] if groups else []}


def _coding(groups: list[Feature], document: Document) -> Feature:
    """Return the statement of the table: a column says no more than that it names them."""
    return {
        "id": "coding-1",
        "kind": "dataset_coding",
        "about": [group["id"] for group in groups],
        "by": {"name": dataset_of(document), "kind": "dataset"},
        "stance": "asserts",
        "dated_by": "report",
    }


def _said_on(when: Feature, document: Document) -> str:
    """Return the day of a table's statement: by today, even where an event goes on after it."""
    today = document.read_on.isoformat()
    said: str = when.get("end") or when.get("start") or when.get("reported") or today
    return min(said, today)


def _sources(record: Record, document: Document) -> list[Feature]:
    return [file_source(document), *cited_sources(record)]


def _origin(record: Record, document: Document) -> Feature:
    """Return whose rows these are. They are the user's own, unless they say no."""
    allowed = (record.text("redistributable") or "true").casefold()
    if allowed not in YES + NO:
        record.warn("redistributable", "is neither true nor false: false is assumed")
    return {
        "dataset": dataset_of(document),
        "version": document.version,
        "licence": record.text("licence") or LICENCE,
        "redistributable": allowed in YES,
    }


def _clean(cell: CellValue) -> CellValue:
    return unescaped(cell) if isinstance(cell, str) and cell[:1] == "'" else cell


def _refused(header: Sequence[str], texts: Texts) -> str | None:
    """Say how to read a file that is not such a table: a dataset, or records of this model."""
    if set(header) >= WHOLE:
        return "holds whole records: geo serve opens it, and geo export makes GeoJSON of it"
    return import_hint(header, texts)


PARTS = Parts(
    id_field="id",
    made_id=made_id,
    title="title",
    summary="summary",
    first="points",
    clean=_clean,
    checks_swapped=True,
    said_on=_said_on,
    date=Part(DATE, when),
    place=Part(("place", "country", "admin1", "admin2"), place),
    site=Part((*SITE, DECIMALS_FIELD), site),
    unplaced=Part(SITE, unplaced),
    kind=Part(("record_type", "type"), _kind),
    parties=Part(("group",), _parties),
    casualties=Part(TOLLS, casualties),
    sources=Part(("source", "source_url", "source_date"), _sources),
    source_days=("source_date",),
    origin=Part(("licence", "redistributable"), _origin),
)
IMPORTER = Importer(
    parts=PARTS,
    synonyms=SYNONYMS,
    known=FIELDS,
    refuses=_refused,
    identify=identified,
)
