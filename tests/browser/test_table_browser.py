"""The table of the dashboard in Chromium: heads, pages, and rows on wide and narrow screens."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboards import Dashboard, at_rest, opened
from samples import CROCUS, KERMAN, feature
from server_process import Server, free_port, running
from watching import watched

pytestmark = pytest.mark.browser

IS_HIT = """(node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
BROKEN_WORDS = """(cells) => cells.flatMap((cell) => {
  const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode();
  const tops = (from, to) => {
    const range = new Range();
    range.setStart(text, from);
    range.setEnd(text, to);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  const words = [...text.data.matchAll(/[^ -]+/g)];
  return words.filter(({ 0: word, index }) => tops(index, index + word.length) > 1).map(String);
})"""
GEO = Path(sys.executable).with_name("geo")
LONG = "A title that goes on and on. " * 11 + "End"
IN_VIEW = """(node) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


def numbered(number: int) -> dict[str, Any]:
    date = {"start": f"{2000 + number // 12}-{1 + number % 12:02}-01", "precision": "day"}
    title = LONG if number == 249 else f"No. {number:03}"
    return feature(id=f"R{number}", title=title, date=date) | {"id": f"R{number}"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve 250 records, on three pages; the newest has a long title."""
    folder = tmp_path_factory.mktemp("many")
    features = [numbered(number) for number in range(250)]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "many.geojson").write_text(json.dumps(collection), "utf-8")
    port = free_port()
    with running(
        [str(GEO), "serve", "many.geojson", "--port", str(port)], folder, port, folder
    ) as served:
        yield served


@pytest.fixture
def dashboard(page: Page, server_url: str) -> Dashboard:
    return opened(page, f"{server_url}/")


def row(page: Page, id_: str) -> Locator:
    return page.locator(f".atlas-records tr[data-id='{id_}']")


def test_the_old_grid_is_not_loaded(page: Page, server_url: str) -> None:
    loaded: list[str] = []
    page.on("response", lambda response: loaded.append(response.url))
    opened(page, f"{server_url}/")
    expect(page.locator(".atlas-records tbody tr")).to_have_count(11)
    assert [url for url in loaded if url.endswith("furniture/table/record_table.js")]
    assert not [url for url in loaded if re.search(r"DataFrame|data-grid|glide", url)]


def test_a_head_sorts_and_shows_which_way(dashboard: Dashboard) -> None:
    page = dashboard.page
    head = page.get_by_role("columnheader", name="Date")
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").press("Enter")
    expect(page).to_have_url(re.compile(r"sort=oldest"))
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(head).to_have_text("Date↑")
    expect(head.get_by_role("button")).to_be_focused()
    expect(dashboard.rows().first).to_have_text("Tehran attacks")
    group = page.get_by_role("columnheader", name="Group")
    group.get_by_role("button").click()
    expect(group).to_have_attribute("aria-sort", "ascending")
    expect(head).not_to_have_attribute("aria-sort", re.compile(""))
    expect(page.locator(".atlas-records [aria-sort]")).to_have_count(1)


def test_a_click_anywhere_in_a_row_opens_it_and_marked_words_do_not(dashboard: Dashboard) -> None:
    page, title = dashboard.page, dashboard.page.locator(".atlas-detail h2")
    cell = row(page, KERMAN).locator("td", has_text="284")
    cell.scroll_into_view_if_needed()
    cell.locator("bdi").evaluate("(node) => getSelection().selectAllChildren(node)")
    cell.dispatch_event("click", {"detail": 1})  # a pointer
    at_rest(page)
    expect(title).to_have_count(0)
    page.evaluate("getSelection().removeAllRanges()")
    cell.click()
    expect(title).to_have_text("Kerman bombings")
    expect(dashboard.open_row()).to_have_attribute("data-id", KERMAN)
    expect(row(page, KERMAN).get_by_role("button")).to_be_focused()


def test_the_open_row_differs_by_more_than_its_colour(dashboard: Dashboard) -> None:
    row(dashboard.page, KERMAN).click()
    expect(dashboard.open_row()).to_have_attribute("aria-current", "true")
    expect(dashboard.open_row()).to_have_css("outline-style", "solid")
    expect(dashboard.open_row()).to_have_css("outline-width", "2px")


