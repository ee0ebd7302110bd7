"""One record in another page: a card with its head, its figures and, folded, all its statements."""

__all__ = ["RecordEmbed"]

from dataclasses import dataclass

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import THEME, THEMES
from geo.atlas.links import Pairs, link, record_path
from geo.atlas.params import own_params, split_params
from geo.atlas.record_pages import RecordPage
from geo.maps import static
from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.query.query import Query
from geo.words.detail import detail_of


@dataclass(frozen=True, slots=True)
class RecordEmbed:
    """The card of a record; `base` is the server's address, without a slash at the end."""

    opened: Atlas
    id: str
    base: str
    theme: str = THEMES[0]

    @classmethod
    def parse(cls, opened: Atlas, id_: str, pairs: Pairs, base: str) -> "RecordEmbed":
        """Read the parameters of its address, and ignore those of others. Raises BadValue."""
        own = [pair for pair in own_params(pairs, ("theme",)) if pair[0] == "theme"]
        values, _ = split_params(own, theme=THEMES[0])
        return cls(opened, id_, base, THEME.parse("theme", values["theme"]))

    @property
    def query(self) -> Query:
        """Return the query that matches the record only."""
        return self._page.query

    @property
    def url(self) -> str:
        """Return the card's address."""
        theme = [] if self.theme == THEMES[0] else [("theme", self.theme)]
        return link(f"{self.base}/embed{record_path(self.id)}", theme)

    def title(self) -> str:
        """Return the record's title. Raises NotFound."""
        return self._page.incident().title

    def html(self) -> str:
        """Return the card. Raises NotFound."""
        detail = detail_of(self._page.incident(), self.opened.store.as_of)
        return render(
            "record_card.html",
            assets=static.base(),
            theme=self.theme,
            detail=detail,
            symbols=STATUS_SYMBOLS,
            # A path rather than `base`, which is wrong behind a proxy that changes the host.
            page_url=f"{self.opened.public_url or ''}{record_path(self.id)}",
        )

    @property
    def _page(self) -> RecordPage:
        return RecordPage(self.opened, self.id, self.base)
