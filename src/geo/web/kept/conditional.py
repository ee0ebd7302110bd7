"""Answers that are kept: by a browser, which gets 304, and here, for all who ask the same."""

__all__ = ["answer_at_hand", "answer_unless_kept", "answer_unless_known"]

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from geo.atlas.atlas import Answer, Atlas
from geo.settings import LIMITS, limit
from geo.web.bounds.sizes import checked
from geo.web.headers import PRIVATE
from geo.web.kept.gzipped import accepts_gzip, gzip_response, gzipped, is_worth_it

_SCOPE_KEY = "incident_atlas.tag"


def answer_unless_kept(
    request: Request, opened: Atlas, make: Callable[[Atlas], Response], *, is_public: bool = True
) -> Response:
    """Answer with 304 where nothing can have changed, as others were, or with `make`.

    One that is not `is_public` has rows that not all readers may see: it is kept apart from those
    that `answer_at_hand` gives, and by no proxy. Raises TooLarge.
    """
    tag = _tag(request, opened)

    def answered(_: Atlas) -> Response:
        made = opened.kept_answers.get((tag, is_public), lambda: _answer_of(make(opened)))
        return _response_of(made, request)

    return answer_unless_known(request, opened, answered, is_public=is_public)


def answer_unless_known(
    request: Request, opened: Atlas, make: Callable[[Atlas], Response], *, is_public: bool = True
) -> Response:
    """Answer with 304 where nothing can have changed, or with `make`, which keeps its own."""
    answer = _tagged(request, _tag(request, opened), lambda: make(opened))
    if not is_public:
        answer.headers["Cache-Control"] = PRIVATE
    return answer


def answer_at_hand(request: Request, opened: Atlas) -> Response | None:
    """Return the answer to a request that others were given; None where it has to be made.

    It waits for nothing and asks nothing of the data, so it may be called on the event loop.
    """
    tag = _tag(request, opened)
    known = opened.kept_answers.known((tag, True))
    if known is None or (known.is_gzip and not accepts_gzip(request)):  # unpacking takes a while
        return None
    return _tagged(request, tag, lambda: _response_of(known, request))


def _tagged(request: Request, tag: str, make: Callable[[], Response]) -> Response:
    known = _tags(request)
    if _opaque(tag) in known:
        return _unchanged(tag)
    answer = make()
    if "*" in known and answer.status_code == 200:
        return _unchanged(tag)
    answer.headers["ETag"] = tag
    return answer


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept-Encoding"})


def _answer_of(response: Response) -> Answer:
    checked(response)
    body, content_type = bytes(response.body), response.headers["Content-Type"]
    if is_worth_it(content_type, len(body)):
        return Answer(gzipped(body), content_type, is_gzip=True)
    return Answer(body, content_type, is_gzip=False)


def _response_of(answer: Answer, request: Request) -> Response:
    if answer.is_gzip:
        taken = accepts_gzip(request)
        return gzip_response(answer.body, answer.content_type, compressed=taken)
    return Response(answer.body, headers={"Content-Type": answer.content_type})


def _tag(request: Request, opened: Atlas) -> str:
    """Return the tag of an answer, which is worked out once for a request and the same data."""
    known: dict[str, str] = request.scope.setdefault(_SCOPE_KEY, {})  # by edition
    if opened.edition not in known:
        known[opened.edition] = _new_tag(request, opened)
    return known[opened.edition]


def _new_tag(request: Request, opened: Atlas) -> str:
    """Return a tag that differs with other data or limits, on another day, at another address.

    It is weak, since all encodings of an answer share it.
    """
    scope = request.scope
    host = request.headers.get("Host") or scope.get("server")  # an embed names it, and the scheme
    asked = scope["scheme"], host, scope["path"], scope["query_string"]  # bytes of any kind
    limits = tuple(limit(each.name) for each in LIMITS)
    parts = repr((opened.edition, date.today().isoformat(), asked, limits))
    return f'W/"{sha256(parts.encode()).hexdigest()[:32]}"'


def _tags(request: Request) -> set[str]:
    """Return the tags that a reader has answers of, of all lines; * is any (RFC 9110, 13.1.2)."""
    lines = request.headers.getlist("If-None-Match")
    return {_opaque(tag.strip()) for line in lines for tag in line.split(",")}


def _opaque(tag: str) -> str:
    """Return what two tags are compared by: that one is weak does not count."""
    return tag.removeprefix("W/")
