"""The dashboard is for readers who signed in, where the operator set that up.

Streamlit has the routes of OpenID Connect; here is what it leaves out: nobody else gets its page,
its connection or the files that the script makes, a failed sign-in says why, cookies that were set
by https are sent by https only, and a reader comes back to the view that the link had.
"""

__all__ = ["SignInChecks", "SignInGate"]

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.access.sign_in import SignIn
from geo.atlas.current import CurrentAtlas
from geo.atlas.serving.prefixes import is_under
from geo.errors import NotSignedIn
from geo.web.guard.kept_view import keep_view, lead_to_view
from geo.web.guard.sign_in_page import LATE, NO_PROVIDER, NOT_TAKEN, failure_of, sign_in_page
from geo.web.guard.streamlit_paths import CALLBACK, LOGIN
from geo.web.refusals import answer_error

_PROTECTED = ("/_stcore/stream", "/_stcore/upload_file", "/media")
_READS = ("GET", "HEAD")  # of the routes of a sign-in, which answer both


class SignInChecks(NamedTuple):
    """What Streamlit's cookies say, and how it begins a sign-in: see screen/sign_in/cookies.py."""

    is_signed_in: Callable[[SignIn, Mapping[str, str]], bool] = lambda *_: False
    has_begun: Callable[[Mapping[str, str], str], bool] = lambda *_: False
    login_query: Callable[[], str] = lambda: ""
    sets_user: Callable[[Iterable[str]], bool] = lambda _: False


class SignInGate:
    """Middleware that lets only readers who signed in to the dashboard, if there is sign-in."""

    def __init__(self, app: ASGIApp, current: CurrentAtlas, checks: SignInChecks) -> None:
        self.app = app
        self.current = current
        self.checks = checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one WebSocket."""
        sign_in = self.current.sign_in
        if sign_in is None or scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if sign_in.is_secure:
            send = _by_https_only(send)
        steps = {LOGIN: self._begin, CALLBACK: self._come_back}
        step = steps.get(scope["path"]) if scope.get("method") in _READS else None
        await (step or self._serve)(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, sign_in = scope["path"], self.current.sign_in
        is_protected = path == "/" or is_under(path, _PROTECTED)
        if not is_protected or sign_in is None or self._is_signed_in(sign_in, scope):
            await self.app(scope, receive, send)
        elif path == "/":
            await sign_in_page(scope)(scope, receive, send)
        else:
            rule = "the dashboard is for readers who signed in: open its page again"
            await answer_error(scope, receive, send, NotSignedIn(rule))

    def _is_signed_in(self, sign_in: SignIn, scope: Scope) -> bool:
        return self.checks.is_signed_in(sign_in, HTTPConnection(scope).cookies)

    async def _begin(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Streamlit send the reader to the provider, and note the view for the way back."""

        async def send_noted(message: Message) -> None:
            if _is_redirect(message):
                keep_view(scope, MutableHeaders(scope=message))
            await send(message)

        query = self.checks.login_query().encode()
        inner = {**scope, "query_string": query}
        if not await self._passed(_is_redirect, inner, receive, send_noted):
            await sign_in_page(scope, NO_PROVIDER)(scope, receive, send)

    async def _come_back(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a reader's way back from the provider: with an answer, or after signing out."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        if error := asked.get("error"):
            await sign_in_page(scope, failure_of(error[0]))(scope, receive, send)
        elif not (state := asked.get("state")):
            await self.app({**scope, "query_string": b""}, receive, send)
        elif not self.checks.has_begun(HTTPConnection(scope).cookies, state[0]):
            await sign_in_page(scope, LATE)(scope, receive, send)
        else:

            async def send_back(message: Message) -> None:
                if _is_redirect(message):
                    lead_to_view(scope, MutableHeaders(scope=message))
                await send(message)

            if not await self._passed(self._has_user, scope, receive, send_back):
                await sign_in_page(scope, NOT_TAKEN)(scope, receive, send)

    def _has_user(self, message: Message) -> bool:
        """Tell whether an answer says who has signed in."""
        return self.checks.sets_user(Headers(raw=message["headers"]).getlist("Set-Cookie"))

    async def _passed(
        self, is_good: Callable[[Message], bool], scope: Scope, receive: Receive, send: Send
    ) -> bool:
        """Let Streamlit answer if its answer is good, and tell whether it was."""
        is_bad = False

        async def send_good(message: Message) -> None:
            nonlocal is_bad
            if message["type"] == "http.response.start":
                is_bad = not is_good(message)
            if not is_bad:
                await send(message)

        await self.app(scope, receive, send_good)
        return not is_bad


def _is_redirect(message: Message) -> bool:
    return message["type"] == "http.response.start" and message["status"] in (302, 303, 307)


def _by_https_only(send: Send) -> Send:
    async def send_secure(message: Message) -> None:
        if "headers" in message:
            message["headers"] = [_secured(*pair) for pair in message["headers"]]
        await send(message)

    return send_secure


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    is_open = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_open else (name, value)
