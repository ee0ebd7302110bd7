"""What a reader sees and hears of the dashboard's own page, and of nothing that it is made with."""

import re

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from dashboards import FRAME, at_rest, opened
from watching import Traffic, watched

pytestmark = pytest.mark.browser

# px between the words of a code box and its button.
ROOM = """(box) => box.querySelector("button").getBoundingClientRect().left
  - box.querySelector("code").getBoundingClientRect().right"""
SLOW = 20_000  # ms
# Texts that are seen, and words that are heard or appear under a mouse.
WORDS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.checkVisibility()) found.push(texts.currentNode.data);
  }
  for (const name of ["alt", "title", "aria-label", "placeholder"]) {
    for (const node of document.querySelectorAll(`[${name}]`)) found.push(node.getAttribute(name));
  }
  return found.filter((words) => /streamlit/i.test(words));
}"""
HEIGHTS = """(parts) => parts.map((part) => part.getBoundingClientRect().height)"""
MANY = "status=convictions&status=claimed&country=IR&country=RU&group=isis-k"


def test_no_word_names_what_the_page_is_made_with(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    at_rest(page)
    page.get_by_test_id("stMainMenuButton").click()
    menu = page.get_by_role("menu")
    expect(menu.get_by_text("Dark")).to_be_visible()
    expect(menu.get_by_text("Record screen")).to_be_hidden()
    assert page.evaluate(WORDS) == []
    page.keyboard.press("Escape")


def test_a_lost_server_is_told_in_words_of_ours(browser: Browser, server_url: str) -> None:
    traffic = Traffic()
    sockets: list[WebSocketRoute] = []
    with watched(browser, traffic) as page:

        def keep(socket: WebSocketRoute) -> None:
            socket.connect_to_server()
            sockets.append(socket)

        page.route_web_socket(re.compile("_stcore/stream"), keep)
        opened(page, f"{server_url}/")
        at_rest(page)
        page.route(re.compile("_stcore/(health|host-config)"), lambda route: route.abort())
        sockets[-1].close()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("The server of this dashboard", timeout=SLOW)
        assert page.evaluate(WORDS) == []
        page.unroute_all()
        traffic.errors.clear()  # the lost answers
        page.context.close()


def test_map_and_headline_have_names(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    expect(page.locator(FRAME)).to_have_attribute("title", "Map")
    expect(page.get_by_role("heading", level=1)).to_have_text("Incident Atlas")
    headline = page.get_by_role("heading", level=2).first
    expect(headline).to_have_text("5 attacks and 6 context records, 2017–2024")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_code_boxes_show_their_button(
    browser: Browser, server_url: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 844}
    with watched(browser, viewport=size, color_scheme=scheme, has_touch=width < 600) as page:
        opened(page, f"{server_url}/")
        at_rest(page)
        page.get_by_role("tab", name="Share").click()
        box = page.get_by_test_id("stCode").first
        copy = box.get_by_role("button", name="Copy to clipboard")
        expect(copy).to_be_visible(timeout=SLOW)
        at_rest(page)
        expect(copy.locator("xpath=../../../..")).to_have_css("opacity", "1")
        assert box.evaluate(ROOM) >= 0


def test_what_is_chosen_is_read_whole_and_the_focus_moves_nothing(
    page: Page, server_url: str
) -> None:
    opened(page, f"{server_url}/?{MANY}")
    at_rest(page)
    fields = page.get_by_test_id("stMultiSelectTagsContainer")
    chips = fields.locator("[data-tag] > span")
    expect(chips).to_have_count(5, timeout=SLOW)
    assert chips.evaluate_all(
        "(chips) => chips.every((chip) => chip.scrollWidth <= chip.clientWidth + 1)"
    )
    before = fields.evaluate_all(HEIGHTS)
    for label in ("Group", "Status", "Country"):
        page.get_by_role("combobox", name=label).click()
        assert fields.evaluate_all(HEIGHTS) == before
        expect(page.get_by_role("option").get_by_text("Select all")).to_have_count(0)
        page.keyboard.press("Escape")


def test_years_outside_of_the_period_are_dimmed(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/?from=2022&to=2023")
    at_rest(page)
    bars = page.locator(".atlas-years > span")
    expect(bars).to_have_count(8, timeout=SLOW)
    dimmed = page.locator(".atlas-years > .out")
    titles = [bar.get_attribute("title") for bar in dimmed.all()]
    years = [title.split(":")[0] for title in titles if title]
    assert years == ["2017", "2018", "2019", "2020", "2021", "2024"]
    expect(dimmed.first.locator("i")).to_have_css("opacity", "0.2")
