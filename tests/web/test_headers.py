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
from geo.web import headers
from geo.web.headers import headers_of
from geo.web.server import make_parts
from samples import KERMAN
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
        "img-src": "'self'",  # its icon
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


# Who may frame it, as old browsers read it; who may load it; who may hold it; what it may use.
COPIES = {"clipboard-write": "(self)", "fullscreen": "(self)"}
POWERS: list[tuple[str, str | None, str, str | None, dict[str, str]]] = [
    ("/", "SAMEORIGIN", "same-origin", "same-origin", COPIES),
    ("/static/js/x.js", "SAMEORIGIN", "same-origin", "same-origin", COPIES),
    ("/about", "DENY", "same-origin", "same-origin", {}),
    ("/api/cells", "DENY", "cross-origin", None, {}),
    ("/auth/login", "DENY", "same-origin", "same-origin", {}),
    ("/assets/frames.js", "DENY", "cross-origin", None, {}),
    ("/assets/x.js", "DENY", "cross-origin", None, {}),
    ("/basemap/x.pmtiles", "DENY", "cross-origin", None, {}),
    ("/component/x/index.html", "SAMEORIGIN", "same-origin", None, {"fullscreen": "(self)"}),
    ("/embed/map", None, "cross-origin", None, {"fullscreen": "*"}),
    ("/embed/map.png", None, "cross-origin", None, {"fullscreen": "*"}),
    ("/embed/record/x", None, "cross-origin", None, {}),
    ("/favicon.ico", "DENY", "cross-origin", None, {}),
    ("/health", "DENY", "same-origin", None, {}),
    ("/made/x/a.csv", "SAMEORIGIN", "same-origin", "same-origin", {}),
    ("/oauth2callback", "DENY", "same-origin", "same-origin", {}),
    ("/oembed", "DENY", "cross-origin", None, {}),
    ("/print", "DENY", "same-origin", "same-origin", {}),
    ("/print/map.svg", "DENY", "same-origin", None, {}),
    ("/ready", "DENY", "same-origin", None, {}),
    ("/record/x", "DENY", "same-origin", "same-origin", {}),
]


@pytest.mark.parametrize(("path", "framed", "loaded", "held", "used"), POWERS)
def test_a_page_has_the_powers_that_it_needs(
    path: str, framed: str | None, loaded: str, held: str | None, used: dict[str, str]
) -> None:
    found = headers_of(path)
    assert found.get("X-Frame-Options") == framed
    assert found["Cross-Origin-Resource-Policy"] == loaded
    assert found.get("Cross-Origin-Opener-Policy") == held
    powers = dict(each.split("=") for each in found["Permissions-Policy"].split(", "))
    assert {name: whom for name, whom in powers.items() if whom != "()"} == used
    assert {"camera", "geolocation", "microphone", "fullscreen", "clipboard-write"} <= set(powers)


def test_each_row_of_the_headers_is_tested() -> None:
    rows = set(headers._rows())
    tested = {headers._prefix_of(path) for path, *_ in POWERS}
    assert rows == tested


KEPT_BY_ALL = ["/about", "/api/cells", "/embed/map", "/print", f"/record/{KERMAN}"]
WHOSE = {"Incident-Atlas-Session": "1f"}, {"Incident-Atlas-Uploads": "1f"}


@pytest.mark.parametrize("path", KEPT_BY_ALL)
def test_a_shared_cache_may_show_an_answer_for_a_while_and_a_browser_asks(path: str) -> None:
    client = client_of(atlas_of())
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers.get("ETag", "")})
    assert (first.status_code, again.status_code) == (200, 304 if "ETag" in first.headers else 200)
    for answer in (first, again):
        assert answer.headers["Cache-Control"] == "no-cache"
        said = answer.headers["CDN-Cache-Control"].split(", ")
        assert said == ["max-age=1", "stale-while-revalidate=600", "stale-if-error=600"]
        varies = {each.strip().lower() for each in answer.headers["Vary"].split(",")}
        assert {"incident-atlas-session", "incident-atlas-uploads"} <= varies


