"""What stands above the fold, and that the wheel scrolls the page over the map."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboards import FRAME, Dashboard, at_rest, opened
from watching import watched

pytestmark = pytest.mark.browser

ROW = 36  # px of a row of the table
# A window → how many rows of the table, with its head, begin under the tabs.
FOLDS = {(1440, 900): 4, (1280, 800): 2, (1024, 768): 0, (1920, 1080): 5}
HINT = "Click the map, or hold Ctrl, to zoom"
SCROLLED = "(top) => document.querySelector(\"[data-testid='stMain']\").scrollTop > top"


def bottom(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), FOLDS)
def test_tabs_and_rows_stand_above_the_fold(
    browser: Browser, server_url: str, width: int, height: int, scheme: str
) -> None:
    with watched(browser, viewport={"width": width, "height": height}, color_scheme=scheme) as page:
        dashboard = opened(page, f"{server_url}/")
        at_rest(page)
        assert dashboard.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop") == 0
        assert bottom(page.get_by_role("tablist")) <= height
        first = page.get_by_role("tabpanel").get_by_test_id("stElementContainer").first
        table = first.bounding_box()
        assert table
        assert table["y"] + FOLDS[width, height] * ROW <= height
        map_, panel = page.locator(FRAME), page.locator(".st-key-detail")
        assert abs(bottom(map_) - bottom(panel)) <= 1
        legend = dashboard.frame.get_by_role("button", name="Legend")
        expect(legend).to_have_attribute("aria-expanded", str(width >= 1280).lower())


def test_a_very_high_window_gives_the_map_more(browser: Browser, server_url: str) -> None:
    with watched(browser, viewport={"width": 1440, "height": 1700}) as page:
        dashboard = opened(page, f"{server_url}/")
        ground = dashboard.frame.locator("#map_div").bounding_box()
        assert ground
        assert ground["height"] > 700
        assert bottom(page.get_by_role("tablist")) <= 1700 - 10 * ROW


@pytest.fixture
def wheeled(browser: Browser, server_url: str) -> Iterator[Dashboard]:
    """Open the dashboard with the mouse over a free place of its map."""
    with watched(browser) as page:
        dashboard = opened(page, f"{server_url}/")
        at_rest(page)
        point(dashboard)
        yield dashboard


def point(dashboard: Dashboard) -> None:
    box = dashboard.page.locator(FRAME).bounding_box()
    assert box
    dashboard.page.mouse.move(box["x"] + 0.55 * box["width"], max(0, box["y"]) + 150)


def check_page_scrolls(dashboard: Dashboard) -> None:
    """Fail unless the wheel scrolls the page and leaves the map as it is."""
    page, before = dashboard.page, dashboard.view()
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.mouse.wheel(0, 200)
    page.wait_for_function(SCROLLED, arg=100)
    expect(dashboard.frame.get_by_text(HINT)).to_be_visible()
    assert dashboard.view() == before
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")


def check_map_zooms(dashboard: Dashboard) -> None:
    """Fail unless the wheel zooms the map and leaves the page where it is."""
    page, (zoom, *_) = dashboard.page, dashboard.view()
    page.mouse.wheel(0, 200)
    dashboard.frame.wait_for_function("(zoom) => map.getZoom() < zoom", arg=zoom)
    assert page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop") == 0
    dashboard.frame.wait_for_function("() => !map._animatingZoom")


def enter(dashboard: Dashboard) -> None:
    point(dashboard)
    dashboard.page.mouse.down()
    dashboard.page.mouse.up()


def test_the_wheel_scrolls_the_page_until_the_map_is_clicked(wheeled: Dashboard) -> None:
    check_page_scrolls(wheeled)
    enter(wheeled)
    check_map_zooms(wheeled)


def test_escape_gives_the_wheel_back(wheeled: Dashboard) -> None:
    enter(wheeled)
    check_map_zooms(wheeled)
    wheeled.page.keyboard.press("Escape")
    check_page_scrolls(wheeled)


def test_leaving_the_map_gives_the_wheel_back(wheeled: Dashboard) -> None:
    enter(wheeled)
    check_map_zooms(wheeled)
    wheeled.page.locator(".atlas-sentence").hover()
    point(wheeled)
    check_page_scrolls(wheeled)


def test_a_click_elsewhere_gives_the_wheel_back(wheeled: Dashboard) -> None:
    enter(wheeled)
    wheeled.page.locator(".atlas-sentence").click()
    point(wheeled)
    check_page_scrolls(wheeled)


def test_the_wheel_with_ctrl_zooms(wheeled: Dashboard) -> None:
    wheeled.page.keyboard.down("Control")
    check_map_zooms(wheeled)
    wheeled.page.keyboard.up("Control")
    check_page_scrolls(wheeled)


def test_the_wheel_over_the_timeline_scrolls_the_page(wheeled: Dashboard) -> None:
    enter(wheeled)
    wheeled.frame.locator(".atlas-time-chart").hover()
    wheeled.page.mouse.wheel(0, 200)
    wheeled.page.wait_for_function(SCROLLED, arg=100)


BARS = """(list) => {
  list.querySelector("dd").lastChild.data = "2,774,231";
  const counts = [...list.querySelectorAll("dd")].map((each) => {
    const range = document.createRange();
    range.selectNode(each.lastChild);
    return range.getBoundingClientRect().right;
  });
  const starts = [...list.querySelectorAll("i")].map((bar) => bar.getBoundingClientRect().left);
  return [Math.max(...counts) - list.getBoundingClientRect().right, new Set(starts).size];
}"""


def test_counts_of_millions_stay_in_the_sidebar_and_bars_begin_together(
    page: Page, server_url: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, f"{server_url}/")
    beyond, starts = page.locator(".atlas-bars").evaluate(BARS)
    assert beyond < 1
    assert starts == 1
