"""Answers that a browser keeps: 304 where it has the newest, before anything is counted."""

__all__ = ["answer_unless_kept"]

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from geo.atlas.atlas import Atlas


def answer_unless_kept(
    request: Request, opened: Atlas, make: Callable[[Atlas], Response]
) -> Response:
    """Answer with `make`, or with 304 where nothing can have changed."""
    tag = _tag(request, opened)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept-Encoding"})
    response = make(opened)
    response.headers["ETag"] = tag
    return response


def _tag(request: Request, opened: Atlas) -> str:
    """Return a tag that differs with other data, on another day, and at another address.

    It is weak, since all encodings of an answer share it.
    """
    host = request.headers.get("Host", "")  # an embed names it
    parts = (opened.edition, date.today().isoformat(), host, request.url.path, request.url.query)
    return f'W/"{sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def _tags(text: str) -> set[str]:
    return {tag.strip() for tag in text.split(",")}
