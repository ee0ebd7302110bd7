"""Armed Conflict Location & Event Data (ACLED).

Columns are those of the export since 2023. Event and sub-event types are those of acledR's table of
the codebook, which also says that the order of the actors tells nothing of who attacked.
"""

__all__ = ["IMPORTER"]

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from geo.importers.actors import actor, family, slug, unique
from geo.importers.cells import values
from geo.importers.cells.days import day
from geo.importers.checks.day_fields import check_year, read_when
from geo.importers.feature_parts import PLACE_NOT_STATED, atlas_type, meaning, named_place
from geo.importers.importer import Importer
from geo.importers.parts import Part, Parts, origin_part
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
    signature=frozenset({"event_id_cnty"}),
    signatures=(
        frozenset({"event_id_no_cnty"}),
        frozenset({"assoc_actor_1"}),
        frozenset({"ally_actor_1"}),
        frozenset({"event_type", "sub_event_type", "actor1"}),
    ),
    # Values of actor1, as public work on the data lists them. A country behind a name is, by the
    # codebook, the organisation that a group has in that country, and so a part of it.
    groups={
        "Islamic State Khorasan Province (ISKP)": "isis-k",
        "Islamic State (Afghanistan)": "islamic-state-afghanistan",
        "Islamic State (Iraq)": "islamic-state-iraq",
        "Islamic State (Syria)": "islamic-state-syria",
    },
)
REQUIRED = ("event_date",)
EXPECTED = {  # column: what follows where a subset lacks it
    "event_id_cnty": "ids are made of what the rows say",
    "time_precision": "each date is taken as the day of its event",
    "geo_precision": "how exact positions are is unknown",
}
# Of exports by the interface until 2022, and of releases until 2017.
ALIASES = {
    "event_id_no_cnty": "event_id_cnty",
    "ally_actor_1": "assoc_actor_1",
    "ally_actor_2": "assoc_actor_2",
    "geo_precis": "geo_precision",
}

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
LABELLED = ("disorder_type", "event_type", "sub_event_type")
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
SIDES = (  # actor, the kind of it, those with it
    ("actor1", "inter1", "assoc_actor_1"),
    ("actor2", "inter2", "assoc_actor_2"),
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


def _when(record: Record, document: Document) -> Feature:
    when = read_when(record, "event_date", day)
    if when is None:
        if record.text("event_date") is None:
            record.refuse("event_date", "a record has a date", "Add it.")
        return {}
    on = when.start
    check_year(record, "event_date", when, document)
    assumed = "month" if "time_precision" in record.columns else "day"
    precision = meaning(record, "time_precision", PRECISION_BY_TIME_PRECISION) or assumed
    if precision != "week":
        return {"start": on.isoformat(), "precision": precision}
    days = timedelta(days=6)  # whichever day of its week the date is
    start, end = on - min(days, on - date.min), on + min(days, date.max - on)
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": "week"}


def _place(record: Record, _: Document) -> Feature:
    name = record.text("location")
    place = named_place(record, name, "country", admin1="admin1", admin2="admin2")
    return {"place": place, "named": place["name"] or PLACE_NOT_STATED}


def _site(record: Record, _: Document) -> Feature:
    precision = meaning(record, "geo_precision", PRECISION_BY_GEO_PRECISION)
    return {"precision": precision or "unknown"}


def _kind(record: Record, _: Document) -> Feature:
    deaths = record.read_if_good("fatalities", values.count)
    return {
        "record_type": "context" if _is_context(record, deaths) else "incident",
        "types": _types(record),
        "label": record.text("sub_event_type") or record.text("event_type") or "Event",
    }


def _is_context(record: Record, deaths: int | None) -> bool:
    return record.text("sub_event_type") in NO_ATTACK and not deaths


def _types(record: Record) -> list[Feature]:
    found = [atlas_type(TYPES.get(record.text("event_type") or "", "other"))]
    for column in LABELLED:
        if label := record.text(column):
            scheme = f"acled-{column.replace('_', '-')}"
            found.append({"scheme": scheme, "code": f"acled-{slug(label)}", "label": label})
    return found


def _parties(record: Record, _: Document) -> Feature:
    sides = [*_side(record, 1), *_side(record, 2)]
    return {"actors": family(sides), "assertions": [_coding(sides)] if sides else []}


def _side(record: Record, number: int) -> Iterator[Feature]:
    """Yield the actor of a side, then those with it."""
    main, inter, others = SIDES[number - 1]
    if name := record.text(main):
        said = (record.text(inter) or "").casefold().removesuffix(".0")
        kind = "unspecified" if name.startswith(LABELS) else KINDS.get(said)
        yield actor(name, groups=ACLED.groups, kind=kind, role=f"actor {number}")
    for other in values.listed(record.text(others)):
        kind = "unspecified" if other.startswith(LABELS) else None
        yield actor(other, groups=ACLED.groups, kind=kind, role=f"with actor {number}")


def _coding(sides: list[Feature]) -> Feature:
    """Return the statement that both sides took part; it does not say who attacked."""
    main = [side for side in sides if side["role"].startswith("actor ")]
    says = f"Involved: {' and '.join(side['name'] for side in main or sides)}. "
    return ACLED.coding(
        [side for side in unique(main) if side["kind"] != "unspecified"],
        says=f"{says}Which side attacked is not coded.",
    )


def _coded(record: Record, _: Document) -> str | None:
    on = record.read_if_good("timestamp", _timestamp)
    return on.isoformat() if on else None


def _timestamp(cell: CellValue) -> date:
    """Read the second of 1970 and after in which the row was last changed."""
    try:
        return datetime.fromtimestamp(values.number(cell), UTC).date()
    except (OverflowError, ValueError, OSError):
        raise BadCell("is not a time", "It is kept in origin.raw.") from None


def _casualties(record: Record, _: Document) -> Feature | None:
    deaths = record.quiet().read_if_good("fatalities", values.count)
    if deaths is None or _is_context(record, deaths):
        return None
    report = ACLED.toll_report(deaths, "killed", NOTE)
    return {"killed": {"best": deaths}, "reports": [report]}


def _sources(record: Record, document: Document) -> list[Feature]:
    cited = ACLED.cited([(name, None) for name in values.listed(record.text("source"))])
    return [ACLED.source(document), *cited]


def _made_id(record: Record, _: Document) -> str:
    return f"acled-{record.digest()}"


PARTS = Parts(
    id_field="event_id_cnty",
    id_prefix="acled-",
    id_rule="an event has an id",
    made_id=_made_id,
    summary="notes",
    date=Part(("event_date", "time_precision", "year"), _when),
    place=Part(("location", "country", "admin1", "admin2"), _place),
    site=Part(("geo_precision",), _site),
    kind=Part((*LABELLED, "fatalities"), _kind),
    parties=Part((*chain.from_iterable(SIDES),), _parties),
    casualties=Part(("sub_event_type", "fatalities"), _casualties),
    sources=Part(("source",), _sources),
    origin=origin_part(ACLED),
    coded=Part(("timestamp",), _coded),
)
IMPORTER = Importer(
    dataset=ACLED,
    parts=PARTS,
    required=REQUIRED,
    expected=EXPECTED,
    aliases=ALIASES,
)
