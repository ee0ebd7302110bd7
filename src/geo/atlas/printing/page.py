"""A view as a page for paper: sentence, map, the open record and the table whole, its sources."""

__all__ = ["PrintPage", "print_fault_html"]

from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import accumulate
from typing import Any

from geo.atlas.atlas import Atlas
from geo.atlas.links import Pairs, link
from geo.atlas.printing.params import PRINT, PrintParams
from geo.atlas.record_pages import RecordPage
from geo.maps import static
from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.model.attribution import STATUSES
from geo.model.dates import day_in_words
from geo.query.query import Query
from geo.settings import limit
from geo.store.order import ORDERS
from geo.store.store import TableRow
from geo.words.captions import STATUS_NOTE
from geo.words.detail import detail_of
from geo.words.numbers import number_text, numbers_of

OF_ROW = 150  # bytes of the elements of a row
SHARE_OF_TABLE = 0.6  # of the bytes of a page: the open record has the rest


@dataclass(frozen=True, slots=True)
class PrintPage:
    """The page of a print; `base` is the server's address, without a slash at the end."""

    opened: Atlas
    params: PrintParams
    base: str

    @classmethod
    def parse(cls, opened: Atlas, pairs: Pairs, base: str) -> "PrintPage":
        """Read the parameters of its address. Raises BadValue."""
        return cls(opened, PrintParams.parse(pairs), base)

    @property
    def query(self) -> Query:
        """Return the query of map and table."""
        return self.params.query

    def check_publishable(self) -> None:
        """Raise NotPublishable where the open record, or a row, may not be passed on."""
        self.opened.check_publishable(self.query)
        if self._record:
            self.opened.check_publishable(self._record.query)

    def html(self) -> str:
        """Return the page. Raises NotFound for an unknown record."""
        with numbers_of(self.params.shown.numbers):
            return self._html()

    def _html(self) -> str:
        opened, params = self.opened, self.params
        summary = opened.store.summary(self.query)
        caption = opened.caption(self.query, summary, params.shown.borders)
        rows = self._rows()
        left_out = summary.matched - len(rows)
        return render(
            "print.html",
            assets=static.base(opened.root),
            **params.words(),
            caption=caption,
            picture=self.picture_path if opened.store.bounds(self.query) else "",
            rows=rows,
            statuses=STATUSES,
            order=ORDERS[params.sort].label,
            left_out=left_out and number_text(left_out),
            shown=number_text(len(rows)),
            matched=number_text(summary.matched),
            data_url=link(f"{self.base}/api/incidents", self.query.params()),
            record=self._record_parts(),
            symbols=STATUS_SYMBOLS,
            status_note=STATUS_NOTE,
            printed=day_in_words(date.today()),
            dashboard=opened.dashboard,
            # A path rather than `base`, which is wrong behind a proxy that changes the host.
            view_path=link(f"{opened.root}{self._view}", params.view_pairs()),
            view_url=link(f"{self.base}{self._view}", params.view_pairs()),
            is_unfolded=True,
            as_picture=False,
        )

    def _rows(self) -> list[TableRow]:
        """Return the first rows, as many as the page has room for, whatever they hold."""
        _, rows = self.opened.store.rows(self.query, order=self.params.sort, limit=limit("print"))
        sizes = accumulate(OF_ROW + sum(len(escape(text).encode()) for text in row) for row in rows)
        room = limit("bytes") * SHARE_OF_TABLE
        return [row for row, size in zip(rows, sizes, strict=True) if size <= room]

    @property
    def _view(self) -> str:
        """Return where the same view is: in the dashboard, or where readers have none, here."""
        return "/" if self.opened.dashboard else PRINT

    @property
    def picture_path(self) -> str:
        """Return the path of the map."""
        return link(f"{self.opened.root}{PRINT}/map.svg", self.params.picture_pairs())

    @property
    def _record(self) -> RecordPage | None:
        id_ = self.params.shown.select
        return RecordPage(self.opened, id_, self.base, self.query.as_of) if id_ else None

    def _record_parts(self) -> dict[str, Any]:
        """Return what the page says of the open record; nothing where none is open."""
        if not (page := self._record):
            return {}
        detail = detail_of(page.incident(), self.opened.store.day_of(page.query))
        return {"detail": detail, "related": page.related(detail), "url": page.url}


def print_fault_html(message: str, root: str, dashboard: str) -> str:
    """Return the page that says why there is nothing to print, and what to do."""
    words = {"message": message, "dashboard": dashboard}
    return render("print_fault.html", assets=static.base(root), **words)
