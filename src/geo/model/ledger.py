"""The statements of an incident that stand on a day, with the tests that the rule applies."""

__all__ = ["ATTRIBUTING", "Ledger", "Parties", "family", "is_of_court", "names_a_doer", "standing"]

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from geo.model import dates
from geo.model.assertion import STANCES, THE_ATTACK, AssertionKind
from geo.model.incident import Actor, Assertion, RecordType

# Statements that name who did it; an accusation of having helped or steered is not one of them.
NAMING: tuple[AssertionKind, ...] = ("claim", "attribution", "finding", "dataset_coding")
# A finding of another body than a court, such as a commission, weighs as an attribution.
ATTRIBUTING: tuple[AssertionKind, ...] = ("attribution", "finding")
# What an accusation may allege and leave uncontested who is behind the attack.
ASIDE = ("supported", "enabled")


class Parties(Protocol):
    """What a status follows from: an incident, or the same three things of one."""

    @property
    def record_type(self) -> RecordType:
        """Return whether it is an incident at all."""

    @property
    def actors(self) -> Sequence[Actor]:
        """Return the actors that statements are about."""

    @property
    def assertions(self) -> Sequence[Assertion]:
        """Return the statements."""


class Ledger:
    """The statements of an incident that stand on a day, with the tests that RULES apply."""

    def __init__(self, parties: Parties, as_of: date) -> None:
        self.record_type = parties.record_type
        self._actors = {actor.id: actor for actor in parties.actors}
        self._standing = standing(parties.assertions, as_of)
        self._kinds = {a.kind for a in self._standing}
        self.retractions = tuple(
            a for a in parties.assertions if a.stance == "withdraws" and _is_known(a, as_of)
        )

    def of(self, *kinds: AssertionKind) -> tuple[Assertion, ...]:
        """Return the standing statements of some kinds."""
        if self._kinds.isdisjoint(kinds):
            return ()
        return tuple(a for a in self._standing if a.kind in kinds)

    def kinds(self) -> tuple[AssertionKind, ...]:
        """Return the kinds of standing statements; a retraction stands by itself."""
        found = self._kinds | {a.kind for a in self.retractions}
        return tuple(kind for kind in STANCES if kind in found)

    def parties(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return actors with the wholes that they are part of; a mere label is not a party."""
        all_ids = (each for id_ in ids for each in (id_, *_wholes(id_, self._actors)))
        return tuple(id_ for id_ in dict.fromkeys(all_ids) if self._is_party(id_))

    def family_of(self, party: str) -> str:
        """Return the root of a party: the whole that it is part of."""
        return family(party, self._actors)

    def families(self, *kinds: AssertionKind) -> frozenset[str]:
        """Return the families that statements of these kinds name; a mere label is not a name."""
        named = (actor for a in self.of(*kinds) if names_a_doer(a) for actor in self._named(a))
        return frozenset(family(actor, self._actors) for actor in named)

    def convictions(self) -> Assertion | None:
        """Return the latest finding of a court that somebody committed the attack."""
        findings = [
            finding
            for finding in self.of("finding")
            if finding.by.kind == "court" and finding.finds == "committed"
        ]
        return max(findings, key=lambda finding: finding.date, default=None)

    def is_denied(self) -> bool:
        """Tell whether a state denies that there was an attack."""
        denials = (a for a in self._standing if a.stance == "denies" and a.by.kind == "state")
        return any(THE_ATTACK in denial.about for denial in denials)

    def attributors(self) -> tuple[Assertion, ...]:
        """Return the statements, but those of armed groups, that a claimant's family did it.

        A suspicion is not one of them.
        """
        claimed = self.families("claim")
        return tuple(
            statement
            for statement in self.of(*ATTRIBUTING)
            if statement.by.kind != "armed_group" and statement.stance == "asserts"
            if names_a_doer(statement)
            if any(family(actor, self._actors) in claimed for actor in self._named(statement))
        )

    def only_suspected(self, *kinds: AssertionKind) -> bool:
        """Tell whether statements of these kinds name somebody, and all of them only suspect."""
        naming = (a for a in self.of(*kinds) if names_a_doer(a) and any(self._named(a)))
        return {a.stance for a in naming} == {"suspects"}

    def is_contested(self) -> bool:
        """Tell whether somebody accuses a party of having ordered or steered the attack."""
        return any(accusation.alleges not in ASIDE for accusation in self.of("accusation"))

    def groups(self) -> tuple[Actor, ...]:
        """Return the actors that statements name, with the wholes that they are part of."""
        named = (id_ for a in self.of(*NAMING) if names_a_doer(a) for id_ in a.about)
        ids = set(self.parties(named))
        return tuple(actor for actor in self._actors.values() if actor.id in ids)

    def _named(self, statement: Assertion) -> Iterator[str]:
        """Return the actors that a statement is about; a mere label names none."""
        return filter(self._is_party, statement.about)

    def _is_party(self, id_: str) -> bool:
        actor = self._actors.get(id_)
        return actor is not None and actor.kind != "unspecified"


def standing(assertions: Iterable[Assertion], as_of: date) -> tuple[Assertion, ...]:
    """Return the statements known by a day and neither withdrawn nor overturned by then."""
    until_then = [a for a in assertions if _is_known(a, as_of)]
    withdrawn = {a.replies_to for a in until_then if a.stance == "withdraws"}
    kept = [a for a in until_then if a.stance != "withdraws" and a.id not in withdrawn]
    return tuple(a for a in kept if not _is_overturned(a, kept))


def family(actor_id: str, actors: dict[str, Actor]) -> str:
    """Return the root of an actor: the whole that it is part of."""
    return [actor_id, *_wholes(actor_id, actors)][-1]


def names_a_doer(statement: Assertion) -> bool:
    """Tell whether a statement says that somebody did it, not that he did not or that he helped.

    A finding has to say what it finds; one that does not names no doer.
    """
    if statement.kind == "finding":
        return statement.finds == "committed"
    return statement.stance != "denies"


def is_of_court(statement: Assertion) -> bool:
    """Tell whether a statement is a finding of a court."""
    return statement.kind == "finding" and statement.by.kind == "court"


def _is_known(statement: Assertion, as_of: date) -> bool:
    return dates.known_day(statement.date) <= as_of


def _is_overturned(finding: Assertion, statements: Iterable[Assertion]) -> bool:
    """Tell whether later findings of courts acquit everybody that a court's finding convicts."""
    if not is_of_court(finding) or finding.stance == "denies":
        return False
    acquittals = [
        later
        for later in statements
        if is_of_court(later) and later.stance == "denies"
        if dates.last_day(later.date) >= dates.first_day(finding.date)
    ]
    acquitted = {actor for acquittal in acquittals for actor in acquittal.about}
    return any(each.replies_to == finding.id for each in acquittals) or (
        bool(finding.about) and set(finding.about) <= acquitted
    )


def _wholes(actor_id: str, actors: dict[str, Actor]) -> Iterator[str]:
    """Yield the wholes that an actor is part of, the nearest first; there are no circles."""
    while (actor := actors.get(actor_id)) and actor.part_of:
        actor_id = actor.part_of
        yield actor_id