@pytest.mark.parametrize(("width", "height", "rows"), [(1440, 900, 3), (1280, 800, 1)])
def test_rows_stand_above_the_fold(
    page: Page, server_url: str, width: int, height: int, rows: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.rows()).to_have_count(11, timeout=30_000)
    at_rest(page)
    assert dashboard.rows().nth(rows - 1).evaluate(IN_VIEW)
    tabs = page.get_by_role("tab").all()
    assert all(tab.evaluate(IS_HIT) for tab in tabs)
    assert page.get_by_role("button", name="Full text").evaluate(IS_HIT)


@pytest.mark.parametrize("height", [500, 900])
def test_a_chosen_row_brings_the_head_of_the_panel_into_view(
    page: Page, server_url: str, height: int
) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    dashboard = opened(page, f"{server_url}/")
    last = dashboard.rows().last
    last.scroll_into_view_if_needed()
    last.get_by_role("button").click()
    head = page.locator(".atlas-detail h2")
    expect(head).to_have_text("Reported security contact between Iran and Tajikistan")
    at_rest(page)
    assert head.evaluate(IN_VIEW)
    last.scroll_into_view_if_needed()
    last.get_by_role("button").click()  # it is open already
    at_rest(page)
    assert head.evaluate(IN_VIEW)


def test_long_texts_are_shortened_and_one_button_shows_them_whole(page: Page, many: Server) -> None:
    opened(page, f"{many.url}/")
    text = page.locator(".atlas-records tbody th bdi").first
    expect(text).to_have_text(LONG)
    is_cut = "(node) => node.scrollHeight > node.clientHeight"
    assert text.evaluate(is_cut)
    whole = page.get_by_role("button", name="Full text")
    expect(whole).to_have_attribute("aria-pressed", "false")
    whole.press("Enter")
    expect(whole).to_have_attribute("aria-pressed", "true")
    assert not text.evaluate(is_cut)
    whole.press("Enter")
    assert text.evaluate(is_cut)
    page.locator(".atlas-records tbody tr").first.click()
    expect(page.locator(".atlas-records tr[aria-current]")).to_have_count(1)
    assert not text.evaluate(is_cut)


