"""What a store is asked: counts, pages, marks and single records, by query.

Statements are built in `statements`; `answers` decodes what they return, and keeps counts until
rows are added. Every call works on a new cursor, since a DuckDB connection that threads share gives
wrong answers.
"""

__all__ = ["MOST_HELD", "NEAR", "Questions"]

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.errors import NotFound
from geo.mercator import Bounds
from geo.model.dates import day_in_words
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import Timeline, TimelineSpec
from geo.settings import limit
from geo.store.answers.results import (
    ROW_FIELDS,
    TableRow,
    bounds_from_strips,
    credit_from_row,
    mark_from_row,
    marks_from_view,
    newest_date,
    page_from_rows,
    page_rows_from_answers,
    table_row_from_row,
    timeline_from_rows,
)
from geo.store.answers.summaries import Summaries
from geo.store.attached.directory import PLACED
from geo.store.attached.intact import Faults
from geo.store.attached.open_file import OpenStoreFile, Regions
from geo.store.documents import FEATURES
from geo.store.kept import Kept
from geo.store.marks import Marks
from geo.store.memory import ADDED, open_memory
from geo.store.order import NEWEST, order_named
from geo.store.page_rows import PageRows
from geo.store.records import Records
from geo.store.statements.asking import asking, table_of
from geo.store.statements.days import days_sql
from geo.store.statements.matches import NOTHING
from geo.store.statements.similar import SIMILAR
from geo.store.statements.site_rows import site_rows_sql
from geo.store.statements.sql import (
    CREDITS,
    LARGEST_TOLL,
    VIEW,
    bounds_sql,
    has_private_sql,
    has_record_sql,
    marks_sql,
    newest_sql,
    numbers_sql,
    page_rows_sql,
    page_sql,
    position_sql,
    record_sql,
    view_regions,
    view_sql,
)
from geo.store.statements.timeline import timeline_regions, timeline_sql
from geo.store.statements.told import by_strip
from geo.store.tallies import by_tally
from geo.store.where import Condition, where_of
from geo.words.facets import labels_from_rows

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from geo.store.answers.held import Held

NEAR = "near"  # the schema of what lies near a view of the map
CACHED = 100  # answers of a kind that are kept
MOST_HELD = 20_000  # records of a store that is held in memory: 3 kB each with a site or two
SOURCED = 20  # records of the newest day that are opened, to see how exact its date is
BATCH = 10_000  # rows that are read at a time: they lie in the order of their file, not of days


