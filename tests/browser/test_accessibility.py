"""Without a mouse, without eyes, without motion: the dashboard and the embed in a real Chromium."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import grave
from dashboards import TABS, Dashboard, at_rest, opened
from samples import CROCUS, KERMAN
from watching import Traffic, watched

pytestmark = pytest.mark.browser

EXPANDED = "(nodes) => nodes.map((node) => node.getAttribute('aria-expanded'))"
NAMES = "(nodes) => nodes.map((node) => node.getAttribute('aria-label'))"
LIST_OF = """(row) => row.closest("[role='dialog']").id"""
PLACE = {
    "name": "Kerman",
    "line": "Kerman, Iran",
    "precision": "settlement",
    "country": "IR",
    "lon": 57.08,
    "lat": 30.28,
    "bounds": [57, 30.2, 57.2, 30.4],
}
SCHEMES = ("light", "dark")
MAP = "IncidentAtlas.layer.map"
STILL = f"!{MAP}._animatingZoom && !({MAP}._panAnim || {{}})._inProgress"
VIEW = "[map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
FOCUSED = """() => {
  const node = document.activeElement;
  const shown = node.id === "map" ? node.querySelector(".atlas-overlay") : node;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
  return {
    name: node.getAttribute("aria-label") || node.textContent.trim(),
    key: node.dataset.key || null,
    visible: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none",
    stop: Number(node.dataset.stop),
  };
}"""
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, summary, [tabindex='0']")]
  .filter((node) => node.checkVisibility() && !node.disabled)
  .map((node, i) => (node.dataset.stop = i))"""
MOVES = """(act) => new Promise((resolve) => {
  const map = IncidentAtlas.layer.map;
  let moves = 0;
  map.on("move", () => (moves += 1));
  act(map);
  const at = [map.getZoom(), map.getCenter()];
  setTimeout(() => resolve([moves, map.getZoom() === at[0] && map.getCenter().equals(at[1])]), 900);
})"""


@pytest.fixture(scope="module")
def dashboard(browser: Browser, server_url: str) -> Iterator[Dashboard]:
    """Open one dashboard for all tests; each leaves it as it was."""
    with watched(browser) as page:
        yield opened(page, f"{server_url}/")


@pytest.fixture(scope="module")
def embeds(browser: Browser, server_url: str) -> Iterator[tuple[Page, list[float]]]:
    """Open one embed for all tests, and note what it shows."""
    with watched(browser, bypass_csp=True) as page:  # the CSP forbids the page to wait for a string
        opened_embed(page, f"{server_url}/embed/map")
        yield page, view(page)


@pytest.fixture
def embed(embeds: tuple[Page, list[float]]) -> Page:
    """Return the embed with the map as it opened."""
    page, (zoom, lat, lon) = embeds
    page.wait_for_function(STILL)
    page.evaluate(f"void {MAP}.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    page.wait_for_function("IncidentAtlas.layer.marks().length === 5")
    return page


def opened_embed(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_function("IncidentAtlas.layer && IncidentAtlas.layer.answer")
    expect(page.locator(".atlas-brush-from")).to_have_attribute("aria-valuemin", "0")
    page.evaluate("IncidentAtlas.layer.source.bring().then(() => null)")
    page.wait_for_load_state("networkidle")
    return page


# --- axe -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_grave_in_the_dashboard(dashboard: Dashboard, scheme: str) -> None:
    page, frame = dashboard.page, dashboard.frame
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    expect(frame.locator(".atlas-map")).to_have_attribute("data-theme", scheme)
    assert grave(page) == []
    dashboard.click(CROCUS)
    expect(page.locator(".atlas-detail")).to_be_visible()
    for tab, content in TABS.items():
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(content).first).to_be_visible()
        expect(page.locator("[data-stale='true']")).to_have_count(0)
        assert grave(page) == [], tab
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".atlas-detail")).to_have_count(0)


