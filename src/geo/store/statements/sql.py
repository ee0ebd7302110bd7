"""The store's SQL: one statement each for a page, a position, a summary, a view, and a few marks.

Values are bound; only names of ours are put together here. A `key` is a text that several records
share: counting texts costs DuckDB a fraction of counting lists, years or several columns. Tallies
answer if they can, and incidents and sites otherwise.
"""

__all__ = [
    "CELLS",
    "CREDITS",
    "KILLED",
    "MARK_FIELDS",
    "VIEW",
    "has_private_sql",
    "has_record_sql",
    "held_sql",
    "marks_sql",
    "matching_sql",
    "newest_sql",
    "numbers_sql",
    "page_rows_sql",
    "page_sql",
    "position_sql",
    "record_sql",
    "summary_sql",
    "view_regions",
    "view_sql",
]

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from geo.mercator import MAX_ZOOM, Bounds, grid_side
from geo.query.summary import MOST_GROUPS
from geo.store.lists import list_in_sql
from geo.store.order import NEWEST, Order, order_named
from geo.store.page_rows import DATE_FIELDS, PAGE_FIELDS, PLACE_FIELDS, SITE_FIELDS
from geo.store.statements.matches import (
    LINES,
    NOTHING,
    matched,
    matched_sites,
    ordered,
    shown_sites,
    statement_of,
    whole,
    with_key,
)
from geo.store.statements.told import Told, in_strip, regions_of, shared, told_of_view
from geo.store.tallies import MEASURES, SUMMED, TOLLS, tally_of, tally_rows
from geo.store.where import Condition, Where


def _sums(columns: Sequence[str]) -> str:
    return ", ".join(f"sum({column})::bigint as {column}" for column in columns)


TOTALS = ("number", "unlocated", "undated", "first", "last")
SUMS = ("number", *TOLLS, "killed", "injured")  # of records that are not context
_EXTENT = {"first": "year(min(first_day))", "last": "year(max(last_day))"}
_KEYS = ("key", "number")
KILLED = ("killed_low", "killed_best", "killed_high")
_VIEW_CELLS = f"""
select cell, sum(number)::bigint as number, sum(lon) / sum(number) as lon,
       sum(lat) / sum(number) as lat, {_sums(KILLED)}, map(list(status), list(number)) as status
from (select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
             {_sums(KILLED)}
      from (from single
            union all by name
            select cell, status, 1 as number, lon, lat, {", ".join(KILLED)} from several)
      group by cell, status)
group by cell order by cell"""
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
_OF_EDGE = ", ".join(("x", "y", "lon", "lat", "status", "groups", *KILLED))
_ONCE = "select any_value(status) as status, any_value(groups) as groups from several group by n"
_VIEW_STATUS = f"""
select status as key, sum(number)::bigint as number
from (select status, number from single union all select status, 1 from ({_ONCE})) group by all"""
CREDITS = "select credit, dataset, version, licence, redistributable, accessed, drafts from credits"
LARGEST_TOLL = """
select coalesce(max(killed_best), 0)::bigint from incidents where record_type != 'context'"""
CELLS = ("cell", "number", "lon", "lat", *KILLED, "status")
MARK_FIELDS = (
    "id",
    "title",
    "record_type",
    *PLACE_FIELDS,
    *DATE_FIELDS,
    "status",
    "status_by",
    "contested",
    *KILLED,
    "killed_parts",
    "type_labels",
    "groups",
    "group_names",
    "site",
    "site_count",
    "site_name",
    "precision",
    "radius_km",
)


def page_sql(where: Where, columns: str, order: Order, limit: int, offset: int) -> Condition:
    """Return the statement of a page in an order: count of all matches, number, columns.

    A page past the end is one row, without a number.
    """
    return statement_of(
        where,
        f"""
select (select count(*) from {matched(where)}), n, {columns}
from (select 1) left join (from incidents where n in (from page)) on true
order by {order.sql}""",
        page=f"select n from {ordered(where, order)} limit {limit} offset {offset}",
    )


def numbers_sql(where: Where) -> Condition:
    """Return the statement of the numbers of all matches and documents, newest first."""
    rows = f"from {whole(where)} order by {order_named(NEWEST).sql}"
    return statement_of(where, f"select n, document {rows}")


def matching_sql(where: Where) -> Condition:
    """Return the statement of the numbers of all matches, in no order."""
    return statement_of(where, f"select n from {matched(where)}")


def held_sql(columns: Sequence[str]) -> Condition:
    """Return the statement of some columns of all records, newest first."""
    return f"select {', '.join(columns)} from incidents order by {order_named(NEWEST).sql}", {}


def newest_sql(where: Where, most: int) -> Condition:
    """Return the statement of the matches with the newest sources: first day, number, document."""
    rows = f"from {whole(where)} and newest_source is not null order by newest_source desc, n"
    return statement_of(where, f"select newest_source, n, document {rows} limit {most}")


