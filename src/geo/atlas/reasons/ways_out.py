"""A query that finds nothing: which of its filters, once it is gone, leaves something to see."""

__all__ = ["WayOut", "ways_out"]

from typing import NamedTuple

from geo.query.query import Query
from geo.store.store import Store


class WayOut(NamedTuple):
    """A filter as a query of its own, the query without it, and how many records that finds."""

    part: Query
    rest: Query
    matched: int


def ways_out(store: Store, query: Query) -> list[WayOut]:
    """Return the single filters without which a query finds something, in the query's order.

    It takes one statement for each filter, and counts no facet.
    """
    found = []
    for part in query.parts():
        rest = query.without(*part.active())
        if matched := store.incidents(rest, limit=0)[0]:
            found.append(WayOut(part, rest, matched))
    return found
