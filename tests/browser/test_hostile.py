"""Hostile texts in every place of a record: nothing runs, nothing is asked, the text survives."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import Dashboard, opened
from geo.model.feature import feature_from_incident
from hostile import COLORED, TITLES, check_nothing_ran, hostile_incident, hostile_record, plain
from samples import HOSTILE
from server_process import Server, free_port, running
from watching import watched

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    incidents = [hostile_incident(n, text) for n, text in enumerate(HOSTILE)]
    features = [feature_from_incident(i) for i in [*incidents, hostile_record()]]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "hostile.geojson").write_text(json.dumps(collection), "utf-8")
    port = free_port()
    serve = [str(GEO), "serve", "hostile.geojson", "--port", str(port)]
    with running(serve, folder, port, folder) as server:
        yield server


@pytest.fixture(scope="module")
def dashboard(browser: Browser, hostile_server: Server) -> Iterator[Dashboard]:
    """Open one dashboard for all tests; each leaves it as it was."""
    with watched(browser) as page:
        yield opened(page, f"{hostile_server.url}/")


def check_tooltips(dashboard: Dashboard) -> None:
    tip = dashboard.frame.locator(".atlas-tip strong")
    for mark in dashboard.marks():
        (id_,) = mark["ids"]
        dashboard.page.mouse.move(*dashboard.on_page(mark))
        expect(tip).to_have_text(plain(TITLES[id_]))


def check_legend(dashboard: Dashboard, labels: set[str]) -> None:
    """The legend has exactly these labels."""
    names = dashboard.frame.locator(".atlas-legend-body li bdi")
    expect(names).to_have_count(len(labels))
    assert {plain(name) for name in names.all_text_contents()} == labels


def test_an_embed_that_filters_by_itself(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/embed/map")
    page.locator(".atlas-legend").hover()
    page.evaluate("IncidentAtlas.layer.source.bring().then(() => null)")
    page.locator(".atlas-legend li button", has_text="Claimed").click()
    expect(page.locator("#sentence")).to_have_text(
        f"{len(HOSTILE)} of {len(HOSTILE) + 1} records shown"
    )
    words = "IncidentAtlas.layer.answer.features.map((feature) => feature.properties.title)"
    assert {plain(text) for text in page.evaluate(words)} == {plain(t) for t in TITLES.values()}
    for mark in page.locator(".atlas-mirror button").all():
        mark.focus()
    check_nothing_ran(page)


def test_map_legend_filters_and_table(dashboard: Dashboard) -> None:
    page = dashboard.page
    dashboard.sentence(f"{len(HOSTILE) + 1} attacks, 2024")
    check_tooltips(dashboard)
    check_legend(dashboard, {"Claimed"})
    group = page.get_by_role("combobox", name="Group")
    for text in ("![x](http://tracker.example/p.png)", ":red[spoof] **b** :material/home:"):
        group.fill(text)
        expect(page.get_by_role("option", name=text).first).to_be_visible()
    group.fill("")
    page.keyboard.press("Escape")
    check_nothing_ran(page)


def test_the_legend_of_groups_reads_as_it_is(dashboard: Dashboard) -> None:
    dashboard.page.get_by_text("Colour by group").click()
    check_legend(dashboard, {*map(plain, COLORED), "Other or no group", "Claimed"})
    check_nothing_ran(dashboard.page)
    dashboard.page.get_by_text("Colour by group").click()
    check_legend(dashboard, {"Claimed"})


def test_the_cells_of_the_table_read_as_they_are(dashboard: Dashboard) -> None:
    page = dashboard.page
    expect(dashboard.rows().first).to_be_attached()
    shown = [plain(text) for text in dashboard.rows().all_text_contents()]
    assert shown
    assert set(shown) <= {plain(text) for text in HOSTILE}
    check_nothing_ran(page)


def test_the_panel_shows_every_text_as_it_is(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/?select=all")
    expect(page.locator(".atlas-detail h2")).to_have_text(HOSTILE[5])
    said = page.locator(".atlas-ledger > li > p:first-of-type")
    assert [text.strip() for text in said.all_text_contents()] == [t.strip() for t in HOSTILE]
    assert page.locator(".atlas-detail img:not(.atlas-toll, .atlas-symbol)").count() == 0
    (chart,) = page.locator(".atlas-detail img.atlas-toll").all()
    assert chart.evaluate("(node) => node.complete && node.naturalWidth") == 300
    # None of the texts is a plain web address; a name of the head leads to its statement.
    assert page.locator(".atlas-detail a:not([href^='#'])").count() == 0
    check_nothing_ran(page)


def test_the_embed_and_its_panel(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/embed/map?q=onerror")
    page.wait_for_selector(".atlas-count")
    page.locator(".atlas-mirror button, .atlas-marks button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h1")).to_contain_text("img src=x onerror=")
    check_nothing_ran(page)