def test_axe_finds_nothing_grave_in_the_embed(embed: Page) -> None:
    embed.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
    expect(embed.locator("#panel-title")).to_be_visible()
    for scheme in SCHEMES:
        embed.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
        expect(embed.locator(".atlas-map")).to_have_attribute("data-theme", scheme)
        assert grave(embed) == []
    embed.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_grave_in_an_embed_with_all_its_parts(
    browser: Browser, server_url: str, scheme: str
) -> None:
    words = "title=Attacks+in+Iran&subtitle=Since+2017&credit=A+desk"
    with watched(browser, bypass_csp=True, color_scheme=scheme) as page:
        page.route("**/api/places?**", lambda route: route.fulfill(json={"places": [PLACE]}))
        opened_embed(page, f"{server_url}/embed/map?{words}&country=IR&at=35.7,51.4,7")
        expect(page.locator(".atlas-inset")).to_be_visible()
        legend = page.get_by_role("button", name="Legend")
        if legend.get_attribute("aria-expanded") == "false":
            legend.click()
        assert grave(page) == []
        page.get_by_role("button", name="Find a place").click()
        page.get_by_role("combobox", name="Find a place").fill("Kerman")
        expect(page.get_by_role("option", name="Kerman, Iran")).to_be_visible()
        assert grave(page) == []
        page.keyboard.press("Escape")  # closes the list …
        page.keyboard.press("Escape")  # … and the field
        page.get_by_role("button", name="Full screen").click()
        leave = page.get_by_role("button", name="Leave full screen")
        expect(leave).to_be_visible()
        assert grave(page) == []
        leave.click()
        expect(leave).to_have_count(0)


def test_axe_finds_nothing_grave_in_an_error(page: Page, server_url: str, traffic: Traffic) -> None:
    page.goto(f"{server_url}/embed/map?from=20x4")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
        assert grave(page) == []
    traffic.errors.clear()  # the status of the page itself


def test_axe_would_find_a_fault_on_the_map_and_beside_it(embed: Page) -> None:
    embed.emulate_media(color_scheme="light")
    expect(embed.locator(".atlas-map")).to_have_attribute("data-theme", "light")
    paint = "(nodes, color) => nodes.forEach((node) => (node.style.color = color))"
    words = embed.locator("#sentence, .atlas-legend-body > p")
    words.evaluate_all(paint, "#999")
    found = grave(embed)
    words.evaluate_all(paint, "")
    assert found == [
        f"color-contrast at ['{at}']" for at in ("#atlas-legend-body > p", "#sentence")
    ]


# --- keyboard --------------------------------------------------------------------------------


def focused(page: Page) -> dict[str, Any]:
    focus: dict[str, Any] = page.evaluate(FOCUSED)
    return focus


def view(page: Page) -> list[float]:
    seen: list[float] = page.evaluate(f"(() => {{ const map = {MAP}; return {VIEW}; }})()")
    return seen


def test_tab_walks_everything_in_order_and_shows_where_it_is(embed: Page) -> None:
    opened_embed(embed, embed.url)
    stops, walked = embed.evaluate(STOPS), []
    for _ in stops:
        embed.keyboard.press("Tab")
        walked.append(focused(embed))
    assert [focus["stop"] for focus in walked] == stops
    assert [focus["name"] for focus in walked if not focus["visible"]] == []
    assert walked[0]["name"] == "Map of incidents"
    drawn = embed.evaluate("IncidentAtlas.layer.marks().map((mark) => mark.ids)")
    marks = [focus["name"] for focus in walked if focus["key"]]
    assert len(marks) == len(drawn) == 5
    assert any(name.startswith("Kerman bombings, 3 January 2024, ") for name in marks)


def test_the_keys_pan_and_zoom_the_map(embed: Page) -> None:
    embed.get_by_role("region", name="Map of incidents").focus()
    zoom, lat, lon = view(embed)
    embed.keyboard.press("ArrowRight")
    embed.wait_for_function(f"{MAP}.getCenter().lng > {lon} + 1")
    embed.wait_for_function(STILL)  # Leaflet takes no key while it pans
    embed.keyboard.press("ArrowUp")
    embed.wait_for_function(f"{MAP}.getCenter().lat > {lat} + 1")
    embed.wait_for_function(STILL)
    embed.keyboard.press("+")
    embed.wait_for_function(f"{MAP}.getZoom() > {zoom}")
    embed.wait_for_function(STILL)
    embed.keyboard.press("-")
    embed.wait_for_function(f"{MAP}.getZoom() === {zoom}")


