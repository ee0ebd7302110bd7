"""The map in another page: the embed, and the tags by which links to it are shown."""

__all__ = ["DASHBOARD", "EMBED", "EmbedPage", "fault_html", "iframe"]

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import THEMES, EmbedParams
from geo.atlas.links import link, view_params
from geo.maps import static
from geo.maps.templates import render
from geo.query.query import Query
from geo.settings import limit
from geo.words import captions
from geo.words.record import known_on

HEIGHT = 600  # px of a snippet's frame, until its page follows the height that the embed reports
EMBED, DASHBOARD = "/embed/map", "/"
_TEXTS = (
    "theme",
    "title",
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
    "sentence",
    "tolls",
    "sources",
    "dated",
    "licence",
    "dashboard_url",
    "tiles",
    "tiles_credit",
    "url",
    "picture_url",
    "oembed",
    "og_title",
    "og_description",
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

    @property
    def picture_url(self) -> str:
        """Return the address of a picture of the map."""
        return link(f"{self.base}{EMBED}.png", view_params(self.params.query, self.params.at))

    @property
    def dashboard_url(self) -> str:
        """Return the address of the dashboard with the same query and view."""
        return link(f"{self.base}{DASHBOARD}", view_params(self.params.query, self.params.at))

    def html(self) -> str:
        """Return the page."""
        opened, params = self.opened, self.params
        summary = opened.store.summary(params.query)
        caption = opened.caption(params.query, summary)
        return _page(
            theme=params.theme,
            title=caption.sentence,
            query=str(params.query),
            known=known_on(params.query.day),
            columns=limit("columns"),
            key=json.dumps(opened.map_key.to_json(), ensure_ascii=False),
            at=str(params.at or ""),
            legend=params.has_legend,
            caption=params.has_caption,
            years=params.has_years,
            play=str(params.play or ""),
            switches=urlencode(params.switches(), safe=","),
            **caption.texts(),
            # A path rather than `base`, which is wrong behind a proxy that changes the host.
            dashboard_url=link(
                f"{opened.public_url or ''}{DASHBOARD}", view_params(params.query, params.at)
            ),
            tiles=opened.tiles.url if opened.tiles else "",
            tiles_credit=opened.tiles.credit if opened.tiles else "",
            url=self.url,
            picture_url=self.picture_url,
            oembed=f"{self.base}/oembed?{urlencode({'url': self.url, 'format': 'json'})}",
            og_title=self.title(),
            og_description=caption.tolls,
        )

    def title(self) -> str:
        """Say what the map shows: words of the query and numbers, without texts of the data."""
        query = self.params.query
        return captions.plain_sentence(query, self.opened.store.summary(query))


def iframe(url: str, title: str, *, width: str = "100%", height: int = HEIGHT) -> str:
    """Return the HTML that shows an embed in another page."""
    return render("snippet.html", url=url, title=title, width=width, height=height).strip()


def fault_html(message: str) -> str:
    """Return the page that says why there is no map."""
    return _page(theme=THEMES[0], title="Incident Atlas", dashboard_url=DASHBOARD, error=message)


def _page(**texts: object) -> str:
    """Fill the page; texts that are not given stay empty."""
    return render("embed.html", assets=static.base(), **dict.fromkeys(_TEXTS, "") | texts)
