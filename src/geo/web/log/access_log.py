"""One line of JSON for each request: what was asked for and how it went, and nothing of who asked.

Each value is a number, a time, an id of this program's own, or one of a fixed set of texts. So no
byte of a request reaches the log: neither its path, query, headers nor body.
"""

__all__ = ["FIELDS", "METHODS", "AccessLog"]

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.guard.targets import with_path
from geo.web.headers import ERROR_HEADER
from geo.web.log.log_file import LOGGER
from geo.web.log.route_names import RouteNames
from geo.web.paths.base_path import path_below

FIELDS = {
    "time": "when the request came, in UTC (ISO 8601)",
    "method": "its method; `other` for one that HTTP does not define",
    "route": "the route, as docs/api.md writes it; null where none has the address",
    "status": "the status of the answer; 101 for a WebSocket; null if the client left before it",
    "bytes": "bytes of the answer's body as sent, or of a WebSocket's messages to the client",
    "milliseconds": "time until the answer was sent, or until the WebSocket was closed",
    "error": "the id of the error, which the answer and the server's log have too; else null",
}
METHODS = frozenset(
    ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")
)
_STARTS = ("http.response.start", "websocket.http.response.start")
_DENIED = 403  # what the HTTP server answers where a WebSocket is closed before it is open


class _Seen:
    """What is sent as an answer."""

    status: int | None = None
    error: str | None = None
    bytes = 0

    def note(self, message: Message) -> None:
        """Note one message of the answer."""
        kind = message["type"]
        if kind in _STARTS:
            self.status = message["status"]
            self.error = Headers(raw=message.get("headers", [])).get(ERROR_HEADER)
        elif kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close":
            self.status = self.status or _DENIED
        elif kind == "websocket.send":
            self.bytes += len(message.get("bytes") or (message.get("text") or "").encode())
        else:
            self.bytes += len(message.get("body", b""))


class AccessLog:
    """Middleware that writes a line for each request and each WebSocket, once it is over.

    It stands before what takes `base_path` off.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute], base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path
        self._names = RouteNames(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        at, begun, seen = datetime.now(UTC), perf_counter(), _Seen()

        async def send_noted(message: Message) -> None:
            seen.note(message)
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            self._write(scope, at, perf_counter() - begun, seen)

    def _route_of(self, scope: Scope) -> str | None:
        try:
            path = path_below(with_path(scope)["path"], self.base_path)
        except HTTPException:  # its target has none
            return None
        return self._names.name_of(path or "")

    def _write(self, scope: Scope, at: datetime, seconds: float, seen: _Seen) -> None:
        method = scope.get("method", "GET")  # a WebSocket is asked for with GET
        line = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "method": method if method in METHODS else "other",
            "route": self._route_of(scope),
            "status": seen.status,
            "bytes": 0 if method == "HEAD" else seen.bytes,  # the HTTP server leaves a body out
            "milliseconds": round(seconds * 1000, 1),
            "error": seen.error,
        }
        LOGGER.info("%s", json.dumps(line))