def test_enter_opens_and_escape_closes_where_it_was_opened(embed: Page) -> None:
    mark = embed.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    mark.press("Enter")
    expect(embed.locator("#panel-title")).to_have_text("Kerman bombings")
    expect(embed.locator("#panel-title")).to_be_focused()
    expect(mark).to_have_attribute("aria-current", "true")
    embed.keyboard.press("Tab")
    assert focused(embed)["name"] == "Close"
    embed.keyboard.press("Escape")
    expect(embed.locator("#panel")).to_be_hidden()
    expect(mark).to_be_focused()
    assert mark.get_attribute("aria-current") is None


def test_a_mark_says_whether_its_record_is_open(embed: Page) -> None:
    marks = embed.locator(".atlas-mirror [aria-expanded]:not([aria-haspopup])")
    mark = embed.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    assert marks.evaluate_all(EXPANDED) == ["false"] * 4
    mark.press("Enter")
    expect(mark).to_have_attribute("aria-expanded", "true")
    expect(embed.get_by_role("complementary", name="Kerman bombings")).to_be_visible()
    assert marks.evaluate_all(EXPANDED).count("true") == 1
    embed.keyboard.press("Escape")
    expect(mark).to_have_attribute("aria-expanded", "false")


def test_each_mark_has_a_name_of_its_own(embed: Page) -> None:
    names = embed.locator(".atlas-mirror button").evaluate_all(NAMES)
    assert len(set(names)) == len(names) == 5


def test_escape_closes_from_everywhere_in_the_panel_of_the_embed(embed: Page) -> None:
    mark = embed.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    for stop in (".atlas-head a >> nth=0", ".atlas-cited summary >> nth=1", "summary >> nth=-1"):
        mark.press("Enter")
        embed.locator("#panel").locator(stop).focus()
        embed.keyboard.press("Escape")
        expect(embed.locator("#panel")).to_be_hidden()
        expect(mark).to_be_focused()


def test_a_stack_is_a_list_for_the_keys(embed: Page) -> None:
    stack = embed.locator(".atlas-mirror [data-key^='stack']")
    stack.press("Enter")
    rows = embed.get_by_role("dialog", name="2 records here").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first.get_by_role("button")).to_be_focused()
    expect(stack).to_have_attribute("aria-expanded", "true")
    expect(stack).to_have_attribute("aria-controls", rows.first.evaluate(LIST_OF))
    assert grave(embed) == []
    embed.keyboard.press("Escape")
    expect(embed.get_by_role("dialog")).to_have_count(0)
    expect(stack).to_have_attribute("aria-expanded", "false")
    expect(stack).to_be_focused()
    embed.keyboard.press("Enter")
    embed.keyboard.press("Tab")
    expect(rows.last.get_by_role("button")).to_be_focused()
    embed.keyboard.press("Enter")
    expect(embed.locator("#panel-title")).to_contain_text("Shah Cheragh shrine attack")
    embed.keyboard.press("Escape")
    expect(stack).to_be_focused()


def test_the_keys_open_and_close_a_record_of_the_dashboard(dashboard: Dashboard) -> None:
    detail = dashboard.page.locator(".atlas-detail h2")
    mark = dashboard.frame.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    mark.press("Enter")
    expect(detail).to_have_text("Kerman bombings")
    expect(mark).to_be_focused()
    mark.press("Escape")
    expect(detail).to_have_count(0)
    expect(mark).to_be_focused()
    expect(dashboard.page).not_to_have_url(re.compile("select"))


STOPS_OF_PANEL = ".atlas-head a, .st-key-close button, .atlas-cited summary, .atlas-part summary"


def test_escape_closes_from_everywhere_in_the_panel_of_the_dashboard(dashboard: Dashboard) -> None:
    page = dashboard.page
    panel = page.locator(".st-key-detail")
    mark = dashboard.frame.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    for part in (0, 0.5, 1):
        mark.press("Enter")
        expect(panel.locator(".atlas-detail h2")).to_have_text("Kerman bombings")
        stops = panel.locator(STOPS_OF_PANEL).all()
        stops[round(part * (len(stops) - 1))].focus()
        page.keyboard.press("Escape")
        expect(panel.locator(".atlas-detail")).to_have_count(0)
        expect(mark).to_be_focused()


