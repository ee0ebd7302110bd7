"""What each door of the server is asked: an address becomes a value that cannot be wrong."""

__all__ = ["GEOJSON", "THEMES", "Embed", "OEmbed", "Page", "View", "pairs_of", "parted"]

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from geo.atlas.links import Pairs
from geo.errors import BadValue, UnknownParameter
from geo.limits import limit
from geo.mercator import MAX_ZOOM, WORLD, Bounds
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.viewpoint import Viewpoint

GEOJSON = "application/geo+json"  # of RFC 7946
MAX_OFFSET = 999_999_999
THEMES = ("auto", "light", "dark")
SWITCH = ("1", "0")
SIZE = {"maxwidth": 800, "maxheight": 560}  # px of an embed whose page says no less


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What /api/incidents is asked: a query and which part of its result."""

    query: Query
    limit: int
    offset: int

    @classmethod
    def parse(cls, request: Request) -> "Page":
        """Read the URL. Raises BadValue."""
        own, query = parted(pairs_of(request), limit="100", offset="0")
        return cls(
            query=query,
            limit=_whole("limit", own["limit"], 1, limit("page")),
            offset=_whole("offset", own["offset"], 0, MAX_OFFSET),
        )

    def link(self, rel: str, offset: int) -> dict[str, str]:
        """Return the link to the page that starts at an offset."""
        pairs = [*self.query.params(), ("limit", str(self.limit)), ("offset", str(offset))]
        href = f"/api/incidents?{urlencode(pairs)}"
        return {"rel": rel, "type": GEOJSON, "href": href}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What /api/cells is asked: a query, and the part of the map in view (else its bbox)."""

    query: Query
    bounds: Bounds
    zoom: int

    @classmethod
    def parse(cls, request: Request) -> "View":
        """Read the URL. Raises BadValue."""
        own, query = parted(pairs_of(request), view="", zoom="2")
        return cls(
            query=query,
            bounds=_bounds("view", own["view"]) if own["view"] else query.bbox or WORLD,
            zoom=_whole("zoom", own["zoom"], 0, MAX_ZOOM),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """What /embed/map is asked: what to show, where to look at first, and what goes with it."""

    query: Query
    theme: str = THEMES[0]
    has_legend: bool = True
    has_caption: bool = True
    has_years: bool = True
    at: Viewpoint | None = None

    @classmethod
    def parse(cls, pairs: Pairs) -> "Embed":
        """Read the parameters of an address. Raises BadValue."""
        own, query = parted(pairs, theme=THEMES[0], legend="1", caption="1", years="1", at="")
        return cls(
            query=query,
            theme=_one_of("theme", own["theme"], THEMES),
            has_legend=_one_of("legend", own["legend"], SWITCH) == "1",
            has_caption=_one_of("caption", own["caption"], SWITCH) == "1",
            has_years=_one_of("years", own["years"], SWITCH) == "1",
            at=Viewpoint.parse(own["at"]) if own["at"] else None,
        )

    def params(self) -> Pairs:
        """Return the parameters that ask for the same; what goes without saying is left out."""
        own = {
            "theme": "" if self.theme == THEMES[0] else self.theme,
            "legend": "" if self.has_legend else "0",
            "caption": "" if self.has_caption else "0",
            "years": "" if self.has_years else "0",
            "at": str(self.at or ""),
        }
        return [*self.query.params(), *((name, text) for name, text in own.items() if text)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OEmbed:
    """What /oembed is asked: an address, and the most px that its picture may take."""

    url: str
    width: int
    height: int

    @classmethod
    def parse(cls, pairs: Pairs) -> "OEmbed":
        """Read the parameters. Raises BadValue, and HTTPException for another format than JSON.

        Others than those of https://oembed.com are let be: consumers add their own.
        """
        given = dict(pairs)
        if given.get("format", "json") != "json":
            raise HTTPException(501, "only format=json is offered")
        if not given.get("url"):
            raise BadValue("url", "", "the address of a map: /oembed?url=https://…/embed/map")
        most = (given.get(name, str(size)) for name, size in SIZE.items())
        width, height = (_whole(n, text, 1, MAX_OFFSET) for n, text in zip(SIZE, most, strict=True))
        return cls(
            url=given["url"],
            width=min(width, SIZE["maxwidth"]),
            height=min(height, SIZE["maxheight"]),
        )


def pairs_of(request: Request) -> Pairs:
    """Return the parameters of a request's address, as often as they stand there."""
    return request.query_params.multi_items()


def parted(pairs: Pairs, **own: str) -> tuple[dict[str, str], Query]:
    """Part a door's own parameters, given with their defaults, from those of the query.

    Raises BadValue.
    """
    given: dict[str, str] = {}
    rest: Pairs = []
    for name, text in pairs:
        if name not in own:
            rest.append((name, text))
        elif name in given:
            raise BadValue(name, text, "one value only")
        else:
            given[name] = text
    return own | given, _query(rest, tuple(own))


def _query(pairs: Pairs, own: tuple[str, ...]) -> Query:
    try:
        return Query.parse(pairs)
    except UnknownParameter as fault:
        known = dict.fromkeys([*(f.name for f in FILTERS), *own])
        raise UnknownParameter(fault.parameter, fault.value, list(known)) from None


def _bounds(name: str, text: str) -> Bounds:
    try:
        return Bounds.parse(text)
    except BadValue as fault:
        raise BadValue(name, text, fault.allowed) from None


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise BadValue(name, text, f"one of {', '.join(allowed)}")
    return text


def _whole(name: str, text: str, low: int, high: int) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise BadValue(name, text, f"a whole number from {low} to {high}")
    return int(text)
