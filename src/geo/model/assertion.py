"""One statement: who said what about which party, on which day, on what basis."""

__all__ = [
    "STANCES",
    "THE_ATTACK",
    "Assertion",
    "AssertionKind",
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
    """The party that makes a statement."""

    name: Text
    kind: SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Assertion:
    """One statement: who said what about which party, on which day, on what basis.

    `about` holds actor ids, or "attack" in a denial that there was one. `date` is the day of the
    statement or, with `dated_by` "report", of the report about it.
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
        return self
