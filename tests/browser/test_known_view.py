"""A filter's answer travels with the filter, where the server knows the view; else the map asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from dashboards import IS_HERE, Dashboard, at_rest, opened
from samples import CROCUS, KERMAN
from watching import watched

pytestmark = pytest.mark.browser

IRAN = [32.4, 53.7, 5]  # lat, lon, zoom
# An answer of an area, as the script sends it: what the layer has, with fewer records.
GIVEN = """([area, ids]) => {
  const { answer } = map.incidentAtlas;
  const features = answer.features.filter((each) => ids.includes(each.properties.id));
  return { area, zoom: 2, answer: { ...answer, features, numberMatched: ids.length } };
}"""
GIVE = "(given) => void map.incidentAtlas.setState({ query: 'country=IR' }, given)"
WORLD = [-180, -90, 180, 90]


@contextmanager
def asking(page: Page) -> Iterator[list[str]]:
    """List what the page asks of /api/cells in this block."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/cells" in request.url and request.method == "GET":
            asked.append(request.url)

    page.on("request", note)
    yield asked
    at_rest(page)
    page.remove_listener("request", note)


def look(dashboard: Dashboard, view: list[Any]) -> None:
    """Move the map as a reader does, and wait for what it asks for."""
    lat, lon, zoom = view
    dashboard.frame.evaluate(f"void map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    dashboard.page.wait_for_timeout(200)  # more than requests.js waits for the map to be still
    dashboard.frame.wait_for_function("!map.incidentAtlas.isStale()")
    at_rest(dashboard.page)


@pytest.fixture
def dashboard(page: Page, server_url: str) -> Dashboard:
    dashboard = opened(page, f"{server_url}/")
    dashboard.frame.wait_for_function(IS_HERE)
    at_rest(page)  # its own requests have come and gone
    return dashboard


def test_the_first_picture_needs_no_request(page: Page, server_url: str) -> None:
    with asking(page) as asked:
        dashboard = opened(page, f"{server_url}/")
        assert dashboard.drawn() >= {CROCUS, KERMAN}
    assert asked == []


def test_the_server_hears_where_a_map_looks_that_did_not_ask(page: Page, server_url: str) -> None:
    with page.expect_request(lambda request: request.method == "HEAD") as told:
        dashboard = opened(page, f"{server_url}/")
    view = parse_qs(urlsplit(told.value.url).query)
    zoom, lat, lon = dashboard.view()
    west, south, east, north = map(float, view["view"][0].split(","))
    assert int(view["zoom"][0]) == round(zoom)
    assert west < lon < east
    assert south < lat < north
    dashboard.choose("Country", "Iran")
    dashboard.frame.wait_for_function("map.incidentAtlas.answer.numberMatched === 6")
    area = dashboard.frame.evaluate("map.incidentAtlas._requests.area")
    assert area == [west, south, east, north]


def test_a_map_that_needs_no_answer_says_where_it_has_moved(dashboard: Dashboard) -> None:
    with (
        asking(dashboard.page) as asked,
        dashboard.page.expect_request(lambda request: request.method == "HEAD") as told,
    ):
        look(dashboard, IRAN)
    assert asked == []
    view = parse_qs(urlsplit(told.value.url).query)
    assert view["zoom"] == ["5"]


def test_the_server_hears_of_a_view_that_the_page_answered_itself(dashboard: Dashboard) -> None:
    dashboard.frame.evaluate(
        "void (map.incidentAtlas._requests.area = [0, 0, 1, 1])"
    )  # or it has all
    with (
        asking(dashboard.page) as asked,
        dashboard.page.expect_request(lambda request: request.method == "HEAD") as told,
    ):
        look(dashboard, IRAN)
    assert asked == []
    assert parse_qs(urlsplit(told.value.url).query)["zoom"] == ["5"]
    assert dashboard.frame.evaluate("map.incidentAtlas._requests.zoom") == 5


def test_a_view_that_the_map_chose_is_chosen_again_in_another_frame(dashboard: Dashboard) -> None:
    page, frame = dashboard.page, dashboard.frame
    page.set_viewport_size({"width": 500, "height": 700})
    frame.wait_for_function("map.getSize().x < 500")
    at_rest(page)
    expect(frame.locator(".atlas-count")).to_contain_text("6 of 11 in view")
    look(dashboard, IRAN)
    page.set_viewport_size({"width": 1280, "height": 800})
    at_rest(page)
    assert dashboard.view()[0] == IRAN[2]


def test_a_filter_draws_without_a_request(dashboard: Dashboard) -> None:
    with asking(dashboard.page) as asked:
        dashboard.choose("Country", "Iran")
        dashboard.frame.wait_for_function("map.incidentAtlas.state.query === 'country=IR'")
        dashboard.frame.wait_for_function("map.incidentAtlas.answer.numberMatched === 6")
    assert CROCUS not in dashboard.drawn()
    assert asked == []


def test_a_link_s_view_is_asked_for_once_and_known_from_then_on(
    page: Page, server_url: str
) -> None:
    with asking(page) as asked:
        dashboard = opened(page, f"{server_url}/?at=32.4,53.7,5")
    assert len(asked) == 1
    with asking(page) as asked:
        dashboard.choose("Country", "Iran")
        dashboard.frame.wait_for_function("map.incidentAtlas.state.query === 'country=IR'")
    assert asked == []
    assert KERMAN in dashboard.drawn()


def test_an_answer_of_another_view_is_not_drawn(dashboard: Dashboard) -> None:
    look(dashboard, IRAN)
    frame, elsewhere = dashboard.frame, [30, 50, 40, 60]
    given = frame.evaluate(GIVEN, [elsewhere, [CROCUS]])
    with asking(dashboard.page) as asked:
        frame.evaluate(
            "(given) => void map.incidentAtlas.setState({ query: 'country=IR' }, given)", given
        )
        frame.wait_for_function("map.incidentAtlas.answer.numberMatched === 6")
    assert asked == []  # the page has the records
    assert KERMAN in dashboard.drawn()


def test_cells_of_another_zoom_are_not_drawn(dashboard: Dashboard) -> None:
    frame = dashboard.frame
    given = frame.evaluate(GIVEN, [WORLD, [CROCUS]])
    given["answer"]["kind"] = "cells"
    look(dashboard, IRAN)
    with asking(dashboard.page) as asked:
        frame.evaluate(
            "(given) => void map.incidentAtlas.setState({ query: 'country=IR' }, given)", given
        )
        frame.wait_for_function("map.incidentAtlas.answer.numberMatched === 6")
    assert asked == []  # the page has the records


def test_an_older_request_does_not_replace_an_answer_that_was_sent(dashboard: Dashboard) -> None:
    frame = dashboard.frame
    given = frame.evaluate(GIVEN, [WORLD, [KERMAN]])
    late = frame.evaluate(
        """async (given) => {
          const { fetch } = window;
          const layer = map.incidentAtlas;
          const { answer } = layer;
          let release;
          const late = new Promise((resolve) => (release = () => resolve(Response.json(answer))));
          window.fetch = () => late;
          layer.setState({ query: "country=RU" });
          layer.setState({ query: "country=IR" }, given);
          window.fetch = fetch;
          release();
          await new Promise((resolve) => setTimeout(resolve, 200));
          return layer.answer.numberMatched;
        }""",
        given,
    )
    assert late == 1
    assert dashboard.drawn() == {KERMAN}


def test_two_sessions_do_not_mix(browser: Browser, server_url: str) -> None:
    with watched(browser) as first, watched(browser, locale="en-GB") as second:
        one, other = (opened(page, f"{server_url}/") for page in (first, second))
        keys = [each.frame.evaluate("map.incidentAtlas.state.session") for each in (one, other)]
        assert keys[0] != keys[1]
        look(one, IRAN)
        one.frame.evaluate("void map.incidentAtlas._requests.load('move')")
        at_rest(first)
        for each in (one, other):
            with asking(each.page) as asked:
                each.choose("Country", "Iran")
                each.frame.wait_for_function("map.incidentAtlas.state.query === 'country=IR'")
            assert asked == []
        assert KERMAN in other.drawn()
        area = "map.incidentAtlas._requests.area[0]"
        assert one.frame.evaluate(area) > other.frame.evaluate(area)
