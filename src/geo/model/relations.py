"""Who says what about which party: the kinds of standing statements, and the parties in them."""

__all__ = ["Pair", "Relations", "relations_of"]

from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from geo.model.assertion import THE_ATTACK, Assertion, AssertionKind
from geo.model.ledger import ATTRIBUTING, Ledger, is_of_court, names_a_doer

# Statements that somebody did it, or had a part in it, which another party may deny.
DENIABLE: tuple[AssertionKind, ...] = ("claim", "attribution", "accusation", "finding")
# Statements by parties; what a dataset codes, its name tells.
SPOKEN: tuple[AssertionKind, ...] = (*DENIABLE, "denial")

Pair = tuple[str, str]  # of parties


class Relations(NamedTuple):
    """The kinds of an incident's standing statements, and the parties in them by their ids.

    A party comes with the wholes that it is part of. `speakers` make statements; one that speaks
    for no party is there by its kind, as "anonymous" or "armed-group". `accused` are accused.
    `attributions` pair who attributes the attack with the party that it is attributed to.
    `disputes` are pairs in the order of the alphabet: one says what the other denies, or both are
    named for it.
    """

    kinds: tuple[AssertionKind, ...] = ()
    speakers: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    attributions: tuple[Pair, ...] = ()
    disputes: tuple[Pair, ...] = ()


def relations_of(ledger: Ledger) -> Relations:
    """Return who says what about which party, in the statements of a ledger."""
    kinds, spoken = ledger.kinds(), (*ledger.of(*SPOKEN), *ledger.retractions)
    if not spoken:
        return Relations(kinds=kinds)
    accused = (party for accusation in ledger.of("accusation") for party in accusation.about)
    return Relations(
        kinds=kinds,
        speakers=tuple(dict.fromkeys(each for a in spoken for each in _speakers(a, ledger))),
        accused=ledger.parties(accused),
        attributions=tuple(dict.fromkeys(_attributions(ledger))),
        disputes=tuple(sorted({*_denied(ledger), *_rivals(ledger)})),
    )


def _speakers(statement: Assertion, ledger: Ledger) -> tuple[str, ...]:
    """Return the party that a statement is made for, or else the kind of its speaker."""
    return _speaking(statement, ledger) or (statement.by.kind.replace("_", "-"),)


def _speaking(statement: Assertion, ledger: Ledger) -> tuple[str, ...]:
    return ledger.parties([statement.by.of] if statement.by.of else [])


def _attributions(ledger: Ledger) -> Iterator[Pair]:
    """Yield who attributes the attack, and to which party; what a court finds is a finding."""
    for statement in ledger.of(*ATTRIBUTING):
        if names_a_doer(statement) and not is_of_court(statement):
            pairs = product(_speakers(statement, ledger), ledger.parties(statement.about))
            yield from ((speaker, party) for speaker, party in pairs if speaker != party)


def _denied(ledger: Ledger) -> Iterator[Pair]:
    """Yield the parties of which one says what the other denies."""
    for denial in ledger.of("denial"):
        for statement in ledger.of(*DENIABLE):
            if _denies(denial, statement, ledger):
                yield from _pairs(_speaking(statement, ledger), _speaking(denial, ledger), ledger)


def _denies(denial: Assertion, statement: Assertion, ledger: Ledger) -> bool:
    """Tell whether a denial contradicts a statement: it replies to it, or denies what it says."""
    if statement.stance == "denies" or (statement.kind == "finding" and not statement.finds):
        return False
    denied = {THE_ATTACK, *ledger.parties(statement.about)}
    return denial.replies_to == statement.id or not denied.isdisjoint(denial.about)


def _rivals(ledger: Ledger) -> Iterator[Pair]:
    """Yield the parties of different families that claim it, or that it is attributed to."""
    naming = (each for each in ledger.of("claim", *ATTRIBUTING) if names_a_doer(each))
    named = ledger.parties(party for statement in naming for party in statement.about)
    return (
        pair for one, other in combinations(named, 2) for pair in _pairs((one,), (other,), ledger)
    )


def _pairs(ones: tuple[str, ...], others: tuple[str, ...], ledger: Ledger) -> Iterator[Pair]:
    """Yield pairs of parties of different families, in the order of the alphabet."""
    for one, other in product(ones, others):
        if ledger.family_of(one) != ledger.family_of(other):
            yield min(one, other), max(one, other)
