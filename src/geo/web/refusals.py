"""Errors become answers: a page where readers come by themselves, JSON elsewhere.

Each has an id of its own, in its header, in its text and in the line of the log.
"""

__all__ = [
    "STATUSES",
    "answer_error",
    "error_codes",
    "error_id",
    "note",
    "refuse",
]

import logging
from collections.abc import Callable
from http import HTTPStatus
from traceback import format_exception

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from geo.atlas.embeds import fault_html
from geo.atlas.printing.page import print_fault_html
from geo.atlas.record_pages import record_fault_html
from geo.atlas.serving.prefixes import is_under
from geo.errors import (
    BadValue,
    NotFound,
    NotPublishable,
    NotServed,
    NotSignedIn,
    TooLarge,
    TooSlow,
    UnknownParameter,
    UnreadableData,
    Unwritable,
    WrongBasePath,
    new_error_id,
    printable,
    shortened,
)
from geo.maps import static
from geo.maps.templates import render
from geo.web.headers import ERROR_HEADER, headers_of
from geo.web.paths.base_path import dashboard_of, root_of, splits
from geo.web.paths.logged import logged_path
from geo.web.refused_page import HEADINGS, refused_html

STATUSES: dict[type[Exception], tuple[int, str]] = {
    BadValue: (400, "bad_value"),
    UnknownParameter: (400, "unknown_parameter"),
    NotFound: (404, "not_found"),
    NotPublishable: (403, "not_publishable"),
    NotServed: (404, "no_dashboard"),
    NotSignedIn: (403, "not_signed_in"),
    TooLarge: (400, "too_large"),
    TooSlow: (503, "too_slow"),
    UnreadableData: (503, "unreadable"),
    Unwritable: (503, "disk_full"),
    WrongBasePath: (404, "wrong_base_path"),
    Exception: (500, "internal_error"),
}
_HEADERS = {503: {"Retry-After": "5"}}  # seconds
_HTTP_CODES = {
    400: "bad_request",
    401: "not_publishable",
    403: "foreign_origin",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_late",
    413: "too_large",
    416: "no_such_range",
    421: "misdirected",
    429: "too_many",
    501: "not_implemented",
    503: "not_ready",
}
_HTTP_MESSAGES = {
    400: "the request has a mistake: its address, its headers or its form",
    404: "there is nothing at this address: docs/api.md lists the routes",
    405: "only GET and HEAD are answered here",
    416: "the file has no such part: its length is in Content-Range",
}
# Where readers come by themselves, the answer is a page; under these a program or a script asks.
_FOR_PROGRAMS = (
    "/_stcore",
    "/api",
    "/assets",
    "/basemap",
    "/component",
    "/favicon.ico",
    "/health",
    "/media",
    "/oembed",
    "/ready",
    "/static",
)
# Of a parameter, a dataset or a file, which stays as it is where it begins a sentence.
_BEGIN_WITH_A_NAME = (BadValue, NotPublishable, UnreadableData, Unwritable)
_NOTHING_HERE = HTTPStatus(404).phrase  # where nothing else is said
_SCOPE_KEY = "incident_atlas.error_id"
_log = logging.getLogger("geo.web")


def no_page_html(
    message: str, root: str, dashboard: str, heading: str = "This cannot be shown"
) -> str:
    """Return the page that says why an address shows nothing; it links to a dashboard, if any."""
    words = {"heading": heading, "message": message, "dashboard": dashboard}
    return render("no_page.html", assets=static.base(root), **words)


def no_dashboard_html(message: str, root: str, dashboard: str) -> str:
    """Return the page in place of the dashboard: it says what else is here."""
    words = {"message": message, "dashboard": dashboard}
    return render("no_dashboard.html", root=root, assets=static.base(root), **words)


# Where a fault is a page: what makes it, and what was asked for.
_PAGES: dict[str, tuple[Callable[[str, str, str], str], str]] = {
    "/about": (no_page_html, "page"),
    "/embed/record": (fault_html, "record"),
    "/embed": (fault_html, "map"),
    "/made": (no_page_html, "file"),
    "/print": (print_fault_html, "view"),
    "/record": (record_fault_html, "page"),
}


