"""Every answer has its headers, and each error an id that the log has too; nothing leaks."""

import re
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import streamlit as st
from anyio.from_thread import start_blocking_portal
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from geo.atlas.current import CurrentAtlas
from geo.errors import NotFound
from geo.launch import DASHBOARD, app_parts
from geo.web.guard.streamlit_paths import OPEN, is_open
from geo.web.guard.targets import with_path
from geo.web.headers import headers_of
from geo.web.paths.logged import logged_path
from geo.web.server import make_parts
from server_process import free_port, running
from serving import Reader, atlas_of, client_of

ID = "[A-Z2-7]{8}"
INSIDES = ("Traceback", "secret", ".py", "site-packages", "uvicorn", "starlette", "OSError")


def fail(_: Request) -> Response:
    raise OSError("/home/somebody/secret.db is locked\x1b[31m")


def refuse_in_other_words(_: Request) -> Response:
    return PlainTextResponse("secret: Bad Request", 400, {"Retry-After": "7", "ETag": '"x"'})


def raise_ours(_: Request) -> Response:
    raise NotFound("there is no such thing")


def raise_http(_: Request) -> Response:
    raise HTTPException(429, "too many requests", {"Retry-After": "9"})


def move(_: Request) -> Response:
    return RedirectResponse("/")


