"""Files that readers add: how many the process holds in memory for the pages that sent them.

Streamlit keeps each until its page takes it back or ends.
"""

__all__ = ["Held", "HeldFiles"]

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.uploads import upload_bytes
from geo.settings import limit
from geo.web.admission.bodies import UPLOAD
from geo.web.admission.refused import Refusal, turn_away

FILES = 20  # of one page; the dialog needs one at a time
SECONDS = 60  # until a page may try again


class Held(NamedTuple):
    """What is held in memory: the files of one page, and the bytes of all."""

    files: int = 0
    bytes: int = 0


class HeldFiles:
    """Middleware that refuses a file where too many are held; `held` tells it of a page by id."""

    def __init__(self, app: ASGIApp, held: Callable[[str], Held]) -> None:
        self.app = app
        self._held = held
        self._coming: Counter[str] = Counter()  # files on their way, by page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        page = scope["path"].removeprefix(UPLOAD).partition("/")[0]
        if refusal := self._refusal(page):
            await turn_away(refusal, scope, receive, send)
            return
        self._coming[page] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming -= Counter((page,))  # drops those at 0

    def _refusal(self, page: str) -> Refusal | None:
        held = self._held(page)
        if held.files + self._coming[page] >= FILES:
            rule = f"this page has added {FILES} files, which is the limit"
            return Refusal(429, f"{rule}: reload it to begin again", SECONDS)
        most = limit("upload_megabytes")
        if held.bytes + (self._coming.total() + 1) * upload_bytes() > most << 20:
            rule = f"the files that readers added have {most:,} MB together, which is the limit"
            return Refusal(503, f"{rule}: try again later", SECONDS)
        return None
