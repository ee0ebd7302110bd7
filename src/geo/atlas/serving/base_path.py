"""The path below which a server has everything: its own, or that of its public address."""

__all__ = ["OWN", "base_path", "public_address"]

import re

from geo.errors import BadValue

# What its own addresses begin with: none of them can be the base path too.
OWN = frozenset(
    {
        "about",
        "api",
        "assets",
        "basemap",
        "embed",
        "favicon.ico",
        "health",
        "made",
        "oembed",
        "print",
        "ready",
        "record",
    }
)
_NAME = r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*"  # unreserved characters of RFC 3986; not "." and ".."
_PATH = re.compile(rf"(?:/{_NAME})+")
_RULE = "a path that begins with a slash, of letters, digits and -._~, such as /atlas; / is none"
_ADDRESS = re.compile(r"(https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?)(/.*)?", re.ASCII)


def base_path(parameter: str, text: str) -> str:
    """Return a path without a slash at its end, or "/" for none. Raises BadValue.

    >>> [base_path("base-path", text) for text in ("/atlas", "/maps/atlas/", "/")]
    ['/atlas', '/maps/atlas', '/']
    """
    if text == "/":
        return text
    path = text.removesuffix("/")
    if not _PATH.fullmatch(path):
        raise BadValue(parameter, text, _RULE)
    _, first, *_ = path.split("/")
    if first in OWN:
        rule = f"/{first} is an address of the server itself: choose another name, such as /atlas"
        raise BadValue(parameter, text, rule)
    return path


def public_address(parameter: str, text: str) -> str:
    """Return the address under which readers reach a server, without a slash at its end.

    It may have a base path. Raises BadValue.

    >>> public_address("public-url", "https://example.org/atlas/")
    'https://example.org/atlas'
    """
    if not (match := _ADDRESS.fullmatch(text)):
        rule = "an address such as https://atlas.example.org or https://example.org/atlas"
        raise BadValue(parameter, text, rule)
    try:
        path = base_path(parameter, match[2] or "/")
    except BadValue as error:
        raise BadValue(parameter, text, f"its path {match[2]!r} is not: {error.allowed}") from None
    return f"{match[1]}{path.removesuffix('/')}"
