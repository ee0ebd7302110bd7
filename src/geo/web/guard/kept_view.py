"""The view of a link that a reader opened before signing in: a cookie keeps it for the way back."""

__all__ = ["asked_view", "keep_view", "kept_view", "lead_to_view"]

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import Scope

from geo.web.paths.base_path import root_of

SECONDS = 600
_NAME = "incident_atlas_view"
# A query that may stand in a cookie and in the address of a redirect as it is.
_QUERY = re.compile(r"[\w.~%&=+,:!*'()/?@$-]{1,2000}", re.ASCII)


def asked_view(scope: Scope) -> str:
    """Return the query of the view that an address has, "" for none."""
    return _checked(scope["query_string"].decode("latin-1"))


def kept_view(scope: Scope) -> str:
    """Return the query of the view that a reader came for, "" for none."""
    return _checked(HTTPConnection(scope).cookies.get(_NAME, ""))


def keep_view(scope: Scope, headers: MutableHeaders) -> None:
    """Let the reader's browser keep the view that an address has."""
    headers.append("Set-Cookie", _cookie(scope, asked_view(scope), SECONDS))


def lead_to_view(scope: Scope, headers: MutableHeaders) -> None:
    """Turn a redirect to the dashboard into one to the view that was kept, which ends with it."""
    if view := kept_view(scope):
        headers["Location"] = f"{headers['Location']}?{view}"
    headers.append("Set-Cookie", _cookie(scope, "", 0))


def _checked(query: str) -> str:
    """Return a query, or "" where it could be more than that."""
    return query if _QUERY.fullmatch(query) else ""


def _cookie(scope: Scope, view: str, seconds: int) -> str:
    """Return the cookie that keeps a view for some seconds: no other page of the host gets it."""
    place = root_of(scope) or "/"
    return f"{_NAME}={view}; Path={place}; Max-Age={seconds}; HttpOnly; SameSite=Lax"
