"""The published rule by hard cases: what is said on which day, and the status on each day."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from geo.model.assertion import Alleges, AssertionKind, Speaker, SpeakerKind
from geo.model.attribution import STATUSES, groups_of, status_of
from geo.model.incident import Assertion
from samples import statement, with_ledger

Ledger = tuple[Assertion, ...]


class Seen(NamedTuple):
    """What the rule says at the end of a day; `groups` and `by` are joined by "; "."""

    day: str
    code: str
    contested: bool = False
    groups: str = ""
    by: str = ""


class Case(NamedTuple):
    """Statements, and what follows from them on some days."""

    ledger: Ledger
    days: tuple[Seen, ...]


def on(
    day: str, kind: AssertionKind, about: str = "", by: SpeakerKind = "state", **changes: Any
) -> Assertion:
    """Return a statement of a day; its id is its kind, unless another is given."""
    id_ = changes.pop("id", kind)
    return statement(id_, kind, about, by, date=day, **changes)


CLAIM = on("2024-03-22", "claim", "islamic-state", "armed_group")
NAMED = on("2024-03-24", "attribution", "islamic-state")
CONVICTED = on(
    "2026-03-12",
    "finding",
    "isis-k",
    "court",
    finds="committed",
    court="District Court",
    instance="first instance",
    hearing="closed",
    appeal="announced",
)
CLAIMED = Seen("2024-03-22", "claimed", groups="islamic-state")
ATTRIBUTED_TOO = Seen(
    "2024-03-24", "claimed_and_attributed", groups="islamic-state", by="a state speaker"
)


# What an accusation may allege, and whether it contests who is behind the attack.
ALLEGED: dict[Alleges | None, bool] = {
    None: True,
    "ordered": True,
    "supported": False,
    "enabled": False,
}


def accused(alleges: Alleges | None) -> Assertion:
    return on("2024-03-23", "accusation", "ruritania", alleges=alleges)


CASES: dict[str, Case] = {
    "nothing is said": Case((), (Seen("2024-03-22", "unattributed"),)),
    "a claim, then an attribution to the same group": Case(
        (CLAIM, NAMED),
        (
            Seen("2024-03-21", "unattributed"),
            CLAIMED,
            CLAIMED._replace(day="2024-03-23"),
            ATTRIBUTED_TOO,
        ),
    ),
    "an attribution to a branch of the claimant": Case(
        (CLAIM, on("2024-03-24", "attribution", "isis-k")),
        (CLAIMED, ATTRIBUTED_TOO._replace(groups="islamic-state; isis-k")),
    ),
    "a claim that nobody signs": Case(
        (on("2024-03-22", "claim", "", "anonymous"),), (Seen("2024-03-22", "claimed"),)
    ),
    # Courts
    "helpers are convicted, the attackers are not": Case(
        (CLAIM, NAMED, on("2025-05-01", "finding", "isis-k", "court", finds="supported")),
        (ATTRIBUTED_TOO, ATTRIBUTED_TOO._replace(day="2025-05-01")),
    ),
    "only helpers are convicted, and nobody else says anything": Case(
        (on("2025-05-01", "finding", "front", "court", finds="supported"),),
        (Seen("2025-05-01", "unattributed"),),
    ),
    "a court finds, and does not say what": Case(
        (CLAIM, on("2025-05-01", "finding", "isis-k", "court")),
        (CLAIMED, CLAIMED._replace(day="2025-05-01")),
    ),
    "a civil court holds a state liable for its support": Case(
        (CLAIM, on("2025-05-01", "accusation", "ruritania", "court", alleges="supported")),
        (CLAIMED, CLAIMED._replace(day="2025-05-01")),
    ),
    "a civil court holds a state liable for having ordered it": Case(
        (CLAIM, on("2025-05-01", "accusation", "ruritania", "court", alleges="ordered")),
        (CLAIMED, CLAIMED._replace(day="2025-05-01", contested=True)),
    ),
    "attackers are convicted": Case(
        (CLAIM, NAMED, CONVICTED),
        (
            ATTRIBUTED_TOO._replace(day="2026-03-11"),
            Seen(
                "2026-03-12",
                "convictions",
                groups="islamic-state; isis-k",
                by="District Court; 2026-03-12; first instance; closed hearing; announced",
            ),
        ),
    ),
    "attackers are convicted, and the court names no group": Case(
        (on("2026-03-12", "finding", "", "court", finds="committed"),),
        (
            Seen("2026-03-11", "unattributed"),
            Seen("2026-03-12", "convictions", by="a court speaker; 2026-03-12"),
        ),
    ),
    "attackers are convicted as members of what is only a label": Case(
        (on("2026-03-12", "finding", "extremists", "court", finds="committed"),),
        (Seen("2026-03-12", "convictions", by="a court speaker; 2026-03-12"),),
    ),
    "the appeal acquits": Case(
        (CLAIM, CONVICTED, on("2027-02-01", "finding", "isis-k", "court", stance="denies", id="2")),
        (
            Seen(
                "2027-01-31",
                "convictions",
                groups="islamic-state; isis-k",
                by="District Court; 2026-03-12; first instance; closed hearing; announced",
            ),
            CLAIMED._replace(day="2027-02-01"),
        ),
    ),
    "the appeal acquits, and neither ruling names a group": Case(
        (
            on("2026-03-12", "finding", "", "court", finds="committed"),
            on("2027-02-01", "finding", "", "court", stance="denies", id="2", replies_to="finding"),
        ),
        (
            Seen("2027-01-31", "convictions", by="a court speaker; 2026-03-12"),
            Seen("2027-02-01", "unattributed"),
        ),
    ),
    "the appeal upholds the conviction": Case(
        (
            on("2026-03-12", "finding", "front", "court", finds="committed"),
            on(
                "2026-09-01", "finding", "front", "court", finds="committed", id="2", appeal="final"
            ),
        ),
        (
            Seen("2026-08-31", "convictions", groups="front", by="a court speaker; 2026-03-12"),
            Seen(
                "2026-09-01", "convictions", groups="front", by="a court speaker; 2026-09-01; final"
            ),
        ),
    ),
    "a commission of inquiry finds who did it": Case(
        (on("2025-01-10", "finding", "front", "organisation", finds="committed"),),
        (Seen("2025-01-10", "attributed", groups="front"),),
    ),
    "a commission of inquiry finds who helped": Case(
        (on("2025-01-10", "finding", "front", "organisation", finds="supported"),),
        (Seen("2025-01-10", "unattributed"),),
    ),
    # Suspicions and speakers
    "a suspicion, which an attribution follows": Case(
        (
            on("2024-03-22", "attribution", "front", stance="suspects"),
            on("2024-03-25", "attribution", "front", "anonymous", id="2"),
        ),
        (
            Seen("2024-03-22", "suspected", groups="front"),
            Seen("2024-03-25", "attributed", groups="front"),
        ),
    ),
    "a suspicion of the claimant": Case(
        (CLAIM, on("2024-03-24", "attribution", "islamic-state", stance="suspects")),
        (CLAIMED, CLAIMED._replace(day="2024-03-24")),
    ),
    "only another armed group attributes it": Case(
        (on("2024-03-22", "attribution", "front", "armed_group"),),
        (Seen("2024-03-22", "attributed", groups="front"),),
    ),
    "a claim that only another armed group repeats": Case(
        (CLAIM, on("2024-03-24", "attribution", "islamic-state", "armed_group")),
        (CLAIMED, CLAIMED._replace(day="2024-03-24")),
    ),
    "a dataset codes a group": Case(
        (on("2024-12-31", "dataset_coding", "front", "dataset"),),
        (Seen("2024-12-31", "attributed", groups="front", by="a dataset speaker"),),
    ),
    # Labels
    "a state blames a label": Case(
        (on("2024-03-22", "attribution", "extremists"),), (Seen("2024-03-22", "unattributed"),)
    ),
    "a claim, and a state that blames a label": Case(
        (CLAIM, on("2024-03-24", "attribution", "extremists")),
        (CLAIMED, CLAIMED._replace(day="2024-03-24")),
    ),
    # Two parties
    "two claims": Case(
        (CLAIM, on("2024-03-23", "claim", "front", "armed_group", id="2")),
        (CLAIMED, Seen("2024-03-23", "disputed", groups="islamic-state; front")),
    ),
    "a claim, a state that blames another party, a denial": Case(
        (
            CLAIM,
            on("2024-03-24", "attribution", "front"),
            on("2024-03-25", "denial", "front", "organisation", replies_to="attribution"),
        ),
        (
            CLAIMED,
            Seen("2024-03-24", "disputed", groups="islamic-state; front"),
            Seen("2024-03-25", "disputed", groups="islamic-state; front"),
        ),
    ),
    "a claim that a state rejects, without naming another party": Case(
        (CLAIM, on("2024-03-23", "denial", "islamic-state", replies_to="claim")),
        (CLAIMED, CLAIMED._replace(day="2024-03-23")),
    ),
    "a claim that a state answers by denying the attack": Case(
        (CLAIM, on("2024-03-23", "denial", "attack", replies_to="claim")),
        (CLAIMED, Seen("2024-03-23", "disputed", groups="islamic-state")),
    ),
    "a state denies the attack before anybody claims it": Case(
        (on("2024-03-20", "denial", "attack"), CLAIM),
        (
            Seen("2024-03-19", "unattributed"),
            Seen("2024-03-20", "disputed"),
            Seen("2024-03-22", "disputed", groups="islamic-state"),
        ),
    ),
    "an organisation denies the attack": Case(
        (CLAIM, on("2024-03-23", "denial", "attack", "organisation")),
        (CLAIMED, CLAIMED._replace(day="2024-03-23")),
    ),
    # Accusations
    **{
        f"a party is accused of having {alleges or 'a part, which is not said'}": Case(
            (CLAIM, accused(alleges)),
            (CLAIMED, CLAIMED._replace(day="2024-03-23", contested=contested)),
        )
        for alleges, contested in ALLEGED.items()
    },
    "a party is accused, and denies it": Case(
        (CLAIM, accused("ordered"), on("2024-03-23", "denial", "ruritania")),
        (CLAIMED, CLAIMED._replace(day="2024-03-23", contested=True)),
    ),
    "a party is accused, and nothing else is said": Case(
        (accused("ordered"),), (Seen("2024-03-23", "unattributed", contested=True),)
    ),
    "an accusation that is taken back": Case(
        (CLAIM, accused("ordered"), on("2024-06-01", "retraction", replies_to="accusation")),
        (
            CLAIMED._replace(day="2024-05-31", contested=True),
            CLAIMED._replace(day="2024-06-01"),
        ),
    ),
    # Withdrawn
    "a claim that is withdrawn": Case(
        (CLAIM, on("2024-03-25", "retraction", "", "armed_group", replies_to="claim")),
        (
            CLAIMED,
            CLAIMED._replace(day="2024-03-24"),
            Seen("2024-03-25", "unattributed"),
        ),
    ),
    "two claims, of which one is withdrawn": Case(
        (
            CLAIM,
            on("2024-03-22", "claim", "front", "armed_group", id="2"),
            on("2024-03-25", "retraction", "", "armed_group", replies_to="2"),
        ),
        (
            Seen("2024-03-22", "disputed", groups="islamic-state; front"),
            Seen("2024-03-24", "disputed", groups="islamic-state; front"),
            CLAIMED._replace(day="2024-03-25"),
        ),
    ),
    "an attribution that is withdrawn": Case(
        (CLAIM, NAMED, on("2024-04-02", "retraction", replies_to="attribution")),
        (ATTRIBUTED_TOO._replace(day="2024-04-01"), CLAIMED._replace(day="2024-04-02")),
    ),
    # Dates
    "a claim of which only the month is known": Case(
        (on("2024-02", "claim", "front", "armed_group"),),
        (
            Seen("2024-02-28", "unattributed"),
            Seen("2024-02-29", "claimed", groups="front"),
        ),
    ),
    "a claim of which only the year is known": Case(
        (on("2023", "claim", "front", "armed_group"),),
        (
            Seen("2023-12-30", "unattributed"),
            Seen("2023-12-31", "claimed", groups="front"),
        ),
    ),
}
EACH_DAY = [
    pytest.param(case.ledger, seen, id=f"{name}, {seen.day}")
    for name, case in CASES.items()
    for seen in case.days
]
each_day = pytest.mark.parametrize(("ledger", "seen"), EACH_DAY)


def seen_on(day: str, ledger: Ledger) -> Seen:
    """Return what the rule says of these statements at the end of a day."""
    incident, when = with_ledger(*ledger), date.fromisoformat(day)
    status, groups = status_of(incident, when), groups_of(incident, when)
    ids = "; ".join(actor.id for actor in groups)
    return Seen(day, status.code, status.contested, ids, "; ".join(status.by))


@each_day
def test_the_status_on_each_day(ledger: Ledger, seen: Seen) -> None:
    assert seen_on(seen.day, ledger) == seen


def test_every_status_of_an_attack_is_reached() -> None:
    reached = {seen.code for case in CASES.values() for seen in case.days}
    assert reached == set(STATUSES) - {"not_applicable"}


@each_day
def test_the_order_of_statements_changes_nothing(ledger: Ledger, seen: Seen) -> None:
    assert seen_on(seen.day, ledger[::-1]) == seen


@each_day
def test_convicted_helpers_change_nothing(ledger: Ledger, seen: Seen) -> None:
    helpers = on("2020", "finding", "front", "court", finds="supported", id="helpers")
    assert seen_on(seen.day, (*ledger, helpers)) == seen


@each_day
def test_an_accusation_changes_the_flag_only(ledger: Ledger, seen: Seen) -> None:
    accusation = on("2020", "accusation", "front", "media", alleges="ordered", id="more")
    assert seen_on(seen.day, (*ledger, accusation)) == seen._replace(contested=True)


@each_day
def test_the_denial_of_a_party_changes_nothing(ledger: Ledger, seen: Seen) -> None:
    denial = on("2020", "denial", "ruritania islamic-state front", id="no")
    assert seen_on(seen.day, (*ledger, denial)) == seen


@each_day
def test_courts_and_officials_of_all_states_are_alike(ledger: Ledger, seen: Seen) -> None:
    def of_ruritania(said: Assertion) -> Assertion:
        return replace(said, by=Speaker(name=said.by.name, kind=said.by.kind, of="ruritania"))

    assert seen_on(seen.day, tuple(map(of_ruritania, ledger))) == seen


@each_day
def test_statements_of_a_later_day_change_nothing(ledger: Ledger, seen: Seen) -> None:
    claim = on("2028-01-01", "claim", "front", "armed_group", id="later")
    accusation = on("2028-01-01", "accusation", "ruritania", id="last", alleges="ordered")
    assert seen_on(seen.day, (*ledger, claim, accusation)) == seen


def taken_back(party: str | None, speaker: str | None) -> Ledger:
    """Return a claim that speaks for a party, and a retraction by a speaker for another."""
    claim = replace(CLAIM, by=Speaker(name="A group", kind="armed_group", of=party))
    retraction = on("2024-03-25", "retraction", replies_to="claim")
    return claim, replace(retraction, by=Speaker(name="A speaker", kind="state", of=speaker))


@pytest.mark.parametrize(
    ("party", "speaker"),
    [
        ("islamic-state", "islamic-state"),
        ("islamic-state", "isis-k"),
        ("isis-k", "islamic-state"),
        ("islamic-state", None),
        (None, "ruritania"),
        (None, None),
    ],
)
def test_a_party_takes_back_what_it_said(party: str | None, speaker: str | None) -> None:
    assert seen_on("2024-03-25", taken_back(party, speaker)).code == "unattributed"


@pytest.mark.parametrize(
    ("party", "speaker"), [("islamic-state", "ruritania"), ("front", "isis-k")]
)
def test_no_party_takes_back_what_another_said(party: str, speaker: str) -> None:
    with pytest.raises(ValidationError) as error:
        with_ledger(*taken_back(party, speaker))
    (found,) = error.value.errors()
    assert found["msg"] == f"{speaker!r} takes back a statement by {party!r}"
    assert found["ctx"]["remedy"] == "Make it a denial."
