"""Connections: too many, too slow, too much; and those that are none of these."""

import asyncio
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from unittest.mock import Mock

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect
from websockets.typing import Origin

from geo.web.admission import connections
from geo.web.admission.connections import HEAD_BYTES, TARGET_BYTES
from geo.web.headers import headers_of
from socket_server import HOST, PATIENCE, SocketServer, rest_of, socket_server

T = TypeVar("T")

HEALTH = b"GET /health HTTP/1.1\r\n" + HOST
LAST = b"Connection: close\r\n\r\n"
UPLOAD = b"PUT /_stcore/upload_file/a HTTP/1.1\r\n" + HOST
LARGE = 8 << 20  # bytes of an answer that no buffer of the system takes whole


async def _upload(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def _refuse(request: Request) -> Response:
    return PlainTextResponse("no", 403)


async def _large(request: Request) -> Response:
    return PlainTextResponse("x" * LARGE)


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


ROUTES = (
    Route("/_stcore/upload_file/a", _upload, methods=["PUT"]),
    Route("/_stcore/upload_file/refused", _refuse, methods=["PUT"]),
    Route("/media/large", _large),
    WebSocketRoute("/_stcore/stream", _echo),
)


@pytest.fixture(scope="module")
def server() -> Iterator[SocketServer]:
    """Serve with a second of patience, and room for ten connections."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_REQUEST_SECONDS", "1")
        patch.setenv("GEO_LIMIT_CONNECTIONS", "10")
        patch.setenv("GEO_LIMIT_CLIENT_CONNECTIONS", "3")
        patch.setattr(connections, "LINGER", 1.0)
        patch.setattr(connections, "READER_TURNS", 2)
        with socket_server(*ROUTES) as server:
            yield server


@pytest.fixture(autouse=True)
def _all_closed(server: SocketServer) -> Iterator[None]:
    yield
    wait_until(lambda: server.connections.open == 0)
    wait_until(lambda: server.connections.told == 0)
    assert not server.connections.of_client


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in another thread: a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, main).result()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def assert_refused(answer: bytes, status: int, words: str) -> None:
    """Check status, sentence and headers of an answer that no app gave."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert status_of(answer) == status
    assert words in body.decode()
    lines = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
    assert headers_of("/api", status=status).items() <= lines.items()
    assert int(lines["Content-Length"]) == len(body)
    assert ("Retry-After" in lines) == (status in (429, 503))


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (b"GET /%b HTTP/1.1\r\n" % (b"a" * TARGET_BYTES), 414, "the address is longer than 8,192"),
        (b"GET /%b" % (b"a" * 1_000_000), 414, "the address is longer than 8,192"),
        (
            HEALTH + b"Cookie: %b\r\n\r\n" % (b"a" * HEAD_BYTES),
            431,
            "headers are longer than 16,384",
        ),
        (HEALTH + b"Cookie: a\r\n" * 100_000, 431, "headers are longer than 16,384"),
        (b"\x16\x03\x01\x02\x00 hello\r\n\r\n", 400, "not a request of HTTP/1.1"),
        (b"GET /health HTTP/1.1\r\n\r\n", 400, "not a request of HTTP/1.1"),
        (HEALTH, 408, "did not come whole in time"),
        (b"G", 408, "did not come whole in time"),
    ],
)
def test_what_is_no_request_is_told_so(
    server: SocketServer, request_: bytes, status: int, words: str
) -> None:
    assert_refused(server.answer_to(request_), status, words)


HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def handshake(method: str = "GET", **changes: str | None) -> bytes:
    fields = HANDSHAKE | {name.replace("_", "-"): text for name, text in changes.items()}
    lines = (f"{name}: {text}\r\n" for name, text in fields.items() if text is not None)
    return (
        f"{method} /_stcore/stream HTTP/1.1\r\n".encode() + HOST + "".join(lines).encode() + b"\r\n"
    )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (handshake(Sec_WebSocket_Version=None), "its version is 13"),
        (handshake(Sec_WebSocket_Version="8"), "its version is 13"),
        (handshake(Sec_WebSocket_Key=None), "its key has 16 bytes, in Base64"),
        (handshake(Sec_WebSocket_Key="AAAA"), "its key has 16 bytes, in Base64"),
        (handshake(Sec_WebSocket_Key="é"), "its key has 16 bytes, in Base64"),
        (handshake("POST"), "it is asked for with GET"),
    ],
)
def test_a_handshake_that_is_none_is_told_so(
    server: SocketServer, request_: bytes, words: str
) -> None:
    assert_refused(server.answer_to(request_), 400, f"this does not open a WebSocket: {words}")


def test_a_handshake_opens_a_websocket(server: SocketServer) -> None:
    with server.connect() as client:
        client.sendall(handshake())
        assert client.recv(1000).startswith(b"HTTP/1.1 101 ")


@pytest.mark.parametrize("length", [TARGET_BYTES - 30, HEAD_BYTES - 200])
def test_at_the_limits_a_request_is_answered(server: SocketServer, length: int) -> None:
    filling = b"a" * length
    in_target = b"GET /nothing/%b HTTP/1.1\r\n" % filling + HOST + LAST
    in_head = HEALTH + b"Cookie: %b\r\n" % filling + LAST
    request, status = (in_target, 404) if length < TARGET_BYTES else (in_head, 200)
    assert status_of(server.answer_to(request)) == status


def test_a_head_that_trickles_is_left(server: SocketServer) -> None:
    with server.connect() as connection:
        connection.sendall(HEALTH)
        for _ in range(8):
            time.sleep(0.2)
            connection.sendall(b"A: b\r\n")
        assert_refused(rest_of(connection), 408, "did not come whole in time")


def test_a_connection_that_says_nothing_is_closed_without_a_word(server: SocketServer) -> None:
    assert server.answer_to() == b""


def test_half_open_connections_end_and_others_are_answered_meanwhile(server: SocketServer) -> None:
    held = [server.connect() for _ in range(9)]
    for each in held:
        each.sendall(HEALTH)
    wait_until(lambda: server.connections.open == 9)
    assert status_of(server.answer_to(HEALTH + LAST)) == 200
    for each in held:
        assert_refused(rest_of(each), 408, "did not come whole in time")
        each.close()


def test_one_connection_too_many_is_told_so(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.connections, "seconds", PATIENCE)
    held = [server.connect() for _ in range(10)]
    wait_until(lambda: server.connections.open == 10)
    assert_refused(server.answer_to(HEALTH + LAST), 503, "all connections of this server")
    held.pop().close()
    wait_until(lambda: server.connections.open == 9)
    assert status_of(server.answer_to(HEALTH + LAST)) == 200
    for each in held:
        each.close()