def refuse(request: Request, error: Exception) -> Response:
    """Turn an error into an answer, and note it in the log."""
    status, body = _described(error)
    id_, path = error_id(request.scope), request.scope["path"]
    unforeseen = error if status == 500 else None
    note(request.scope, f"{status} {request.scope['method']} {logged_path(path)}", unforeseen)
    given = error.headers if isinstance(error, HTTPException) else _HEADERS.get(status)
    headers = {**(given or {}), ERROR_HEADER: id_}
    if _is_for_program(path, error):
        return JSONResponse({"error": body | {"id": id_}}, status, headers)
    return HTMLResponse(_page(request.scope, error, body["message"], id_), status, headers)


async def answer_error(scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
    """Answer a request, or a WebSocket that is not open yet, with an error."""
    answer = refuse(Request({"method": "GET", **scope, "type": "http"}), error)
    if scope["type"] == "http":
        await answer(scope, receive, send)
        return
    answer.headers.update(headers_of(scope["path"], status=answer.status_code))
    if "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(answer)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": ""})  # policy violation


def error_codes() -> dict[int, list[str]]:
    """Return the codes of errors by their status."""
    found: dict[int, list[str]] = {}
    for status, code in (*STATUSES.values(), *_HTTP_CODES.items()):
        found.setdefault(status, []).append(code)
    return found


def error_id(scope: Scope) -> str:
    """Return the id that the error of a request has, if it comes to one."""
    return str(scope.setdefault(_SCOPE_KEY, new_error_id()))


def note(scope: Scope, what: str, error: Exception | None = None) -> None:
    """Write a line with the id of a request's error into the log, and how it came about.

    It has no parameters of the address: nobody keeps what a reader looked for.
    """
    level = logging.WARNING if error is None else logging.ERROR
    trace = "".join(format_exception(error)).splitlines() if error else []
    words = printable(shortened(what))
    _log.log(level, "\n".join((f"error {error_id(scope)}: {words}", *map(printable, trace))))


def _described(error: Exception) -> tuple[int, dict[str, str]]:
    if isinstance(error, HTTPException):
        status, code = error.status_code, _HTTP_CODES.get(error.status_code, "refused")
        is_said = error.detail != HTTPStatus(status).phrase  # else it is the name of the status
        words = error.detail if is_said else _HTTP_MESSAGES.get(status, error.detail)
        return status, {"code": code, "message": words}
    status, code = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if status == 500:
        words = "internal error: the log of the server has more under this id"
        return status, {"code": code, "message": words}
    return status, {"code": code, "message": str(error)} | _fields(error)


def _page(scope: Scope, error: Exception, message: str, id_: str) -> str:
    """Return the page that says an error to a reader."""
    path, root, dashboard = scope["path"], root_of(scope), dashboard_of(scope)
    if not isinstance(error, _BEGIN_WITH_A_NAME):
        message = message[:1].upper() + message[1:]
    if isinstance(error, HTTPException) and error.status_code in HEADINGS:
        return refused_html(f"{message}. Error {id_}.", error.status_code)
    if isinstance(error, NotServed):
        return no_dashboard_html(f"{message}. Error {id_}.", root, dashboard="")
    row = next((row for prefix, row in _PAGES.items() if is_under(path, (prefix,))), None)
    if row is None and isinstance(error, HTTPException) and error.detail == _NOTHING_HERE:
        words = f"It may be cut, or have a mistake. Error {id_}."
        return no_page_html(words, root, dashboard, "There is no page at this address")
    page, thing = row or (no_page_html, "page")
    if isinstance(error, BadValue):
        message = f"This {thing} cannot be shown: its address has a mistake. {message}"
    return page(f"{message.removesuffix('.')}. Error {id_}.", root, dashboard)


def _is_for_program(path: str, error: Exception) -> bool:
    """Tell whether a program asks, also where the path of its address has a wrong beginning."""
    found = [rest for _, rest in splits(path)] if isinstance(error, WrongBasePath) else [path]
    return any(is_under(each, _FOR_PROGRAMS) for each in found)


def _fields(error: Exception) -> dict[str, str]:
    """Return what a program reads of an error, apart from its code."""
    if isinstance(error, BadValue):
        value = shortened(str(error.value))
        return {"parameter": error.parameter, "value": value, "allowed": error.allowed}
    if isinstance(error, WrongBasePath):
        return {"base_path": error.base_path, "path": error.path}
    return {}
