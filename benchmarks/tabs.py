"""A page in a context of its own: what it asks for, what it receives, and its memory."""

__all__ = ["Received", "Tab", "opened_tab"]

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, WebSocket

from brush import watch_moves
from pages import QUIET, VIEWPORT

COLLECT = "() => globalThis.gc?.()"
PSS = re.compile(r"^Pss:\s*(\d+) kB", re.MULTILINE)


class Received(NamedTuple):
    """An answer that has arrived: the bytes of its body as they were sent; ms since 1970."""

    size: int
    at: float


@dataclass(slots=True)
class Tab:
    """A page, with all that it asks for; `turns` are requests, and frames of WebSockets."""

    browser: Browser
    page: Page
    turns: int = 0
    _finished: list[Request] = field(default_factory=list)

    def watch(self) -> None:
        """Count from now on what the page and its workers ask for."""
        # Playwright sets an attribute on what a bound method belongs to: slots refuse it.
        self.page.on("request", lambda _: self._count())
        self.page.on("requestfinished", lambda request: self._finished.append(request))
        self.page.on("websocket", lambda socket: self._watch_socket(socket))

    def received(self, path: str) -> Received:
        """Return the last answer of an address with this path."""
        found = [each for each in self._finished if urlsplit(each.url).path == path]
        timing, size = found[-1].timing, found[-1].sizes()["responseBodySize"]
        return Received(size, timing["startTime"] + timing["responseEnd"])

    def settle(self) -> None:
        """Wait until nothing is asked for any more."""
        before = -1
        while before != self.turns:
            before = self.turns
            self.page.wait_for_timeout(QUIET)

    def memory(self) -> list[float]:
        """Return the bytes of its process, its workers included, after a collection of garbage.

        It is Linux's proportional set size; nothing where the system does not tell.
        """
        self.page.evaluate(COLLECT)
        for worker in self.page.workers:
            worker.evaluate(COLLECT)
        session = self.browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        found = [_pss(each["id"]) for each in processes if each["type"] == "renderer"]
        return [float(sum(found))] if any(found) else []

    def _count(self) -> None:
        self.turns += 1

    def _watch_socket(self, socket: WebSocket) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda _: self._count())


@contextmanager
def opened_tab(browser: Browser, url: str, blocked: str = "") -> Iterator[Tab]:
    """Open a page that measures its moves; addresses that match `blocked` are not answered."""
    context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]  # a TypedDict there
    watch_moves(context)
    if blocked:
        context.route(re.compile(blocked), lambda route: route.abort())
    try:
        tab = Tab(browser, context.new_page())
        tab.watch()
        tab.page.goto(url, wait_until="commit")
        yield tab
    finally:
        context.close()


def _pss(pid: int) -> int:
    path = Path(f"/proc/{pid}/smaps_rollup")
    found = PSS.search(path.read_text()) if path.exists() else None
    return int(found[1]) * 1024 if found else 0
