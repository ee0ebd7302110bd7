"""A query as SQL: each kind of filter is an expression over the columns of a store."""

__all__ = ["Condition", "Where", "bounds_condition", "where_of"]

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, get_args

from geo.mercator import Bounds
from geo.model import dates
from geo.query.filters import Filter, Kind, Table, tagged
from geo.query.query import Query
from geo.store.lists import list_in_sql
from geo.store.searching import searched_in_sql

Condition = tuple[str, dict[str, Any]]  # an SQL expression and the values of its $parameters


class Where(NamedTuple):
    """The finished condition of a query.

    `sql` is an expression over columns that the incidents, sites and tallies have; `of_incident`
    is one over incidents only, and `of_site` over sites only, of which a record has to have one:
    None where nothing filters so. `params` are those of all. `has_day` tells that records are as
    they were known on the day of the parameter `as_of`. `columns` are those that `sql` and
    `of_incident` look at, with "years" for dates that are whole years; `box` is that of `of_site`.
    `deep` are the deep tallies that count all records, as they are now.

    A query and the same query `without` a filter share the names and values of parameters, so
    their expressions can stand in one statement.
    """

    sql: str
    of_incident: str | None
    of_site: str | None
    params: Mapping[str, Any]
    columns: frozenset[str]
    box: Bounds | None
    has_day: bool = False
    deep: Collection[str] = ()


def where_of(query: Query, deep: Collection[str] = ()) -> Where:
    """Return the condition of a query of a store that has some deep tallies.

    >>> from geo.query.query import Query
    >>> where_of(Query(country=("IR",), to="2024")).sql
    'first_day <= $to and country = any($country)'
    """
    conditions = [(f, _SQL[f.kind](f, value)) for f, value in query.filters()]
    parts = {
        table: " and ".join(sql for f, (sql, _) in conditions if f.table == table)
        for table in get_args(Table)
    }
    return Where(
        sql=parts["both"] or "true",
        of_incident=parts["incidents"] or None,
        of_site=parts["sites"] or None,
        params={name: value for _, (_, params) in conditions for name, value in params.items()},
        columns=frozenset(_columns(query)),
        box=query.bbox,
        has_day=query.day is not None,
        deep=deep if query.day is None else (),
    )


def bounds_condition(bounds: Bounds, prefix: str) -> Condition:
    """Return the SQL expression for positions `lon`, `lat` in a box; `prefix` names parameters."""
    boxes, params = [], dict[str, Any]()
    for i, box in enumerate(bounds.split()):
        west, south, east, north = (f"{prefix}{side}{i}" for side in "wsen")
        boxes.append(f"lon between ${west} and ${east} and lat between ${south} and ${north}")
        params |= dict(zip((west, south, east, north), box.as_tuple(), strict=True))
    return f"({' or '.join(boxes)})", params


def _columns(query: Query) -> Iterable[str]:
    for filter_, _ in query.filters():
        has_year = filter_.kind in ("since", "until") and query.has_whole_years
        if filter_.table not in ("sites", "all"):
            yield "years" if has_year else filter_.column


def _among(filter_: Filter, values: tuple[str, ...]) -> Condition:
    return f"{filter_.column} = any(${filter_.name})", {filter_.name: list(values)}


def _overlaps(filter_: Filter, values: tuple[str, ...]) -> Condition:
    listed = list_in_sql(filter_.column)
    return f"list_has_any({listed}, ${filter_.name})", {filter_.name: list(values)}


def _tagged(filter_: Filter, values: tuple[str, ...]) -> Condition:
    return _overlaps(filter_, tuple(tagged(filter_.name, value) for value in values))


def _since(filter_: Filter, value: str) -> Condition:
    return f"{filter_.column} >= ${filter_.name}", {filter_.name: dates.first_day(value)}


def _until(filter_: Filter, value: str) -> Condition:
    return f"{filter_.column} <= ${filter_.name}", {filter_.name: dates.last_day(value)}


def _words(filter_: Filter, value: str) -> Condition:
    return searched_in_sql(filter_.name, value)


def _within(_: Filter, value: Bounds) -> Condition:
    return bounds_condition(value, "")


def _as_of(filter_: Filter, value: str) -> Condition:
    return "", {filter_.name: dates.last_day(value)}  # it says what the tables are


_SQL: dict[Kind, Callable[[Filter, Any], Condition]] = {
    "among": _among,
    "overlaps": _overlaps,
    "tagged": _tagged,
    "since": _since,
    "until": _until,
    "words": _words,
    "within": _within,
    "as_of": _as_of,
}
