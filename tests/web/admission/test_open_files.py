"""Fewer open files than connections: the server makes room, or takes fewer and says so."""

import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from geo.web.admission.open_files import OTHERS, make_room
from samples import ROOT
from server_process import Server, free_port, running
from waiting import eventually

resource = pytest.importorskip("resource")
GEO = str(Path(sys.executable).with_name("geo"))
FIT = 32
NO_LIMIT = resource.RLIM_INFINITY


class System:
    """A system that lets a process have so many files; `most` it allows whatever it says."""

    def __init__(self, soft: int, hard: int, most: int) -> None:
        self.limits, self.most = (soft, hard), most

    def getrlimit(self, _: int) -> tuple[int, int]:
        return self.limits

    def setrlimit(self, _: int, limits: tuple[int, int]) -> None:
        if limits[0] > self.most:
            raise ValueError("current limit exceeds maximum limit")
        self.limits = limits


@pytest.mark.parametrize(
    ("soft", "hard", "most", "fit", "then"),
    [
        (NO_LIMIT, NO_LIMIT, 9_999, 300, NO_LIMIT),
        (300 + OTHERS, 300 + OTHERS, 9_999, 300, 300 + OTHERS),
        (256, NO_LIMIT, 9_999, 300, 300 + OTHERS),
        (256, 9_999, 9_999, 300, 300 + OTHERS),
        (256, 350, 9_999, 250, 350),
        (256, 256, 9_999, 156, 256),
        (256, NO_LIMIT, 300, 156, 256),
        (64, 64, 9_999, 32, 64),
    ],
)
def test_room_is_made_as_far_as_the_system_lets(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, most: int, fit: int, then: int
) -> None:
    system = System(soft, hard, most)
    monkeypatch.setattr(resource, "getrlimit", system.getrlimit)
    monkeypatch.setattr(resource, "setrlimit", system.setrlimit)
    assert make_room(300) == fit
    assert system.limits == (then, hard)


def served(folder: Path, port: int, bound: str) -> list[str]:
    return ["sh", "-c", f'ulimit {bound} && exec "$@"', "sh", GEO, "serve", "--port", str(port)]


def test_a_soft_limit_is_raised_without_a_word(tmp_path: Path) -> None:
    port = free_port()
    with running(served(tmp_path, port, "-S -n 256"), ROOT, port, tmp_path) as server:
        assert status(server) == 200
    assert "open files" not in server.log.read_text("utf-8")


def test_fewer_connections_are_taken_and_said_once(tmp_path: Path) -> None:
    port = free_port()
    with running(served(tmp_path, port, f"-n {2 * FIT}"), ROOT, port, tmp_path) as server:
        eventually(lambda: status(server) == 200)
        with ExitStack() as idle:
            for _ in range(FIT):
                idle.enter_context(connected(port))
            answers = [answer_to(idle.enter_context(connected(port))) for _ in range(2 * FIT)]
        assert b"all connections of this server are in use" in answers[0]
        assert {answer[:12] for answer in answers} == {b"HTTP/1.1 503", b""}
        eventually(lambda: status(server) == 200)
    said = server.log.read_text("utf-8")
    words = "GEO_LIMIT_CONNECTIONS=800 needs 900 open files, and this process may open fewer: "
    assert said.count(f"{words}{FIT} connections are taken at the same time. For more, raise") == 1
    assert "out of system resource" not in said


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def answer_to(connection: socket.socket) -> bytes:
    """Return why a connection is not let in; nothing where it was just closed."""
    try:
        return connection.recv(1 << 16)
    except ConnectionResetError:
        return b""


def status(server: Server) -> int:
    try:
        with urlopen(f"{server.url}/health") as answer:
            return int(answer.status)
    except OSError:
        return 0
