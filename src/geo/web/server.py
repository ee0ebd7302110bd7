"""The routes beside Streamlit's: the read-only API, the embed, static files and health.

Streamlit answers an unknown path with its page and status 200. So each prefix here goes to one
router of ours, which answers 404 and 405 itself, as JSON or, under /embed, as a page.
"""

__all__ = ["MIDDLEWARE", "ROUTES"]

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas import atlas
from geo.atlas.atlas import Atlas
from geo.atlas.uploads import uploads_of
from geo.errors import BadValue, NotFound, NotPublishable, TooSlow, UnknownParameter
from geo.exports.rows import page_data
from geo.limits import limit
from geo.maps import static
from geo.maps.symbols import symbols_json
from geo.model.attribution import feature_with_status
from geo.query.query import Query
from geo.query.summary import FacetValue, Summary, Toll
from geo.store.store import Store
from geo.web import embeds
from geo.web.compression import Packed
from geo.web.headers import UPLOADS_HEADER, ResponseHeaders
from geo.web.preview import picture_of
from geo.web.request_params import GEOJSON, Embed, OEmbed, Page, View, pairs_of, parted
from geo.words import captions
from geo.words.detail import detail_of

IMMUTABLE = "public, max-age=31536000, immutable"  # a year, the longest that is understood
_log = logging.getLogger("geo.server")


class GeoJSONResponse(JSONResponse):
    """JSON under the media type of RFC 7946."""

    media_type = GEOJSON


# --- the API ---------------------------------------------------------------------------------


def incidents(request: Request) -> Response:
    """Answer one page of incidents, each with its status, as a FeatureCollection."""
    page = Page.parse(request)
    return _answer(request, page.query, lambda opened: _page(opened.store, page))


def _page(store: Store, page: Page) -> Response:
    matched, found = store.incidents(page.query, limit=page.limit, offset=page.offset)
    return GeoJSONResponse(
        {
            "type": "FeatureCollection",
            "numberMatched": matched,
            "numberReturned": len(found),
            "limit": page.limit,
            "offset": page.offset,
            "links": _links(page, matched),
            "features": [feature_with_status(incident, store.as_of) for incident in found],
        }
    )


def incident(request: Request) -> Response:
    """Answer one incident as a Feature, with its panel's words beside the data."""
    parted(pairs_of(request))
    id_ = request.path_params["id"]
    return _answer(request, Query(id=(id_,)), lambda opened: _feature(opened.store, id_))


def _feature(store: Store, id_: str) -> Response:
    found = store.incident(id_)
    feature = feature_with_status(found, store.as_of)
    feature["properties"]["in_words"] = asdict(detail_of(found, store.as_of))
    return GeoJSONResponse(feature)


def cells(request: Request) -> Response:
    """Answer what the map draws: incidents, or cells where there are too many."""
    view = View.parse(request)
    return _answer(request, view.query, lambda opened: _marks(opened.store, view))


def _marks(store: Store, view: View) -> Response:
    return GeoJSONResponse(store.marks(view.query, view.bounds, view.zoom).to_geojson())


def summary(request: Request) -> Response:
    """Answer a query's sentence, counts, tolls and facets."""
    _, query = parted(pairs_of(request))
    # Facets count beyond the query.
    return _answer(request, Query(), lambda opened: _counts(opened.store, query))


def _counts(store: Store, query: Query) -> Response:
    found = store.summary(query)
    return JSONResponse({"sentence": captions.sentence(query, found)} | _summary_json(found))


def rows(request: Request) -> Response:
    """Answer the columns of what a query matches, for a page that filters them by itself."""
    _, query = parted(pairs_of(request))
    return _answer(request, query, lambda opened: _columns(opened.store, query))


def _columns(store: Store, query: Query) -> Response:
    matched, most = store.summary(query).matched, limit("rows")
    if matched > most:
        rule = f"{matched:,} records match, and {most:,} at most are given at once"
        raise BadValue("query", str(query), f"{rule}: narrow it, or ask /api/incidents for pages")
    return JSONResponse(page_data(store.page_rows(query)))


def caption(request: Request) -> Response:
    """Answer the lines that go with a query's map."""
    _, query = parted(pairs_of(request))
    return _answer(request, query, lambda opened: JSONResponse(opened.caption(query).texts()))


