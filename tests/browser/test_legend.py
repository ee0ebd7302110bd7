"""The legend and the corner list in a real Chromium: they count what is in view, and filter."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards import opened
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident, Place
from samples import CROCUS, ROOT, SHIRAZ, incident, located, statement, with_ledger
from server_process import free_port, running

pytestmark = pytest.mark.browser

LAYER = "IncidentAtlas.layer"
IRAN = Place(country="IR")
CLAIM = statement("c", "claim", "front", by="armed_group")
RECORDS: tuple[Incident, ...] = (
    located("town", (57.0, 30.3), precision="settlement", place=Place(name="Kerman", country="IR")),
    with_ledger(CLAIM, id_="claimed", place=Place(), title="A claimed attack"),
    located("first", (53.0, 32.4), precision="country", place=IRAN, title="First in Iran"),
    located("second", (53.0, 32.4), precision="country", place=IRAN, title="Second in Iran"),
    located("sea", (60.0, 20.0), precision="international", title="At sea"),
    located("sindh", (68.5, 26.0), precision="admin1", place=Place(admin1="Sindh", country="PK")),
    incident("nowhere", title="Nowhere stated", record_type="context"),
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve RECORDS."""
    home = tmp_path_factory.mktemp("home")
    path = home / "records.geojson"
    features = [feature_from_incident(record) for record in RECORDS]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    port = free_port()
    geo = Path(sys.executable).with_name("geo")
    command = [str(geo), "serve", str(path), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, ROOT, port, home) as server:
        yield server.url


@pytest.fixture
def embed(page: Page, url: str) -> Page:
    page.goto(f"{url}/embed/map")
    page.locator(".atlas-count").wait_for()
    return page


def legend(page: Page) -> Locator:
    return page.locator(".atlas-legend li")


def test_a_view_without_records_says_so_in_the_legend(page: Page, url: str) -> None:
    page.goto(f"{url}/embed/map?at=-60,-100,5")
    expect(page.locator(".atlas-legend-body")).to_have_text("The view shows no record.")


def test_sources_are_folded_where_the_map_needs_their_room(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 400})
    page.goto(f"{url}/embed/map?title=Attacks&credit=Graphic")
    expect(page.locator("#more")).not_to_have_attribute("open")
    expect(page.locator(".atlas-credit")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1200, "height": 700})
    expect(page.locator("#more")).to_have_attribute("open")


def test_a_row_of_the_legend_filters_and_lets_go(page: Page, server_url: str) -> None:
    page.route("**/api/rows*", lambda _: None)  # still on their way: the server answers
    page.goto(f"{server_url}/embed/map")
    row = legend(page).get_by_role("button", name="Convictions")
    expect(row).to_have_attribute("aria-pressed", "false")
    before = legend(page).all_inner_texts()
    row.focus()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(legend(page)).to_have_count(1)
    expect(page.locator("#sentence")).to_have_text("2 attacks, 2023–2024, status convictions")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?status=convictions")
    assert {id_ for mark in marks(page) for id_ in mark["ids"]} == {CROCUS, SHIRAZ}
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sentence")).to_have_text(re.compile("^5 attacks"))
    expect(legend(page)).to_have_count(len(before))
    assert legend(page).all_inner_texts() == before