def test_pages_are_turned_from_above_and_from_below(page: Page, many: Server) -> None:
    dashboard = opened(page, f"{many.url}/")
    above = page.get_by_role("navigation", name="Pages of the table", exact=True)
    below = page.get_by_role("navigation", name="Pages of the table, under it")
    expect(dashboard.rows()).to_have_count(100, timeout=30_000)
    expect(page.get_by_text("Rows 1–100 of 250")).to_be_visible()
    expect(above.get_by_role("button", name="Previous")).to_have_attribute("aria-disabled", "true")
    below.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Rows 101–200 of 250")).to_be_visible()
    expect(above.get_by_role("button", name="Next")).to_be_focused()
    at_rest(page)
    assert dashboard.rows().first.evaluate(IN_VIEW)
    above.get_by_label("Page").fill("3")
    above.get_by_label("Page").press("Enter")
    expect(page.get_by_text("Rows 201–250 of 250")).to_be_visible()
    expect(above.get_by_role("button", name="Next")).to_have_attribute("aria-disabled", "true")
    above.get_by_role("button", name="Next").click(force=True)  # it stays, for the focus
    at_rest(page)
    expect(page.get_by_text("Rows 201–250 of 250")).to_be_visible()
    above.get_by_role("button", name="Previous").click()
    expect(page.get_by_text("Rows 101–200 of 250")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_the_table_fits_its_column(
    browser: Browser, server_url: str, width: int, scheme: Any
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with watched(browser, **options) as page:
        dashboard = opened(page, f"{server_url}/?select={CROCUS}")
        expect(dashboard.rows()).to_have_count(11)
        at_rest(page)
        for part in (".atlas-rows", "main"):
            assert page.locator(part).evaluate("(node) => node.scrollWidth <= node.clientWidth")
        is_block = dashboard.rows().first.evaluate("(n) => getComputedStyle(n).display === 'block'")
        assert is_block == (width < 640)
        expect(page.get_by_label("Sort by")).to_be_visible(visible=width < 640)


def test_on_a_narrow_screen_a_row_is_a_block_with_labels(browser: Browser, server_url: str) -> None:
    with watched(browser, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        opened(page, f"{server_url}/")
        kerman = row(page, KERMAN)
        lines = kerman.locator("td")
        expect(lines).to_have_count(7)
        assert [
            line.evaluate("(n) => getComputedStyle(n, '::before').content") for line in lines.all()
        ] == [
            f'"{name}"'
            for name in ("Date", "Place", "Killed", "Injured", "Status", "Group", "Type")
        ]
        empty = row(page, "X-US-RU-2024-03-07").locator("td[data-heading=Killed]")
        expect(empty).to_have_text("–")
        expect(empty).to_be_hidden()
        page.get_by_label("Sort by").select_option("Most killed")
        expect(page.locator(".atlas-records tbody th").first).to_have_text(
            "Crocus City Hall attack"
        )
        at_rest(page)
        button = kerman.get_by_role("button")
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box
        assert box["height"] >= 40
        button.tap()
        expect(page.locator(".atlas-detail h2")).to_have_text("Kerman bombings")


PRESSES = """async (address) => {
  const { Pager } = await import(address);
  const asked = [];
  const pager = new Pager("Pages", (page) => asked.push(page));
  document.body.append(pager.node);
  pager.show({ page: 1, pages: 3, pagesText: "3" });
  const next = [...document.querySelectorAll("button")].pop();
  for (let i = 0; i < 4; i++) next.click();
  const field = document.querySelector("input");
  field.value = "1";
  field.dispatchEvent(new Event("change"));
  field.form.requestSubmit();
  return asked;
}"""


def test_each_press_turns_one_page_and_enter_in_the_field_asks_once(
    page: Page, server_url: str
) -> None:
    base = f"{server_url}/_stcore/bidi-components/incident-atlas.table"
    opened(page, f"{server_url}/")  # Streamlit learns of the modules
    page.goto(f"{base}/furniture/table/pager.js")
    assert page.evaluate(PRESSES, f"{base}/furniture/table/pager.js") == [2, 3, 1]


@pytest.mark.parametrize("width", [1440, 1280, 1024])
def test_a_toll_and_a_status_are_never_cut(page: Page, server_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.rows()).to_have_count(11, timeout=30_000)
    headings = ", ".join(f"[data-heading={name}]" for name in ("Killed", "Injured", "Status"))
    tolls = page.locator(f".atlas-records td:is({headings}) bdi")
    long = tolls.filter(has_text="147–149").first
    long.evaluate("(node) => { node.textContent = '1,147–1,149 (best 1,149)'; }")
    assert tolls.evaluate_all(
        "(nodes) => nodes.every((node) => node.scrollHeight <= node.clientHeight)"
    )


@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_word_of_a_group_or_type_is_broken(page: Page, server_url: str, media: Any) -> None:
    page.set_viewport_size({"width": 1024 if media == "screen" else 703, "height": 900})
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.rows()).to_have_count(11, timeout=30_000)
    page.emulate_media(media=media)
    cells = page.locator(".atlas-records td:is([data-heading=Group], [data-heading=Type])")
    assert cells.evaluate_all(BROKEN_WORDS) == []


def test_the_menu_covers_no_button_of_the_table(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.rows()).to_have_count(11, timeout=30_000)
    at_rest(page)
    whole = page.get_by_role("button", name="Full text").bounding_box()
    menu = page.get_by_test_id("stMainMenuButton").bounding_box()
    assert whole
    assert menu
    assert whole["x"] + whole["width"] <= menu["x"]


def test_on_paper_all_rows_of_the_page_are_whole(page: Page, many: Server) -> None:
    dashboard = opened(page, f"{many.url}/")
    expect(dashboard.rows()).to_have_count(100, timeout=30_000)
    page.emulate_media(media="print")
    title = page.locator(".atlas-records tbody th bdi").first
    expect(title).to_have_css("display", "inline")
    expect(title).to_be_visible()
    expect(page.locator(".atlas-records thead button").first).to_be_visible()
    expect(page.locator(".atlas-bar button").first).to_be_hidden()
    expect(page.get_by_text("Rows 1–100 of 250")).to_be_visible()


def test_only_the_modules_of_the_browser_are_served(page: Page, server_url: str) -> None:
    base = f"{server_url}/_stcore/bidi-components/incident-atlas.table"
    assert page.request.get(f"{base}/pages/table.js").ok
    assert page.request.get(f"{base}/%2e%2e/screen/table.py").status >= 400
