"""One statement: who said what about which party, on which day, on what basis."""

__all__ = [
    "STANCES",
    "THE_ATTACK",
    "Alleges",
    "Assertion",
    "AssertionKind",
    "Finds",
    "Speaker",
    "SpeakerKind",
    "Stance",
]

from typing import Literal, Self

from pydantic import model_validator
from pydantic.dataclasses import dataclass

from geo.model.fields import STRICT, PartialDate, Slug, SourceIds, Text, broken

SpeakerKind = Literal[
    "armed_group", "state", "court", "media", "anonymous", "organisation", "dataset"
]
AssertionKind = Literal[
    "claim", "attribution", "accusation", "denial", "retraction", "finding", "dataset_coding"
]
Stance = Literal["asserts", "suspects", "denies", "withdraws"]
Finds = Literal["committed", "supported"]
Alleges = Literal["ordered", "supported", "enabled"]

THE_ATTACK = "attack"  # in `about` of a denial that there was one
# The stances that each kind of statement may have, the usual one first.
STANCES: dict[AssertionKind, tuple[Stance, ...]] = {
    "claim": ("asserts",),
    "attribution": ("asserts", "suspects"),
    "accusation": ("asserts", "suspects"),
    "denial": ("denies",),
    "retraction": ("withdraws",),
    "finding": ("asserts", "denies"),
    "dataset_coding": ("asserts", "suspects"),
}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Speaker:
    """The party that makes a statement; `of` is the actor that it speaks for.

    A ministry speaks for its state, and a group for itself.
    """

    name: Text
    kind: SpeakerKind
    of: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Assertion:
    """One statement: who said what about which party, on which day, on what basis.

    `about` holds actor ids, or "attack" in a denial that there was one. `date` is the day of the
    statement or, with `dated_by` "report", of the report about it.

    A finding `finds` that somebody committed the attack, or supported those who did; `court`,
    `instance`, `hearing` and `appeal` say how it came about. An accusation `alleges` that a party
    ordered or steered the attack (also where that is None), supported it, or made it possible.
    """

    id: Text
    kind: AssertionKind
    about: tuple[Slug, ...] = ()
    by: Speaker
    stance: Stance
    date: PartialDate
    dated_by: Literal["statement", "report"] = "statement"
    says: Text | None = None
    basis: Text | None = None
    channel: Text | None = None
    replies_to: Text | None = None
    finds: Finds | None = None
    court: Text | None = None
    instance: Text | None = None
    hearing: Literal["open", "closed"] | None = None
    appeal: Text | None = None
    alleges: Alleges | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.stance not in STANCES[self.kind]:
            allowed = " or ".join(STANCES[self.kind])
            raise broken(f"a {self.kind} {allowed}", f"Set stance to {STANCES[self.kind][0]}.")
        if THE_ATTACK in self.about and self.stance != "denies":
            raise broken(f"only a denial is about {THE_ATTACK!r}", "Name the actors it is about.")
        if not self.about and not self.says:
            raise broken("a statement is about an actor, or says something", "Add about or says.")
        if self.kind == "retraction" and not self.replies_to:
            raise broken("a retraction replies to a statement", "Add replies_to.")
        self._check_parts()
        return self

    def _check_parts(self) -> None:
        """Refuse what only statements of other kinds have."""
        if self.finds and (self.kind, self.stance) != ("finding", "asserts"):
            raise broken("only a finding that asserts has finds", "Leave finds out.")
        if self.alleges and self.kind != "accusation":
            raise broken("only an accusation has alleges", "Leave alleges out.")
        is_of_court = self.kind == "finding" or self.by.kind == "court"
        if not is_of_court and any([self.court, self.instance, self.hearing, self.appeal]):
            rule = "only a finding, or a statement by a court, has court, instance, hearing, appeal"
            raise broken(rule, "Leave them out.")
