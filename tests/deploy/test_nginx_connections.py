"""nginx has as many connections as geo serve takes readers, by the command of docs/deploy.md."""

import re
import shlex
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from geo.settings import limit
from nginx import DEBIANS, PAGE, Nginx, more_connections, replaced, running_nginx
from server_process import free_port
from upstream import Upstream
from waiting import eventually

TEXT = " ".join(PAGE.read_text("utf-8").split())
DEBIAN = """user www-data;
worker_processes auto;
pid /run/nginx.pid;

events {
\tworker_connections 768;
\t# multi_accept on;
}
"""
FEW = 30  # even: one is for listening, and the last that is left is of a browser
NOT_ENOUGH = "worker_connections are not enough"


def number_of(name: str, text: str) -> int:
    (found,) = re.findall(rf"^\s*{name} (\d+);$", text, re.MULTILINE)
    return int(found)


@pytest.fixture
def raised(tmp_path: Path) -> str:
    """Return Debian's file after the command was run twice."""
    file = tmp_path / "nginx.conf"
    file.write_text(DEBIAN, "utf-8")
    command = shlex.split(replaced(more_connections(), {f"{DEBIANS}/": f"{tmp_path}/"}))
    for _ in range(2):
        subprocess.run(command, check=True)
    return file.read_text("utf-8")


def test_there_are_as_many_as_the_server_takes(raised: str) -> None:
    most = number_of("worker_connections", raised)
    assert most >= 5 * limit("connections")  # two each, one for all else, and room
    assert number_of("worker_rlimit_nofile", raised) == 2 * most
    assert f"for which {most:,} are enough" in TEXT
    assert f"`geo serve` takes {limit('connections')} connections" in TEXT


def test_nothing_else_of_the_file_changes(raised: str) -> None:
    lines = [each for each in raised.splitlines(keepends=True) if "nofile" not in each]
    assert "".join(lines).replace("4096", "768") == DEBIAN


@pytest.fixture
def narrow(upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nginx]:
    """Run nginx with one worker that has few connections."""
    command = more_connections().replace("worker_connections 4096", f"worker_connections {FEW}")
    command = command.replace("_processes .*/&", "_processes .*/worker_processes 1;")
    monkeypatch.setattr("nginx.more_connections", lambda: command)
    with running_nginx(tmp_path / "nginx", upstream.port, free_port()) as nginx:
        yield nginx


def test_each_that_stays_open_takes_two_and_the_next_is_told(
    narrow: Nginx, upstream: Upstream
) -> None:
    upstream.asked.clear()
    upstream.go.clear()
    log = narrow.logs / "incident-atlas-error.log"
    with ExitStack() as connections:
        connections.callback(upstream.go.set)
        while NOT_ENOUGH not in log.read_text("utf-8"):
            before = len(upstream.asked)
            last = connections.enter_context(connected(narrow))
            eventually(partial(went_on, upstream, before, log))
        answer = last.recv(1 << 16)
    assert FEW // 2 - 4 <= len(upstream.asked) < FEW // 2
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 30" in answer


def went_on(upstream: Upstream, before: int, log: Path) -> bool:
    """Tell that one more request came through, or that one could not."""
    return len(upstream.asked) > before or NOT_ENOUGH in log.read_text("utf-8")


@contextmanager
def connected(nginx: Nginx) -> Iterator[ssl.SSLSocket]:
    """Ask for something that is not answered yet."""
    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
        nginx.trust.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(b"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        yield connection
