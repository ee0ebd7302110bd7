"""No mark and no name lies under what stands on the map: boxes measured from 280 to 1440 px."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from dashboards import at_rest, opened
from effort import amount
from geo.exports import export_bytes
from geo.exports.selection import select
from map_boxes import DASHBOARD, EMBED, MapBoxes, boxes_of
from samples import CROCUS, KERMAN, TEHRAN
from selections import curated_store
from watching import watched, watched_file

pytestmark = pytest.mark.browser

WIDTHS = amount(
    quick=(280, 320, 390, 680, 1024, 1440),
    thorough=(280, 320, 360, 390, 600, 680, 800, 1024, 1280, 1440),
)
HAND = 600  # px, the width of a frame from which a mouse is more likely than a finger
RESTED = """layer => new Promise((resolve) => {
  let before = "";   // a flight sets neither of Leaflet's signs
  const isMoving = () => {
    const now = `${layer.map.getCenter()} ${layer.map.getZoom()}`;
    const isElsewhere = now !== before;
    before = now;
    return isElsewhere || layer.map._animatingZoom || layer.map._panAnim?._inProgress;
  };
  const look = (calm) => {
    if (calm > 4) layer.namesDrawn().then(() => resolve());
    else setTimeout(look, 50, isMoving() || layer.isStale() ? 0 : calm + 1);
  };
  look(0);
})"""
# As high as the embed tells the page around it.
TOLD = """() => {
  const map = Math.round(Math.min(560, Math.max(260, 0.62 * innerWidth)));
  const [words, time] = ["caption", "time"].map((name) => document.querySelector(`.atlas-${name}`));
  return map + time.offsetHeight + words.scrollHeight;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A map in a page: what is in its frame, and where the layer is there."""

    page: Page
    target: Page | Frame
    layer: str

    def boxes(self) -> MapBoxes:
        """Measure the map once it has come to rest."""
        self.target.evaluate(f"({RESTED})({self.layer})")
        return boxes_of(self.target, self.layer)

    def do(self, act: str) -> None:
        """Call a method of the layer."""
        self.target.evaluate(f"void {self.layer}.{act}")

    def find(self, selector: str) -> Locator:
        return self.target.locator(selector)

    def click_mark(self, id_: str) -> None:
        marks: list[dict[str, Any]] = self.target.evaluate(f"{self.layer}.marks()")
        mark = next(mark for mark in marks if id_ in mark["ids"])
        frame = self.find(".atlas-map").bounding_box()
        assert frame
        self.page.mouse.click(frame["x"] + mark["x"], frame["y"] + mark["y"])


def options(width: int, height: int) -> dict[str, Any]:
    """Return the options of a page: small ones are touched."""
    hand = {"has_touch": True, "is_mobile": True} if width < HAND else {}
    return {"viewport": {"width": width, "height": height}, "bypass_csp": True, **hand}


@contextmanager
def embed(browser: Browser, url: str, width: int, height: int = 0) -> Iterator[Seen]:
    """Open the embed in a frame of a size, by default as high as it asks for."""
    with watched(browser, **options(width, height or 700)) as page:
        page.goto(f"{url}/embed/map")
        expect(page.locator(".atlas-count")).not_to_be_empty()
        if not height:
            page.set_viewport_size({"width": width, "height": page.evaluate(TOLD)})
        yield Seen(page=page, target=page, layer=EMBED)


def fold(seen: Seen) -> None:
    seen.find(".atlas-legend-toggle").click()


def unfold_list(seen: Seen) -> None:
    seen.find(".atlas-unplaced summary").click()


def filter_(seen: Seen) -> None:
    seen.do("setState({ query: 'status=convictions' })")
    seen.target.wait_for_function(f"() => {seen.layer}.marks().length === 2")


def widen(seen: Seen) -> None:
    seen.do("setState({ query: '' })")
    seen.target.wait_for_function(f"() => {seen.layer}.marks().length > 2")


def stretch(seen: Seen) -> None:
    """Give the window another size and the old one again."""
    size = seen.page.viewport_size
    assert size
    seen.page.set_viewport_size({"width": size["width"] + 60, "height": size["height"] - 30})
    assert seen.boxes().covered() == []
    seen.page.set_viewport_size(size)


# What a reader does, one after the other.
STEPS: tuple[Callable[[Seen], None], ...] = (
    stretch, fold, fold, unfold_list, unfold_list, filter_, widen
)  # fmt: skip


def check_steps(seen: Seen) -> None:
    """Fail if anything lies under a control in any state."""
    assert seen.boxes().covered() == []
    for step in STEPS:
        step(seen)
        assert seen.boxes().covered() == [], step.__name__


def check_pan(seen: Seen) -> None:
    """Fail if a name lies under a control after a pan: a mark stays where it is."""
    for shift in ([70, 40], [-150, 30], [40, -130]):
        seen.do(f"map.panBy({shift}, {{ animate: false }})")
        assert seen.boxes().covered_names() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_lies_under_a_control_of_an_embed(
    browser: Browser, server_url: str, width: int
) -> None:
    with embed(browser, server_url, width) as seen:
        check_steps(seen)
        check_pan(seen)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_lies_under_a_control_of_an_embed_480_px_high(
    browser: Browser, server_url: str, width: int
) -> None:
    with embed(browser, server_url, width, 480) as seen:
        assert seen.boxes().covered() == []
        seen.click_mark(CROCUS)
        expect(seen.find("#panel-title")).to_be_visible()
        assert seen.boxes().covered() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_lies_under_a_control_of_the_dashboard(
    browser: Browser, server_url: str, width: int
) -> None:
    with watched(browser, **options(width, 844 if width < HAND else 900)) as page:
        dashboard = opened(page, f"{server_url}/")
        at_rest(page)
        seen = Seen(page=page, target=dashboard.frame, layer=DASHBOARD)
        assert seen.boxes().covered() == []
        for step in (stretch, fold, fold, unfold_list, unfold_list):
            step(seen)
            at_rest(page)
            assert seen.boxes().covered() == [], step.__name__
        for id_ in (CROCUS, KERMAN):
            seen.click_mark(id_)
            expect(page.locator(".atlas-detail h2")).to_be_visible()
            at_rest(page)
            assert seen.boxes().covered() == []
        check_pan(seen)


@pytest.mark.parametrize("width", [320, 390, 680, 1280])
def test_nothing_lies_under_a_control_of_a_page_of_one_file(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    html = export_bytes(select(curated_store()))
    with watched_file(browser, tmp_path / "map.html", html, **options(width, 800)) as (page, _):
        expect(page.locator(".atlas-count")).not_to_be_empty()
        seen = Seen(page=page, target=page, layer=EMBED)
        check_steps(seen)
        seen.click_mark(TEHRAN)
        expect(page.locator("#panel-title")).to_be_visible()
        assert seen.boxes().covered() == []
        page.get_by_role("button", name="Close", exact=True).click()
        check_pan(seen)


def test_one_press_leads_to_results_that_are_small_or_out_of_view(
    browser: Browser, server_url: str
) -> None:
    with embed(browser, server_url, 680) as seen:
        zoom = seen.find(".atlas-results")
        seen.boxes()
        expect(zoom).to_have_count(0)  # all are in view, as large as they can be
        seen.do("setState({ query: 'id=X-IR-TJ-dushanbe' })")
        expect(zoom).to_have_text("Zoom to results")
        before = seen.page.evaluate("IncidentAtlas.layer.map.getZoom()")
        zoom.click()
        expect(zoom).to_have_count(0)
        boxes = seen.boxes()
        assert seen.page.evaluate("IncidentAtlas.layer.map.getZoom()") == 6 > before
        [(_, (left, top, right, bottom))] = boxes.marks
        width, height = boxes.size
        assert abs((left + right - width) / 2) < width / 4
        assert abs((top + bottom - height) / 2) < height / 4
        seen.do("map.panBy([2000, 0], { animate: false })")
        expect(zoom).to_be_visible()


def test_a_click_puts_no_frame_around_the_map_and_a_key_does(
    browser: Browser, server_url: str
) -> None:
    with embed(browser, server_url, 680) as seen:
        seen.boxes()
        seen.page.keyboard.press("Tab")  # the last that was done before was a key
        seen.click_mark(CROCUS)
        expect(seen.find("#panel-title")).to_be_visible()
        overlay = seen.find(".atlas-overlay")
        seen.page.get_by_role("button", name="Close", exact=True).click()
        expect(seen.find("#map")).to_be_focused()
        expect(overlay).to_have_css("box-shadow", "none")
        seen.page.keyboard.press("Shift")
        expect(overlay).not_to_have_css("box-shadow", "none")


def test_the_map_fills_the_screen_and_gives_it_back(browser: Browser, server_url: str) -> None:
    with embed(browser, server_url, 680) as seen:
        seen.boxes()
        seen.page.get_by_role("button", name="Full screen").click()
        leave = seen.page.get_by_role("button", name="Leave full screen")
        expect(leave).to_be_focused()
        assert seen.page.evaluate("document.fullscreenElement === document.documentElement")
        assert seen.boxes().covered() == []
        leave.press("Enter")
        expect(seen.page.get_by_role("button", name="Full screen")).to_be_visible()
        assert seen.page.evaluate("document.fullscreenElement") is None


@pytest.mark.parametrize(("allow", "count"), [("fullscreen", 1), ("", 0)])
def test_a_frame_has_the_button_only_where_its_page_allows_it(
    browser: Browser, server_url: str, other_site: tuple[str, Path], allow: str, count: int
) -> None:
    address, folder = other_site
    frame_ = f'<iframe src="{server_url}/embed/map" allow="{allow}" width="680" height="600">'
    (folder / "page.html").write_text(f"<!doctype html>{frame_}", "utf-8")
    with watched(browser) as page:
        page.goto(f"{address}/page.html")
        frame = page.frame_locator("iframe")
        expect(frame.locator(".atlas-count")).not_to_be_empty()
        expect(frame.get_by_role("button", name="Full screen")).to_have_count(count)
