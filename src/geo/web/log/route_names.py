"""The route of a request by its template, as docs/api.md writes it: never the path itself.

A path has values: ids of records, tokens of pages, names of files that readers add.
"""

__all__ = ["RouteNames"]

import re
from collections.abc import Iterable

from starlette.routing import BaseRoute

from geo.web.guard.streamlit_paths import FOLDERS, OPEN, SIGN_IN

_KIND = re.compile(r":\w+}")  # of a value, as in {id:path}
_REST = "…"  # of a folder's addresses


class RouteNames:
    """The templates of an application's routes and of Streamlit's addresses."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        found = ((getattr(each, "path_regex", None), getattr(each, "path", "")) for each in routes)
        self._named = [(regex, _template(regex, path)) for regex, path in found if regex]

    def name_of(self, path: str) -> str | None:
        """Return the template that a path matches, if there is one.

        >>> RouteNames([]).name_of("/media/3f.png"), RouteNames([]).name_of("/etc/passwd")
        ('/media/…', None)
        """
        for regex, template in self._named:
            if regex.match(path):
                return template
        if path in OPEN or path in SIGN_IN:
            return path
        return next((f"{each}{_REST}" for each in FOLDERS if path.startswith(each)), None)


def _template(regex: re.Pattern[str], path: str) -> str:
    is_folder = "path" in regex.groupindex  # what Starlette calls the rest of a Mount
    return _KIND.sub("}", path) + (f"/{_REST}" if is_folder else "")
