"""All statements that both engines run: those of queries with each filter, and those of builds."""

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from geo.mercator import Bounds
from geo.query.facets import FACETS
from geo.query.query import Query
from geo.query.timeline import TimelineSpec
from geo.store import statements
from geo.store.order import ORDERS
from geo.store.statements import sql
from geo.store.statements.as_of import AS_OF, macros_of
from geo.store.statements.days import days_sql
from geo.store.statements.site_rows import site_rows_sql
from geo.store.statements.timeline import timeline_sql
from geo.store.where import Condition, where_of

# Modules that have statements of builds in their names.
MODULES = ("geo.store.history.past_tallies", "geo.store.directory.numbering", "geo.store.tallies")
BEGINS = re.compile(r"\s*(select|with|from|insert into|create (or replace )?(temp )?table)\s")
NUMBERED_PLACE = re.compile(r"\{\d?\}")  # of a text of which others are made
# What is put into the places of such a text.
PLACES = defaultdict(lambda: "sites", lines="select 0 as document, n, 1 as line from incidents")

TOWN = Bounds(west=57, south=30, east=57.5, north=30.5)
PACIFIC = Bounds(west=170, south=-20, east=-170, north=20)
# Queries that have each filter at least once, and words of each kind of a search.
QUERIES = (
    Query(),
    Query(from_="2017", to="2024-03", group=("isis-k", "front"), country=("IR",)),
    Query(record=("incident", "context"), type=("a",), status=("claimed",), dataset=("x",)),
    Query(precision=("site", "none"), statement=("claim",), speaker=("media",)),
    Query(attribution=("media--front",), accused=("ruritania",), disputed=("front--ruritania",)),
    Query(q='kerman "a hall" 2024-03 95 Россия тегеран march', bbox=TOWN),
    Query(bbox=PACIFIC, id=("A-1", "B-2")),
    Query(as_of="2024-03-22", country=("IR",), q="iran", bbox=TOWN),
)
SPECS = (
    TimelineSpec(),
    TimelineSpec(unit="year", measure="killed"),
    TimelineSpec(unit="week", by="group", series=("isis-k", "front")),
    TimelineSpec(unit="day", measure="killed", span=("2024-03", "2024-04")),
    TimelineSpec(unit="month", by="group", series=("front",), span=("2015", "2024")),
)


def summary(query: Query) -> Condition:
    """Return the statement of a summary, whose facets each count under the other filters."""
    asked = [(facet.column, query.without(*facet.filters)) for facet in FACETS.values()]
    keys = dict.fromkeys([("credit", query), *asked])
    return sql.summary_sql(where_of(query), [(column, where_of(other)) for column, other in keys])


def of_queries() -> Iterator[Condition]:
    """Yield the statements of queries, with their parameters."""
    for query in QUERIES:
        where = where_of(query)
        yield summary(query)
        yield from (
            sql.view_sql(where, bounds, zoom) for bounds, zoom in ((TOWN, 12), (PACIFIC, 2))
        )
        yield from (timeline_sql(where, spec, bounds) for spec in SPECS for bounds in (None, TOWN))
        yield sql.marks_sql(where, PACIFIC)
        yield sql.bounds_sql(where)
        yield sql.newest_sql(where, 20)
        yield sql.numbers_sql(where)
        yield sql.matching_sql(where)
        yield sql.record_sql(where, "A-1")
        yield sql.has_record_sql(where, "A-1")
        yield sql.has_private_sql(where, ["a"])
        yield from sql.page_rows_sql(where)
        yield site_rows_sql(where)
        if not query.day:
            yield days_sql(where)
        for order in ORDERS.values():
            yield sql.page_sql(where, "id, title", order, 10, 20)
            yield sql.position_sql(where, order, "A-1")


def of_builds() -> Iterator[str]:
    """Yield the texts of statements that modules have, and those of the tables as of a day."""
    names = (
        f"{statements.__name__}.{each.name}" for each in pkgutil.iter_modules(statements.__path__)
    )
    for name in (*names, *MODULES):
        for value in vars(importlib.import_module(name)).values():
            texts = value.values() if isinstance(value, Mapping) else (value,)
            yield from (t.format_map(PLACES) for t in texts if _is_statement(t))


def _is_statement(text: Any) -> bool:
    if not isinstance(text, str) or text in AS_OF.values():
        return False
    return bool(BEGINS.match(text)) and not NUMBERED_PLACE.search(text)


def macros() -> dict[str, str]:
    """Return the statements of the tables as of a day, of a store with states and checkpoints."""

    def ask(asked: str) -> list[tuple[Any, ...]]:
        return [("2024-03-01",)] if "checkpoints" in asked else [(1,)]

    return macros_of(ask, [lambda table: f"select * from stored.{table}"])
