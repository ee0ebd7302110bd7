"""The routes of a print: the page, and the map on it."""

__all__ = ["make_routes"]

from functools import partial
from threading import BoundedSemaphore

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.printing.page import PrintPage
from geo.atlas.printing.params import PRINT, PrintParams
from geo.atlas.printing.picture import picture_svg
from geo.errors import TooSlow
from geo.web.conditional import answer_unless_kept
from geo.web.request_params import base_of, pairs_of

WAITING = 4  # maps that are drawn or wait for it: each holds a thread of the server


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the print of an application's data."""
    return [
        Route(PRINT, partial(print_view, current)),
        Route(f"{PRINT}/map.svg", partial(print_map, current, BoundedSemaphore(WAITING))),
    ]


def print_view(current: CurrentAtlas, request: Request) -> Response:
    """Answer a view as a page for paper."""
    opened = current.atlas()
    page = PrintPage.parse(opened, pairs_of(request), base_of(request, opened))
    page.check_publishable()
    return answer_unless_kept(request, opened, lambda _: HTMLResponse(page.html()))


def print_map(current: CurrentAtlas, waiting: BoundedSemaphore, request: Request) -> Response:
    """Answer the map of a print, which waits for others: a page without it would be printed."""
    params = PrintParams.parse(pairs_of(request))
    opened = current.atlas()
    opened.check_publishable(params.query)

    def make(opened: Atlas) -> Response:
        if not waiting.acquire(blocking=False):
            raise TooSlow("other maps are being drawn: try again in a few seconds")
        try:
            return Response(picture_svg(opened, params), media_type="image/svg+xml")
        finally:
            waiting.release()

    return answer_unless_kept(request, opened, make)