async def fail_late(_: Scope, __: Receive, send: Send) -> None:
    headers = [(b"content-length", b"9")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise OSError("secret")


async def break_off(connection: WebSocket) -> None:
    await connection.accept()
    raise OSError("secret")


def page(_: Request) -> Response:
    return PlainTextResponse("the page")


OTHERS: list[BaseRoute] = [
    Route("/", page),
    Route("/static/fails", fail),
    Route("/media/refuses", refuse_in_other_words),
    Route("/media/ours", raise_ours),
    Route("/media/http", raise_http),
    Route("/media/moved", move),
    Mount("/media/late", fail_late),
    WebSocketRoute("/_stcore/stream", break_off),
]


@pytest.fixture(scope="module")
def app(current: CurrentAtlas) -> Starlette:
    parts = make_parts(current)
    return Starlette(routes=[*parts["routes"], *OTHERS], middleware=parts["middleware"])


@pytest.fixture(scope="module")
def served(app: Starlette) -> TestClient:
    return TestClient(app, follow_redirects=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An answer as the server would send it."""

    status: int
    headers: Headers
    text: str


def asked(app: Starlette, target: str, method: str = "GET", scheme: str = "http") -> Raw:
    """Ask as a server hands a request on: its target is whatever the client sent."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "root_path": "",
        "state": {},
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    with start_blocking_portal() as portal:
        portal.call(app, scope, receive, send)
    start, *parts = sent
    body = b"".join(part.get("body", b"") for part in parts)
    return Raw(status=start["status"], headers=Headers(raw=start["headers"]), text=body.decode())


def check_error(answer: Raw | Any, text: str) -> str:
    """Check an error's headers and text, and return its id."""
    id_ = str(answer.headers["Incident-Atlas-Error"])
    assert re.fullmatch(ID, id_)
    assert id_ in text
    assert not [word for word in INSIDES if word in text]
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy"):
        assert name in answer.headers
    return id_


@pytest.mark.parametrize(
    ("target", "method", "status"),
    [
        ("http://localhost/health", "GET", 200),
        ("HTTP://localhost:8501/api/caption?from=2024", "GET", 200),
        ("http://localhost", "GET", 200),
        ("http://localhost/nothing", "GET", 404),
        ("http://user@localhost/health", "GET", 400),
        ("ftp://localhost/health", "GET", 400),
        ("http:///health", "GET", 400),
        ("*", "OPTIONS", 405),
        ("*", "GET", 405),
        ("health", "GET", 400),
        ("", "GET", 400),
        ("localhost:443", "CONNECT", 400),
        ("//evil.example/health", "GET", 404),
        ("/api//incidents", "GET", 404),
        ("/health", "TRACE", 405),
        ("/health", "get", 405),
        ("/health", "\u00fc", 405),
        ("/api/incidents/\x00", "GET", 404),
        ("/record/\x00", "GET", 404),
        ("/embed/map/\ud800?".encode("utf-8", "replace").decode(), "GET", 404),
        ("/nothing/..", "GET", 404),
    ],
)
def test_an_odd_target_is_answered(app: Starlette, target: str, method: str, status: int) -> None:
    answer = asked(app, target, method)
    assert answer.status == status
    if status >= 400:
        check_error(answer, answer.text)
    if status == 405:
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_target_without_a_slash_is_told_what_it_lacks(app: Starlette) -> None:
    rule = "The target of a request is a path that begins with a slash"
    assert rule in asked(app, "health").text


def test_the_host_of_a_whole_address_counts_and_not_that_of_the_header() -> None:
    headers = [(b"host", b"localhost"), (b"accept", b"*/*")]
    target = {"path": "http://a.example:1/%C3%A9", "raw_path": b"http://a.example:1/%C3%A9"}
    scope = {"type": "http", "scheme": "http", **target}
    checked = with_path({**scope, "headers": headers})
    assert checked["headers"] == [(b"host", b"a.example:1"), (b"accept", b"*/*")]
    assert (checked["path"], checked["raw_path"]) == ("/é", b"/%C3%A9")


@pytest.mark.parametrize(
    ("said", "meant"), [("wss", "https"), ("ws", "http"), ("https", "https"), ("http", "http")]
)
def test_links_are_of_pages_whatever_a_proxy_calls_its_scheme(said: str, meant: str) -> None:
    current = atlas_of()
    app = Starlette(**make_parts(current))
    page = Reader(asked(app, "/embed/map", scheme=said).text)
    assert dict(page.tags_of("meta"))["og:url"] == f"{meant}://localhost/embed/map"
    current.close()


@given(some.text(some.characters(codec="utf-8"), max_size=30), some.sampled_from(["GET", "PUT"]))
def test_any_path_has_headers(path: str, method: str) -> None:
    assert headers_of(path)["X-Content-Type-Options"] == "nosniff"
    assert headers_of(f"/{path}", method)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/static/fails", 500, "internal error: the log of the server has more under this id"),
        ("/media/refuses", 400, "the request has a mistake"),
        ("/media/ours", 404, "there is no such thing"),
        ("/media/http", 429, "Too Many Requests"),
        ("/component/x", 404, "there is nothing at this address"),
    ],
)
def test_what_others_say_or_raise_is_said_by_us(
    served: TestClient,
    path: str,
    status: int,
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = served.get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["message"].startswith(words)
    assert error["id"] == check_error(answer, answer.text)
    assert f"error {error['id']}: {status} GET {logged_path(path)}" in caplog.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_what_another_part_says_with_an_error_stays_and_what_describes_its_body_goes(
    served: TestClient,
) -> None:
    assert served.get("/media/http").headers["Retry-After"] == "9"
    answer = served.get("/media/refuses")
    assert answer.headers["Retry-After"] == "7"
    assert "ETag" not in answer.headers
    assert answer.headers["Content-Type"] == "application/json"


def test_where_a_reader_comes_the_error_is_a_page(served: TestClient) -> None:
    answer = served.get("/nothing")
    id_ = check_error(answer, answer.text)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f"Error {id_}." in answer.text


def test_no_two_errors_have_the_same_id(served: TestClient) -> None:
    ids = {served.get("/api/x").headers["Incident-Atlas-Error"] for _ in range(20)}
    assert len(ids) == 20


@pytest.mark.parametrize("path", ["/", "/health", "/api/caption", "/media/moved"])
def test_an_answer_that_is_no_error_has_no_id(served: TestClient, path: str) -> None:
    answer = served.get(path)
    assert answer.status_code < 400
    assert "Incident-Atlas-Error" not in answer.headers
    assert "Content-Security-Policy" in answer.headers


def test_the_log_has_the_traceback_without_control_codes_and_without_the_query(
    served: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    served.get("/static/fails?q=whom-I-look-for")
    assert "secret.db is locked" in caplog.text
    assert "Traceback" in caplog.text
    assert "\x1b" not in caplog.text
    assert "look-for" not in caplog.text


def test_an_answer_that_fails_late_is_not_completed(
    app: Starlette, caplog: pytest.LogCaptureFixture
) -> None:
    assert asked(app, "/media/late/").text == "half"  # of nine bytes: the server closes
    assert re.search(f"error {ID}: /media/… was not answered whole", caplog.text)


def test_a_connection_that_fails_is_closed_with_an_id(
    served: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    connecting = served.websocket_connect("/_stcore/stream")
    with connecting as connection, pytest.raises(WebSocketDisconnect) as closed:
        connection.receive_text()
    assert closed.value.code == 1011
    assert re.fullmatch(f"error {ID}", closed.value.reason)
    assert f"{closed.value.reason}: a connection failed" in caplog.text


@pytest.mark.parametrize("path", ["/_stcore/agent/mcp", "/x", "/api/cells"])
def test_no_other_address_has_a_socket(served: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDenialResponse) as denied, served.websocket_connect(path):
        pass
    assert denied.value.status_code == 404
    check_error(denied.value, denied.value.text)


# Streamlit's own addresses that its page does without: they tell of the insides, or act.
CLOSED = {
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/metrics",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
}


def streamlit_paths(current: CurrentAtlas) -> set[str]:
    """Return the paths of the installed Streamlit's routes."""
    app = st.App(DASHBOARD, **app_parts(current))._build_starlette_app()
    ours = {getattr(route, "path", "") for route in make_parts(current)["routes"]}
    return {getattr(route, "path", "") for route in app.routes} - ours


def test_each_address_of_streamlit_is_known_to_be_open_or_closed(current: CurrentAtlas) -> None:
    paths = streamlit_paths(current)
    opened = {path for path in paths if is_open(path or "/")}
    assert paths - opened == CLOSED
    assert opened == {
        "",  # the files of its page
        "/_stcore/bidi-components/{path:path}",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/stream",
        "/_stcore/upload_file/{session_id}/{file_id}",
        "/component/{path:path}",
        "/media/{file_id:path}",
    }


@pytest.mark.parametrize("path", sorted({*CLOSED, "/_stcore/script-health-check", "/index.html"}))
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_closed_address_is_404(served: TestClient, path: str, method: str) -> None:
    answer = served.request(method, path)
    assert answer.status_code == 404
    check_error(answer, answer.text)


def test_an_address_is_open_itself_and_a_folder_with_all_below_it() -> None:
    assert OPEN
    for path in OPEN:
        is_folder = path.endswith("/") and path != "/"
        assert is_open(path)
        assert is_open(f"{path}x") == is_folder


def sent(url: str, request: bytes) -> bytes:
    """Send bytes to a server, and return all that comes back."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("GET http://127.0.0.1/health HTTP/1.1", "", 200),
        ("OPTIONS * HTTP/1.1", "", 405),
        ("GET /health HTTP/1.0", "", 200),
        ("HEAD /api/nothing HTTP/1.1", "", 404),
        ("GET /_stcore/metrics HTTP/1.1", "", 404),
        ("GET /record/%2e%2e%2f HTTP/1.1", "", 400),
        ("GET //evil.example HTTP/1.1", "", 404),
        ("GET /api%2Fcaption HTTP/1.1", "", 200),
        ("GET /api/caption HTTP/1.1", "Accept-Encoding: x, ;q=2\r\nRange: bytes=9-1\r\n", 200),
        ("GET /assets/style.css HTTP/1.1", "Range: bytes=999999999-\r\n", 416),
        ("GET /assets/style.css HTTP/1.1", "Range: lines=one\r\n", 400),
        ("POST /_stcore/upload_file/a/b HTTP/1.1", "Content-Length: 0\r\n", 405),
    ],
)
def test_the_server_as_it_runs_answers_odd_requests(
    server_url: str, request_line: str, headers: str, status: int
) -> None:
    request = f"{request_line}\r\nHost: 127.0.0.1\r\n{headers}Connection: close\r\n\r\n"
    head, _, body = sent(server_url, request.encode()).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first.split()[1] == str(status)
    fields = Headers(dict(line.lower().split(": ", 1) for line in lines))
    assert fields["X-Content-Type-Options"] == "nosniff"
    if status >= 400:
        id_ = fields["Incident-Atlas-Error"].upper()
        assert re.fullmatch(ID, id_)
        assert request_line.startswith("HEAD") or id_.encode() in body
        assert not [word for word in INSIDES if word.encode() in body]


@pytest.mark.parametrize("options", [[], ["--no-dashboard"]])
def test_requests_are_read_by_h11_also_where_another_parser_is(
    tmp_path: Path, options: list[str]
) -> None:
    (tmp_path / "httptools.py").write_text("raise RuntimeError('this parser is not checked')")
    port = free_port()
    command = [str(Path(sys.executable).with_name("geo")), "serve", "--port", str(port), *options]
    with (
        running(command, tmp_path, port, tmp_path, tmp_path),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.sendall(b"GET /health HTTP/1.1\r\n\r\n")  # without a host
        assert connection.recv(1_000).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("path", ["/api/summary", "/embed/map", "/health", "/", "/assets"])
def test_a_line_break_is_no_end_of_an_address(path: str) -> None:
    current = atlas_of()
    with client_of(current) as client:
        assert client.get(f"{path}%0a").status_code == 404
    current.close()
