"""The route of the local extract of tiles: this one file, in the ranges that a map asks for."""

__all__ = ["make_routes"]

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Route

from geo.atlas.current import CurrentAtlas
from geo.maps.streets import mark_of
from geo.web.headers import IMMUTABLE

MEDIA_TYPE = "application/vnd.pmtiles"  # registered with IANA


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the route of an application's extract."""
    return [Route("/basemap/{mark}.pmtiles", partial(extract, current))]


def extract(current: CurrentAtlas, request: Request) -> FileResponse:
    """Answer bytes of the file that was checked at the start, as long as it is the same.

    The address is compared, and never becomes a path.
    """
    streets = current.streets
    if streets is None or request.path_params["mark"] != streets.mark:
        raise HTTPException(404)
    try:
        found = streets.path.stat()
    except OSError:
        raise HTTPException(404) from None
    if mark_of(found) != streets.mark:
        raise HTTPException(404)
    headers = {"Cache-Control": IMMUTABLE}
    return FileResponse(streets.path, headers=headers, media_type=MEDIA_TYPE, stat_result=found)
