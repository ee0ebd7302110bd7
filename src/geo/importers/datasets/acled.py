"""Armed Conflict Location & Event Data (ACLED).

Columns are those of the export since 2023. Event and sub-event types are those of acledR's table of
the codebook, which also says that the order of the actors tells nothing of who attacked.
"""

__all__ = ["IMPORTER", "feature_from_record"]

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from geo.importers.actors import actor, family, slug, unique
from geo.importers.cells import values
from geo.importers.cells.days import day
from geo.importers.feature_parts import atlas_type, feature, meaning, named_place, position
from geo.importers.importer import Importer
from geo.importers.published import Document, PublishedDataset
from geo.importers.record import BadCell, Record
from geo.importers.row import CellValue, Feature
from geo.model.licences import Terms

ACLED = PublishedDataset(
    name="ACLED",
    publisher="Armed Conflict Location & Event Data (ACLED)",
    title="ACLED event data",
    url="https://acleddata.com/",
    licence="ACLED Terms of Use: no access to the data for others",
    redistributable=False,
    terms=Terms(
        citation="Armed Conflict Location & Event Data Project (ACLED), acleddata.com",
        licence="its terms of use give others no access to the raw data",
        contact="ACLED, acleddata.com",
    ),
    signature=frozenset({"event_id_cnty", "event_type"}),
    # Values of actor1, as public work on the data lists them. A country behind a name is, by the
    # codebook, the organisation that a group has in that country, and so a part of it.
    groups={
        "Islamic State Khorasan Province (ISKP)": "isis-k",
        "Islamic State (Afghanistan)": "islamic-state-afghanistan",
        "Islamic State (Iraq)": "islamic-state-iraq",
        "Islamic State (Syria)": "islamic-state-syria",
    },
)
REQUIRED = (  # noqa: SIM905, it reads as a header
    "event_id_cnty event_date time_precision event_type sub_event_type actor1 country location"
    " latitude longitude geo_precision fatalities"
).split()

PRECISION_BY_GEO_PRECISION = {
    "1": "settlement",
    "2": "near_settlement",  # a small part of a region; the point is a town in it
    "3": "admin1",  # a larger region; the point is its capital, say
}
PRECISION_BY_TIME_PRECISION = {"1": "day", "2": "week", "3": "month"}
TYPES = {  # event_type: ours
    "Battles": "clash",
    "Explosions/Remote violence": "attack",
    "Violence against civilians": "attack",
    "Protests": "protest",
    "Riots": "riot",
    "Strategic developments": "development",
}
# Sub-event types that are not attacks, unless somebody was killed.
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
LABELS = (
    "Civilians",
    "Protesters",
    "Rioters",
    "Unidentified",
)  # names that begin so are not actors
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
        "sources": [ACLED.source(document), *_cited(record)],
        "origin": ACLED.origin(document, id_),
    }
    return feature(record, f"acled-{id_}", properties, [point] if point else [])


def _when(record: Record) -> Feature:
    on = record.read("event_date", day)
    if on is None:
        if record.text("event_date") is None:
            record.refuse("event_date", "a record has a date", "Add it.")
        return {}
    precision = meaning(record, "time_precision", PRECISION_BY_TIME_PRECISION) or "month"
    if precision != "week":
        return {"start": on.isoformat(), "precision": precision}
    days = timedelta(days=6)  # whichever day of its week the date is
    start, end = on - min(days, on - date.min), on + min(days, date.max - on)
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": "week"}


def _site(record: Record) -> Feature:
    precision = meaning(record, "geo_precision", PRECISION_BY_GEO_PRECISION)
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
        yield actor(name, groups=ACLED.groups, kind=kind, role=f"actor {number}")
    for text in (record.text(f"assoc_actor_{number}") or "").split(";"):
        if other := text.strip():
            kind = "unspecified" if other.startswith(LABELS) else None
            yield actor(other, groups=ACLED.groups, kind=kind, role=f"with actor {number}")


def _coding(record: Record, document: Document, sides: list[Feature], when: Feature) -> Feature:
    """Return the statement that both sides took part; it does not say who attacked."""
    main = [side for side in sides if side["role"].startswith("actor ")]
    says = f"Involved: {' and '.join(side['name'] for side in main or sides)}. "
    return ACLED.coding(
        document,
        [side for side in unique(main) if side["kind"] != "unspecified"],
        when,
        coded=record.read_if_good("timestamp", _timestamp),
        says=f"{says}Which side attacked is not coded.",
    )


def _timestamp(cell: CellValue) -> date:
    """Read the second of 1970 and after in which the row was last changed."""
    try:
        return datetime.fromtimestamp(values.number(cell), UTC).date()
    except (OverflowError, ValueError, OSError):
        raise BadCell("is not a time", "It is kept in origin.raw.") from None


def _casualties(deaths: int | None) -> Feature | None:
    if deaths is None:
        return None
    report = ACLED.toll_report(deaths, "killed", NOTE)
    return {"killed": {"best": deaths}, "reports": [report]}


def _cited(record: Record) -> list[Feature]:
    names = (name.strip() for name in (record.text("source") or "").split(";"))
    return ACLED.cited([(name, None) for name in names if name])


IMPORTER = Importer(
    dataset=ACLED,
    id_field="event_id_cnty",
    feature=feature_from_record,
    required=REQUIRED,
)
