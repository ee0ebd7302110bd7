"""A slow server, and one that does not answer: the old picture stays, and the map recovers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, Route, WebSocketRoute, expect

from dashboards import METERED, opened
from samples import KERMAN
from watching import Traffic, watched

pytestmark = pytest.mark.browser

CELLS = re.compile("/api/cells")
LOST = "The server does not answer. Trying again…"
# Ask with an answer that comes late, and note every 10 ms what a reader sees.
SLOWLY = """([delay, id]) => {
  const { fetch } = window;
  const classes = (part) => document.querySelector(part).classList;
  window.seen = { faded: false, spun: false, early: false, kept: true };
  const start = performance.now();
  window.watching = setInterval(() => {
    const waiting = classes(".atlas-canvas").contains("atlas-old");
    const spinning = classes(".atlas-overlay").contains("atlas-busy");
    seen.faded ||= waiting;
    seen.spun ||= spinning;
    seen.early ||= spinning && performance.now() - start < 400;
    seen.kept &&= !waiting || IncidentAtlas.layer.marks().length === 5;
  }, 10);
  const { answer: data } = IncidentAtlas.layer;
  const features = data.features.filter((feature) => feature.properties.id === id);
  window.fetch = async () => {
    window.fetch = fetch;
    await new Promise((resolve) => setTimeout(resolve, delay));
    seen.took = performance.now() - start;
    return Response.json({ ...data, features, numberMatched: 1 });
  };
  IncidentAtlas.layer.setState({ query: `id=${id}` });
}"""
RECOVERY = 8_000  # ms: the map asks again after 1, 2 and 4 s


@pytest.fixture(scope="module")
def embeds(browser: Browser, server_url: str) -> Iterator[tuple[Page, Traffic]]:
    """Open one embed for all tests."""
    traffic = Traffic()
    with watched(browser, traffic, bypass_csp=True) as page:
        page.add_init_script(METERED)
        page.goto(f"{server_url}/embed/map")
        page.wait_for_function("IncidentAtlas.layer.answer")
        page.wait_for_load_state("networkidle")  # the outlines, whose drawing holds up the page
        yield page, traffic
        page.context.close()  # its connection is metered for good


@pytest.fixture
def embed(embeds: tuple[Page, Traffic]) -> Iterator[Page]:
    """Return the embed, and leave it connected and without a filter."""
    page, traffic = embeds
    yield page
    page.unroute_all()
    ask(page, "")
    page.wait_for_function("IncidentAtlas.layer.marks().length === 5")
    traffic.errors.clear()  # the lost answers


def ask(page: Page, query: str) -> None:
    page.evaluate("(query) => void IncidentAtlas.layer.setState({ query })", query)


def drawn(page: Page) -> list[Any]:
    marks: list[Any] = page.evaluate("IncidentAtlas.layer.marks()")
    return marks


def notice(target: Page | Frame) -> Locator:
    return target.locator(".atlas-notice")


@pytest.mark.parametrize("delay", [100, 900])
def test_the_old_picture_fades_and_a_spinner_comes_late(embed: Page, delay: int) -> None:
    embed.evaluate(SLOWLY, [delay, KERMAN])
    embed.wait_for_function("IncidentAtlas.layer.marks().length === 1")
    embed.evaluate("clearInterval(watching)")
    seen = embed.evaluate("seen")
    took = seen.pop("took")  # a loaded machine is later than it was asked to be
    spins = seen["spun"] if 300 < took < 500 else took > 400
    assert seen == {"faded": True, "spun": spins, "early": False, "kept": True}
    expect(embed.locator(".atlas-canvas")).not_to_have_class(re.compile("atlas-old"))
    expect(embed.locator(".atlas-spinner")).to_be_hidden()


@pytest.mark.parametrize("failure", ["no connection", "503"])
def test_the_embed_says_so_keeps_its_picture_and_recovers(embed: Page, failure: str) -> None:
    before = drawn(embed)
    embed.route(
        CELLS, lambda route: route.abort() if failure[0] == "n" else route.fulfill(status=503)
    )
    ask(embed, "country=RU")
    expect(notice(embed)).to_have_text(LOST)
    expect(embed.locator("[aria-live]").first).to_have_text(LOST)
    assert drawn(embed) == before
    embed.unroute(CELLS)
    expect(embed.get_by_text("1 of 1 in view").first).to_be_visible(timeout=RECOVERY)
    expect(notice(embed)).to_be_hidden()
    assert len(drawn(embed)) == 1


def test_outlines_that_did_not_come_are_asked_for_again(browser: Browser, server_url: str) -> None:
    traffic = Traffic()
    with watched(browser, traffic, bypass_csp=True) as page:
        lost: list[str] = []

        def lose_once(route: Route) -> None:
            route.continue_() if lost else route.abort()
            lost.append(route.request.url)

        page.route(re.compile("/basemap/(110|50)m.json"), lose_once)
        page.goto(
            f"{server_url}/embed/map?at=40,50,3"
        )  # so far that the fine ones are not asked for
        page.wait_for_function("IncidentAtlas.layer.isLandShown()", timeout=RECOVERY)
        assert [url for url in lost[1:] if url == lost[0]] == lost[:1]
        traffic.errors.clear()


def test_the_dashboard_loses_both_connections_and_recovers(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        if sockets:
            socket.close()
        else:
            socket.connect_to_server()
            sockets.append(socket)

    page.route_web_socket(re.compile("/_stcore/stream"), connect)
    page.add_init_script(METERED)
    dashboard = opened(page, f"{server_url}/?at=32,53,6&country=IR")
    before = dashboard.drawn()
    page.route(CELLS, lambda route: route.abort())
    dashboard.frame.evaluate("void map.setView([32, 53], 4, { animate: false })")
    expect(notice(dashboard.frame)).to_have_text(LOST)
    assert dashboard.drawn() == before
    page.unroute(CELLS)
    expect(notice(dashboard.frame)).to_be_hidden(timeout=RECOVERY)
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 3")
    sockets[0].close()
    expect(page.get_by_text("Connecting")).to_be_visible(timeout=20_000)
    with page.expect_request(CELLS):
        dashboard.frame.evaluate("void map.setView([30, 57], 2, { animate: false })")
    dashboard.frame.wait_for_function("!map.incidentAtlas.isStale()")
    assert KERMAN in dashboard.drawn()
    traffic.errors.clear()  # the lost connections
    page.context.close()  # what becomes of its sockets cannot be undone
