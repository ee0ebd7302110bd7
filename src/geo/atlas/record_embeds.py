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
from geo.words.record import known_on


@dataclass(frozen=True, slots=True)
class RecordEmbed:
    """The card of the record of a page."""

    page: RecordPage
    theme: str = THEMES[0]

    @classmethod
    def parse(cls, opened: Atlas, id_: str, pairs: Pairs, base: str) -> "RecordEmbed":
        """Read the parameters of its address, and ignore those of others. Raises BadValue."""
        theme = [pair for pair in own_params(pairs, ("theme",)) if pair[0] == "theme"]
        values, _ = split_params(theme, theme=THEMES[0])
        page = RecordPage.parse(opened, id_, pairs, base)
        return cls(page, THEME.parse("theme", values["theme"]))

    @property
    def base(self) -> str:
        """Return the server's address, without a slash at the end."""
        return self.page.base

    @property
    def query(self) -> Query:
        """Return the query that matches the record only."""
        return self.page.query

    @property
    def url(self) -> str:
        """Return the card's address."""
        theme = [] if self.theme == THEMES[0] else [("theme", self.theme)]
        path = f"/embed{record_path(self.page.id)}"
        return link(f"{self.base}{path}", [*self.page.day_params, *theme])

    @property
    def link_url(self) -> str:
        """Return the address that stands for the card where no frame does."""
        return self.page.url

    def title(self) -> str:
        """Return the record's title. Raises NotFound."""
        return self.page.incident().title

    def html(self) -> str:
        """Return the card. Raises NotFound."""
        opened, page = self.page.opened, self.page
        detail = detail_of(page.incident(), opened.store.day_of(page.query))
        return render(
            "record_card.html",
            assets=static.base(opened.root),
            theme=self.theme,
            detail=detail,
            symbols=STATUS_SYMBOLS,
            known=known_on(page.day),
            page_url=f"{opened.site}{page.path}",
        )
