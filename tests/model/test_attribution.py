"""The published rule, row by row: which statements give which status, on which day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from geo.model.assertion import SpeakerKind
from geo.model.attribution import (
    RULES,
    STATUSES,
    feature_with_status,
    groups_of,
    status_of,
)
from geo.model.feature import feature_from_incident
from geo.model.incident import Actor, Assertion, Incident
from geo.model.ledger import family, standing
from samples import ACTORS, ORIGIN, curated, statement, with_ledger
from strategies import incidents

CURATED = curated()
BY_ID = {actor.id: actor for actor in ACTORS}
LATER = date(2030, 1, 1)

Ledger = tuple[Assertion, ...]


def says(kind: Any, about: str, by: SpeakerKind, id_: str = "", **changes: Any) -> Assertion:
    """Return a statement whose id follows from what it says."""
    return statement(id_ or f"{kind} {about} {by} {changes}", kind, about, by, **changes)


CLAIM = says("claim", "islamic-state", "armed_group", "claim")
PART_CLAIM = says("claim", "isis-k", "armed_group")
OTHER_CLAIM = says("claim", "front", "armed_group")
NAMED = says("attribution", "islamic-state", "state")
PART_NAMED = says("attribution", "isis-k", "state")
OTHER_NAMED = says("attribution", "front", "media")
SUSPECTED = says("attribution", "front", "state", stance="suspects")
CODED = says("dataset_coding", "front", "dataset")
CODED_SUSPECTED = says("dataset_coding", "front", "dataset", stance="suspects")
ACCUSED = says("accusation", "ruritania", "state")
DONE = {"finds": "committed"}
VERDICT = says("finding", "isis-k", "court", "verdict", date="2026-03-12", instance="first", **DONE)
FOUND = says("finding", "islamic-state", "organisation", **DONE)
WITHDRAWN = says("retraction", "islamic-state", "armed_group", replies_to="claim", date="2024-05")

# Statements, the status that they give, and whether it is contested.
TABLE: dict[str, tuple[Ledger, str, bool]] = {
    "silence": ((), "unattributed", False),
    "a claim": ((CLAIM,), "claimed", False),
    "a claim that names nobody": ((says("claim", "", "anonymous"),), "claimed", False),
    "a claim by a mere label": ((says("claim", "extremists", "anonymous"),), "claimed", False),
    "an attribution": ((NAMED,), "attributed", False),
    "an attribution to a mere label": (
        (says("attribution", "extremists", "state"),),
        "unattributed",
        False,
    ),
    "a suspicion": ((SUSPECTED,), "suspected", False),
    "two suspicions": (
        (SUSPECTED, says("attribution", "front", "media", stance="suspects")),
        "suspected",
        False,
    ),
    "a suspicion and an attribution": ((SUSPECTED, OTHER_NAMED), "attributed", False),
    "a claim, corroborated": ((CLAIM, NAMED), "claimed_and_attributed", False),
    "a claim by a part, its whole named": ((PART_CLAIM, NAMED), "claimed_and_attributed", False),
    "a claim by the whole, its part named": (
        (CLAIM, PART_NAMED),
        "claimed_and_attributed",
        False,
    ),
    "whole and part claim it": ((CLAIM, PART_CLAIM), "claimed", False),
    "a claim, repeated by another armed group": (
        (CLAIM, says("attribution", "islamic-state", "armed_group")),
        "claimed",
        False,
    ),
    "a claim, and blame on a mere label": (
        (CLAIM, says("attribution", "extremists", "state")),
        "claimed",
        False,
    ),
    "two unrelated claims": ((CLAIM, OTHER_CLAIM), "disputed", False),
    "a claim, another party named": ((CLAIM, OTHER_NAMED), "disputed", False),
    "two unrelated parties named": ((NAMED, OTHER_NAMED), "disputed", False),
    "one statement names two parties": (
        (says("attribution", "islamic-state front", "media"),),
        "disputed",
        False,
    ),
    "corroborated, and another party suspected": ((CLAIM, NAMED, SUSPECTED), "disputed", False),
    "a claim, and a state that says another did it": (
        (CLAIM, says("denial", "islamic-state", "state")),
        "claimed",
        False,
    ),
    "a state that denies what is attributed to it": (
        (says("attribution", "ruritania", "state"), says("denial", "ruritania", "state")),
        "attributed",
        False,
    ),
    "a state says there was no attack": (
        (CLAIM, says("denial", "attack", "state")),
        "disputed",
        False,
    ),
    "the group denies it": (
        (NAMED, says("denial", "islamic-state", "armed_group")),
        "attributed",
        False,
    ),
    "media deny the attack": ((CLAIM, says("denial", "attack", "media")), "claimed", False),
    "a state denies what nobody said": (
        (CLAIM, says("denial", "ruritania", "state")),
        "claimed",
        False,
    ),
    "a dataset": ((CODED,), "attributed", False),
    "a dataset that suspects": ((CODED_SUSPECTED,), "suspected", False),
    "a suspicion and a dataset": ((SUSPECTED, CODED), "suspected", False),
    "a claim and a dataset": ((CLAIM, CODED), "claimed", False),
    "a verdict": ((VERDICT,), "convictions", False),
    "a verdict over a dispute": ((CLAIM, OTHER_CLAIM, VERDICT), "convictions", False),
    "an acquittal": (
        (CLAIM, says("finding", "islamic-state", "court", stance="denies")),
        "claimed",
        False,
    ),
    "an acquittal after a conviction": (
        (VERDICT, says("finding", "isis-k", "court", date="2027", stance="denies")),
        "unattributed",
        False,
    ),
    "a conviction after an acquittal": (
        (says("finding", "isis-k", "court", date="2025", stance="denies"), VERDICT),
        "convictions",
        False,
    ),
    "an acquittal of another party": (
        (VERDICT, says("finding", "front", "court", date="2027", stance="denies")),
        "convictions",
        False,
    ),
    "an acquittal of one of two": (
        (
            says("finding", "isis-k front", "court", date="2026", **DONE),
            says("finding", "front", "court", date="2027", stance="denies"),
        ),
        "convictions",
        False,
    ),
    "an acquittal of both, one after the other": (
        (
            says("finding", "isis-k front", "court", date="2025", **DONE),
            says("finding", "front", "court", date="2026", stance="denies"),
            says("finding", "isis-k", "court", date="2027", stance="denies"),
        ),
        "unattributed",
        False,
    ),
    "people convicted, no group named": (
        (says("finding", "", "court", **DONE),),
        "convictions",
        False,
    ),
    "people convicted, acquitted on appeal": (
        (
            says("finding", "", "court", "first", **DONE),
            says("finding", "", "court", stance="denies", replies_to="first", date="2025"),
        ),
        "unattributed",
        False,
    ),
    "helpers convicted": (
        (CLAIM, NAMED, says("finding", "islamic-state", "court", finds="supported")),
        "claimed_and_attributed",
        False,
    ),
    "helpers of nobody who is named otherwise": (
        (says("finding", "front", "court", finds="supported"),),
        "unattributed",
        False,
    ),
    "a finding that does not say what it finds": (
        (CLAIM, says("finding", "islamic-state", "court")),
        "claimed",
        False,
    ),
    "a commission that finds support": (
        (CLAIM, says("finding", "ruritania", "organisation", finds="supported")),
        "claimed",
        False,
    ),
    "a civil ruling against a state": (
        (CLAIM, NAMED, says("accusation", "ruritania", "court", alleges="supported")),
        "claimed_and_attributed",
        False,
    ),
    "a commission's finding about a mere label": (
        (says("finding", "extremists", "organisation", **DONE),),
        "unattributed",
        False,
    ),
    "a commission's finding, and a dataset that codes a mere label": (
        (FOUND, says("dataset_coding", "extremists", "dataset")),
        "attributed",
        False,
    ),
    "a suspicion, and blame on a mere label": (
        (SUSPECTED, says("attribution", "extremists", "state")),
        "suspected",
        False,
    ),
    "a dataset's suspicion, and a mere label coded": (
        (CODED_SUSPECTED, says("dataset_coding", "extremists", "dataset")),
        "suspected",
        False,
    ),
    "a suspicion of a claimant": (
        (CLAIM, says("attribution", "islamic-state", "state", stance="suspects")),
        "claimed",
        False,
    ),
    "a claim of a year to come": (
        (says("claim", "islamic-state", "armed_group", date="2031"),),
        "unattributed",
        False,
    ),
    "a claim of the year that has begun": (
        (says("claim", "islamic-state", "armed_group", date="2030"),),
        "claimed",
        False,
    ),
    "a commission's finding": ((FOUND,), "attributed", False),
    "a claim, and a commission's finding": ((CLAIM, FOUND), "claimed_and_attributed", False),
    "a commission finds another party": ((OTHER_CLAIM, FOUND), "disputed", False),
    "a commission finds who was only suspected": (
        (says("attribution", "islamic-state", "media", stance="suspects"), FOUND),
        "attributed",
        False,
    ),
    "a commission clears the claimant": (
        (CLAIM, says("finding", "islamic-state", "organisation", stance="denies")),
        "claimed",
        False,
    ),
    "a commission of a state clears the claimant": (
        (CLAIM, says("finding", "islamic-state", "state", stance="denies")),
        "claimed",
        False,
    ),
    "only an accusation": ((ACCUSED,), "unattributed", True),
    "accused of having ordered it": (
        (says("accusation", "ruritania", "state", alleges="ordered"),),
        "unattributed",
        True,
    ),
    "accused of support": (
        (says("accusation", "ruritania", "state", alleges="supported"),),
        "unattributed",
        False,
    ),
    "accused of having made it possible": (
        (says("accusation", "ruritania", "state", alleges="enabled"),),
        "unattributed",
        False,
    ),
    "a claim and an accusation": ((CLAIM, ACCUSED), "claimed", True),
    "corroborated and an accusation": ((CLAIM, NAMED, ACCUSED), "claimed_and_attributed", True),
    "a verdict and an accusation": ((VERDICT, ACCUSED), "convictions", True),
    "an accusation that is denied": (
        (CLAIM, NAMED, ACCUSED, says("denial", "ruritania", "state")),
        "claimed_and_attributed",
        True,
    ),
    "a claim, withdrawn": ((CLAIM, WITHDRAWN), "unattributed", False),
    "a claim, withdrawn, that others name": ((CLAIM, NAMED, WITHDRAWN), "attributed", False),
    "an accusation, withdrawn": (
        (
            says("accusation", "ruritania", "state", "accusation"),
            says("retraction", "", "state", replies_to="accusation"),
        ),
        "unattributed",
        False,
    ),
}

# The days on which something changed.
EXPECTED = [
    ("IR-2017-06-07-tehran", date(2017, 6, 6), "unattributed", False),
    ("IR-2017-06-07-tehran", date(2017, 6, 7), "claimed", False),
    ("IR-2017-06-07-tehran", date(2017, 6, 8), "claimed_and_attributed", True),
    ("IR-2017-06-07-tehran", LATER, "claimed_and_attributed", True),
    ("IR-2022-10-26-shiraz", date(2022, 11, 6), "claimed", False),
    ("IR-2022-10-26-shiraz", LATER, "claimed_and_attributed", False),
    ("IR-2023-08-13-shiraz", date(2023, 8, 14), "attributed", False),
    ("IR-2023-08-13-shiraz", date(2023, 9, 20), "attributed", False),
    ("IR-2023-08-13-shiraz", LATER, "convictions", False),
    ("IR-2024-01-03-kerman", date(2024, 1, 3), "suspected", True),
    ("IR-2024-01-03-kerman", date(2024, 1, 4), "claimed", True),
    ("IR-2024-01-03-kerman", date(2024, 1, 5), "claimed_and_attributed", True),
    ("IR-2024-01-03-kerman", LATER, "claimed_and_attributed", True),
    ("RU-2024-03-22-crocus", date(2024, 3, 21), "unattributed", False),
    ("RU-2024-03-22-crocus", date(2026, 3, 11), "claimed_and_attributed", True),
    ("RU-2024-03-22-crocus", date(2026, 3, 12), "convictions", True),
    ("RU-2024-03-22-crocus", LATER, "convictions", True),
    ("X-US-IR-2024-01", LATER, "not_applicable", False),
    ("IR-2024-01-arrests-35", LATER, "not_applicable", False),
    ("IR-2024-01-19-commander", LATER, "not_applicable", False),
    ("X-US-RU-2024-03-07", LATER, "not_applicable", False),
    ("X-IR-RU-2024-03", LATER, "not_applicable", False),
    ("X-IR-TJ-dushanbe", LATER, "not_applicable", False),
]


def group_ids(*ledger: Assertion, **changes: Any) -> list[str]:
    return [actor.id for actor in groups_of(with_ledger(*ledger, **changes))]


@pytest.mark.parametrize("name", TABLE)
def test_the_rule(name: str) -> None:
    ledger, code, contested = TABLE[name]
    status = status_of(with_ledger(*ledger), LATER)
    assert (status.code, status.contested) == (code, contested)


@pytest.mark.parametrize("name", TABLE)
def test_the_order_of_statements_changes_nothing(name: str) -> None:
    ledger, code, contested = TABLE[name]
    status = status_of(with_ledger(*reversed(ledger)), LATER)
    assert (status.code, status.contested) == (code, contested)


@pytest.mark.parametrize("name", TABLE)
def test_context_has_no_status(name: str) -> None:
    status = status_of(with_ledger(*TABLE[name][0], record_type="context"), LATER)
    assert (status.code, status.contested) == ("not_applicable", False)
    assert status.label == "Context, not an attack"


@pytest.mark.parametrize(("id_", "day", "code", "contested"), EXPECTED)
def test_the_curated_incidents(id_: str, day: date, code: str, contested: bool) -> None:
    status = status_of(CURATED[id_], day)
    assert (status.code, status.contested) == (code, contested)


def test_every_curated_incident_is_expected() -> None:
    assert {id_ for id_, *_ in EXPECTED} == set(CURATED)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 3, 21), "unattributed"),
        (date(2024, 3, 22), "claimed"),
        (date(2024, 5, 30), "claimed"),
        (date(2024, 5, 31), "unattributed"),
        (date(2026, 3, 12), "convictions"),
    ],
)
def test_a_status_is_as_of_a_day(day: date, code: str) -> None:
    status = status_of(with_ledger(CLAIM, WITHDRAWN, VERDICT), day)
    assert (status.code, status.as_of) == (code, day)


def test_a_status_is_as_of_today_by_default() -> None:
    before, status, after = date.today(), status_of(with_ledger(CLAIM)), date.today()
    assert before <= status.as_of <= after


@pytest.mark.parametrize(
    ("ledger", "label"),
    [
        ((VERDICT,), "Convictions, a court speaker, 12 March 2026, first"),
        (
            (replace(VERDICT, court="High Court", hearing="closed", appeal="appeal announced"),),
            "Convictions, High Court, 12 March 2026, first, closed hearing, appeal announced",
        ),
        ((CLAIM, NAMED), "Claimed, and attributed to it by a state speaker"),
        (
            (CLAIM, NAMED, FOUND),
            "Claimed, and attributed to it by a state speaker and a organisation speaker",
        ),
        (
            (CLAIM, NAMED, FOUND, says("attribution", "islamic-state", "media", date="2025")),
            "Claimed, and attributed to it by a state speaker, a organisation speaker and 1 other",
        ),
        (
            (VERDICT, says("finding", "isis-k", "court", date="2027-01", **DONE)),
            "Convictions, a court speaker, January 2027",
        ),
        ((CODED,), "Attributed, coded by a dataset speaker"),
        ((CODED_SUSPECTED,), "Suspected, coded by a dataset speaker"),
        ((CODED, NAMED), "Attributed"),
        ((CODED, SUSPECTED), "Suspected"),
        ((FOUND, says("dataset_coding", "extremists", "dataset")), "Attributed"),
        ((CODED, CLAIM), "Claimed"),
        ((), "Unattributed"),
    ],
)
def test_a_label_names_court_or_dataset(ledger: Ledger, label: str) -> None:
    assert status_of(with_ledger(*ledger), LATER).label == label


def test_the_court_of_krasnogorsk_is_named() -> None:
    label = status_of(CURATED["RU-2024-03-22-crocus"], LATER).label
    assert label.startswith("Convictions, ")
    assert "12 March 2026" in label


def test_the_sentence_is_that_of_the_row() -> None:
    sentences = {rule.sentence for rule in RULES}
    assert len(sentences) == len(RULES)
    assert status_of(with_ledger(CLAIM), LATER).rule in sentences


def test_the_legend_has_every_status_of_the_rule() -> None:
    assert set(STATUSES) == {rule.code for rule in RULES}
    assert all(STATUSES[rule.code] == rule.label for rule in RULES)


@given(incidents())
@settings(max_examples=25)
def test_every_incident_has_a_status_and_known_groups(incident: Incident) -> None:
    assert status_of(incident).code in STATUSES
    assert set(groups_of(incident)) <= set(incident.actors)


def test_standing_leaves_out_the_future_and_the_withdrawn() -> None:
    early, late = says("claim", "front", "media", "a"), says("claim", "front", "media", "b")
    gone = says("retraction", "front", "media", replies_to="a", date="2024-06-01")
    assert standing([early, late, gone], date(2024, 3, 21)) == ()
    assert standing([early, late, gone], date(2024, 5, 31)) == (early, late)
    assert standing([early, late, gone], date(2024, 6, 1)) == (late,)


def test_a_family_is_the_root_of_its_parts() -> None:
    assert family("isis-k", BY_ID) == family("islamic-state", BY_ID) == "islamic-state"
    assert family("front", BY_ID) == "front"
    assert family("unheard-of", BY_ID) == "unheard-of"


def test_a_family_may_have_several_steps() -> None:
    cell = Actor(id="cell", name="Cell", kind="armed_group", part_of="isis-k")
    assert family("cell", BY_ID | {"cell": cell}) == "islamic-state"


@pytest.mark.parametrize(
    ("ledger", "groups"),
    [
        ((), []),
        ((CLAIM,), ["islamic-state"]),
        ((PART_CLAIM,), ["islamic-state", "isis-k"]),
        ((OTHER_NAMED, CLAIM), ["islamic-state", "front"]),
        ((SUSPECTED,), ["front"]),
        ((CODED,), ["front"]),
        ((VERDICT,), ["islamic-state", "isis-k"]),
        ((ACCUSED,), []),
        ((ACCUSED, CLAIM), ["islamic-state"]),
        ((says("denial", "front", "state"),), []),
        ((says("finding", "front", "court", stance="denies"),), []),
        ((says("claim", "extremists", "anonymous"),), []),
        ((CLAIM, WITHDRAWN), []),
    ],
)
def test_groups_are_who_claims_or_is_named(ledger: Ledger, groups: list[str]) -> None:
    assert group_ids(*ledger) == groups


def test_no_state_is_a_group_of_a_curated_incident() -> None:
    kinds = {actor.kind for incident in CURATED.values() for actor in groups_of(incident)}
    assert kinds == {"armed_group"}


@pytest.mark.parametrize(("day", "groups"), [(21, []), (22, ["islamic-state"])])
def test_groups_are_as_of_a_day(day: int, groups: list[str]) -> None:
    found = groups_of(with_ledger(CLAIM), date(2024, 3, day))
    assert [actor.id for actor in found] == groups


def test_isis_k_is_matched_by_islamic_state() -> None:
    groups = [actor.id for actor in groups_of(CURATED["RU-2024-03-22-crocus"])]
    assert {"islamic-state", "isis-k"} <= set(groups)


def test_a_feature_carries_status_and_groups() -> None:
    incident = with_ledger(PART_CLAIM)
    feature = feature_with_status(incident, date(2024, 4, 1))
    assert feature["properties"].pop("groups") == ["islamic-state", "isis-k"]
    assert feature["properties"].pop("status") == {
        "code": "claimed",
        "label": "Claimed",
        "rule": "A group claims it; nobody else attributes it to that group by name.",
        "contested": False,
        "as_of": "2024-04-01",
    }
    assert feature == feature_from_incident(incident)


def test_a_feature_with_its_status_leaves_the_row_of_its_source_out() -> None:
    incident = with_ledger(origin=replace(ORIGIN, raw={"secret": 1}))
    assert "secret" in str(feature_from_incident(incident))
    assert "secret" not in str(feature_with_status(incident))
