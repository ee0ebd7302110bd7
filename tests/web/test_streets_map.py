"""Streets of a local extract in a browser: drawn where it has tiles, and nobody else is asked."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Frame, Page, expect

from dashboards import opened
from hostile import check_nothing_ran
from server_process import Server, free_port, running
from vector_tiles import Shape, earth, write_extract
from watching import Traffic

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")
BOX = (37.3, 55.77, 37.48, 55.88)
ENGLISH = "<b>Bold</b> ${7*191}"
HOSTILE = "<img src=x onerror='window.__x=1'> {{7*191}}"
ROAD = [(37.29, 55.805), (37.5, 55.805)]
SOLID = [(37.36, 55.76), (37.36, 55.89)]
DASHED = [(37.38, 55.76), (37.38, 55.89)]
LAND = {"light": (0xF4, 0xF3, 0xEF), "dark": (0x2A, 0x2E, 0x34)}
WATER = (0xDB, 0xE5, 0xEA)
LINE = (0xB9, 0xBE, 0xC4)
TOWN = {"kind": "locality", "min_zoom": 8, "name": "Город", "name:en": "Drawn town"}
SHAPES = [
    earth((36.5, 55.3, 38.2, 56.3)),
    Shape(
        layer="water",
        type="area",
        positions=[(37.43, 55.85), (37.47, 55.85), (37.47, 55.83), (37.43, 55.83)],
        attributes={"kind": "lake"},
    ),
    Shape(layer="roads", type="line", positions=ROAD, attributes={"kind": "highway"}),
    Shape(
        layer="roads",
        type="line",
        positions=[(37.29, 55.815), (37.5, 55.815)],
        attributes={"kind": "major_road", "name": HOSTILE},
    ),
    Shape(
        layer="boundaries",
        type="line",
        positions=SOLID,
        attributes={"kind": "country", "kind_detail": 2},
    ),
    Shape(
        layer="boundaries",
        type="line",
        positions=DASHED,
        attributes={"kind": "country", "kind_detail": 2, "disputed": True},
    ),
    Shape(layer="places", type="point", positions=[(37.345, 55.828)], attributes=TOWN),
    Shape(
        layer="places",
        type="point",
        positions=[(37.40, 55.799)],
        attributes={"kind": "locality", "min_zoom": 8, "name": HOSTILE, "name:en": ENGLISH},
    ),
]
DRAWN = ".leaflet-atlas-streets-pane canvas.leaflet-tile-loaded"
ALL_DRAWN = """() => [...document.querySelectorAll(".leaflet-atlas-streets-pane canvas")]
  .every((tile) => getComputedStyle(tile).opacity === "1")"""
NAMES = "IncidentAtlas.layer.labels().map(({ text }) => text)"
HAS_NAME = "(text) => map.incidentAtlas.labels().some((label) => label.text === text)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an extract."""
    made = tmp_path_factory.mktemp("streets")
    attribution = f"© OpenStreetMap {HOSTILE}".replace("<", "&lt;")
    write_extract(made / "x.pmtiles", SHAPES, BOX, (7, 13), metadata={"attribution": attribution})
    return made


@pytest.fixture(scope="module")
def streets(folder: Path) -> Iterator[Server]:
    """Serve the atlas with the extract."""
    port = free_port()
    command = [str(GEO), "serve", "--port", str(port), "--basemap", str(folder / "x.pmtiles")]
    with running(command, folder, port, folder) as server:
        yield server


def look(page: Page, url: str, view: str) -> None:
    """Open an embed at a view, and wait until its streets are drawn."""
    page.goto(f"{url}/embed/map?at={view}")
    at_rest(page.main_frame)


def at_rest(frame: Frame) -> None:
    """Wait until all tiles in view are there, and no longer fade in."""
    frame.wait_for_selector(DRAWN)
    frame.wait_for_function(ALL_DRAWN)


def wait_for_name(frame: Frame, text: str) -> None:
    """Wait until the base map has a name."""
    layer = "map" if "/component/" in frame.url else "IncidentAtlas.layer.map"
    frame.wait_for_function(HAS_NAME.replace("map", layer), arg=text)


