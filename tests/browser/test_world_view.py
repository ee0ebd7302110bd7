"""The map goes around the world: places across the antimeridian, and a view without Antarctica."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import opened as opened_dashboard
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.store.store import Store
from samples import located
from server_process import free_port, running
from serving import write
from watching import watched, watched_file

pytestmark = pytest.mark.browser

LAYER = "IncidentAtlas.layer"
# Invented; the first two lie some 1,100 km apart, on either side of 180°.
PACIFIC = [located("REEF", (178.0, -18.0)), located("PALM", (-172.0, -13.8))]
WORLD = [
    located("W", (-125.0, 52.0)),
    located("S", (-58.0, -35.0)),
    located("N", (-21.0, 64.0)),
    located("E", (139.0, 35.0)),
    located("SE", (174.0, -37.0)),
]
VIEW = f"""(() => {{
  const bounds = {LAYER}.map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}})()"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve both in one store; `dataset` of a query tells them apart by their ids."""
    folder = tmp_path_factory.mktemp("world")
    write(folder / "records.geojson", *PACIFIC, *WORLD)
    port = free_port()
    geo = Path(sys.executable).with_name("geo")
    serve = [str(geo), "serve", "--port", str(port), "records.geojson"]
    with running(serve, folder, port, folder) as server:
        yield server.url


def embed(url: str, *records: Any) -> str:
    ids = "&".join(f"id={each.id}" for each in records)
    return f"{url}/embed/map?{ids}&caption=0&years=0"


def show(page: Page, address: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    expect(page.locator(".atlas-count")).not_to_be_empty()


def check_together(marks: list[dict[str, Any]], width: int) -> None:
    """Hold that both are drawn, REEF in the west, less than half of the frame apart."""
    x = {mark["id"]: mark["x"] for mark in marks}
    assert set(x) == {"REEF", "PALM"}
    assert 0 < x["REEF"] < x["PALM"] < width


@pytest.mark.parametrize(("width", "height"), [(1200, 700), (600, 400), (320, 338)])
def test_two_places_across_the_antimeridian_are_shown_together(
    page: Page, url: str, width: int, height: int
) -> None:
    show(page, embed(url, *PACIFIC), width, height)
    check_together(page.evaluate(f"{LAYER}.marks()"), width)
    west, _, east, _ = page.evaluate(VIEW)
    assert east - west < 40
    expect(page.locator(".atlas-count")).to_have_text("2 of 2 in view")


def test_they_are_hit_named_and_counted_wherever_a_reader_goes_around(page: Page, url: str) -> None:
    show(page, embed(url, *PACIFIC), 900, 500)
    before = page.evaluate(f"{LAYER}.marks()")
    page.evaluate(
        f"(() => {{ const {{ map }} = {LAYER}; const {{ lat, lng }} = map.getCenter();"
        "map.setView([lat, lng - 720], map.getZoom(), { animate: false }); })()"
    )
    page.evaluate(f"{LAYER}.namesDrawn()")
    again = page.evaluate(f"{LAYER}.marks()")
    assert again == before
    assert "Labasa" in {label["text"] for label in page.evaluate(f"{LAYER}.labels()")}
    expect(page.locator(".atlas-count")).to_have_text("2 of 2 in view")
    palm = next(mark for mark in again if mark["id"] == "PALM")
    page.mouse.click(palm["x"], palm["y"])
    expect(page.locator("#panel")).to_be_visible()


def test_a_view_over_the_antimeridian_is_asked_for_as_one_box(page: Page, url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    show(page, embed(url, *PACIFIC) + "&at=-16,179,7", 900, 500)
    expect(page.locator(".atlas-count")).to_contain_text("1 of 2 in view")
    address = next(each for each in asked if "/api/cells" in each)
    (view,) = parse_qs(urlsplit(address).query)["view"]
    west, south, east, north = map(float, view.split(","))
    assert 165 < west < 174  # and half a view further than the frame
    assert -176 < east < -168
    assert south < -17 < -15 < north


def test_zoom_to_results_brings_both_back(page: Page, url: str) -> None:
    show(page, embed(url, *PACIFIC) + "&at=20,10,3", 900, 500)
    page.get_by_role("button", name="Zoom to results").click()
    expect(page.locator(".atlas-count")).to_have_text("2 of 2 in view")
    page.wait_for_function(f"() => !{LAYER}.map._flyToFrame || {LAYER}.map.getZoom() > 5")
    page.wait_for_function(f"() => {LAYER}.marks().length === 2")
    check_together(page.evaluate(f"{LAYER}.marks()"), 900)


def test_the_dashboard_shows_both_together(browser: Browser, url: str) -> None:
    with watched(browser) as page:
        dashboard = opened_dashboard(page, f"{url}/?id=REEF&id=PALM")
        dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 2")
        west, east = dashboard.frame.evaluate(
            "[map.getBounds().getWest(), map.getBounds().getEast()]"
        )
        assert east - west < 40
        check_together(dashboard.marks(), 1280)


def test_a_page_of_one_file_shows_both_together(browser: Browser, tmp_path: Path) -> None:
    store = Store()
    store.add(PACIFIC)
    with watched_file(browser, tmp_path / "map.html", export_bytes(select(store))) as (page, _):
        expect(page.locator(".atlas-count")).to_have_text("2 of 2 in view")
        check_together(page.evaluate(f"{LAYER}.marks()"), 1280)
        west, _, east, _ = page.evaluate(VIEW)
        assert east - west < 40


@pytest.mark.parametrize(
    ("width", "height", "south"), [(1200, 700, -62), (600, 400, -62), (320, 338, -74)]
)
def test_the_world_is_shown_once_and_without_antarctica(
    page: Page, url: str, width: int, height: int, south: float
) -> None:
    show(page, embed(url, *WORLD), width, height)
    found = page.evaluate(VIEW)
    assert south < found[1] < -50
    assert found[2] - found[0] < 360.1
    assert len(page.evaluate(f"{LAYER}.marks()")) == 5


def test_a_mark_in_the_far_south_is_shown(page: Page, url: str) -> None:
    show(page, embed(url, *WORLD), 600, 400)
    page.evaluate(f"{LAYER}.go(L.latLngBounds([-77, -125], [64, 174]))")
    page.wait_for_function(f"() => {LAYER}.map.getBounds().getSouth() < -78")
