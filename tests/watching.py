"""Pages in the Chromium, and what they ask and complain about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request


@dataclass(slots=True)
class Traffic:
    """What a page did: console errors, page errors, and the hosts that it asked."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Record from now on (in lambdas: playwright writes on the owner of a bound method)."""
        page.on("console", lambda message: self._said(message))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if host := urlsplit(request.url).hostname:
            self.hosts.add(host)


@contextmanager
def watched(browser: Browser, traffic: Traffic | None = None, **options: Any) -> Iterator[Page]:
    """Open a page of 1280 × 800; at the end no error and no other host may have occurred."""
    traffic = traffic or Traffic()
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
    page = context.new_page()
    traffic.watch(page)
    yield page
    context.close()
    assert traffic.hosts <= {"127.0.0.1", "localhost"}
    assert traffic.errors == []
