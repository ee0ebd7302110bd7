"""Pages in the Chromium, and what they ask and complain about.

A page that a test has done with is cleared and used again: the second one with the same options
costs half of the first. A test that changes a page for good closes its context.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

DEFAULTS: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "color_scheme": "light",
    "reduced_motion": "no-preference",
}
HERE = {"127.0.0.1", "localhost"}
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass(slots=True, eq=False)  # two pages may have done the same
class Traffic:
    """What a page did: console errors, page errors, and the hosts that it asked."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @contextmanager
    def watch(self, page: Page) -> Iterator[None]:
        """Record in this block; at its end no error and no other host may have occurred."""
        listeners: dict[Any, Any] = {
            "console": self._said,
            "pageerror": lambda error: self.errors.append(str(error)),
            "request": self._asked,
        }
        # In lambdas: playwright writes on the owner of a bound method.
        listeners = {name: lambda what, f=f: f(what) for name, f in listeners.items()}
        for name, listener in listeners.items():
            page.on(name, listener)
        _WATCHING.append(self)
        try:
            yield
        finally:
            _WATCHING.remove(self)
            for name, listener in listeners.items():
                page.remove_listener(name, listener)
        self.check()

    def check(self) -> None:
        """Fail if an error or another host occurred since the last check."""
        hosts, errors = self.hosts - HERE, list(self.errors)
        self.hosts.clear()
        self.errors.clear()
        assert hosts == set()
        assert errors == []

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if host := urlsplit(request.url).hostname:
            self.hosts.add(host)


_WATCHING: list[Traffic] = []
_FREE: dict[str, list[Page]] = defaultdict(list)  # pages to be used again, by their options


def check_open_pages() -> None:
    """Fail if an open page complained or asked another host since the last test."""
    for traffic in _WATCHING:
        traffic.check()


@contextmanager
def watched(browser: Browser, traffic: Traffic | None = None, **options: Any) -> Iterator[Page]:
    """Open a page of 1280 × 800; at the end no error and no other host may have occurred."""
    options = DEFAULTS | options
    free = _FREE[repr((id(browser), sorted(options.items())))]
    page = free.pop() if free else browser.new_context(**options).new_page()
    with (traffic or Traffic()).watch(page):
        yield page
    if not page.is_closed():
        _clear(page, options)
        free.append(page)


@contextmanager
def watched_once(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page that no test has used: Chromium keeps 50 entries of a history."""
    with closing(browser.new_context(**DEFAULTS | options)) as context:
        page = context.new_page()
        with Traffic().watch(page):
            yield page


@contextmanager
def watched_file(
    browser: Browser, path: Path, html: bytes, **options: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page as a file, with the network off; give it with the list of what it asks for."""
    path.write_bytes(html)
    asked: list[str] = []
    with watched(browser, offline=True, **options) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        yield page, asked


def _clear(page: Page, options: dict[str, Any]) -> None:
    """Make a page as it was when it was opened; what its session stored is forgotten."""
    page.unroute_all()
    if page.url.startswith("http"):
        page.evaluate(FORGET)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_viewport_size(options["viewport"])
    page.emulate_media(
        media="null",
        color_scheme=options["color_scheme"],
        reduced_motion=options["reduced_motion"],
    )
