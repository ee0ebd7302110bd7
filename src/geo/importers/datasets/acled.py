"""Armed Conflict Location & Event Data (ACLED).

Columns are those of the export since 2023, with the names of older ones as aliases. Event and
sub-event types are those of acledR's table of the codebook, which also says that the order of the
actors tells nothing of who attacked. Event types until 2018 are those that public copies of these
releases have.
"""

__all__ = ["IMPORTER"]

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from geo.importers.actors import actor, family, slug, unique
from geo.importers.cells import values
from geo.importers.checks.day_fields import DAY_FIELDS, check_year, read_day_or_year
from geo.importers.feature_parts import atlas_type, meaning, named_place, place_in_title
from geo.importers.importer import Importer
from geo.importers.parts import Part, Parts, origin_part
from geo.importers.published import Document, PublishedDataset, signatures_of
from geo.importers.record import BadCell, Record
from geo.importers.row import CellValue, Feature
from geo.model.licences import Terms

# Columns that people keep of it, of which no other dataset has all of a line.
SIGNATURES = signatures_of("""
    event_id_no_cnty
    assoc_actor_1
    assoc_actor_2
    ally_actor_1
    ally_actor_2
    event_type sub_event_type
    sub_event_type fatalities
    sub_event_type actor1
    disorder_type event_type
    disorder_type fatalities
    actor1 inter1
    inter1 inter2
    inter1 interaction
    actor1 actor2 event_type fatalities
    actor1 event_date event_type fatalities
    time_precision geo_precision
    actor_dyad_id actor1
    gwno event_type
""")
# Words of its columns of types, those first that others use too.
CODES = (
    "Battles",
    "Protests",
    "Riots",
    "Violence against civilians",
    "Remote violence",
    "Political violence",
    "Demonstrations",
    "Armed clash",
    "Attack",
    "Peaceful protest",
    "Violent demonstration",
    "Mob violence",
    "Chemical weapon",
    "Suicide bomb",
    "Grenade",
    "Sexual violence",
    "Agreement",
    "Arrests",
    "Other",
)
OWN_CODES = (
    "Explosions/Remote violence",
    "Strategic developments",
    "Political violence; Demonstrations",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Excessive force against protesters",
    "Protest with intervention",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Abduction/forced disappearance",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    # until 2018
    "Battle-No change of territory",
    "Battle-Government regains territory",
    "Battle-Non-state actor overtakes territory",
    "Riots/Protests",
    "Strategic development",
)
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
    signatures=SIGNATURES,
    codes=frozenset(map(str.casefold, CODES + OWN_CODES)),
    own_codes=frozenset(map(str.casefold, OWN_CODES)),
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
STAND_INS = {"event_date": (*DAY_FIELDS, "year")}
EXPECTED = {  # column: what follows where a subset lacks it
    "event_id_cnty": "ids are made of what the rows say",
    "time_precision": "each date is taken as the day of its event",
    "geo_precision": "how exact positions are is unknown",
    "sub_event_type": "a protest without a death is taken as context, as most are peaceful",
}
# Of exports by the interface until 2022, and of releases until 2017.
ALIASES = {
    "assoc_acto": "assoc_actor_1",  # as a shapefile cuts the names of both
    "assoc_ac_1": "assoc_actor_2",
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
# What an event type begins with, in small letters: ours. Those of a line hold until 2018 too.
TYPES = (
    ("battle", "clash"),
    ("explosions/remote violence", "attack"),
    ("remote violence", "attack"),
    ("violence against civilians", "attack"),
    ("protests", "protest"),
    ("riots", "riot"),
    ("strategic development", "development"),
    ("headquarters or base established", "development"),
    ("non-violent transfer of territory", "development"),
)
# Until 2018 one type, which the kinds of both sides tell apart.
RIOTS_OR_PROTESTS = "riots/protests"
BY_SIDES = {"5": "riot", "rioters": "riot", "6": "protest", "protesters": "protest"}
LABELLED = ("disorder_type", "event_type", "sub_event_type")
# Sub-event types that are not attacks, unless somebody was killed.
NO_ATTACK = (
    "peaceful protest",
    "protest with intervention",
    "agreement",
    "arrests",
    "change to group/activity",
    "disrupted weapons use",
    "headquarters or base established",
    "looting/property destruction",
    "non-violent transfer of territory",
    "other",
)
NO_ATTACK_WITHOUT_ONE = ("development", "protest")  # types of which most or all are none
SIDES = (  # actor, the kind of it, those with it
    ("actor1", "inter1", "assoc_actor_1"),
    ("actor2", "inter2", "assoc_actor_2"),
)
INTER = tuple(inter for _, inter, _ in SIDES)
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
    name, when = read_day_or_year(record, "event_date")
    if when is None:
        return {}
    if name == "year":
        return {"start": when.start.isoformat(), "precision": "year"}
    on = when.start
    check_year(record, name, when, document)
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
    return {"place": place, "named": place_in_title(record, place, "country")}


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
    if deaths:
        return False
    if said := record.text("sub_event_type"):
        return said.casefold() in NO_ATTACK
    is_told_apart = "sub_event_type" not in record.columns
    return is_told_apart and _type(record) in NO_ATTACK_WITHOUT_ONE


def _types(record: Record) -> list[Feature]:
    found = [atlas_type(_type(record))]
    for column in LABELLED:
        if label := record.text(column):
            scheme = f"acled-{column.replace('_', '-')}"
            found.append({"scheme": scheme, "code": f"acled-{slug(label)}", "label": label})
    return found


def _type(record: Record) -> str:
    """Return which of our types an event is."""
    said = (record.text("event_type") or "").casefold()
    if said == RIOTS_OR_PROTESTS:
        sides = {BY_SIDES.get(_said_kind(record, inter)) for _, inter, _ in SIDES}
        return next((kind for kind in ("riot", "protest") if kind in sides), "other")
    return next((ours for start, ours in TYPES if said.startswith(start)), "other")


def _said_kind(record: Record, inter: str) -> str:
    """Return what kind of actor one is: a digit until 2024, and words since."""
    return (record.text(inter) or "").casefold().removesuffix(".0")


def _parties(record: Record, _: Document) -> Feature:
    sides = [*_side(record, 1), *_side(record, 2)]
    return {"actors": family(sides), "assertions": [_coding(sides)] if sides else []}


def _side(record: Record, number: int) -> Iterator[Feature]:
    """Yield the actor of a side, then those with it."""
    main, inter, others = SIDES[number - 1]
    if name := record.text(main):
        known = KINDS.get(_said_kind(record, inter))
        kind = "unspecified" if name.startswith(LABELS) else known
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
    date=Part(("event_date", *DAY_FIELDS, "time_precision", "year"), _when),
    place=Part(("location", "country", "admin1", "admin2"), _place),
    site=Part(("geo_precision",), _site),
    kind=Part((*LABELLED, *INTER, "fatalities"), _kind),
    parties=Part((*chain.from_iterable(SIDES),), _parties),
    casualties=Part(("event_type", "sub_event_type", *INTER, "fatalities"), _casualties),
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
    stand_ins=STAND_INS,
    day_fields=("event_date", "date"),
)
