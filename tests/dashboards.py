"""The open dashboard, as a reader has it."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Frame, Locator, Page, expect

FRAME = ".st-key-map-frame iframe"

RUNNING = "[data-test-script-state='running'], [data-stale='true']"  # of Streamlit
IS_HERE = "map.incidentAtlas.source.status.state === 'here'"  # the page has its collection
# Like a phone whose owner pays for what it loads: such a page asks the server for each answer.
METERED = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
WATCH = """() => {
  window.changed ??= (new MutationObserver(() => { window.changed = performance.now(); }).observe(
    document.body, { subtree: true, childList: true, attributes: true, characterData: true }), 0);
  window.changed = performance.now();
}"""
IS_QUIET = """([running, quiet]) => {
  if (document.querySelector(running)) window.changed = performance.now();
  return performance.now() - window.changed > quiet;
}"""
BEGUN = 300  # ms in which Streamlit begins to run its script, or the page goes on to change
GO_BACK = """() => {
  history.pushState(null, "", location.pathname);
  dispatchEvent(new PopStateEvent("popstate"));
}"""

# As a reader does it: a tab that was opened comes up again and again until its reader scrolls.
GO_UP = """(main) => {
  main.dispatchEvent(new WheelEvent("wheel", { bubbles: true }));
  main.scrollTo(0, 0);
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The open dashboard: its page, and the frame with the map."""

    page: Page
    frame: Frame

    def marks(self) -> list[dict[str, Any]]:
        marks: list[dict[str, Any]] = self.frame.evaluate("window.map.incidentAtlas.marks()")
        return marks

    def mark(self, id_: str) -> dict[str, Any]:
        return next(mark for mark in self.marks() if id_ in mark["ids"])

    def drawn(self) -> set[str]:
        return {id_ for mark in self.marks() for id_ in mark["ids"]}

    def on_page(self, mark: dict[str, Any]) -> tuple[float, float]:
        box = self.page.locator(FRAME).bounding_box()
        assert box
        return box["x"] + mark["x"], box["y"] + mark["y"]

    def picture(self) -> Image.Image:
        """Return the page as it is seen, once nothing on it changes or moves."""
        at_rest(self.page)
        return Image.open(BytesIO(self.page.screenshot())).convert("RGB")

    def click(self, id_: str) -> None:
        self.page.mouse.click(*self.on_page(self.mark(id_)))

    def view(self) -> list[float]:
        view: list[float] = self.frame.evaluate(
            "[map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
        )
        return view

    def rows(self) -> Locator:
        """Return the first cell of each row of the table."""
        return self.page.locator(".atlas-records tbody th")

    def open_row(self) -> Locator:
        """Return the row of the open record."""
        return self.page.locator(".atlas-records tr[aria-current]")

    def sentence(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".atlas-sentence h2")).to_have_text(text)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option).click()
        self.page.keyboard.press("Escape")


def opened(page: Page, url: str) -> Dashboard:
    page.goto(url)
    page.frame_locator(FRAME).locator(".atlas-count").wait_for(state="attached", timeout=30_000)
    frame = next(frame for frame in page.frames if "/component/" in frame.url)
    frame.wait_for_function("window.map && map.incidentAtlas && map.incidentAtlas.answer")
    return Dashboard(page=page, frame=frame)


def as_opened(dashboard: Dashboard, sentence: str, view: list[float]) -> None:
    """Bring a dashboard back to the bare address, as a reader goes back, without loading it."""
    page, (zoom, lat, lon) = dashboard.page, view
    page.mouse.move(0, 0)
    at_rest(page)  # a record that the test before chose may still be on its way
    if page.locator(".atlas-detail").count():  # the map keeps its choice when the address changes
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.locator(".atlas-detail")).to_have_count(0)
        at_rest(page)
    page.evaluate(GO_BACK)
    at_rest(page)
    dashboard.sentence(sentence)
    page.get_by_role("tab", name="Table").click()
    dashboard.frame.evaluate(f"void map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    at_rest(page)
    page.get_by_test_id("stMain").evaluate(GO_UP)


def at_rest(page: Page) -> None:
    """Wait until the script has run for what was done last, and all that it drew is there."""
    page.evaluate(WATCH)
    page.wait_for_function(IS_QUIET, arg=[RUNNING, BEGUN])


# A tab → what is in it, once it is drawn.
TABS = {
    "Share": "[data-testid='stCode']",
    "Method": ".atlas-method",
    "Table": ".atlas-records",
}
