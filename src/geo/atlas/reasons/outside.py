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
    if _matches(store, query, id_):
        return []
    day = query.without(*(name for name in query.active() if name != DAY))
    if day.active() and not _matches(store, day, id_):
        return [day]
    others = query.without(DAY).parts()
    return [part for part in others if not _matches(store, replace(part, as_of=day.as_of), id_)]


def _matches(store: Store, query: Query, id_: str) -> bool:
    if query.id and id_ not in query.id:
        return False
    return bool(store.rows(replace(query, id=(id_,)), limit=1)[0])
