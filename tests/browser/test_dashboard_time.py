"""The timeline of the dashboard: the brush moves the map at once, and the rest when it rests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    FilePayload,
    Frame,
    FrameLocator,
    Locator,
    Page,
    WebSocket,
    expect,
)

from dashboards import FRAME, GO_BACK, IS_HERE, METERED, TABS, Dashboard, at_rest, opened
from samples import KERMAN
from watching import watched

pytestmark = pytest.mark.browser

ALL = "5 attacks and 6 context records, 2017–2024"
MOSCOW = "map.setView([55.8, 37.4], 8, { animate: false })"
MATCHED = "map.incidentAtlas.answer.numberMatched"


class Wire:
    """What a page and its server say to each other: requests, and messages of the script."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.on("request", lambda request: self.said.append(request.url))
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda _: self.said.append("a message to the script"))
        socket.on("framereceived", lambda _: self.said.append("a message of the script"))

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Hold a block to it that nothing is said in it."""
        before = len(self.said)
        yield
        assert self.said[before:] == []


@contextmanager
def timed(browser: Browser, url: str, **options: Any) -> Iterator[tuple[Dashboard, Wire]]:
    """Open a dashboard whose page has its collection."""
    with watched(browser, **options) as page:
        wire = Wire(page)
        dashboard = opened(page, url)
        dashboard.frame.wait_for_function(IS_HERE)
        brush(page, "from").wait_for()
        at_rest(page)
        yield dashboard, wire


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(FRAME)


def brush(page: Page, part: str) -> Locator:
    return inside(page).locator(f".atlas-brush-{part}")


def grip(page: Page, part: str) -> tuple[float, float]:
    """Return the middle of a part of the brush, on the page."""
    box = brush(page, part).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def said(page: Page) -> list[str]:
    """Return what the brush says of its ends."""
    return [brush(page, part).get_attribute("aria-valuetext") or "" for part in ("from", "to")]


def asked(page: Page) -> str:
    return page.evaluate("location.search")  # type: ignore[no-any-return]


def test_the_view_stays_while_time_moves(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    frame = dashboard.frame
    frame.evaluate(f"void {MOSCOW}")
    frame.wait_for_function("!map.incidentAtlas.isStale()")
    at_rest(page)
    before = dashboard.view()
    frame.evaluate("map.incidentAtlas.moveTime('to=2017')")
    assert frame.evaluate(MATCHED) == 1
    assert dashboard.marks() == []
    at_rest(page)
    assert dashboard.view() == before
    frame.evaluate("void map.incidentAtlas.setState({ query: 'country=IR' })")
    frame.wait_for_function("map.getZoom() < 8")  # a filter goes where its matches are


def test_a_drag_moves_map_and_sentence_without_the_server(
    browser: Browser, server_url: str
) -> None:
    with timed(browser, f"{server_url}/") as (dashboard, wire):
        page, frame = dashboard.page, dashboard.frame
        (x, y), (right, _) = grip(page, "from"), grip(page, "to")
        page.mouse.move(x, y)
        page.mouse.down()
        with wire.silent():
            for share, matched in ((0.2, 10), (0.8, 9), (0.93, 8)):  # 2018, early and late 2023
                page.mouse.move(x + share * (right - x), y, steps=8)
                frame.wait_for_function(f"{MATCHED} === {matched}")
                sentence = page.locator(".atlas-sentence h2")
                expect(sentence).to_have_text(f"{matched} of 11 records shown")
            at_rest(page)
            assert KERMAN in dashboard.drawn()
        page.mouse.up()
        dashboard.sentence(re.compile(r"^2 attacks and 6 context records, since \w+ 2023$"))
        at_rest(page)
        assert re.fullmatch(r"\?from=2023-\d\d", asked(page))


def test_where_the_brush_stops_is_one_run_and_no_second_answer(
    browser: Browser, server_url: str
) -> None:
    with timed(browser, f"{server_url}/") as (dashboard, wire):
        page, frame = dashboard.page, dashboard.frame
        frame.evaluate("""() => {
          window.told = [];
          const follow = IncidentAtlas.streamlitState;
          IncidentAtlas.streamlitState = (...said) => (window.told.push(said), follow(...said));
        }""")
        brush(page, "to").focus()
        page.keyboard.press("ArrowLeft")
        before = len(wire.said)
        brush(page, "to").press("Home")
        dashboard.sentence("1 attack, until June 2017")
        at_rest(page)
        assert [url for url in wire.said[before:] if "/api/cells" in url] == []
        ((state, answer),) = frame.evaluate("window.told.slice(-1)")
        assert (state["query"], answer) == ("to=2017-06", None)
        assert frame.evaluate(MATCHED) == 1


def test_the_address_of_a_brush_opens_the_same_picture(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/") as (dashboard, _):
        page = dashboard.page
        brush(page, "from").press("End")
        brush(page, "from").press("PageDown")
        at_rest(page)
        shown = (dashboard.drawn(), said(page), asked(page))
        assert shown[1] == ["2023-04", "2024-04"] or shown[2] == "?from=2023-04"
        page.reload()
        again = opened(page, page.url)
        brush(page, "from").wait_for()
        at_rest(page)
        assert (again.drawn(), said(page), asked(page)) == shown
        expect(page.locator(".atlas-period")).to_have_text("Since April 2023")


def test_sidebar_reset_and_back_move_the_brush(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/?from=2023-08&to=2024-01") as (dashboard, _):
        page = dashboard.page
        whole, part = None, said(page)
        page.get_by_role("button", name="Clear dates").click()
        dashboard.sentence(ALL)
        at_rest(page)
        whole = said(page)
        assert whole != part
        page.get_by_role("slider", name="Years").first.focus()
        page.keyboard.press("ArrowRight")
        dashboard.sentence(re.compile("^4 attacks and 6 context records, since 2018"))
        at_rest(page)
        assert said(page)[0] not in (whole[0], part[0])
        assert said(page)[1] == whole[1]
        page.get_by_role("button", name="Reset (1)").click()
        at_rest(page)
        assert said(page) == whole
        brush(page, "to").press("Home")
        at_rest(page)
        assert said(page) != whole
        page.evaluate(GO_BACK)
        dashboard.sentence(ALL)
        at_rest(page)
        assert said(page) == whole


def test_a_chosen_group_stays_while_the_period_changes_its_count(
    browser: Browser, server_url: str
) -> None:
    with timed(browser, f"{server_url}/?group=islamic-state") as (dashboard, _):
        page = dashboard.page
        for many, words in (("4", "2017-07"), ("3", "2022-11"), ("2", "2023-09")):
            inside(page).get_by_role("textbox", name="From").fill(words)
            page.keyboard.press("Enter")
            dashboard.sentence(re.compile(f"^{many} attacks, since"))
            at_rest(page)
            assert asked(page) == f"?from={words}&group=islamic-state"
            expect(page.get_by_text(f"Islamic State ({many})", exact=True)).to_be_visible()


def test_the_brush_moves_the_slider_of_years(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/") as (dashboard, _):
        page = dashboard.page
        low = page.get_by_role("slider", name="Years").first
        expect(low).to_have_value("2017")
        brush(page, "from").press("End")
        expect(low).to_have_value("2024")
        expect(page.locator(".atlas-period")).to_have_text("Since April 2024")


def test_play_asks_nobody_until_it_pauses(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/?to=2022") as (dashboard, wire):
        page, frame = dashboard.page, dashboard.frame
        play = inside(page).get_by_role("button", name="Play")
        expect(page.locator(TABS["Table"])).to_be_visible(timeout=30_000)  # its scripts are there
        with wire.silent():
            play.click()
            for month in ("2023-01", "2023-02", "2023-03"):
                frame.wait_for_function(f"map.incidentAtlas.state.query.endsWith('to={month}')")
        inside(page).get_by_role("button", name="Pause").click()
        at_rest(page)
        assert asked(page) not in ("", "?to=2022")
        assert f"?{frame.evaluate('map.incidentAtlas.state.query')}" == asked(page)


def test_what_the_script_says_of_old_does_not_stop_play(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/?to=2022") as (dashboard, _):
        page, frame = dashboard.page, dashboard.frame
        inside(page).get_by_role("button", name="Play").click()
        frame.wait_for_function("map.incidentAtlas.state.query.startsWith('from=')")
        seen = frame.evaluate("map.incidentAtlas.state.query")
        page.get_by_role("tab", name="Method").click()  # the script says its own period again
        expect(page.locator(TABS["Method"])).to_be_visible()
        at_rest(page)
        assert frame.evaluate("map.incidentAtlas.state.query") > seen
        expect(inside(page).get_by_role("button", name="Pause")).to_be_visible()


def test_a_reset_while_it_plays_stops_it(browser: Browser, server_url: str) -> None:
    with timed(browser, f"{server_url}/?to=2022") as (dashboard, _):
        page, frame = dashboard.page, dashboard.frame
        inside(page).get_by_role("button", name="Play").click()
        frame.wait_for_function("map.incidentAtlas.state.query !== 'to=2022'")
        page.get_by_role("button", name="Reset (1)").click()
        expect(inside(page).get_by_role("button", name="Play")).to_be_visible()
        dashboard.sentence(ALL)
        at_rest(page)
        assert (asked(page), frame.evaluate("map.incidentAtlas.state.query")) == ("", "")
        assert said(page)[0] != said(page)[1]


def test_a_metered_connection_is_asked_first(browser: Browser, server_url: str) -> None:
    with watched(browser) as page:
        page.add_init_script(METERED)
        dashboard = opened(page, f"{server_url}/")
        button = inside(page).get_by_role("button", name="Load all records (less than 0.1 MB)")
        expect(button).to_be_visible()
        assert not dashboard.frame.evaluate(IS_HERE)
        button.click()
        dashboard.frame.wait_for_function(IS_HERE)
        expect(button).to_have_count(0)
        page.context.close()  # a page that is used again keeps its script


OWN = """\
date,latitude,longitude,killed,id
2021-05-01,34.53,69.17,2,OWN-1
2021-06-02,34.35,62.2,1,OWN-2
"""


def test_a_file_of_one_s_own_is_in_the_timeline_and_in_the_brush(
    browser: Browser, server_url: str
) -> None:
    with timed(browser, f"{server_url}/") as (dashboard, wire):
        page, frame = dashboard.page, dashboard.frame
        page.get_by_role("button", name="Add your own data").click()
        file: FilePayload = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Read the file").click()
        page.get_by_role("button", name="Show only mine").wait_for(timeout=20_000)
        page.keyboard.press("Escape")
        at_rest(page)
        frame.wait_for_function(f"{MATCHED} === 13")
        frame.wait_for_function(IS_HERE)  # of these, which come after the answer
        with wire.silent():
            brush(page, "to").focus()
            page.keyboard.down("Home")
            frame.wait_for_function(f"{MATCHED} === 1")
            page.keyboard.up("Home")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (600, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_timeline_stands_whole_under_the_map(
    page: Page, server_url: str, width: int, height: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    frame = opened(page, f"{server_url}/?from=2022-03&to=2024-02").frame
    brush(page, "body").wait_for()
    at_rest(page)
    map_, time, inner = (box_of(frame, each) for each in ("#map_div", ".atlas-time", "body"))
    assert abs(map_["bottom"] - time["top"]) < 1
    assert time["bottom"] <= inner["bottom"] + 0.5
    assert time["height"] < (165 if width < 640 else 150)
    assert map_["height"] >= (0.6 * height - 1 if width < 640 else 0.55 * height)
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (".atlas-time", ".atlas-timeline"):
        expect(frame.locator(part)).to_have_attribute("data-theme", scheme)


def box_of(frame: Frame, selector: str) -> dict[str, float]:
    """Return where an element lies in its frame."""
    box: dict[str, float] = frame.locator(selector).evaluate(
        "(node) => node.getBoundingClientRect().toJSON()"
    )
    return box
