"""Tables of no fixed form: a spreadsheet of somebody's own, with our columns or common names."""

__all__ = ["IMPORTER", "LICENCE", "NOBODY", "PRECISION_WORDS", "feature_at", "feature_from_record"]

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from geo.formats.formulas import unescaped
from geo.importers.actors import actor, slug, unique
from geo.importers.cells import days, values
from geo.importers.feature_parts import LonLat, feature, killed_range, named_place, position
from geo.importers.importer import Importer
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.registry import import_hint
from geo.importers.row import Feature
from geo.importers.table_columns import DATES, FIELDS, SYNONYMS
from geo.importers.table_sources import cited_sources, file_source
from geo.model import dates
from geo.model.incident import PARTIAL_LENGTH, SPANS
from geo.model.precision import PRECISIONS
from geo.words.countries import looks_swapped

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


def feature_from_record(record: Record, document: Document) -> Feature:
    """Return the Feature of a row."""
    record.cells = {
        name: unescaped(cell) if isinstance(cell, str) else cell
        for name, cell in record.cells.items()
    }
    point = position(record)
    return feature_at(record, document, [point] if point else [])


def feature_at(record: Record, document: Document, points: Sequence[LonLat]) -> Feature:
    """Return the Feature of a row whose positions are known."""
    when = _when(record)
    place = named_place(record, record.text("place"), "country", admin1="admin1", admin2="admin2")
    _check_not_swapped(record, points, place["country"])
    groups = _groups(record)
    name = PurePath(document.name).stem or "table"
    label = record.text("type")
    sources = [file_source(document), *cited_sources(record)]
    cited = [source["id"] for source in sources]
    properties = {
        "record_type": record.text("record_type") or "incident",
        "title": record.text("title") or _title(label, place, record),
        "summary": record.text("summary"),
        "date": when,
        "place": place | {"sites": _sites(record, points)},
        "types": [_type(name, each) for each in values.listed(label)],
        "actors": groups,
        "assertions": [_coding(name, groups, when, cited)] if groups else [],
        "casualties": _casualties(record),
        "sources": sources,
        "origin": _origin(record, document, name),
    }
    return feature(record, record.text("id") or _made_id(record, name), properties, points)


def _type(scheme: str, label: str) -> Feature:
    return {"scheme": scheme, "code": slug(label) or "other", "label": label}


def _title(label: str | None, place: Feature, record: Record) -> str:
    named = place["name"] or place["admin1"] or record.text("country") or "place not stated"
    return f"{label or 'Incident'}: {named}"


def _made_id(record: Record, name: str) -> str:
    """Return an id made of what a row says; rows that say the same are told apart by their line."""
    text = json.dumps(record.raw, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    if record.is_repeated:
        record.warn("id", "several rows are the same, and each of them counts", "Give them ids.")
        digest = f"{digest}-{record.line}"
    return f"{slug(name) or 'table'}-{digest}"


def _when(record: Record) -> Feature:
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
    if start.start > date.today():
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


def _check_not_swapped(record: Record, points: Sequence[LonLat], country: str | None) -> None:
    if country and any(looks_swapped(lon, lat, country) for lon, lat in points):
        rule = values.looks_swapped_rule(country)
        record.refuse("latitude", rule, "Map latitude and longitude to each other.")


def _sites(record: Record, points: Sequence[LonLat]) -> list[Feature]:
    """Return a site for each point; a row without a point keeps the words on its site."""
    if points:
        return [_site(record, point) for point in points]
    said = record.text("site") or record.text("precision")
    return [_site(record, None)] if said else []


def _site(record: Record, point: LonLat | None) -> Feature:
    radius = record.read_if_good("radius_km", values.fraction)
    site = {"name": record.text("site"), "radius_km": radius or None}
    stated = (record.text("precision") or "").casefold()
    if not stated:
        return site | {"precision": _by_decimals(record, point) if point else "unknown"}
    precision = PRECISION_WORDS.get(stated, stated)
    if precision not in PRECISIONS:
        record.warn("precision", f"is not one of {', '.join(PRECISIONS)}")
        precision = "unknown"
    return site | {"precision": precision}


def _by_decimals(record: Record, point: LonLat) -> str:
    precision = BY_DECIMALS[min(max(map(_decimals, point)), len(BY_DECIMALS) - 1)]
    rule = f"is not stated: {precision} is assumed"
    record.warn("precision", rule, "Add a column precision.")
    return precision


def _decimals(degrees: float) -> int:
    return len(f"{degrees:f}".rstrip("0").partition(".")[2])


def _groups(record: Record) -> list[Feature]:
    names = values.listed(record.text("group"))
    return unique(actor(name) for name in names if name.casefold() not in NOBODY)


def _coding(name: str, groups: list[Feature], when: Feature, cited: list[str]) -> Feature:
    """Return the statement of the table: a column says no more than that it names them.

    It was made by today, even where an event goes on into the future.
    """
    today = date.today().isoformat()
    said = when.get("end") or when.get("start") or when.get("reported") or today
    return {
        "id": "coding-1",
        "kind": "dataset_coding",
        "about": [group["id"] for group in groups],
        "by": {"name": name, "kind": "dataset"},
        "stance": "asserts",
        "date": min(said, today),
        "dated_by": "report",
        "sources": cited,
    }


def _casualties(record: Record) -> Feature | None:
    casualties = {
        "killed": killed_range(record, "killed_low", "killed", "killed_high"),
        "injured": killed_range(record, "injured_low", "injured", "injured_high"),
        "perpetrators_killed": record.read_if_good("perpetrators_killed", values.count),
    }
    return casualties if any(figure is not None for figure in casualties.values()) else None


def _origin(record: Record, document: Document, name: str) -> Feature:
    """Return whose rows these are. They are the user's own, unless they say no."""
    allowed = (record.text("redistributable") or "true").casefold()
    if allowed not in YES + NO:
        record.warn("redistributable", "is neither true nor false: false is assumed")
    return {
        "dataset": name,
        "version": document.version,
        "record_id": record.text("id"),
        "licence": record.text("licence") or LICENCE,
        "redistributable": allowed in YES,
    }


def _refused(header: Sequence[str]) -> str | None:
    """Say how to read a file that is not such a table: a dataset, or records of this model."""
    if set(header) >= WHOLE:
        return "holds whole records: geo serve opens it, and geo export makes GeoJSON of it"
    return import_hint(header)


IMPORTER = Importer(
    id_field="id",
    feature=feature_from_record,
    synonyms=SYNONYMS,
    known=FIELDS,
    refuses=_refused,
)
