"""Errors become answers: a page where readers come by themselves, JSON elsewhere."""

__all__ = ["STATUSES", "refuse"]

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from geo.atlas.embeds import fault_html
from geo.atlas.printing.page import print_fault_html
from geo.atlas.record_pages import record_fault_html
from geo.errors import BadValue, NotFound, NotPublishable, TooSlow, UnknownParameter
from geo.web.unknown_page import no_page_html

STATUSES: dict[type[Exception], tuple[int, str]] = {
    BadValue: (400, "bad_value"),
    UnknownParameter: (400, "unknown_parameter"),
    NotFound: (404, "not_found"),
    NotPublishable: (403, "not_publishable"),
    TooSlow: (503, "too_slow"),
    Exception: (500, "internal_error"),
}
_HEADERS = {503: {"Retry-After": "5"}}  # seconds
_HTTP_CODES = {
    401: "not_publishable",
    403: "foreign_origin",
    404: "not_found",
    405: "method_not_allowed",
    421: "misdirected",
    501: "not_implemented",
    503: "not_ready",
}
_HTTP_MESSAGES = {
    404: "there is nothing at this address: docs/api.md lists the routes",
    405: "only GET and HEAD are answered here",
}
# Where a fault is a page: what makes it, and what was asked for.
_PAGES = {
    "/about": (no_page_html, "page"),
    "/embed/record": (fault_html, "record"),
    "/embed": (fault_html, "map"),
    "/made": (no_page_html, "file"),
    "/print": (print_fault_html, "view"),
    "/record": (record_fault_html, "page"),
}
_log = logging.getLogger("geo.web")


def refuse(request: Request, error: Exception) -> Response:
    """Turn an error into an answer."""
    status, body = _described(error)
    if status == 500:
        _log.error("%s failed", request.url.path, exc_info=error)
    headers = error.headers if isinstance(error, HTTPException) else _HEADERS.get(status)
    for prefix, (page, thing) in _PAGES.items():
        if request.url.path.startswith(prefix):
            return HTMLResponse(page(_sentence(error, body, thing)), status, headers)
    return JSONResponse({"error": body}, status, headers)


def _described(error: Exception) -> tuple[int, dict[str, str]]:
    if isinstance(error, HTTPException):
        status, code = error.status_code, _HTTP_CODES.get(error.status_code, "refused")
        return status, {"code": code, "message": _HTTP_MESSAGES.get(status, error.detail)}
    status, code = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if status == 500:
        return status, {"code": code, "message": "internal error: details are in the server log"}
    return status, {"code": code, "message": str(error)} | _parameter(error)


def _sentence(error: Exception, body: dict[str, str], thing: str) -> str:
    """Say an error to a reader."""
    if isinstance(error, BadValue):
        return f"This {thing} cannot be shown: its address has a mistake. {body['message']}."
    return body["message"]


def _parameter(error: Exception) -> dict[str, str]:
    if not isinstance(error, BadValue):
        return {}
    return {"parameter": error.parameter, "value": str(error.value), "allowed": error.allowed}