def picture(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.locator("#map").screenshot())).convert("RGB")


def spot(page: Page, lon: float, lat: float) -> tuple[int, int]:
    """Return the pixel of a position in the map."""
    place = f"IncidentAtlas.layer.map.latLngToContainerPoint([{lat}, {lon}])"
    point: dict[str, float] = page.evaluate(place)
    return round(point["x"]), round(point["y"])


def wait_for_color(page: Page, place: tuple[int, int], color: tuple[int, ...]) -> None:
    """Look at a pixel until it has a colour: tiles are painted one after the other."""
    for _ in range(40):
        if picture(page).getpixel(place) == color:
            return
    assert picture(page).getpixel(place) == color


def colors(page: Page, lon: float, lats: list[float]) -> list[Any]:
    """Return the darkest colour within 2 px around each position."""
    shown = picture(page)
    found = []
    for lat in lats:
        x, y = spot(page, lon, lat)
        near = [shown.getpixel((x + dx, y)) for dx in range(-2, 3)]
        found.append(min(near, key=lambda color: sum(color) if isinstance(color, tuple) else 0))
    return found


def test_streets_are_drawn_in_the_colours_of_the_map(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,13")
    shown = picture(page)
    assert shown.getpixel(spot(page, 37.35, 55.805)) == LINE
    assert shown.getpixel(spot(page, 37.45, 55.833)) == WATER
    assert shown.getpixel(spot(page, 37.39, 55.802)) == LAND["light"]
    assert page.evaluate("IncidentAtlas.layer.marks().length") > 0
    sides = page.locator(DRAWN).evaluate_all("(tiles) => tiles.map(({ width }) => width)")
    assert set(sides) == {512}, "sharp where a zoom between two stretches them"


def test_a_disputed_border_is_dashed_and_another_is_not(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,13")
    lats = [55.814 - step * 0.0002 for step in range(30)]
    for lon, is_solid in ((SOLID[0][0], True), (DASHED[0][0], False)):
        gaps = [color == LAND["light"] for color in colors(page, lon, lats)]
        assert any(gaps) != is_solid
        assert not all(gaps)


def test_its_towns_stand_in_the_place_of_ours(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,11")
    wait_for_name(page.main_frame, "Drawn town")
    labels = page.evaluate("IncidentAtlas.layer.labels()")
    texts = [label["text"] for label in labels]
    assert texts.count("Drawn town") == 1
    assert next(label for label in labels if label["text"] == "Drawn town")["local"] == "Город"
    inside = [
        label["text"]
        for label in labels
        if label["kind"] in {"capital", "city", "town"}
        and BOX[0] < label["at"][0] < BOX[2]
        and BOX[1] < label["at"][1] < BOX[3]
    ]
    assert set(inside) <= {"Drawn town", ENGLISH}
    assert len(texts) > len(inside), "ours stand around it"


def test_names_of_countries_and_provinces_stay(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,11")
    wait_for_name(page.main_frame, "Drawn town")
    kept = page.evaluate("""() => {
      const point = L.latLng(55.82, 37.37);
      const kinds = ["country", "region", "capital", "town"];
      const names = kinds.map((kind) => ({ kind, point, text: "" }));
      return IncidentAtlas.layer._ground.names._withStreets(names)
        .filter(({ text }) => !text).map(({ kind }) => kind);
    }""")
    assert kept == ["country", "region"]


def test_no_name_of_the_file_becomes_markup(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.81,37.39,14")
    wait_for_name(page.main_frame, ENGLISH)
    attribution = page.locator(".leaflet-control-attribution")
    expect(attribution).to_contain_text(f"© OpenStreetMap {HOSTILE}")
    expect(attribution.locator("a")).to_have_attribute(
        "href", "https://www.openstreetmap.org/copyright"
    )
    x, y = spot(page, 37.40, 55.799)
    frame = page.locator("#map").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + x, frame["y"] + y)
    expect(page.locator(".atlas-tip")).to_contain_text(HOSTILE)
    expect(page.locator(".atlas-tip")).to_contain_text(ENGLISH)
    assert page.locator("img[src=x]").count() == 0
    check_nothing_ran(page)


def test_beyond_its_last_zoom_its_shapes_are_stretched(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.805,37.35,17")
    assert picture(page).getpixel(spot(page, 37.35, 55.805)) == LINE


def test_on_the_next_copy_of_the_world_they_are_drawn_too(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,13")
    turn = "map.setView([55.82, 37.37 + 360], 13, { animate: false })"
    page.evaluate(f"void IncidentAtlas.layer.{turn}")
    at_rest(page.main_frame)
    wait_for_name(page.main_frame, "Drawn town")
    x, y = spot(page, 37.35 + 360, 55.805)
    assert 0 < x < 1280
    assert picture(page).getpixel((x, y)) == LINE


@pytest.mark.parametrize("view", ["55.82,37.37,8", "35.7,51.4,11"], ids=["below", "outside"])
def test_where_it_has_nothing_our_map_stands(page: Page, streets: Server, view: str) -> None:
    page.goto(f"{streets.url}/embed/map?at={view}")
    page.wait_for_function("() => IncidentAtlas.layer?.isLandShown()")
    page.wait_for_load_state("networkidle")
    assert page.locator(DRAWN).count() == 0
    assert page.evaluate("IncidentAtlas.layer.labels().length") > 2
    assert LAND["light"] in {color for _, color in picture(page).getcolors(1 << 20) or []}


def test_its_colours_follow_the_theme(page: Page, streets: Server) -> None:
    look(page, streets.url, "55.82,37.37,13")
    place = spot(page, 37.39, 55.802)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".atlas-map")).to_have_attribute("data-theme", theme)
        wait_for_color(page, place, LAND[theme])


def test_a_frame_without_an_origin_draws_them(
    page: Page, streets: Server, other_site: tuple[str, Path]
) -> None:
    site, folder = other_site
    frame = f'<iframe sandbox="allow-scripts" width="900" height="700" src="{streets.url}/embed/map'
    (folder / "streets.html").write_text(f'<!doctype html>{frame}?at=55.82,37.37,13"></iframe>')
    page.goto(f"{site}/streets.html")
    page.frame_locator("iframe").locator(DRAWN).first.wait_for()
    inside = next(frame for frame in page.frames if "/embed/map" in frame.url)
    at_rest(inside)
    wait_for_name(inside, "Drawn town")


def test_the_dashboard_draws_them_and_says_whose_they_are(page: Page, streets: Server) -> None:
    dashboard = opened(page, f"{streets.url}/?at=55.82,37.37,13")
    at_rest(dashboard.frame)
    wait_for_name(dashboard.frame, "Drawn town")
    expect(dashboard.frame.locator(".leaflet-control-attribution")).to_contain_text(
        "© OpenStreetMap"
    )
    page.get_by_role("tab", name="Method").click()
    expect(page.get_by_text("come from a file on this server (© OpenStreetMap")).to_be_visible()


def test_by_default_nothing_of_them_is_loaded(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server_url}/embed/map?at=55.82,37.37,13")
    page.wait_for_selector(".atlas-count")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "protomaps" in url or "basemap/" in url.split("/assets")[0]]
    assert page.evaluate("IncidentAtlas.layer.map.getMaxZoom()") == 14


def test_without_an_answer_land_and_names_stay(
    page: Page, streets: Server, traffic: Traffic
) -> None:
    page.route("**/basemap/*.pmtiles", lambda route: route.fulfill(status=404))
    page.goto(f"{streets.url}/embed/map?at=55.82,37.37,11")
    wait_for_name(page.main_frame, "Nakhabino")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("IncidentAtlas.layer.isLandShown()")
    assert "Drawn town" not in page.evaluate(NAMES)
    assert any("404" in error for error in traffic.errors)
    traffic.errors.clear()
