"""Requests name a host: only those of this server are answered.

A page of a stranger whose name was made to point to this machine is, to a browser, a page of this
server: it could read whatever a reader on this machine may see. Its name gives it away.
"""

__all__ = ["KnownHosts"]

from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.current import CurrentAtlas
from geo.atlas.readers import Names
from geo.errors import shortened
from geo.web.admission.refused import Refusal, turn_away


class KnownHosts:
    """Middleware that refuses hosts and origins that are not this server's.

    A request without a host is from no browser, which has to name one: it is let in (HTTP/1.0, as
    the checks of load balancers). So is a WebSocket without an origin.
    """

    def __init__(self, app: ASGIApp, current: CurrentAtlas) -> None:
        self.app = app
        self.current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        refusal = None
        if scope["type"] in ("http", "websocket") and (names := self.current.names):
            refusal = _wrong_host(scope, names) or _wrong_origin(scope, names)
        if refusal:
            await turn_away(refusal, scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _wrong_host(scope: Scope, names: Names) -> Refusal | None:
    for authority in _authorities(scope):
        if not names.allows(authority):
            rule = f"this server does not answer under the name {shortened(authority)!r}"
            remedy = "open it under its own, or let it be started with that one (--allow-host)"
            return Refusal(421, f"{rule}: {remedy}")
    return None


def _authorities(scope: Scope) -> Iterator[str]:
    """Give each host that a request names: in its target, if it has a whole address, and fields."""
    target = scope.get("raw_path") or b""
    if not target.startswith(b"/") and b"://" in target:
        yield target.partition(b"://")[2].partition(b"/")[0].decode("latin-1")
    yield from Headers(scope=scope).getlist("host")


def _wrong_origin(scope: Scope, names: Names) -> Refusal | None:
    headers = Headers(scope=scope)
    host, origins = headers.get("host", ""), headers.getlist("origin")
    if scope["type"] == "http" or all(names.allows_origin(origin, host) for origin in origins):
        return None
    rule = f"a page of {shortened(', '.join(origins))!r} may not connect to this server"
    remedy = "open the dashboard under the server's own address, or give that with --public-url"
    return Refusal(403, f"{rule}: {remedy}")
