"""The dashboard is for readers who signed in, where the operator set that up.

Streamlit has the routes of OpenID Connect; here is what it leaves out: nobody else gets its page,
its connection or the files that the script makes, a failed sign-in says why, cookies that were set
by https are sent by https only, and a reader comes back to the view that the link had.
"""

__all__ = ["SignInChecks", "SignInGate"]

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.access.sign_in import SignIn
from geo.atlas.current import CurrentAtlas
from geo.maps import static
from geo.maps.templates import render
from geo.web.guard.streamlit_paths import CALLBACK, LOGIN
from geo.web.headers import ERROR_HEADER
from geo.web.paths.base_path import dashboard_of, root_of
from geo.web.paths.prefixes import is_under
from geo.web.refusals import NotSignedIn, answer_error, error_id, note

_PROTECTED = ("/_stcore/stream", "/_stcore/upload_file", "/media")
_USER = "_streamlit_user="
_VIEW = "incident_atlas_view"  # the query of the address that a reader opened before signing in
_VIEW_SECONDS = 600
# A query that may stand in a cookie and in the address of a redirect as it is.
_QUERY = re.compile(r"[\w.~%&=+,:!*'()/?@$-]{1,2000}", re.ASCII)


class Failure(NamedTuple):
    """A sign-in that failed: the status, what the reader is told, and the log in 70 characters."""

    status: int
    reader: str
    log: str


_OPERATOR = "whoever runs this server finds more in its log"
LATE = Failure(
    400,
    "This sign-in was begun in another browser or too long ago, or this one keeps no cookies.",
    "the state is not of a sign-in that this browser began",
)
NOT_TAKEN = Failure(
    502,
    f"The sign-in service and this server did not understand each other; {_OPERATOR}.",
    "no answer was taken (above): check client_id, client_secret, the clock",
)
NO_PROVIDER = Failure(
    503,
    f"The sign-in service does not answer. Try again in a minute; {_OPERATOR}.",
    "the provider was not reached (above): check server_metadata_url",
)
SET_UP = Failure(
    502,
    f"The sign-in service refused this server; {_OPERATOR}.",
    "the provider refused: check client_id and redirect_uri, here and there",
)
# An error of RFC 6749 (4.1.2.1) that says more than that the set-up is wrong.
_ERRORS = {
    "access_denied": Failure(
        403,
        "The sign-in was cancelled, or your account may not open this atlas.",
        "access_denied: the reader cancelled, or may not sign in",
    ),
    "server_error": NO_PROVIDER,
    "temporarily_unavailable": NO_PROVIDER,
}


class SignInChecks(NamedTuple):
    """What Streamlit's cookies say, and how it begins a sign-in: see screen/sign_in/cookies.py."""

    is_signed_in: Callable[[SignIn, Mapping[str, str]], bool] = lambda *_: False
    has_begun: Callable[[Mapping[str, str], str], bool] = lambda *_: False
    login_query: Callable[[], str] = lambda: ""


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
        step = steps.get(scope["path"]) if scope.get("method") == "GET" else None
        await (step or self._serve)(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, sign_in = scope["path"], self.current.sign_in
        is_protected = path == "/" or is_under(path, _PROTECTED)
        if not is_protected or sign_in is None or self._is_signed_in(sign_in, scope):
            await self.app(scope, receive, send)
        elif path == "/":
            await _page(scope)(scope, receive, send)
        else:
            rule = "the dashboard is for readers who signed in: open its page again"
            await answer_error(scope, receive, send, NotSignedIn(rule))

    def _is_signed_in(self, sign_in: SignIn, scope: Scope) -> bool:
        return self.checks.is_signed_in(sign_in, HTTPConnection(scope).cookies)

    async def _begin(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Streamlit send the reader to the provider, and note the view for the way back."""
        view = _as_view(scope["query_string"].decode("latin-1"))

        async def send_noted(message: Message) -> None:
            if _is_redirect(message):
                kept = _cookie_of_view(scope, view, _VIEW_SECONDS)
                MutableHeaders(scope=message).append("Set-Cookie", kept)
            await send(message)

        query = self.checks.login_query().encode()
        inner = {**scope, "query_string": query}
        if not await self._passed(_is_redirect, inner, receive, send_noted):
            await _failed(NO_PROVIDER, scope, receive, send)

    async def _come_back(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a reader's way back from the provider: with an answer, or after signing out."""
        cookies = HTTPConnection(scope).cookies
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        if error := asked.get("error"):
            await _failed(_ERRORS.get(error[0], SET_UP), scope, receive, send)
        elif not (state := asked.get("state")):
            await self.app({**scope, "query_string": b""}, receive, send)
        elif not self.checks.has_begun(cookies, state[0]):
            await _failed(LATE, scope, receive, send)
        else:

            async def send_back(message: Message) -> None:
                if _is_redirect(message):
                    headers = MutableHeaders(scope=message)
                    _lead_to(_as_view(cookies.get(_VIEW)), headers)
                    headers.append("Set-Cookie", _cookie_of_view(scope, "", 0))
                await send(message)

            if not await self._passed(_has_user, scope, receive, send_back):
                await _failed(NOT_TAKEN, scope, receive, send)

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


def _page(scope: Scope, failure: Failure | None = None) -> HTMLResponse:
    """Return the page that leads to the provider, and by way of it to the view that was opened."""
    has_view = scope["path"] != CALLBACK
    cookies, query = HTTPConnection(scope).cookies, scope["query_string"].decode("latin-1")
    view = _as_view(query if has_view else cookies.get(_VIEW))
    id_ = error_id(scope) if failure else ""
    root = root_of(scope)
    login = f"{root}{LOGIN}"
    values = {"failure": failure, "id": id_, "address": f"{login}?{view}" if view else login}
    values["dashboard"] = dashboard_of(scope)
    page = render("sign_in.html", root=root, assets=static.base(root), **values)
    status = failure.status if failure else 200
    headers = {"Cache-Control": "no-store"} | ({ERROR_HEADER: id_} if failure else {})
    return HTMLResponse(page, status, headers)


async def _failed(failure: Failure, scope: Scope, receive: Receive, send: Send) -> None:
    note(scope, f"sign-in: {failure.log}")
    await _page(scope, failure)(scope, receive, send)


def _as_view(query: str | None) -> str:
    """Return the query of a view, or nothing where it could be more than that."""
    return query if query and _QUERY.fullmatch(query) else ""


def _is_redirect(message: Message) -> bool:
    return message["type"] == "http.response.start" and message["status"] in (302, 303, 307)


def _cookies_of(message: Message) -> Iterator[str]:
    yield from Headers(raw=message["headers"]).getlist("Set-Cookie")


def _has_user(message: Message) -> bool:
    """Tell whether an answer says who has signed in; a cookie that is taken back is empty."""
    kept = [each for each in _cookies_of(message) if each.startswith(_USER)]
    return any(not each.startswith(f'{_USER}""') for each in kept)


def _lead_to(view: str, headers: MutableHeaders) -> None:
    """Turn a redirect to the dashboard into one to a view of it."""
    if view:
        headers["Location"] = f"{headers['Location']}?{view}"


def _cookie_of_view(scope: Scope, view: str, seconds: int) -> str:
    """Return the cookie that keeps a view for some seconds: no other page of the host gets it."""
    place = root_of(scope) or "/"
    return f"{_VIEW}={view}; Path={place}; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def _by_https_only(send: Send) -> Send:
    async def send_secure(message: Message) -> None:
        if "headers" in message:
            message["headers"] = [_secured(*pair) for pair in message["headers"]]
        await send(message)

    return send_secure


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    is_open = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_open else (name, value)