def record_sql(where: Where, id_: str) -> Condition:
    """Return the statement of the number and the document of a record, as of a query's day."""
    by_id = "select n, document from incidents where id = $record"
    return statement_of(where, by_id, {"record": id_})


def has_record_sql(where: Where, id_: str) -> Condition:
    """Return the statement of whether a record is among the matches."""
    sql = f"select exists(select 1 from {whole(where)} and id = $wanted)"
    return statement_of(where, sql, {"wanted": id_})


def has_private_sql(where: Where, credits_: Sequence[str]) -> Condition:
    """Return the statement of whether a match has one of some credits."""
    rows = _counts(where, "credit").rows
    sql = f"select exists(select 1 from {rows} and credit = any($private))"
    return statement_of(where, sql, {"private": list(credits_)})


def position_sql(where: Where, order: Order, id_: str) -> Condition:
    """Return the statement of how many matches stand before one; no row where it is none."""
    rows = f"select n, {order.key} as key from {with_key(where, order)}"
    is_chosen = "n in (select n from incidents where id = $chosen_id)"
    return statement_of(
        where,
        f"select (select count(*) from ({rows}), chosen where {order.before}) from chosen",
        {"chosen_id": id_},
        chosen=f"select n as chosen_n, key as chosen_key from ({rows} and {is_chosen})",
    )


def summary_sql(where: Where, keys: Iterable[tuple[str, Where]]) -> Condition:
    """Return the statement of one row: totals, sums, the number of records that are not known yet.

    Then comes how many have each key of some columns: `keys` are columns, each with the condition
    under which it counts.
    """
    counts = _counts(where)
    attacks = counts._replace(rows=f"{counts.rows} and record_type != 'context'")
    keys = list(keys)
    untold = list(dict.fromkeys(key for key, others in keys if _is_untold(where, others, key)))
    columns = [
        _columns(counts.select(*TOTALS), *TOTALS),
        _columns(attacks.select(*SUMS), *SUMS),
        _later(where),
        *(
            _grouped(key, "count(*)", "untold where true")
            if _is_untold(where, others, key)
            else _counted(key, others)
            for key, others in keys
        ),
    ]
    tables = {"untold": f"select {', '.join(untold)} from {matched(where)}"} if untold else {}
    return statement_of(where, f"select {LINES.join(columns)}", NOTHING, **tables)


def view_sql(where: Where, bounds: Bounds, zoom: int) -> Condition:
    """Return the statement of one row: the counts of a view of the map, drawn or not.

    Its columns are VIEW; a cell of the grid of a zoom level is its column times the grid's side,
    plus its row. An incident with several sites counts once in the view, and once in a cell.
    """
    told, grouped, edge = shared(*told_of_view(where, bounds, zoom), _OF_EDGE)
    shown, sides = shown_sites(where, bounds)
    shown = in_strip(where, shown, len(told.strips) + len(grouped.strips))
    bits = MAX_ZOOM - zoom
    cell = f"(x >> {bits})::bigint * {grid_side(zoom)} + (y >> {bits}) as cell"
    of_several = ", ".join(f"any_value({c}) as {c}" for c in ("status", "groups", *KILLED))
    columns = {
        "matched": "(select coalesce(sum(number), 0)::bigint from countries)",
        "nowhere": "(select coalesce(sum(unlocated), 0)::bigint from countries)",
        "coarse": _columns("select key, coarse as number from countries where coarse > 0", *_KEYS),
        "sites": "(select sum(number) from single)",
        "sites_of_several": "(select sum(sites) from several)",
        "status": _columns(_VIEW_STATUS, *_KEYS),
        "groups": _columns(_view_groups(grouped), *_KEYS),
        "cells": _columns(_VIEW_CELLS, *CELLS),
    }
    killed = ", ".join(KILLED)
    single = _united(
        f"""
      select {cell}, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, {_sums(KILLED)}
      from {{rows}} group by all""",
        f"""
      select {cell}, status, number, lon, lat, {killed} from {{rows}}""",
        told,
    )
    return statement_of(
        where,
        f"select {LINES.join(columns[name] for name in VIEW)}",
        {**sides, **told.params, **grouped.params},
        **edge,
        countries=_counts(where, "country").by("country", "number", "unlocated", "coarse"),
        single=f"""
select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
       {_sums(KILLED)}
from ({single})
group by cell, status""",
        several=f"""
select n, cell, count(*) as sites, avg(lon) as lon, avg(lat) as lat, {of_several}
from (select n, {cell}, lon, lat, status, groups, {killed} from {shown} and site_count > 1)
group by n, cell""",
    )


def view_regions(where: Where, bounds: Bounds, zoom: int) -> dict[str, tuple[Bounds, ...]]:
    """Return where the statement of a view needs the sites that it numbers."""
    return regions_of(*told_of_view(where, bounds, zoom))


