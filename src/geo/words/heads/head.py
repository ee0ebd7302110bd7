"""The head of a record: who claims it, who attributes it, who is accused, who denies it.

A name leads to its first statement in the ledger. A speaker has the name of the party that it
speaks for, where that is known; unnamed ones stay what they are called.
"""

__all__ = ["head_of"]

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from geo.formats.and_line import and_line
from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.assertion import THE_ATTACK, Assertion, AssertionKind, Stance
from geo.model.incident import Incident
from geo.model.ledger import standing
from geo.words.heads.head_lines import (
    ACCUSED,
    CLAIMED,
    DENIED,
    NONE_FOUND,
    HeadLine,
    HeadPart,
    Said,
    line_of,
)
from geo.words.ledger import (
    DEFENDANTS,
    NO_ATTACK,
    denied_else,
    is_undirected,
    is_verdict,
    note_of,
    threads_of,
)

LABELS: dict[tuple[AssertionKind, Stance], str] = {
    ("claim", "asserts"): CLAIMED,
    ("attribution", "asserts"): "Attributed to",
    ("attribution", "suspects"): "Suspected",
    ("finding", "asserts"): "Found responsible",
    ("finding", "denies"): "Found not responsible",
    ("accusation", "asserts"): ACCUSED,
    ("accusation", "suspects"): ACCUSED,
    ("denial", "denies"): DENIED,
    ("dataset_coding", "asserts"): "Coded as by",
    ("dataset_coding", "suspects"): "Coded as suspected",
}
OF_COURTS: dict[tuple[AssertionKind, Stance], str] = {
    ("accusation", "asserts"): "Held liable",
    ("finding", "asserts"): "Convicted",
    ("finding", "denies"): "Acquitted",
}
PARTY = "Coded as a party"  # of a dataset that does not say who attacked
# The lines in their order; "somebody names who did it" in the lines of NAMING.
NAMING = ("Attributed to", "Suspected", "Found responsible", "Convicted")
ORDER = (
    *(CLAIMED, "Attributed to", "Suspected", ACCUSED, "Held liable", DENIED, "Convicted"),
    *("Acquitted", "Found responsible", "Found not responsible", NONE_FOUND),
    *("Coded as by", "Coded as suspected", PARTY),
)
NOBODY = "nobody by name"
NO_CLAIM = "No claim is recorded"
NO_STATEMENT = "No statement is recorded"
TAKEN_BACK = (" (overturned)", " (withdrawn)")  # by another court; by a speaker


class _Record(NamedTuple):
    """What the head needs to know of a record, besides its statements."""

    names: dict[str, str]
    denied_else: str
    is_undirected: bool


def head_of(incident: Incident, as_of: date) -> tuple[HeadLine, ...]:
    """Return the lines that name who says what, as of a day.

    What was withdrawn or overturned by then says so.
    """
    record = _Record(
        names={actor.id: without_brackets(actor.name) for actor in incident.actors},
        denied_else=denied_else(incident.record_type),
        is_undirected=is_undirected(incident),
    )
    marks = _marks(incident.assertions, as_of)
    lines: dict[str, list[Said]] = {}
    for number, (_, assertion) in enumerate(threads_of(incident.assertions), 1):
        if assertion.id in marks:
            said = _said(assertion, number, marks[assertion.id], record)
            lines.setdefault(_label(assertion, record), []).append(said)
    found = [line_of(label, lines[label]) for label in ORDER if label in lines]
    return (*_missing(incident, lines), *found)


def without_brackets(name: str) -> str:
    """Return the name of a party without an explanation in brackets.

    >>> without_brackets("ISIS-K (Islamic State – Khorasan Province)")
    'ISIS-K'
    """
    return isolated(name.partition(" (")[0] or name)


def without_office(name: str) -> str:
    """Return the name of a speaker without its office, which the ledger says.

    >>> without_office("Alexander Bortnikov, director of the FSB")
    'Alexander Bortnikov'
    """
    return without_brackets(name.partition(", ")[0] or name)


def _missing(incident: Incident, lines: Iterable[str]) -> list[HeadLine]:
    """Say that nobody claims what somebody attributes, or that nobody says anything."""
    if incident.record_type == "context" or CLAIMED in lines:
        return []
    if any(label in lines for label in NAMING):
        return [HeadLine(label=CLAIMED, parts=(HeadPart(NO_CLAIM),))]
    return [] if lines else [HeadLine(label="Who did it", parts=(HeadPart(NO_STATEMENT),))]


def _marks(assertions: Iterable[Assertion], as_of: date) -> dict[str, str]:
    """Mark each statement known by a day, by its id, if it stands no more."""
    known = [each for each in assertions if dates.known_day(each.date) <= as_of]
    stands = {each.id for each in standing(known, as_of)}
    withdrawn = {each.replies_to for each in known if each.stance == "withdraws"}
    return {
        each.id: "" if each.id in stands else TAKEN_BACK[each.id in withdrawn]
        for each in known
        if each.kind != "retraction"
    }


def _label(assertion: Assertion, record: _Record) -> str:
    what = assertion.kind, assertion.stance
    if assertion.kind == "finding" and assertion.about == (THE_ATTACK,):
        return NONE_FOUND
    is_ruling = is_verdict(assertion) or assertion.kind == "accusation"
    if assertion.by.kind == "court" and what in OF_COURTS and is_ruling:
        return OF_COURTS[what]
    if assertion.kind == "dataset_coding" and record.is_undirected:
        return PARTY
    return LABELS[what]


def _said(assertion: Assertion, number: int, mark: str, record: _Record) -> Said:
    return Said(
        speaker=_speaker(assertion, record.names) + mark,
        number=number,
        parties=_parties(assertion, record.names),
        note=_note(assertion, record),
    )


def _speaker(assertion: Assertion, names: Mapping[str, str]) -> str:
    """Name who speaks by its party; courts and unnamed sources have their own names."""
    by = assertion.by
    party = names.get(by.of or "") if by.kind in ("state", "armed_group") else None
    speaker = party or without_office(by.name)
    if assertion.kind != "claim":
        return speaker
    claimants = [names[id_] for id_ in assertion.about if id_ in names]
    said_for = [name for name in claimants if name != speaker]
    return f"{speaker}, for {and_line(said_for)}" if said_for else speaker


def _parties(assertion: Assertion, names: Mapping[str, str]) -> tuple[str, ...]:
    """Name the parties that a statement is about."""
    actors = tuple(names[id_] for id_ in assertion.about if id_ in names)
    if is_verdict(assertion):
        return tuple(f"members of {actor}" for actor in actors) or (DEFENDANTS,)
    return actors if actors or assertion.kind == "denial" else (NOBODY,)


def _note(assertion: Assertion, record: _Record) -> str:
    if assertion.kind != "denial":
        return note_of(assertion)
    if THE_ATTACK in assertion.about:
        return NO_ATTACK["denial"][1]
    return "" if record.names.keys() & set(assertion.about) else record.denied_else
