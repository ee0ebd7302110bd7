"""Pages in Chromium: when something is drawn, how long a change takes, and what is sent for it."""

__all__ = [
    "PATIENCE",
    "QUIET",
    "VIEWPORT",
    "Load",
    "NothingDrawn",
    "Reader",
    "change_filters",
    "change_years",
    "chromium",
    "loads",
    "moves",
]

import base64
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Frame, Page, sync_playwright

from invented.towns import busiest_town
from paths import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from chromium import MISSING, find_chromium

WATCH = Path(__file__).with_name("watch.js")
ARGUMENTS = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--js-flags=--expose-gc",  # so that memory is measured without garbage
)
VIEWPORT = {"width": 1280, "height": 800}
PATIENCE = 120  # s for one picture
GLANCE = 50  # ms between two looks; what is measured is written down in the page
QUIET = 600  # ms without a byte and without a new picture
MOVES = {
    # More than the layer has asked for beyond the frame; two levels out, so that it has to ask too.
    "pan": "(map) => map.panBy([Math.round(0.9 * map.getSize().x), 0])",
    "zoom": "(map) => map.setZoom(map.getZoom() - 2)",
}
START_ZOOM = 6

Prepare = Callable[[BrowserContext], None]


class NothingDrawn(Exception):
    """A page that shows no picture after PATIENCE."""


class Load(NamedTuple):
    """A page that was opened again: seconds to the first and to the last picture; bytes sent."""

    drawn: float
    settled: float
    sent: float


class Change(NamedTuple):
    """A filter that was changed: seconds to the picture that answers it; bytes sent."""

    drawn: float
    sent: float


@dataclass(slots=True)
class Sent:
    """The bytes that reach a page, as the network sent them; WebSocket frames unpacked."""

    total: float = 0
    frames: float = field(default=0)

    def watch(self, page: Page) -> None:
        """Count from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))
        session.on("Network.webSocketFrameReceived", lambda event: self._add_frame(event))

    def _add(self, size: float) -> None:
        self.total += size

    def _add_frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        binary = response["opcode"] == 2
        data = response["payloadData"]
        self._add(len(base64.b64decode(data)) if binary else len(data))


@dataclass(frozen=True, slots=True)
class Reader:
    """A page that is open, with what is sent to it."""

    page: Page
    sent: Sent

    def drawn(self, kind: str) -> list[dict[str, Any]]:
        """Return the pictures so far, each with its time in milliseconds since 1970."""
        drawn = self.page.evaluate("(window.bench || { drawn: [] }).drawn")
        return [picture for picture in drawn if picture["kind"] == kind]

    def wait_for(self, kind: str, more_than: int = 0) -> None:
        """Wait until there are more pictures than so many. Raises NothingDrawn."""
        deadline = time.monotonic() + PATIENCE
        while len(self.drawn(kind)) <= more_than:
            if time.monotonic() > deadline:
                raise NothingDrawn(f"nothing was drawn at {self.page.url} in {PATIENCE} s")
            self.page.wait_for_timeout(GLANCE)

    def settle(self) -> None:
        """Wait until nothing is sent and nothing new is drawn."""
        before: object = None
        while before != (now := (self.sent.total, self.page.evaluate("window.bench.drawn.length"))):
            before = now
            self.page.wait_for_timeout(QUIET)

    def act(self, kind: str, action: Callable[[], None]) -> Change:
        """Change a filter of a settled page; the clock starts with the event that it receives."""
        sent, pictures = self.sent.total, len(self.drawn(kind))
        self.page.evaluate("void (window.bench.acts.length = 0)")
        action()
        self.wait_for(kind, pictures)
        self.settle()
        begin = self.page.evaluate("window.bench.acts[0].at")
        drawn = self.drawn(kind)[pictures]["at"]
        return Change(drawn=(drawn - begin) / 1000, sent=self.sent.total - sent)

    def map_frame(self) -> Frame:
        """Return the frame of the dashboard's map."""
        return next(frame for frame in self.page.frames if "/component/" in frame.url)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def loads(
    browser: Browser, url: str, kind: str, times: int, prepare: Prepare = lambda _: None
) -> list[Load]:
    """Open a page several times, each in a browser that has nothing of it yet."""
    found = []
    for _ in range(times):
        with opened(browser, url, kind, prepare) as reader:
            begin = reader.page.evaluate("performance.timeOrigin")
            times_drawn = [(picture["at"] - begin) / 1000 for picture in reader.drawn(kind)]
            found.append(Load(times_drawn[0], times_drawn[-1], reader.sent.total))
    return found


@contextmanager
def opened(
    browser: Browser, url: str, kind: str, prepare: Prepare = lambda _: None
) -> Iterator[Reader]:
    """Open a page in a fresh context, and wait until all of it is there."""
    context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]  # a TypedDict there
    context.add_init_script(path=WATCH)
    prepare(context)
    reader = Reader(context.new_page(), Sent())
    try:
        reader.sent.watch(reader.page)
        reader.page.goto(url, wait_until="commit", timeout=1000 * PATIENCE)
        reader.wait_for(kind)
        reader.settle()
        yield reader
    finally:
        context.close()


def change_filters(reader: Reader, kind: str, times: int) -> list[Change]:
    """Choose a group and take it back, so many times; each is a change of the filter."""
    box = reader.page.get_by_role("combobox", name="Group")
    changes = []
    for _ in range(times):
        box.click()
        option = reader.page.get_by_role("option").filter(has_not_text="Select all").first
        option.wait_for()
        changes.append(reader.act(kind, option.click))
        box.focus()
        changes.append(reader.act(kind, lambda: box.press("Backspace")))
        reader.page.keyboard.press("Escape")
    return changes


def change_years(reader: Reader, kind: str, times: int) -> list[Change]:
    """Move the first year on by one, so many times."""
    handle = reader.page.get_by_role("slider").first
    return [reader.act(kind, lambda: handle.press("ArrowRight")) for _ in range(times)]


def moves(reader: Reader, move: str, times: int) -> list[float]:
    """Move the map around the busiest town; seconds from the end of the move to the new picture."""
    frame, (lon, lat) = reader.map_frame(), busiest_town()
    waits = []
    for _ in range(times):
        start = f"void map.setView([{lat}, {lon}], {START_ZOOM}, {{ animate: false }})"
        frame.evaluate(start)
        reader.settle()
        waited = frame.evaluate(f"window.benchMove({MOVES[move]})")
        if waited is not None:
            waits.append(waited / 1000)
        reader.settle()
    return waits
