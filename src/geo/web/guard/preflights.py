"""What a browser asks before a page of another site may read an answer (CORS, preflight).

The answers themselves say it in the headers of their path, the same to every page.
"""

__all__ = ["Preflights"]

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Send


class Preflights(CORSMiddleware):
    """Middleware that lets pages of all sites read answers, without credentials."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, allow_origins=["*"], allow_methods=["GET"], allow_headers=["Range"])

    async def send(self, message: Message, send: Send, request_headers: Headers) -> None:  # noqa: ARG002, Starlette gives them
        """Leave an answer as it is.

        Starlette would let it vary with `Origin`: a cache would keep one for each site that asks.
        """
        await send(message)
