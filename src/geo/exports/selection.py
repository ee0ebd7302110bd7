"""A selection of records, as every export receives it: no format opens the store itself."""

__all__ = ["Selection", "counted", "select"]

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from geo.importers.terms import check_redistributable
from geo.maps.marks.map_key import MapKey
from geo.mercator import Bounds
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import BY, STATUS, By, Timeline
from geo.store.marks import Marks
from geo.store.page_rows import PageRows
from geo.viewpoint import Viewpoint
from geo.words.borders import CONTROL
from geo.words.captions import Caption, caption_of, statuses_as_of

if TYPE_CHECKING:
    import pyarrow as pa

    from geo.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A query with its result, as `select` returns it and every export takes it.

    It holds only records that may be redistributed.

    - `summary`, `caption`: the result in numbers, and in words
    - `as_of`: the day for which the statuses hold, which is the query's own where it has one
    - `made`: the day on which it was selected, which is that of citations and files
    - `address`: where readers find the same selection in a dashboard, or None
    - `at`: the middle and zoom of the map's first view; None shows every mark
    - `color`: what the colours of its maps stand for, "status" or "group"
    - `incidents()`: the records, newest first
    - `page_rows()`: the same as rows for a page that filters by itself
    - `site_rows()`: the same as an Arrow table of codes and numbers, with a row for each site
    - `marks(bounds, zoom)`: what a map shows within bounds (degrees) at a zoom level (0 to 22)
    - `map_key()`: what sizes and colours stand for, in all maps of the store
    - `timeline(**spec)`: what `Store.timeline` returns, of all days around the query's period

    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> selection = geo.select(store, geo.Query(country=("IR",)))
    >>> selection.summary.matched
    6
    >>> next(selection.incidents()).id
    'IR-2024-01-19-commander'
    """

    query: Query
    summary: Summary
    caption: Caption
    as_of: date
    made: date
    address: str | None
    at: Viewpoint | None
    color: By
    incidents: Callable[[], Iterator[Incident]]
    page_rows: Callable[[], PageRows]
    site_rows: "Callable[[], pa.Table]"
    marks: Callable[[Bounds, int], Marks]
    timeline: Callable[..., Timeline]
    map_key: Callable[[], MapKey]

    @property
    def dated(self) -> str:
        """Return the sentence that names the day of the statuses."""
        return statuses_as_of(self.as_of)


def select(
    store: "Store",
    query: Query | None = None,
    *,
    address: str | None = None,
    at: Viewpoint | None = None,
    borders: str = CONTROL,
    color: By = STATUS,
    raw: bool = True,
) -> Selection:
    """Return what a query selects from a store, for `export_file` and `incident_map`.

    - `query`: all records without one
    - `address`: the web address of the same selection in a dashboard; files then link to it
    - `at`: where a map looks first, such as `Viewpoint.parse("35.7,51.4,6")`
    - `borders`: the view of the borders, "control" or "un"; docs/borders.md tells what each shows
    - `color`: what the colours of its maps stand for, "status" or "group"
    - `raw`: False leaves out `origin.raw`, each record's row, unchanged from its source, which may
      have columns that nobody chose to publish

    Raises NotPublishable if the licence of a selected record forbids redistribution, and BadValue.

    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> geo.select(store, geo.Query(from_="2024")).caption.sentence
    '2 attacks and 6 context records, since 2024'
    """
    query = query or Query()
    BY.parse("color", color)
    summary = store.summary(query)
    check_redistributable(summary.private)
    return Selection(
        query=query,
        summary=summary,
        caption=caption_of(query, summary, store.newest_source(query), borders),
        as_of=query.day or store.as_of,
        made=store.as_of,
        address=address,
        at=at,
        color=color,
        incidents=lambda: store.iter_incidents(query, raw=raw),
        page_rows=lambda: store.page_rows(query),
        site_rows=lambda: store.site_rows(query),
        marks=lambda bounds, zoom: store.marks(query, bounds, zoom),
        timeline=lambda **spec: store.timeline(_of_all_days(store, query, summary), **spec),
        map_key=lambda: MapKey.of(store.summary(Query()), store.largest_toll(), color),
    )


def counted(selection: Selection, tell: Callable[[int], None]) -> Selection:
    """Return a selection that tells how many of its records were read.

    What `tell` raises ends the reading.
    """

    def incidents() -> Iterator[Incident]:
        for done, incident in enumerate(selection.incidents(), 1):
            tell(done)
            yield incident

    return replace(selection, incidents=incidents)


def _of_all_days(store: "Store", query: Query, summary: Summary) -> Query:
    """Return a query without its period, and of rows that may be redistributed.

    Where others match outside the period, only the datasets of the selection are counted. Raises
    NotPublishable where one of these has both.
    """
    found = query.without("from", "to")
    if found != query and store.has_private(found):
        found = replace(found, dataset=tuple(sorted({each.dataset for each in summary.credits})))
        check_redistributable(store.summary(found).private)
    return found
