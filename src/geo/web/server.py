"""The routes that the program adds to Streamlit's, and the middleware around both.

Each prefix here goes to one router of this program, which answers 404 and 405 itself, as JSON or,
where readers come by themselves, as a page. Other unknown paths have a page too (`UnknownPage`).
"""

__all__ = ["Parts", "make_parts", "make_table"]

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import TypedDict

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, Router

from geo.atlas.current import CHECK_SECONDS, CurrentAtlas
from geo.maps.templates import ASSETS
from geo.web import about, api, embed, files, made, places, printing, record, streets
from geo.web.admission.bodies import Bodies
from geo.web.admission.connections import AtWork
from geo.web.admission.fair_share import FairShare
from geo.web.admission.held_files import Held, HeldFiles
from geo.web.admission.known_hosts import KnownHosts
from geo.web.admission.per_client import PerClient
from geo.web.bounds.amounts import BoundedParams
from geo.web.description import document
from geo.web.first_page import FirstPage
from geo.web.guard.boundary import ErrorBoundary
from geo.web.guard.no_dashboard import NoDashboard
from geo.web.guard.preflights import Preflights
from geo.web.guard.sign_in import SignInChecks, SignInGate
from geo.web.headers import ERROR_HEADER, ResponseHeaders
from geo.web.kept.at_hand import AtHand
from geo.web.kept.compression import KeptCompression
from geo.web.log.access_log import AccessLog
from geo.web.paths.base_path import BasePathEnd, StreamlitPaths
from geo.web.refusals import error_id, note, refuse
from geo.web.unknown_page import UnknownPage

# What an address begins with → may the pages of others read it?
_PREFIXES = {
    "/about": False,
    "/api": True,
    "/assets": True,
    "/basemap": True,
    "/embed": False,
    "/favicon.ico": True,
    "/health": False,
    "/made": False,
    "/oembed": True,
    "/print": False,
    "/ready": False,
    "/record": False,
}


class Parts(TypedDict):
    """What the program adds to an application: arguments of Starlette."""

    routes: list[BaseRoute]
    middleware: list[Middleware]


def make_parts(
    current: CurrentAtlas,
    held: Callable[[str], Held] = lambda _: Held(),
    checks: SignInChecks = SignInChecks(),  # noqa: B008, a tuple that nobody can change
) -> Parts:
    """Return the routes of an application's data, and the middleware for every answer.

    Streamlit's answers are among those. `held` tells what Streamlit holds of the files that a page,
    named by its session, has added, and `checks` what its cookies say of who has signed in.
    """
    table = make_table(current)
    log = Middleware(AccessLog, routes=table, base_path=current.asked_path)
    middleware = _middleware(current, held, checks)
    return {
        "routes": _routes(current, table),
        "middleware": [log, *middleware] if current.access_log else middleware,
    }


def _routes(current: CurrentAtlas, table: list[BaseRoute]) -> list[BaseRoute]:
    """Return a route for each prefix and all below it."""
    known = AtHand(Router(table, redirect_slashes=False), current)
    plain = ExceptionMiddleware(BoundedParams(known), {Exception: refuse, HTTPException: refuse})
    for_any_page = Preflights(plain)
    return [
        Route(f"{prefix}{rest}", for_any_page if is_public else plain)
        for prefix, is_public in _PREFIXES.items()
        for rest in ("", "/{rest:path}")
    ]


def make_table(current: CurrentAtlas) -> list[BaseRoute]:
    """Return each single route of an application's data."""
    return [
        *about.make_routes(current),
        *api.make_routes(current),
        *document.make_routes(),
        *embed.make_routes(current),
        *files.make_routes(),
        *made.make_routes(current),
        *places.make_routes(),
        *printing.make_routes(current),
        *record.make_routes(current),
        *streets.make_routes(current),
        Route("/favicon.ico", icon),
        Route("/health", health),
        Route("/ready", partial(ready, current)),
    ]


def _middleware(
    current: CurrentAtlas, held: Callable[[str], Held], checks: SignInChecks
) -> list[Middleware]:
    return [
        Middleware(AtWork),
        Middleware(
            ErrorBoundary,
            base_path=current.asked_path,
            root=current.root,
            dashboard=current.dashboard,
        ),
        Middleware(ResponseHeaders, tiles=current.tiles, root=current.root),
        Middleware(PerClient),
        Middleware(Bodies),
        Middleware(KnownHosts, current=current),
        Middleware(HeldFiles, held=held),
        Middleware(KeptCompression),
        Middleware(FairShare),
        Middleware(BasePathEnd),
        Middleware(SignInGate, current=current, checks=checks),
        Middleware(UnknownPage, current=current, ours=tuple(_PREFIXES)),
        Middleware(FirstPage, current=current),
        _streamlit(current),
    ]


def _streamlit(current: CurrentAtlas) -> Middleware:
    """Return what leads to Streamlit's own addresses, or says that they are not here."""
    ours = tuple(_PREFIXES)
    if current.has_dashboard:
        return Middleware(StreamlitPaths, root=current.root, ours=ours)
    return Middleware(NoDashboard, ours=ours)


def icon(_: Request) -> Response:
    """Answer with the icon: browsers ask for it where a page names none."""
    return FileResponse(ASSETS / "icon.png")


def health(_: Request) -> Response:
    """Answer that this process serves."""
    return JSONResponse({"status": "ok"})


def ready(current: CurrentAtlas, request: Request) -> Response:
    """Answer whether each file can be read as it is now, with 503 where one cannot."""
    files = [{"name": name, "fault": fault} for name, fault in current.files_now()]
    headers = {"Cache-Control": "no-store"}
    if not any(file["fault"] for file in files):
        return JSONResponse({"status": "ready", "files": files}, headers=headers)
    note(request.scope, "503 /ready: a file cannot be read as it is now")
    id_ = error_id(request.scope)
    headers |= {"Retry-After": str(ceil(CHECK_SECONDS)), ERROR_HEADER: id_}
    return JSONResponse({"status": "not ready", "files": files, "id": id_}, 503, headers)
