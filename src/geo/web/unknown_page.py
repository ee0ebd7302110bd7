"""A page of ours for addresses that nothing answers: Streamlit's would be the dashboard.

Streamlit answers any unknown path with its page and status 200, which then says that it runs its
main page instead.
"""

__all__ = ["UnknownPage", "no_page_html"]

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.maps import static
from geo.maps.templates import render


class UnknownPage:
    """Middleware that answers 404 where Streamlit answers with its page, except at /.

    `known` are the prefixes of those addresses that have pages of their own.
    """

    def __init__(self, app: ASGIApp, known: Sequence[str]) -> None:
        self.app = app
        self.known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._is_known(scope["path"]):
            await self.app(scope, receive, send)
            return
        is_unknown = False

        async def send_known(message: Message) -> None:
            nonlocal is_unknown
            if message["type"] == "http.response.start":
                is_unknown = _is_page(message)
            if not is_unknown:
                await send(message)

        await self.app(scope, receive, send_known)
        if is_unknown:
            page = HTMLResponse(no_page_html(), 404)
            await page(scope, receive, send)

    def _is_known(self, path: str) -> bool:
        return path == "/" or any(f"{path}/".startswith(f"{prefix}/") for prefix in self.known)


def no_page_html(message: str = "") -> str:
    """Return the page that says why an address shows nothing: by default, that nothing has it."""
    return render("no_page.html", assets=static.base(), message=message)


def _is_page(start: Message) -> bool:
    content_type = Headers(raw=start["headers"]).get("Content-Type", "")
    return start["status"] in (200, 206) and content_type.startswith("text/html")
