"""The route of the search for places in the gazetteer."""

__all__ = ["make_routes"]

import logging
from threading import Lock, Thread
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from geo.gazetteer.index import gazetteer, is_built
from geo.gazetteer.place import CREDITS, Place
from geo.gazetteer.search import find_places
from geo.mercator import Bounds, box_around
from geo.model.precision import DEFAULT_RADIUS_KM, Precision
from geo.web.request_params import PlaceParams
from geo.words.countries import country_name, outline_boxes_of
from geo.words.lines import found_place_line

WIDE_KM = 800.0  # radius of what has no better one: a region of several countries
SECONDS = 5  # after which a reader may ask again while the index is built
NOT_YET = "the index of place names is being built, once: ask again in a minute"
NEVER = "the index of place names cannot be built here: the server's log says why"

_log = logging.getLogger("geo.web")


class GazetteerBuild:
    """Builds the gazetteer in the background where it is missing, and says whether it is there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_broken = False

    def check(self) -> None:
        """Raise HTTPException 503 as long as there is no gazetteer; the first call builds it."""
        if is_built():
            return
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._build, name="gazetteer", daemon=True)
                self._thread.start()
        if self._is_broken:
            raise HTTPException(503, NEVER)
        raise HTTPException(503, NOT_YET, {"Retry-After": str(SECONDS)})

    def _build(self) -> None:
        try:
            gazetteer()
        except Exception:
            self._is_broken = True
            _log.exception("the gazetteer was not built")


def make_routes() -> list[BaseRoute]:
    """Return the route; it is the same whatever data are open."""
    build = GazetteerBuild()

    def places(request: Request) -> Response:
        asked = PlaceParams.parse(request)
        build.check()
        found = find_places(asked.text, asked.limit)
        return JSONResponse({"places": [_place_json(place) for place in found]})

    return [Route("/api/places", places)]


def _place_json(place: Place) -> dict[str, Any]:
    country = country_name(place.country) if place.country else ""
    province = gazetteer().province_name(place.country, place.admin1) if place.admin1 else ""
    return {
        "name": place.name,
        "line": found_place_line(place.kind, province, country),
        "precision": place.kind,
        "country": place.country,
        "lon": place.lon,
        "lat": place.lat,
        "bounds": _bounds_of(place).as_tuple(),
        "gazetteer_id": place.gazetteer_id,
        "credit": CREDITS[place.credit],
    }


def _bounds_of(place: Place) -> Bounds:
    """Return the box that shows a place: of a country's main part, or of its radius."""
    if place.kind == "country":
        for box in outline_boxes_of(place.country):
            if box.west <= place.lon <= box.east and box.south <= place.lat <= box.north:
                return Bounds(west=box.west, south=box.south, east=box.east, north=box.north)
    precision: Precision = place.kind
    radius = place.radius_km or DEFAULT_RADIUS_KM.get(precision, WIDE_KM)
    west, south, east, north = box_around(place.lon, place.lat, radius)
    return Bounds.unrolled(west, max(-90.0, south), east, min(90.0, north))
