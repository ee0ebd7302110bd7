"""What one client may have: requests, dashboards, pictures; and that others have theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from time import sleep
from unittest.mock import Mock

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.exports import figure
from geo.web import printing
from geo.web.admission.per_client import client_asking
from geo.web.admission.turns import Turns
from geo.web.headers import headers_of
from socket_server import PATIENCE, SocketServer, socket_server

ONE, OTHER = "203.0.113.9", "203.0.113.10"


async def _stay(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.receive()


async def _client(request: Request) -> Response:
    return PlainTextResponse(client_asking(request.scope))


ROUTES = (WebSocketRoute("/_stcore/stream", _stay), Route("/media/client", _client))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SocketServer]:
    """Serve five requests a minute to a client, and two dashboards."""
    monkeypatch.setenv("GEO_LIMIT_REQUESTS", "5")
    monkeypatch.setenv("GEO_LIMIT_WEBSOCKETS", "2")
    with socket_server(*ROUTES) as server:
        yield server


def answer_of(server: SocketServer, path: str, reader: str | None) -> tuple[HTTPResponse, str]:
    """Ask as a proxy of this machine does, for a reader if it says so."""
    connection = HTTPConnection("localhost", server.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"X-Forwarded-For": reader} if reader else {})
    answer = connection.getresponse()
    text = answer.read().decode("latin-1")
    connection.close()
    return answer, text


@contextmanager
def dashboard(server: SocketServer, reader: str) -> Iterator[None]:
    """Have a dashboard open; raises InvalidStatus where it is refused."""
    url = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(url, additional_headers={"X-Forwarded-For": reader}):
        yield


@pytest.mark.parametrize("path", ["/api/summary", "/embed/map", "/", "/health", "/assets/atlas.js"])
def test_a_client_that_asks_too_often_waits_and_others_do_not(
    server: SocketServer, path: str
) -> None:
    for _ in range(5):
        assert answer_of(server, "/health", ONE)[0].status == 200
    answer, text = answer_of(server, path, ONE)
    assert answer.status == 429
    assert "ore than 5 requests came from your network within a minute" in text
    assert 1 <= int(answer.headers["Retry-After"]) <= 12
    for name, value in headers_of(path, f"localhost:{server.port}", status=429).items():
        assert answer.headers[name] == value
    assert answer_of(server, "/health", OTHER)[0].status == 200


def test_a_network_of_ipv6_is_one_client(server: SocketServer) -> None:
    statuses = [answer_of(server, "/health", f"2001:db8::{n}")[0].status for n in range(6)]
    assert statuses == [200] * 5 + [429]
    assert answer_of(server, "/health", "2001:db8:0:1::1")[0].status == 200


def test_readers_of_this_machine_are_not_limited(server: SocketServer) -> None:
    assert {answer_of(server, "/health", None)[0].status for _ in range(20)} == {200}


@pytest.mark.parametrize(
    ("said", "client"),
    [
        (None, ""),
        (ONE, ONE),
        (f"198.51.100.7, {ONE}", ONE),  # what a reader says of itself comes first
        (f"{ONE}, 127.0.0.1", ONE),
        ("unknown", ""),
        ("::ffff:203.0.113.9", ONE),
    ],
)
def test_who_asks_is_what_the_nearest_proxy_says(
    server: SocketServer, said: str | None, client: str
) -> None:
    assert answer_of(server, "/media/client", said)[1] == client


def test_a_proxy_that_names_no_reader_is_no_client(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.web.admission.per_client.client_of", lambda address: address)
    assert answer_of(server, "/media/client", None)[1] == ""
    monkeypatch.setattr("geo.web.admission.connections._trusted_by", lambda _: ())
    assert answer_of(server, "/media/client", None)[1] in ("127.0.0.1", "::1")


def test_a_client_has_so_many_dashboards(server: SocketServer) -> None:
    with dashboard(server, ONE), dashboard(server, ONE):
        with pytest.raises(InvalidStatus) as refused, dashboard(server, ONE):
            pass
        with dashboard(server, OTHER):
            pass
    answer = refused.value.response
    assert answer.status_code == 429
    assert b"2 dashboards are open from your network" in (answer.body or b"")
    assert answer.headers["Retry-After"] == "60"
    while server.connections.open:
        sleep(0.02)
    with dashboard(server, ONE):
        pass


def test_the_pictures_of_one_client_leave_room_for_others(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure, "map_from_selection", Mock(return_value=b"png"))
    monkeypatch.setattr(Turns, "_of", lambda _, client: 2 if client == ONE else 0)
    answer, text = answer_of(server, "/embed/map.png?from=2023", ONE)
    assert answer.status == 503
    assert "Other previews are being made" in text
    assert answer.headers["Retry-After"] == "5"
    assert answer_of(server, "/embed/map.png?from=2023", OTHER)[1] == "png"
    assert answer_of(server, "/embed/map.png?from=2023", ONE)[1] == "png", "it is kept now"


def test_the_maps_of_one_print_leave_room_for_others(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "picture_svg", Mock(return_value=b"<svg/>"))
    monkeypatch.setattr(Turns, "_of", lambda _, client: 3 if client == ONE else 0)
    answer, text = answer_of(server, "/print/map.svg", ONE)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "Other maps are being drawn" in text
    assert answer_of(server, "/print/map.svg", OTHER)[1] == "<svg/>"
