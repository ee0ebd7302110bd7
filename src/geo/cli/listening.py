"""Whether a server may listen where it is told to: said in words, before it opens its data."""

__all__ = ["check_listening"]

import errno
import socket
from contextlib import suppress
from ipaddress import ip_address

import click

PRIVILEGED = 1024  # ports below it are for the system, on Linux by default
_BROADCAST = "255.255.255.255"  # to all of a network: nobody can connect to it
_TAKES = "--host takes localhost, 0.0.0.0 for all networks, or an address of this machine."
# Why an address cannot be listened on → what that means, and what to do.
_WORDS = {
    errno.EADDRINUSE: "is already in use. Stop the program using it, or choose another with"
    " --port.",
    errno.EADDRNOTAVAIL: "cannot be used: no network of this machine has that address now."
    f" {_TAKES}",
    errno.EAFNOSUPPORT: "cannot be used: this machine knows no IPv6. Use --host 127.0.0.1, or"
    " 0.0.0.0 for all networks.",
    errno.EACCES: "cannot be used: this user may not listen on it. Choose another with --port.",
}
_PRIVILEGED = (
    f"cannot be used: ports below {PRIVILEGED} are for services of the system. Choose another"
    " with --port, such as 8501, and let nginx listen on this one (docs/deploy.md)."
)


def check_listening(host: str, port: int) -> None:
    """Raise click.ClickException, in words, where a server cannot listen on a port of a host."""
    if _is_for_many(host):
        raise click.ClickException(f"host {host!r} is for sending to many: {_TAKES}")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise click.ClickException(f"host {host!r} is not an address of this machine") from error
    try:
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(f"Port {port} on {host} {_why(port, error)}") from error


def _is_for_many(host: str) -> bool:
    with suppress(ValueError):  # a name
        return host == _BROADCAST or ip_address(host).is_multicast
    return False


def _why(port: int, error: OSError) -> str:
    if error.errno == errno.EACCES and port < PRIVILEGED:
        return _PRIVILEGED
    unforeseen = f"cannot be used: {error.strerror}. Choose another with --port."
    return _WORDS.get(error.errno or 0, unforeseen)
