"""Who reaches a server: this machine only, or readers who may not see every row."""

__all__ = ["EVERY_ADDRESS", "check_readers", "is_loopback"]

from ipaddress import ip_address

from geo.errors import NotPublishable
from geo.importers.terms import refusal
from geo.query.summary import Summary

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104, compared with and not bound to


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


def check_readers(summary: Summary) -> None:
    """Raise NotPublishable where readers of other machines may not see all that is open."""
    if private := summary.private:
        rule = "readers on other machines would see them"
        remedy = "listen on localhost only, without a public address, or leave the file out"
        raise NotPublishable(f"{refusal(private)}; {rule}: {remedy}")
