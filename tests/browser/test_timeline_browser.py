"""The timeline in a real Chromium, on the default data."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from accessible import grave
from hostile import RAN
from samples import HOSTILE
from watching import watched

pytestmark = pytest.mark.browser

# A timeline of its own under an embed's map, with all that the page is told of its moves. While
# `held` is a list, what the page draws is drawn once its functions are called.
BUILD = """([query, play]) => {
  const node = document.body.appendChild(document.createElement("section"));
  node.id = "own";
  Object.assign(window, { told: [], played: [], held: null });
  const onPeriod = ({ from, to }, isFinal) => {
    told.push([from, to, isFinal]);
    return held && new Promise((resolve) => held.push(resolve));
  };
  const onPlay = (text) => played.push(text);
  window.source = IncidentAtlas.httpSource("");
  const { look } = IncidentAtlas.layer;
  window.line = IncidentAtlas.timeline(node, { source, look, query, play, onPeriod, onPlay });
}"""
SMALL: ViewportSize = {"width": 640, "height": 760}
BY_DAY = "Records by day, January – February 2024"
PLOT = 30  # px from the top of the chart, within the bars


class Line:
    """The timeline of a page."""

    def __init__(self, page: Page, url: str, query: str = "", play: str = "") -> None:
        self.page = page
        self.node = page.locator("#own")
        page.goto(f"{url}/embed/map?legend=0")
        expect(page.locator(".atlas-count")).not_to_be_empty()
        page.evaluate(BUILD, [query, play])
        expect(self.slider("First")).to_have_attribute("aria-valuemin", "0")

    def slider(self, name: str) -> Locator:
        return self.node.get_by_role("slider", name=name)

    def button(self, name: str) -> Locator:
        return self.node.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        return self.node.get_by_role("textbox", name=name)

    def told(self) -> list[tuple[str, str, bool]]:
        """Return what the page was told: from, to, and whether that was the end of a move."""
        return [tuple(each) for each in self.page.evaluate("told")]

    def period(self) -> tuple[str, str]:
        """Return the period that was told last, at the end of a move."""
        start, end, is_final = self.told()[-1]
        assert is_final
        return start, end

    def at(self, share: float) -> tuple[float, float]:
        """Return a point on the page, at a share of the way from the first bin to the last."""
        box = self.node.locator(".atlas-brush").bounding_box()
        assert box
        shades = self.node.locator(".atlas-brush-shade")
        left = shades.first.evaluate("(node) => node.offsetLeft")
        right = shades.last.evaluate("(node) => node.offsetLeft + node.offsetWidth")
        return box["x"] + left + share * (right - left), box["y"] + PLOT

    def at_month(self, number: int) -> tuple[float, float]:
        """Return the middle of a month, counted from June 2017."""
        return self.at((number + 0.5) / 83)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=4)
        mouse.up()

    def says(self, which: str, text: str) -> None:
        expect(self.slider(which)).to_have_attribute("aria-valuetext", text)


@pytest.fixture
def line(page: Page, server_url: str) -> Line:
    page.set_viewport_size(SMALL)
    return Line(page, server_url)


# --- the chart -----------------------------------------------------------------------------------


def test_the_default_data_by_month(line: Line) -> None:
    chart = line.node.get_by_role("img")
    expect(chart).to_have_attribute("aria-label", "Records by month, June 2017 – April 2024")
    line.says("First month", "June 2017: 1 record")
    expect(line.slider("Last month")).to_have_attribute("aria-valuenow", "82")
    expect(line.node.locator(".atlas-time-head")).to_contain_text("by month")
    assert line.told() == []


@pytest.mark.parametrize(("width", "unit"), [(1280, "week"), (600, "month"), (240, "year")])
def test_the_unit_follows_the_width(page: Page, server_url: str, width: int, unit: str) -> None:
    page.set_viewport_size({"width": 600, "height": 760})
    line = Line(page, server_url)
    page.set_viewport_size({"width": width, "height": 760})
    expect(line.slider(f"First {unit}")).to_have_attribute("aria-valuemin", "0")


def test_pointing_says_a_bin_in_words(line: Line) -> None:
    tip = line.node.locator(".atlas-time-tip")
    line.page.mouse.move(*line.at_month(79))
    expect(tip.locator("strong")).to_have_text("January 2024: 4 records")
    rows = tip.locator("span")
    expect(rows).to_have_text(["Claimed, and attributed to it1", "Context, not an attack3"])
    line.page.mouse.move(*line.at_month(70))
    expect(tip.locator("strong")).to_have_text("April 2023: 0 records")
    line.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_people_killed_have_a_range(line: Line) -> None:
    line.node.get_by_label("What is counted").select_option("killed")
    line.says("First month", "June 2017: 17–18 (best 17) killed")
    expect(line.node.locator(".atlas-time-head")).to_contain_text("lines: lowest to highest")


def test_shares_of_longer_dates_are_told(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 760})
    line = Line(page, server_url)
    expect(line.node.locator(".atlas-time-shares")).to_be_visible()
    line.field("To").fill("2024-01-07")
    line.field("To").press("Enter")
    line.says(
        "Last week",
        "Week of 1 January 2024: 1.6 records, "
        "of which 0.6 from dates that cover more than this week",
    )


def test_the_chart_follows_the_view_when_asked(line: Line) -> None:
    follow = line.node.get_by_label("Only what the map shows")
    line.page.evaluate("line.setView([55, 30, 65, 40])")  # Iran's east: Kerman
    line.button("Options").click()
    with line.page.expect_request(lambda request: "view=55%2C30%2C65%2C40" in request.url):
        follow.check()
    line.says("First month", "June 2017: 0 records")
    follow.press("Escape")
    line.page.mouse.move(*line.at_month(79))
    expect(line.node.locator(".atlas-time-tip strong")).to_have_text("January 2024: 1 record")
    line.button("Options").click()
    follow.uncheck()
    line.says("First month", "June 2017: 1 record")


def test_hostile_names_of_groups_and_dates_are_only_text(line: Line) -> None:
    x, y = line.at_month(0)
    for text in HOSTILE:
        line.page.evaluate(NAMED, text)
        line.page.wait_for_function(SAID, arg=[text, x, y])  # to the letter
        line.field("From").fill(text)
        line.field("From").press("Enter")
        shown = line.field("From").input_value().strip()
        expect(line.node.locator("[role=alert]")).to_contain_text(shown)
        line.field("From").press("Escape")
    assert line.told() == []
    assert line.node.locator("img, script, iframe").count() == 0
    assert not line.page.evaluate(RAN)


NAMED = """(label) => {
  const groups = [{ value: "islamic-state", label }];
  IncidentAtlas.layer.look.follow({ theme: "light", colorBy: "group", groups });
  line.restyle();
}"""
SAID = """([text, clientX, clientY]) => {
  const brush = document.querySelector("#own .atlas-brush");
  brush.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, isPrimary: true }));
  return document.querySelector("#own .atlas-time-tip bdi")?.textContent === text;
}"""


def test_nothing_dated_is_said(line: Line) -> None:
    line.page.evaluate("line.show('q=zebra')")
    expect(line.node.get_by_role("status")).to_have_text("No record with a date.")
    expect(line.slider("First")).to_be_hidden()
    line.page.evaluate("line.show('')")
    line.says("First month", "June 2017: 1 record")


def test_a_source_without_an_answer_is_asked_again(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    page.clock.install()
    line = Line(page, server_url)
    status = line.node.locator("[role=status]")
    page.evaluate(BROKEN, None)
    page.evaluate("line.show('status=convictions')")
    expect(status).to_have_text("The timeline has no answer. Trying again…")
    line.says("First month", "June 2017: 1 record")  # the old picture stays
    page.evaluate("void (source.timeline = working)")
    page.clock.run_for(5000)
    expect(status).to_be_empty()
    page.evaluate(BROKEN, 400)
    page.evaluate("line.show('status=disputed')")
    expect(status).to_have_text("The timeline cannot be drawn: status='x' is not allowed.")
    expect(line.slider("First month")).to_be_hidden()
    expect(line.button("Play")).to_be_hidden()
    page.evaluate("void (source.timeline = working)")
    page.evaluate("line.show('status=convictions')")
    expect(line.button("Play")).to_be_visible()


def test_nothing_can_be_moved_before_the_first_answer(page: Page, server_url: str) -> None:
    page.route("**/api/timeline?**", lambda _: None)  # no answer
    page.goto(f"{server_url}/embed/map?legend=0&years=0")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    page.evaluate(BUILD, ["", ""])
    own = page.locator("#own")
    for part in (".atlas-time-chart", ".atlas-time-row"):
        assert own.locator(part).evaluate("(node) => node.inert")


BROKEN = """(status) => {
  window.working ??= source.timeline;
  const fault = Object.assign(new Error("status='x' is not allowed"), status && { status });
  source.timeline = () => Promise.reject(fault);
}"""


# --- the brush -----------------------------------------------------------------------------------


def test_the_mouse_draws_moves_and_clears_a_period(line: Line) -> None:
    line.drag(line.at_month(55), line.at_month(68))
    assert line.period() == ("2022-01", "2023-02")
    assert [is_final for *_, is_final in line.told()].count(True) == 1
    line.drag(line.at_month(60), line.at_month(62))  # the body
    assert line.period() == ("2022-03", "2023-04")
    line.page.mouse.dblclick(*line.at_month(60))
    assert line.period() == ("", "")


def test_a_click_chooses_a_bin(line: Line) -> None:
    line.page.mouse.click(*line.at_month(64))
    assert line.period() == ("2022-10", "2022-10")


def test_handles_are_dragged_and_change_places(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, "from=2020&to=2020-12")
    x, y = line.at(31 / 83)  # the beginning of 2020
    line.drag((x - 5, y), line.at(25 / 83))
    assert line.period() == ("2019-07", "2020-12")
    x, y = line.at(25 / 83)
    line.drag((x - 5, y), line.at(55 / 83))  # over the other one
    assert line.period() == ("2021-01", "2021-12")


def test_the_keyboard_moves_ends_and_the_whole(line: Line) -> None:
    first, last = line.slider("First month"), line.slider("Last month")
    first.press("PageUp")
    first.press("ArrowRight")
    line.says("First month", "July 2018: 0 records")
    assert line.period() == ("2018-07", "")
    last.press("ArrowLeft")
    assert line.period() == ("2018-07", "2024-03")
    body = line.slider("Period")
    body.press("Home")
    assert line.period() == ("", "2023-02")
    body.press("ArrowRight")
    assert line.period() == ("2017-07", "2023-03")
    line.says("Period", "July 2017 – March 2023")
    last.press("Home")
    assert line.period() == ("2017-07", "2017-07")
    last.press("End")
    first.press("Home")
    assert line.period() == ("", "")
    expect(body).to_be_hidden()


def test_the_focus_of_the_keyboard_says_a_bin(line: Line) -> None:
    line.node.get_by_label("What is counted").focus()
    line.page.keyboard.press("Tab")
    expect(line.slider("First month")).to_be_focused()
    expect(line.node.locator(".atlas-time-tip strong")).to_have_text("June 2017: 1 record")


def test_a_page_is_told_once_a_frame(line: Line) -> None:
    (x, y), (to, _) = line.at_month(20), line.at_month(60)
    line.page.mouse.move(x, y)
    line.page.mouse.down()
    told = line.page.evaluate(
        """([from, to, y]) => {
          const brush = document.querySelector("#own .atlas-brush");
          for (let x = from; x < to; x += 5) {
            const at = { clientX: x, clientY: y, isPrimary: true };
            brush.dispatchEvent(new PointerEvent("pointermove", at));
          }
          const next = () => new Promise(requestAnimationFrame);
          return next().then(next).then(() => told.length);
        }""",
        [x, to, y],
    )
    assert told == 1


def test_a_finger_draws_a_period_and_scrolls_the_page(browser: Browser, server_url: str) -> None:
    options: dict[str, Any] = {
        "has_touch": True,
        "is_mobile": True,
        "viewport": {"width": 390, "height": 760},
    }
    with watched(browser, **options) as page:
        line = Line(page, server_url)
        brush = line.node.locator(".atlas-brush")
        assert brush.evaluate("(node) => getComputedStyle(node).touchAction") == "pan-y"
        (x, y), (to, _) = line.at_month(55), line.at_month(68)
        touch = page.context.new_cdp_session(page)
        for kind, at in (("Start", x), ("Move", (x + to) / 2), ("Move", to), ("End", None)):
            points = [] if at is None else [{"x": at, "y": y}]
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        page.wait_for_function("told.at(-1)?.[2]")
        assert line.period() == ("2022-01", "2023-02")
        first, second = {"x": x, "y": y, "id": 0}, {"x": to, "y": y, "id": 1}
        before = len(line.told())
        moved = [{**first, "x": x - 40}, {**second, "x": to + 40}]
        for kind, fingers in (
            ("Start", [first]),
            ("Move", [moved[0]]),
            ("Start", [moved[0], second]),
            ("Move", moved),
            ("End", []),
        ):
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": fingers})
        page.wait_for_function("(before) => told.length > before && told.at(-1)[2]", arg=before)
        assert line.period() == ("2022-01", "2023-02")  # two fingers mean no period
        for button in line.node.get_by_role("button").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 40


def test_the_brush_follows_a_query_without_calling_back(line: Line) -> None:
    line.page.evaluate("line.show('to=2023-06&from=2022')")
    line.says("Period", "January 2022 – June 2023")
    expect(line.field("From")).to_have_value("2022")
    line.page.evaluate("line.show('from=2022-03-07')")
    line.says("Period", "7 March 2022 – 30 April 2024")
    line.slider("First month").press("ArrowRight")
    assert line.period() == ("2022-04", "")


@pytest.mark.parametrize(
    ("query", "words", "bin_"),
    [
        ("from=2030", "since 2030", "April 2024: 2 records"),
        ("to=2010-03", "until March 2010", "June 2017: 1 record"),
        ("from=2010&to=2011", "2010–2011", "June 2017: 1 record"),
    ],
)
def test_a_period_outside_of_the_chart_is_said(
    page: Page, server_url: str, query: str, words: str, bin_: str
) -> None:
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, query)
    line.says("Period", words)
    line.says("Last month", bin_)
    line.slider("First month").press("Home")
    line.slider("Last month").press("End")
    assert line.period() == ("", "")


def test_a_period_is_looked_at_more_closely(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, "from=2024-01&to=2024-02")
    with page.expect_request(lambda request: "span=2024-01-01%2C2024-02-29" in request.url):
        line.button("Look closer").click()
    line.says("First day", "1 January 2024: 0 records")
    expect(line.node.get_by_role("img")).to_have_attribute("aria-label", BY_DAY)
    line.slider("First day").press("ArrowRight")
    assert line.period() == ("2024-01-02", "2024-02")
    line.button("Clear").click()
    assert line.period() == ("2024-01", "2024-02")
    line.button("Back to all").click()
    line.says("First month", "January 2024: 4 records")


# --- typed dates ---------------------------------------------------------------------------------


def test_typed_dates_are_the_period(line: Line) -> None:
    line.field("From").fill("2022-03-07")
    line.field("From").press("Enter")
    assert line.period() == ("2022-03-07", "")
    line.field("To").fill("2023")
    line.field("To").press("Tab")
    assert line.period() == ("2022-03-07", "2023")
    line.says("Period", "7 March 2022 – 31 December 2023")
    line.field("From").fill("")
    line.field("From").press("Enter")
    assert line.period() == ("", "2023")


def test_a_wrong_date_is_told_at_its_field_and_changes_nothing(line: Line) -> None:
    field, fault = line.field("From"), line.node.locator("[role=alert]")
    field.fill("2022-02-30")
    field.press("Enter")
    expect(fault).to_have_text(
        "“2022-02-30” is not in the calendar: write a year, month or day as 2024, 2024-03 or"
        " 2024-03-22."
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    assert line.told() == []
    field.press("Escape")
    expect(fault).to_be_empty()
    expect(field).to_have_value("")
    field.fill("2023")
    field.press("Tab")
    line.field("To").fill("2022")
    line.field("To").press("Enter")
    expect(fault).to_have_text("2023 to 2022 ends before it begins: write the earlier date first.")
    assert line.period() == ("2023", "")


# --- play ----------------------------------------------------------------------------------------


def test_play_waits_for_the_map_and_ends_at_the_last_bin(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    page.clock.install()
    line = Line(page, server_url, "from=2024-01&to=2024-02", "moving,4")
    live = line.node.locator("[aria-live]")
    page.evaluate("held = []")
    line.button("Play").click()
    page.clock.run_for(1000)
    assert line.told() == [("2024-01", "2024-02", False)]  # not drawn yet: no second step
    page.evaluate("held.splice(0).forEach((draw) => draw())")
    page.clock.run_for(300)
    assert line.told()[1:] == [("2024-02", "2024-03", False)]
    expect(live).to_be_empty()
    page.evaluate("held.forEach((draw) => draw(held = null))")
    page.clock.run_for(1000)
    assert line.told()[2:] == [("2024-03", "", False), ("2024-03", "", True)]
    expect(line.button("Play")).to_be_visible()
    expect(live).to_have_text("March – April 2024")


def test_play_is_paused_by_its_button_and_by_the_brush(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    page.clock.install()
    line = Line(page, server_url)
    line.button("Options").click()
    line.node.get_by_label("Window of play").select_option("cumulative")
    line.node.get_by_label("Speed of play").select_option("8")
    assert page.evaluate("played") == ["cumulative", "cumulative,8"]
    page.keyboard.press("Escape")
    line.button("Play").click()
    page.clock.run_for(500)
    line.button("Pause").click()
    begun = line.told()
    assert begun[:3] == [("", "2017-06", False), ("", "2017-07", False), ("", "2017-08", False)]
    assert begun[-1] == (*begun[-2][:2], True)
    page.clock.run_for(2000)
    assert line.told() == begun
    line.button("Play").click()
    page.clock.run_for(200)
    line.slider("Last month").press("End")
    expect(line.button("Play")).to_be_visible()
    assert line.period() == ("", "")


def test_a_growing_period_stops_at_the_end(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    page.clock.install()
    line = Line(page, server_url, "to=2024-02", "cumulative,8")
    line.button("Play").click()
    page.clock.run_for(1000)
    assert line.period() == ("", "")
    expect(line.button("Play")).to_be_visible()


def test_a_closer_look_is_played_bin_by_bin(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    page.clock.install()
    line = Line(page, server_url, "from=2022-10", "moving,8")
    line.button("Look closer").click()
    expect(line.node.locator(".atlas-time-head")).to_contain_text("by week")
    line.button("Play").click()
    page.clock.run_for(500)
    line.button("Pause").click()
    assert [told[:2] for told in line.told()[:2]] == [
        ("2022-09-26", "2022-10-02"),
        ("2022-10-03", "2022-10-09"),
    ]


def test_steps_go_forward_and_back(line: Line) -> None:
    line.button("Step forward").click()
    assert line.period() == ("", "2017-06")
    line.button("Step forward").click()
    assert line.period() == ("2017-07", "2017-07")
    line.button("Step back").click()
    assert line.period() == ("", "2017-06")
    line.button("Step back").click()  # at the beginning
    assert line.period() == ("", "2017-06")


def test_a_reader_who_wants_no_motion_has_steps_only(page: Page, server_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, "", "moving,8")
    expect(line.button("Play")).to_be_hidden()
    line.button("Step forward").click()
    assert line.period() == ("", "2017-06")
    line.button("Options").click()
    expect(line.node.get_by_label("Speed of play")).to_be_hidden()


def test_play_of_the_address_is_chosen_and_paused(page: Page, server_url: str) -> None:
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, "", "cumulative,4")
    line.button("Options").click()
    expect(line.node.get_by_label("Window of play")).to_have_value("cumulative")
    expect(line.node.get_by_label("Speed of play")).to_have_value("4")
    assert line.told() == []


# --- room and readers ----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 640, 390])
def test_axe_finds_nothing(page: Page, server_url: str, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 760})
    line = Line(page, server_url, "from=2022")
    if width == 640:
        line.button("Options").click()
    assert grave(page) == []


@pytest.mark.parametrize(("height", "shown"), [(700, 130), (440, 100)])
def test_a_low_frame_leaves_its_room_to_the_map(
    page: Page, server_url: str, height: int, shown: int
) -> None:
    page.set_viewport_size({"width": 390, "height": 760})
    line = Line(page, server_url)
    page.set_viewport_size({"width": 390, "height": height})
    tall = line.node.evaluate("(node) => node.offsetHeight")
    assert shown - 30 < tall <= shown
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [1280, 994, 992, 620, 619, 320])
def test_the_controls_are_one_row_that_fits(page: Page, server_url: str, width: int) -> None:
    page.set_viewport_size(SMALL)
    line = Line(page, server_url, "from=2024-01&to=2024-02")
    page.evaluate("line.setView([-180, -85, 180, 85])")
    page.set_viewport_size({"width": 1280, "height": 760})
    line.button("Look closer").click()
    expect(line.button("Back to all")).to_be_visible()
    page.set_viewport_size({"width": width, "height": 760})
    row = line.node.locator(".atlas-time-row")
    assert row.evaluate("(row) => row.offsetHeight") <= 34
    assert row.evaluate("(row) => row.scrollWidth - row.clientWidth") == 0
