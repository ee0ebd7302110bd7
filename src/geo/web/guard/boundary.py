"""The outermost middleware: no fault and no words of another part reach a reader.

An error that escapes becomes an answer with an id. An error that another part answers in its own
words (a library's "Bad Request") is answered in ours, under the headers that it has. So each answer
from 400 on has an id, which is also in the log.
"""

__all__ = ["ErrorBoundary"]

from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.errors import WrongBasePath
from geo.web.guard.targets import with_path
from geo.web.headers import ERROR_HEADER, headers_of
from geo.web.paths.base_path import below, with_site
from geo.web.paths.logged import logged_path
from geo.web.refusals import answer_error, error_id, note, refuse

# What describes the body that is not sent.
_OF_BODY = ("Accept-Ranges", "Content-Encoding", "Content-Length", "Content-Type", "ETag")
_OF_TARGET = (HTTPException, WrongBasePath)  # raised before anything is answered
_SOCKET_FAULT = 1011  # of RFC 6455: the server met an unexpected condition


class ErrorBoundary:
    """Middleware that answers every error.

    It reads the target of each request first: what comes after it knows only a path, and that
    without the base path. `base_path` and `root` are the two sides of that (`geo.web.paths`), and
    `dashboard` is where pages link to it.
    """

    def __init__(
        self, app: ASGIApp, base_path: str = "", root: str = "", dashboard: str = "/"
    ) -> None:
        self.app = app
        self.base_path, self.root, self.dashboard = base_path, root, dashboard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        error_id(scope)  # before any part copies the scope: all say the same
        asked, app = self._target(with_site(scope, self.root, self.dashboard))
        serve = _answer if scope["type"] == "http" else _socket
        await serve(app, asked, receive, send)

    def _target(self, scope: Scope) -> tuple[Scope, ASGIApp]:
        """Return the scope of what is asked for, with what answers it."""
        try:
            return below(with_path(scope), self.base_path), self.app
        except _OF_TARGET as error:
            return scope, _refusing(error)


def _refusing(error: Exception) -> ASGIApp:
    async def refusing(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    return refusing


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    is_started = is_replaced = False

    async def send_own(message: Message) -> None:
        nonlocal is_started, is_replaced
        if message["type"] == "http.response.start":
            is_started, is_replaced = True, _is_foreign(message)
            if is_replaced:
                await _in_our_words(scope, message)(scope, receive, send)
        if not is_replaced:
            await send(message)

    try:
        await app(scope, receive, send_own)
    except Exception as error:
        if is_started:  # too late for words: the server closes what is not complete
            note(scope, f"{logged_path(scope['path'])} was not answered whole", error)
            return
        answer = refuse(Request(scope), error)
        answer.headers.update(headers_of(scope["path"], status=answer.status_code))
        await answer(scope, receive, send)


async def _socket(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await app(scope, receive, send)
    except _OF_TARGET as error:  # so it is not open yet
        await answer_error(scope, receive, send, error)
    except Exception as error:
        note(scope, "a connection failed", error)
        with suppress(Exception):  # it may be closed
            reason = f"error {error_id(scope)}"
            await send({"type": "websocket.close", "code": _SOCKET_FAULT, "reason": reason})


def _is_foreign(start: Message) -> bool:
    """Tell whether an answer is an error that another part put into words."""
    return start["status"] >= 400 and ERROR_HEADER not in Headers(raw=start["headers"])


def _in_our_words(scope: Scope, start: Message) -> Response:
    """Return the answer in place of another's, with the same status and headers."""
    kept = MutableHeaders(raw=list(start["headers"]))
    for name in _OF_BODY:
        del kept[name]
    answer = refuse(Request(scope), HTTPException(start["status"]))
    added = [pair for pair in answer.raw_headers if pair[0].decode() not in kept]
    answer.raw_headers = [*kept.raw, *added]
    return answer
