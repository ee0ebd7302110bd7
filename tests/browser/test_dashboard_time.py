"""The timeline of the dashboard: the brush moves the map at once, and the rest when it rests."""

import pytest
from playwright.sync_api import Page

from dashboards import at_rest, opened

pytestmark = pytest.mark.browser

MOSCOW = "map.setView([55.8, 37.4], 8, { animate: false })"


def test_the_view_stays_while_time_moves(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    frame = dashboard.frame
    frame.evaluate(f"void {MOSCOW}")
    frame.wait_for_function("!map.incidentAtlas.isStale()")
    at_rest(page)
    before = dashboard.view()
    frame.evaluate("map.incidentAtlas.moveTime('to=2017')")
    assert frame.evaluate("map.incidentAtlas.answer.numberMatched") == 1
    assert dashboard.marks() == []
    at_rest(page)
    assert dashboard.view() == before
    frame.evaluate("void map.incidentAtlas.setState({ query: 'to=2022' })")
    frame.wait_for_function("map.getZoom() < 8")  # a filter goes where its matches are
