"""The dashboard in a real Chromium, served as the README says."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import FRAME, Dashboard, as_opened, at_rest, opened
from geo.intake.dataset import load
from samples import CROCUS, DUSHANBE, KERMAN, TEHRAN
from watching import watched

pytestmark = pytest.mark.browser

PLACES = {
    "Krasnogorsk": {CROCUS},
    "Kerman": {KERMAN},
    "Tehran": {TEHRAN},
    "Shiraz": {"IR-2022-10-26-shiraz", "IR-2023-08-13-shiraz"},
    "Dushanbe": {DUSHANBE},
}
ALL = "5 attacks and 6 context records, 2017–2024"
LAND = (0xF4, 0xF3, 0xEF)
STATUS_COLORS = {
    "convictions": (0x00, 0x72, 0xB2),
    "claimed_and_attributed": (0x00, 0x9E, 0x73),
    "not_applicable": (0x55, 0x55, 0x55),
}


@pytest.fixture(scope="module")
def kept(browser: Browser, server_url: str) -> Iterator[tuple[Dashboard, list[float]]]:
    """Open one dashboard for all tests that need no page of their own, and note its view."""
    with watched(browser) as page:
        dashboard = opened(page, f"{server_url}/")
        dashboard.sentence(ALL)
        yield dashboard, dashboard.view()


@pytest.fixture
def dashboard(kept: tuple[Dashboard, list[float]]) -> Dashboard:
    """Return the dashboard as it opened."""
    dashboard, view = kept
    as_opened(dashboard, ALL, view)
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 5")
    return dashboard


@pytest.fixture
def fresh(page: Page, server_url: str) -> Dashboard:
    """Open a dashboard in which nothing was chosen yet."""
    return opened(page, f"{server_url}/")


def test_five_places_are_drawn(dashboard: Dashboard) -> None:
    groups = [set(mark["ids"]) for mark in dashboard.marks()]
    assert sorted(map(sorted, groups)) == sorted(map(sorted, PLACES.values()))
    picture = dashboard.picture()
    for id_ in (CROCUS, KERMAN, TEHRAN, DUSHANBE):
        mark = dashboard.mark(id_)
        x, y = map(round, dashboard.on_page(mark))
        # The middle of a thin mark can lie where pixels meet.
        around = [picture.getpixel((x - dx, y - dy)) for dx in (0, 1) for dy in (0, 1)]
        assert STATUS_COLORS[mark["status"]] in around
    assert LAND in {color for _, color in picture.getcolors(1 << 24) or []}


def test_nothing_scrolls_on_the_first_screen(dashboard: Dashboard) -> None:
    tabs = dashboard.page.get_by_role("tab", name="Table").bounding_box()
    assert tabs
    assert tabs["y"] + tabs["height"] < 800
    dashboard.sentence(ALL)


def test_a_filter_moves_map_table_counts_and_address_on_the_same_map(dashboard: Dashboard) -> None:
    dashboard.frame.evaluate("window.stillHere = true")
    before = dashboard.view()
    dashboard.choose("Group", "ISIS-K")
    dashboard.sentence(re.compile("^2 attacks, 2024, claimed by or attributed to ISIS-K"))
    expect(dashboard.page).to_have_url(re.compile(r"\?group=isis-k$"))
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 2")
    assert dashboard.drawn() == {KERMAN, CROCUS}
    expect(dashboard.rows()).to_have_text(["Crocus City Hall attack", "Kerman bombings"])
    expect(dashboard.frame.locator(".atlas-count")).to_contain_text("2 of 2 in view")
    assert dashboard.frame.evaluate("window.stillHere") is True
    assert dashboard.view() == before


def test_the_year_slider_moves_the_map(dashboard: Dashboard) -> None:
    dashboard.frame.evaluate("window.stillHere = true")
    first = dashboard.page.get_by_role("slider").first
    first.focus()
    for _ in range(2018, 2023):
        dashboard.page.keyboard.press("ArrowRight")
    expect(dashboard.page).to_have_url(re.compile(r"from=2022"))
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 4")
    assert TEHRAN not in dashboard.drawn()
    assert dashboard.frame.evaluate("window.stillHere") is True


def test_reload_brings_the_same_screen(page: Page, server_url: str) -> None:
    url = f"{server_url}/?from=2022&to=2024&country=IR&select={KERMAN}"
    first = opened(page, url)
    first.sentence(re.compile("in Iran$"))
    expect(page.locator(".atlas-detail h2")).to_have_text("Kerman bombings")
    drawn = first.drawn()
    page.reload()
    again = opened(page, page.url)
    again.sentence(re.compile("in Iran$"))
    assert again.drawn() == drawn
    expect(page.locator(".atlas-detail h2")).to_have_text("Kerman bombings")


def test_back_goes_back_to_the_filter_before(dashboard: Dashboard) -> None:
    dashboard.choose("Country", "Russia")
    dashboard.sentence("1 attack, 2024, in Russia")
    dashboard.page.go_back()
    dashboard.sentence(ALL)


def test_a_click_on_the_map_opens_the_whole_ledger(dashboard: Dashboard) -> None:
    dashboard.click(CROCUS)
    panel = dashboard.page.locator(".atlas-detail")
    expect(panel.locator("h2")).to_have_text("Crocus City Hall attack")
    expect(panel.locator("ol.atlas-ledger > li")).to_have_count(21)
    expect(panel).to_contain_text("Convictions, 2nd Western District Military Court")
    expect(panel).to_contain_text("147–149 (best 149)")
    expect(dashboard.page).to_have_url(re.compile(f"select={CROCUS}"))
    before = dashboard.view()
    dashboard.click(DUSHANBE)
    expect(panel.locator("h2")).to_contain_text("contact between Iran and Tajikistan")
    expect(panel).to_contain_text("the place is not stated")
    expect(panel).not_to_contain_text("Killed")
    assert dashboard.view() == before


def test_several_incidents_on_one_spot_are_a_list(fresh: Dashboard) -> None:
    fresh.click("IR-2022-10-26-shiraz")
    listed = fresh.frame.get_by_role("button", name=re.compile(r"Shah Cheragh.*\(2023\)"))
    listed.last.click()
    expect(fresh.page.locator(".atlas-detail h2")).to_have_text("Shah Cheragh shrine attack (2023)")


def test_a_row_of_the_table_opens_its_record_on_the_map(fresh: Dashboard) -> None:
    fresh.choose("Group", "ISIS-K")
    expect(fresh.rows()).to_have_text(["Crocus City Hall attack", "Kerman bombings"])
    title = fresh.page.locator(".atlas-detail h2")
    fresh.rows().first.get_by_role("button").click()
    expect(title).to_have_text("Crocus City Hall attack")
    expect(fresh.page).to_have_url(re.compile(f"select={CROCUS}"))
    fresh.open_row().locator("xpath=following-sibling::tr/td[3]").click()
    expect(title).to_have_text("Kerman bombings")
    expect(fresh.page).to_have_url(re.compile(f"select={KERMAN}"))


def test_a_record_of_the_map_is_marked_in_the_table(fresh: Dashboard) -> None:
    marked = fresh.open_row()
    fresh.click(KERMAN)
    expect(marked.locator("th")).to_have_text("Kerman bombings")
    fresh.rows().filter(has_text="Arrest of an I").click()
    expect(fresh.page.locator(".atlas-detail h2")).to_contain_text("Arrest of an I")
    expect(marked.locator("th")).to_contain_text("Arrest of an I")
    fresh.page.get_by_role("button", name="Close", exact=True).click()
    expect(marked).to_have_count(0)


def test_a_click_on_a_header_sorts_the_table(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    head = page.get_by_role("columnheader", name="Record")
    head.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"\?sort=record$"))
    expect(dashboard.rows().first).to_contain_text("Arrest of an I")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(head.get_by_role("button")).to_be_focused()


def test_no_match_offers_a_reset(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/?q=atlantis")
    expect(page.locator(".atlas-sentence")).to_contain_text("No record matches")
    page.get_by_role("button", name="Reset all filters").click()
    expect(page.locator(".atlas-sentence")).to_contain_text("5 attacks")


def test_the_share_tab_gives_address_and_snippet(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/?group=isis-k")
    page.get_by_role("tab", name="Share").click()
    framed = f'<iframe src="{server_url}/embed/map?group=isis-k"'
    expect(page.get_by_text(framed)).to_have_count(2)  # with its script, and without
    expect(page.get_by_text("readers elsewhere cannot open")).to_be_visible()
    at_rest(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    assert [incident.id for incident in load(download.value.path())] == [CROCUS, KERMAN]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_follows_the_theme(page: Page, server_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.frame.locator(".leaflet-container")).to_have_attribute("data-theme", scheme)


def test_a_phone_shows_sentence_and_map(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{server_url}/")
    box = page.locator(FRAME).bounding_box()
    assert box
    assert box["width"] > 360
    assert box["y"] < 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_view_is_in_link_and_embed_once_its_button_is_pressed(dashboard: Dashboard) -> None:
    page, look = dashboard.page, "void map.setView([29.6, 52.5], 8, { animate: false })"
    dashboard.frame.evaluate(look)
    dashboard.frame.get_by_role("button", name="Use this view").click()
    page.wait_for_url("**/?at=29.6%2C52.5%2C8")
    dashboard.frame.evaluate("void map.setZoom(5, { animate: false })")
    page.get_by_role("tab", name="Share").click()
    expect(page.get_by_text("/embed/map?at=29.6,52.5,8").first).to_be_visible()
    assert dashboard.view()[0] == 5  # what is shared does not move the map again
    again = opened(page, page.url)
    assert again.view() == pytest.approx([8, 29.6, 52.5], abs=0.01)