def test_a_text_of_the_panel_is_in_it_and_a_filter_is_not(dashboard: Dashboard) -> None:
    page = dashboard.page
    mark = dashboard.frame.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    mark.press("Enter")
    page.get_by_role("searchbox", name="Text").press("Escape")
    page.wait_for_timeout(1000)
    expect(page.locator(".atlas-detail h2")).to_have_text("Kerman bombings")
    page.locator(".atlas-ledger p").first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".atlas-detail")).to_have_count(0)
    expect(mark).to_be_focused()


def test_close_by_the_keyboard_goes_back_to_the_mark(dashboard: Dashboard) -> None:
    mark = dashboard.frame.locator(f".atlas-mirror [data-key^='{KERMAN}']")
    mark.press("Enter")
    dashboard.page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(dashboard.page.locator(".atlas-detail")).to_have_count(0)
    expect(mark).to_be_focused()


def test_a_record_begins_at_its_top_whatever_was_read_before(dashboard: Dashboard) -> None:
    panel = dashboard.page.locator(".st-key-detail")
    first, second = (
        dashboard.frame.locator(f".atlas-mirror [data-key^='{id_}']") for id_ in (CROCUS, KERMAN)
    )
    first.focus()
    at_rest(dashboard.page)
    first.press("Enter")
    expect(panel.locator("h2")).to_have_text("Crocus City Hall attack")
    panel.evaluate("(panel) => panel.scrollTo(0, 900)")
    at_rest(dashboard.page)
    second.press("Enter")
    expect(panel.locator("h2")).to_have_text("Kerman bombings")
    assert panel.evaluate("(panel) => panel.scrollTop") == 0
    dashboard.page.get_by_role("button", name="Close", exact=True).click()
    expect(panel.locator(".atlas-detail")).to_have_count(0)


# --- screen reader ---------------------------------------------------------------------------


def test_counts_are_announced(dashboard: Dashboard) -> None:
    page, live = dashboard.page, dashboard.frame.locator("#map_div [aria-live=polite]")
    dashboard.choose("Country", "Russia")
    expect(live).to_contain_text("1 of 1 in view")
    expect(page.get_by_role("status").filter(has_text="1 attack, 2024, in Russia")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(live).to_contain_text("6 of 11 in view")
    expect(page.get_by_role("status").filter(has_text="5 attacks")).to_be_visible()


def test_the_map_is_named_and_described(embed: Page) -> None:
    region = embed.get_by_role("region", name="Map of incidents")
    expect(region).to_have_accessible_description("5 attacks and 6 context records, 2017–2024")
    expect(region.get_by_role("group", name="Marks in view").get_by_role("button")).to_have_count(5)


def test_the_table_says_everything(dashboard: Dashboard) -> None:
    table = dashboard.page.get_by_role("table", name="Records")
    expect(table.locator("tbody tr")).to_have_count(11)
    assert table.locator("thead button").all_text_contents() == [
        "Record",
        "Date↓",
        "Place",
        "Killed",
        "Injured",
        "Status",
        "Group",
        "Type",
    ]
    row = table.locator("tr", has_text="Kerman bombings").locator("td")
    said = " | ".join(row.all_text_contents())
    for words in (
        "3 January 2024",
        "Kerman Province",
        "95–97 (best 95)",
        "284",
        "attributed to it",
        "Islamic State",
        "bombing",
    ):
        assert words in said


# --- motion ----------------------------------------------------------------------------------


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_a_reader_who_wants_no_motion(
    browser: Browser, server_url: str, motion: str
) -> None:
    calm = motion == "reduce"
    with watched(browser, reduced_motion=motion, bypass_csp=True) as page:
        opened_embed(page, f"{server_url}/embed/map")
        for act in (
            "() => document.querySelector('.leaflet-control-zoom-in').click()",
            "(map) => map.panBy([200, 0])",
            "(map) => IncidentAtlas.layer.go(map.getBounds().pad(-0.3), 8)",
        ):
            moves, is_final = page.evaluate(f"({MOVES})({act})")
            assert is_final is calm, act
            assert moves == 1 if calm else moves >= 1, act
        styles = page.evaluate(
            """[".atlas-canvas", ".atlas-spinner"].map((part) => {
              const style = getComputedStyle(document.querySelector(part));
              return [parseFloat(style.transitionDuration), style.animationName];
            })"""
        )
        assert styles == ([[0, "none"]] * 2 if calm else [[0.25, "none"], [0, "atlas-turn"]])