def health(_: Request) -> Response:
    """Answer that this process serves."""
    return JSONResponse({"status": "ok"})


def symbols(_: Request) -> Response:
    """Answer the table of symbols as the map layer reads it."""
    return JSONResponse(symbols_json())


def _answer(request: Request, query: Query, make: Callable[[Atlas], Response]) -> Response:
    """Answer what `make` says of the open data, or that the reader has it already.

    `query` matches the rows that it is made of. Raises NotPublishable, NotFound.

    The dashboard's own map may ask for all: a browser says so, and no page can make it lie, unless
    the page's own name was made to point to this machine. What a session brought is its own.
    """
    opened = atlas.current()
    own_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not (own_page and atlas.is_loopback(request.url.hostname)):
        opened.check_publishable(query)
    if token := request.headers.get(UPLOADS_HEADER):
        return make(uploads_of(token).atlas())
    return _unless_kept(request, opened, make)


def _unless_kept(request: Request, opened: Atlas, make: Callable[[Atlas], Response]) -> Response:
    """Answer 304 before anything is counted, where nothing can have changed."""
    tag = _tag(request, opened)
    if tag in _listed(request.headers.get("If-None-Match", "")):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept-Encoding"})
    response = make(opened)
    response.headers["ETag"] = tag
    return response


def _tag(request: Request, opened: Atlas) -> str:
    """Return the mark of an answer: another one with other data, on another day, elsewhere.

    Weak, since it is the same one for all encodings of an answer.
    """
    host = request.headers.get("Host", "")  # an embed names it
    parts = (opened.edition, date.today().isoformat(), host, request.url.path, request.url.query)
    return f'W/"{sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def _listed(tags: str) -> set[str]:
    return {tag.strip() for tag in tags.split(",")}


def _links(page: Page, matched: int) -> list[dict[str, str]]:
    links = [page.link("self", page.offset)]
    if page.offset + page.limit < matched:
        links.append(page.link("next", page.offset + page.limit))
    if page.offset:
        links.append(page.link("prev", max(0, page.offset - page.limit)))
    return links


def _summary_json(found: Summary) -> dict[str, Any]:
    return {
        "attacks": found.attacks,
        "context": found.context,
        "unlocated": found.unlocated,
        "years": found.years,
        "killed": _toll_json(found.killed),
        "injured": _toll_json(found.injured),
        "facets": {
            name: [_facet_json(name, value) for value in values]
            for name, values in found.facets.items()
        },
    }


def _toll_json(toll: Toll) -> dict[str, int]:
    return {
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "without_figure": toll.unknown,
    }


def _facet_json(facet: str, value: FacetValue) -> dict[str, Any]:
    return asdict(value) | ({"value": int(value.value)} if facet == "year" else {})


# --- the embed -------------------------------------------------------------------------------


def embed_map(request: Request) -> Response:
    """Answer the map of a query as a plain page."""
    asked = Embed.parse(pairs_of(request))
    opened = atlas.current()
    opened.check_publishable(asked.query)
    page = embeds.Page(opened, asked, _base(request, opened))
    return _unless_kept(request, opened, lambda _: HTMLResponse(page.html()))


def embed_picture(request: Request) -> Response:
    """Answer the map of a query as a picture, for those who show links to it."""
    asked = Embed.parse(pairs_of(request))
    opened = atlas.current()
    opened.check_publishable(asked.query)

    def make(opened: Atlas) -> Response:
        return Response(picture_of(opened, asked.query, asked.at), media_type="image/png")

    return _unless_kept(request, opened, make)


def oembed(request: Request) -> Response:
    """Answer how an address of ours is shown in another page, as https://oembed.com has it."""
    asked = OEmbed.parse(pairs_of(request))
    opened = atlas.current()
    page = embeds.page_of(opened, asked.url, _base(request, opened))
    try:
        opened.check_publishable(page.asked.query)
    except NotPublishable as error:
        raise HTTPException(401, str(error)) from error  # oEmbed's status for what is not public
    return JSONResponse(page.oembed(asked.width, asked.height))


def _base(request: Request, opened: Atlas) -> str:
    """Return the address under which readers reach this server, without a slash at the end."""
    return opened.public_url or str(request.base_url).rstrip("/")


