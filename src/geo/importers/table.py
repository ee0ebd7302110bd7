"""Tables of no fixed form: a spreadsheet of somebody's own, with our columns or common names."""

__all__ = ["IMPORTER", "LICENCE", "NOBODY", "PARTS", "PRECISION_WORDS"]

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePath

from geo.formats.formulas import unescaped
from geo.importers.actors import actor, slug, unique
from geo.importers.cells import days, values
from geo.importers.feature_parts import PLACE_NOT_STATED, killed_range, named_place
from geo.importers.importer import Importer
from geo.importers.parts import DECIMALS_FIELD, Part, Parts
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.registry import import_hint
from geo.importers.row import CellValue, Feature
from geo.importers.table_columns import DATES, FIELDS, SYNONYMS
from geo.importers.table_sources import cited_sources, file_source
from geo.model import dates
from geo.model.incident import PARTIAL_LENGTH, SPANS
from geo.model.precision import PRECISIONS

LICENCE = "not stated"
NOBODY = ("unknown", "unknown group", "n/a", "-")  # names of groups that are none

# Words for a precision that are not our own.
PRECISION_WORDS = {
    "exact": "site",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "district": "admin2",
    "province": "admin1",
    "state": "admin1",
}
# The precision of a position where the file does not state it, by the number of decimals.
BY_DECIMALS = ("admin1", "near_settlement", "settlement")
WHOLE = {"record_type", "assertions", "origin"}  # columns that tell what geo export wrote
DATE_PRECISIONS = ("day", "days", "week", "month", "months", "year")
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


def _place(record: Record, _: Document) -> Feature:
    place = named_place(record, record.text("place"), "country", admin1="admin1", admin2="admin2")
    named = place["name"] or place["admin1"] or record.text("country") or PLACE_NOT_STATED
    return {"place": place, "named": named}


def _kind(record: Record, document: Document) -> Feature:
    label = record.text("type")
    return {
        "record_type": record.text("record_type") or "incident",
        "types": [_type(_name(document), each) for each in values.listed(label)],
        "label": label or "Incident",
    }


def _type(scheme: str, label: str) -> Feature:
    return {"scheme": scheme, "code": slug(label) or "other", "label": label}


def _name(document: Document) -> str:
    """Return what a table is called: its file's name without the ending."""
    return _stem(document.name) or "table"


@lru_cache
def _stem(name: str) -> str:
    return PurePath(name).stem


