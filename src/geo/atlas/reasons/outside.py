"""A record that is open while the filters leave it out: which of them do."""

__all__ = ["excluding"]

from dataclasses import replace

from geo.query.query import Query
from geo.store.store import Store

DAY = "as_of"


def excluding(store: Store, query: Query, id_: str) -> list[Query]:
    """Return the filters that leave a record out, each as a query of its own.

    A record of which nothing was known on the query's day is left out by that only.
    """
    if not query.active() or store.has(query, id_):
        return []
    day = query.without(*(name for name in query.active() if name != DAY))
    if day.active() and not store.has(day, id_):
        return [day]
    others = query.without(DAY).parts()
    return [part for part in others if not store.has(replace(part, as_of=day.as_of), id_)]
