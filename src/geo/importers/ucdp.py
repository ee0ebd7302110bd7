"""UCDP Georeferenced Event Dataset (GED), yearly and Candidate releases.

Columns are those of real files. The meaning of codes is that of the UCDP GED codebook, as the
documentation of mapme.biodiversity (R/calc_fatalities_ucdp.R) repeats it, checked against rows.
"""

__all__ = ["IMPORTER", "feature_from_record", "version_of"]

import re
from datetime import date

from geo.importers import values
from geo.importers.actors import actor, family
from geo.importers.days import day
from geo.importers.parts import (
    Document,
    atlas_type,
    coding,
    feature,
    killed_range,
    named_place,
    origin,
    own_source,
    position,
    source_id,
    sources_cited,
    speaker,
)
from geo.importers.providers import PROVIDERS
from geo.importers.reading import Importer
from geo.importers.record import BadCell, Record
from geo.importers.row import Cell, Feature

UCDP = PROVIDERS["ucdp"]
REQUIRED = (  # noqa: SIM905, it reads as a header
    "id type_of_violence side_a side_b where_prec where_coordinates latitude longitude country"
    " date_prec date_start date_end best low high"
).split()
# Of release 23.1; Candidate files were published without a header (24.0.1), in this order.
HEADER = (  # noqa: SIM905
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id"
    " conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a"
    " side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office"
    " source_date source_headline source_original where_prec where_coordinates where_description"
    " adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high"
    " low gwnoa gwnob"
).split()

ONE_SIDED = "3"
TYPES = {  # type_of_violence: ours, code, label
    "1": ("clash", "ucdp-state-based", "State-based conflict"),
    "2": ("clash", "ucdp-non-state", "Non-state conflict"),
    ONE_SIDED: ("attack", "ucdp-one-sided", "One-sided violence"),
}
UNKNOWN_TYPE = ("other", "ucdp-unknown", "Type unknown")
PRECISIONS = {  # where_prec
    "1": "settlement",  # the coordinates are those of the place named
    "2": "near_settlement",  # a limited area around it
    "3": "admin2",  # the middle of a district
    "4": "admin1",  # the middle of a province
    "5": "fuzzy",  # a part of a country, a line, an island, a point between two
    "6": "country",  # the middle of a country
    "7": "international",  # over water or in international airspace
}
DATE_PRECISIONS = {  # date_prec
    "1": "day",
    "2": "days",  # two to six
    "3": "week",
    "4": "month",
    "5": "months",  # specified to a year; spans of two to seven months in real rows
}
SUMMARY_EVENT = "2"  # event_clarity: one row for what a source reports only together
CIVILIANS = "Civilians"
DEATHS = {
    "deaths_a": "side A",
    "deaths_b": "side B",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown",
}
_VERSION = re.compile(r"(?:ged|gedevent|candidate)\D{0,12}(\d{2})[._]?(\d{1,2})(?:[._](\d{1,2}))?")


def version_of(file_name: str) -> tuple[str | None, str | None]:
    """Return version and year of release that a file's name tells.

    >>> version_of("GEDEvent_v23_1.csv"), version_of("GEDEvent_v24_0_1.csv")
    (('23.1', '2023'), ('24.0.1', '2024'))
    """
    if found := _VERSION.search(file_name.casefold()):
        return ".".join(filter(None, found.groups())), f"20{found[1]}"
    return None, None


def feature_from_record(record: Record, document: Document) -> Feature:
    """Return the Feature of an event."""
    id_ = record.text("id")
    if id_ is None:
        record.refuse("id", "an event has an id", "Add it.")
    kind = _kind(record)
    sides = _sides(record, one_sided=kind == ONE_SIDED)
    when = _when(record)
    point = position(record)
    place = named_place(
        record, record.text("where_coordinates"), "country", admin1="adm_1", admin2="adm_2"
    )
    ours, code, label = TYPES.get(kind or "", UNKNOWN_TYPE)
    properties = {
        "record_type": "aggregate" if _is_summary(record) else "incident",
        "title": f"{label}: {place['name'] or 'place not stated'}",
        "date": when,
        "place": place | {"sites": [_site(record)] if point else []},
        "types": [
            atlas_type(ours),
            {"scheme": "ucdp-type-of-violence", "code": code, "label": label},
        ],
        "actors": family(sides),
        "assertions": [_coding(document, sides, kind, when)] if sides else [],
        "casualties": _casualties(record, kind),
        "sources": [own_source(UCDP, document), *_cited(record)],
        "origin": origin(UCDP, document, id_),
    }
    return feature(record, f"ucdp-{id_}", properties, [point] if point else [])


