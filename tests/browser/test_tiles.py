"""Outside map tiles: off by default; turned on, one more host is asked, and the page says so."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dashboards import opened
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import BadValue
from geo.launch import app_parts
from geo.maps.tiles import Tiles
from samples import DATA
from server_process import Server, free_port, running
from serving import atlas_of, client_of
from watching import Traffic

GEO = Path(sys.executable).with_name("geo")
URL = "https://tiles.example/{z}/{x}/{y}.png"
CREDIT = "© <img src=x onerror='window.__x=1'> & co."
COLOR = (200, 30, 30)

# --- the setting -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "origin", "host"),
    [
        (URL, "https://tiles.example", "tiles.example"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", "http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("https://a.b-c.example/w/{z}/{y}/{x}@2x.jpg?key=a_B%20", "https://a.b-c.example", None),
        ("https://t.example/?z={z}&x={x}&y={y}", "https://t.example", "t.example"),
    ],
)
def test_a_template_has_an_origin(url: str, origin: str, host: str | None) -> None:
    tiles = Tiles(url=url)
    assert tiles.origin == origin
    assert tiles.host == (host or urlsplit(url).hostname)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tiles.example/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "data:image/png,{z}{x}{y}",
        "https://{z}/{x}/{y}.png",
        "https://{z}.tiles.example/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{z}/{x}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}{r}.png",
        "https://tiles.example/{z}/{x}/{y}.png}",
        "https://tiles.example/{z}/{x}/{-y}.png",
        "https://*.example/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://me:secret@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png\nX: y",
        "https://tiles.example/{z}/{x}/{y}.png ",
        'https://tiles.example/{z}/{x}/{y}.png"onload=x',
        "https://tiles.example/{z}/{x}/{y}.png'",
        "https://tiles.example/{z}/{x}/{y}.png<b>",
        "https://[::1]/{z}/{x}/{y}.png",
        "https://tiles.example:x/{z}/{x}/{y}.png",
        "https://tiles.example:65536/{z}/{x}/{y}.png",
        "https://tïles.example/{z}/{x}/{y}.png",
    ],
)
def test_a_template_that_would_not_work_is_refused_with_the_rule(url: str) -> None:
    with pytest.raises(BadValue, match=r"tiles=.*is not allowed: give an http or https address"):
        Tiles(url=url)


@pytest.mark.parametrize("credit", ["x" * 201, "a\nb", "a\x1b[31m"])
def test_a_credit_is_one_line(credit: str) -> None:
    with pytest.raises(BadValue, match="give one line of at most 200 characters"):
        Tiles(url=URL, credit=credit)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets GEO_TILES and its credit."""
    for name in ("GEO_TILES", "GEO_TILES_CREDIT"):
        monkeypatch.delenv(name, raising=False)

    def set_(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_


def test_there_are_no_tiles_by_default(environment: Callable[..., None]) -> None:
    current = CurrentAtlas(ServeOptions.from_environment())
    assert current.tiles is None
    assert current.atlas().tiles is None


def test_the_environment_names_tiles(environment: Callable[..., None]) -> None:
    environment(GEO_TILES=URL, GEO_TILES_CREDIT="© Example")
    current = CurrentAtlas(ServeOptions.from_environment())
    assert current.tiles == current.atlas().tiles == Tiles(url=URL, credit="© Example")


def test_with_a_bad_environment_nothing_is_served(environment: Callable[..., None]) -> None:
    environment(GEO_TILES="tiles.example")
    with pytest.raises(BadValue, match="give an http or https address"):
        app_parts()


@pytest.mark.parametrize("tiles", [None, Tiles(url=URL, credit=CREDIT)])
def test_the_embed_names_the_tiles_that_are_on(tiles: Tiles | None) -> None:
    answer = client_of(atlas_of(DATA, tiles=tiles)).get("/embed/map")
    assert ("https://tiles.example" in answer.headers["Content-Security-Policy"]) == bool(tiles)
    assert f'data-tiles="{URL if tiles else ""}"' in answer.text
    assert "<img" not in answer.text


# --- in a browser ----------------------------------------------------------------------------


@dataclass(slots=True)
class TileServer:
    """A tile server of this machine, and what it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)
    referrers: set[str | None] = field(default_factory=set)


@contextmanager
def serving() -> Iterator[TileServer]:
    """Play a tile server: every tile is one colour."""
    picture = BytesIO()
    Image.new("RGB", (256, 256), COLOR).save(picture, "PNG")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tiles.asked.append(self.path)
            tiles.referrers.add(self.headers["Referer"])
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture.getvalue())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        tiles = TileServer(url=f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield tiles
        server.shutdown()


@pytest.fixture(scope="module")
def tile_server() -> Iterator[TileServer]:
    with serving() as tiles:
        yield tiles


@pytest.fixture(scope="module")
def tiled(tile_server: TileServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the atlas with tiles."""
    folder = tmp_path_factory.mktemp("tiled")
    port = free_port()
    tiles = ["--tiles", f"{tile_server.url}/t/{{z}}/{{x}}/{{y}}.png", "--tiles-credit", CREDIT]
    with running([str(GEO), "serve", "--port", str(port), *tiles], folder, port, folder) as server:
        yield server


def notice(tile_server: TileServer) -> str:
    return f"Background from {urlsplit(tile_server.url).netloc}, which sees what part of the map"


@pytest.mark.browser
def test_the_embed_draws_the_tiles_under_the_marks_and_says_whose_they_are(
    page: Page, tiled: Server, tile_server: TileServer
) -> None:
    page.goto(f"{tiled.url}/embed/map")
    page.wait_for_selector(".leaflet-tile-loaded")
    attribution = page.locator(".leaflet-control-attribution")
    expect(attribution).to_contain_text(CREDIT)
    expect(attribution).to_contain_text(notice(tile_server))
    expect(attribution).not_to_contain_text("GeoNames")  # their names would stand twice
    expect(page.locator(".atlas-names")).to_have_count(0)
    assert attribution.locator("img").count() == 0
    assert not page.evaluate("'__x' in window")
    assert page.evaluate("IncidentAtlas.layer.marks().length") > 0
    assert tile_server.asked
    assert all(path.startswith("/t/") for path in tile_server.asked)
    assert tile_server.referrers == {None}
    page.wait_for_timeout(400)  # Leaflet fades tiles in
    middle = page.locator("#map").screenshot()
    pixel = Image.open(BytesIO(middle)).convert("RGB").getpixel((640, 40))
    assert pixel == COLOR


@pytest.mark.browser
def test_without_an_answer_land_and_names_stay(
    page: Page, tiled: Server, tile_server: TileServer, traffic: Traffic
) -> None:
    page.route(f"{tile_server.url}/**", lambda route: route.fulfill(status=404))
    page.goto(f"{tiled.url}/embed/map")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".atlas-names")).to_have_count(1)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("GeoNames")
    assert page.evaluate("IncidentAtlas.layer.labels().length") > 0
    assert {error.split(" (")[0] for error in traffic.errors} == {
        "Failed to load resource: the server responded with a status of 404"
    }
    traffic.errors.clear()


@pytest.mark.browser
def test_the_dashboard_draws_the_tiles_and_the_method_names_their_host(
    page: Page, tiled: Server, tile_server: TileServer
) -> None:
    dashboard = opened(page, f"{tiled.url}/")
    dashboard.frame.wait_for_selector(".leaflet-tile-loaded")
    attribution = dashboard.frame.locator(".leaflet-control-attribution")
    expect(attribution).to_contain_text(CREDIT)
    expect(attribution).to_contain_text(notice(tile_server))
    expect(dashboard.frame.locator(".atlas-names")).to_have_count(0)
    page.get_by_role("tab", name="Method").click()
    host = urlsplit(tile_server.url).netloc
    expect(page.get_by_text(f"background is fetched from {host}, which sees")).to_be_visible()


@pytest.mark.browser
def test_by_default_the_map_asks_its_own_server_alone(page: Page, server_url: str) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.goto(f"{server_url}/embed/map")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    assert asked == {urlsplit(server_url).netloc}
    assert page.locator(".leaflet-tile").count() == 0
    assert "Background" not in page.locator(".leaflet-control-attribution").inner_text()
