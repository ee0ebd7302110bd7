"""The store's SQL: one statement each for a page, a position, a summary, a view, and a few marks.

Values are bound; what is put together here are our own names. A `key` is a text that several
records share: to count texts costs DuckDB a fraction of what lists, years or several columns do.
"""

__all__ = [
    "CELLS",
    "FACETS",
    "MARK_FIELDS",
    "SUMS",
    "TOTALS",
    "VIEW",
    "marks_sql",
    "page_sql",
    "position_sql",
    "summary_sql",
    "view_sql",
]

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from geo.mercator import MAX_ZOOM, Bounds, grid_side
from geo.order import Order
from geo.query import Condition, Query, bounds_condition


def _sums(columns: Sequence[str]) -> str:
    return ", ".join(f"sum({column})::bigint as {column}" for column in columns)


# Facet → the column that holds the key of its values.
FACETS = {
    "group": "groups",
    "status": "status",
    "record": "record_type",
    "country": "country",
    "precision": "finest",
    "type": "types",
    "year": "years",
    "dataset": "dataset",
}
TOLLS = tuple(f"{m}_{part}" for m in ("killed", "injured") for part in ("low", "best", "high"))
TOTALS = ("number", "unlocated", "first", "last")
SUMS = ("number", *TOLLS, "killed", "injured")  # of what is no context
_TOTALS = """count(*) as number, count(*) filter (site_count = 0) as unlocated,
       year(min(first_day)) as first, year(max(last_day)) as last"""
_SUMS = f"""count(*) as number, {", ".join(f"sum({toll})::bigint as {toll}" for toll in TOLLS)},
       count(killed_best) as killed, count(injured_best) as injured"""
_KEYS = ("key", "number")
_KILLED = ("killed_low", "killed_best", "killed_high")
# What the statements ask of incidents that had to be found.
_ROWS = ", ".join(
    dict.fromkeys(
        ("n", "first_day", "last_day", "drawn", "site_count", "credit", *FACETS.values(), *TOLLS)
    )
)
_VIEW_CELLS = f"""
select cell, sum(number)::bigint as number, sum(lon) / sum(number) as lon,
       sum(lat) / sum(number) as lat, {_sums(_KILLED)}, map(list(status), list(number)) as status
from (select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
             {_sums(_KILLED)}
      from (from alone
            union all by name
            select cell, status, 1 as number, lon, lat, {", ".join(_KILLED)} from several)
      group by cell, status)
group by cell order by cell"""
# To read a few columns several times costs far less than to write them all down once.
_KEPT = {
    "page": "materialized",
    "chosen": "materialized",
    "shown": "not materialized",
    "alone": "materialized",
    "several": "materialized",
}
_NOTHING: Mapping[str, Any] = MappingProxyType({})
VIEW = (
    "matched",
    "nowhere",
    "coarse",
    "sites",
    "sites_of_several",
    "status",
    "groups",
    "cells",
)
_ONCE = "select any_value(status) as status, any_value(groups) as groups from several group by n"
_VIEW_STATUS = f"""
select status as key, sum(number)::bigint as number
from (select status, number from alone union all select status, 1 from ({_ONCE})) group by all"""
_VIEW_GROUPS = f"""
select groups as key, sum(number)::bigint as number
from (select groups, count(*) as number from shown where is_alone group by all
      union all select groups, 1 from ({_ONCE})) group by all"""
CELLS = ("cell", "number", "lon", "lat", *_KILLED, "status")
MARK_FIELDS = (
    "id",
    "title",
    "record_type",
    "place",
    "place_line",
    "date",
    "status",
    "status_label",
    "contested",
    "killed",
    "killed_low",
    "killed_best",
    "killed_high",
    "type_label",
    "groups",
    "groups_label",
    "site",
    "site_count",
    "site_name",
    "precision",
    "precision_text",
    "radius_km",
)


def page_sql(query: Query, columns: str, order: Order, limit: int, offset: int) -> Condition:
    """Return the statement of a page in an order: count of all matches, number, columns.

    A page past the end is one row, without a number.
    """
    return _statement(
        query,
        f"""
select (select count(*) from {_matched(query)}), n, {columns}
from (select 1) left join (from incidents where n in (from page)) on true
order by {order.sql}""",
        page=f"select n from {_whole(query)} order by {order.sql} limit {limit} offset {offset}",
    )


def position_sql(query: Query, order: Order, id_: str) -> Condition:
    """Return the statement of how many matches stand before one; no row where it is none."""
    rows = f"select n, {order.key} as key from {_whole(query)}"
    return _statement(
        query,
        f"select (select count(*) from ({rows}), chosen where {order.before}) from chosen",
        {"chosen_id": id_},
        chosen=f"select n as chosen_n, key as chosen_key from ({rows} and id = $chosen_id)",
    )