@pytest.mark.parametrize("whose", WHOSE, ids=str)
def test_it_shows_none_that_belongs_to_one_reader(whose: dict[str, str]) -> None:
    client = client_of(atlas_of())
    for path in ("/api/summary", "/embed/map"):
        assert "CDN-Cache-Control" not in client.get(path, headers=whose).headers


@pytest.mark.parametrize(
    "path",
    ["/api/none", "/api/cells?zoom=x", "/record/none", "/made/x/a.csv", "/health", "/ready"],
)
def test_it_keeps_no_error_and_no_state(path: str) -> None:
    assert "CDN-Cache-Control" not in client_of(atlas_of()).get(path).headers


@pytest.mark.parametrize("path", ["/", "/auth/login", "/oauth2callback", "/_stcore/health", "/x"])
def test_it_keeps_nothing_of_the_dashboard_and_its_sign_in(path: str) -> None:
    assert "CDN-Cache-Control" not in headers_of(path)


MAY = """names => {
  const policy = document.featurePolicy;
  return Object.fromEntries(names.map(name => [name, policy.allowsFeature(name)]));
}"""
ASKED = ["fullscreen", "clipboard-write", "geolocation", "camera", "midi"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "used"),
    [("/", ["fullscreen", "clipboard-write"]), ("/embed/map", ["fullscreen"]), ("/about", [])],
)
def test_a_browser_leaves_a_page_these_powers(
    page: Page, server_url: str, path: str, used: list[str]
) -> None:
    page.goto(server_url + path)
    found = page.evaluate(MAY, ASKED)
    assert [name for name in ASKED if found[name]] == used


@pytest.mark.browser
@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_an_embed_in_another_page_fills_the_screen_where_that_page_allows_it(
    page: Page, server_url: str, other_site: tuple[str, Path], sandbox: str
) -> None:
    site, folder = other_site
    frame = f'<iframe {sandbox} src="{server_url}/embed/map" {{}}></iframe>'
    for name, allow, may in (("a.html", 'allow="fullscreen"', True), ("b.html", "", False)):
        (folder / name).write_text(frame.format(allow), "utf-8")
        page.goto(f"{site}/{name}")
        embed = page.frames[1]
        embed.wait_for_selector(".atlas-map, canvas", state="attached")
        assert embed.evaluate(MAY, ASKED)["fullscreen"] is may


def test_no_other_page_reads_which_files_are_open() -> None:
    assert "Access-Control-Allow-Origin" not in headers_of("/ready")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/assets/frames.js", 405),  # its answer is kept for a day, by proxies too
        (f"{static.base('')}/frames.js", 405),  # and this one for a year
        ("/api/summary", 405),
        ("/embed/map", 405),
        ("/record/x", 405),
        ("/nowhere", 404),
        ("/static/js/index.js", 405),
    ],
)
def test_no_error_is_kept(client: TestClient, path: str, status: int) -> None:
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")


def test_a_refusal_is_not_kept_and_says_other_pages_when_to_ask_again(client: TestClient) -> None:
    answer = client.get("/assets/frames.js", headers={"Host": "stranger.example"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (421, "no-store")
    assert answer.headers.get_list("Access-Control-Allow-Origin") == ["*"]
    exposed = answer.headers.get_list("Access-Control-Expose-Headers")
    assert exposed == ["Content-Range, ETag, Incident-Atlas-Error, Retry-After"]


def test_every_prefix_of_ours_has_a_row_of_its_own() -> None:
    dashboard = headers_of("/")
    routes = make_parts(atlas_of())["routes"]
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
    return client_of(atlas_of(host="localhost"), *others, base_url="http://localhost")


def test_a_browser_fetches_ahead_what_the_map_of_the_dashboard_loads(client: TestClient) -> None:
    named = re.findall(r"<([^>]+)>; rel=prefetch", client.get("/").headers["Link"])
    drawn = shell.Shell()
    loaded = {address for _, address in [*drawn.default_js, *drawn.default_css]}
    outlines = {f"{static.base('')}/{file}" for file in static.OUTLINES}
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
