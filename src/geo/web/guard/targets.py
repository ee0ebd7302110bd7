"""The target of a request, as the routes expect it: a path that begins with a slash.

RFC 9112 has two more forms that come to a server: a whole address (`GET http://name/path`), which
is read as its path under its host, and the `*` of OPTIONS, which no route is.
"""

__all__ = ["with_path"]

import re
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.types import Scope

_OF_PAGES = {"ws": "http", "wss": "https"}
_WHOLE = re.compile(rb"(?i:https?|wss?)://([^/?#@]+)(/.*)?")


def with_path(scope: Scope) -> Scope:
    """Return a request's scope with a path. Raises HTTPException for a target that has none."""
    found = _as_path(scope)
    if found["path"].endswith("\n"):  # which is an end to a route's `$`, too
        raise HTTPException(404)
    return found


def _as_path(scope: Scope) -> Scope:
    """Return the scope of a request for a path, whatever the form of its target.

    A proxy may call its scheme that of a WebSocket (`X-Forwarded-Proto: wss`): links are of pages.
    """
    if scope["type"] == "http":
        scope = {**scope, "scheme": _OF_PAGES.get(scope["scheme"], scope["scheme"])}
    if scope["path"].startswith("/"):
        return scope
    if whole := _WHOLE.fullmatch(scope["raw_path"]):
        host, path = whole[1], whole[2] or b"/"
        headers = [(b"host", host), *(pair for pair in scope["headers"] if pair[0] != b"host")]
        path_ = unquote(path.decode("ascii"))
        return {**scope, "headers": headers, "path": path_, "raw_path": path}
    if scope["path"] == "*":
        raise HTTPException(405, headers={"Allow": "GET, HEAD"})
    raise HTTPException(400, "the target of a request is a path that begins with a slash")
