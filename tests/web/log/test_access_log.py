"""The access log: a line for each request, and nothing of who asked or what for."""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from command_line import run
from full_disk import full_disk
from geo import launch
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import GeoError, Unwritable
from geo.web import server
from geo.web.log.access_log import FIELDS, METHODS
from geo.web.log.log_file import open_log
from samples import ROOT, located
from server_process import free_port, running
from serving import atlas_of, client_of, write
from vector_tiles import earth, write_extract

GEO = str(Path(sys.executable).with_name("geo"))
BOX = (51.0, 35.0, 52.0, 36.0)
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture(scope="module")
def current() -> Iterator[CurrentAtlas]:
    opened = atlas_of(access_log=Path("named by each test"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(current: CurrentAtlas) -> TestClient:
    return logged_client(current, Route("/{rest:path}", streamlits, methods=["GET", "PUT"]))


def logged_client(current: CurrentAtlas, *others: Any) -> TestClient:
    options = {"base_url": "http://localhost", "raise_server_exceptions": False}
    return client_of(current, *others, follow_redirects=False, **options)


def lines(target: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in target.read_text("ascii").splitlines()]


def streamlits(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def test_a_request_is_a_line(client: TestClient, tmp_path: Path) -> None:
    target = tmp_path / "access.log"
    with open_log(target):
        answer = client.get("/api/summary?q=secret", headers={"Accept-Encoding": "identity"})
    (line,) = lines(target)
    assert list(line) == list(FIELDS)
    assert re.fullmatch(TIME, line.pop("time"))
    assert 0 < line.pop("milliseconds") < 60_000
    assert line == {
        "method": "GET",
        "route": "/api/summary",
        "status": 200,
        "bytes": len(answer.content),
        "error": None,
    }


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/incidents/IR-2017-06-07-tehran", ("/api/incidents/{id}", 200)),
        ("GET", "/api/incidents/nothing", ("/api/incidents/{id}", 404)),
        ("GET", "/api/summary?from=x", ("/api/summary", 400)),
        ("HEAD", "/api/summary", ("/api/summary", 200)),
        ("GET", "/assets/style.css", ("/assets/…", 200)),
        ("GET", "/api/nothing", (None, 404)),
        ("GET", "/_stcore/health", ("/_stcore/health", 200)),
        ("GET", "/media/3f9a.png", ("/media/…", 200)),
        ("PUT", "/_stcore/upload_file/s3cret/x", ("/_stcore/upload_file/…", 200)),
        ("GET", "/etc/passwd", (None, 404)),
    ],
)
def test_the_route_is_a_template(
    client: TestClient, tmp_path: Path, method: str, path: str, expected: tuple[str, int]
) -> None:
    with open_log(tmp_path / "a.log"):
        answer = client.request(method, path)
    (line,) = lines(tmp_path / "a.log")
    assert (line["method"], line["route"], line["status"]) == (method, *expected)
    assert line["error"] == answer.headers.get("Incident-Atlas-Error")
    assert (line["error"] is None) == (answer.status_code < 400)
    assert line["bytes"] == (0 if method == "HEAD" else int(answer.headers["Content-Length"]))


@pytest.mark.parametrize(
    ("target", "route"),
    [("http://localhost/api/summary", "/api/summary"), ("ftp://localhost/api/summary", None)],
)
def test_a_target_with_a_whole_address_is_of_the_same_route(
    client: TestClient, tmp_path: Path, target: str, route: str | None
) -> None:
    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        scope = {**scope, "path": target, "raw_path": target.encode()}
        await client.app(scope, receive, send)

    with open_log(tmp_path / "a.log"):
        answer = TestClient(asked, base_url="http://localhost").get("/")
    (line,) = lines(tmp_path / "a.log")
    assert (line["status"], line["route"]) == (answer.status_code, route)
    assert answer.status_code == (200 if route else 400)


def test_an_answer_from_the_cache_of_a_reader_is_304_without_bytes(
    client: TestClient, tmp_path: Path
) -> None:
    with open_log(tmp_path / "a.log"):
        tag = client.get("/embed/map").headers["ETag"]
        client.get("/embed/map", headers={"If-None-Match": tag})
    assert [(line["status"], line["bytes"] > 0) for line in lines(tmp_path / "a.log")] == [
        (200, True),
        (304, False),
    ]


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("äb")
    await socket.send_bytes(b"cde")
    await socket.close()


def test_a_websocket_is_a_line_once_it_is_closed(current: CurrentAtlas, tmp_path: Path) -> None:
    client = logged_client(current, WebSocketRoute("/_stcore/stream", talk))
    with open_log(tmp_path / "a.log"):
        with client.websocket_connect("/_stcore/stream?token=secret") as socket:
            assert socket.receive_text() == "äb"
            assert socket.receive_bytes() == b"cde"
            with pytest.raises(WebSocketDisconnect):
                socket.receive_text()
        assert [
            (line["route"], line["status"], line["bytes"]) for line in lines(tmp_path / "a.log")
        ] == [("/_stcore/stream", 101, 6)]


def test_a_request_that_fails_has_the_id_of_its_error(
    current: CurrentAtlas, tmp_path: Path
) -> None:
    def fail(_: Request) -> Response:
        raise RuntimeError("secret")

    with open_log(tmp_path / "a.log"):
        answer = logged_client(current, Route("/component/x", fail)).get("/component/x")
    (line,) = lines(tmp_path / "a.log")
    assert (line["status"], line["error"]) == (500, answer.headers["Incident-Atlas-Error"])


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20)
TOKEN = "zq7xsecretxq9z"