class Questions:
    """What a store answers, on the tables that its schema shows.

    Threads may ask at once. A call raises TooSlow where one statement would take longer than
    GEO_LIMIT_SECONDS.
    """

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._connection = open_memory()
        self._schema = "main"  # whose views are asked
        self._size = 0  # the next incident's number
        self._records = Records().with_documents(f"memory.{ADDED}", {0: FEATURES}, 0)
        self._files: list[OpenStoreFile] = []
        self._has_near = False  # whether there is a schema NEAR
        self._faults = Faults()  # of the stores that `with_file` makes of it, too
        self._until_held: int | None = None  # questions
        self._deep = frozenset[str]()  # the deep tallies that count all records

    def newest_source(self, query: Query | None = None) -> str | None:
        """Return the partial date of the newest source of a query's matches, or of all records.

        "2026-02" is newer than "2026-01-31", and older than "2026-02-02". None where no source has
        a date.
        """
        query = query or Query()
        return self._newest.get(query, lambda: self._newest_source(query))

    def _newest_source(self, query: Query) -> str | None:
        if held := self._held_for(query):
            rows = held.newest(query, SOURCED)
        else:
            rows = self._rows(*newest_sql(where_of(query), SOURCED))
        newest = tuple(row for row in rows if row[0] == rows[0][0])
        return self._dates.get((newest, query.day), lambda: self._date_of(newest, query.day))

    def _date_of(self, newest: Sequence[tuple[Any, ...]], day: date | None) -> str | None:
        found = [(n, document) for _, n, document in newest]
        opened = self._records.opened(self._rows, found, day=day, raw=False)
        return newest_date(opened, newest[0][0] if newest else None)

    def largest_toll(self) -> int:
        """Return killed (best) of the incident with the most, of all that are open."""
        return self._tolls.get("largest", lambda: self._rows(LARGEST_TOLL, {})[0][0])

    def _forget(self) -> None:
        """Drop counts from before rows were added."""
        labels = labels_from_rows(self._rows("from labels", {}))
        self._credits = {key: credit_from_row(row) for key, *row in self._rows(CREDITS, {})}
        self._summaries = Summaries(labels, self._credits, self._deep)
        self._tolls = Kept[str, int](1)
        self._days = Kept[Query, tuple[date, ...]](CACHED)
        self._newest = Kept[Query, str | None](CACHED)
        self._dates = Kept[Hashable, str | None](CACHED)  # of the newest sources of some records
        self._held = Kept[str, "Held"](1)

    def day_of(self, query: Query) -> date:
        """Return the day that the statuses of a query's answer are as of."""
        return query.day or self.as_of

    def days_of_knowledge(self, query: Query) -> tuple[date, ...]:
        """Return the days on which a match of a query became known or changed, in order.

        The query's own day does not count: they are the days that it can be.
        """
        query = query.without("as_of")

        def find() -> tuple[date, ...]:
            return tuple(day for (day,) in self._rows(*days_sql(where_of(query))))

        return self._days.get(query, find)

    def incident(self, id_: str, as_of: str | None = None) -> Incident:
        """Return one incident, as it was known at the end of a day where one is given.

        Raises NotFound, also where nothing was known of it yet, and BadValue for another text.
        """
        query = Query(as_of=as_of)
        if found := self._rows(*record_sql(where_of(query), id_)):
            return next(self._records.opened(self._rows, found, day=query.day))
        if query.day and self._rows(*record_sql(where_of(Query()), id_)):
            rule = f"nothing was known of {id_!r} yet on {day_in_words(query.day)}"
            raise NotFound(f"{rule}: ask for a later day, or without as_of")
        raise NotFound(f"no incident has the id {id_!r}: /api/incidents lists them")

    def incidents(
        self, query: Query, *, limit: int = 100, offset: int = 0
    ) -> tuple[int, list[Incident]]:
        """Return how many records match, and one page of them, newest first."""
        if held := self._held_for(query):
            matched, found = held.page(query, limit, offset)
        else:
            matched, rows = self._page("n, document", query, NEWEST, limit, offset)
            found = [(n, document) for n, document in rows]
        return matched, list(self._records.opened(self._rows, found, day=query.day))

    def rows(
        self, query: Query, *, order: str = NEWEST, limit: int = 100, offset: int = 0
    ) -> tuple[int, list[TableRow]]:
        """Return how many records match, and one page of them as table rows, by one of ORDERS.

        Raises BadValue for another order.
        """
        matched, rows = self._page(", ".join(ROW_FIELDS), query, order, limit, offset)
        return matched, list(map(table_row_from_row, rows))

    def iter_incidents(self, query: Query, *, raw: bool = True) -> Iterator[Incident]:
        """Yield all matches, newest first; without the rows of their sources if `raw` is False."""
        found = self._rows(*numbers_sql(where_of(query)))
        for first in range(0, len(found), BATCH):
            batch = found[first : first + BATCH]
            yield from self._records.opened(self._rows, batch, day=query.day, raw=raw)

    def page_rows(self, query: Query) -> PageRows:
        """Return all matches as plain rows, newest first, for a page that carries its own data."""
        rows, sites = (self._rows(*statement) for statement in page_rows_sql(where_of(query)))
        return page_rows_from_answers(rows, sites, self._credits)

    def site_rows(self, query: Query) -> "pa.Table":
        """Return a row for each site of the matches and for each match without one, in no order.

        Its columns are those of `site_rows_sql`; `site` counts from 0.
        """
        sql, params = site_rows_sql(where_of(query))
        with self._intact(), asking(self._connection, self._schema) as cursor:
            return table_of(cursor.sql(sql, params=params))

    def position(self, query: Query, id_: str, order: str = NEWEST) -> int | None:
        """Return how many rows stand before a record, or None where it does not match."""
        found = self._rows(*position_sql(where_of(query), order_named(order), id_))
        return found[0][0] if found else None

    def summary(self, query: Query) -> Summary:
        """Count and sum the matches; each facet counts under all filters except its own.

        Tolls are in persons.
        """
        held = self._held_for(query)
        return self._summaries.of(self._rows, query, held.summary if held else None)

    def timeline(self, query: Query, *, bounds: Bounds | None = None, **spec: Any) -> Timeline:
        """Return a query's records over time, or those with a drawn site in `bounds` (degrees).

        `spec` are the fields of TimelineSpec: unit, by, measure, series, span. Raises BadValue,
        also for more than 2,000 bins.
        """
        asked, where = TimelineSpec(**spec), where_of(query.without("from", "to"), self._deep)
        regions = timeline_regions(where, asked, bounds)
        rows = self._rows_near(query, timeline_sql(where, asked, bounds), regions)
        return timeline_from_rows(rows, asked)

    def bounds(self, query: Query) -> Bounds | None:
        """Return the narrowest bounds of all sites of matches that are drawn, None without any."""
        return bounds_from_strips(self._rows(*bounds_sql(where_of(query))))

    def similar(self, datasets: Collection[str]) -> list[tuple[str, str, str]]:
        """Return the records of some datasets that look like one of another dataset.

        Each is an id, and id and title of the other: both are of one day and the same type, and lie
        within NEAR_KM.
        """
        found = self._rows(SIMILAR, {"datasets": list(datasets)})
        return [(id_, other, title) for id_, other, title in found]

    def has(self, query: Query, id_: str) -> bool:
        """Tell whether a record matches a query."""
        return bool(self._rows(*has_record_sql(where_of(query), id_))[0][0])

    def has_private(self, query: Query) -> bool:
        """Tell whether a match comes from a dataset that forbids passing its rows on."""
        private = [key for key, credit in self._credits.items() if not credit.redistributable]
        return bool(private) and self._rows(*has_private_sql(where_of(query), private))[0][0]

    def marks(self, query: Query, bounds: Bounds, zoom: int, *, most: int | None = None) -> Marks:
        """Return the marks of a query within bounds at a zoom level from 0 to 22.

        They are single sites, or cells if there are more than `most` sites, by default
        GEO_LIMIT_MARKS. Raises BadValue for another zoom level.
        """
        most = limit("marks") if most is None else most
        if held := self._held_for(query):
            return held.marks(query, bounds, zoom, most)
        where = where_of(query, self._deep)
        regions = view_regions(where, bounds, zoom)
        (row,) = self._rows_near(query, view_sql(where, bounds, zoom), regions)
        view = dict(zip(VIEW, row, strict=True))
        few = (view["sites"] or 0) + (view["sites_of_several"] or 0) <= most
        if not few:
            return marks_from_view(view, zoom, None)
        rows = self._rows_near(query, marks_sql(where, bounds), dict.fromkeys(PLACED, (bounds,)))
        return marks_from_view(view, zoom, map(mark_from_row, rows))

    def _page(
        self, columns: str, query: Query, order: str, limit: int, offset: int
    ) -> tuple[int, list[list[Any]]]:
        page = page_sql(where_of(query), columns, order_named(order), limit, offset)
        return page_from_rows(self._rows_near(query, page))

    def _held_for(self, query: Query) -> "Held | None":
        """Return what counts the matches of a query, where that is held: not as of another day."""
        if self._until_held is None or self._size > MOST_HELD or query.day:
            return None
        if self._until_held:
            self._until_held -= 1
            return None
        from geo.store.answers.held import Held  # loads NumPy

        return self._held.get("all", lambda: Held(self._rows, self._numbers))

    def _rows_near(
        self, query: Query, statement: Condition, regions: Regions = NOTHING
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a statement for which only some regions of tables matter.

        Where the query has a box, nothing outside of it matters; else all of a table does that has
        no region.
        """
        if query.bbox:
            regions = dict.fromkeys(PLACED, (query.bbox,))
        return self._rows(*statement, NOTHING if query.day else regions)

    def _rows(
        self, sql: str, params: dict[str, Any], regions: Regions = NOTHING
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; of directories it reads the files that it may need."""
        with self._intact(), asking(self._connection, self._schema) as cursor:
            apart = by_strip(by_tally(sql))
            if self._has_near and (regions or apart != sql):  # others read whole tables
                sql = apart
                for file in self._files:
                    for name, files in file.near(regions).items():
                        cursor.execute(f"set variable {name} = $files", {"files": files})
                cursor.execute(f"set search_path = '{NEAR},main'")
            return cursor.execute(sql, params).fetchall()

    def _numbers(self, sql: str, params: dict[str, Any]) -> "NDArray[np.int32]":
        with self._intact(), asking(self._connection, self._schema) as cursor:
            numbers: NDArray[np.int32] = cursor.execute(sql, params).fetchnumpy()["n"]
        return numbers

    def _intact(self) -> AbstractContextManager[None]:
        """Note it where the files cannot be read. Raises UnreadableData and Unwritable."""
        return self._faults.noted([file.watched for file in self._files])
