"""The path below which a server has everything: its own, or that of its public address."""

__all__ = ["LONGEST", "OWN", "base_path", "public_address"]

import re

from geo.atlas.readers import one_host
from geo.errors import BadValue, shortened

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
_ADDRESS = re.compile(r"(https?)://([\w.-]+|\[[0-9a-fA-F:.]+\])(?::([0-9]{1,5}))?(/.*)?")
LONGEST = 255  # characters: more than one needs, and few enough in each request and link


def base_path(parameter: str, text: str) -> str:
    """Return a path without a slash at its end, or "/" for none. Raises BadValue.

    >>> [base_path("base-path", text) for text in ("/atlas", "/maps/atlas/", "/")]
    ['/atlas', '/maps/atlas', '/']
    """
    if text == "/":
        return text
    path = text.removesuffix("/")
    if len(path) > LONGEST:
        raise BadValue(parameter, text, f"a path of at most {LONGEST} characters, such as /atlas")
    if not _PATH.fullmatch(path):
        raise BadValue(parameter, text, _RULE)
    _, first, *_ = path.split("/")
    if first in OWN:
        rule = f"/{first} is an address of the server itself: choose another name, such as /atlas"
        raise BadValue(parameter, text, rule)
    return path


def public_address(parameter: str, text: str) -> str:
    """Return the address under which readers reach a server, without a slash at its end.

    Its host is written as requests write it. It may have a base path. Raises BadValue.

    >>> public_address("public-url", "https://Example.org./atlas/")
    'https://example.org/atlas'
    """
    if not (match := _ADDRESS.fullmatch(text)):
        rule = "an address such as https://atlas.example.org or https://example.org/atlas"
        raise BadValue(parameter, text, rule)
    scheme, host, port, path = match.groups()
    if port is not None and not 0 < int(port) < 65_536:
        raise BadValue(parameter, text, f"its port {port} is not between 1 and 65535")
    try:
        name = one_host(parameter, host)
    except BadValue as error:
        raise BadValue(parameter, text, f"its host {host!r} is not: {error.allowed}") from None
    try:
        root = base_path(parameter, path or "/").removesuffix("/")
    except BadValue as error:
        raise BadValue(
            parameter, text, f"its path {shortened(path)!r} is not: {error.allowed}"
        ) from None
    written = f"[{name}]" if ":" in name else name
    return f"{scheme}://{written}{f':{int(port)}' if port else ''}{root}"
