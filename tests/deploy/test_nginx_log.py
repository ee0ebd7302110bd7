"""The log of nginx: a line of JSON for each request, and nothing of who asked or what for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from nginx import Nginx, running_nginx
from server_process import free_port
from upstream import Upstream
from waiting import eventually

FIELDS = {"time", "method", "path", "status", "bytes", "seconds", "upstream", "cache", "error"}
SECRET = "5ec2e7"
ADDRESS = "127.0.0.77"


@pytest.fixture
def client(nginx: Nginx) -> Iterator[httpx2.Client]:
    transport = httpx2.HTTPTransport(verify=nginx.trust, local_address=ADDRESS)
    with httpx2.Client(transport=transport, base_url=nginx.url) as client:
        yield client


def last_line(log: Path, path: str) -> dict[str, Any]:
    """Return the line of a request whose path is asked for once."""

    def lines() -> list[dict[str, Any]]:
        found = map(json.loads, log.read_text("utf-8").splitlines())
        return [line for line in found if line["path"] == path]

    eventually(lambda: bool(lines()))  # it is written after the answer was sent
    (line,) = lines()
    return line


def test_a_line_says_how_a_request_went(
    nginx: Nginx, client: httpx2.Client, upstream: Upstream
) -> None:
    upstream.status, upstream.headers = 404, {"Incident-Atlas-Error": "7F3KQ2MX"}
    client.get("/api/incidents/none")
    line = last_line(nginx.logs / "incident-atlas.log", "/api/incidents/none")
    assert set(line) == FIELDS
    del line["time"], line["seconds"]
    assert line == {
        "method": "GET",
        "path": "/api/incidents/none",
        "status": 404,
        "bytes": len(upstream.body),
        "upstream": "404",
        "cache": "MISS",
        "error": "7F3KQ2MX",
    }


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (f"/embed/map?q={SECRET}", "/embed/map"),
        (f"/made/{SECRET}/map-{SECRET}.png", "/made/…"),
        (f"/x/made/{SECRET}/media/map.png", "/x/made/…"),
        (f"/media/{SECRET}.json", "/media/…"),
        (f"/_stcore/upload_file/{SECRET}/{SECRET}", "/_stcore/upload_file/…"),
        (f"/_stcore/stream?a={SECRET}", "/_stcore/stream"),
    ],
)
def test_nothing_of_a_reader_is_written(
    nginx: Nginx, client: httpx2.Client, upstream: Upstream, asked: str, written: str
) -> None:
    upstream.status, upstream.headers = 200, {}
    client.get(
        asked,
        headers={
            "User-Agent": SECRET,
            "Referer": f"https://{SECRET}.example/",
            "Cookie": SECRET,
            "X-Forwarded-For": SECRET,
            "Incident-Atlas-Uploads": SECRET,
        },
    )
    assert last_line(nginx.logs / "incident-atlas.log", written)["status"] == 200
    text = "".join(log.read_text("utf-8") for log in nginx.logs.iterdir())
    assert SECRET not in text
    assert ADDRESS not in text


def test_a_request_cannot_write_a_line_of_its_own(
    nginx: Nginx, client: httpx2.Client, upstream: Upstream
) -> None:
    upstream.status, upstream.headers = 200, {}
    client.get('/a%0A{"b":1}%22,%22status%22:500%1b[31m')
    path = '/a\n{"b":1}","status":500\x1b[31m'
    assert last_line(nginx.logs / "incident-atlas.log", path)["status"] == 200


def test_where_nobody_answers_the_line_says_so_and_no_log_names_the_client(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("silent") / "nginx"
    with running_nginx(folder, free_port(), free_port()) as nginx:
        transport = httpx2.HTTPTransport(verify=nginx.trust, local_address=ADDRESS)
        with httpx2.Client(transport=transport, base_url=nginx.url) as client:
            client.get(f"/about?q={SECRET}")
        line = last_line(nginx.logs / "incident-atlas.log", "/about")
        assert (line["status"], line["upstream"]) == (503, "502")
        text = "".join(log.read_text("utf-8") for log in nginx.logs.iterdir())
    assert not [each for each in (ADDRESS, SECRET) if each in text]
