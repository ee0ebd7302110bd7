"""A brush or a slider that a real pointer moves in Chromium: how long until all is redrawn."""

__all__ = ["Handle", "watch_moves"]

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator

from pages import PATIENCE, NothingDrawn

SCRIPT = Path(__file__).with_name("brush.js")
REST = 250  # ms between two moves: the layer comes to rest, and asks for no names yet
STEP, SWEEP = 40, 15  # pixels of a move, more than a year of 35; moves to the left and back
FIRST = 1  # moves that do not count
GLANCE = 100  # ms between two looks for the first picture


@dataclass(frozen=True, slots=True)
class Handle:
    """The handle at the end of a page's brush; `kind` is what brush.js calls the page."""

    kind: str
    node: Locator

    def wait(self) -> float:
        """Return the seconds until the page has its first picture. Raises NothingDrawn."""
        begin = time.monotonic()
        while not self.node.page.evaluate("(kind) => benchBrush.isDrawn(kind)", self.kind):
            if time.monotonic() - begin > PATIENCE:
                raise NothingDrawn(f"nothing was drawn in {PATIENCE} s")
            self.node.page.wait_for_timeout(GLANCE)
        return time.monotonic() - begin

    def drag(self, times: int, budget: float) -> list[float]:
        """Take it, move it to and fro, and let it go; return the seconds of each move."""
        self.press()
        found = self.moves(times, budget)
        self.release()
        return found

    def press(self) -> None:
        """Take it. Raises NothingDrawn where it is not to be seen."""
        self.node.scroll_into_view_if_needed()
        self.node.page.mouse.move(*self._middle())
        self.node.page.mouse.down()

    def moves(self, times: int, budget: float) -> list[float]:
        """Move it, so many times or until so many seconds are over, but once at least.

        Returns the seconds of each move. Raises NothingDrawn after a move that changes nothing.
        """
        (x, y), found = self._middle(), []
        deadline = time.monotonic() + budget
        for shift in islice(_shifts(), times + FIRST):
            found.append(self._moved(x - shift, y))
            if time.monotonic() > deadline and len(found) > FIRST:
                break
        return found[FIRST:]

    def release(self) -> None:
        """Let it go."""
        self.node.page.mouse.up()

    def _moved(self, x: float, y: float) -> float:
        page = self.node.page
        page.evaluate("(kind) => benchBrush.arm(kind)", self.kind)
        page.mouse.move(x, y)
        taken: float | None = page.evaluate("() => benchBrush.result")
        if taken is None:
            raise NothingDrawn("a move of the pointer did not change all that it should")
        page.wait_for_timeout(REST)
        return taken / 1000

    def _middle(self) -> tuple[float, float]:
        box = self.node.bounding_box()
        if box is None:
            raise NothingDrawn(f"{self.node.page.url} has a handle that is not to be seen")
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def watch_moves(context: BrowserContext) -> None:
    """Let the pages of a context measure what a move takes."""
    context.add_init_script(path=SCRIPT)


def _shifts() -> Iterator[int]:
    """Yield pixels to the left of where the handle was, one step further or back each time."""
    return (STEP * step for step in cycle(chain(range(1, SWEEP), range(SWEEP, 1, -1))))
