"""The map of a notebook in somebody's own Streamlit app, drawn by st_folium, with no network."""

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from samples import DATA, KERMAN
from server_process import free_port, running
from watching import watched

pytestmark = pytest.mark.browser

APP = """
import folium, geo, streamlit
from streamlit_folium import st_folium

dataset = geo.load({path!r})
first, second = geo.incident_map(dataset), geo.incident_map(dataset, geo.Query(country=("RU",)))
folium.Circle([30, 55], radius=200_000).add_to(first)
streamlit.button("Again")
st_folium(first, width=700, height=500, key="first", returned_objects=[])
st_folium(second, height=300, use_container_width=True, key="second", returned_objects=[])
"""
OPTIONS = ("--server.headless", "true", "--browser.gatherUsageStats", "false")
START_MS = 30_000  # the first run of the script imports the library
SIZES = "['.atlas-notebook', '.folium-map'].map((each) => document.querySelector(each).{side})"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("app"), free_port()
    (folder / "app.py").write_text(APP.format(path=str(DATA)), "utf-8")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with running([*command, *OPTIONS], folder, port, folder) as server:
        yield server.url


def maps(page: Page) -> list[Frame]:
    """Return the frames of both maps, drawn."""
    shown = page.locator("iframe")
    expect(shown).to_have_count(2, timeout=START_MS)
    for place in range(2):
        expect(shown.nth(place).content_frame.locator(".atlas-count")).not_to_be_empty()
    frames = [shown.nth(place).element_handle().content_frame() for place in range(2)]
    return [frame for frame in frames if frame is not None]


def ids(frame: Frame) -> set[str]:
    return {id_ for mark in frame.evaluate("map.incidentAtlas.marks()") for id_ in mark["ids"]}


def test_st_folium_draws_the_map_at_its_size(browser: Browser, app: str) -> None:
    with watched(browser) as page:
        page.goto(app)
        first, second = maps(page)
        assert KERMAN in ids(first)
        assert KERMAN not in ids(second)
        assert first.evaluate(SIZES.format(side="clientWidth")) == [700, 700]
        whole, inside = first.evaluate(SIZES.format(side="clientHeight"))
        assert whole == 500
        assert 150 < inside < 500  # the caption is below the map
        expect(first.locator(".atlas-sentence")).to_have_text(
            "5 attacks and 6 context records, 2017–2024"
        )
        assert first.locator("path.leaflet-interactive").count() == 1
        whole, inside = second.evaluate(SIZES.format(side="clientWidth"))
        assert whole == inside == second.evaluate("document.body.clientWidth")


def test_a_record_opens_and_stays_open_when_the_script_runs_again(
    browser: Browser, app: str
) -> None:
    with watched(browser) as page:
        page.goto(app)
        first, _ = maps(page)
        first.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
        expect(first.locator(".atlas-panel h1")).to_have_text("Kerman bombings")
        page.get_by_role("button", name="Again").click()
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        expect(first.locator(".atlas-panel h1")).to_have_text("Kerman bombings")
