"""The counts of queries: their totals and facets, kept as long as no record is added."""

__all__ = ["Summaries"]

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from geo.query.facets import FACETS
from geo.query.query import Query
from geo.query.summary import MOST_LISTED, NAMED, Summary
from geo.store.answers.results import (
    Credits,
    counts_of_values,
    credits_from_columns,
    page_from_rows,
    totals_from_columns,
)
from geo.store.kept import Kept
from geo.store.order import NEWEST, order_named
from geo.store.statements.sql import page_sql, summary_sql
from geo.store.where import where_of
from geo.words.facets import Labels, facet_values

CACHED = 100  # summaries that are kept
KEPT_FACETS, KEPT_VALUES = 5_000, 200_000  # facets that are counted, and values of them

Ask = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]
Key = tuple[str, Query]  # a column, and under which query it is counted
Count = Callable[[Query, Sequence[Key]], Sequence[Any]]


class Summaries:
    """Counts of the records of a store; a facet's are shared by queries that differ in it only.

    `deep` are the deep tallies that count all records.
    """

    def __init__(self, labels: Labels, credits_: Credits, deep: Collection[str] = ()) -> None:
        self._labels, self._credits, self._deep = labels, credits_, deep
        self._facets: dict[tuple[str, Query], dict[str, int]] = {}
        self._kept = Kept[Query, Summary](CACHED)

    def of(self, ask: Ask, query: Query, count: Count | None = None) -> Summary:
        """Return the counts of a query; `ask` runs a statement where they are not kept.

        `count` is what counts without one, where a store has that.
        """
        return self._kept.get(query, lambda: self._counted(ask, query, count))

    def _counted(self, ask: Ask, query: Query, count: Count | None) -> Summary:
        others = {name: query.without(*facet.filters) for name, facet in FACETS.items()}
        known = {facet: self._facets.get((facet, other)) for facet, other in others.items()}
        counts = {facet: found for facet, found in known.items() if found is not None}
        missing = {f: (FACETS[f].column, o) for f, o in others.items() if f not in counts}
        keys = list(dict.fromkeys([("credit", query), *missing.values()]))
        totals, sums, later, *counted = count(query, keys) if count else self._row(ask, query, keys)
        of_key = dict(zip(keys, counted, strict=True))
        credits_ = of_key["credit", query]
        counts |= {f: counts_of_values(of_key[key], FACETS[f].tag) for f, key in missing.items()}
        self._keep({(facet, other): counts[facet] for facet, other in others.items()})
        listed = {f: _listed(counts[f], _chosen(query, f)) for f in others}
        unlisted = {f: len(counts[f].keys() - listed[f].keys()) for f in others}
        return Summary(
            **totals_from_columns(totals, sums),
            later=later,
            credits=credits_from_columns(credits_, self._credits),
            facets={f: facet_values(f, listed[f], self._labels) for f in others},
            unlisted={f: number for f, number in unlisted.items() if number},
            titles=_titles(ask, query) if query.id else (),
        )

    def _row(self, ask: Ask, query: Query, keys: Sequence[Key]) -> Sequence[Any]:
        queries = (query, *(other for _, other in keys))
        wheres = {each: where_of(each, self._deep) for each in queries}
        (row,) = ask(*summary_sql(wheres[query], [(column, wheres[o]) for column, o in keys]))
        return row

    def _keep(self, counts: Mapping[tuple[str, Query], dict[str, int]]) -> None:
        values = sum(map(len, self._facets.values()))
        if values > KEPT_VALUES or len(self._facets) > KEPT_FACETS:  # without a match: no values
            self._facets.clear()
        self._facets |= counts


def _chosen(query: Query, facet: str) -> tuple[str, ...]:
    return next((values for f, values in query.filters() if f.name == facet), ())


def _listed(counts: Mapping[str, int], chosen: Collection[str]) -> dict[str, int]:
    """Return the values of a facet with most records.

    Values of the query stay even if nothing matches: in their rows a reader removes the filter.
    """
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_LISTED]
    return {**{value: counts.get(value, 0) for value in chosen}, **dict(frequent)}


def _titles(ask: Ask, query: Query) -> tuple[str, ...]:
    """Return the titles of the matches, newest first; none where they are too many."""
    page = page_sql(where_of(query), "title", order_named(NEWEST), NAMED, 0)
    matched, rows = page_from_rows(ask(*page))
    return tuple(title for (title,) in rows) if matched <= NAMED else ()
