"""Who may frame and read what, by path; Streamlit's own page included."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.maps import shell, static
from geo.web.headers import headers_of
from geo.web.server import make_routes
from serving import atlas_of, client_of
from watching import Traffic

PUBLIC = ["/api/incidents", "/api/unknown", "/assets/style.css", "/assets/leaflet/leaflet.js"]
DASHBOARD = ["/", "/any/page", "/_stcore/health", "/static/js/index.js", "/apis", "/embedded"]


def policy(path: str, host: str = "") -> dict[str, str]:
    directives = headers_of(path, host)["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


@pytest.mark.parametrize("path", [*PUBLIC, *DASHBOARD, "/embed/map", "/component/x/index.html"])
def test_no_answer_is_sniffed_or_sends_a_referrer(path: str) -> None:
    headers = headers_of(path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_are_read_by_any_origin_and_framed_by_none(path: str) -> None:
    assert headers_of(path)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers_of(path)
    assert policy(path) == {"default-src": "'none'", "frame-ancestors": "'none'"}


@pytest.mark.parametrize("path", [*DASHBOARD, "/component/x/index.html"])
def test_the_dashboard_is_framed_by_itself_only(path: str) -> None:
    assert policy(path)["frame-ancestors"] == "'self'"
    assert "Access-Control-Allow-Origin" not in headers_of(path)


def test_what_one_reader_ordered_is_framed_by_the_dashboard_and_read_by_no_other_page() -> None:
    assert policy("/made/x/a.csv") == {
        "default-src": "'none'",
        "style-src": "'self'",  # of the page that says that a file is gone
        "frame-ancestors": "'self'",
    }
    assert "Access-Control-Allow-Origin" not in headers_of("/made/x/a.csv")


def test_the_embed_is_framed_by_pages_files_and_editors() -> None:
    assert policy("/embed/map")["frame-ancestors"] == "* file: vscode-webview:"


def test_the_embed_runs_and_loads_only_our_files() -> None:
    loads = {name: value for name, value in policy("/embed/map").items() if name.endswith("-src")}
    assert loads == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "blob:",
    }


MAPS = ["/embed/map", "/component/x/index.html"]


@pytest.mark.parametrize("path", MAPS)
def test_a_map_starts_a_worker_from_its_own_text_only(path: str) -> None:
    assert policy(path)["worker-src"] == "blob:"


@pytest.mark.parametrize("path", [*PUBLIC, "/embed/record/x", "/record/x"])
def test_a_page_without_a_map_starts_no_worker(path: str) -> None:
    assert "worker-src" not in policy(path)
    assert policy(path)["default-src"] == "'none'"


TILES = "https://tiles.example:8443"


@pytest.mark.parametrize("path", MAPS)
def test_outside_tiles_add_their_host_to_the_pictures_of_a_map(path: str) -> None:
    without, with_ = (headers_of(path, "", tiles) for tiles in ("", TILES))
    pictures = policy(path)["img-src"]
    policy_ = without["Content-Security-Policy"]
    changed = policy_.replace(pictures, f"{pictures} {TILES}")
    assert with_ == without | {"Content-Security-Policy": changed}
    assert changed.count(TILES) == 1


@pytest.mark.parametrize("path", [*PUBLIC, *DASHBOARD])
def test_outside_tiles_change_nothing_where_there_is_no_map(path: str) -> None:
    assert headers_of(path, "", TILES) == headers_of(path)


@pytest.mark.parametrize("path", [*PUBLIC, *DASHBOARD, *MAPS])
def test_no_policy_has_a_place_left_to_fill(path: str) -> None:
    assert not set("{}") & set(headers_of(path)["Content-Security-Policy"])


def test_the_dashboard_runs_no_inline_script_but_the_one_of_streamlit() -> None:
    scripts = policy("/")["script-src"]
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')+", scripts)


@pytest.mark.parametrize("host", ["atlas.example", "127.0.0.1:8501", "[::1]:8501"])
def test_the_socket_of_the_dashboard_goes_to_the_host_that_was_asked(host: str) -> None:
    connects = policy("/", host)["connect-src"]
    assert connects == f"'self' ws://{host} wss://{host}"


@pytest.mark.parametrize(
    "host", ["", "x; script-src *", "a b", "*", "ws://x", "x\r\nSet-Cookie: y"]
)
def test_an_odd_host_adds_nothing_to_the_policy(host: str) -> None:
    assert policy("/", host) == policy("/")
    assert policy("/")["connect-src"] == "'self'"


@pytest.mark.parametrize("path", [*PUBLIC, "/embed/map", "/component/x/index.html"])
def test_no_other_page_has_a_socket(path: str) -> None:
    assert headers_of(path, "atlas.example") == headers_of(path)


def test_only_the_component_may_eval() -> None:
    everywhere = ["/", "/embed/map", "/component/x/index.html", *PUBLIC]
    may = [
        path for path in everywhere if "unsafe-eval" in headers_of(path)["Content-Security-Policy"]
    ]
    assert may == ["/component/x/index.html"]


def test_every_prefix_of_ours_has_a_row_of_its_own() -> None:
    dashboard = headers_of("/")
    routes = make_routes(atlas_of())
    paths = [route.path for route in routes if isinstance(route, Route)]
    assert len(paths) == len(routes)
    assert all(headers_of(path) != dashboard for path in paths)


def page(_: Request) -> Response:
    return HTMLResponse("a page")


def file(_: Request) -> Response:
    return Response("1", media_type="text/javascript")


@pytest.fixture
def client() -> TestClient:
    """Serve our routes, and in place of Streamlit's a file and a page."""
    others = [Route("/static/js/index.js", file), Route("/{path:path}", page)]
    return client_of(atlas_of(), *others)


def test_a_browser_fetches_ahead_what_the_map_of_the_dashboard_loads(client: TestClient) -> None:
    named = re.findall(r"<([^>]+)>; rel=prefetch", client.get("/").headers["Link"])
    drawn = shell.Shell()
    loaded = {address for _, address in [*drawn.default_js, *drawn.default_css]}
    outlines = {f"{static.base()}/{file}" for file in static.OUTLINES}
    assert set(named) == loaded | outlines | set(static.frame_scripts())
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"], "else it is fetched twice"


@pytest.mark.parametrize(
    "path", ["/static/js/index.js", "/embed/nothing", "/component/x.html", "/x"]
)
def test_nothing_else_names_files_ahead(client: TestClient, path: str) -> None:
    assert "Link" not in client.get(path).headers


@pytest.mark.browser
def test_the_dashboard_cannot_be_framed_by_others(
    page: Page, server_url: str, other_site: tuple[str, Path], traffic: Traffic
) -> None:
    site, folder = other_site
    (folder / "trap.html").write_text(f'<!doctype html><iframe src="{server_url}/">', "utf-8")
    with page.expect_console_message(lambda said: "frame-ancestors 'self'" in said.text):
        page.goto(f"{site}/trap.html")
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors 'self'" in error for error in traffic.errors)
    traffic.errors.clear()
