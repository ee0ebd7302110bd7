"""Threads for answers that take seconds or wait for others: quick answers have those of the server.

Of the same picture, one is made and all who asked for it wait, so a line with few places is no
bound of the threads that wait.
"""

__all__ = ["in_own_threads"]

from collections.abc import Awaitable, Callable

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response


def in_own_threads(
    answer: Callable[[Request], Response], most: int
) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler that answers in up to so many threads; further requests wait without one."""
    limiter = CapacityLimiter(most)

    async def handler(request: Request) -> Response:
        return await run_sync(answer, request, limiter=limiter)

    return handler
