"""Answers that are kept: by a browser, which gets 304, and here, for all who ask the same."""

__all__ = ["answer_unless_kept", "answer_unless_known"]

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from geo.atlas.atlas import Answer, Atlas
from geo.settings import LIMITS, limit
from geo.web.bounds.sizes import checked


def answer_unless_kept(
    request: Request, opened: Atlas, make: Callable[[Atlas], Response]
) -> Response:
    """Answer with 304 where nothing can have changed, as others were, or with `make`.

    Raises TooLarge.
    """
    tag = _tag(request, opened)

    def answered(_: Atlas) -> Response:
        made = opened.kept_answers.get(tag, lambda: _answer_of(make(opened)))
        return Response(made.body, headers={"Content-Type": made.content_type})

    return answer_unless_known(request, opened, answered)


def answer_unless_known(
    request: Request, opened: Atlas, make: Callable[[Atlas], Response]
) -> Response:
    """Answer with 304 where nothing can have changed, or with `make`, which keeps its own."""
    tag = _tag(request, opened)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept-Encoding"})
    answer = make(opened)
    answer.headers["ETag"] = tag
    return answer


def _answer_of(response: Response) -> Answer:
    checked(response)
    return Answer(bytes(response.body), response.headers["Content-Type"])


def _tag(request: Request, opened: Atlas) -> str:
    """Return a tag that differs with other data or limits, on another day, at another address.

    It is weak, since all encodings of an answer share it.
    """
    limits = (str(limit(each.name)) for each in LIMITS)
    asked = (date.today().isoformat(), str(request.url))  # an embed names scheme and host
    parts = " ".join((opened.edition, *asked, *limits))
    return f'W/"{sha256(parts.encode()).hexdigest()[:32]}"'


def _tags(text: str) -> set[str]:
    return {tag.strip() for tag in text.split(",")}
