"""The page of one record in a real Chromium: without scripts, at any width, on paper."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import grave
from samples import CROCUS, DUSHANBE, TEHRAN
from watching import Traffic, watched

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Open a page in which no script runs."""
    with watched(browser, java_script_enabled=False) as page:
        yield page
        page.context.close()


def test_it_reads_without_scripts(plain: Page, server_url: str) -> None:
    plain.goto(f"{server_url}/record/{CROCUS}")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Crocus City Hall attack")
    expect(plain).to_have_title("Crocus City Hall attack – Incident Atlas")
    expect(plain.get_by_role("img", name="Map of where it is: Krasnogorsk")).to_be_visible()
    plain.get_by_role("link", name="Reported Iranian warning to Russia").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Reported Iranian warning to Russia")


def test_it_asks_for_its_style_sheets_and_its_icon_only(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    page.goto(f"{server_url}/record/{CROCUS}")
    page.wait_for_load_state("networkidle")
    first, *others = asked
    assert first == f"/record/{CROCUS}"
    assert others
    known = re.compile(r"/assets/v-\w+/(\w+\.css|icon\.png)")
    assert [url for url in others if not known.fullmatch(url)] == []


def test_links_of_the_head_lead_to_statements_without_scripts(plain: Page, server_url: str) -> None:
    plain.goto(f"{server_url}/record/{CROCUS}")
    link = plain.locator(".atlas-head a").last
    target = plain.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    link.click()
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_grave(page: Page, server_url: str, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    page.set_viewport_size({"width": width, "height": 800})
    for record in (CROCUS, TEHRAN):
        page.goto(f"{server_url}/record/{record}")
        assert grave(page) == []


def test_axe_finds_nothing_grave_where_there_is_no_record(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    page.goto(f"{server_url}/record/nobody")
    expect(page.get_by_role("heading", level=1)).to_have_text("This record cannot be shown")
    assert grave(page) == []
    traffic.errors.clear()  # the status of the page itself


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, server_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for record in (CROCUS, DUSHANBE):
        page.goto(f"{server_url}/record/{record}")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_everything_is_there_with_the_addresses_of_sources(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/record/{CROCUS}")
    page.emulate_media(media="print", color_scheme="dark")
    shown = "(nodes) => nodes.filter((node) => node.checkVisibility() && node.offsetHeight).length"
    statements = page.locator(".atlas-ledger li")
    assert statements.evaluate_all(shown) == statements.count() > 14
    source = page.locator(".atlas-sources a").first
    after = source.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert source.get_attribute("href") in after
    assert page.locator("pre").evaluate("(node) => node.offsetHeight") > 20
    expect(page.get_by_text("Open in the dashboard")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
