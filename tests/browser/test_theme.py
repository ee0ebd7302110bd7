"""Light and dark, switched while the map is open: it is coloured anew and stays where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import Dashboard, opened
from watching import watched

pytestmark = pytest.mark.browser

WATER = {"light": (0xDB, 0xE5, 0xEA), "dark": (0x1B, 0x1F, 0x24)}
CASPIAN = [41.6, 51.2]  # lat, lon: water without a name on it


@pytest.fixture(scope="module")
def dashboard(browser: Browser, server_url: str) -> Iterator[Dashboard]:
    """Open one dashboard for all tests; it follows the reader's setting again after each."""
    with watched(browser) as page:
        yield opened(page, f"{server_url}/")


def water(dashboard: Dashboard) -> tuple[int, ...]:
    """Return the colour of the Caspian Sea on the screen."""
    picture = dashboard.picture()
    x, y = dashboard.frame.evaluate(
        f"(() => {{ const p = map.latLngToContainerPoint({CASPIAN}); return [p.x, p.y]; }})()"
    )
    left, top = dashboard.on_page({"x": x, "y": y})
    color = picture.getpixel((round(left), round(top)))
    assert isinstance(color, tuple)
    return color


def expect_theme(dashboard: Dashboard, theme: str) -> None:
    expect(dashboard.frame.locator(".atlas-map")).to_have_attribute("data-theme", theme)
    assert water(dashboard) == WATER[theme]
    background = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    detail = "getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--atlas-paper')"
    assert dashboard.page.evaluate(f"""(() => {{
      const probe = document.querySelector(".stApp").appendChild(document.createElement("i"));
      probe.style.background = {detail};
      const same = getComputedStyle(probe).backgroundColor === {background};
      probe.remove();
      return same;
    }})()""")


def test_the_map_follows_the_readers_setting_live(dashboard: Dashboard) -> None:
    dashboard.frame.evaluate("void map.setView([44, 52], 4.5, { animate: false })")
    dashboard.frame.evaluate("window.stillHere = true")
    before = dashboard.view()
    for theme in ("dark", "light"):
        dashboard.page.emulate_media(color_scheme=theme)
        expect_theme(dashboard, theme)
        assert dashboard.view() == before
    assert dashboard.frame.evaluate("window.stillHere") is True


def test_the_map_follows_streamlits_switch(dashboard: Dashboard) -> None:
    page, before = dashboard.page, dashboard.view()
    dashboard.frame.evaluate("window.stillHere = true")
    for theme in ("Dark", "Light"):
        page.get_by_test_id("stMainMenuButton").click()
        page.get_by_role("menuitemradio", name=theme).click()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)
        expect_theme(dashboard, theme.lower())
        assert dashboard.view() == before
    assert dashboard.frame.evaluate("window.stillHere") is True


def test_the_embed_follows_unless_it_was_told(page: Page, server_url: str) -> None:
    places = page.locator("html"), page.locator(".atlas-map")
    for asked, expected in (("", ("dark", "light")), ("?theme=dark", ("dark", "dark"))):
        page.goto(f"{server_url}/embed/map{asked}")
        for scheme, theme in zip(("dark", "light"), expected, strict=True):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
            for place in places:
                expect(place).to_have_attribute("data-theme", theme)
