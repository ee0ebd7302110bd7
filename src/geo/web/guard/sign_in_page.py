"""The page that leads to the sign-in, and says why one failed."""

__all__ = ["LATE", "NOT_TAKEN", "NO_PROVIDER", "Failure", "failure_of", "sign_in_page"]

from typing import NamedTuple

from starlette.responses import HTMLResponse
from starlette.types import Scope

from geo.maps import static
from geo.maps.templates import render
from geo.web.guard.kept_view import asked_view, kept_view
from geo.web.guard.streamlit_paths import CALLBACK, LOGIN
from geo.web.headers import ERROR_HEADER
from geo.web.paths.base_path import dashboard_of, root_of
from geo.web.refusals import error_id, note


class Failure(NamedTuple):
    """A sign-in that failed: the status, what the reader is told, and the log in 70 characters."""

    status: int
    reader: str
    log: str


_OPERATOR = "whoever runs this server finds more in its log"
LATE = Failure(
    400,
    "This sign-in was begun in another browser or too long ago, or this one keeps no cookies.",
    "the state is not of a sign-in that this browser began",
)
NOT_TAKEN = Failure(
    502,
    f"The sign-in service and this server did not understand each other; {_OPERATOR}.",
    "no answer was taken (above): check client_id, client_secret, the clock",
)
NO_PROVIDER = Failure(
    503,
    f"The sign-in service does not answer. Try again in a minute; {_OPERATOR}.",
    "the provider was not reached (above): check server_metadata_url",
)
_SET_UP = Failure(
    502,
    f"The sign-in service refused this server; {_OPERATOR}.",
    "the provider refused: check client_id and redirect_uri, here and there",
)
# An error of RFC 6749 (4.1.2.1) that says more than that the set-up is wrong.
_ERRORS = {
    "access_denied": Failure(
        403,
        "The sign-in was cancelled, or your account may not open this atlas.",
        "access_denied: the reader cancelled, or may not sign in",
    ),
    "server_error": NO_PROVIDER,
    "temporarily_unavailable": NO_PROVIDER,
}


def failure_of(error: str) -> Failure:
    """Return what an error of the provider is."""
    return _ERRORS.get(error, _SET_UP)


def sign_in_page(scope: Scope, failure: Failure | None = None) -> HTMLResponse:
    """Return the page that leads to the provider, and by way of it to the view that was opened.

    A failure is said there, and noted in the log.
    """
    if failure:
        note(scope, f"sign-in: {failure.log}")
    view = kept_view(scope) if scope["path"] == CALLBACK else asked_view(scope)
    id_, root = error_id(scope) if failure else "", root_of(scope)
    login = f"{root}{LOGIN}"
    values = {"failure": failure, "id": id_, "address": f"{login}?{view}" if view else login}
    values["dashboard"] = dashboard_of(scope)
    page = render("sign_in.html", root=root, assets=static.base(root), **values)
    status = failure.status if failure else 200
    headers = {"Cache-Control": "no-store"} | ({ERROR_HEADER: id_} if failure else {})
    return HTMLResponse(page, status, headers)
