"""The dashboard's first answer with the tags of its view: Streamlit's says only "Streamlit".

Sites that show a link read this answer and run no script. The rest of the page stays as it is, and
a browser sees no difference but the title.
"""

__all__ = ["FirstPage"]

import re
from threading import BoundedSemaphore

from anyio import move_on_after
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.current import CurrentAtlas
from geo.atlas.link_tags import LinkTags
from geo.atlas.params import check_amount
from geo.atlas.view_tags import tags_of_view, words_of_view
from geo.maps import static
from geo.web.request_params import base_of, pairs_of

DESCRIPTION = "/api/openapi.json"
PATIENCE = 0.5  # seconds for the numbers of a view: a page does not wait longer for them
MOST = 4  # views whose numbers are looked up at a time, also those that no page waits for any more
_METHODS = ("GET", "HEAD")
_OF_FILE = ("ETag", "Last-Modified", "Accept-Ranges")
_TITLE = re.compile(rb"<title>[^<]*</title>")
_ICON = re.compile(rb'(<link rel="shortcut icon" href=")[^"]*')
_DESCRIBED = re.compile(rb'(<link rel="service-desc" href=")[^"]*')
_NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_NEEDS_SCRIPT = (
    b"<noscript><p>The dashboard needs JavaScript. The page of a record, record/ with its id at"
    b" the end, does not.</p></noscript>"
)
_CHARSET = re.compile(rb"<meta charset=[^>]*>")
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"range", b"if-range")


class FirstPage:
    """Middleware that puts the title and the tags of a view into the answer to GET /."""

    def __init__(self, app: ASGIApp, current: CurrentAtlas) -> None:
        self.app = app
        self.current = current
        self._free = BoundedSemaphore(MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] not in _METHODS:
            await self.app(scope, receive, send)
            return
        check_amount(pairs_of(Request(scope)))  # raises BadValue
        whole = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self.app({**scope, "headers": whole}, receive, keep)
        for message in await self._with_tags(scope, sent):
            await send(message)

    async def _with_tags(self, scope: Scope, sent: list[Message]) -> list[Message]:
        start, *parts = sent
        body = b"".join(part.get("body", b"") for part in parts)
        if not _is_plain_page(start) or (body and not _TITLE.search(body)):
            return sent
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in (*_OF_FILE, "Content-Length"):
            del headers[name]
        if body:
            body = _tagged(body, await self._tags(Request(scope)), self.current.root)
            headers["Content-Length"] = str(len(body))
        return [
            {**start, "headers": headers.raw},
            {"type": "http.response.body", "body": body},
        ]

    async def _tags(self, request: Request) -> LinkTags:
        found = None
        with move_on_after(PATIENCE):
            found = await run_sync(self._tags_now, request, abandon_on_cancel=True)
        return found or words_of_view(pairs_of(request))

    def _tags_now(self, request: Request) -> LinkTags | None:
        """Look the numbers of a view up; None while too many others are looked up."""
        if not self._free.acquire(blocking=False):
            return None
        try:
            opened = self.current.atlas()
            return tags_of_view(opened, pairs_of(request), base_of(request, opened))
        finally:
            self._free.release()


def _is_plain_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_page = headers.get("Content-Type", "").startswith("text/html")
    return start["status"] == 200 and is_page and "Content-Encoding" not in headers


def _tagged(page: bytes, tags: LinkTags, root: str) -> bytes:
    """Put title, tags, icon and a word for readers without scripts in place of Streamlit's."""
    head, icon = tags.head().encode(), f"{static.base(root)}/icon.png".encode()
    described = f"{root}{DESCRIPTION}".encode()
    page = _NO_SCRIPT.sub(lambda _: _NEEDS_SCRIPT, page, count=1)
    # Streamlit's is closed.
    page = _DESCRIBED.sub(lambda found: found[1] + described, page, count=1)
    page = _CHARSET.sub(lambda found: found[0] + _connection(), page, count=1)
    page = _ICON.sub(lambda found: found[1] + icon, page, count=1)
    return _TITLE.sub(lambda _: head, page, count=1)


def _connection() -> bytes:
    """Return the tags of what says that the connection does not come.

    Their addresses begin at the page, as Streamlit's do: it comes also through a proxy that names
    another path. The script is there before Streamlit's, which opens the connection.
    """
    files = f".{static.base('')}"
    style = f'<link rel="stylesheet" href="{files}/connection.css">'
    return f'{style}<script src="{files}/connection.js"></script>'.encode()
