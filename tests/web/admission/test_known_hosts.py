"""Requests under names that are not the server's: what they get, on every path."""

import socket
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.routing import WebSocketRoute
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocket

from geo.atlas.current import CurrentAtlas
from geo.model.incident import Origin
from geo.web.headers import headers_of
from samples import located
from server_process import Server
from serving import ROW_PATHS, atlas_of, client_of, write

STREAM = "/_stcore/stream"
# Streamlit's own, ours, and what nobody has.
PATHS = [
    "/",
    "/_stcore/health",
    "/_stcore/host-config",
    "/static/favicon.png",
    "/media/none.csv",
    "/component/streamlit_folium.st_folium/index.html",
    "/api/incidents",
    "/api/nothing",
    "/embed/map",
    "/embed/map.png",
    "/record/A",
    "/assets/atlas.js",
    "/favicon.ico",
    "/health",
    "/nowhere",
]
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def answer_of(
    server: Server, path: str, headers: dict[str, str], method: str = "GET"
) -> tuple[HTTPResponse, str]:
    """Return a server's answer to a request whose headers are all given."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = "" if answer.status == 101 else answer.read().decode()
    connection.close()
    return answer, text


@pytest.mark.parametrize("path", PATHS)
def test_no_path_is_answered_under_a_stranger_s_name(server: Server, path: str) -> None:
    answer, text = answer_of(server, path, {"Host": "rebound.example"})
    assert answer.status == 421
    assert "his server does not answer under the name" in text
    assert "--allow-host" in text
    for name, value in headers_of(path, "rebound.example", status=421).items():
        assert answer.headers[name] == value


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_no_method_is(server: Server, method: str) -> None:
    headers = {"Host": "rebound.example"}
    assert answer_of(server, "/_stcore/health", headers, method)[0].status == 421


def test_an_address_in_the_target_counts_as_a_host(server: Server) -> None:
    own = urlsplit(server.url).netloc
    answer, _ = answer_of(server, "http://rebound.example/health", {"Host": own})
    assert answer.status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]"])
def test_names_of_this_machine_are_answered(server: Server, host: str) -> None:
    assert answer_of(server, "/health", {"Host": host})[0].status == 200


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost:8501", "http://localhost:8501", 101),
        ("localhost:8501", None, 101),
        ("rebound.example", "http://rebound.example", 421),
        ("rebound.example", None, 421),
        ("localhost:8501", "http://rebound.example", 403),
        ("localhost:8501", "http://localhost:3000", 403),
        ("localhost:8501", "http://127.0.0.1:8501", 403),
        ("localhost:8501", "http://0.0.0.0:8501", 403),
        ("localhost:8501", "null", 403),
    ],
)
def test_a_websocket_is_for_pages_of_the_server(
    server: Server, host: str, origin: str | None, status: int
) -> None:
    headers = {"Host": host} | UPGRADE | ({} if origin is None else {"Origin": origin})
    answer, text = answer_of(server, STREAM, headers)
    assert answer.status == status
    if status != 101:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert ("connect to this server" if status == 403 else "under the name") in text


@pytest.fixture(scope="module")
def served() -> CurrentAtlas:
    return atlas_of(host="localhost", allow_hosts=("maps.example",))


async def _greet(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("hello")
    await websocket.close()


def test_a_name_that_was_allowed_is_answered(served: CurrentAtlas) -> None:
    client = client_of(served, base_url="http://maps.example:8501")
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("path", ["/", "/embed/map", "/record/A", "/print", "/about"])
def test_a_page_has_no_link_that_would_be_refused_too(served: CurrentAtlas, path: str) -> None:
    answer = client_of(served, base_url="http://rebound.example").get(path)
    assert answer.status_code == 421
    assert "<p>This server does not answer under the name" in answer.text
    assert "<a " not in answer.text


def test_the_sentence_repeats_a_name_as_text_only(served: CurrentAtlas) -> None:
    client = client_of(served, base_url="http://localhost")
    answer = client.get("/embed/map", headers={"Host": "<b>{{7*191}}</b>" + "x" * 200})
    assert answer.status_code == 421
    assert "<b>" not in answer.text
    assert "1337" not in answer.text
    assert "x" * 100 not in answer.text


def test_an_empty_name_is_none_of_the_server(served: CurrentAtlas) -> None:
    client = client_of(served, base_url="http://localhost")
    assert client.get("/health", headers={"Host": ""}).status_code == 421


def test_a_request_that_names_no_host_is_from_no_browser(server: Server) -> None:
    own = urlsplit(server.url)
    with socket.create_connection((own.hostname, own.port), timeout=20) as connection:
        connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("maps.example", "https://maps.example", None),
        ("maps.example:8501", "https://maps.example", 403),
        ("other.example", "https://other.example", 421),
    ],
)
def test_a_websocket_under_an_allowed_name(
    served: CurrentAtlas, host: str, origin: str, status: int | None
) -> None:
    client = client_of(served, WebSocketRoute(STREAM, _greet), base_url="http://localhost")
    headers = {"Host": host, "Origin": origin}
    if status is None:
        with client.websocket_connect(STREAM, headers=headers) as opened:
            assert opened.receive_text() == "hello"
        return
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect(STREAM, headers=headers),
    ):
        pass
    assert refused.value.status_code == status


def test_an_app_that_is_not_served_checks_no_names() -> None:
    client = client_of(atlas_of(), base_url="http://rebound.example")
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/about", "/embed/map", "/print", *ROW_PATHS])
def test_private_rows_have_no_address_under_a_stranger_s_name(path: str, tmp_path: Path) -> None:
    origin = Origin(dataset="secret rows", licence="none", redistributable=False)
    current = atlas_of(write(tmp_path / "p.geojson", located("P", (57.08, 30.28), origin=origin)))
    current.listen_on("localhost")
    client = client_of(current, base_url="http://localhost:8501")
    own = {"Sec-Fetch-Site": "same-origin"}
    assert path not in ROW_PATHS or client.get(path, headers=own).status_code == 200
    answer = client.get(path, headers=own | {"Host": "rebound.example:8501"})
    assert answer.status_code == 421
    assert "secret" not in answer.text
    current.close()
