"""The statements on a record in words: by day, each answer under what it answers.

The verbs are exact: a claim is never worded as a fact, a denial says what it denies, and a civil
ruling is not a conviction.
"""

__all__ = [
    "DEFENDANTS",
    "NO_ATTACK",
    "PARTY",
    "VERBS",
    "Statement",
    "actor_names",
    "denied_else",
    "is_undirected",
    "is_verdict",
    "ledger_of",
    "list_in_words",
    "note_of",
    "threads_of",
    "unfolded_of",
]

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.formats.and_line import and_line
from geo.formats.bidi import balanced, isolated
from geo.model import dates
from geo.model.assertion import THE_ATTACK, Alleges, AssertionKind, Finds, Stance
from geo.model.incident import Assertion, Incident, RecordType, Source
from geo.words.references import Reference, references_of

# The exact words for each kind of statement, with {} for the actors it is about.
VERBS: dict[tuple[AssertionKind, Stance], tuple[str, str]] = {
    ("claim", "asserts"): ("claimed", "it for {}"),
    ("attribution", "asserts"): ("attributed", "it to {}"),
    ("attribution", "suspects"): ("suspects", "{}"),
    ("accusation", "asserts"): ("accused", "{}"),
    ("accusation", "suspects"): ("suspects", "{} of a part in it"),
    ("denial", "denies"): ("denied", "that {} had a part in it"),
    ("retraction", "withdraws"): ("withdrew", "an earlier statement"),
    ("finding", "asserts"): ("found", "{} responsible"),
    ("finding", "denies"): ("found", "{} not responsible"),
    ("dataset_coding", "asserts"): ("coded", "it as by {}"),
    ("dataset_coding", "suspects"): ("coded", "it as suspected of {}"),
}
ALLEGED: dict[Alleges, str] = {
    "ordered": "of ordering or steering it",
    "supported": "of supporting those who did it",
    "enabled": "of making it possible",
}
FOUND: dict[Finds, str] = {"committed": "of committing it", "supported": "of supporting it"}
# The same next to a name.
ALLEGED_NOTES: dict[Alleges, str] = {
    "supported": "(of support)",
    "enabled": "(of making it possible)",
}
FOUND_NOTES: dict[Finds, str] = {
    "committed": "(of committing it)",
    "supported": "(of supporting it)",
}
VERDICTS: dict[Stance, str] = {"asserts": "convicted", "denies": "acquitted"}
MEMBERS: dict[Stance, str] = {"asserts": "members of {}", "denies": "{}"}
DEFENDANTS = "defendants"  # of a court that names no organisation
CIVIL = ("ruled", "in a civil case that {} is liable for it")
NO_ATTACK: dict[AssertionKind, tuple[str, str]] = {
    "denial": ("denied", "that there was an attack"),
    "finding": ("found", "that there was no attack"),
}
# A dataset that does not say who attacked: one actor, and several.
PARTY: dict[Stance, tuple[str, str]] = {
    "asserts": ("{} as a party to it", "{} as parties to it"),
    "suspects": ("{} as a suspected party to it", "{} as suspected parties to it"),
}
UNFOLDED, LEAST = 6, 3  # statements that are shown at once; fewer than LEAST more are not folded
UNDIRECTED_ROLES = ("actor 1", "actor 2")  # ACLED's, whose order tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line of the ledger, in words.

    `date` is its day in ISO 8601, as exactly as it is known. `number` counts the lines from 1.
    `level` is 0, and one more than that of the statement which this one answers; `answers` names
    that one. `court` says how a ruling came about.
    """

    number: int
    level: int
    day: str
    date: str
    speaker: str
    verb: str
    about: str
    says: str
    basis: str
    channel: str
    court: str
    answers: str
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What the words of a statement are made of, besides the statement."""

    denied_else: str
    is_undirected: bool
    names: Mapping[str, str]
    said: Mapping[str, Assertion]
    sources: Mapping[str, Source]


def ledger_of(incident: Incident) -> tuple[Statement, ...]:
    """Put the statements in words, by day; an answer stands under what it answers.

    An answer that is older than what it is said to answer stands at its own day.
    """
    record = _Record(
        denied_else=denied_else(incident.record_type),
        is_undirected=is_undirected(incident),
        names=actor_names(incident),
        said={assertion.id: assertion for assertion in incident.assertions},
        sources={source.id: source for source in incident.sources},
    )
    return tuple(
        _statement(assertion, number, level, record)
        for number, (level, assertion) in enumerate(threads_of(incident.assertions), 1)
    )


def threads_of(assertions: Iterable[Assertion]) -> Iterator[tuple[int, Assertion]]:
    """Yield each statement with its level, by day, each followed by its answers."""
    begun: list[Assertion] = []
    answers: dict[str, list[Assertion]] = {}
    seen: set[str] = set()
    for assertion in sorted(assertions, key=lambda each: each.date):
        answered = assertion.replies_to if assertion.replies_to in seen else None
        (answers.setdefault(answered, []) if answered else begun).append(assertion)
        seen.add(assertion.id)
    waiting = [(0, assertion) for assertion in reversed(begun)]
    while waiting:
        level, assertion = waiting.pop()
        yield level, assertion
        waiting += [(level + 1, answer) for answer in reversed(answers.get(assertion.id, []))]


