"""The curated incidents: whole, sourced, and true to their own rules."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.model.attribution import groups_of, status_of
from geo.model.dates import MONTHS, last_day, parse_day
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import Incident, Range, TollReport
from geo.query.summary import Toll

FILE = Path(__file__).parents[1] / "data" / "incidents.geojson"
TEXT = FILE.read_text(encoding="utf-8")
COLLECTION: dict[str, Any] = json.loads(TEXT)
FEATURES: list[dict[str, Any]] = COLLECTION["features"]
INCIDENTS = {f["id"]: incident_from_feature(f) for f in FEATURES}

NAMED_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")

TEHRAN = "IR-2017-06-07-tehran"
SHIRAZ_2022 = "IR-2022-10-26-shiraz"
SHIRAZ_2023 = "IR-2023-08-13-shiraz"
KERMAN = "IR-2024-01-03-kerman"
CROCUS = "RU-2024-03-22-crocus"
DUSHANBE = "X-IR-TJ-dushanbe"
ATTACKS = (TEHRAN, SHIRAZ_2022, SHIRAZ_2023, KERMAN, CROCUS)
CONTEXT = (
    "X-US-IR-2024-01",
    "IR-2024-01-arrests-35",
    "IR-2024-01-19-commander",
    "X-US-RU-2024-03-07",
    "X-IR-RU-2024-03",
    DUSHANBE,
)

# The whole ledger: every claim, attribution, accusation, denial and finding that is known.
LEDGER = {
    TEHRAN: {"claim": 1, "attribution": 1, "accusation": 5, "denial": 1, "finding": 2},
    SHIRAZ_2022: {"claim": 1, "attribution": 2, "accusation": 3, "finding": 2},
    SHIRAZ_2023: {"attribution": 2, "accusation": 1, "finding": 2},
    KERMAN: {"claim": 1, "attribution": 3, "accusation": 6, "denial": 2},
    CROCUS: {"claim": 1, "attribution": 6, "accusation": 7, "denial": 6, "finding": 1},
    **{id_: {} for id_ in CONTEXT},
    "X-US-IR-2024-01": {"denial": 1},
}
# killed low, best, high; injured low, best, high; attackers killed
TOLLS = {
    TEHRAN: ((17, 17, 18), (52, 52, 52), 5),
    SHIRAZ_2022: ((13, 13, 13), (30, 30, 30), 1),
    SHIRAZ_2023: ((2, 2, 2), (7, 7, 8), None),
    KERMAN: ((95, 95, 97), (284, 284, 284), 2),
    CROCUS: ((147, 149, 149), (609, 609, 609), 0),
}
# Each status from the day on which it or its mark “contested” changed.
STATUSES = {
    TEHRAN: {
        "2017-06-06": ("unattributed", False),
        "2017-06-07": ("claimed", False),
        "2017-06-08": ("claimed_and_attributed", True),
    },
    SHIRAZ_2022: {
        "2022-10-26": ("claimed", False),
        "2022-11-07": ("claimed_and_attributed", False),
    },
    SHIRAZ_2023: {
        "2023-08-13": ("unattributed", False),
        "2023-08-14": ("attributed", False),
        "2023-09-21": ("convictions", False),
    },
    KERMAN: {
        "2024-01-03": ("suspected", True),
        "2024-01-04": ("claimed", True),
        "2024-01-05": ("claimed_and_attributed", True),
    },
    CROCUS: {
        "2024-03-21": ("unattributed", False),
        "2024-03-22": ("claimed_and_attributed", True),
        "2026-03-12": ("convictions", True),
    },
    **{id_: {"2017-01-01": ("not_applicable", False)} for id_ in CONTEXT},
}
POSITIONS = {
    TEHRAN: ((51.42151, 35.69439), (51.3665, 35.5492)),
    SHIRAZ_2022: ((52.5433, 29.60961),),
    SHIRAZ_2023: ((52.5433, 29.60961),),
    KERMAN: ((57.07879, 30.28321),),
    CROCUS: ((37.39028, 55.82583),),
    DUSHANBE: ((68.77905, 38.53575),),
}
PRECISIONS = {
    TEHRAN: ["settlement", "site"],
    KERMAN: ["settlement"],
    DUSHANBE: ["capital_as_actor"],
    **{id_: ["site"] for id_ in (SHIRAZ_2022, SHIRAZ_2023, CROCUS)},
}
# Where the names of each language were read; a name from anywhere else needs its own source.
SOURCES_OF_NAMES = {
    **dict.fromkeys(("en", "fa", "ar", "ru", "tg", "uk"), "GN"),
    "id": "seed",
}

each = pytest.mark.parametrize("incident", INCIDENTS.values(), ids=INCIDENTS)


def test_the_records_are_these() -> None:
    assert list(INCIDENTS) == [*ATTACKS, *CONTEXT]
    kinds = {id_: incident.record_type for id_, incident in INCIDENTS.items()}
    expected = dict.fromkeys(ATTACKS, "incident") | dict.fromkeys(CONTEXT, "context")
    assert kinds == expected


def test_the_collection_is_rfc_7946() -> None:
    assert set(COLLECTION) == {"type", "features"}  # no crs: the RFC removed it
    assert COLLECTION["type"] == "FeatureCollection"
    for feature in FEATURES:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["properties"]["id"] == feature["id"]
        for lon, lat in coordinates(feature["geometry"]):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_the_file_can_be_read_and_edited_by_hand() -> None:
    assert json.dumps(COLLECTION, ensure_ascii=False, indent=1) + "\n" == TEXT


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: str(feature["id"]))
def test_the_file_has_the_canonical_form(feature: dict[str, Any]) -> None:
    assert json.dumps(feature_from_incident(incident_from_feature(feature))) == json.dumps(feature)


@each
def test_the_ledger_is_whole(incident: Incident) -> None:
    assert Counter(a.kind for a in incident.assertions) == LEDGER[incident.id]


@each
def test_statements_come_in_the_order_of_their_days(incident: Incident) -> None:
    days = [assertion.date for assertion in incident.assertions]
    assert days == sorted(days)


@each
def test_no_statement_tells_what_came_after_its_day(incident: Incident) -> None:
    for assertion in incident.assertions:
        for day in days_named(assertion.says or "", assertion.date[:4]):
            assert day <= assertion.date, assertion.id
    for report in incident.casualties.reports if incident.casualties else ():
        for day in days_named(report.note or "", (report.as_of or "")[:4]):
            assert not report.as_of or day <= last_day(report.as_of).isoformat(), report.id


@each
def test_everything_has_a_source_that_is_listed(incident: Incident) -> None:
    listed = {source.id for source in incident.sources}
    cited = {id_ for ids in citations(incident) for id_ in ids}
    assert all(citations(incident))
    assert cited == listed
    assert "memory" not in listed
    assert all(source.url or source.id == "seed" for source in incident.sources)


@each
def test_every_name_of_a_place_has_a_source(incident: Incident) -> None:
    for language, name in incident.place.names.items():
        assert name.strip() == name
        assert SOURCES_OF_NAMES[language] in incident.place.sources


@each
def test_ranges_follow_from_the_reports(incident: Incident) -> None:
    if incident.casualties is None:
        assert incident.id not in TOLLS
        return
    given = incident.casualties
    assert given.killed == given.range_from_reports("killed")
    assert given.injured == given.range_from_reports("injured")
    figures = figures_of(given.killed), figures_of(given.injured), given.perpetrators_killed
    assert figures == TOLLS[incident.id]


@each
def test_attackers_killed_follow_from_a_report(incident: Incident) -> None:
    reports = [
        report.value
        for report in tolls(incident)
        if report.measure == "perpetrators_killed" and report.status == "standing"
    ]
    given = incident.casualties.perpetrators_killed if incident.casualties else None
    assert reports == ([] if given is None else [given])


@each
def test_boasts_of_a_group_never_count(incident: Incident) -> None:
    boasts = [r.value for r in tolls(incident) if r.said_by and r.said_by.kind == "armed_group"]
    assert boasts == {KERMAN: [300], SHIRAZ_2022: [20]}.get(incident.id, [])


@each
def test_the_status_of_each_day(incident: Incident) -> None:
    days = [parse_day(day) for day in STATUSES[incident.id]]
    ends = [*(day - timedelta(days=1) for day in days[1:]), parse_day("2026-11-29")]
    for first, last, expected in zip(days, ends, STATUSES[incident.id].values(), strict=True):
        for day in (first, last):
            status = status_of(incident, day)
            assert (day, status.code, status.contested) == (day, *expected)


def test_the_totals_of_the_attacks_are_the_sums_by_hand() -> None:
    # Tehran, Shiraz 2022, Shiraz 2023, Kerman, Krasnogorsk: lows, bests and highs apart.
    assert (17 + 13 + 2 + 95 + 147, 17 + 13 + 2 + 95 + 149) == (274, 276)
    assert 18 + 13 + 2 + 97 + 149 == 279
    assert (52 + 30 + 7 + 284 + 609, 52 + 30 + 8 + 284 + 609) == (982, 983)
    store = geo.Store()
    store.add(geo.load(FILE))
    found = store.summary(geo.Query())
    assert found.killed == Toll(low=274, best=276, high=279, unknown=0)
    assert found.injured == Toll(low=982, best=982, high=983, unknown=0)


@each
def test_nobody_who_is_only_accused_is_a_group(incident: Incident) -> None:
    assert {actor.id for actor in groups_of(incident)} <= {"islamic-state", "isis-k"}


@each
def test_a_branch_comes_with_its_whole(incident: Incident) -> None:
    actors = {actor.id: actor for actor in incident.actors}
    for actor in actors.values():
        assert actor.part_of is None or actor.part_of in actors


@each
def test_positions_and_their_precision(incident: Incident) -> None:
    assert incident.positions == POSITIONS.get(incident.id, ())
    assert [site.precision for site in incident.place.sites] == PRECISIONS.get(incident.id, [])


@pytest.mark.parametrize("id_", CONTEXT)
def test_context_is_never_an_attack(id_: str) -> None:
    incident = INCIDENTS[id_]
    assert incident.casualties is None
    assert next(f for f in FEATURES if f["id"] == id_)["properties"]["casualties"] is None
    assert incident.types[0].code in ("arrest", "warning", "diplomatic_contact")


def test_the_contact_says_what_it_is() -> None:
    contact = INCIDENTS[DUSHANBE]
    assert contact.date.start is None
    assert contact.date.reported == "2024-04-01"
    assert "not an attack" in (contact.summary or "")
    assert "place of the contact not stated" in (contact.place.sites[0].name or "")


@each
def test_the_first_type_is_ours(incident: Incident) -> None:
    assert incident.types[0].scheme == "atlas"
    assert (incident.types[0].code == "attack") == (incident.record_type == "incident")


@each
def test_links_lead_to_records_of_this_file(incident: Incident) -> None:
    assert {link.id for link in incident.links} <= INCIDENTS.keys() - {incident.id}


def test_warnings_are_linked_both_ways() -> None:
    links = {(i.id, link.rel, link.id) for i in INCIDENTS.values() for link in i.links}
    forth = {(attack, warning) for attack, rel, warning in links if rel == "warning_before"}
    back = {(attack, warning) for warning, rel, attack in links if rel == "warns_of"}
    assert forth == back
    assert len(forth) == 3


def test_a_source_is_the_same_in_every_record() -> None:
    seen: dict[str, object] = {}
    for incident in INCIDENTS.values():
        for source in incident.sources:
            assert seen.setdefault(source.id, source) == source


def test_no_property_is_about_nationality() -> None:
    assert not [key for key in keys(FEATURES) if "nation" in key.lower()]


def test_the_sources_of_the_background_are_known() -> None:
    document = (FILE.parents[1] / "docs" / "background.md").read_text(encoding="utf-8")
    prose, table = document.split("## Sources")
    listed = {source.id for incident in INCIDENTS.values() for source in incident.sources}
    own = set(re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE))
    cited = {id_ for id_ in re.findall(r"`([\w-]+)`", prose) if id_ not in INCIDENTS}
    assert cited <= listed | own
    assert own <= cited - listed


def tolls(incident: Incident) -> tuple[TollReport, ...]:
    return incident.casualties.reports if incident.casualties else ()


def citations(incident: Incident) -> list[tuple[str, ...]]:
    """Return the sources of every statement, toll, site, and place that says anything."""
    place = [incident.place.sources] if incident.place.name else []
    return [
        *place,
        incident.summary_sources,
        *(site.sources for site in incident.place.sites),
        *(assertion.sources for assertion in incident.assertions),
        *(report.sources for report in tolls(incident)),
    ]


def figures_of(found: Range | None) -> tuple[int | None, ...]:
    return (found.low, found.best, found.high) if found else ()


def coordinates(geometry: dict[str, Any] | None) -> list[list[float]]:
    if geometry is None:
        return []
    assert geometry["type"] in ("Point", "MultiPoint")
    point = geometry["type"] == "Point"
    return [geometry["coordinates"]] if point else geometry["coordinates"]


def days_named(text: str, year: str) -> Iterator[str]:
    """Yield the days that a text names, in ISO 8601, those without a year of a given one."""
    for day, month, own in NAMED_DAY.findall(text):
        yield f"{own or year}-{MONTHS.index(month) + 1:02}-{int(day):02}"


def keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from keys(child)
