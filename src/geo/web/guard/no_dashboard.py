"""Where a process has no dashboard: its addresses say so."""

__all__ = ["NoDashboard"]

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.serving.prefixes import is_under
from geo.errors import NotServed
from geo.web.refusals import answer_error

RULE = "the dashboard is not served here: this server was started with --no-dashboard"


class NoDashboard:
    """Middleware that answers what is not under `ours`, the prefixes of our own routes."""

    def __init__(self, app: ASGIApp, ours: Sequence[str]) -> None:
        self.app = app
        self.ours = ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan" or is_under(scope["path"], self.ours):
            await self.app(scope, receive, send)
        else:
            await answer_error(scope, receive, send, NotServed(RULE))
