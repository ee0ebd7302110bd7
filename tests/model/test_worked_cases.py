"""The worked examples of docs/attribution.md: whole records, and their status on each day."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator

import geo
from geo.model.attribution import groups_of, status_of
from geo.model.dates import known_day
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import Assertion, Incident
from geo.model.known import days_of_knowledge
from samples import ROOT, curated, statement

FILE = ROOT / "docs" / "examples" / "worked_cases.geojson"
SCHEMA = ROOT / "src" / "geo" / "assets" / "incident.schema.json"
TEXT = FILE.read_text("utf-8")
FEATURES = json.loads(TEXT)["features"]
CASES = {feature["id"]: incident_from_feature(feature) for feature in FEATURES}
DANGHARA = "TJ-2018-07-29-danghara"
AHVAZ = "IR-2018-09-22-ahvaz"
MAGNITOGORSK = "RU-2018-12-31-magnitogorsk"

IS, IRPT = "islamic-state", "irpt"
CLAIMANTS = "islamic-state ahvaz-national-resistance"
# Case and day, and what holds at its end: status, contested, groups. These are all days on which
# something of it changes, each with the day before the first.
EXPECTED = [
    (DANGHARA, "2018-07-28", "unattributed", False, ""),
    (DANGHARA, "2018-07-29", "unattributed", False, ""),
    (DANGHARA, "2018-07-30", "claimed", False, IS),
    (DANGHARA, "2018-07-31", "disputed", False, f"{IS} {IRPT}"),
    (DANGHARA, "2018-11-20", "disputed", False, f"{IS} {IRPT}"),
    (DANGHARA, "2018-11-21", "convictions", False, f"{IS} {IRPT}"),
    (AHVAZ, "2018-09-21", "unattributed", False, ""),
    (AHVAZ, "2018-09-22", "disputed", True, CLAIMANTS),
    (AHVAZ, "2018-10-16", "disputed", True, CLAIMANTS),
    (AHVAZ, "2022-12-05", "disputed", True, CLAIMANTS),
    (AHVAZ, "2022-12-06", "convictions", True, f"{CLAIMANTS} asmla"),
    (AHVAZ, "2023-03-12", "convictions", True, f"{CLAIMANTS} asmla"),
    (MAGNITOGORSK, "2018-12-30", "unattributed", False, ""),
    (MAGNITOGORSK, "2018-12-31", "disputed", False, ""),
    (MAGNITOGORSK, "2019-01-16", "disputed", False, ""),
    (MAGNITOGORSK, "2019-01-17", "disputed", False, IS),
    (MAGNITOGORSK, "2019-12-27", "disputed", False, IS),
]
# What would follow at Ahvaz if the second claim were withdrawn on 24 September 2018.
WITHDRAWN = [
    ("2018-09-23", "disputed", True, CLAIMANTS),
    ("2018-09-24", "claimed", True, IS),
    ("2018-10-15", "claimed", True, IS),
    ("2018-10-16", "claimed_and_attributed", True, IS),
    ("2022-12-05", "claimed_and_attributed", True, IS),
    ("2022-12-06", "convictions", True, f"{IS} asmla"),
]

each = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def seen_on(day: str, incident: Incident) -> tuple[str, bool, str]:
    """Return status, contested and groups at the end of a day."""
    when = date.fromisoformat(day)
    status, groups = status_of(incident, when), groups_of(incident, when)
    return status.code, status.contested, " ".join(actor.id for actor in groups)


@pytest.mark.parametrize(("id_", "day", "code", "contested", "groups"), EXPECTED)
def test_the_status_on_each_day(
    id_: str, day: str, code: str, contested: bool, groups: str
) -> None:
    assert seen_on(day, CASES[id_]) == (code, contested, groups)


@each
def test_no_day_of_a_change_is_left_out(case: Incident) -> None:
    days = [day.isoformat() for day in days_of_knowledge(case)]
    seen = {day: seen_on(day, case) for day in days}
    changes = {later for before, later in pairwise(days) if seen[before] != seen[later]}
    assert changes <= {day for id_, day, *_ in EXPECTED if id_ == case.id}


@pytest.mark.parametrize(("day", "code", "contested", "groups"), WITHDRAWN)
def test_a_withdrawn_claim_ends_the_dispute(
    day: str, code: str, contested: bool, groups: str
) -> None:
    assert seen_on(day, with_claim_withdrawn(CASES[AHVAZ])) == (code, contested, groups)


def test_who_attributes_what_a_group_claims_is_named() -> None:
    status = status_of(with_claim_withdrawn(CASES[AHVAZ]), date(2018, 10, 16))
    assert status.by == ("Islamic Revolutionary Guard Corps, Iran",)


@pytest.mark.parametrize(
    ("id_", "day", "label"),
    [
        (
            DANGHARA,
            date(2018, 11, 21),
            "Convictions, Supreme Court of Tajikistan, 21 November 2018, first instance, "
            "closed hearing",
        ),
        (
            AHVAZ,
            date(2023, 3, 11),
            "Convictions, Revolutionary Court of Tehran, branch 26, 6 December 2022, "
            "first instance",
        ),
        (
            AHVAZ,
            date(2023, 3, 12),
            "Convictions, Supreme Court of Iran, 12 March 2023, last instance, final",
        ),
    ],
)
def test_convictions_name_court_day_and_instance(id_: str, day: date, label: str) -> None:
    assert status_of(CASES[id_], day).label == label


def test_the_file_is_valid_by_the_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(schema, format_checker=checker)
    assert [error.message for feature in FEATURES for error in validator.iter_errors(feature)] == []


def test_the_file_has_the_canonical_form() -> None:
    features = [feature_from_incident(case) for case in CASES.values()]
    collection = {"type": "FeatureCollection", "features": features}
    assert json.dumps(collection, ensure_ascii=False, indent=1) + "\n" == TEXT


def test_the_cases_are_apart_from_the_curated_data() -> None:
    assert list(CASES) == [DANGHARA, AHVAZ, MAGNITOGORSK]
    assert not CASES.keys() & curated().keys()
    assert not CASES.keys() & {incident.id for incident in geo.load(geo.default_path())}
    assert {case.origin.dataset for case in CASES.values()} == {"Worked cases"}


@each
def test_a_case_is_a_draft_with_sources_of_its_own(case: Incident) -> None:
    assert case.review.status == "draft"
    assert case.summary
    assert case.summary_sources
    assert all(source.url for source in case.sources)
    assert {source.id for source in case.sources} == {id_ for ids in citations(case) for id_ in ids}


@each
def test_a_case_has_its_statements_in_order(case: Incident) -> None:
    days = [known_day(assertion.date) for assertion in case.assertions]
    assert days == sorted(days)


@each
def test_a_case_says_what_it_finds_and_alleges(case: Incident) -> None:
    assert all(a.finds for a in of(case, "finding"))
    assert all(a.alleges for a in of(case, "accusation"))
    assert all(a.court and a.instance for a in of(case, "finding"))


@each
def test_the_ranges_of_a_case_follow_from_its_reports(case: Incident) -> None:
    tolls = case.casualties
    assert tolls
    days = {source.id: known_day(source.date) for source in case.sources if source.date}
    assert tolls.killed == tolls.range_from_reports("killed", days)
    assert tolls.injured == tolls.range_from_reports("injured", days)
    attackers = tolls.range_from_reports("perpetrators_killed", days)
    assert tolls.perpetrators_killed == (attackers.best if attackers else None)


def with_claim_withdrawn(ahvaz: Incident) -> Incident:
    """Return the record as if the second claim had been taken back; the record itself has none."""
    claim = next(a for a in ahvaz.assertions if a.id == "ahvaz-claim-2")
    back = replace(
        statement("back", "retraction", date="2018-09-24", replies_to=claim.id),
        by=claim.by,
        sources=claim.sources,
    )
    return replace(ahvaz, assertions=(*ahvaz.assertions, back))


def of(case: Incident, kind: str) -> list[Assertion]:
    return [assertion for assertion in case.assertions if assertion.kind == kind]


def citations(case: Incident) -> list[tuple[str, ...]]:
    """Return the sources of every part of a record."""
    reports = case.casualties.reports if case.casualties else ()
    return [
        case.summary_sources,
        case.place.sources,
        *(site.sources for site in case.place.sites),
        *(assertion.sources for assertion in case.assertions),
        *(report.sources for report in reports),
    ]
