"""Incidents in DuckDB: load them, count them, find them, aggregate them to cells.

All SQL but the conditions of `query` and the writing of `store_file` stands here. A connection is
shared; every call works on a cursor of its own, since a DuckDB connection shared by threads gives
wrong answers.
"""

__all__ = ["Row", "Store"]

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from geo.countries import country_name
from geo.errors import BadValue, NotFound, UnreadableData
from geo.facets import facet_values
from geo.feature import incident_from_feature
from geo.incident import Incident
from geo.marks import Cell, Mark, Marks
from geo.mercator import Bounds, cell_bounds, grid_side
from geo.query import Condition, Query, bounds_condition
from geo.store_file import attach_file
from geo.summary import Credit, FacetValue, Summary, Toll
from geo.tables import SCHEMAS, batches, tables_from_incidents

MARK_LIMIT = 2_000  # marks in one view; where there are more, the map draws cells


class Row(NamedTuple):
    """One line of the table, in words."""

    id: str
    title: str
    date: str
    place_line: str
    killed: str
    injured: str
    status: str


class Store:
    """A DuckDB database of incidents: in memory, and in the files that are attached to it.

    Statuses in memory are as of a day (today), those of a file as of the day of its import.
    """

    def __init__(self, as_of: date | None = None) -> None:
        self.as_of = as_of or date.today()
        self._connection = duckdb.connect(":memory:", config=_CONFIG)
        self._size = 0  # the next incident's number
        self._files: list[tuple[str, int]] = []  # catalogue, and what is added to its numbers
        self._schema = "main"  # whose views are asked
        # It would write to the standard output; cursors take the setting over.
        self._connection.execute("set enable_progress_bar = false")
        cursor = self._connection.cursor()
        cursor.execute("create schema own")
        for name, schema in SCHEMAS.items():
            cursor.register("empty", schema.empty_table())
            cursor.execute(f"create table own.{name} as from empty")
        self._unite()

    def add(self, incidents: Iterable[Incident]) -> None:
        """Add incidents. Raises BadValue, and adds none, where an id is not new."""
        cursor, size = self._connection.cursor(), self._size
        cursor.begin()
        for batch in batches(incidents):
            for name, table in tables_from_incidents(batch, as_of=self.as_of, first=size).items():
                cursor.register("added", table)
                cursor.execute(f"insert into own.{name} from added")
            size += len(batch)
        twice = cursor.execute(_TWICE, {"first": self._size}).fetchone()
        if twice:
            cursor.rollback()
            raise BadValue("id", twice[0], "an id that no incident of the store has")
        cursor.commit()
        self._size = size

    def attach(self, path: Path) -> int:
        """Open a file of `geo import` beside the rest, for reading; return how many records it has.

        Raises UnreadableData, also where a record of it is open already.
        """
        catalogue = f"file{len(self._files)}"
        size, end = self._attach(path, catalogue)
        self._files.append((catalogue, self._size))
        self._size += end
        self._unite()
        return size

    @contextmanager
    def beside(self, path: Path) -> "Iterator[Store]":
        """Give a store of the same records and, beside them, those of a file, for this block alone.

        This one stays as it is. Raises UnreadableData as `attach` does.
        """
        store, name = copy(self), secrets.token_hex(8)
        catalogue, store._schema = f"file_{name}", f"beside_{name}"
        cursor = self._connection.cursor()
        self._attach(path, catalogue)
        try:
            cursor.execute(f"create schema {store._schema}")
            for table in SCHEMAS:
                rows = _numbered(catalogue, table, self._size)
                view = f"from main.{table} union all by name {rows}"
                cursor.execute(f"create view {store._schema}.{table} as {view}")
            yield store
        finally:
            cursor.execute(f"drop schema if exists {store._schema} cascade")
            cursor.execute(f"detach {catalogue}")

    def _attach(self, path: Path, catalogue: str) -> tuple[int, int]:
        """Attach a file of which no record is open; return its size, and its end in numbers."""
        cursor = self._connection.cursor()
        size, end = attach_file(cursor, path, catalogue)
        shared = cursor.execute(_SHARED.format(catalogue=catalogue)).fetchone()
        if shared:
            cursor.execute(f"detach {catalogue}")
            rule = f"has the id {shared[0]}, as another open file: open one of the two"
            raise UnreadableData(f"{path.name} {rule}")
        return size, end

    def known(self, ids: Iterable[str]) -> set[str]:
        """Return those ids that records of the store have."""
        sql = "select id from incidents where id in (select unnest($ids))"
        return {id_ for (id_,) in self._rows(sql, {"ids": list(ids)})}

    def newest_source(self) -> date | None:
        """Return the day of the newest source of all records."""
        newest: date | None = self._rows("select max(newest_source) from incidents", {})[0][0]
        return newest

    def _unite(self) -> None:
        """Let each table show the rows in memory and those of all files."""
        for name in SCHEMAS:
            parts = [f"from own.{name}", *(_numbered(c, name, first) for c, first in self._files)]
            sql = f"create or replace view {name} as {' union all by name '.join(parts)}"
            self._connection.cursor().execute(sql)

    def incident(self, id_: str) -> Incident:
        """Return one incident. Raises NotFound."""
        found = self._rows("select feature from incidents where id = $id", {"id": id_})
        if not found:
            raise NotFound(f"no incident has the id {id_!r}: /api/incidents lists them")
        return incident_from_feature(json.loads(found[0][0]))

    def incidents(
        self, query: Query, *, limit: int = 100, offset: int = 0
    ) -> tuple[int, list[Incident]]:
        """Return how many records match, and one page of them, newest first."""
        matched, rows = self._page("feature", query, limit, offset)
        return matched, [incident_from_feature(json.loads(feature)) for (feature,) in rows]

    def rows(self, query: Query, *, limit: int = 100, offset: int = 0) -> tuple[int, list[Row]]:
        """Return how many records match, and one page of them as table rows, newest first."""
        matched, rows = self._page(", ".join(Row._fields), query, limit, offset)
        return matched, [Row(*row) for row in rows]

    def summary(self, query: Query) -> Summary:
        """Count and sum what matches; each facet counts under all filters but its own."""
        totals, credits_, *facets = self._rows(*_summary_sql(query))[0]
        return Summary(
            attacks=totals["attacks"],
            context=totals["context"],
            unlocated=totals["unlocated"],
            years=(totals["first"], totals["last"]) if totals["first"] else None,
            killed=_toll(totals, "killed"),
            injured=_toll(totals, "injured"),
            credits=tuple(Credit(**credit) for credit in credits_ or ()),
            facets={
                name: facet_values(name, values or [])
                for name, values in zip(_FACETS, facets, strict=True)
            },
        )

    def marks(self, query: Query, bounds: Bounds, zoom: int) -> Marks:
        """Return what the map draws of a query within bounds at a zoom level."""
        side = grid_side(zoom)
        counts = self._rows(*_view_sql(_COUNTS, query, bounds))[0][0]
        few = counts["sites"] <= MARK_LIMIT
        sql, params = _view_sql(_MARKS if few else _CELLS, query, bounds)
        rows = self._rows(sql, params if few else params | {"side": side})
        return Marks(
            marks=tuple(map(_mark, rows)) if few else (),
            cells=() if few else tuple(_cell(row, zoom) for row in rows),
            matched=counts["matched"],
            in_view=counts["in_view"],
            legend={"status": counts["status"] or {}, "group": counts["group"] or {}},
            unplaced={"country": counts["coarse"], "none": counts["nowhere"]},
            coarse=tuple(_coarse(value) for value in counts["coarse_in"] or ()),
        )

    def _page(
        self, columns: str, query: Query, limit: int, offset: int
    ) -> tuple[int, list[list[Any]]]:
        condition, params = query.condition()
        sql = _PAGE.format(columns=columns, condition=condition)
        rows = self._rows(sql, params | {"limit": limit, "offset": offset})
        return rows[0][0], [values for _, position, *values in rows if position is not None]

    def _rows(self, sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        if self._schema != "main":
            cursor.execute(f"use {self._schema}")
        return cursor.execute(sql, params).fetchall()


# Nothing is fetched or loaded because of what a file says.
_CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_TWICE = """
select id from incidents semi join (select id from own.incidents where n >= $first) using (id)
group by id having count(*) > 1 limit 1
"""
_SHARED = "select id from incidents semi join {catalogue}.incidents using (id) order by id limit 1"

# The count joins from the left, so that a page past the end still knows it.
_PAGE = """
with matched as (from incidents where {condition}),
     page as (select *, row_number() over (order by first_day desc, id) as position
              from matched order by position limit $limit offset $offset)
select counted.count, position, {columns}
from (select count(*) as count from matched) as counted left join page on true
order by position
"""

_TOTALS = """
struct_pack(
    attacks := count(*) filter (record_type != 'context'),
    context := count(*) filter (record_type = 'context'),
    unlocated := count(*) filter (site_count = 0),
    first := year(min(first_day)),
    last := year(max(last_day)),
    {tolls}
)
"""
_CREDITS = """
(select list(struct_pack(dataset := dataset, version := version, licence := licence,
                         redistributable := redistributable, accessed := accessed, count := count)
             order by dataset, version, licence, redistributable)
 from (select dataset, version, licence, redistributable, max(accessed) as accessed,
              count(*) as count
       from incidents where {condition} group by all))
"""
_TOLL = """
    {measure}_low := coalesce(sum({measure}_low) filter (record_type != 'context'), 0)::bigint,
    {measure}_best := coalesce(sum({measure}_best) filter (record_type != 'context'), 0)::bigint,
    {measure}_high := coalesce(sum({measure}_high) filter (record_type != 'context'), 0)::bigint,
    {measure}_unknown := count(*) filter (record_type != 'context' and {measure}_best is null)
"""

# Facet → the values that one incident has of it.
_FACETS = {
    "group": "unnest(groups)",
    "status": "status",
    "record": "record_type",
    "country": "country",
    "precision": "finest",
    "type": "unnest(types)",
    "year": "unnest(range(year(first_day), year(last_day) + 1))",
    "dataset": "dataset",
}
# A facet counts under all filters but these.
_OWN_FILTERS = {"year": ("from", "to")}

_FACET = """
(select list(struct_pack(value := value::varchar, count := count, label := label,
                         part_of := part_of) order by count desc, value)
 from (select value, sum(count)::bigint as count
       from (select {values} as value, 1 as count from incidents where {condition} {asked})
       where value is not null group by value)
 left join (select value, {label} as label, any_value(part_of) as part_of
            from labels where facet = '{facet}' group by value) using (value))
"""

# A dataset that is open in several versions goes by its name alone; a group that datasets name in
# several ways by the longest name: "Islamic State", not "IS".
_LABELS = {
    "dataset": "if(count(distinct label) = 1, any_value(label), null)",
    "group": "max_by(label, (length(label), label))",
}

_VIEW = """
with matched as (from incidents where {condition}),
     shown as (from sites semi join matched using (n) where drawn and {in_view})
"""
_COUNTS = """
select struct_pack(
    matched := (select count(*) from matched),
    sites := (select count(*) from shown),
    in_view := (select count(distinct n) from shown),
    coarse := (select count(*) from matched where site_count > 0 and not drawn),
    coarse_in := (select list(struct_pack(value := country, count := count)
                              order by count desc, country)
                  from (select country, count(*) as count from matched
                        where site_count > 0 and not drawn group by country)),
    nowhere := (select count(*) from matched where site_count = 0),
    status := (select histogram(status) from matched where n in (select n from shown)),
    "group" := (select histogram(g) from
                (select unnest(groups) as g from matched where n in (select n from shown)))
)
"""
_MARK_FIELDS = (
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
_MARKS = f"""
select lon, lat, {", ".join(_MARK_FIELDS)}
from shown join matched using (n) order by killed_best desc nulls last, id, site
"""
# An incident with several sites in one cell counts once.
_CELLS = """
, spots as (
    select least(floor(x * $side), $side - 1)::int as col,
           least(floor(y * $side), $side - 1)::int as row,
           n, avg(lon) as lon, avg(lat) as lat
    from shown group by all)
select col, row, avg(spots.lon), avg(spots.lat), count(*), histogram(status),
       sum(killed_low)::bigint, sum(killed_best)::bigint, sum(killed_high)::bigint
from spots join matched using (n) group by col, row order by col, row
"""


def _numbered(catalogue: str, table: str, first: int) -> str:
    """Return the rows of a file's table, its incidents numbered from `first`."""
    has_number = "n" in SCHEMAS[table].names
    columns = f"* replace ((n + {first})::int as n)" if has_number else "*"
    return f"select {columns} from {catalogue}.{table}"


def _summary_sql(query: Query) -> Condition:
    condition, params = query.condition()
    tolls = ",".join(_TOLL.format(measure=measure) for measure in ("killed", "injured"))
    facets = []
    for facet, values in _FACETS.items():
        others, _ = query.without(*_OWN_FILTERS.get(facet, (facet,))).condition()
        # What is asked for stays listed where nothing matches: its row is the way back.
        asked = f"union all select unnest(${facet}), 0" if facet in query.active() else ""
        label = _LABELS.get(facet, "any_value(label)")
        facets.append(
            _FACET.format(facet=facet, values=values, condition=others, asked=asked, label=label)
        )
    totals = f"(select {_TOTALS.format(tolls=tolls)} from incidents where {condition})"
    credits_ = _CREDITS.format(condition=condition)
    return f"select {', '.join([totals, credits_, *facets])}", params


def _view_sql(select: str, query: Query, bounds: Bounds) -> Condition:
    condition, params = query.condition()
    in_view, sides = bounds_condition(bounds, "view_")
    return _VIEW.format(condition=condition, in_view=in_view) + select, params | sides


def _toll(totals: dict[str, int], measure: str) -> Toll:
    parts = ("low", "best", "high", "unknown")
    return Toll(**{part: totals[f"{measure}_{part}"] for part in parts})


def _mark(row: tuple[Any, ...]) -> Mark:
    lon, lat, *values = row
    properties = dict(zip(_MARK_FIELDS, values, strict=True))
    tolls = [properties.pop(f"killed_{part}") for part in ("low", "best", "high")]
    sites = properties.pop("site_count")
    return Mark(
        lon=lon,
        lat=lat,
        properties={
            "kind": "incident",
            **properties,
            "killed_text": properties["killed"],
            "killed": _figures(tolls),
            "sites": sites,
        },
    )


def _cell(row: tuple[Any, ...], zoom: int) -> Cell:
    column, line, lon, lat, count, statuses, *tolls = row
    return Cell(
        lon=lon,
        lat=lat,
        count=count,
        killed=_figures(tolls),
        status=statuses,
        bounds=cell_bounds(column, line, zoom),
    )


def _coarse(counted: dict[str, Any]) -> FacetValue:
    code = counted["value"]
    label = country_name(code) if code else "No country stated"
    return FacetValue(value=code or "", label=label, count=counted["count"])


def _figures(tolls: list[int | None]) -> dict[str, int | None] | None:
    return None if tolls[1] is None else dict(zip(("low", "best", "high"), tolls, strict=True))