def marks_sql(where: Where, bounds: Bounds, *more: str) -> Condition:
    """Return the statement of the sites in bounds, deadliest first.

    Its columns are lon, lat, MARK_FIELDS, and `more` of the sites.
    """
    shown, sides = shown_sites(where, bounds)
    of_site = ", ".join(("n, lon, lat, site, site_name, precision, radius_km", *more))
    return statement_of(
        where,
        f"""
select {", ".join(("lon", "lat", *MARK_FIELDS, *more))}
from shown join (from incidents where n in (select n from shown)) as incidents using (n)
order by killed_best desc nulls last, id, site""",
        sides,
        shown=f"select {of_site} from {shown}",
    )


def bounds_sql(where: Where) -> Condition:
    """Return the statement of the least and greatest lon and lat of the sites of each degree."""
    ends = "min(lon), min(lat), max(lon), max(lat)"
    drawn = f"{matched_sites(where)} and drawn"
    return statement_of(where, f"select {ends} from {drawn} group by floor(lon)")


def page_rows_sql(where: Where) -> tuple[Condition, Condition]:
    """Return the statements of PAGE_FIELDS of all matches, and of SITE_FIELDS of their sites."""
    records, sites = ", ".join(PAGE_FIELDS), ", ".join(SITE_FIELDS)
    rows = f"from {whole(where)} order by {order_named(NEWEST).sql}"
    of_sites = f"from {matched_sites(where)} order by n, site"
    return (
        statement_of(where, f"select {records} {rows}"),
        statement_of(where, f"select {sites} {of_sites}"),
    )


# --- parts of a statement --------------------------------------------------------------------


def _columns(select: str, *names: str) -> str:
    """Return the rows of a statement as one value: a list for each column."""
    lists = ", ".join(f"{name} := list({name})" for name in names)
    return f"(select struct_pack({lists}) from ({select}))"


def _counted(key: str, where: Where) -> str:
    """Return how many records of a query have each key; where none has, there is no row."""
    counts = _counts(where, key)
    return _grouped(key, counts.measures["number"], counts.rows)


def _grouped(key: str, measure: str, rows: str) -> str:
    sql = f"select {key} as key, {measure} as number from {rows}"
    return _columns(f"{sql} group by all having number > 0", *_KEYS)


def _is_untold(where: Where, others: Where, key: str) -> bool:
    """Tell whether no tally has a key under the very condition of a query, which leaves few rows.

    Such rows are found once, and written, for all keys. Of all records that would cost more.
    """
    is_same = where.sql == others.sql != "true"
    return is_same and tally_of(where, key) is None


def _view_groups(told: Told) -> str:
    """Return the statement of how many records in view have each group, the most frequent first."""
    single = _united(
        """
            select groups, count(*) as number from {rows} group by all""",
        """
            select groups, sum(number)::bigint as number from {rows} group by all""",
        told,
    )
    return f"""
select key, sum(number)::bigint as number
from (select unnest({list_in_sql("groups")}) as key, number
      from ({single}
            union all select groups, 1 from ({_ONCE})))
group by key order by number desc, key limit {MOST_GROUPS}"""


def _united(of_sites: str, of_tallies: str, told: Told) -> str:
    """Return one statement of the sites in a view that no tally tells of, and of the tallies."""
    return " union all".join(
        [
            *(of_sites.replace("{rows}", rows) for rows in told.rest),
            *(of_tallies.replace("{rows}", rows) for rows in told.rows),
        ]
    )


class _Counts(NamedTuple):
    """Rows that add up to the records of a query, and how each measure is made of them."""

    rows: str
    measures: Mapping[str, str]

    def select(self, *names: str) -> str:
        return f"select {self._named(names)} from {self.rows}"

    def by(self, key: str, *names: str) -> str:
        return f"select {key} as key, {self._named(names)} from {self.rows} group by all"

    def _named(self, names: Sequence[str]) -> str:
        measures = {**self.measures, **_EXTENT}
        return ", ".join(f"{measures[name]} as {name}" for name in names)


def _later(where: Where) -> str:
    """Return how many records match of which nothing was known yet on the day of a query."""
    if not where.has_day:
        return "0"
    conditions = [where.sql, where.of_incident]
    if where.of_site:
        conditions.append(f"n in (select n from later_sites($as_of) where {where.of_site})")
    found = " and ".join(filter(None, conditions))
    return f"(select count(*) from later_incidents($as_of) where {found})"


def _counts(where: Where, *keys: str) -> _Counts:
    """Count in a tally that has some keys and the filtered columns, or else in the incidents."""
    tally = tally_of(where, *keys)
    if tally is None:
        return _Counts(matched(where), MEASURES)
    return _Counts(f"{tally_rows(where, tally)} and {where.sql}", SUMMED)
