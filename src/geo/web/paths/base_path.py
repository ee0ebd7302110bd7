"""The base path: taken off each request before all else, and put back for Streamlit.

What lies between knows the addresses of this server only as they are without one. The base path has
two sides: `base_path` is what requests begin with, and `root` what readers see. They are the same
unless a proxy takes the path off, which leaves no `base_path`.
"""

__all__ = [
    "BasePathEnd",
    "StreamlitPaths",
    "below",
    "dashboard_of",
    "path_below",
    "root_of",
    "splits",
    "with_site",
]

import re
from collections.abc import Iterator, Sequence

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.atlas.serving.base_path import LONGEST
from geo.atlas.serving.prefixes import is_under
from geo.errors import WrongBasePath, shortened

_ROOT, _DASHBOARD = "incident_atlas.root", "incident_atlas.dashboard"  # keys of a scope


def below(scope: Scope, base_path: str) -> Scope:
    """Return a request's scope with the path that it has below a base path.

    It is empty where the slash after the base path is missing. Raises WrongBasePath for a path that
    lies outside.
    """
    asked, root = scope["path"], root_of(scope)
    if (path := path_below(asked, base_path)) is None:
        rule = f"this atlas is served at {root}/, and not at {shortened(asked)}"
        remedy = f"open {root}/, and let a proxy pass the path on as it is"
        raise WrongBasePath(f"{rule}: {remedy}", base_path=root, path=asked)
    return {**scope, "path": path}


def path_below(path: str, base_path: str) -> str | None:
    """Return the path that a path has below a base path; None for one that lies outside.

    >>> [path_below(text, "/atlas") for text in ("/atlas/about", "/atlas", "/atlases")]
    ['/about', '', None]
    """
    return path.removeprefix(base_path) if is_under(path, (base_path,)) else None


def splits(path: str) -> Iterator[tuple[str, str]]:
    """Yield each way to part a path into a base path and an address below it.

    >>> list(splits("/maps/2/health"))
    [('', '/maps/2/health'), ('/maps', '/2/health'), ('/maps/2', '/health')]
    """
    for slash in re.finditer("/", path[: LONGEST + 1]):
        yield path[: slash.start()], path[slash.start() :]


def root_of(scope: Scope) -> str:
    """Return the path below which readers find everything: "" or one such as "/atlas"."""
    return str(scope.get(_ROOT, ""))


def dashboard_of(scope: Scope) -> str:
    """Return the path of the dashboard for links, "" where readers have none."""
    return str(scope.get(_DASHBOARD, ""))


def with_site(scope: Scope, root: str, dashboard: str) -> Scope:
    """Return a request's scope with what `root_of` and `dashboard_of` tell."""
    return {**scope, _ROOT: root, _DASHBOARD: dashboard}


class BasePathEnd:
    """Middleware that leads from the base path to the dashboard, which begins with its slash."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"]:
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        address = f"{root_of(scope)}/{'?' if query else ''}{query}"
        await RedirectResponse(address, status_code=308)(scope, receive, send)


class StreamlitPaths:
    """Middleware that puts the base path back for Streamlit, which knows it too.

    Its cookies and redirects name it (`server.baseUrlPath`). `ours` are the prefixes of our own
    routes.
    """

    def __init__(self, app: ASGIApp, root: str, ours: Sequence[str]) -> None:
        self.app = app
        self.root = root
        self.ours = ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ours = self.ours if scope["type"] == "http" else ()  # which have no WebSockets
        if scope["type"] != "lifespan" and not is_under(scope["path"], ours):
            scope = {**scope, "path": f"{self.root}{scope['path']}"}
        await self.app(scope, receive, send)
