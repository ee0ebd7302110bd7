"""Addresses of this server: a query and the first view of its map as parameters, or one record."""

__all__ = ["ABOUT_PATH", "SCREEN", "Pairs", "link", "record_path", "view_params"]

from urllib.parse import quote, urlencode

from geo.query.query import Query
from geo.query.timeline import STATUS, By
from geo.viewpoint import Viewpoint

ABOUT_PATH = "/about"  # of the page about the atlas
# Parameters that the dashboard has in addition to the query: the table's order, the view used in
# links, the view of the borders, what colours stand for, the open record.
SCREEN = ("sort", "at", "borders", "color", "select")

Pairs = list[tuple[str, str]]


def link(base: str, pairs: Pairs) -> str:
    """Return an address with parameters; commas stay readable."""
    return f"{base}{'?' if pairs else ''}{urlencode(pairs, safe=',')}"


def view_params(
    query: Query, at: Viewpoint | None, borders: str | None = None, color: By = STATUS
) -> Pairs:
    """Return the parameters of a query, seen from a viewpoint, with borders and colours."""
    others = (
        ("at", str(at or "")),
        ("borders", borders or ""),
        ("color", "" if color == STATUS else color),
    )
    return [*query.params(), *(pair for pair in others if pair[1])]


def record_path(id_: str) -> str:
    """Return the path of a record's page; an id may have any sign in it.

    >>> record_path("B/1 & 2")
    '/record/B%2F1%20%26%202'
    """
    return f"/record/{quote(id_, safe='')}"
