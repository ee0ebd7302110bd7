"""How many answers of one client are made at the same time: others find threads of the server.

What finds no place waits in the order of asking, without a thread.
"""

__all__ = ["FairShare"]

from asyncio import Semaphore
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.admission.connections import CONNECTION
from geo.web.admission.per_client import client_asking

MOST = 20  # half of the threads that answer
_QUICK_TO_ASK = ("GET", "HEAD")  # others wait for their body, without a thread


class _Share:
    """The places of one client, and how many requests have one or wait for one."""

    def __init__(self) -> None:
        self.places = Semaphore(MOST)
        self.requests = 0


class FairShare:
    """Middleware that bounds how many answers of a client are made; sending does not count."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._shares: dict[str, _Share] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, when it is its turn."""
        is_counted = scope["type"] == "http" and scope["method"] in _QUICK_TO_ASK
        client = client_asking(scope) if is_counted else ""
        if not client:
            await self.app(scope, receive, send)
            return
        share = self._shares.setdefault(client, _Share())
        share.requests += 1
        try:
            await self._answer(share.places, scope, receive, send)
        finally:
            share.requests -= 1
            if not share.requests:
                del self._shares[client]

    async def _answer(self, places: Semaphore, scope: Scope, receive: Receive, send: Send) -> None:
        async with AsyncExitStack() as place:
            await place.enter_async_context(places)
            if (connection := CONNECTION.get()) and connection.is_lost:
                return  # whoever asked did not wait

            async def send_from_outside(message: Message) -> None:
                await place.aclose()
                await send(message)

            await self.app(scope, receive, send_from_outside)
