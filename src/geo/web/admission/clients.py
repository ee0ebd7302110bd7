"""Which client a request is counted for: a reader's address, or one network of IPv6."""

__all__ = ["client_of"]

from ipaddress import IPv6Address, ip_address, ip_network

PREFIX = 64  # bits of IPv6 that one household or office has


def client_of(address: str | None) -> str:
    """Return the client of an address; "" where that does not tell clients apart.

    A request from this machine is a reader's own, or comes through a proxy that does not say for
    which reader: no limit of one client is for it.

    >>> [client_of(text) for text in ("203.0.113.9", "2001:db8::1:2", "::ffff:203.0.113.9")]
    ['203.0.113.9', '2001:db8::/64', '203.0.113.9']
    >>> [client_of(text) for text in ("127.0.0.1", "::1", "unknown", None)]
    ['', '', '', '']
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if mapped := found.ipv4_mapped:
            found = mapped
        elif not found.is_loopback:
            return str(ip_network((found.packed, PREFIX), strict=False))
    return "" if found.is_loopback else str(found)
