"""Answers at hand: what others were given is sent at once, without a thread and without a store.

It stands in front of the routes, within all that guards them: a request that does not get in never
comes here, and headers are those of any answer.
"""

__all__ = ["AtHand"]

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.current import CurrentAtlas
from geo.web.headers import SESSION_HEADER, UPLOADS_HEADER
from geo.web.kept.conditional import answer_at_hand

_OF_SESSIONS = (SESSION_HEADER, UPLOADS_HEADER)  # their answers, and where their maps look


class AtHand:
    """An app that hears only of requests whose answer is not at hand."""

    def __init__(self, app: ASGIApp, current: CurrentAtlas) -> None:
        self.app = app
        self._current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._known(Request(scope))
        app = self.app if answer is None else answer
        await app(scope, receive, send)

    def _known(self, request: Request) -> Response | None:
        """Return the answer that others were given, if this request may have it."""
        is_anybodys = not any(name in request.headers for name in _OF_SESSIONS)
        if request.method != "GET" or not is_anybodys:
            return None
        opened = self._current.atlas_at_hand()
        return None if opened is None else answer_at_hand(request, opened)
