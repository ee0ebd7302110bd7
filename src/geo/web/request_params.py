"""Parse each route's parameters into a validated value."""

__all__ = [
    "GEOJSON",
    "LONGEST_NAME",
    "MAX_OFFSET",
    "MOST_PLACES",
    "PAGE",
    "PIXELS",
    "PLACE",
    "TIMELINE",
    "VIEW",
    "WORDED",
    "OEmbedParams",
    "PageParams",
    "PlaceParams",
    "TimelineParams",
    "ViewParams",
    "base_of",
    "pairs_of",
    "worded_query",
]

import re
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from geo.atlas.atlas import Atlas
from geo.atlas.links import Pairs
from geo.atlas.params import split_params, with_plain_ampersands
from geo.errors import BadValue, UnknownParameter
from geo.mercator import MAX_ZOOM, WORLD, Bounds
from geo.query.query import Query
from geo.query.timeline import TimelineSpec
from geo.query.values import whole_number
from geo.settings import limit
from geo.web.paths.base_path import root_of
from geo.words.numbers import ENGLISH

GEOJSON = "application/geo+json"  # of RFC 7946
MAX_OFFSET = 999_999_999
PIXELS = whole_number(1, 999_999_999)
OEMBED = ("url", "format", "maxwidth", "maxheight")
PAGE = {"limit": "100", "offset": "0"}
PLACE = {"q": "", "limit": "8"}
VIEW = {"view": "", "zoom": "2", "numbers": ENGLISH}
WORDED = {"numbers": ENGLISH}
_SPEC = {each.name: str(each.default or "") for each in fields(TimelineSpec)}
TIMELINE = _SPEC | {"view": ""}
MOST_PLACES = 20  # in one answer
LONGEST_NAME = 100  # characters of a place's name
SIZE = {"maxwidth": 800, "maxheight": 560}  # px of an embed, unless its page asks for less


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParams:
    """The parameters of /api/incidents: a query and the part of its result.

    `root` is the path below which readers find everything.
    """

    root: str
    query: Query
    limit: int
    offset: int

    @classmethod
    def parse(cls, request: Request) -> "PageParams":
        """Read the address. Raises BadValue."""
        values, query = split_params(pairs_of(request), **PAGE)
        return cls(
            root=root_of(request.scope),
            query=query,
            limit=whole_number(1, limit("page")).parse("limit", values["limit"]),
            offset=whole_number(0, MAX_OFFSET).parse("offset", values["offset"]),
        )

    def link(self, rel: str, offset: int) -> dict[str, str]:
        """Return the link to the page that starts at an offset."""
        pairs = [*self.query.params(), ("limit", str(self.limit)), ("offset", str(offset))]
        href = f"{self.root}/api/incidents?{urlencode(pairs)}"
        return {"rel": rel, "type": GEOJSON, "href": href}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewParams:
    """The parameters of /api/cells: a query and the visible part of the map (default: its bbox)."""

    query: Query
    bounds: Bounds
    zoom: int
    numbers: str

    @classmethod
    def parse(cls, request: Request) -> "ViewParams":
        """Read the address. Raises BadValue."""
        values, query = split_params(pairs_of(request), **VIEW)
        return cls(
            query=query,
            bounds=_bounds("view", values["view"]) if values["view"] else query.bbox or WORLD,
            zoom=whole_number(0, MAX_ZOOM).parse("zoom", values["zoom"]),
            numbers=values["numbers"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineParams:
    """The parameters of /api/timeline: a query, what is counted, and the view that it follows."""

    query: Query
    spec: TimelineSpec
    bounds: Bounds | None

    @classmethod
    def parse(cls, request: Request) -> "TimelineParams":
        """Read the address; `series` and `span` are texts with commas between. Raises BadValue."""
        values, query = split_params(pairs_of(request), **TIMELINE)
        asked: dict[str, Any] = {name: values[name] for name in _SPEC}
        for name in ("series", "span"):
            asked[name] = tuple(values[name].split(",")) if values[name] else ()
        return cls(
            query=query.without("from", "to"),
            spec=TimelineSpec(**asked),
            bounds=_bounds("view", values["view"]) if values["view"] else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OEmbedParams:
    """The parameters of /oembed: the address of a map, and the size of its frame in px."""

    url: str
    width: int
    height: int

    @classmethod
    def parse(cls, request: Request) -> "OEmbedParams":
        """Read the address. Raises BadValue, and HTTPException for a format other than JSON.

        Parameters that https://oembed.com does not name are ignored: consumers add their own.
        """
        given = _oembed_params(request.scope["query_string"].decode("latin-1"))
        if given.get("format", "json") != "json":
            raise HTTPException(501, "only format=json is offered")
        if not given.get("url"):
            raise BadValue("url", "", "the address of a map: /oembed?url=https://…/embed/map")
        width, height = (
            min(most, PIXELS.parse(name, given.get(name, str(most)))) for name, most in SIZE.items()
        )
        return cls(url=given["url"], width=width, height=height)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceParams:
    """The parameters of /api/places: what a reader has typed, and how many places are wanted."""

    text: str
    limit: int

    @classmethod
    def parse(cls, request: Request) -> "PlaceParams":
        """Read the address. Raises BadValue, UnknownParameter."""
        pairs = pairs_of(request)
        for name, text in pairs:
            if name not in PLACE:
                raise UnknownParameter(name, text, list(PLACE))
        values, _ = split_params(pairs, **PLACE)
        text = " ".join(values["q"].split())
        if not 0 < len(text) <= LONGEST_NAME:
            rule = f"the name of a place, of 1 to {LONGEST_NAME} characters"
            raise BadValue("q", values["q"], rule)
        most = whole_number(1, MOST_PLACES)
        return cls(text=text, limit=most.parse("limit", values["limit"]))


def worded_query(request: Request) -> tuple[str, Query]:
    """Return the language whose numbers an answer has, and the query. Raises BadValue."""
    values, query = split_params(pairs_of(request), **WORDED)
    return values["numbers"], query


def pairs_of(request: Request) -> Pairs:
    """Return the parameters of a request's address; a name may occur several times."""
    return request.query_params.multi_items()


def base_of(request: Request, opened: Atlas) -> str:
    """Return the address under which readers reach this server, without a slash at the end."""
    return opened.public_url or f"{str(request.base_url).rstrip('/')}{opened.root}"


_UNENCODED = re.compile(r"(?:^|&)url=[^&]*\?")


def _oembed_params(query: str) -> dict[str, str]:
    """Return the parameters of oEmbed.

    Where `url` was put into the address without encoding it, its own parameters follow it as if
    they were oEmbed's.
    """
    query = with_plain_ampersands(query)
    pairs = parse_qsl(query, keep_blank_values=True)
    given = {name: text for name, text in pairs if name in OEMBED}
    if _UNENCODED.search(query):
        rest = [(name, text) for name, text in pairs if name not in OEMBED]
        given["url"] += f"&{urlencode(rest)}"
    return given


def _bounds(name: str, text: str) -> Bounds:
    try:
        return Bounds.parse(text)
    except BadValue as fault:
        raise BadValue(name, text, fault.allowed) from None
