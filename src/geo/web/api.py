"""The routes of the read-only API."""

__all__ = ["make_routes"]

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.map_views import MapView
from geo.atlas.params import split_params
from geo.atlas.readers import is_loopback
from geo.atlas.reasons.outside import excluding
from geo.errors import BadValue, TooLarge
from geo.exports.carried.page_data import page_data
from geo.model.attribution import feature_with_status
from geo.query.query import Query
from geo.query.summary import FacetValue, Summary, Toll
from geo.settings import limit
from geo.store.store import Store
from geo.web.bounds.facets import cut_facets
from geo.web.bounds.sizes import IN_A_FILE, checked, fitting, json_pieces, with_list
from geo.web.columns import MEDIA_TYPE, columns_of
from geo.web.headers import SESSION_HEADER, UPLOADS_HEADER
from geo.web.kept.conditional import answer_unless_kept, answer_unless_known
from geo.web.kept.gzipped import accepts_gzip, gzip_response
from geo.web.request_params import (
    GEOJSON,
    PageParams,
    TimelineParams,
    ViewParams,
    pairs_of,
    worded_query,
)
from geo.words import captions
from geo.words.detail import detail_of
from geo.words.notices.reasons import outside_line
from geo.words.numbers import ENGLISH, numbers_of

ANOTHER_WAY = "narrow it, or ask /api/incidents for pages"
FEATURES = "features"
MANY, SPARE = 10**10, 100  # records that no store has; bytes for digits of numbers in links

Make = Callable[[Atlas], Response]


class GeoJSONResponse(JSONResponse):
    """JSON under the media type of RFC 7946."""

    media_type = GEOJSON


def incidents(current: CurrentAtlas, request: Request) -> Response:
    """Answer one page of incidents, each with its status, as a FeatureCollection."""
    page = PageParams.parse(request)
    return _answer(current, request, page.query, lambda opened: _page(opened.store, page))


def _page(store: Store, page: PageParams) -> Response:
    """Answer with as many records as an answer has room for; the next page begins after them."""
    matched, found = store.incidents(page.query, limit=page.limit, offset=page.offset)
    day = store.day_of(page.query)
    features = json_pieces(feature_with_status(incident, day) for incident in found)
    largest = with_list(_page_json(page, MANY, page.limit), FEATURES, ())
    shown = fitting(features, len(largest) + SPARE)
    if found and not shown:
        rule = f"the record {found[0].id!r} has more bytes than one answer may have"
        raise TooLarge(f"{rule}: ask for those after it, from offset={page.offset + 1}")
    whole = with_list(_page_json(page, matched, len(shown)), FEATURES, shown)
    return Response(whole, media_type=GEOJSON)


def _page_json(page: PageParams, matched: int, returned: int) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": returned,
        "limit": page.limit,
        "offset": page.offset,
        "links": _links(page, matched, returned),
    }


def incident(current: CurrentAtlas, request: Request) -> Response:
    """Answer one incident as a Feature, with the words of its panel.

    A query says as of which day it is, and which of its filters leave it out.
    """
    numbers, query = worded_query(request)
    id_ = request.path_params["id"]

    def make(opened: Atlas) -> Response:
        return _feature(opened, id_, query)

    return _answer(current, request, Query(id=(id_,)), make, numbers=numbers)


def _feature(opened: Atlas, id_: str, query: Query) -> Response:
    store = opened.store
    found, day = store.incident(id_, query.as_of), store.day_of(query)
    feature = feature_with_status(found, day)
    excluded = excluding(store, query, id_)
    outside = outside_line(excluded, opened.summary.facets) if excluded else ""
    feature["properties"]["in_words"] = asdict(detail_of(found, day)) | {"outside": outside}
    return checked(GeoJSONResponse(feature), IN_A_FILE)


def cells(current: CurrentAtlas, request: Request) -> Response:
    """Answer the marks of a map: incidents, or cells where there are too many.

    The map of a session says with it where it looks; with HEAD it says only that.
    """
    view = ViewParams.parse(request)
    if session := request.headers.get(SESSION_HEADER):
        current.map_views.note(session, MapView(bounds=view.bounds, zoom=view.zoom))
        if request.method == "HEAD":
            return GeoJSONResponse(None)
    return _answer(
        current, request, view.query, lambda opened: _marks(opened, view), numbers=view.numbers
    )


def _marks(opened: Atlas, view: ViewParams) -> Response:
    asked = view.query, view.bounds, view.zoom
    answer = GeoJSONResponse(opened.marks(*asked).to_geojson())
    if len(answer.body) <= limit("bytes"):
        return answer
    return GeoJSONResponse(opened.marks(*asked, most=0).to_geojson())  # titles of any length


def timeline(current: CurrentAtlas, request: Request) -> Response:
    """Answer a query's records over time."""
    asked = TimelineParams.parse(request)
    return _answer(current, request, asked.query, lambda opened: _timeline(opened.store, asked))


