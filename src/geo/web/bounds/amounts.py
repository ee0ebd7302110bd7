"""How many parameters an address has."""

__all__ = ["BoundedParams"]

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.params import check_amount


class BoundedParams:
    """An app that hears only of addresses with not too many parameters; others raise BadValue."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        check_amount(Request(scope).query_params.multi_items())
        await self.app(scope, receive, send)
