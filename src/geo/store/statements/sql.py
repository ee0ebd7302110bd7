"""The store's SQL: one statement each for a page, a position, a summary, a view, and a few marks.

Values are bound; only names of ours are put together here. A `key` is a text that several records
share: counting texts costs DuckDB a fraction of counting lists, years or several columns. Tallies
answer if they can, and incidents and sites otherwise.
"""

__all__ = [
    "CELLS",
    "CREDITS",
    "MARK_FIELDS",
    "VIEW",
    "has_private_sql",
    "marks_sql",
    "numbers_sql",
    "page_rows_sql",
    "page_sql",
    "position_sql",
    "record_sql",
    "summary_sql",
    "view_sql",
]

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from geo.mercator import MAX_ZOOM, Bounds, grid_side
from geo.query.filters import FACETS
from geo.store.order import NEWEST, Order, order_named
from geo.store.page_rows import DATE_FIELDS, PAGE_FIELDS, PLACE_FIELDS, SITE_FIELDS
from geo.store.statements.as_of import AS_OF
from geo.store.tallies import MEASURES, SUMMED, TOLLS, tallied_cells, tally_of, tally_rows
from geo.store.where import Condition, Where, bounds_condition


def _sums(columns: Sequence[str]) -> str:
    return ", ".join(f"sum({column})::bigint as {column}" for column in columns)


