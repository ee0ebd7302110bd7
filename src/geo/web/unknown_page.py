"""Addresses that nothing answers: Streamlit's page would be the dashboard, with status 200.

It would say that it runs its main page instead.
"""

__all__ = ["UnknownPage"]

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.current import CurrentAtlas
from geo.atlas.serving.base_path import base_path
from geo.atlas.serving.prefixes import is_under
from geo.errors import BadValue, WrongBasePath
from geo.web.guard.streamlit_paths import is_open
from geo.web.paths.base_path import splits
from geo.web.refusals import answer_error


class UnknownPage:
    """Middleware that answers 404 where an address is closed, or Streamlit has only its page.

    `ours` are the prefixes of our own routes, which answer for themselves; where there is sign-in,
    its addresses are open.
    """

    def __init__(self, app: ASGIApp, current: CurrentAtlas, ours: Sequence[str]) -> None:
        self.app = app
        self.current = current
        self.ours = ours
        self.sign_in = current.sign_in is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ours = self.ours if scope["type"] == "http" else ()  # which have no WebSockets
        if scope["type"] != "lifespan" and not is_open(scope["path"], ours, sign_in=self.sign_in):
            await answer_error(scope, receive, send, self._nothing_at(scope))
        elif scope["type"] != "http" or self._has_pages(scope["path"]):
            await self.app(scope, receive, send)
        else:
            await self._pass_on(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_unknown = False

        async def send_known(message: Message) -> None:
            nonlocal is_unknown
            if message["type"] == "http.response.start":
                is_unknown = _is_page(message)
            if not is_unknown:
                await send(message)

        await self.app(scope, receive, send_known)
        if is_unknown:
            await answer_error(scope, receive, send, HTTPException(404))

    def _nothing_at(self, scope: Scope) -> Exception:
        """Return the error, with what to do where a proxy puts a path before those of ours."""
        asked, root = f"{self.current.asked_path}{scope['path']}", self.current.root or "/"
        for before, rest in splits(scope["path"]):
            if before and is_open(rest, self.ours) and (remedy := self._remedy(before)):
                return WrongBasePath(remedy, base_path=root, path=asked)
        return HTTPException(404)

    def _remedy(self, before: str) -> str | None:
        """Say what to do about a path before those of ours; None where no option would help."""
        root, address = self.current.root, self.current.public_url
        if root and not self.current.asked_path:
            rule = f"{root} was passed on, and this server expects it taken off (--base-path /)"
            remedy = "let the proxy do so, or start the server without --base-path /"
            return f"{rule}: {remedy}" if before == root else None
        if not (path := _as_base_path(f"{root}{before}")):
            return None
        option = f"--base-path {path}"
        if address:
            option = f"--public-url {address.removesuffix(root)}{path} and no --base-path"
        where = f"this atlas is served at {root}/, and not at {path}/"
        return f"{where}: if a proxy passes that path on, start the server with {option}"

    def _has_pages(self, path: str) -> bool:
        return path == "/" or path.startswith("/component/") or is_under(path, self.ours)


def _as_base_path(text: str) -> str | None:
    """Return a text that could be a base path; None for any other."""
    try:
        return base_path("path", text)
    except BadValue:
        return None


def _is_page(start: Message) -> bool:
    content_type = Headers(raw=start["headers"]).get("Content-Type", "")
    return start["status"] in (200, 206) and content_type.startswith("text/html")
