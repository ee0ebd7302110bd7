"""The map in another page: the embed, and the tags by which links to it are shown."""

__all__ = ["DASHBOARD", "EMBED", "EmbedPage", "fault_html"]

import json
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import TEXTS, THEMES, EmbedParams
from geo.atlas.link_tags import ABOUT, PICTURE, LinkTags, PictureSize
from geo.atlas.links import ABOUT_PATH, Pairs, link, view_params
from geo.atlas.reasons.unknown import unknown_values
from geo.maps import static
from geo.maps.streets import STREET_BORDERS
from geo.maps.templates import render
from geo.query.query import Query
from geo.settings import limit
from geo.words import captions
from geo.words.captions import Caption
from geo.words.numbers import ENGLISH, number_format_in_use, numbers_of
from geo.words.record import known_on

EMBED, DASHBOARD = "/embed/map", "/"
_TEXTS = (
    "theme",
    "page_title",
    "title",
    "subtitle",
    "credit",
    "numbers",
    "number_format",
    "select",
    "error",
    "query",
    "known",
    "columns",
    "key",
    "at",
    "legend",
    "caption",
    "years",
    "play",
    "switches",
    "reasons",
    "sentence",
    "tolls",
    "sources",
    "dated",
    "licence",
    "border_view",
    "borders",
    "dashboard_url",
    "about_url",
    "tiles",
    "tiles_credit",
    "streets",
)


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The page of an embed; `base` is the server's address, without a slash at the end."""

    opened: Atlas
    params: EmbedParams
    base: str

    @property
    def query(self) -> Query:
        """Return the query of the map."""
        return self.params.query

    @property
    def url(self) -> str:
        """Return the page's address."""
        return link(f"{self.base}{EMBED}", self.params.pairs())

    def picture_url(self, size: PictureSize) -> str:
        """Return the address of a picture of the map."""
        params = self.params
        words = [("title", params.title)] if params.title else []
        numbers = [("numbers", params.numbers)] if params.numbers != ENGLISH else []
        shown = [*self._view, *words, *numbers, ("size", str(size))]
        return link(f"{self.base}{EMBED}.png", shown)

    @property
    def dashboard_url(self) -> str:
        """Return the address of the dashboard with the same query and view."""
        return link(f"{self.base}{DASHBOARD}", self._view)

    @property
    def _view(self) -> Pairs:
        params = self.params
        return view_params(params.query, params.at, params.borders, params.color)

    @property
    def link_url(self) -> str:
        """Return the address that stands for the map where no frame does."""
        return self.dashboard_url if self.opened.dashboard else self.url

    def html(self) -> str:
        """Return the page."""
        with numbers_of(self.params.numbers):
            return self._html()

    def _html(self) -> str:
        opened, params = self.opened, self.params
        summary = opened.store.summary(params.query)
        caption = opened.caption(params.query, summary, params.borders)
        is_empty = not summary.matched
        return _page(
            opened.root,
            reasons=unknown_values(opened, params.query, is_empty=True) if is_empty else [],
            theme=params.theme,
            page_title=params.title or caption.sentence,
            **{name: getattr(params, name) for name in TEXTS},
            numbers=params.numbers,
            number_format=json.dumps(asdict(number_format_in_use())),
            select=params.select,
            query=str(params.query),
            known=known_on(params.query.day),
            columns=limit("columns"),
            key=json.dumps(opened.map_key(params.color).to_json(), ensure_ascii=False),
            at=str(params.at or ""),
            legend=params.has_legend,
            caption=params.has_caption,
            years=params.has_years,
            play=str(params.play or ""),
            switches=urlencode(params.switches(), safe=","),
            **caption.texts(),
            border_view=caption.border_view,
            borders=_borders(opened, caption),
            dashboard_url=link(f"{opened.site}{DASHBOARD}", self._view) if opened.dashboard else "",
            about_url=f"{opened.site}{ABOUT_PATH}",
            tiles=opened.tiles.url if opened.tiles else "",
            tiles_credit=opened.tiles.credit if opened.tiles else "",
            streets=json.dumps(opened.streets.options(opened.root)) if opened.streets else "",
            tags=self._tags(self.url, caption),
            size=PICTURE,
        )

    def tags(self, url: str) -> LinkTags:
        """Return how a link to an address with the same map is shown."""
        with numbers_of(self.params.numbers):
            return self._tags(url, self.opened.caption(self.query))

    def _tags(self, url: str, caption: Caption) -> LinkTags:
        return LinkTags(
            title=self._title(),
            description=self.params.subtitle or " · ".join(self._described(caption)) or ABOUT,
            url=url,
            picture_url=self.picture_url(PICTURE),
            picture_alt=f"Map: {caption.sentence}",
            oembed_url=f"{self.base}/oembed?{urlencode({'url': url, 'format': 'json'})}",
        )

    def title(self) -> str:
        """Return the headline, or say what the map shows."""
        with numbers_of(self.params.numbers):
            return self._title()

    def _title(self) -> str:
        query = self.query
        return self.params.title or captions.sentence(query, self.opened.store.summary(query))

    def _described(self, caption: Caption) -> list[str]:
        """Return the lines under a title that a link is shown with."""
        lines = (caption.sentence if self.params.title else "", caption.tolls)
        return [line for line in lines if line]


def _borders(opened: Atlas, caption: Caption) -> str:
    """Say whose view the borders are, also those of streets; those of outside tiles are theirs."""
    if opened.tiles:
        return ""
    return " ".join(filter(None, (caption.borders, STREET_BORDERS if opened.streets else "")))


def fault_html(message: str, root: str, dashboard: str) -> str:
    """Return the page that says why there is no map; `root` is the server's path.

    `dashboard` is the path for a link, or "".
    """
    return _page(
        root,
        theme=THEMES[0],
        page_title="Incident Atlas",
        dashboard_url=dashboard,
        error=message,
    )


def _page(root: str, **texts: object) -> str:
    """Fill the page; texts that are not given stay empty."""
    filled = dict.fromkeys(_TEXTS, "") | texts
    return render("embed.html", root=root, assets=static.base(root), **filled)
