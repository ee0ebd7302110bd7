"""All of the server below a base path: what it answers, links to and refuses."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import Response
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse

from geo.atlas.serving.base_path import OWN
from geo.maps import static
from geo.model.incident import Incident
from geo.web.server import _PREFIXES
from samples import located, statement, with_ledger
from serving import Reader, atlas_of, client_of, day, write

HOST = "http://localhost:8501"
ADDRESS = re.compile(r"""(?:\b(?:href|src|action|content)="|url\(["']?)([^"')]+)""")
PAGES = [
    "/about",
    "/embed/map?title=x&from=2017",
    "/embed/map?at=30,57,6",
    "/embed/record/A",
    "/print?select=B%2F1",
    "/record/A",
    "/record/B%2F1",
    # Faults, each of its own kind.
    "/about/nothing",
    "/embed/map?from=never",
    "/embed/record/nothing",
    "/made/0/x",
    "/nothing",
    "/print?from=never",
    "/record/nothing",
]
ROUTES = [
    *PAGES,
    "/api/incidents?limit=1",
    "/api/cells",
    "/api/nothing",
    "/api/summary",
    "/assets/frames.js",
    "/assets/style.css",
    "/favicon.ico",
    "/health",
    "/oembed?url=x",
    "/ready",
    "/_stcore/metrics",
]


def records() -> list[Incident]:
    return [
        located("A", (57.08, 30.28), date=day("2024-01-03")),
        located("B/1", (51.42, 35.69), date=day("2017-06-07")),
        with_ledger(statement("c", "claim", "isis-k"), id_="C", date=day("2023-08-13")),
    ]


def streamlit(request: Request) -> PlainTextResponse:
    """Answer in place of Streamlit with the path that it was asked for."""
    return PlainTextResponse(request.url.path)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("data") / "small.geojson", *records())


def served(data: Path, **options: str) -> Iterator[TestClient]:
    current = atlas_of(data, **options)
    others = [Route("/{rest:path}", streamlit)]
    yield client_of(current, *others, base_url=HOST, follow_redirects=False)
    current.close()


@pytest.fixture(scope="module")
def plain(data: Path) -> Iterator[TestClient]:
    yield from served(data)


@pytest.fixture(scope="module")
def based(data: Path) -> Iterator[TestClient]:
    """Serve below /atlas."""
    yield from served(data, base_path="/atlas")


@pytest.fixture(scope="module")
def kept(data: Path) -> Iterator[TestClient]:
    """Serve below the path of a public address."""
    yield from served(data, public_url=f"{HOST}/atlas")


@pytest.fixture(scope="module")
def stripped(data: Path) -> Iterator[TestClient]:
    """Serve behind a proxy that takes /atlas off."""
    yield from served(data, base_path="/", public_url=f"{HOST}/atlas")


def addresses(answer: Response) -> list[str]:
    """Return each address of this server in a page or a style sheet, as it stands there."""
    found = ADDRESS.findall(answer.text.replace("&amp;", "&"))
    return [each for each in found if each.startswith(("/", HOST))]


def told(answer: Response) -> tuple[int, str, dict[str, str]]:
    """Return what does not differ by path: status, the answer without the path, headers."""
    changing = ("etag", "incident-atlas-error", "link", "content-length")
    headers = {name: text for name, text in answer.headers.items() if name not in changing}
    text = answer.text.replace("/atlas", "").replace("%2Fatlas", "")
    text = re.sub("(incidentatlas)-[0-9a-f]{8}", r"\1", text)  # BibTeX's key has the address
    id_ = answer.headers.get("incident-atlas-error", "")
    return answer.status_code, text.replace(id_, "") if id_ else text, headers


@pytest.mark.parametrize("path", ROUTES)
def test_each_address_answers_below_the_base_path_as_without_one(
    plain: TestClient, based: TestClient, path: str
) -> None:
    assert told(based.get(f"/atlas{path}")) == told(plain.get(path))


@pytest.mark.parametrize("path", ROUTES)
def test_a_proxy_may_take_the_path_off(kept: TestClient, stripped: TestClient, path: str) -> None:
    assert told(stripped.get(path)) == told(kept.get(f"/atlas{path}"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_address_outside_the_base_path_and_each_is_there(
    based: TestClient, path: str
) -> None:
    waiting, seen = {f"/atlas{path}"}, set[str]()
    while waiting - seen:
        asked = (waiting - seen).pop()
        seen.add(asked)
        answer = based.get(asked)
        assert answer.status_code == 200 or asked == f"/atlas{path}", asked
        if answer.headers["content-type"].startswith(("text/html", "text/css")):
            found = addresses(answer)
            assert [each for each in found if not in_place(each)] == []
            waiting |= {inside(each) for each in found if not is_slow(each)}


def in_place(address: str) -> bool:
    return urlsplit(address).path.startswith("/atlas/")


def inside(address: str) -> str:
    parts = urlsplit(urljoin(HOST, address))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_slow(address: str) -> bool:
    """Tell whether an address is that of a drawn picture."""
    return urlsplit(address).path.endswith((".png", ".svg"))


def test_a_picture_is_below_it_too(based: TestClient) -> None:
    assert based.get("/atlas/print/map.svg").headers["content-type"] == "image/svg+xml"


def test_the_addresses_in_json_are_below_it(based: TestClient) -> None:
    links = based.get("/atlas/api/incidents?limit=1").json()["links"]
    assert links == [
        {
            "rel": rel,
            "type": "application/geo+json",
            "href": f"/atlas/api/incidents?limit=1&offset={offset}",
        }
        for rel, offset in (("self", 0), ("next", 1))
    ]
    assert based.get(links[1]["href"]).json()["numberReturned"] == 1
    assert based.get("/atlas/api/openapi.json").json()["servers"] == [{"url": "/atlas"}]


def test_an_address_below_it_can_be_embedded_and_one_outside_cannot(based: TestClient) -> None:
    answer = based.get("/atlas/oembed", params={"url": f"{HOST}/atlas/?from=2017"}).json()
    assert answer["provider_url"] == f"{HOST}/atlas/"
    assert f'src="{HOST}/atlas/embed/map?from=2017"' in answer["html"]
    record = based.get("/atlas/oembed", params={"url": f"{HOST}/atlas/record/A"}).json()
    assert f'src="{HOST}/atlas/embed/record/A"' in record["html"]
    for url in (f"{HOST}/", f"{HOST}/embed/map", f"{HOST}/atlases/", f"{HOST}/record/A"):
        assert based.get("/atlas/oembed", params={"url": url}).status_code == 404


def test_the_map_is_told_where_the_server_is(based: TestClient, plain: TestClient) -> None:
    assert 'data-server="/atlas"' in based.get("/atlas/embed/map").text
    assert 'data-server=""' in plain.get("/embed/map").text


def test_streamlit_is_asked_with_the_path_that_readers_see(
    plain: TestClient, based: TestClient, stripped: TestClient
) -> None:
    for client, before in ((plain, ""), (based, "/atlas"), (stripped, "")):
        told = client.get(f"{before}/media/x.png").text
        assert told == ("/media/x.png" if client is plain else "/atlas/media/x.png")


def test_the_base_path_leads_to_the_dashboard(based: TestClient) -> None:
    for asked, place in (("/atlas", "/atlas/"), ("/atlas?from=2024&q=a%20b", None)):
        answer = based.get(asked)
        assert answer.status_code == 308
        assert answer.headers["location"] == (place or "/atlas/?from=2024&q=a%20b")
        assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/embed/map", "/atlases/", "/about", "/_stcore/x", "/xatlas"]
)
def test_a_page_outside_says_where_the_atlas_is(based: TestClient, path: str) -> None:
    answer = based.get(path)
    assert answer.status_code == 404
    said = re.sub(r"\s+", " ", answer.text).lower()
    assert f"this atlas is served at /atlas/, and not at {path}: open /atlas/" in said
    assert "let a proxy pass the path on as it is" in said
    assert answer.headers["content-security-policy"]
    assert [each for each in addresses(answer) if not in_place(each)] == []


def test_a_program_outside_is_told_the_same_as_json(based: TestClient) -> None:
    error = based.get("/api/summary").json()["error"]
    assert error["code"] == "wrong_base_path"
    assert (error["base_path"], error["path"]) == ("/atlas", "/api/summary")
    assert error["message"].startswith("this atlas is served at /atlas/, and not at /api/summary")


@pytest.mark.parametrize("rest", ["/", "/embed/map", "/api/summary", "/_stcore/stream", "/about"])
def test_a_path_that_a_proxy_adds_is_named(plain: TestClient, based: TestClient, rest: str) -> None:
    for client, root in ((plain, ""), (based, "/atlas")):
        answer = client.get(f"{root}/maps/2{rest}")
        assert answer.status_code == 404
        words = f"this atlas is served at {root}/, and not at {root}/maps/2/"
        assert words in answer.text.lower()
        assert re.search(rf"start the server with --base-path {root}/maps/2[.\"]", answer.text)


@pytest.mark.parametrize("rest", ["/api/summary", "/health", "/_stcore/stream"])
def test_a_program_is_told_of_a_path_that_a_proxy_adds_as_json(
    plain: TestClient, based: TestClient, rest: str
) -> None:
    for client, root in ((plain, ""), (based, "/atlas")):
        error = client.get(f"{root}/maps/2{rest}").json()["error"]
        assert error["code"] == "wrong_base_path"
        assert (error["base_path"], error["path"]) == (root or "/", f"{root}/maps/2{rest}")


def test_a_program_is_told_of_a_path_that_was_not_taken_off(stripped: TestClient) -> None:
    error = stripped.get("/atlas/health").json()["error"]
    assert (error["code"], error["base_path"]) == ("wrong_base_path", "/atlas")
    assert error["message"].startswith("/atlas was passed on, and this server expects it taken off")


SITE = "https://atlas.example.org"


@pytest.mark.parametrize(
    ("given", "below"),
    [
        ({}, "/maps"),
        ({"base_path": "/maps"}, "/maps/2"),
        ({"public_url": SITE}, "/maps"),
        ({"public_url": f"{SITE}/maps"}, "/maps/2"),
        ({"public_url": f"{SITE}/maps", "base_path": "/maps"}, "/maps/2"),
        ({"public_url": f"{SITE}/maps", "base_path": "/"}, "/maps"),
    ],
    ids=str,
)
def test_a_server_that_starts_as_a_page_says_is_at_that_path(
    given: dict[str, str], below: str
) -> None:
    answer = client_of(atlas_of(**given)).get(f"{below}/about")
    assert answer.status_code == 404
    said = " ".join(Reader(answer.text).text.split())
    remedy = r"start the server (with|without) --(\S+) (\S+?)( and no --base-path)?\. Error"
    found = re.search(remedy, said)
    assert found, said
    without = {"base_path"} if found[4] or found[1] == "without" else set()
    kept = {name: value for name, value in given.items() if name not in without}
    option = {} if found[1] == "without" else {found[2].replace("-", "_"): found[3]}
    answer = client_of(atlas_of(**kept | option)).get(f"{below}/health")
    assert answer.json() == {"status": "ok"}


def test_what_no_option_mends_is_not_proposed() -> None:
    client = client_of(atlas_of(public_url=f"{SITE}/atlas", base_path="/"))
    for path in ("/atlas/atlas/about", "/maps/about"):
        answer = client.get(path)
        assert (answer.status_code, "--base-path" in answer.text) == (404, False)


def test_a_path_that_cannot_be_one_is_not_proposed(plain: TestClient) -> None:
    for path in ("/a%20b/", "/%3Cb%3E/about", "/nothing", "/about/x"):
        answer = plain.get(path)
        assert (answer.status_code, "--base-path" in answer.text) == (404, False)


@pytest.mark.parametrize("path", ["/maps/health", "/atlases/api/cells"])
def test_a_program_outside_need_not_be_at_the_root(based: TestClient, path: str) -> None:
    error = based.get(path).json()["error"]
    assert (error["code"], error["base_path"]) == ("wrong_base_path", "/atlas")
    assert error["path"] == path


def test_a_path_that_is_too_long_to_be_one_is_not_looked_for(plain: TestClient) -> None:
    longest = f"{'/a' * 126}/bb"  # 255 characters
    assert plain.get(f"{longest}/health").json()["error"]["code"] == "wrong_base_path"
    answer = plain.get(f"{longest}b/health")
    assert (answer.status_code, "--base-path" in answer.text) == (404, False)


def test_a_websocket_outside_is_refused(based: TestClient) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        based.websocket_connect("/_stcore/stream"),
    ):
        pass
    assert refused.value.status_code == 404
    assert "this atlas is served at /atlas/" in refused.value.json()["error"]["message"]


def test_the_files_that_are_fetched_ahead_are_below_it(data: Path) -> None:
    current = atlas_of(data, base_path="/atlas")
    client = client_of(current, Route("/atlas/", streamlit), base_url=HOST)
    ahead = client.get("/atlas/").headers["link"]
    current.close()
    named = re.findall("<([^>]+)>; rel=prefetch", ahead)
    assert f"{static.base('/atlas')}/atlas.js" in named
    assert all(each.startswith("/atlas/") for each in named)


def test_each_prefix_of_ours_is_no_base_path() -> None:
    assert {f"/{name}" for name in OWN} == set(_PREFIXES)


def test_json_of_a_page_is_inert(based: TestClient) -> None:
    page = based.get("/atlas/record/A").text
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert linked
    terms = json.loads(linked[1])
    assert terms["url"] == f"{HOST}/atlas/record/A"
    assert terms["encoding"]["contentUrl"] == f"{HOST}/atlas/api/incidents/A"
