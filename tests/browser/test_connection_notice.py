"""The dashboard's page says by itself that its connection does not come, why, and what to do."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import grave
from dashboards import FRAME
from forgetful_proxy import ForgetfulProxy, forgetful_proxy
from watching import DEFAULTS

pytestmark = pytest.mark.browser
PATIENCE = 40_000  # ms: it looks after ten seconds, and the machine may be slow
NOTICE = ".atlas-unconnected"
INSIDE = """(box) => {
  const { left, right, top } = box.getBoundingClientRect();
  return [left >= 0, right <= innerWidth, top >= 0];
}"""


@pytest.fixture
def proxy(server_url: str) -> Iterator[ForgetfulProxy]:
    with forgetful_proxy(urlsplit(server_url).port or 80) as proxy:
        yield proxy


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that nobody watches: it says that what it asks for does not come."""
    with closing(browser.new_context(**DEFAULTS)) as context:
        yield context.new_page()


FAULTS = [
    ("refuse", "The dashboard cannot connect", "Upgrade and Connection"),
    ("drop", "The dashboard cannot connect", "Upgrade and Connection"),
    ("gone", "The server does not answer", "see whether it runs"),
    ("elsewhere", "The dashboard is not at this address", "different paths for the atlas"),
]


@pytest.mark.parametrize(("does", "heading", "remedy"), FAULTS)
def test_a_fault_is_said_and_goes_when_the_connection_comes(
    page: Page, proxy: ForgetfulProxy, does: str, heading: str, remedy: str
) -> None:
    proxy.does = does
    page.goto(proxy.url)
    notice = page.get_by_role("alert").and_(page.locator(NOTICE))
    expect(notice.get_by_role("heading")).to_have_text(heading, timeout=PATIENCE)
    expect(notice).to_contain_text(remedy)
    proxy.does = "pass"
    if does == "drop":  # the browser waits for the answer that was dropped
        notice.get_by_role("link", name="Load the page again").click()
    page.frame_locator(FRAME).locator(".atlas-count").wait_for(state="attached", timeout=PATIENCE)
    expect(page.locator(NOTICE)).to_have_count(0)


def test_it_fits_every_screen_and_reader(browser: Browser, proxy: ForgetfulProxy) -> None:
    proxy.does = "refuse"
    with ExitStack() as stack:
        for width, scheme in ((1280, "light"), (390, "dark")):
            settings: dict[str, Any] = {
                "viewport": {"width": width, "height": 800},
                "color_scheme": scheme,
            }
            context = stack.enter_context(closing(browser.new_context(**settings)))
            context.new_page().goto(proxy.url)
        for context in browser.contexts[-2:]:
            (page,) = context.pages
            expect(page.locator(NOTICE)).to_be_visible(timeout=PATIENCE)
            assert page.locator(NOTICE).evaluate(INSIDE) == [True, True, True]
            assert grave(page) == []


def test_a_connection_that_comes_late_needs_no_notice(page: Page, proxy: ForgetfulProxy) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => new MutationObserver(() => {"
        f" if (document.querySelector('{NOTICE}')) window.said = true; }})"
        ".observe(document.body, { childList: true }));"
    )
    page.goto(proxy.url)
    page.frame_locator(FRAME).locator(".atlas-count").wait_for(state="attached", timeout=PATIENCE)
    assert page.evaluate("window.said") is None