def summary_sql(query: Query, facets: Mapping[str, Query]) -> Condition:
    """Return the statement of one row: totals, sums, credits, then how many have each key.

    `facets` says of which facets, and under which query each of them counts.
    """
    matched = _matched(query)
    columns = [
        _columns(f"select {_TOTALS} from {matched}", *TOTALS),
        _columns(f"select {_SUMS} from {matched} and record_type != 'context'", *SUMS),
        _counted("credit", matched),
        *(_counted(FACETS[facet], _matched(others)) for facet, others in facets.items()),
    ]
    return _statement(query, f"select {', '.join(columns)}")


def view_sql(query: Query, bounds: Bounds, zoom: int) -> Condition:
    """Return the statement of one row: what is drawn of a query within bounds, and what is not.

    Its columns are VIEW; a cell of the grid of a zoom level is its column times the grid's side,
    plus its row. An incident with several sites counts once in the view, and once in a cell.
    """
    matched = _matched(query)
    shown, sides = _shown(query, bounds)
    bits = MAX_ZOOM - zoom
    of_several = ", ".join(f"any_value({c}) as {c}" for c in ("status", "groups", *_KILLED))
    columns = {
        "matched": f"(select count(*) from {matched})",
        "nowhere": f"(select count(*) from {matched} and site_count = 0)",
        "coarse": _counted("country", f"{matched} and not drawn and site_count > 0"),
        "sites": "(select sum(number) from alone)",
        "sites_of_several": "(select sum(sites) from several)",
        "status": _columns(_VIEW_STATUS, *_KEYS),
        "groups": _columns(_VIEW_GROUPS, *_KEYS),
        "cells": _columns(_VIEW_CELLS, *CELLS),
    }
    return _statement(
        query,
        f"select {', '.join(columns[name] for name in VIEW)}",
        sides,
        shown=f"""
select n, (x >> {bits})::bigint * {grid_side(zoom)} + (y >> {bits}) as cell, lon, lat, status,
       groups, {", ".join(_KILLED)}, site_count = 1 as is_alone from {shown}""",
        alone=f"""
select cell, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, {_sums(_KILLED)}
from shown where is_alone group by cell, status""",
        several=f"""
select n, cell, count(*) as sites, avg(lon) as lon, avg(lat) as lat, {of_several}
from shown where not is_alone group by n, cell""",
    )


def marks_sql(query: Query, bounds: Bounds) -> Condition:
    """Return the statement of the sites in bounds: lon, lat and MARK_FIELDS, deadliest first."""
    shown, sides = _shown(query, bounds)
    of_site = "n, lon, lat, site, site_name, precision, precision_text, radius_km"
    return _statement(
        query,
        f"""
select lon, lat, {", ".join(MARK_FIELDS)}
from shown join (from incidents where n in (select n from shown)) as incidents using (n)
order by killed_best desc nulls last, id, site""",
        sides,
        shown=f"select {of_site} from {shown}",
    )


# --- parts of a statement --------------------------------------------------------------------


def _statement(
    query: Query, select: str, more: Mapping[str, Any] = _NOTHING, **tables: str
) -> Condition:
    """Put `with` before a statement, and the tables that it names; `more` are more parameters."""
    _, params = query.condition()
    parts = [f"{name} as {_KEPT[name]} ({sql})" for name, sql in tables.items()]
    if found := query.found():
        rows = f"select {_ROWS} from incidents where n in (from found)"
        parts = [
            f"found as materialized ({found[0]})",
            f"found_rows as materialized ({rows})",
            *parts,
        ]
        params = params | found[1]
    return (f"with {', '.join(parts)} " if parts else "") + select, {**params, **more}


def _matched(query: Query) -> str:
    """Return the incidents that a query matches, with a `where` to which more can be added."""
    condition, _ = query.condition()
    return f"{'found_rows' if query.found() else 'incidents'} where {condition}"


def _whole(query: Query) -> str:
    """Return the same with all columns; of what had to be found, only some are kept."""
    condition, _ = query.condition()
    return f"incidents where {condition}{_is_found(query)}"


def _shown(query: Query, bounds: Bounds) -> Condition:
    """Return the sites of a query that are drawn in a view."""
    condition, _ = query.condition()
    in_view, sides = bounds_condition(bounds, "view_")
    return f"sites where drawn and {in_view} and {condition}{_is_found(query)}", sides


def _is_found(query: Query) -> str:
    return " and n in (from found)" if query.found() else ""


def _columns(select: str, *names: str) -> str:
    """Return the rows of a statement as one value: a list for each column."""
    lists = ", ".join(f"{name} := list({name})" for name in names)
    return f"(select struct_pack({lists}) from ({select}))"


def _counted(key: str, rows: str) -> str:
    return _columns(f"select {key} as key, count(*) as number from {rows} group by all", *_KEYS)
