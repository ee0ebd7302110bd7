"""What is answered to a request that does not get in: a page, JSON or plain text."""

__all__ = ["Refusal", "raw_answer", "turn_away"]

from http import HTTPStatus
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from geo.web.headers import ERROR_HEADER, headers_of
from geo.web.refusals import answer_error, error_id, note


class Refusal(NamedTuple):
    """Why a request does not get in: status and sentence; `seconds` until it may ask again."""

    status: int
    sentence: str
    seconds: int | None = None


async def turn_away(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with a refusal."""
    wait = {} if refusal.seconds is None else {"Retry-After": str(refusal.seconds)}
    error = HTTPException(refusal.status, refusal.sentence, wait)
    await answer_error(scope, receive, send, error)


def raw_answer(refusal: Refusal) -> bytes:
    """Return a refusal as bytes of HTTP/1.1, for what did not become a request: plain text."""
    scope: Scope = {}
    note(scope, f"{refusal.status} to what is not a whole request")
    body = f"{refusal.sentence} (error {error_id(scope)})\n".encode()
    fields = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    if refusal.seconds is not None:
        fields["Retry-After"] = str(refusal.seconds)
    fields |= {ERROR_HEADER: error_id(scope), "Connection": "close"}
    headers = headers_of("/api", status=refusal.status) | fields
    first = f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}"
    lines = (first, *(f"{name}: {text}" for name, text in headers.items()), "", "")
    return "\r\n".join(lines).encode() + body
