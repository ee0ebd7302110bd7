"""What each door of the server is asked: an address becomes a value that cannot be wrong."""

__all__ = ["GEOJSON", "THEMES", "Embed", "Page", "View", "parted"]

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from geo.errors import BadValue, UnknownParameter
from geo.limits import limit
from geo.mercator import MAX_ZOOM, Bounds
from geo.query import FILTERS, Query

GEOJSON = "application/geo+json"  # of RFC 7946
MAX_OFFSET = 999_999_999
THEMES = ("auto", "light", "dark")
WORLD = Bounds(west=-180, south=-90, east=180, north=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What /api/incidents is asked: a query and which part of its result."""

    query: Query
    limit: int
    offset: int

    @classmethod
    def parse(cls, request: Request) -> "Page":
        """Read the URL. Raises BadValue."""
        own, query = parted(request, limit="100", offset="0")
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
        own, query = parted(request, view="", zoom="2")
        return cls(
            query=query,
            bounds=_bounds("view", own["view"]) if own["view"] else query.bbox or WORLD,
            zoom=_whole("zoom", own["zoom"], 0, MAX_ZOOM),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """What /embed/map is asked."""

    query: Query
    theme: str

    @classmethod
    def parse(cls, request: Request) -> "Embed":
        """Read the URL. Raises BadValue."""
        own, query = parted(request, theme=THEMES[0])
        if own["theme"] not in THEMES:
            raise BadValue("theme", own["theme"], f"one of {', '.join(THEMES)}")
        return cls(query=query, theme=own["theme"])


def parted(request: Request, **own: str) -> tuple[dict[str, str], Query]:
    """Part a door's own parameters, given with their defaults, from those of the query.

    Raises BadValue.
    """
    given: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for name, text in request.query_params.multi_items():
        if name not in own:
            rest.append((name, text))
        elif name in given:
            raise BadValue(name, text, "one value only")
        else:
            given[name] = text
    return own | given, _query(rest, tuple(own))


def _query(pairs: list[tuple[str, str]], own: tuple[str, ...]) -> Query:
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


def _whole(name: str, text: str, low: int, high: int) -> int:
    if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise BadValue(name, text, f"a whole number from {low} to {high}")
    return int(text)
