"""What a query selects, as every export receives it: no format opens the store itself."""

__all__ = ["Selection", "select"]

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geo.importers.terms import check_redistributable
from geo.mercator import Bounds
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import Summary
from geo.store.marks import Marks
from geo.store.page_rows import PageRows
from geo.viewpoint import Viewpoint
from geo.words.captions import Caption, caption_of, statuses_as_of

if TYPE_CHECKING:
    from geo.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A query, its result in numbers and words, and the ways to its records.

    Only what may be passed on is ever selected. `as_of` is the day of the statuses, `address` where
    readers find the same selection in a dashboard, `at` where a map looks first if not at all that
    is drawn. `incidents` gives the records, newest first; `marks` takes the part of the map and
    the zoom level.
    """

    query: Query
    summary: Summary
    caption: Caption
    as_of: date
    address: str | None
    at: Viewpoint | None
    incidents: Callable[[], Iterator[Incident]]
    page_rows: Callable[[], PageRows]
    marks: Callable[[Bounds, int], Marks]

    @property
    def dated(self) -> str:
        """Say of which day the statuses are."""
        return statuses_as_of(self.as_of)


def select(
    store: "Store",
    query: Query | None = None,
    *,
    dated: date | None = None,
    address: str | None = None,
    at: Viewpoint | None = None,
    raw: bool = True,
) -> Selection:
    """Return what a query selects of a store. Raises NotPublishable.

    `dated` is the day of the newest source, where it is known already. `raw` is False where the
    rows that importers keep as they stood in the source are not to be handed on: they may have
    columns that nobody chose to publish.
    """
    query = query or Query()
    summary = store.summary(query)
    check_redistributable(summary.private)
    return Selection(
        query=query,
        summary=summary,
        caption=caption_of(query, summary, dated or store.newest_source()),
        as_of=store.as_of,
        address=address,
        at=at,
        incidents=lambda: store.iter_incidents(query, raw=raw),
        page_rows=lambda: store.page_rows(query),
        marks=lambda bounds, zoom: store.marks(query, bounds, zoom),
    )
