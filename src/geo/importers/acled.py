"""Armed Conflict Location & Event Data (ACLED).

Columns are those of the export since 2023. Event and sub-event types are those of acledR's table of
the codebook, which also says that the order of the actors tells nothing of who attacked.
"""

__all__ = ["IMPORTER", "feature_from_record"]

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from geo.importers import values
from geo.importers.actors import actor, family, slug, unique
from geo.importers.days import day
from geo.importers.parts import (
    Document,
    atlas_type,
    coding,
    feature,
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

ACLED = PROVIDERS["acled"]
REQUIRED = (  # noqa: SIM905, it reads as a header
    "event_id_cnty event_date time_precision event_type sub_event_type actor1 country location"
    " latitude longitude geo_precision fatalities"
).split()

PRECISIONS = {  # geo_precision
    "1": "settlement",
    "2": "near_settlement",  # a small part of a region; the point is a town in it
    "3": "admin1",  # a larger region; the point is its capital, say
}
DAY, WEEK, MONTH = "1", "2", "3"  # time_precision
TYPES = {  # event_type: ours
    "Battles": "clash",
    "Explosions/Remote violence": "attack",
    "Violence against civilians": "attack",
    "Protests": "protest",
    "Riots": "riot",
    "Strategic developments": "development",
}
# What is no attack, unless somebody was killed.
NO_ATTACK = (
    "Peaceful protest",
    "Protest with intervention",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
KINDS = {  # inter1 and inter2, as digits until 2024 and as words since
    "1": "state",
    "2": "armed_group",
    "3": "armed_group",
    "4": "armed_group",
    "5": "unspecified",
    "6": "unspecified",
    "7": "unspecified",
    "state forces": "state",
    "rebel group": "armed_group",
    "political militia": "armed_group",
    "identity militia": "armed_group",
    "rioters": "unspecified",
    "protesters": "unspecified",
    "civilians": "unspecified",
}
LABELS = ("Civilians", "Protesters", "Rioters", "Unidentified")  # they begin names of nobody
NOTE = "One figure for all sides, attackers too."


def feature_from_record(record: Record, document: Document) -> Feature:
    """Return the Feature of an event."""
    id_ = record.text("event_id_cnty")
    if id_ is None:
        record.refuse("event_id_cnty", "an event has an id", "Add it.")
    when = _when(record)
    point = position(record)
    place = named_place(
        record, record.text("location"), "country", admin1="admin1", admin2="admin2"
    )
    deaths = record.read_if_good("fatalities", values.count)
    sides = [*_side(record, "1"), *_side(record, "2")]
    context = record.text("sub_event_type") in NO_ATTACK and not deaths
    label = record.text("sub_event_type") or record.text("event_type") or "Event"
    properties = {
        "record_type": "context" if context else "incident",
        "title": f"{label}: {place['name'] or 'place not stated'}",
        "summary": record.text("notes"),
        "date": when,
        "place": place | {"sites": [_site(record)] if point else []},
        "types": _types(record),
        "actors": family(sides),
        "assertions": [_coding(record, document, sides, when)] if sides else [],
        "casualties": None if context else _casualties(deaths),
        "sources": [own_source(ACLED, document), *_cited(record)],
        "origin": origin(ACLED, document, id_),
    }
    return feature(record, f"acled-{id_}", properties, [point] if point else [])


def _when(record: Record) -> Feature:
    on = record.read("event_date", day)
    if on is None:
        if record.text("event_date") is None:
            record.refuse("event_date", "a record has a date", "Add it.")
        return {}
    precision = record.read_if_good("time_precision", values.code)
    if precision not in (DAY, WEEK, MONTH):
        record.warn("time_precision", "is no precision that is known (1 to 3)")
    if precision == DAY:
        return {"start": on.isoformat(), "precision": "day"}
    if precision != WEEK:
        return {"start": on.isoformat(), "precision": "month"}
    days = timedelta(days=6)  # whichever day of its week the date is
    start, end = on - min(days, on - date.min), on + min(days, date.max - on)
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": "week"}


def _site(record: Record) -> Feature:
    precision = PRECISIONS.get(record.read_if_good("geo_precision", values.code) or "")
    if precision is None:
        record.warn("geo_precision", "is no precision that is known (1 to 3)")
    return {"precision": precision or "unknown"}


def _types(record: Record) -> list[Feature]:
    found = [atlas_type(TYPES.get(record.text("event_type") or "", "other"))]
    for column in ("disorder_type", "event_type", "sub_event_type"):
        if label := record.text(column):
            scheme = f"acled-{column.replace('_', '-')}"
            found.append({"scheme": scheme, "code": f"acled-{slug(label)}", "label": label})
    return found


def _side(record: Record, number: str) -> Iterator[Feature]:
    """Yield the actor of a side, then those with it."""
    if name := record.text(f"actor{number}"):
        said = (record.text(f"inter{number}") or "").casefold().removesuffix(".0")
        kind = "unspecified" if name.startswith(LABELS) else KINDS.get(said)
        yield actor(name, dataset=ACLED.dataset, kind=kind, role=f"actor {number}")
    for text in (record.text(f"assoc_actor_{number}") or "").split(";"):
        if other := text.strip():
            kind = "unspecified" if other.startswith(LABELS) else None
            yield actor(other, dataset=ACLED.dataset, kind=kind, role=f"with actor {number}")


def _coding(record: Record, document: Document, sides: list[Feature], when: Feature) -> Feature:
    """Return the statement that both sides took part; it does not say who attacked."""
    main = [side for side in sides if side["role"].startswith("actor ")]
    says = f"Involved: {' and '.join(side['name'] for side in main or sides)}. "
    return coding(
        ACLED,
        document,
        [side for side in unique(main) if side["kind"] != "unspecified"],
        coded=record.read_if_good("timestamp", _timestamp),
        earliest=when.get("end") or when.get("start", ""),
        says=f"{says}Who attacked whom is not coded.",
    )


def _timestamp(cell: Cell) -> date:
    """Read the second of 1970 and after in which the row was last changed."""
    try:
        return datetime.fromtimestamp(values.number(cell), UTC).date()
    except (OverflowError, ValueError, OSError):
        raise BadCell("is no time", "It is kept in origin.raw.") from None


def _casualties(deaths: int | None) -> Feature | None:
    if deaths is None:
        return None
    report = {
        "value": deaths,
        "measure": "killed",
        "said_by": speaker(ACLED),
        "status": "standing",
        "note": NOTE,
        "sources": [source_id(ACLED)],
    }
    return {"killed": {"best": deaths}, "reports": [report]}


def _cited(record: Record) -> list[Feature]:
    names = (name.strip() for name in (record.text("source") or "").split(";"))
    return sources_cited(ACLED, [(name, None) for name in names if name])


IMPORTER = Importer(
    id_field="event_id_cnty",
    feature=feature_from_record,
    required=REQUIRED,
)
