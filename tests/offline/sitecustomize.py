"""Keeps a Python process on this machine: every other connection or name look-up is refused.

Python imports a module of this name at its start, so this folder on PYTHONPATH is enough. What is
refused also goes to stderr, since programs swallow the error.
"""

import sys
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}
NOTE = "network refused:"


def _host(event: str, args: tuple[Any, ...]) -> object:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        return args[0]
    if event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        return args[1][0]
    return None


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    host = _host(event, args)
    if (host.decode() if isinstance(host, bytes) else host) not in LOCAL:
        sys.stderr.write(f"{NOTE} {event} {host!r}\n")
        raise ConnectionRefusedError(f"{host!r} is not this machine, and tests stay on it")


sys.addaudithook(_refuse)
