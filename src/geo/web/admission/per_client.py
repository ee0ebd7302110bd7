"""What one client may have of a server that others ask too."""

__all__ = ["PerClient", "client_asking"]

from collections import Counter
from math import ceil

from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.readers import client_of
from geo.settings import limit
from geo.web.admission.buckets import Buckets
from geo.web.admission.connections import CONNECTION
from geo.web.admission.refused import Refusal, turn_away

SOCKET_SECONDS = 60  # until a client with too many dashboards may try again


class PerClient:
    """Middleware that bounds how often one client asks, and how many WebSockets it has open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._buckets = Buckets()
        self._sockets: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket."""
        client = "" if scope["type"] == "lifespan" else client_asking(scope)
        refusal = self._refusal(scope, client) if client else None
        if refusal:
            await turn_away(refusal, scope, receive, send)
        elif client and scope["type"] == "websocket":
            await self._serve_socket(client, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope, client: str) -> Refusal | None:
        most = limit("requests")
        if seconds := self._buckets.take(client, most):
            rule = f"more than {most:,} requests came from your network within a minute"
            return Refusal(429, f"{rule}: wait a little, and ask again", ceil(seconds))
        most = limit("websockets")
        if scope["type"] == "websocket" and self._sockets[client] >= most:
            rule = f"{most:,} dashboards are open from your network, which is the limit"
            return Refusal(429, f"{rule}: close one of them, or try again later", SOCKET_SECONDS)
        return None

    async def _serve_socket(self, client: str, scope: Scope, receive: Receive, send: Send) -> None:
        self._sockets[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._sockets[client] -= 1
            if not self._sockets[client]:
                del self._sockets[client]


def client_asking(scope: Scope) -> str:
    """Return the client of a request; "" where its address does not tell clients apart.

    The HTTP server has put the address that a trusted proxy names in place of the proxy's own. One
    that names none sends all its readers under its own address.
    """
    address = scope["client"][0] if scope.get("client") else None
    connection = CONNECTION.get()
    if connection and connection.is_proxy and connection.peer == address:
        return ""
    return client_of(address)