def unfolded_of(ledger: Sequence[Statement]) -> int:
    """Return how many statements a long ledger shows at once; its threads stay whole."""
    begun = [n for n, each in enumerate(ledger) if each.level == 0 and n >= UNFOLDED]
    first = begun[0] if begun else len(ledger)
    return first if len(ledger) - first >= LEAST else len(ledger)


def is_verdict(assertion: Assertion) -> bool:
    """Tell whether a court convicts or acquits; one that does not say of what does neither."""
    is_told = assertion.finds is not None or assertion.stance == "denies"
    return assertion.kind == "finding" and assertion.by.kind == "court" and is_told


def is_undirected(incident: Incident) -> bool:
    """Tell an incident of two sides, of which none is coded as the attacker."""
    is_clash = any(type_.scheme == "atlas" and type_.code == "clash" for type_ in incident.types)
    return is_clash or any(actor.role in UNDIRECTED_ROLES for actor in incident.actors)


def actor_names(incident: Incident) -> dict[str, str]:
    """Return the names of the actors by their ids, for the middle of a line."""
    return {actor.id: isolated(actor.name) for actor in incident.actors}


def denied_else(record_type: RecordType) -> str:
    """Say what a denial about no actor denies; its own words say more."""
    return "what was reported" if record_type == "context" else "something else"


def note_of(assertion: Assertion) -> str:
    """Say next to a party's name what a finding finds, or an accusation alleges or suspects."""
    if assertion.finds:
        return FOUND_NOTES[assertion.finds]
    if assertion.alleges in ALLEGED_NOTES:
        return ALLEGED_NOTES[assertion.alleges]
    is_suspicion = (assertion.kind, assertion.stance) == ("accusation", "suspects")
    return "(suspected)" if is_suspicion else ""


def _statement(assertion: Assertion, number: int, level: int, record: _Record) -> Statement:
    verb, about = _verb_and_about(assertion, record)
    answered = record.said.get(assertion.replies_to or "")
    return Statement(
        number=number,
        level=level,
        day=_day(assertion),
        date=assertion.date,
        speaker=isolated(assertion.by.name),
        verb=verb,
        about=about,
        says=balanced(assertion.says or ""),
        basis=list_in_words(assertion.basis),
        channel=list_in_words(assertion.channel),
        court=_court(assertion),
        answers=f"{isolated(answered.by.name)}, {_day(answered)}" if answered else "",
        sources=references_of(assertion.sources, record.sources),
    )


def _day(assertion: Assertion) -> str:
    reported = "reported " if assertion.dated_by == "report" else ""
    return reported + dates.in_words(assertion.date)


def _court(assertion: Assertion) -> str:
    """Say how a ruling came about: a court that its speaker is not, instance, hearing, appeal."""
    court = None if assertion.court and assertion.court in assertion.by.name else assertion.court
    hearing = assertion.hearing and f"{assertion.hearing} hearing"
    return list_in_words(court, assertion.instance, hearing, assertion.appeal)


def _verb_and_about(assertion: Assertion, record: _Record) -> tuple[str, str]:
    actors = [record.names[id_] for id_ in assertion.about if id_ in record.names]
    if not actors and THE_ATTACK in assertion.about:
        return NO_ATTACK[assertion.kind]
    verb, pattern = _pattern(assertion, len(actors), is_undirected=record.is_undirected)
    if not actors and assertion.kind == "denial":
        return verb, record.denied_else
    if not actors and "{}" in pattern:
        return verb, ""
    if assertion.kind == "claim" and actors == [isolated(assertion.by.name)]:
        return verb, ""
    return verb, pattern.replace("{}", and_line(actors) if actors else "")


def _pattern(assertion: Assertion, actors: int, *, is_undirected: bool) -> tuple[str, str]:
    """Return the verb of a statement about so many actors, and what follows it."""
    kind, stance = assertion.kind, assertion.stance
    verb, pattern = VERBS[kind, stance]
    is_court = assertion.by.kind == "court"
    if is_verdict(assertion):
        tried = MEMBERS[stance] if actors else DEFENDANTS
        found = FOUND[assertion.finds] if assertion.finds else ""
        return VERDICTS[stance], f"{tried} {found}".rstrip()
    if kind == "finding" and assertion.finds == "supported":
        return verb, "that {} supported it"
    if kind == "accusation" and is_court and stance == "asserts":
        return CIVIL
    if kind == "accusation" and assertion.alleges:
        return verb, f"{{}} {ALLEGED[assertion.alleges]}"
    if kind == "dataset_coding" and is_undirected:
        return verb, PARTY[stance][actors > 1]
    return verb, pattern


def list_in_words(*parts: str | None) -> str:
    """Join remarks, without the full stop that ends each."""
    return "; ".join(isolated(part.rstrip(".")) for part in parts if part)
