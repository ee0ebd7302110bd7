"""The ledger in words: exact verbs, each answer under what it answers, no claim as a fact."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.assertion import STANCES, Assertion, Speaker, Stance
from geo.model.incident import Actor, IncidentType
from geo.words.ledger import (
    LEAST,
    PARTY,
    UNFOLDED,
    VERBS,
    Statement,
    ledger_of,
    threads_of,
    unfolded_of,
)
from geo.words.references import Reference
from samples import ACTORS, SOURCE, statement, with_ledger

SPEAKER = Speaker(name="The Front", kind="armed_group")
REFERENCE = Reference(label="A paper, A report, 23 March 2024", url=None, publisher="A paper")
HEBREW = "כיכר 12 (צפון)"


def line(**changes: Any) -> Statement:
    """Return the one line of a ledger that holds this statement."""
    fields = {"kind": "claim", "about": "front"} | changes
    (only,) = ledger_of(with_ledger(statement("c", **fields)))
    return only


def test_the_ledger_isolates_who_speaks_and_whom_it_is_about() -> None:
    actors = (Actor(id="front", name=HEBREW, kind="armed_group"),)
    record = with_ledger(
        statement("a", "attribution", "front", basis=HEBREW, channel="\u202eradio"), actors=actors
    )
    source = replace(SOURCE, publisher=HEBREW)
    (found,) = ledger_of(replace(record, sources=(source,)))
    assert found.about == f"it to \u2068{HEBREW}\u2069"
    assert found.basis == f"\u2068{HEBREW}\u2069"
    assert found.channel == "radio"
    assert found.sources[0].label == f"\u2068{HEBREW}\u2069, A report, 23 March 2024"


def test_a_group_from_right_to_left_that_claims_for_itself_is_named_once() -> None:
    actors = (Actor(id="front", name=HEBREW, kind="armed_group"),)
    claim = replace(statement("c", "claim", "front"), by=Speaker(name=HEBREW, kind="armed_group"))
    (found,) = ledger_of(with_ledger(claim, actors=actors))
    assert (found.speaker, found.about) == (f"\u2068{HEBREW}\u2069", "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "claim"}, "claimed it for The Front"),
        ({"kind": "attribution"}, "attributed it to The Front"),
        ({"kind": "attribution", "stance": "suspects"}, "suspects The Front"),
        ({"kind": "accusation"}, "accused The Front"),
        ({"kind": "accusation", "stance": "suspects"}, "suspects The Front of a part in it"),
        ({"kind": "denial"}, "denied that The Front had a part in it"),
        (
            {"kind": "accusation", "alleges": "ordered"},
            "accused The Front of ordering or steering it",
        ),
        (
            {"kind": "accusation", "alleges": "supported"},
            "accused The Front of supporting those who did it",
        ),
        (
            {"kind": "accusation", "stance": "suspects", "alleges": "enabled"},
            "suspects The Front of making it possible",
        ),
        (
            {"kind": "accusation", "by": "court", "alleges": "supported"},
            "ruled in a civil case that The Front is liable for it",
        ),
        ({"kind": "denial", "about": ""}, "denied something else"),
        ({"kind": "attribution", "about": ""}, "attributed "),
        ({"kind": "finding", "by": "court"}, "found The Front responsible"),
        (
            {"kind": "finding", "by": "court", "finds": "committed"},
            "convicted members of The Front of committing it",
        ),
        (
            {"kind": "finding", "by": "court", "about": "", "finds": "supported"},
            "convicted defendants of supporting it",
        ),
        (
            {"kind": "finding", "by": "court", "about": "", "stance": "denies"},
            "acquitted defendants",
        ),
        (
            {"kind": "finding", "by": "organisation", "finds": "supported"},
            "found that The Front supported it",
        ),
        ({"kind": "finding", "by": "court", "stance": "denies"}, "acquitted The Front"),
        ({"kind": "finding", "by": "state"}, "found The Front responsible"),
        ({"kind": "finding", "by": "state", "stance": "denies"}, "found The Front not responsible"),
        ({"kind": "dataset_coding"}, "coded it as by The Front"),
        ({"kind": "dataset_coding", "stance": "suspects"}, "coded it as suspected of The Front"),
    ],
)
def test_each_statement_is_a_phrase(changes: dict[str, Any], words: str) -> None:
    found = line(**changes)
    assert f"{found.verb} {found.about}" == words


def test_a_retraction_withdraws_an_earlier_statement() -> None:
    claim = statement("c", "claim", "front", "armed_group")
    back = statement("r", "retraction", "front", "armed_group", replies_to="c", date="2024-03-23")
    found = ledger_of(with_ledger(claim, back))[1]
    assert f"{found.verb} {found.about}" == "withdrew an earlier statement"


CLASH = {"types": (IncidentType(scheme="atlas", code="clash", label="Armed clash"),)}
NUMBERED = {"actors": tuple(replace(actor, role="actor 1") for actor in ACTORS)}
BOMBING = {"types": (IncidentType(scheme="own", code="clash", label="Clash of opinions"),)}


@pytest.mark.parametrize(
    ("changes", "about", "stance", "words"),
    [
        (CLASH, "front ruritania", "asserts", "coded The Front and Ruritania as parties to it"),
        (CLASH, "front", "asserts", "coded The Front as a party to it"),
        (CLASH, "front", "suspects", "coded The Front as a suspected party to it"),
        (CLASH, "", "asserts", "coded "),
        (NUMBERED, "front", "asserts", "coded The Front as a party to it"),
        (BOMBING, "front ruritania", "asserts", "coded it as by The Front and Ruritania"),
    ],
)
def test_who_fought_is_not_said_to_have_attacked(
    changes: dict[str, Any], about: str, stance: Stance, words: str
) -> None:
    coding = statement("c", "dataset_coding", about, "dataset", stance=stance)
    (found,) = ledger_of(with_ledger(coding, **changes))
    assert f"{found.verb} {found.about}" == words


def test_a_phrase_for_parties_for_each_stance_of_a_coding() -> None:
    assert set(PARTY) == set(STANCES["dataset_coding"])


def test_every_kind_has_a_phrase_for_each_of_its_stances() -> None:
    assert set(VERBS) == {(kind, stance) for kind in STANCES for stance in STANCES[kind]}


def test_no_phrase_asserts_an_attack() -> None:
    words = " ".join(f"{verb} {pattern}" for verb, pattern in VERBS.values())
    assert not [w for w in ("did", "attacked", "perpetrated", "carried out") if w in words]


def test_who_claims_for_itself_is_named_once() -> None:
    claim = replace(statement("c", "claim", "front"), by=SPEAKER)
    (found,) = ledger_of(with_ledger(claim))
    assert (found.speaker, found.verb, found.about) == ("The Front", "claimed", "")


def test_a_line_of_the_ledger() -> None:
    assert line(
        about="front isis-k", by="state", basis="a confession", channel="radio"
    ) == Statement(
        number=1,
        level=0,
        day="22 March 2024",
        date="2024-03-22",
        speaker="a state speaker",
        verb="claimed",
        about="it for The Front and ISIS-K",
        says="It says so.",
        basis="a confession",
        channel="radio",
        court="",
        answers="",
        sources=(REFERENCE,),
    )


def test_a_statement_on_the_attack_says_so() -> None:
    assert line(kind="denial", about="attack").about == "that there was an attack"


def test_what_is_denied_of_a_context_record_is_the_report() -> None:
    (found,) = ledger_of(with_ledger(statement("a", "denial"), record_type="context"))
    assert (found.verb, found.about) == ("denied", "what was reported")


def test_a_day_of_a_report_is_said_to_be_one() -> None:
    assert line(dated_by="report", date="2024-03").day == "reported March 2024"


def test_the_ledger_stands_in_the_order_of_days() -> None:
    days = ["2024-03-23", "2024-03", "2023", "2024-03-22"]
    ledger = [statement(day, "claim", "front", date=day) for day in days]
    lines = ledger_of(with_ledger(*ledger))
    assert [shown.day for shown in lines] == [
        "2023",
        "March 2024",
        "22 March 2024",
        "23 March 2024",
    ]


# --- answers ---------------------------------------------------------------------------------


def said(id_: str, day: int, answers: str | None = None) -> Assertion:
    date = f"2024-03-{day:02}"
    return statement(id_, "denial", "front", date=date, replies_to=answers)


def test_an_answer_stands_under_what_it_answers_and_names_it() -> None:
    ledger = [said("a", 1), said("b", 2), said("c", 3, "a"), said("d", 4, "c"), said("e", 5, "a")]
    lines = ledger_of(with_ledger(*ledger))
    assert [(line.number, line.level, line.day.split()[0]) for line in lines] == [
        *((1, 0, "1"), (2, 1, "3"), (3, 2, "4"), (4, 1, "5"), (5, 0, "2"))
    ]
    assert lines[1].answers == "a media speaker, 1 March 2024"
    assert lines[0].answers == ""


def test_an_answer_older_than_what_it_answers_stands_at_its_own_day() -> None:
    lines = ledger_of(with_ledger(said("a", 2, "b"), said("b", 3)))
    assert [(line.level, line.answers) for line in lines] == [
        (0, "a media speaker, 3 March 2024"),
        (0, ""),
    ]


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 7)), max_size=8))
def test_every_statement_stands_once_whatever_it_answers(days: list[tuple[int, int]]) -> None:
    ids = [str(n) for n in range(len(days))]
    given_ = [said(id_, day, str(n % len(days))) for id_, (day, n) in zip(ids, days, strict=True)]
    threads = list(threads_of(given_))
    assert sorted(each.id for _, each in threads) == sorted(ids)
    above: list[Assertion] = []
    for level, each in threads:
        assert level <= len(above)
        if level:
            assert each.replies_to == above[level - 1].id
            assert each.date >= above[level - 1].date
        above[level:] = [each]
    begun = [each.date for level, each in threads if level == 0]
    assert begun == sorted(begun)


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([0] * (UNFOLDED + LEAST), UNFOLDED),
        ([0] * (UNFOLDED + LEAST - 1), UNFOLDED + LEAST - 1),
        ([0] * UNFOLDED + [1, 2, 0, 0, 0], UNFOLDED + 2),
        ([0] + [1] * 20, 21),
        ([], 0),
    ],
)
def test_a_long_ledger_is_folded_between_threads(levels: list[int], shown: int) -> None:
    first = line()
    ledger = [replace(first, level=level) for level in levels]
    assert unfolded_of(ledger) == shown


# --- courts ----------------------------------------------------------------------------------


def test_a_finding_says_how_it_came_about() -> None:
    found = line(
        kind="finding",
        by="court",
        finds="committed",
        court="Supreme Court",
        instance="first instance",
        hearing="closed",
        appeal="appeal announced, outcome not found.",
    )
    assert found.court == (
        "Supreme Court; first instance; closed hearing; appeal announced, outcome not found"
    )
    assert line(kind="finding", by="court", court="a court").court == ""
    assert line().court == ""