def _timeline(store: Store, asked: TimelineParams) -> Response:
    found = store.timeline(asked.query, bounds=asked.bounds, **asdict(asked.spec))
    return JSONResponse(found.to_json())


def summary(current: CurrentAtlas, request: Request) -> Response:
    """Answer a query's sentence, counts, tolls and facets."""
    numbers, query = worded_query(request)

    def make(opened: Atlas) -> Response:
        return _counts(opened.store, query)

    # Facets count beyond the query.
    return _answer(current, request, Query(), make, numbers=numbers)


def _counts(store: Store, query: Query) -> Response:
    found = store.summary(query)
    whole = {"sentence": captions.sentence(query, found)} | _summary_json(found)
    answer = JSONResponse(whole)
    is_bounded = len(answer.body) <= limit("bytes")
    return answer if is_bounded else JSONResponse(cut_facets(whole, query))


def rows(current: CurrentAtlas, request: Request) -> Response:
    """Answer the columns of a query's matches, for a page that filters them by itself."""
    numbers, query = worded_query(request)

    def make(opened: Atlas) -> Response:
        return _columns(opened.store, query)

    return _answer(current, request, query, make, numbers=numbers)


def _columns(store: Store, query: Query) -> Response:
    matched, most = store.summary(query).matched, limit("rows")
    if matched > most:
        rule = f"{matched:,} records match, and at most {most:,} are given at once"
        raise BadValue("query", str(query), f"{rule}: {ANOTHER_WAY}")
    return checked(JSONResponse(page_data(store.page_rows(query))), ANOTHER_WAY)


def columns(current: CurrentAtlas, request: Request) -> Response:
    """Answer all matches of a query as a columns file, for a page that needs no server then."""
    _, query = split_params(pairs_of(request))
    compressed = accepts_gzip(request)

    def make(opened: Atlas) -> Response:
        return gzip_response(columns_of(opened, query), MEDIA_TYPE, compressed=compressed)

    return _answer(current, request, query, make, keeps_own=True)


def caption(current: CurrentAtlas, request: Request) -> Response:
    """Answer the lines that go with a query's map."""
    numbers, query = worded_query(request)

    def make(opened: Atlas) -> Response:
        return _caption(opened, query)

    return _answer(current, request, query, make, numbers=numbers)


def _caption(opened: Atlas, query: Query) -> Response:
    return JSONResponse(opened.caption(query).texts())


HANDLERS = {
    "/api/incidents": incidents,
    "/api/incidents/{id:path}": incident,
    "/api/cells": cells,
    "/api/timeline": timeline,
    "/api/summary": summary,
    "/api/rows": rows,
    "/api/columns": columns,
    "/api/caption": caption,
}


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the API of an application's data."""
    return [Route(path, partial(handler, current)) for path, handler in HANDLERS.items()]


def _answer(
    current: CurrentAtlas,
    request: Request,
    query: Query,
    make: Make,
    *,
    numbers: str = ENGLISH,
    keeps_own: bool = False,
) -> Response:
    """Answer with `make` from the open data, unless the reader has the answer already.

    `query` matches the rows that the answer is made of; `numbers` is the language in whose way it
    writes numbers; `make` may keep its own answers. Raises NotPublishable, NotFound, BadValue.

    The dashboard's own map may ask for every row: a browser says that it is asking, and no other
    page can forge that, unless its name was made to point to this machine. A session's own files
    are for that session.
    """
    opened = current.atlas()
    is_own_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    sees_all = is_own_page and is_loopback(request.base_url.hostname)
    if not sees_all:
        opened.check_publishable(query)
    with numbers_of(numbers):
        if token := request.headers.get(UPLOADS_HEADER):
            found = make(current.uploads_of(token).atlas())
            return found if keeps_own else checked(found)
        is_public = not (sees_all and opened.store.has_private(query))
        answer = answer_unless_known if keeps_own else answer_unless_kept
        return answer(request, opened, make, is_public=is_public)


def _links(page: PageParams, matched: int, shown: int) -> list[dict[str, str]]:
    links = [page.link("self", page.offset)]
    if page.offset + shown < matched and shown:
        links.append(page.link("next", page.offset + shown))
    if page.offset:
        links.append(page.link("prev", max(0, page.offset - page.limit)))
    return links


def _summary_json(found: Summary) -> dict[str, Any]:
    return {
        "attacks": found.attacks,
        "context": found.context,
        "unlocated": found.unlocated,
        "undated": found.undated,
        "not_known_yet": found.later,
        "years": found.years,
        "killed": _toll_json(found.killed),
        "injured": _toll_json(found.injured),
        "facets": {
            name: [_facet_json(name, value) for value in values]
            for name, values in found.facets.items()
        },
        "unlisted": dict(found.unlisted),
    }


def _toll_json(toll: Toll) -> dict[str, int]:
    return {
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "without_figure": toll.unknown,
    }


def _facet_json(facet: str, value: FacetValue) -> dict[str, Any]:
    return {
        "value": int(value.value) if facet == "year" else value.value,
        "label": value.label,
        "count": value.count,
        "part_of": value.part_of,
    }
