"""Map tiles from another server, drawn under the incidents if an operator turns them on."""

__all__ = ["Tiles"]

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from geo.errors import BadValue

MAX_CREDIT = 200  # characters
MAX_PORT = 65_535

# No wildcard, user or IPv6 address in the host: it becomes a source of a Content-Security-Policy.
_URL = re.compile(
    r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:(?P<port>\d{1,5}))?/[\w\-.~/?&=%+@:{}]*",
    re.ASCII | re.I,
)
_PLACEHOLDERS = ["{x}", "{y}", "{z}"]
_RULE = (
    "give an http or https address with {z}, {x} and {y} once each after its host, such as "
    "https://tiles.example.org/{z}/{x}/{y}.png"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A template of addresses with {z}, {x} and {y}, and the attribution shown for its tiles.

    Raises BadValue for an address that is not such a template, and for a credit that is not one
    line of at most 200 characters.

    >>> Tiles(url="https://tiles.example.org/{z}/{x}/{y}.png").host
    'tiles.example.org'
    """

    url: str
    credit: str = ""

    def __post_init__(self) -> None:
        """Check both."""
        found = sorted(re.findall(r"{.*?}|[{}]", self.url))
        parts = _URL.fullmatch(self.url)
        if not parts or int(parts["port"] or 0) > MAX_PORT or found != _PLACEHOLDERS:
            raise BadValue("tiles", self.url, _RULE)
        if len(self.credit) > MAX_CREDIT or not self.credit.isprintable():
            rule = f"give one line of at most {MAX_CREDIT} characters"
            raise BadValue("tiles credit", self.credit, rule)

    @property
    def origin(self) -> str:
        """Return scheme, host and port, as a Content-Security-Policy names a source."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.url))

    @property
    def host(self) -> str:
        """Return the host, with the port where the address names one."""
        return urlsplit(self.url).netloc
