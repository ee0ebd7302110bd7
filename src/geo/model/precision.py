"""How exactly a place is known: the levels, from the most exact one, and what follows from each."""

__all__ = ["DEFAULT_RADIUS_KM", "LOCATED", "PRECISIONS", "UNDRAWN", "Precision"]

from typing import Literal, get_args

Precision = Literal[
    "site",
    "settlement",
    "near_settlement",
    "admin2",
    "admin1",
    "fuzzy",
    "country",
    "international",
    "capital_as_actor",
    "unknown",
]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)  # the most exact one first

# Kilometres around the point within which the event is assumed to lie, where nothing better is
# known.
DEFAULT_RADIUS_KM: dict[Precision, float] = {
    "site": 0.3,
    "settlement": 5,
    "near_settlement": 25,
    "admin2": 40,
    "admin1": 150,
    "fuzzy": 150,
}
# Listed next to the map, not drawn on it: a point or disc would claim more than is known.
UNDRAWN: tuple[Precision, ...] = ("country", "international", "unknown")
# Located to a town or better.
LOCATED: tuple[Precision, ...] = ("site", "settlement")
