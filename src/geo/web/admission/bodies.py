"""The body of a request: how large it may be, and how slowly it may come.

Only a file that a reader adds has one. A body that nobody reads stays in the connection, so a
request that is answered before its body came whole is the last one of its connection.
"""

__all__ = ["Bodies"]

import asyncio
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.uploads import upload_bytes
from geo.settings import limit
from geo.web.admission.connections import CONNECTION, LEAST_RATE, TOO_LATE
from geo.web.admission.refused import Refusal, turn_away

UPLOAD = "/_stcore/upload_file/"
FORM_BYTES = 64 << 10  # around the file of an upload, and of any other request


class Bodies:
    """Middleware that bounds bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        most = FORM_BYTES + (upload_bytes() if scope["path"].startswith(UPLOAD) else 0)
        body = _Body(receive, send, most)
        if _length(scope) > most:
            body.refusal = _too_large(most)
        else:
            await self._read(body, scope)
        if body.refusal and not body.is_answered:
            await turn_away(body.refusal, scope, receive, send)
        if not body.is_whole and (connection := CONNECTION.get()):
            connection.end()

    async def _read(self, body: "_Body", scope: Scope) -> None:
        try:
            await self.app(scope, body.receive, body.send)
        except _Refused:
            pass
        except Exception:
            if not body.refusal:
                raise


class _Refused(Exception):
    """A body that is too large, or too slow: whoever reads it stops."""


class _Body:
    """The body of one request as the app reads it, and what the app answers."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._most = receive, send, most
        self._bytes = 0
        self._since = monotonic()
        self.refusal: Refusal | None = None
        self.is_whole = self.is_answered = False

    async def receive(self) -> Message:
        """Return the next part. Raises _Refused."""
        if self.is_whole:  # what follows is the end of the connection, whenever that is
            return await self._receive()
        allowed = limit("request_seconds") + self._bytes / LEAST_RATE
        try:
            left = self._since + allowed - monotonic()
            message = await asyncio.wait_for(self._receive(), max(0.0, left))
        except TimeoutError:
            raise self._refused(TOO_LATE) from None
        self._bytes += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        if self._bytes > self._most:
            raise self._refused(_too_large(self._most))
        return message

    async def send(self, message: Message) -> None:
        """Send what the app answers, unless that is about a body that was refused."""
        if self.is_answered or not self.refusal:
            self.is_answered = True
            await self._send(message)

    def _refused(self, refusal: Refusal) -> _Refused:
        self.refusal = refusal
        return _Refused()


def _has_body(scope: Scope) -> bool:
    return _length(scope) > 0 or "transfer-encoding" in Headers(scope=scope)


def _length(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "")
    return int(text) if text.isdecimal() else 0


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"the body of this request is larger than {most:,} bytes: send less")
