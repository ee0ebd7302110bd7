"""Who says what about which party: which statements make a speaker, an accused party or a pair."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from geo.model.attribution import attribution_of, groups_of
from geo.model.incident import Actor, Assertion, Incident
from geo.model.relations import Pair, Relations
from said import SAID
from samples import ACTORS, incident, statement
from strategies import incidents

TODAY = date(2030, 1, 1)
PARTIES = (*ACTORS, Actor(id="freedonia", name="Freedonia", kind="state"))

CLAIM = statement("claim", "claim", "isis-k", "armed_group", of="isis-k")
OTHER_CLAIM = statement("other", "claim", "front", "armed_group", of="front")
NAMED = statement("named", "attribution", "isis-k", "state", of="ruritania")
LEAKED = statement("leaked", "attribution", "islamic-state", "anonymous")
ACCUSED = statement("accused", "accusation", "freedonia", "state", of="ruritania")
DENIED = statement("denied", "denial", "freedonia", "state", of="freedonia")
NO_ATTACK = statement("nothing", "denial", "attack", "state", of="ruritania")
VERDICT = statement("verdict", "finding", "isis-k", "court", of="ruritania", finds="committed")


def relations(*said: Assertion, as_of: date = TODAY) -> Relations:
    found = incident(actors=PARTIES, assertions=said)
    return attribution_of(found, as_of).relations


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ((), ()),
        ((DENIED, CLAIM, ACCUSED, NAMED), ("claim", "attribution", "accusation", "denial")),
        ((CLAIM, statement("r", "retraction", replies_to="claim")), ("retraction",)),
        ((CLAIM, statement("r", "retraction", replies_to="claim", date="2031")), ("claim",)),
        ((statement("c", "dataset_coding", "front", "dataset"),), ("dataset_coding",)),
        ((statement("v", "finding", "isis-k", "court", stance="denies"),), ("finding",)),
    ],
)
def test_kinds_are_those_of_statements_that_stand(
    said: tuple[Assertion, ...], kinds: tuple[str, ...]
) -> None:
    assert relations(*said).kinds == kinds


@pytest.mark.parametrize(
    ("said", "speakers"),
    [
        (ACCUSED, ["ruritania"]),
        (VERDICT, ["ruritania"]),
        (CLAIM, ["isis-k", "islamic-state"]),
        (LEAKED, ["anonymous"]),
        (statement("c", "claim", "front", "armed_group"), ["armed-group"]),
        (statement("d", "denial", "front", "state", of="extremists"), ["state"]),
        (statement("c", "dataset_coding", "front", "dataset"), []),
    ],
)
def test_a_speaker_is_a_party_with_its_wholes_or_else_a_kind(
    said: Assertion, speakers: list[str]
) -> None:
    assert list(relations(said).speakers) == speakers


@pytest.mark.parametrize(
    ("said", "accused"),
    [
        (ACCUSED, ["freedonia"]),
        (
            statement("x", "accusation", "isis-k front"),
            ["isis-k", "islamic-state", "front"],
        ),
        (statement("x", "accusation", "front", alleges="enabled"), ["front"]),
        (statement("x", "accusation", "extremists"), []),
        (NAMED, []),
        (VERDICT, []),
    ],
)
def test_only_an_accusation_makes_a_party_accused(said: Assertion, accused: list[str]) -> None:
    assert list(relations(said).accused) == accused


@pytest.mark.parametrize(
    ("said", "pairs"),
    [
        (NAMED, {("ruritania", "isis-k"), ("ruritania", "islamic-state")}),
        (LEAKED, {("anonymous", "islamic-state")}),
        (statement("a", "attribution", "front", stance="suspects"), {("media", "front")}),
        (statement("a", "attribution", "extremists"), set()),
        (statement("a", "attribution", "front", "armed_group", of="front"), set()),
        (
            statement("f", "finding", "front", "organisation", finds="committed"),
            {("organisation", "front")},
        ),
        (statement("f", "finding", "front", "organisation", finds="supported"), set()),
        (VERDICT, set()),
        (CLAIM, set()),
        (ACCUSED, set()),
        (statement("c", "dataset_coding", "front", "dataset"), set()),
    ],
)
def test_an_attribution_pairs_who_speaks_with_who_is_named(
    said: Assertion, pairs: set[Pair]
) -> None:
    found = relations(said).attributions
    assert set(found) == pairs
    assert len(found) == len(pairs)


def denial(about: str = "", **changes: Any) -> Assertion:
    """Return a denial by Freedonia."""
    return statement("denial", "denial", about, "state", of="freedonia", **changes)


DISPUTE = [("freedonia", "ruritania")]
WITH_GROUPS = [("freedonia", "isis-k"), ("freedonia", "islamic-state")]
RIVALS = [("front", "isis-k"), ("front", "islamic-state")]


@pytest.mark.parametrize(
    ("said", "disputes"),
    [
        ((ACCUSED,), []),
        ((ACCUSED, DENIED), DISPUTE),
        ((ACCUSED, denial("freedonia", date="2024-03-21")), DISPUTE),
        ((ACCUSED, denial(replies_to="accused")), DISPUTE),
        ((ACCUSED, denial("front")), []),
        ((ACCUSED, denial()), []),
        ((ACCUSED, statement("d", "denial", "freedonia", "media")), []),
        ((statement("x", "accusation", "freedonia", "anonymous"), DENIED), []),
        ((NAMED, denial("isis-k")), DISPUTE),
        ((NAMED, denial("islamic-state")), DISPUTE),
        ((LEAKED, denial("isis-k")), []),
        ((CLAIM, denial("attack")), WITH_GROUPS),
        ((CLAIM, denial(replies_to="claim")), WITH_GROUPS),
        ((VERDICT, denial("isis-k")), DISPUTE),
        ((statement("v", "finding", "isis-k", of="ruritania"), denial("isis-k")), []),
        ((ACCUSED, statement("d", "denial", "freedonia", "state", of="ruritania")), []),
        ((ACCUSED, DENIED, statement("r", "retraction", replies_to="denied")), []),
        ((CLAIM, OTHER_CLAIM), RIVALS),
        ((CLAIM, statement("a", "attribution", "front")), RIVALS),
        ((CLAIM, statement("x", "accusation", "front")), []),
        ((CLAIM, statement("a", "attribution", "islamic-state")), []),
        ((CLAIM, OTHER_CLAIM, statement("r", "retraction", replies_to="other")), []),
    ],
)
def test_a_dispute_is_of_two_parties_that_contradict_each_other(
    said: tuple[Assertion, ...], disputes: list[Pair]
) -> None:
    assert list(relations(*said).disputes) == disputes


def test_what_is_said_later_is_not_known_yet() -> None:
    later = statement("x", "accusation", "freedonia", "state", of="ruritania", date="2024-04")
    found = relations(CLAIM, later, as_of=date(2024, 4, 29))
    assert (found.kinds, found.accused) == (("claim",), ())
    assert relations(CLAIM, later, as_of=date(2024, 4, 30)).accused == ("freedonia",)


def test_who_is_only_accused_is_in_no_group() -> None:
    found = incident(actors=PARTIES, assertions=(CLAIM, ACCUSED))
    assert [actor.id for actor in groups_of(found, TODAY)] == ["islamic-state", "isis-k"]
    assert attribution_of(found, TODAY).relations.accused == ("freedonia",)


@given(incidents())
@settings(max_examples=60)
def test_any_statements_are_sorted_as_one_by_one(found: Incident) -> None:
    made = attribution_of(found, TODAY).relations
    values = {
        "statement": made.kinds,
        "speaker": made.speakers,
        "attribution": tuple(map("--".join, made.attributions)),
        "accused": made.accused,
        "disputed": tuple(map("--".join, made.disputes)),
    }
    assert {name: set(each) for name, each in values.items()} == {
        name: SAID[name](found, TODAY) for name in SAID
    }
    assert all(len(each) == len(set(each)) for each in values.values())
    assert all(one < other for one, other in made.disputes)
