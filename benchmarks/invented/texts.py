"""Invented sentences, of neutral words."""

__all__ = ["sentences"]

import pyarrow as pa

from invented.chance import Chance, joined

WHO = ("A patrol", "Two riders", "Workers of a depot", "A crowd", "Drivers of a convoy", "Guards")
DID = ("stopped", "were seen", "left their vehicles", "met resistance", "waited", "turned back")
WHERE = (
    "at a crossroads outside the town",
    "near the old bridge over the river",
    "next to a market that was closed at that hour",
    "on the road between two checkpoints",
    "in front of a school without pupils",
    "behind the station and its storehouses",
)
WHEN = ("before dawn", "in the morning", "at noon", "in the late afternoon", "after nightfall")
THEN = (
    "nothing more is known of what followed",
    "a second report gives other figures",
    "the road stayed closed for a day",
    "a fence and two vehicles were damaged",
    "the figures were corrected a week later",
)


def sentences(chance: Chance, opening: pa.Array, count: int) -> pa.Array:
    """Return texts that begin with an opening, which tells them apart, and some sentences more."""
    parts = [opening]
    for _ in range(count):
        words = (chance.one_of(each) for each in (WHO, DID, WHERE, WHEN, THEN))
        who, did, where, when, then = words
        parts += [" ", who, " ", did, " ", where, " ", when, "; ", then, "."]
    return joined(*parts)
