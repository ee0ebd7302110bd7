"""The route of files that readers ordered on the dashboard: each under a token of its own."""

__all__ = ["disposition", "make_routes"]

from functools import partial
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from geo.atlas.current import CurrentAtlas


def make_routes(current: CurrentAtlas) -> list[BaseRoute]:
    """Return the address of each file that was ordered."""
    return [Route("/made/{token}/{name}", partial(made, current))]


def made(current: CurrentAtlas, request: Request) -> Response:
    """Answer a file that is ready, for a browser to save; its name in the address says nothing."""
    order = current.file_orders.of(request.path_params["token"])
    file = order.take()
    taken = BackgroundTask(order.note_taken) if request.method == "GET" else None
    headers = {"Content-Disposition": disposition(file.name)}
    return Response(file.content, headers=headers, media_type=file.media_type, background=taken)


def disposition(name: str) -> str:
    """Return the header that saves an answer under a name (RFC 6266).

    >>> disposition("iran 2024.csv")
    "attachment; filename*=UTF-8''iran%202024.csv"
    """
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
