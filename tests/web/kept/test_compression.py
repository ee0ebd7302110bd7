"""Answers that never change are compressed once: which ones, and for which requests."""

import gzip
import re
import time
import urllib.request
from collections.abc import Callable
from secrets import token_hex
from typing import Any
from urllib.request import urlopen

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.maps import static
from geo.maps.templates import ASSETS
from geo.web.headers import UPLOADS_HEADER
from geo.web.kept import compression
from geo.web.kept.compression import KeptCompression
from geo.web.server import make_parts
from serving import atlas_of, client_of

FOREVER = {"Cache-Control": "public, immutable, max-age=31536000", "ETag": '"tag"'}
TEXT = b"some text " * 100
ASKED = {"Accept-Encoding": "gzip"}


class Counted:
    """A server of one answer, which counts how often it is made."""

    def __init__(self, make: Callable[[], Response]) -> None:
        self.made = 0
        self.make = make
        middleware = [Middleware(KeptCompression)]
        app = Starlette(routes=[Route("/{path:path}", self.answer)], middleware=middleware)
        self.client = TestClient(app)

    def answer(self, _: Request) -> Response:
        self.made += 1
        return self.make()

    def get(self, path: str = "/static/js/a.js", **headers: str) -> Any:
        return self.client.get(path, headers=ASKED | headers)


def script(**headers: str) -> Response:
    return Response(TEXT, headers=FOREVER | headers, media_type="text/javascript")


def test_the_second_reader_gets_what_was_compressed_after_the_first() -> None:
    served = Counted(script)
    first, second, third = (served.get() for _ in range(3))
    assert served.made == 1
    assert first.content == second.content == third.content == TEXT
    assert "content-encoding" not in first.headers
    assert second.headers["content-encoding"] == "gzip"
    assert int(second.headers["content-length"]) < len(TEXT) / 5
    assert second.headers["vary"] == "Accept-Encoding"
    assert second.headers["etag"] == 'W/"tag"'
    assert second.headers["cache-control"] == FOREVER["Cache-Control"]
    assert second.headers["content-type"] == first.headers["content-type"]
    assert dict(second.headers) == dict(third.headers)


def test_what_is_compressed_already_is_kept_as_it_is() -> None:
    text = token_hex(1000).encode()
    body = gzip.compress(text)
    headers = FOREVER | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    served = Counted(lambda: Response(body, headers=headers, media_type="text/css"))
    first, second = served.get(), served.get()
    assert served.made == 1
    assert first.content == second.content == text
    assert dict(first.headers) == dict(second.headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip;q=0, identity"},
        {"Range": "bytes=0-9"},
        {"If-None-Match": '"tag"'},
        {"If-Modified-Since": "Sun, 22 Nov 2026 00:00:00 GMT"},
    ],
)
def test_who_asks_for_something_else_is_answered_by_the_app(headers: dict[str, str]) -> None:
    served = Counted(script)
    served.get()
    assert "content-encoding" not in served.get(**headers).headers
    assert served.made == 2
    assert served.client.head("/static/js/a.js", headers=ASKED).content == b""
    assert served.made == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: Response(TEXT, media_type="text/javascript"),
        lambda: Response(TEXT, headers={"Cache-Control": "no-cache"}, media_type="text/css"),
        lambda: Response(TEXT, headers=FOREVER, media_type="font/woff2"),
        lambda: Response(b"short", headers=FOREVER, media_type="text/javascript"),
        lambda: Response(TEXT, 404, headers=FOREVER, media_type="text/javascript"),
        lambda: script(**{"Set-Cookie": "a=b"}),
    ],
)
def test_nothing_else_is_kept(make: Callable[[], Response]) -> None:
    served = Counted(make)
    assert dict(served.get().headers) == dict(served.get().headers)
    assert served.made == 2


def test_a_file_is_kept_under_one_address_alone() -> None:
    served = Counted(script)
    for path in ("/static/js//a.js", "/static/js/%00a.js"):
        served.get(path)
        served.get(path)
    assert served.made == 4
    served.get("/static/js/a.js?1")
    served.get("/static/js/a.js?2")
    assert served.made == 5


def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "MOST_BYTES", 1)
    served = Counted(script)
    for path in ("/a", "/b", "/a", "/b"):
        served.get(path)
    assert served.made == 3


def test_our_files_are_kept_with_the_headers_of_their_path_and_never_for_a_token() -> None:
    client = client_of(atlas_of())
    path = f"{static.base('')}/style.css"
    first, second = (client.get(path, headers=ASKED) for _ in range(2))
    assert second.headers["content-encoding"] == "gzip"
    assert second.content == first.content == (ASSETS / "style.css").read_bytes()
    for name in ("content-security-policy", "access-control-allow-origin", "cache-control"):
        assert second.headers[name] == first.headers[name]
    with_token = client.get(path, headers=ASKED | {UPLOADS_HEADER: "0" * 32})
    assert with_token.headers["cache-control"] == "no-store"


def test_the_policy_of_a_kept_answer_is_that_of_whoever_asks() -> None:
    page = ASSETS / "style.css"
    route = Route("/static/js/a.js", lambda _: FileResponse(page, headers=FOREVER))
    client = TestClient(Starlette(routes=[route], middleware=make_parts(atlas_of())["middleware"]))
    for host in ("one.example", "two.example"):
        policy = client.get("/static/js/a.js", headers=ASKED | {"Host": host}).headers[
            "content-security-policy"
        ]
        assert f"ws://{host} " in policy
        assert policy.count("ws://") == 1


def test_streamlits_own_files_are_compressed(server_url: str) -> None:
    with urlopen(server_url) as page:
        found = re.search(r'src="\.(/static/js/[^"]+)"', page.read().decode())
    assert found
    asked = urllib.request.Request(server_url + found[1], headers=ASKED)
    deadline = time.monotonic() + 20
    encoding = None
    while encoding != "gzip" and time.monotonic() < deadline:
        with urlopen(asked) as answer:
            answer.read()  # what is not sent whole is not kept
            encoding = answer.headers["content-encoding"]
    assert encoding == "gzip"


@pytest.mark.parametrize("path", ["/api/incidents", "/assets/basemap/110m.json", "/embed/map"])
def test_other_answers_are_compressed_for_those_who_ask(server_url: str, path: str) -> None:
    with urlopen(
        urllib.request.Request(server_url + path, headers={"Accept-Encoding": "gzip"})
    ) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["vary"]
        with urlopen(server_url + path) as plain:
            assert plain.headers["content-encoding"] is None
            assert plain.read() == gzip.decompress(packed.read())
    with urlopen(urllib.request.Request(server_url + path, method="HEAD")) as head:
        assert (head.status, head.read()) == (200, b"")
