"""The tabs of the dashboard: one that is opened comes into view, and each can be tapped."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import TABS, at_rest, opened
from watching import watched

pytestmark = pytest.mark.browser

PHONES = (390, 320)
SLOW = 20_000  # ms for the code boxes, which a browser loads with their first use
WINDOWS = ((1440, 900), (1024, 768), (390, 844))
SCROLLED = "(most) => document.querySelector('[role=tablist]').getBoundingClientRect().top <= most"
# What lies over the middle of each tab that is not the tab.
COVERED = """(tabs) => tabs.map((tab) => [tab, tab.getBoundingClientRect()])
  .map(([tab, { x, y, width, height }]) => [tab, x + width / 2, y + height / 2])
  .map(([tab, x, y]) => [tab, document.elementFromPoint(x, y)])
  .filter(([tab, over]) => !tab.contains(over))
  .map(([tab, over]) => `${tab.textContent}: ${over && over.outerHTML.slice(0, 80)}`)"""


def scroll_to_top(page: Page) -> None:
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")


def scrolled(page: Page) -> float:
    top: float = page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop")
    return top


def touch(width: int) -> dict[str, Any]:
    return {"has_touch": True, "is_mobile": True} if width < 600 else {}


def open_table_again(page: Page, server_url: str) -> None:
    """Open the tab of the table once it is drawn: what is still to come would come up."""
    opened(page, f"{server_url}/")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator(".atlas-records")).to_be_visible()
    at_rest(page)
    scroll_to_top(page)
    page.get_by_role("tab", name="Table").click()
    at_rest(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_a_tab_that_is_clicked_comes_into_view(
    browser: Browser, server_url: str, width: int, height: int, scheme: str
) -> None:
    size = {"width": width, "height": height}
    with watched(browser, viewport=size, color_scheme=scheme, **touch(width)) as page:
        opened(page, f"{server_url}/")
        at_rest(page)
        for tab, content in TABS.items():
            scroll_to_top(page)
            page.get_by_role("tab", name=tab).click()
            page.wait_for_function(SCROLLED, arg=60)
            expect(page.locator(content).first).to_be_in_viewport(timeout=SLOW)
            assert page.get_by_role("tab", name=tab).get_attribute("aria-selected") == "true"
            at_rest(page)
        assert page.get_by_role("tablist").evaluate("(list) => list.scrollWidth <= innerWidth")


def test_the_open_tab_comes_up_too(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    at_rest(page)
    page.get_by_role("tab", name="Table").click()
    page.wait_for_function(SCROLLED, arg=60)


def test_keys_and_buttons_bring_a_tab_up(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    at_rest(page)
    page.get_by_role("tab", name="Table").focus()
    assert scrolled(page) == 0, "the focus opens nothing"
    page.keyboard.press("ArrowRight")
    page.wait_for_function(SCROLLED, arg=60)
    expect(page.get_by_role("tab", name="Share")).to_be_focused()
    at_rest(page)
    scroll_to_top(page)
    page.get_by_role("button", name="Method").click()
    page.wait_for_function(SCROLLED, arg=60)
    expect(page.locator(".atlas-method").first).to_be_in_viewport(timeout=SLOW)


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_content_that_comes_late_comes_into_view(
    browser: Browser, server_url: str, is_elsewhere: bool
) -> None:
    with watched(browser, viewport={"width": 1440, "height": 1600}) as page:
        open_table_again(page, server_url)
        assert scrolled(page) == 0, "so far all of it is seen"
        if is_elsewhere:
            page.keyboard.press("Shift")
        page.locator("[role=tabpanel] > *").evaluate(
            "(late) => { late.style.minHeight = '2000px'; }"
        )
        if is_elsewhere:
            at_rest(page)
            assert scrolled(page) == 0, "a reader who goes on by hand is left there"
        else:
            page.wait_for_function(SCROLLED, arg=60)


def test_what_is_seen_whole_does_not_move(browser: Browser, server_url: str) -> None:
    with watched(browser, viewport={"width": 1440, "height": 1600}) as page:
        open_table_again(page, server_url)
        assert scrolled(page) == 0


def test_a_reader_who_wants_no_motion_sees_none(browser: Browser, server_url: str) -> None:
    with watched(browser, reduced_motion="reduce") as page:
        opened(page, f"{server_url}/")
        at_rest(page)
        page.get_by_test_id("stMain").evaluate(
            "(main) => main.addEventListener('scroll', () => window.steps = ++window.steps || 1)"
        )
        page.get_by_role("tab", name="Method").click()
        page.wait_for_function(SCROLLED, arg=60)
        at_rest(page)
        assert page.evaluate("window.steps") <= 2, "once, and once more for content that came late"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", PHONES)
def test_each_tab_can_be_tapped_whichever_is_open(
    browser: Browser, server_url: str, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 844}
    with watched(browser, viewport=size, color_scheme=scheme, **touch(width)) as page:
        opened(page, f"{server_url}/")
        at_rest(page)
        tabs = page.get_by_role("tab")
        for tab, content in TABS.items():
            page.get_by_role("tab", name=tab).tap()
            expect(page.locator(content).first).to_be_visible(timeout=SLOW)
            at_rest(page)
            assert tabs.evaluate_all(COVERED) == []