def _kind(record: Record) -> str | None:
    kind = record.read("type_of_violence", values.code)
    if kind not in TYPES:
        record.warn("type_of_violence", "is no type of violence that is known (1 to 3)")
    return kind


def _is_summary(record: Record) -> bool:
    return record.read_if_good("event_clarity", values.code) == SUMMARY_EVENT


def _sides(record: Record, *, one_sided: bool) -> list[Feature]:
    """Return both sides; only in one-sided violence is side A the attacker."""
    sides = []
    roles = ("perpetrator", "target") if one_sided else (None, None)
    for side, number, role in zip(("side_a", "side_b"), ("gwnoa", "gwnob"), roles, strict=True):
        if name := record.text(side):
            state = "state" if record.text(number) else None  # a list of them ("2;200") is text
            kind = "unspecified" if name == CIVILIANS else state
            sides.append(actor(name, dataset=UCDP.dataset, kind=kind, role=role))
    return sides


def _site(record: Record) -> Feature:
    precision = PRECISIONS.get(record.read_if_good("where_prec", values.code) or "", "unknown")
    if precision == "unknown":
        record.warn("where_prec", "is no precision that is known (1 to 7)")
    return {"precision": precision}


def _when(record: Record) -> Feature:
    start, end = record.read("date_start", day), record.read("date_end", day)
    if start is None:
        if record.text("date_start") is None:
            record.refuse("date_start", "a record has a date", "Add it.")
        return {}
    end = end or start
    precision = DATE_PRECISIONS.get(record.read_if_good("date_prec", values.code) or "")
    if precision is None:
        record.warn("date_prec", "is no precision that is known (1 to 5)")
        precision = "months"  # the coarsest one: some days from start to end
    return _date(start, end, precision)


def _date(start: date, end: date, precision: str) -> Feature:
    if precision == "day":
        precision = "day" if start == end else "days"
    if precision == "month":
        precision = "month" if (start.year, start.month) == (end.year, end.month) else "months"
    bare = precision in ("day", "month")
    ended = {} if bare else {"end": end.isoformat()}
    return {"start": start.isoformat(), "precision": precision} | ended


def _coding(document: Document, sides: list[Feature], kind: str | None, when: Feature) -> Feature:
    names = " and ".join(side["name"] for side in sides)
    if kind == ONE_SIDED:
        about, says = sides[:1], f"Violence of {sides[0]['name']} against civilians."
    else:
        about = [side for side in sides if side["kind"] != "unspecified"]
        says = f"Fighting between {names}. Who attacked whom is not coded."
    earliest = when.get("end") or when.get("start", "")
    return coding(UCDP, document, about, coded=None, earliest=earliest, says=says)


def _casualties(record: Record, kind: str | None) -> Feature | None:
    killed = killed_range(record, "low", "best", "high")
    attackers = record.read_if_good("deaths_a", values.count) if kind == ONE_SIDED else None
    if killed is None:
        return None
    deaths = {label: record.text(name) for name, label in DEATHS.items()}
    figures = [f"{label} {figure}" for label, figure in deaths.items() if figure]
    parts = f" Of them: {', '.join(figures)}." if figures else ""
    note = f"Best estimate. It counts those killed on both sides, attackers too.{parts}"
    report = {
        "value": killed.get("best"),
        "measure": "killed",
        "said_by": speaker(UCDP),
        "status": "standing",
        "note": note,
        "sources": [source_id(UCDP)],
    }
    return {
        "killed": killed,
        "perpetrators_killed": attackers,
        "reports": [report] if "best" in killed else [],
    }


def _cited(record: Record) -> list[dict[str, str | None]]:
    """Return the reports cited; lists of unequal length cannot be paired, and stay without days."""
    offices = [office.strip() for office in (record.text("source_office") or "").split(";")]
    days = [_cited_day(text) for text in (record.text("source_date") or "").split(";")]
    if len(offices) != len(days):
        days = [None] * len(offices)
    pairs = zip(offices, days, strict=True)
    return sources_cited(UCDP, [(office, when) for office, when in pairs if office])


def _cited_day(text: Cell) -> str | None:
    try:
        return day(text).isoformat()
    except BadCell:
        return None


def _document(file_name: str) -> Document:
    version, released = version_of(file_name)
    return Document(name=file_name, version=version, released=released)


IMPORTER = Importer(
    id_field="id",
    feature=feature_from_record,
    document=_document,
    required=REQUIRED,
    headless=HEADER,
)
