"""Who says what about which party as of a day, worked out one by one in plain Python."""

from collections.abc import Callable, Iterable
from datetime import date

from geo.model import dates
from geo.model.incident import Assertion, Incident
from geo.model.ledger import standing

BLAMING = ("claim", "attribution", "accusation", "finding")


def kinds(found: Incident, day: date) -> set[str]:
    """Return the kinds of statements that stand; who takes one back has said so."""
    return {statement.kind for statement in (*_standing(found, day), *_taken_back(found, day))}


def speakers(found: Incident, day: date) -> set[str]:
    """Return the parties that say something, or the kinds of those who speak for none."""
    spoken = [a for a in _standing(found, day) if a.kind != "dataset_coding"]
    spoken += _taken_back(found, day)
    return {name for statement in spoken for name in _names_of_speaker(found, statement)}


def accused(found: Incident, day: date) -> set[str]:
    """Return the parties that are accused."""
    accusations = [each for each in _standing(found, day) if each.kind == "accusation"]
    return {party for accusation in accusations for party in _parties(found, accusation.about)}


def attributions(found: Incident, day: date) -> set[str]:
    """Return the pairs of who attributes the attack to whom."""
    return {
        f"{speaker}--{party}"
        for statement in _standing(found, day)
        if statement.kind == "attribution"
        or (statement.finds == "committed" and statement.by.kind != "court")
        for speaker in _names_of_speaker(found, statement)
        for party in _parties(found, statement.about)
        if speaker != party
    }


def disputes(found: Incident, day: date) -> set[str]:
    """Return the pairs of parties of which one denies what the other says, or that both did it."""
    stated = _standing(found, day)
    pairs = [
        (one, other)
        for denial in stated
        if denial.kind == "denial"
        for statement in stated
        if _blames(statement) and _is_denied(found, statement, denial)
        for one in _parties(found, [statement.by.of])
        for other in _parties(found, [denial.by.of])
    ]
    doers = {
        party
        for statement in stated
        if statement.kind in ("claim", "attribution") or statement.finds == "committed"
        for party in _parties(found, statement.about)
    }
    pairs += [(one, other) for one in doers for other in doers]
    return {
        "--".join(sorted(pair))
        for pair in pairs
        if _chain(found, pair[0])[-1] != _chain(found, pair[1])[-1]
    }


def _standing(found: Incident, day: date) -> tuple[Assertion, ...]:
    return standing(found.assertions, day)


def _taken_back(found: Incident, day: date) -> list[Assertion]:
    known = (statement for statement in found.assertions if dates.known_day(statement.date) <= day)
    return [statement for statement in known if statement.kind == "retraction"]


def _blames(statement: Assertion) -> bool:
    is_finding = statement.kind == "finding"
    return statement.kind in BLAMING and (statement.finds is not None or not is_finding)


def _is_denied(found: Incident, statement: Assertion, denial: Assertion) -> bool:
    is_about = {"attack", *_parties(found, statement.about)} & {*denial.about}
    return bool(is_about) or denial.replies_to == statement.id


def _names_of_speaker(found: Incident, statement: Assertion) -> set[str]:
    kind = statement.by.kind.replace("_", "-")
    return _parties(found, [statement.by.of]) or {kind}


def _parties(found: Incident, ids: Iterable[str | None]) -> set[str]:
    """Return actors with all that they are part of, without mere labels."""
    kind = {actor.id: actor.kind for actor in found.actors}
    chains = {each for id_ in ids if id_ for each in _chain(found, id_)}
    return {id_ for id_ in chains if kind.get(id_, "unspecified") != "unspecified"}


def _chain(found: Incident, id_: str) -> list[str]:
    """Return an actor, then the whole that it is part of, then the whole of that."""
    whole = {actor.id: actor.part_of for actor in found.actors}.get(id_)
    return [id_, *_chain(found, whole)] if whole else [id_]


# Filter → the values that a record has on a day.
SAID: dict[str, Callable[[Incident, date], set[str]]] = {
    "statement": kinds,
    "speaker": speakers,
    "attribution": attributions,
    "accused": accused,
    "disputed": disputes,
}