def test_a_reader_chooses_what_colours_stand_for(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map")
    colors = page.get_by_role("group", name="Colour")
    expect(colors.get_by_role("button", name="Status")).to_have_attribute("aria-pressed", "true")
    colors.get_by_role("button", name="Group").focus()
    page.keyboard.press("Enter")
    expect(legend(page).nth(0)).to_have_text(re.compile("^Islamic State5$"))
    expect(legend(page).nth(1)).to_have_text(re.compile(r"^ISIS-K .*2$"))
    expect(colors.get_by_role("button", name="Group")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/embed/map\?color=group$"))
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?color=group")
    page.reload()
    expect(colors.get_by_role("button", name="Group")).to_have_attribute("aria-pressed", "true")
    legend(page).get_by_role("button", name="ISIS-K").click()
    expect(page).to_have_url(re.compile("group=isis-k.*color=group$"))
    index = page.evaluate(f"{LAYER}.look.groups.get('isis-k')")
    assert index == 1  # the first colour is that of the whole
    colors.get_by_role("button", name="Status").click()
    expect(page).to_have_url(re.compile(r"group=isis-k$"))


def test_the_dashboards_colours_are_in_its_address_and_go_back(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/?color=group")
    rows = dashboard.frame.locator(".atlas-legend li")
    expect(rows.first).to_have_text(re.compile("^Islamic State5$"))
    page.get_by_text("Colour by group").click()
    expect(rows.first).to_have_text(re.compile("^Convictions"))
    expect(page).to_have_url(f"{server_url}/")
    page.go_back()
    expect(rows.first).to_have_text(re.compile("^Islamic State5$"))


def test_a_filtered_row_stays_where_nothing_of_it_is_in_view(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map?status=convictions")
    row = legend(page).get_by_role("button", name="Convictions")
    expect(row).to_have_attribute("aria-pressed", "true")
    page.evaluate(f"void {LAYER}.map.setView([0, 0], 6, {{animate: false}})")
    expect(row.locator("b")).to_have_text("0")
    row.click()
    expect(page.locator("#sentence")).to_have_text(re.compile("^5 attacks"))


def test_the_dashboards_legend_sets_the_filter(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})  # room for an open legend
    dashboard = opened(page, f"{server_url}/")
    dashboard.frame.evaluate("window.stillHere = true")
    row = dashboard.frame.locator(".atlas-legend li button", has_text="Convictions")
    row.click()
    dashboard.sentence("2 attacks, 2023–2024, status convictions")
    expect(page).to_have_url(re.compile(r"\?status=convictions$"))
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 2")
    assert dashboard.drawn() == {CROCUS, SHIRAZ}
    row.click()
    dashboard.sentence("5 attacks and 6 context records, 2017–2024")
    assert dashboard.frame.evaluate("window.stillHere") is True


def test_what_is_not_drawn_is_listed_in_a_corner(embed: Page) -> None:
    corner = embed.locator(".atlas-unplaced")
    expect(corner.locator("summary")).to_have_text("5 not on the map")
    rows = corner.locator("li")
    expect(rows).to_have_text(["Iran, country only2", "No country stated1", "Without a place2"])
    rows.first.get_by_role("button").click()
    listed = embed.locator(".atlas-list")
    expect(listed.locator("header strong")).to_have_text("Iran: 2")
    expect(listed.locator("li strong")).to_have_text(["First in Iran", "Second in Iran"])
    embed.keyboard.press("Escape")
    expect(rows.first.get_by_role("button")).to_be_focused()
    rows.nth(1).get_by_role("button").click()
    expect(listed.locator("li strong")).to_have_text(["At sea"])
    listed.locator("li button").click()
    expect(embed.locator("#panel-title")).to_have_text("At sea")


def test_the_corner_keeps_to_the_query(page: Page, url: str) -> None:
    page.goto(f"{url}/embed/map?precision=none&record=context")
    rows = page.locator(".atlas-unplaced li")
    expect(rows).to_have_text(["Without a place1"])
    rows.get_by_role("button").click()
    expect(page.locator(".atlas-list li strong")).to_have_text(["Nowhere stated"])


def test_a_small_map_folds_the_corner(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 300})
    page.goto(f"{url}/embed/map")
    corner = page.locator(".atlas-unplaced")
    expect(corner.locator("summary")).to_be_visible()
    expect(corner.locator("ul")).to_be_hidden()
    corner.locator("summary").click()
    page.evaluate(f"void {LAYER}.map.panBy([40, 0], {{animate: false}})")
    expect(corner.locator("ul")).to_be_visible()


def test_the_switch_hides_what_is_vague_and_says_how_much(page: Page, url: str) -> None:
    dashboard = opened(page, url)
    beside = page.locator(".st-key-detail")
    expect(beside).to_contain_text("2 of these records have no position")
    page.get_by_text("Only located to a town or better (would hide 6)").click()
    dashboard.sentence("1 attack, 2024, located to a town or better")
    expect(page.get_by_text("Only located to a town or better (hides 6)")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?precision=site&precision=settlement$"))
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 1")
    expect(dashboard.frame.locator(".atlas-unplaced")).to_have_count(0)
    expect(beside).not_to_contain_text("have no position")


def test_a_record_without_a_place_opens_beside_the_map(page: Page, url: str) -> None:
    opened(page, url)
    page.locator(".st-key-detail").get_by_role("button", name="Nowhere stated").click()
    expect(page.locator(".atlas-detail h2")).to_have_text("Nowhere stated")


def marks(page: Page) -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = page.evaluate(f"{LAYER}.marks()")
    return found
