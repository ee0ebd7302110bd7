"""What is answered to a request that does not get in: a page, JSON, or a closed WebSocket."""

__all__ = ["Refusal", "turn_away"]

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from geo.web.headers import headers_of
from geo.web.refusals import refuse


class Refusal(NamedTuple):
    """Why a request does not get in: status and sentence; `seconds` until it may ask again."""

    status: int
    sentence: str
    seconds: int | None = None


async def turn_away(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with a refusal."""
    wait = {} if refusal.seconds is None else {"Retry-After": str(refusal.seconds)}
    error = HTTPException(refusal.status, refusal.sentence, wait)
    plain: Scope = {"headers": [], "query_string": b"", "method": "GET"}  # it is refused whole
    answer = refuse(Request({**scope, **plain, "type": "http"}), error)
    if scope["type"] == "http":
        await answer(scope, receive, send)
        return
    answer.headers.update(headers_of(scope["path"]))
    if "websocket.http.response" in scope.get("extensions", {}):
        await WebSocket(scope, receive, send).send_denial_response(answer)
    else:
        await send({"type": "websocket.close", "code": 1008, "reason": ""})  # policy violation
