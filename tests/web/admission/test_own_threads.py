"""Pictures that wait for each other leave the threads of the server to other answers."""

from http.client import HTTPConnection
from threading import Event
from typing import Any

import pytest

from geo.exports import figure
from geo.web import printing
from socket_server import HOST, PATIENCE, rest_of, socket_server

MANY = 60  # more than the server has threads


@pytest.mark.parametrize(
    ("path", "module", "name"),
    [
        (b"/embed/map.png?from=2023", figure, "map_from_selection"),
        (b"/print/map.svg?from=2023", printing, "picture_svg"),
    ],
)
def test_others_are_answered_while_many_wait_for_one_picture(
    monkeypatch: pytest.MonkeyPatch, path: bytes, module: Any, name: str
) -> None:
    drawn = Event()
    monkeypatch.setattr(module, name, lambda *_, **__: b"drawn" if drawn.wait(PATIENCE) else b"")
    with socket_server() as server:
        waiting = [server.connect() for _ in range(MANY)]
        for connection in waiting:
            connection.sendall(b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (path, HOST))
        other = HTTPConnection("localhost", server.port, timeout=PATIENCE / 2)
        try:
            other.request("GET", "/api/summary")
            assert other.getresponse().status == 200
            assert not drawn.is_set()
        finally:
            drawn.set()
            other.close()
        answers = [rest_of(connection) for connection in waiting]
        for connection in waiting:
            connection.close()
    assert {answer.partition(b"\r\n\r\n")[2] for answer in answers} == {b"drawn"}
