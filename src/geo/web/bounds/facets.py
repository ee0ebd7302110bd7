"""The facets of a summary that has more bytes than one answer may have."""

__all__ = ["cut_facets"]

from collections.abc import Collection
from typing import Any

from geo.query.facets import FACETS
from geo.query.query import Query
from geo.web.bounds.sizes import as_json

MOST_BYTES = 200_000  # of a facet whose values the data name
_NAMED = [name for name, facet in FACETS.items() if facet.labels == "data"]


def cut_facets(summary: dict[str, Any], query: Query) -> dict[str, Any]:
    """Return a summary whose facets have their first values, and all those of a query.

    `unlisted` counts the others.
    """
    asked = {filter_.name: values for filter_, values in query.filters()}
    facets, unlisted = dict(summary["facets"]), dict(summary["unlisted"])
    for name in _NAMED:
        values = facets[name]
        facets[name] = _cut(values, asked.get(name, ()))
        if left := len(values) - len(facets[name]):
            unlisted[name] = unlisted.get(name, 0) + left
    return summary | {"facets": facets, "unlisted": unlisted}


def _cut(values: list[dict[str, Any]], asked: Collection[str]) -> list[dict[str, Any]]:
    sizes = [len(as_json(value)) for value in values]
    is_asked = [value["value"] in asked for value in values]
    room = MOST_BYTES - sum(size for size, kept in zip(sizes, is_asked, strict=True) if kept)
    found = []
    for value, size, kept in zip(values, sizes, is_asked, strict=True):
        room -= 0 if kept else size
        if kept or room >= 0:
            found.append(value)
    return found
