"""Pages below a path name their icon: browsers look for one of the host else."""

from collections.abc import Iterator
from contextlib import closing
from threading import Thread
from typing import NamedTuple

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards import opened
from geo.maps import static
from geo.web.server import make_parts
from server_process import free_port
from serving import atlas_of
from waiting import eventually

pytestmark = pytest.mark.browser
BELOW = "/atlas"
ID = "IR-2017-06-07-tehran"
PAGES = [
    "/about",
    "/embed/map",
    f"/embed/record/{ID}",
    f"/print?select={ID}",
    f"/record/{ID}",
    # Faults, each of its own kind.
    "/embed/map?from=never",
    "/made/0/x",
    "/nothing",
    "/print?from=never",
    "/record/nothing",
]


class Asked(NamedTuple):
    """A request that was answered."""

    path: str
    status: int


class Noting:
    """Middleware that notes what is asked: Chromium tells a page nothing of its icon."""

    def __init__(self, app: ASGIApp, asked: list[Asked]) -> None:
        self.app = app
        self.asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.asked.append(Asked(path, message["status"]))
            await send(message)

        await self.app(scope, receive, send_noted)


class Noted(NamedTuple):
    """The address of a server, and what it was asked."""

    url: str
    asked: list[Asked]


@pytest.fixture(scope="module")
def noted() -> Iterator[Noted]:
    """Serve the pages of the bundled data below a path."""
    current, asked = atlas_of(base_path=BELOW), list[Asked]()
    parts = make_parts(current)
    parts["middleware"].insert(0, Middleware(Noting, asked=asked))
    app = Starlette(**parts)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield Noted(f"http://127.0.0.1:{port}", asked)
    finally:
        server.should_exit = True
        thread.join()
        current.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_but_what_is_there_below_its_path(
    browser: Browser, noted: Noted, path: str
) -> None:
    noted.asked.clear()
    page, icon = f"{BELOW}{path.partition('?')[0]}", Asked(f"{static.base(BELOW)}/icon.png", 200)
    with closing(browser.new_context()) as context:
        context.new_page().goto(f"{noted.url}{BELOW}{path}")
        eventually(lambda: icon in noted.asked)
    assert page in {each.path for each in noted.asked}
    assert [each for each in noted.asked if each.path != page and each.status >= 400] == []
    assert [each for each in noted.asked if not each.path.startswith(f"{BELOW}/")] == []


def test_the_dashboard_keeps_the_icon_that_its_page_names(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    hrefs = page.locator("link[rel~=icon]").evaluate_all("links => links.map(link => link.href)")
    assert hrefs == [f"{server_url}{static.base('')}/icon.png"]