@given(before=TEXTS, after=TEXTS, at=st.sampled_from(["path", "query", "header", "body", "method"]))
def test_nothing_of_a_request_is_in_the_log(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory, before: str, after: str, at: str
) -> None:
    target = tmp_path_factory.mktemp("log") / "a.log"
    sent = f"{before}{TOKEN}{after}"
    path = f"/record/{quote(sent, safe='')}" if at == "path" else "/api/summary"
    query = f"?q={quote(sent)}" if at == "query" else ""
    fields = (b"X-Forwarded-For", b"User-Agent", b"Referer", b"Cookie")
    with open_log(target):
        client.request(
            TOKEN if at == "method" else "POST" if at == "body" else "GET",
            path + query,
            headers=dict.fromkeys(fields, sent.encode()) if at == "header" else None,
            content=sent.encode() if at == "body" else None,
        )
    text = target.read_text("ascii")
    assert TOKEN not in text
    assert text.count("\n") == 1
    check(json.loads(text))


def check(line: dict[str, Any]) -> None:
    """Check that each value is one of those that a line may have."""
    assert set(line) == set(FIELDS)
    assert re.fullmatch(TIME, line["time"])
    assert line["method"] in METHODS | {"other"}
    assert line["route"] in {"/record/{id}", "/api/summary", None}
    assert line["status"] in range(100, 600)
    assert isinstance(line["bytes"], int)
    assert isinstance(line["milliseconds"], float)
    assert line["error"] is None or re.fullmatch("[A-Z2-7]{8}", line["error"])


def test_a_log_that_is_moved_goes_on_in_a_new_file(client: TestClient, tmp_path: Path) -> None:
    target = tmp_path / "a.log"
    with open_log(target):
        client.get("/health")
        target.rename(tmp_path / "a.log.1")
        client.get("/ready")
    assert [line["route"] for line in lines(tmp_path / "a.log.1")] == ["/health"]
    assert [line["route"] for line in lines(target)] == ["/ready"]


def test_an_earlier_log_is_kept(client: TestClient, tmp_path: Path) -> None:
    for _ in range(2):
        with open_log(tmp_path / "a.log"):
            client.get("/health")
    assert len(lines(tmp_path / "a.log")) == 2


