"""The routes of a print: the page, and the map on it."""

__all__ = ["make_routes"]

from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.printing.page import PrintPage
from geo.atlas.printing.params import PRINT, PrintParams
from geo.atlas.printing.picture import picture_svg
from geo.web.admission.own_threads import in_own_threads
from geo.web.admission.per_client import client_asking
from geo.web.admission.turns import Turns
from geo.web.kept.conditional import answer_unless_kept
from geo.web.request_params import base_of, pairs_of

# Maps that are drawn or wait for it, each in a thread. A page waits for its map.
WAITING, OF_ONE_CLIENT, SECONDS = 4, 3, 60.0
THREADS = 8  # those in line, and as many that wait for one of them
BUSY = "other maps are being drawn: try again in a few seconds"


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the print of an application's data."""
    turns = Turns(most=WAITING, most_of_one=OF_ONE_CLIENT, seconds=SECONDS)
    return [
        Route(PRINT, partial(print_view, current)),
        Route(f"{PRINT}/map.svg", in_own_threads(partial(print_map, current, turns), THREADS)),
    ]


def print_view(current: CurrentAtlas, request: Request) -> Response:
    """Answer a view as a page for paper."""
    opened = current.atlas()
    page = PrintPage.parse(opened, pairs_of(request), base_of(request, opened))
    page.check_publishable()
    return answer_unless_kept(request, opened, lambda _: HTMLResponse(page.html()))


def print_map(current: CurrentAtlas, turns: Turns, request: Request) -> Response:
    """Answer the map of a print, which waits for others: a page without it would be printed."""
    params = PrintParams.parse(pairs_of(request))
    opened = current.atlas()
    opened.check_publishable(params.query)

    def make(opened: Atlas) -> Response:
        with turns.turn(client_asking(request.scope), BUSY):
            return Response(picture_svg(opened, params), media_type="image/svg+xml")

    return answer_unless_kept(request, opened, make)