# --- errors ----------------------------------------------------------------------------------

_STATUS: dict[type[Exception], tuple[int, str]] = {
    BadValue: (400, "bad_value"),
    UnknownParameter: (400, "unknown_parameter"),
    NotFound: (404, "not_found"),
    NotPublishable: (403, "not_publishable"),
    TooSlow: (503, "too_slow"),
    Exception: (500, "internal_error"),
}
_WHEN = {503: {"Retry-After": "5"}}  # seconds
_HTTP_CODES = {
    401: "not_publishable",
    404: "not_found",
    405: "method_not_allowed",
    501: "not_implemented",
}
_HTTP_MESSAGES = {
    404: "there is nothing at this address: the README lists the routes",
    405: "only GET and HEAD are answered here",
}


def _refuse(request: Request, error: Exception) -> Response:
    """Turn an error into an answer, a page under /embed and JSON elsewhere."""
    status, body = _described(error)
    if status == 500:
        _log.error("%s failed", request.url.path, exc_info=error)
    headers = error.headers if isinstance(error, HTTPException) else _WHEN.get(status)
    if request.url.path.startswith("/embed"):
        return HTMLResponse(embeds.fault_html(body["message"]), status, headers)
    return JSONResponse({"error": body}, status, headers)


def _described(error: Exception) -> tuple[int, dict[str, str]]:
    if isinstance(error, HTTPException):
        status, code = error.status_code, _HTTP_CODES.get(error.status_code, "refused")
        return status, {"code": code, "message": _HTTP_MESSAGES.get(status, error.detail)}
    status, code = next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
    if status == 500:
        return status, {"code": code, "message": "this failed on our side; the log says why"}
    return status, {"code": code, "message": str(error)} | _parameter(error)


def _parameter(error: Exception) -> dict[str, str]:
    if not isinstance(error, BadValue):
        return {}
    return {"parameter": error.parameter, "value": str(error.value), "allowed": error.allowed}


# --- files -----------------------------------------------------------------------------------


def script(_: Request) -> Response:
    """Answer the map layer with all that it needs as one script."""
    return Response(static.script(), media_type="text/javascript")


_FILES = Router(
    [
        Route("/symbols.json", symbols),
        Route("/atlas.js", script),
        *(Mount(f"/{at}", StaticFiles(directory=path)) for at, path in static.FOLDERS.items()),
    ],
    redirect_slashes=False,
)


class _Versioned:
    """The files under an address that changes with them: what is found there is kept for good.

    Under another version's address, a page from before or a second server's, they are as they are
    now, and are asked about.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_ours = scope["path_params"]["version"] == static.version()

        async def send_for_good(message: Message) -> None:
            if is_ours and message["type"] == "http.response.start" and message["status"] < 400:
                MutableHeaders(scope=message)["Cache-Control"] = IMMUTABLE
            await send(message)

        await self.app(scope, receive, send_for_good)


# --- the table -------------------------------------------------------------------------------

_TABLE: list[BaseRoute] = [
    Route("/api/incidents", incidents),
    Route("/api/incidents/{id:path}", incident),
    Route("/api/cells", cells),
    Route("/api/summary", summary),
    Route("/api/rows", rows),
    Route("/api/caption", caption),
    Route("/embed/map", embed_map),
    Route("/embed/map.png", embed_picture),
    Route("/oembed", oembed),
    Mount("/assets/v-{version}", _Versioned(_FILES)),
    Mount("/assets", _FILES),
    Route("/health", health),
]
_OURS = ExceptionMiddleware(
    Router(_TABLE, redirect_slashes=False), {Exception: _refuse, HTTPException: _refuse}
)
_PUBLIC = CORSMiddleware(_OURS, allow_origins=["*"], allow_methods=["GET"])

_PREFIXES: dict[str, ASGIApp] = {
    "/api": _PUBLIC,
    "/assets": _PUBLIC,
    "/embed": _OURS,
    "/health": _OURS,
    "/oembed": _PUBLIC,
}

ROUTES: list[BaseRoute] = [
    Route(f"{prefix}{rest}", app)
    for prefix, app in _PREFIXES.items()
    for rest in ("", "/{rest:path}")
]
MIDDLEWARE = [Middleware(ResponseHeaders), Middleware(Packed)]
