"""The head of a record: each party by name, and each name leads to what it said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from geo.model.assertion import Assertion
from geo.model.incident import Actor, Incident
from geo.words.detail import detail_of
from geo.words.heads.head import head_of
from geo.words.ledger import ledger_of
from samples import ACTORS, curated, statement, with_ledger
from strategies import incidents

DAY = date(2026, 11, 23)


def lines(*statements: Assertion, **changes: Any) -> dict[str, str]:
    """Return the words of the head of an incident with these statements."""
    return {line.label: line.text for line in head_of(with_ledger(*statements, **changes), DAY)}


def by(statement_: Assertion, name: str, of: str | None = None) -> Assertion:
    return replace(statement_, by=replace(statement_.by, name=name, of=of))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "attribution"}, ("Attributed to", "The Front by a media speaker")),
        (
            {"kind": "attribution", "stance": "suspects"},
            ("Suspected", "The Front by a media speaker"),
        ),
        ({"kind": "accusation"}, ("Accused", "The Front by a media speaker")),
        (
            {"kind": "accusation", "stance": "suspects"},
            ("Accused", "The Front (suspected) by a media speaker"),
        ),
        (
            {"kind": "accusation", "alleges": "enabled"},
            ("Accused", "The Front (of making it possible) by a media speaker"),
        ),
        ({"kind": "accusation", "by": "court"}, ("Held liable", "The Front by a court speaker")),
        (
            {"kind": "finding", "by": "court", "finds": "committed"},
            ("Convicted", "members of The Front (of committing it) by a court speaker"),
        ),
        (
            {"kind": "finding", "by": "court", "finds": "supported", "about": ""},
            ("Convicted", "defendants (of supporting it) by a court speaker"),
        ),
        (
            {"kind": "finding", "by": "court", "stance": "denies"},
            ("Acquitted", "members of The Front by a court speaker"),
        ),
        (
            {"kind": "finding", "by": "organisation", "finds": "committed"},
            ("Found responsible", "The Front (of committing it) by a organisation speaker"),
        ),
        (
            {"kind": "finding", "by": "court", "stance": "denies", "about": "attack"},
            ("No attack found by", "a court speaker"),
        ),
        (
            {"kind": "denial"},
            ("Denied by", "a media speaker: that The Front had a part in it"),
        ),
        ({"kind": "denial", "about": ""}, ("Denied by", "a media speaker: something else")),
        (
            {"kind": "denial", "about": "attack"},
            ("Denied by", "a media speaker: that there was an attack"),
        ),
        (
            {"kind": "dataset_coding", "by": "dataset"},
            ("Coded as by", "The Front by a dataset speaker"),
        ),
    ],
)
def test_each_kind_has_its_line(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    fields = {"about": "front"} | changes
    assert expected in lines(statement("a", **fields)).items()


def test_a_claim_is_named_by_whose_it_is() -> None:
    own = by(statement("a", "claim", "front", "armed_group"), "The Front")
    other = statement("b", "claim", "isis-k", "armed_group")
    assert lines(own) == {"Claimed by": "The Front"}
    assert lines(other) == {"Claimed by": "a armed_group speaker, for ISIS-K"}


def test_what_somebody_attributes_and_nobody_claims_says_so() -> None:
    found = lines(statement("a", "attribution", "front"))
    assert found["Claimed by"] == "No claim is recorded"
    assert "Claimed by" not in lines(statement("a", "dataset_coding", "front", "dataset"))
    assert "Claimed by" not in lines(statement("a", "denial", "front"))
    assert lines() == {"Who did it": "No statement is recorded"}
    assert lines(record_type="context") == {}
    denied = statement("a", "denial")
    assert lines(denied, record_type="context") == {
        "Denied by": "a media speaker: what was reported"
    }


def test_a_speaker_is_named_by_its_party_and_its_statements_are_counted() -> None:
    first = by(statement("a", "accusation", "front", "state"), "A minister, Ruritania", "ruritania")
    second = by(replace(first, id="b"), "A general", "ruritania")
    unnamed = by(
        statement("c", "accusation", "front", "anonymous"), "Officials, unnamed", "ruritania"
    )
    assert lines(first, second, unnamed)["Accused"] == "The Front by Ruritania (2), Officials"
    assert lines(by(first, "A minister, Ruritania"))["Accused"] == "The Front by A minister"


def test_parties_of_whom_the_same_is_said_are_named_together() -> None:
    all_ = statement("a", "accusation", "front isis-k ruritania")
    one = by(statement("b", "accusation", "front"), "B")
    assert lines(all_)["Accused"] == "The Front, ISIS-K and Ruritania by a media speaker"
    assert lines(all_, one)["Accused"] == (
        "The Front by a media speaker, B; ISIS-K and Ruritania by a media speaker"
    )


def test_an_accused_party_stands_once_with_a_note_where_every_statement_has_one() -> None:
    plain = by(statement("a", "accusation", "front ruritania"), "A")
    support = replace(plain, id="b", about=("front",), alleges="supported")
    suspected = by(replace(plain, id="c", about=("isis-k",), stance="suspects"), "B")
    enabled = by(replace(suspected, id="d", alleges="enabled"), "C")
    assert lines(plain, support)["Accused"] == "The Front by A (2); Ruritania by A"
    assert lines(support)["Accused"] == "The Front (of support) by A"
    assert lines(suspected, enabled)["Accused"] == (
        "ISIS-K (suspected) (of making it possible) by B, C"
    )


def test_who_denies_is_named_once_with_all_that_is_denied() -> None:
    both = by(statement("a", "denial", "ruritania front"), "A")
    one = replace(both, id="b", about=("front",))
    other = by(replace(both, id="c", about=("front",)), "B")
    aside = by(replace(both, id="d", about=(), date="2024-03-30"), "B")
    assert lines(both, one)["Denied by"] == "A (2): that Ruritania and The Front had a part in it"
    assert lines(one, other)["Denied by"] == "A, B: that The Front had a part in it"
    assert lines(other, aside)["Denied by"] == (
        "B (2): that The Front had a part in it and something else"
    )


def test_many_speakers_are_counted() -> None:
    many = [by(statement(str(n), "accusation", "front"), f"Speaker {n}") for n in range(6)]
    (_, accused) = head_of(with_ledger(*many, statement("z", "claim", "front")), DAY)
    assert accused.text == "The Front by Speaker 0, Speaker 1, Speaker 2 and 3 others"
    assert [part.number for part in accused.parts if part.number] == [1, 2, 3, 4]


def test_what_was_withdrawn_or_overturned_says_so_from_its_day() -> None:
    claim = by(statement("a", "claim", "front", "armed_group"), "The Front")
    back = statement("b", "retraction", "front", replies_to="a", date="2024-03-25")
    told = with_ledger(claim, back)
    heads = [head_of(told, date(2024, 3, day)) for day in (21, 24, 25)]
    assert [[line.text for line in head] for head in heads] == [
        ["No statement is recorded"],
        ["The Front"],
        ["The Front (withdrawn)"],
    ]
    court = statement("a", "finding", "front", "court", finds="committed")
    appeal = statement("b", "finding", "front", "court", stance="denies", date="2024-05-01")
    assert lines(court, appeal)["Convicted"].endswith("by a court speaker (overturned)")


def test_a_name_in_the_head_has_no_office_and_no_brackets() -> None:
    actors = (Actor(id="front", name="The Front (of the East)", kind="armed_group"), *ACTORS[3:])
    one = by(statement("a", "attribution", "front", "state"), "A. Minister, Ministry of Ruritania")
    assert lines(one, actors=actors)["Attributed to"] == "The Front by A. Minister"


@given(incidents())
@settings(max_examples=50)
def test_every_name_leads_to_a_statement_that_the_ledger_has(found: Incident) -> None:
    ledger = {line.number: line for line in ledger_of(found)}
    for line in head_of(found, DAY):
        assert line.text
        for part in line.parts:
            assert part.number == 0 or part.number in ledger


@given(incidents())
@settings(max_examples=50)
def test_a_record_with_statements_names_somebody_and_one_without_says_so(found: Incident) -> None:
    said = [each for each in found.assertions if each.kind != "retraction"]
    words = [part for line in head_of(found, date.max) for part in line.parts if part.number]
    assert bool(words) == bool(said)


def test_no_line_calls_anybody_a_perpetrator() -> None:
    for record in curated().values():
        detail = detail_of(record)
        said = [line.text + line.label for line in detail.head]
        said += [f"{line.verb} {line.about}" for line in detail.ledger]
        assert "perpetrator" not in " ".join(said).lower()


@pytest.mark.parametrize("id_", curated())
def test_every_attack_names_who_claims_it_or_that_nobody_does(id_: str) -> None:
    record = curated()[id_]
    labels = [line.label for line in head_of(record, DAY)]
    assert ("Claimed by" in labels[:1]) == (record.record_type != "context")
    kinds = {each.kind for each in record.assertions}
    assert ("Denied by" in labels) == ("denial" in kinds)