def test_one_client_leaves_room_for_others(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_trusted_by", lambda _: ())
    monkeypatch.setattr(connections, "client_of", lambda _: "203.0.113.9")
    held = [server.connect() for _ in range(3)]
    wait_until(lambda: server.connections.of_client["203.0.113.9"] == 3)
    assert_refused(server.answer_to(HEALTH + LAST), 429, "this client has too many connections")
    monkeypatch.setattr(connections, "client_of", lambda _: "203.0.113.10")
    assert status_of(server.answer_to(HEALTH + LAST)) == 200
    for each in held:
        each.close()


def test_those_that_are_told_are_few_at_a_time(
    server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "TOLD", 0)
    with suppress(ConnectionResetError):
        assert server.answer_to(b"GET /%b HTTP/1.1\r\n" % (b"a" * TARGET_BYTES)) == b""


def test_requests_that_follow_each_other_are_answered(server: SocketServer) -> None:
    answers = server.answer_to(HEALTH + b"\r\n" + HEALTH + b"\r\n" + HEALTH, LAST)
    assert answers.count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_file_is_read_whole(server: SocketServer, end: bytes) -> None:
    size = 3_000_000
    head = (UPLOAD + b"Content-Length: %d\r\n" % size + LAST).replace(b"\r\n", end)
    answer = server.answer_to(head[:20], head[20:] + b"x" * size)
    assert answer.endswith(b"3000000 bytes")


def test_a_body_that_trickles_is_left(server: SocketServer) -> None:
    with server.connect() as connection:
        connection.sendall(UPLOAD + b"Content-Length: 1000\r\n\r\n")
        for _ in range(8):
            time.sleep(0.2)
            connection.sendall(b"x")
        answer = rest_of(connection)
    assert status_of(answer) == 408
    assert b"did not come whole in time" in answer


def test_a_body_that_is_slow_but_steady_is_read(server: SocketServer) -> None:
    with server.connect() as connection:
        connection.sendall(UPLOAD + b"Content-Length: 16000\r\n" + LAST)
        for _ in range(8):
            time.sleep(0.2)  # each piece is allowed four seconds more
            connection.sendall(b"x" * 2_000)
        assert rest_of(connection).endswith(b"16000 bytes")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (UPLOAD + b"Content-Length: 11000000\r\n\r\n", b"x" * 11_000_000),
        (UPLOAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n%b\r\n" % (b"x" * 65536) * 170),
        (UPLOAD + b"Content-Length: 11000000\r\nExpect: 100-continue\r\n\r\n", b""),
        (b"GET /api/summary HTTP/1.1\r\n" + HOST + b"Content-Length: 70000\r\n\r\n", b"x" * 70_000),
    ],
)
def test_a_body_that_is_too_large_is_not_read(
    server: SocketServer, head: bytes, body: bytes
) -> None:
    answer = server.answer_to(head, body)
    assert status_of(answer) == 413
    assert b"the body of this request is larger than" in answer
    assert answer.count(b"HTTP/1.1 ") == 1, "neither is it taken for the next request"


def test_a_body_that_nobody_reads_ends_its_connection(server: SocketServer) -> None:
    head = b"PUT /_stcore/upload_file/refused HTTP/1.1\r\n" + HOST
    answer = server.answer_to(head + b"Content-Length: 2000000\r\n\r\n", b"x" * 2_000_000)
    assert status_of(answer) == 403
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_reader_who_takes_nothing_is_left(server: SocketServer) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /media/large HTTP/1.1\r\n" + HOST + b"\r\n")
        wait_until(lambda: server.connections.open == 1)
        wait_until(lambda: server.connections.open == 0)


def test_a_slow_reader_gets_all(server: SocketServer) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(b"GET /media/large HTTP/1.1\r\n" + HOST + LAST)
        found = 0
        for _ in range(50):
            time.sleep(0.1)
            found += len(connection.recv(10_000))
        assert found + len(rest_of(connection)) > LARGE


def test_a_websocket_counts_as_long_as_it_is_open(server: SocketServer) -> None:
    url = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(url, origin=Origin(f"http://localhost:{server.port}")) as opened:
        assert server.connections.open == 1
        time.sleep(1.5)  # longer than a head may take
        opened.send("x" * 100_000)
        assert opened.recv() == "x" * 100_000
    wait_until(lambda: server.connections.open == 0)


def test_a_server_of_other_makings_is_watched_only_meanwhile() -> None:
    async def main() -> list[bool]:
        loop = asyncio.get_running_loop()
        before = loop.create_server
        with connections.Connections(1).watching(loop):
            during = loop.create_server
        return [during == before, loop.create_server == before]

    assert run(main()) == [False, True]


def test_the_transport_of_another_loop_will_do() -> None:
    async def main() -> None:
        inner, transport = Mock(spec=asyncio.Protocol), Mock()  # uvloop's is of no class of asyncio
        transport.get_extra_info.side_effect = {"peername": ("203.0.113.9", 1)}.get
        others = connections.Connections(1)
        connection = connections.Connection(inner, others)
        connection.connection_made(transport)
        inner.connection_made.assert_called_once_with(transport)
        assert (others.open, others.of_client) == (1, {"203.0.113.9": 1})
        connection.connection_lost(None)
        inner.connection_lost.assert_called_once_with(None)
        assert (others.open, others.of_client) == (0, {})

    run(main())