def _made_id(record: Record, document: Document) -> str:
    """Return an id made of what a row says; rows that say the same are told apart by their line."""
    text = json.dumps(record.raw, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    if record.is_repeated:
        record.warn("id", "several rows are the same, and each of them counts", "Give them ids.")
        digest = f"{digest}-{record.line}"
    return f"{slug(_name(document)) or 'table'}-{digest}"


def _when(record: Record, document: Document) -> Feature:
    """Return the date, as much of it as is written."""
    readers = (
        ("date", days.partial_day),
        ("date_dmy", days.day_month_year),
        ("date_mdy", days.month_day_year),
    )
    given = [record.read(name, reader) for name, reader in readers]
    start = next((when for when in given if when), None)
    end = record.read("date_end", days.partial_day)
    reported = record.read("reported", days.partial_day)
    said = {"reported": reported.text} if reported else {}
    if start is None:
        if not record.findings and not reported:
            _refuse_undated(record)
        return {"precision": "unknown"} | said
    if start.start > document.read_on:
        record.warn("date", "lies in the future", "Correct the year?")
    return _span(record, start, end) | said


def _refuse_undated(record: Record) -> None:
    if DATES.isdisjoint(record.columns):
        record.refuse("date", "no column is used as the date", "Map one to date.")
    else:
        record.refuse("date", "a record has a date", "Add it, or the day it was reported.")


def _span(record: Record, start: days.When, end: days.When | None) -> Feature:
    last = dates.last_day(end.text) if end else None
    precision = _date_precision(record, start, last)
    if last == start.start and precision == "day":
        last = None
    if last is None and precision in SPANS:
        last = dates.last_day(start.text)
    ended = {} if last is None or precision in PARTIAL_LENGTH else {"end": last.isoformat()}
    return {"start": start.start.isoformat(), "precision": precision} | ended


def _date_precision(record: Record, start: days.When, last: date | None) -> str:
    """Return what the row says, or else what its dates are written to."""
    stated = record.text("date_precision")
    if stated in DATE_PRECISIONS:
        return stated
    if stated:
        record.warn("date_precision", f"is not one of {', '.join(DATE_PRECISIONS)}")
    if last is None or (last == start.start and start.precision == "day"):
        return start.precision
    return "days" if start.precision == "day" else "months"


def _site(record: Record, _: Document) -> Feature:
    return _named_site(record, lambda: _by_decimals(record))


def _unplaced(record: Record, _: Document) -> Feature | None:
    """Return a site that keeps the words of a row without a position."""
    said = record.text("site") or record.text("precision")
    return _named_site(record, lambda: "unknown") if said else None


def _named_site(record: Record, assumed: Callable[[], str]) -> Feature:
    radius = record.read_if_good("radius_km", values.fraction)
    precision = _stated_precision(record) or assumed()
    return {"name": record.text("site"), "radius_km": radius or None, "precision": precision}


def _stated_precision(record: Record) -> str | None:
    stated = (record.text("precision") or "").casefold()
    precision = PRECISION_WORDS.get(stated, stated)
    if not precision or precision in PRECISIONS:
        return precision
    record.warn("precision", f"is not one of {', '.join(PRECISIONS)}")
    return "unknown"


def _by_decimals(record: Record) -> str:
    decimals = int(record.text(DECIMALS_FIELD) or 0)
    precision = BY_DECIMALS[min(decimals, len(BY_DECIMALS) - 1)]
    rule = f"is not stated: {precision} is assumed"
    record.warn("precision", rule, "Add a column precision.")
    return precision


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
        "by": {"name": _name(document), "kind": "dataset"},
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


def _casualties(record: Record, _: Document) -> Feature | None:
    casualties = {
        "killed": killed_range(record, *KILLED),
        "injured": killed_range(record, *INJURED),
        "perpetrators_killed": record.read_if_good("perpetrators_killed", values.count),
    }
    return casualties if any(figure is not None for figure in casualties.values()) else None


def _origin(record: Record, document: Document) -> Feature:
    """Return whose rows these are. They are the user's own, unless they say no."""
    allowed = (record.text("redistributable") or "true").casefold()
    if allowed not in YES + NO:
        record.warn("redistributable", "is neither true nor false: false is assumed")
    return {
        "dataset": _name(document),
        "version": document.version,
        "licence": record.text("licence") or LICENCE,
        "redistributable": allowed in YES,
    }


def _clean(cell: CellValue) -> CellValue:
    return unescaped(cell) if isinstance(cell, str) and cell[:1] == "'" else cell


def _refused(header: Sequence[str]) -> str | None:
    """Say how to read a file that is not such a table: a dataset, or records of this model."""
    if set(header) >= WHOLE:
        return "holds whole records: geo serve opens it, and geo export makes GeoJSON of it"
    return import_hint(header)


DATE = ("date", "date_dmy", "date_mdy", "date_end", "date_precision", "reported")
SITE = ("site", "precision", "radius_km")
KILLED = ("killed_low", "killed", "killed_high")
INJURED = ("injured_low", "injured", "injured_high")

PARTS = Parts(
    id_field="id",
    made_id=_made_id,
    title="title",
    summary="summary",
    first="points",
    clean=_clean,
    checks_swapped=True,
    said_on=_said_on,
    date=Part(DATE, _when),
    place=Part(("place", "country", "admin1", "admin2"), _place),
    site=Part((*SITE, DECIMALS_FIELD), _site),
    unplaced=Part(SITE, _unplaced),
    kind=Part(("record_type", "type"), _kind),
    parties=Part(("group",), _parties),
    casualties=Part((*KILLED, *INJURED, "perpetrators_killed"), _casualties),
    sources=Part(("source", "source_url", "source_date"), _sources),
    source_days=("source_date",),
    origin=Part(("licence", "redistributable"), _origin),
)
IMPORTER = Importer(
    parts=PARTS,
    synonyms=SYNONYMS,
    known=FIELDS,
    refuses=_refused,
)
