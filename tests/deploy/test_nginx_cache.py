"""What nginx keeps: answers for a second, files as long as they say, and nothing of one reader."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from geo.maps import static
from nginx import Nginx, Site, running_site, unchanged
from serving import ROW_PATHS, write_private
from upstream import Upstream
from waiting import eventually

ANSWER = {"Cache-Control": "no-cache", "ETag": 'W/"1"', "Vary": "Accept-Encoding"}
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
ANSWERS = ["/about", "/api/cells", "/embed/map", "/oembed", "/print", "/record/x"]
FILES = ["/assets/v-1/atlas.js", "/component/x/main.js", "/favicon.ico", "/static/js/a.js"]
NEVER = ["/", "/_stcore/health", "/basemap/x.pmtiles", "/made/x/map.png", "/media/x", "/ready"]


@pytest.fixture
def client(
    nginx: Nginx, upstream: Upstream, request: pytest.FixtureRequest
) -> Iterator[httpx2.Client]:
    """Return a client of nginx; each test asks for addresses of its own."""
    upstream.status, upstream.headers, upstream.body = 200, ANSWER, b"answer"
    upstream.asked.clear()
    upstream.go.set()
    params = {"test": request.node.name}
    with httpx2.Client(base_url=nginx.url, verify=nginx.trust, params=params) as client:
        yield client


def status(answer: httpx2.Response) -> str | None:
    """Return where nginx says that an answer came from."""
    found: str | None = answer.headers.get("cache-status")
    return found


MISS, HIT, BYPASS = "nginx; fwd=uri-miss", "nginx; hit", "nginx; fwd=bypass"


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_never_changes_is_asked_for_once(
    client: httpx2.Client, upstream: Upstream, path: str
) -> None:
    upstream.headers = FOREVER
    assert [status(client.get(path)) for _ in range(3)] == [MISS, HIT, HIT]
    assert len(upstream.asked) == 1


@pytest.mark.parametrize("path", FILES)
def test_a_file_to_be_checked_each_time_is_not_kept(
    client: httpx2.Client, upstream: Upstream, path: str
) -> None:
    assert [status(client.get(path)) for _ in range(2)] == [MISS, MISS]


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_kept_for_those_who_ask_next(
    client: httpx2.Client, upstream: Upstream, path: str
) -> None:
    assert status(client.get(path)) == MISS
    assert client.get(path).content == b"answer"
    assert [headers["If-None-Match"] for _, _, headers in upstream.asked[1:]] in ([], ['W/"1"'])


def test_an_answer_is_checked_again_and_replaced_where_it_changed(
    client: httpx2.Client, upstream: Upstream
) -> None:
    client.get("/embed/map")
    eventually(lambda: status(client.get("/embed/map")) == "nginx; fwd=stale; detail=REVALIDATED")
    assert [headers["If-None-Match"] for _, _, headers in upstream.asked] == [None, 'W/"1"']
    upstream.headers, upstream.body = ANSWER | {"ETag": 'W/"2"'}, b"changed"
    eventually(lambda: client.get("/embed/map").content == b"changed")


@pytest.mark.parametrize("path", [*ANSWERS, *FILES])
def test_a_browser_that_has_it_gets_304(
    client: httpx2.Client, upstream: Upstream, path: str
) -> None:
    upstream.headers = ANSWER if path in ANSWERS else FOREVER | {"ETag": 'W/"1"'}
    client.get(path)
    again = client.get(path, headers={"If-None-Match": 'W/"1"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", 'W/"1"')
    assert len(upstream.asked) == 1 or path in ANSWERS


@pytest.mark.parametrize("path", NEVER)
def test_all_else_is_never_kept(client: httpx2.Client, upstream: Upstream, path: str) -> None:
    upstream.headers = FOREVER
    assert [status(client.get(path)) for _ in range(2)] == [None, None]
    assert len(upstream.asked) == 2


@pytest.mark.parametrize("name", ["Incident-Atlas-Uploads", "Incident-Atlas-Session"])
def test_answers_to_one_reader_go_past_what_is_kept(
    client: httpx2.Client, upstream: Upstream, name: str
) -> None:
    def ask(secret: str, body: bytes) -> tuple[str | None, bytes]:
        upstream.body = body
        headers = {name: secret} if secret else {}
        answer = client.get("/api/columns", headers=headers)
        return status(answer), answer.content

    upstream.headers = {}
    assert ask("1f", b"for one") == (BYPASS, b"for one")
    assert upstream.asked[0][2][name] == "1f"
    assert ask("", b"for all") == (MISS, b"for all")
    assert ask("1f", b"for one") == (BYPASS, b"for one")
    assert ask("2e", b"for another") == (BYPASS, b"for another")
    eventually(lambda: ask("", b"for all, changed")[1] == b"for all, changed")


@pytest.mark.parametrize("headers", [{}, {"Incident-Atlas-Session": "1f"}], ids=str)
@pytest.mark.parametrize("path", ANSWERS)
def test_a_question_for_the_headers_stays_one(
    client: httpx2.Client, upstream: Upstream, path: str, headers: dict[str, str]
) -> None:
    params = {"case": json.dumps(headers)}
    answers = [client.head(path, params=params, headers=headers) for _ in range(2)]
    assert [each.content for each in answers] == [b"", b""]
    assert {method for method, _, _ in upstream.asked} == {"HEAD"}
    assert client.get(path, params=params).content == b"answer"


@pytest.mark.parametrize("path", ["/api/cells", "/assets/v-1/atlas.js"])
@pytest.mark.parametrize(
    ("code", "headers"),
    [
        (200, {"Cache-Control": "no-store"}),
        (200, {"Cache-Control": "private, max-age=60"}),
        (200, {"Cache-Control": "no-cache", "Set-Cookie": "a=1"}),
        (400, {"Cache-Control": "no-store"}),
        (404, {"Cache-Control": "no-cache"}),
        (404, {"Cache-Control": "no-store"}),
        (429, {"Cache-Control": "no-store", "Retry-After": "7"}),
        (500, {"Cache-Control": "no-store"}),
        (503, {"Cache-Control": "no-store", "Retry-After": "7"}),
    ],
)
def test_private_answers_and_errors_are_never_kept(
    client: httpx2.Client, upstream: Upstream, path: str, code: int, headers: dict[str, str]
) -> None:
    upstream.status, upstream.headers = code, headers
    params = {"case": json.dumps([code, headers])}
    answers = [client.get(path, params=params) for _ in range(3)]
    assert [each.status_code for each in answers] == [code] * 3
    assert len(upstream.asked) == 3
    assert {each.headers.get("retry-after") for each in answers} == {headers.get("Retry-After")}


def test_encodings_and_hosts_are_kept_apart(client: httpx2.Client, upstream: Upstream) -> None:
    port = str(client.base_url.port)
    asked = [
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip", "Host": f"127.0.0.1:{port}"},
    ]
    assert [status(client.get("/embed/map", headers=each)) for each in asked] == [MISS] * 3
    found = [(headers["Accept-Encoding"], headers["Host"]) for _, _, headers in upstream.asked]
    assert found == [
        ("gzip", f"localhost:{port}"),
        ("identity", f"localhost:{port}"),
        ("gzip", f"127.0.0.1:{port}"),
    ]


@pytest.mark.parametrize("path", ["/embed/map", "/assets/v-1/atlas.js"])
def test_names_in_whole_addresses_are_kept_apart(
    client: httpx2.Client, nginx: Nginx, upstream: Upstream, path: str
) -> None:
    upstream.headers = FOREVER
    for name in ("one.example", "two.example"):
        target = f"https://{name}{path}?test={client.params['test']}"
        with (
            socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
            nginx.trust.wrap_socket(plain, server_hostname="localhost") as connection,
        ):
            connection.sendall(f"GET {target} HTTP/1.0\r\n\r\n".encode())
            with connection.makefile("rb") as answer:
                assert answer.readline().startswith(b"HTTP/1.1 200 ")
    assert [headers["Host"] for _, _, headers in upstream.asked] == ["one.example", "two.example"]


def test_one_reader_has_an_old_answer_checked_and_the_others_do_not_wait(
    client: httpx2.Client, upstream: Upstream
) -> None:
    def is_checked() -> bool:
        return status(client.get("/embed/map")) == "nginx; fwd=stale; detail=REVALIDATED"

    client.get("/embed/map")
    upstream.go.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(eventually, is_checked)
        eventually(lambda: len(upstream.asked) == 2)
        others = [client.get("/embed/map") for _ in range(7)]
        upstream.go.set()
        first.result()
    assert [status(each) for each in others] == ["nginx; hit; detail=UPDATING"] * 7
    assert [each.content for each in others] == [b"answer"] * 7
    assert len(upstream.asked) == 2


def test_many_who_ask_the_same_at_once_ask_the_server_once(
    client: httpx2.Client, upstream: Upstream
) -> None:
    upstream.headers = FOREVER
    upstream.go.clear()
    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(client.get, "/assets/v-1/many.js") for _ in range(8)]
        eventually(lambda: len(upstream.asked) == 1)
        upstream.go.set()
        assert {each.result().status_code for each in answers} == {200}
    assert len(upstream.asked) == 1


def test_what_is_kept_is_shown_while_the_server_has_too_much_to_do(
    client: httpx2.Client, upstream: Upstream
) -> None:
    client.get("/embed/map")
    upstream.status, upstream.headers = 503, {"Cache-Control": "no-store"}
    eventually(lambda: status(client.get("/embed/map")) == "nginx; hit; detail=STALE")
    stale = client.get("/embed/map")
    assert (stale.status_code, stale.content) == (200, b"answer")
    upstream.status = 500  # a fault is seen, and so is what may not be shown any more
    assert client.get("/embed/map").status_code == 500
    upstream.status = 403
    assert client.get("/embed/map").status_code == 403


def test_a_change_of_the_data_is_seen_within_seconds(site: Site) -> None:
    before = site.file.read_bytes()
    changed = json.loads(before)
    del changed["features"][0]
    with site.client() as client:
        was = client.get("/api/summary").json()
        try:
            site.file.write_text(json.dumps(changed), "utf-8")
            eventually(lambda: client.get("/api/summary").json() != was)
        finally:
            site.file.write_bytes(before)
        eventually(lambda: client.get("/api/summary").json() == was)


def test_rows_that_only_the_own_page_may_have_reach_no_stranger(tmp_path: Path) -> None:
    data = write_private(tmp_path / "private.geojson")
    own, home = {"Sec-Fetch-Site": "same-origin"}, tmp_path / "site"
    home.mkdir()
    with running_site(home, data=data) as site, site.client() as client:
        for path in ROW_PATHS:
            answers = [client.get(path, headers=headers) for headers in (own, {}, own)]
            assert [each.status_code for each in answers] == [200, 403, 200], path
            assert answers[0].headers["cache-control"] == "private, no-cache"
            assert [status(each) for each in answers] == [MISS] * 3
        assert [status(client.get("/about")) for _ in range(2)] == [MISS] * 2
        public = "/api/incidents?id=A"
        assert client.get(public, headers=own).headers["cache-control"] == "no-cache"
        assert client.get(public).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/api/summary?from=2016",
        "/embed/map?from=2016",
        f"{static.base('')}/style.css",
        static.frame_scripts()[0],
    ],
)
def test_the_pages_of_all_sites_share_what_is_kept(site: Site, path: str) -> None:
    origins = [{}, {"Origin": "https://one.example"}, {"Origin": "null"}]
    with site.client() as client:
        first, *others = [client.get(path, headers=origin) for origin in origins]
    assert first.status_code == 200
    assert MISS not in [status(each) for each in others]
    for each in others:
        assert (each.status_code, each.content, unchanged(each)) == (
            200,
            first.content,
            unchanged(first),
        )