_LINES = ",\n"
TOTALS = ("number", "unlocated", "undated", "first", "last")
SUMS = ("number", *TOLLS, "killed", "injured")  # of records that are not context
_EXTENT = {"first": "year(min(first_day))", "last": "year(max(last_day))"}
_KEYS = ("key", "number")
_KILLED = ("killed_low", "killed_best", "killed_high")
_KEY_COLUMNS = tuple(facet.column for facet in FACETS.values())
# The columns that records are counted and sorted by: of a record with one site, the site has them.
_ROW_COLUMNS = tuple(
    dict.fromkeys(
        ("n", "first_day", "last_day", "drawn", "site_count", "credit", *_KEY_COLUMNS, *TOLLS)
    )
)
_ROWS = ", ".join(_ROW_COLUMNS)
_VIEW_CELLS = f"""
select cell, sum(number)::bigint as number, sum(lon) / sum(number) as lon,
       sum(lat) / sum(number) as lat, {_sums(_KILLED)}, map(list(status), list(number)) as status
from (select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
             {_sums(_KILLED)}
      from (from single
            union all by name
            select cell, status, 1 as number, lon, lat, {", ".join(_KILLED)} from several)
      group by cell, status)
group by cell order by cell"""
# Reading a few columns several times costs far less than writing all of them once.
_MATERIALIZED = {
    **dict.fromkeys(AS_OF, "not materialized"),
    "in_box": "materialized",
    "records_in_box": "not materialized",
    "sites_in_box": "not materialized",
    "found": "materialized",
    "found_rows": "materialized",
    "countries": "materialized",
    "page": "materialized",
    "chosen": "materialized",
    "untold": "materialized",
    "shown": "not materialized",
    "single": "materialized",
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
from (select status, number from single union all select status, 1 from ({_ONCE})) group by all"""
_VIEW_GROUPS = f"""
select groups as key, sum(number)::bigint as number
from (select groups, count(*) as number from shown where is_single group by all
      union all select groups, 1 from ({_ONCE})) group by all"""
CREDITS = "select credit, dataset, version, licence, redistributable, accessed from credits"
CELLS = ("cell", "number", "lon", "lat", *_KILLED, "status")
MARK_FIELDS = (
    "id",
    "title",
    "record_type",
    *PLACE_FIELDS,
    *DATE_FIELDS,
    "status",
    "status_by",
    "contested",
    *_KILLED,
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
    return _statement(
        where,
        f"""
select (select count(*) from {_matched(where)}), n, {columns}
from (select 1) left join (from incidents where n in (from page)) on true
order by {order.sql}""",
        page=f"select n from {_sorted(where, order)} limit {limit} offset {offset}",
    )


def numbers_sql(where: Where) -> Condition:
    """Return the statement of the numbers of all matches and documents, newest first."""
    rows = f"from {_whole(where)} order by {order_named(NEWEST).sql}"
    return _statement(where, f"select n, document {rows}")


def record_sql(where: Where, id_: str) -> Condition:
    """Return the statement of the number and the document of a record, as of a query's day."""
    by_id = "select n, document from incidents where id = $record"
    return _statement(where, by_id, {"record": id_})


def has_private_sql(where: Where, credits_: Sequence[str]) -> Condition:
    """Return the statement of whether a match has one of some credits."""
    rows = _counts(where, "credit").rows
    sql = f"select exists(select 1 from {rows} and credit = any($private))"
    return _statement(where, sql, {"private": list(credits_)})


def position_sql(where: Where, order: Order, id_: str) -> Condition:
    """Return the statement of how many matches stand before one; no row where it is none."""
    rows = f"select n, {order.key} as key from {_with_key(where, order)}"
    is_chosen = "n in (select n from incidents where id = $chosen_id)"
    return _statement(
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
    tables = {"untold": f"select {', '.join(untold)} from {_matched(where)}"} if untold else {}
    return _statement(where, f"select {_LINES.join(columns)}", _NOTHING, **tables)


def view_sql(where: Where, bounds: Bounds, zoom: int) -> Condition:
    """Return the statement of one row: the counts of a view of the map, drawn or not.

    Its columns are VIEW; a cell of the grid of a zoom level is its column times the grid's side,
    plus its row. An incident with several sites counts once in the view, and once in a cell.
    """
    shown, sides = _shown(where, bounds)
    tallied, inner = tallied_cells(where, bounds, zoom)
    bits = MAX_ZOOM - zoom
    cell = f"(x >> {bits})::bigint * {grid_side(zoom)} + (y >> {bits}) as cell"
    of_several = ", ".join(f"any_value({c}) as {c}" for c in ("status", "groups", *_KILLED))
    columns = {
        "matched": "(select coalesce(sum(number), 0)::bigint from countries)",
        "nowhere": "(select coalesce(sum(unlocated), 0)::bigint from countries)",
        "coarse": _columns("select key, coarse as number from countries where coarse > 0", *_KEYS),
        "sites": "(select sum(number) from single)",
        "sites_of_several": "(select sum(sites) from several)",
        "status": _columns(_VIEW_STATUS, *_KEYS),
        "groups": _columns(_VIEW_GROUPS, *_KEYS),
        "cells": _columns(_VIEW_CELLS, *CELLS),
    }
    return _statement(
        where,
        f"select {_LINES.join(columns[name] for name in VIEW)}",
        sides | inner,
        countries=_counts(where, "country").by("country", "number", "unlocated", "coarse"),
        shown=f"""
select n, {cell}, lon, lat, status, groups, {", ".join(_KILLED)}, site_count = 1 as is_single,
       {tallied} as is_tallied from {shown}""",
        single=f"""
select cell, status, sum(number)::bigint as number, sum(lon) as lon, sum(lat) as lat,
       {_sums(_KILLED)}
from (select cell, status, count(*) as number, sum(lon) as lon, sum(lat) as lat, {_sums(_KILLED)}
      from shown where is_single and not is_tallied group by cell, status
      union all by name
      select {cell}, status, number, lon, lat, {", ".join(_KILLED)}
      from {tally_rows(where, "cells")} and {tallied} and {where.sql})
group by cell, status""",
        several=f"""
select n, cell, count(*) as sites, avg(lon) as lon, avg(lat) as lat, {of_several}
from shown where not is_single group by n, cell""",
    )


def marks_sql(where: Where, bounds: Bounds) -> Condition:
    """Return the statement of the sites in bounds: lon, lat and MARK_FIELDS, deadliest first."""
    shown, sides = _shown(where, bounds)
    of_site = "n, lon, lat, site, site_name, precision, radius_km"
    return _statement(
        where,
        f"""
select lon, lat, {", ".join(MARK_FIELDS)}
from shown join (from incidents where n in (select n from shown)) as incidents using (n)
order by killed_best desc nulls last, id, site""",
        sides,
        shown=f"select {of_site} from {shown}",
    )


def bounds_sql(where: Where) -> Condition:
    """Return the statement of the least and greatest lon and lat of the sites that are drawn."""
    ends = "min(lon), min(lat), max(lon), max(lat)"
    return _statement(where, f"select {ends} from {_sites(where)} and drawn")


def page_rows_sql(where: Where) -> tuple[Condition, Condition]:
    """Return the statements of PAGE_FIELDS of all matches, and of SITE_FIELDS of their sites."""
    records, sites = ", ".join(PAGE_FIELDS), ", ".join(SITE_FIELDS)
    rows = f"from {_whole(where)} order by {order_named(NEWEST).sql}"
    of_sites = f"from {_sites(where)} order by n, site"
    return (
        _statement(where, f"select {records} {rows}"),
        _statement(where, f"select {sites} {of_sites}"),
    )


# --- parts of a statement --------------------------------------------------------------------


def _statement(
    where: Where, select: str, more: Mapping[str, Any] = _NOTHING, **tables: str
) -> Condition:
    """Put `with` before a statement, and the tables that it names; `more` are more parameters."""
    named = {**(AS_OF if where.has_day else {}), **_narrowing(where), **tables}
    parts = [f"{name} as {_MATERIALIZED[name]} ({sql})" for name, sql in named.items()]
    tables_sql = f"with {_LINES.join(parts)}\n" if parts else ""
    return tables_sql + select.lstrip(), {**where.params, **more}


def _narrowing(where: Where) -> dict[str, str]:
    """Return the tables of what passes the filters of sites only, then those of incidents only.

    Sites near each other stand together, so those in a box are read and the others are not; only
    records with several sites have to be looked up. Long texts are read once.
    """
    tables = dict[str, str]()
    if where.of_site:
        single = f"sites where site_count = 1 and {where.of_site}"
        tables = {
            "in_box": f"select n from sites where site_count > 1 and {where.of_site}",
            "records_in_box": f"""
select {_ROWS} from {single}
union all select {_ROWS} from incidents where n in (from in_box)""",
            "sites_in_box": f"from {single} union all from sites where n in (from in_box)",
        }
    if where.of_incident and where.of_site:
        tables["found"] = f"select n from incidents where {where.of_incident}"
        tables["found_rows"] = f"select {_ROWS} from records_in_box where n in (from found)"
    elif where.of_incident:
        tables["found_rows"] = f"select {_ROWS} from incidents where {where.of_incident}"
    return tables


def _records(where: Where) -> str:
    if where.of_incident:
        return "found_rows"
    return "records_in_box" if where.of_site else "incidents"


def _matched(where: Where) -> str:
    """Return the incidents that a query matches, with a `where` to which more can be added."""
    return f"{_records(where)} where {where.sql}"


def _whole(where: Where) -> str:
    """Return the same with all columns; of records that had to be found, only some are kept."""
    records = _records(where)
    narrowed = "" if records == "incidents" else f" and n in (select n from {records})"
    return f"incidents where {where.sql}{narrowed}"


def _with_key(where: Where, order: Order) -> str:
    """Return the same with the key of an order."""
    return _matched(where) if order.key in _ROW_COLUMNS else _whole(where)


def _sorted(where: Where, order: Order) -> str:
    return f"{_with_key(where, order)} order by {order.sql}"


def _sites(where: Where) -> str:
    """Return the sites of the incidents that a query matches, with a `where`."""
    found = " and n in (select n from found_rows)" if where.of_incident else ""
    return f"{'sites_in_box' if where.of_site else 'sites'} where {where.sql}{found}"


def _shown(where: Where, bounds: Bounds) -> Condition:
    """Return those of them that are drawn in a view."""
    in_view, sides = bounds_condition(bounds, "view_")
    return f"{_sites(where)} and drawn and {in_view}", sides


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
        return _Counts(_matched(where), MEASURES)
    return _Counts(f"{tally_rows(where, tally)} and {where.sql}", SUMMED)
