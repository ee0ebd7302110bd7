"""Who reaches a server, by which names, and how readers are told apart."""

__all__ = [
    "EVERY_ADDRESS",
    "Names",
    "check_readers",
    "client_of",
    "host_name",
    "is_loopback",
    "one_host",
]

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self
from urllib.parse import urlsplit

from geo.errors import BadValue, NotPublishable, shortened
from geo.importers.terms import refusal
from geo.query.summary import Summary

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104, compared with and not bound to
PREFIX = 64  # bits of IPv6 that one household or office has
_EVERY = {EVERY_ADDRESS, "::"}
_PORTS = {"http": 80, "https": 443}  # where an address names none

_NAME = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
_AUTHORITY = re.compile(rf"(\[[0-9a-f:.]{{2,45}}\]|{_NAME})\.?(?::([0-9]{{1,5}}))?", re.IGNORECASE)
_ALLOWED = re.compile(rf"(?:\*\.)?{_NAME}")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")  # browsers read such a name as an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names under which readers may open a server: of hosts, and the origin of its pages.

    `hosts` are names in lower case and addresses; one that begins with `*.` stands for all names
    below it. `any_address` lets in every host that is written as a number: a page cannot have
    another's number as its name. `origin` is that of the public address.
    """

    hosts: frozenset[str]
    any_address: bool = False
    origin: str | None = None

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, host: str, public_url: str | None, others: tuple[str, ...]) -> Self:
        """Return the names of a server that listens on `host`."""
        is_everywhere = host in _EVERY
        own = own_names() if is_everywhere else {host}
        public = urlsplit(public_url or "")
        hosts = {"localhost", *own, *others, public.hostname or "localhost"}
        origin = _origin(public.scheme, public.netloc)
        return cls(hosts=frozenset(hosts), any_address=is_everywhere, origin=origin)

    def allows(self, authority: str) -> bool:
        """Tell whether a request may name a host, with or without a port.

        >>> names = Names.of("localhost", "https://atlas.example", ("*.example.org",))
        >>> [names.allows(text) for text in ("[::1]:8501", "Atlas.Example.", "a.example.org")]
        [True, True, True]
        >>> [names.allows(text) for text in ("example.org", "192.0.2.1", "a@localhost", "")]
        [False, False, False, False]
        """
        if not (match := _AUTHORITY.fullmatch(authority)):
            return False
        name = match[1].lower()
        if address := _address(name):
            known = self.any_address or address.is_loopback
            return known or str(address) in self.hosts
        return name in self.hosts or any(f"*.{rest}" in self.hosts for rest in _above(name))

    def allows_origin(self, origin: str, authority: str) -> bool:
        """Tell whether a page of an origin may open a WebSocket under an authority.

        A page of the same host and port may, and one of the public address.

        >>> names = Names.of("localhost", "https://atlas.example", ())
        >>> names.allows_origin("http://localhost:8501", "localhost:8501")
        True
        >>> names.allows_origin("http://localhost:3000", "localhost:8501")
        False
        """
        scheme, _, own = origin.partition("://")
        asked = _origin(scheme, own)
        return asked is not None and asked in (self.origin, _origin(scheme, authority))


def host_name(parameter: str, text: str) -> str:
    """Return a name of a host as requests write it. Raises BadValue.

    >>> host_name("allow-host", "Bücher.example")
    'xn--bcher-kva.example'
    """
    try:
        return str(ip_address(text.strip("[]")))
    except ValueError:
        name = text.lower().removesuffix(".")
    try:
        star, name = ("*.", name[2:]) if name.startswith("*.") else ("", name)
        written = star + name.encode("idna").decode()
    except UnicodeError:
        written = ""
    if not _ALLOWED.fullmatch(written) or _NUMBER.fullmatch(written):
        rule = "a name or an address of a host, without port and path"
        raise BadValue(parameter, shortened(text), f"{rule}: atlas.example.org, *.example.org")
    return written


def one_host(parameter: str, text: str) -> str:
    """Return the name or address of one host, as `host_name`; *. is none. Raises BadValue.

    >>> one_host("host", "[2001:DB8:0::1]")
    '2001:db8::1'
    """
    if text.startswith("*"):
        rule = "one name or address, such as 127.0.0.1, or 0.0.0.0 for all networks"
        raise BadValue(parameter, shortened(text), rule)
    return host_name(parameter, text)


def own_names() -> set[str]:
    """Return the names that this machine has in its own network; no server is asked."""
    name = socket.gethostname().lower()
    return {name, f"{name.partition('.')[0]}.local"}


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name.strip("[]"))
    except ValueError:
        return None


def _above(name: str) -> Iterable[str]:
    while "." in name:
        _, _, name = name.partition(".")
        yield name


def _origin(scheme: str, authority: str) -> str | None:
    """Return scheme, host and port, written one way; None for what is none."""
    if scheme not in _PORTS or not (match := _AUTHORITY.fullmatch(authority)):
        return None
    return f"{scheme}://{match[1].lower()}:{int(match[2] or _PORTS[scheme])}"


def is_loopback(host: str | None) -> bool:
    """Tell whether an address is one that only this machine reaches.

    >>> is_loopback("[::1]"), is_loopback("atlas.example")
    (True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address((host or "").strip("[]")).is_loopback
    except ValueError:
        return False


def client_of(address: str | None) -> str:
    """Return the client that a request from an address is counted for; "" where it tells none.

    A request from this machine is a reader's own, or comes through a proxy that does not say for
    which reader: no limit of one client is for it. Of IPv6 a network is one client.

    >>> [client_of(text) for text in ("203.0.113.9", "2001:db8::1:2", "::ffff:203.0.113.9")]
    ['203.0.113.9', '2001:db8::/64', '203.0.113.9']
    >>> [client_of(text) for text in ("127.0.0.1", "::1", "unknown", None)]
    ['', '', '', '']
    """
    found = _address((address or "").partition("%")[0])  # without the zone of a link
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found is None or found.is_loopback:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((found.packed, PREFIX), strict=False))
    return str(found)


def check_readers(summary: Summary) -> None:
    """Raise NotPublishable where readers of other machines may not see all that is open."""
    if private := summary.private:
        rule = "readers on other machines would see them"
        remedy = "listen on localhost only, without a public address, or leave the file out"
        raise NotPublishable(f"{refusal(private)}; {rule}: {remedy}")