def test_on_a_full_disk_requests_are_answered_and_each_line_is_whole(
    client: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    target = tmp_path / "a.log"
    with open_log(target):
        client.get("/health")
        with full_disk(target.stat().st_size + 50):
            assert [client.get("/ready").status_code for _ in range(200)] == [200] * 200
        assert client.get("/health").status_code == 200
    routes = [line["route"] for line in lines(target)]
    assert (routes[0], routes[-1]) == ("/health", "/health")
    assert 0 < len(routes) < 202
    said = [record.getMessage() for record in caplog.records if "access log" in record.message]
    assert said == [
        "the access log cannot be written: File too large. Requests are answered",
        "the access log is written again: lines are missing from it",
    ]


def test_without_its_folder_requests_are_answered(
    client: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    with open_log(folder / "a.log"):
        (folder / "a.log").unlink()
        folder.rmdir()
        assert [client.get("/health").status_code for _ in range(3)] == [200] * 3
        folder.mkdir()
        assert client.get("/ready").status_code == 200
    assert [line["route"] for line in lines(folder / "a.log")] == ["/ready"]
    assert len([record for record in caplog.records if "access log" in record.message]) == 2


def test_a_pipe_or_device_in_its_place_is_not_waited_for(
    client: TestClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    target = tmp_path / "a.log"
    with open_log(target):
        for put_in_place in (os.mkfifo, lambda path: path.symlink_to(os.devnull)):
            target.unlink()
            put_in_place(target)
            assert [client.get("/health").status_code for _ in range(3)] == [200] * 3
            target.unlink()
            assert client.get("/ready").status_code == 200
            assert [line["route"] for line in lines(target)] == ["/ready"]
    said = [record.getMessage() for record in caplog.records if "access log" in record.message]
    refused = "the access log cannot be written: a.log is a"
    assert [words.startswith(refused) for words in said] == [True, False, True, False]


def test_a_log_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path) -> None:
    data = ROOT / "data" / "incidents.geojson"
    before = data.read_bytes()
    for target, words in (
        (tmp_path / "none" / "a.log", f"the folder {tmp_path / 'none'} does not exist. Make it"),
        (tmp_path, "is a folder, and not a file"),
        (data, "is one of the files that are served: write the access log to another"),
        (tmp_path / ("a" * 300), "File name too long. Name another file for the access log"),
    ):
        result = run("serve", data, "--access-log", target, "--port", str(free_port()))
        assert result.exit_code == 1
        assert words in result.output
    assert data.read_bytes() == before


@pytest.mark.parametrize("name", ["GEO_DATA", "GEO_BASEMAP"])
def test_a_file_that_is_served_is_no_log_of_streamlit_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    files = {
        "GEO_DATA": write(tmp_path / "a.geojson", located("A", (1.0, 2.0))),
        "GEO_BASEMAP": write_extract(tmp_path / "x.pmtiles", [earth(BOX)], BOX, (10, 10)),
    }
    for each, path in files.items():
        monkeypatch.setenv(each, str(path))
    monkeypatch.setenv("GEO_ACCESS_LOG", str(files[name]))
    with pytest.raises(Unwritable, match="is one of the files that are served"):
        launch.app_parts()


def test_streets_are_no_log_of_geo_serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launch, "serve", lambda *_: None)  # where it would be served
    streets = write_extract(tmp_path / "x.pmtiles", [earth(BOX)], BOX, (10, 10))
    result = run("serve", "--basemap", streets, "--access-log", streets, "--port", str(free_port()))
    assert result.exit_code == 1
    assert "is one of the files that are served" in result.output


def test_the_environment_names_the_log_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GEO_ACCESS_LOG", raising=False)
    assert ServeOptions.from_environment().access_log is None
    monkeypatch.setenv("GEO_ACCESS_LOG", str(tmp_path / "none" / "a.log"))
    with pytest.raises(GeoError, match="does not exist"):
        launch.app_parts()


def test_standard_output_has_nothing_but_the_log(tmp_path: Path) -> None:
    port, said = free_port(), tmp_path / "stderr"
    apart = ["sh", "-c", 'exec "$@" 2>"$0"', str(said)]
    command = [*apart, GEO, "serve", "--port", str(port), "--access-log", "-"]
    with running(command, ROOT, port, tmp_path) as server, urlopen(f"{server.url}/about"):
        pass
    assert {line["route"] for line in lines(server.log)} == {"/health", "/about"}
    assert "Incident Atlas: http://localhost" in said.read_text("utf-8")


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_documented(name: str) -> None:
    assert f"| `{name}` | {FIELDS[name]} |" in (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_the_routes_are_made_once(monkeypatch: pytest.MonkeyPatch, current: CurrentAtlas) -> None:
    make = Mock(side_effect=server.make_table)
    monkeypatch.setattr(server, "make_table", make)
    server.make_parts(current)
    make.assert_called_once_with(current)
