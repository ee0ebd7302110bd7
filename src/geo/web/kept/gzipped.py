"""Answers as gzip: which are worth it, who takes it, and how one is sent."""

__all__ = ["LEAST_BYTES", "accepts_gzip", "gzip_response", "gzipped", "is_worth_it"]

import gzip
import re

from starlette.requests import Request
from starlette.responses import Response

LEAST_BYTES = 500  # that are worth it
LEVEL = 6  # of 9; higher ones take longer and save nothing
_TEXT = re.compile(r"(text/|application/(geo\+json|javascript|json)\b|image/svg)")
_NEVER = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


def is_worth_it(content_type: str, size: int) -> bool:
    """Tell whether an answer of some type and bytes is sent compressed."""
    return size >= LEAST_BYTES and _TEXT.match(content_type) is not None


def gzipped(body: bytes) -> bytes:
    """Return a body as gzip: the same bytes for the same body."""
    return gzip.compress(body, LEVEL, mtime=0)


def accepts_gzip(request: Request) -> bool:
    """Tell whether a reader takes gzip."""
    accepted = request.headers.get("Accept-Encoding", "").lower()
    return "gzip" in accepted and not _NEVER.search(accepted)


def gzip_response(content: bytes, content_type: str, *, compressed: bool) -> Response:
    """Answer with a gzip file as it is, or with what is in it."""
    answer = Response(
        content if compressed else gzip.decompress(content),
        headers={"Content-Type": content_type, "Vary": "Accept-Encoding"},
    )
    if compressed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer
