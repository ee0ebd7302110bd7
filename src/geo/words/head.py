"""The head of a record: who claims it, who attributes it, who is accused, who denies it.

A name leads to its first statement in the ledger. A speaker has the name of the party that it
speaks for, where that is known; unnamed ones stay what they are called.
"""

__all__ = ["HeadLine", "HeadPart", "head_of"]

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.assertion import THE_ATTACK, Alleges, Assertion, AssertionKind, Finds, Stance
from geo.model.incident import Incident
from geo.model.ledger import standing
from geo.words.counts import count_in_words
from geo.words.ledger import DEFENDANTS, is_undirected, threads_of
from geo.words.lines import and_line

CLAIMED, DENIED = "Claimed by", "Denied by"
LABELS: dict[tuple[AssertionKind, Stance], str] = {
    ("claim", "asserts"): CLAIMED,
    ("attribution", "asserts"): "Attributed to",
    ("attribution", "suspects"): "Suspected",
    ("finding", "asserts"): "Found responsible",
    ("finding", "denies"): "Found not responsible",
    ("accusation", "asserts"): "Accused",
    ("accusation", "suspects"): "Accused",
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
    *(CLAIMED, "Attributed to", "Suspected", "Accused", "Held liable", DENIED, "Convicted"),
    *("Acquitted", "Found responsible", "Found not responsible"),
    *("Coded as by", "Coded as suspected", PARTY),
)
NOBODY = "nobody by name"
SUSPECTING = ("accusation", "suspects")
ALLEGED: dict[Alleges, str] = {"supported": "(of support)", "enabled": "(of making it possible)"}
FOUND: dict[Finds, str] = {"committed": "(of committing it)", "supported": "(of supporting it)"}
NO_CLAIM = "No claim is recorded"
NO_STATEMENT = "No statement is recorded"
TAKEN_BACK = (" (overturned)", " (withdrawn)")  # by another court; by a speaker
NAMED = 3  # speakers in a row; others are counted


class HeadPart(NamedTuple):
    """Words of a line; `number` is that of the statement to which they lead, or 0."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """One line of the head: its label, and words of which the names lead to their statements."""

    label: str
    parts: tuple[HeadPart, ...]

    @property
    def text(self) -> str:
        """Return the words of the line."""
        return "".join(part.text for part in self.parts)


Speakers = dict[str, list[int]]  # by name, the numbers of what each has said


def head_of(incident: Incident, as_of: date) -> tuple[HeadLine, ...]:
    """Return the lines that name who says what, as of a day.

    What was withdrawn or overturned by then says so.
    """
    names = {actor.id: without_brackets(actor.name) for actor in incident.actors}
    marks = _marks(incident.assertions, as_of)
    lines: dict[str, dict[str, Speakers]] = {}
    for number, (_, assertion) in enumerate(threads_of(incident.assertions), 1):
        if assertion.id not in marks:
            continue
        line = lines.setdefault(_label(assertion, incident), {})
        speaker = _speaker(assertion, names) + marks[assertion.id]
        for party in _parties(assertion, names):
            line.setdefault(party, {}).setdefault(speaker, []).append(number)
    found = [_line(label, lines[label]) for label in ORDER if label in lines]
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


def _label(assertion: Assertion, incident: Incident) -> str:
    what = assertion.kind, assertion.stance
    if assertion.by.kind == "court" and what in OF_COURTS:
        return OF_COURTS[what]
    if assertion.kind == "dataset_coding" and is_undirected(incident):
        return PARTY
    return LABELS[what]


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


def _parties(assertion: Assertion, names: Mapping[str, str]) -> list[str]:
    """Return each party that a statement is about, with what it says of it."""
    actors = [names[id_] for id_ in assertion.about if id_ in names]
    if assertion.kind == "claim":
        return [""]
    if assertion.kind == "denial":
        return [_denied(actors, is_of_attack=THE_ATTACK in assertion.about)]
    if assertion.kind == "finding" and assertion.by.kind == "court":
        actors = [f"members of {actor}" for actor in actors] or [DEFENDANTS]
    return [" ".join(filter(None, [actor, _note(assertion)])) for actor in actors or [NOBODY]]


def _denied(actors: list[str], *, is_of_attack: bool) -> str:
    if actors:
        return f"that {and_line(actors)} had a part in it"
    return "that there was an attack" if is_of_attack else "something else"


def _note(assertion: Assertion) -> str:
    if assertion.finds:
        return FOUND[assertion.finds]
    if assertion.alleges in ALLEGED:
        return ALLEGED[assertion.alleges]
    return "(suspected)" if (assertion.kind, assertion.stance) == SUSPECTING else ""


def _line(label: str, groups: Mapping[str, Speakers]) -> HeadLine:
    """Put a line in words; parties with the same speakers are named together."""
    merged: dict[str, list[str]] = {}
    for party, speakers in groups.items():
        merged.setdefault(str(speakers), []).append(party)
    parts: list[HeadPart] = []
    for parties in merged.values():
        together = and_line(parties)
        before = f"{together} by " if label not in (CLAIMED, DENIED) else ""
        after = f": {together}" if label == DENIED else ""
        parts.append(HeadPart(("; " if parts else "") + before))
        parts += [*_speakers(groups[parties[0]]), HeadPart(after)]
    return HeadLine(label=label, parts=tuple(part for part in parts if part.text))


def _speakers(speakers: Speakers) -> Iterator[HeadPart]:
    """Yield the speakers, each with the number of its first statement; many are counted."""
    for place, (name, numbers) in enumerate(list(speakers.items())[:NAMED]):
        count = f" ({len(numbers)})" if len(numbers) > 1 else ""
        yield from [HeadPart(", ")] if place else []
        yield HeadPart(name + count, numbers[0])
    others = list(speakers.values())[NAMED:]
    if others:
        yield HeadPart(" and ")
        yield HeadPart(f"{count_in_words(len(others), 'other')}", others[0][0])
