"""A body goes on as it comes: what is refused is refused at its beginning, and nothing is kept."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from nginx import Nginx, Site
from upstream import Upstream
from waiting import eventually

MEGABYTE = 1 << 20
UPLOAD = "/_stcore/upload_file/1/2"


@contextmanager
def sending(
    nginx: Nginx, path: str, *, host: str | None = None, length: int = 9 * MEGABYTE
) -> Iterator[ssl.SSLSocket]:
    """Send the head of a request and the first of its megabytes."""
    head = (
        f"PUT {path} HTTP/1.1",
        f"Host: {host or f'localhost:{nginx.port}'}",
        f"Content-Length: {length}",
        "",
        "",
    )
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=30) as plain,
        nginx.trust.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall("\r\n".join(head).encode() + bytes(min(length // 2, MEGABYTE)))
        yield connection


def status_of(connection: ssl.SSLSocket) -> int:
    """Return the status of what is answered; the body is not sent to its end."""
    with connection.makefile("rb") as answer:
        return int(answer.readline().split()[1])


def kept(nginx: Nginx) -> list[str]:
    """Return the bodies that nginx has in files."""
    folder = nginx.logs.parent / "temp" / "client_body"
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("path", "host", "length", "status"),
    [
        (UPLOAD, None, 9 * MEGABYTE, 403),  # no such session
        (UPLOAD, "stranger.example", 9 * MEGABYTE, 421),
        ("/api/cells", None, 60_000, 405),
        (UPLOAD, None, 99 * MEGABYTE, 413),
        ("/api/cells", None, 99_000, 413),
    ],
)
def test_what_is_refused_is_refused_before_its_body_is_there(
    site: Site, path: str, host: str | None, length: int, status: int
) -> None:
    with sending(site.nginx, path, host=host, length=length) as connection:
        assert status_of(connection) == status
        assert kept(site.nginx) == []


def test_the_server_hears_of_a_body_before_it_is_whole(nginx: Nginx, upstream: Upstream) -> None:
    upstream.asked.clear()
    with sending(nginx, UPLOAD) as connection:
        eventually(lambda: len(upstream.asked) == 1)
        assert kept(nginx) == []
        connection.sendall(bytes(8 * MEGABYTE))
        assert status_of(connection) == 200
    (_, path, headers) = upstream.asked[0]
    assert (path, headers["Content-Length"]) == (UPLOAD, str(9 * MEGABYTE))
