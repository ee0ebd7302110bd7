"""The embed's timeline and legend in a real Chromium: the page filters by itself."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from accessible import grave
from nearly import nearly
from samples import CROCUS, SHIRAZ, TEHRAN, WORLD
from watching import Traffic, watched

pytestmark = pytest.mark.browser

SOURCE = "IncidentAtlas.layer.source"
ALL = "5 attacks and 6 context records, 2017–2024"


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".atlas-count")).not_to_be_empty()


def held(page: Page, url: str) -> None:
    """Open an embed, and wait until the page holds its collection and has drawn the timeline."""
    opened(page, url)
    page.evaluate(f"{SOURCE}.bring().then(() => null)")
    expect(page.get_by_role("slider", name="First")).to_be_visible()


def alone(page: Page) -> list[str]:
    """Cut the page off from the server; return the list of what it asks there all the same.

    Its icon does not count: Chromium asks for it at each new address, and here has no cache.
    """
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.endswith("/icon.png"):
            asked.append(request.url)

    page.on("request", note)
    page.route("**/api/**", lambda route: route.abort())
    return asked


def chosen(page: Page, name: str, date: str) -> None:
    """Write a date into a field of the timeline."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.fill(date)
    field.press("Enter")


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def drawn(page: Page) -> set[str]:
    marks = page.evaluate("IncidentAtlas.layer.marks()")
    return {id_ for mark in marks for id_ in mark["ids"]}


def has(page: Page, query: str) -> bool:
    found: bool = page.evaluate(f"(query) => {SOURCE}.has(query)", query)
    return found


# --- the page by itself --------------------------------------------------------------------------


def test_timeline_and_legend_filter_without_the_server(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map")
    sentence, link = page.locator("#sentence"), page.locator("#dashboard")
    sources = page.locator("#sources").text_content()
    asked, before = alone(page), drawn(page)
    chosen(page, "From", "2022")
    expect(sentence).to_have_text("10 of 11 records shown")
    expect(page.locator("#tolls")).to_contain_text("257–261 people killed (best 259)")
    expect(link).to_have_attribute("href", "/?from=2022")
    assert before - drawn(page) == {TEHRAN}
    row = page.locator(".atlas-legend").get_by_role("button", name="Convictions")
    row.press("Enter")
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(row).to_be_focused()
    expect(sentence).to_have_text("2 of 11 records shown")
    expect(link).to_have_attribute("href", "/?from=2022&status=convictions")
    expect(page.locator(".atlas-legend li")).to_have_count(1)
    assert drawn(page) == {CROCUS, SHIRAZ}
    assert page.locator("#sources").text_content() == sources
    row.press("Enter")
    expect(sentence).to_have_text("10 of 11 records shown")
    page.get_by_role("button", name="Clear").click()
    expect(sentence).to_have_text(ALL)
    expect(link).to_have_attribute("href", "/")
    assert drawn(page) == before
    assert asked == []


def test_the_brush_moves_by_the_mouse(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map")
    asked = alone(page)
    left, right = (handle(page, name).bounding_box() for name in ("First", "Last"))
    assert left
    assert right
    y = left["y"] + left["height"] / 2
    page.mouse.move(left["x"] + left["width"] / 2, y)
    page.mouse.down()
    for part in (0.2, 0.4, 0.5):
        page.mouse.move(left["x"] + part * (right["x"] - left["x"]), y, steps=4)
    expect(page.locator("#sentence")).to_have_text("10 of 11 records shown")
    assert page.url == f"{server_url}/embed/map"  # until it rests
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?from=2020-\d\d-\d\d$"))
    since = page.url.partition("from=")[2]
    expect(page.locator("#dashboard")).to_have_attribute("href", f"/?from={since}")
    expect(page.get_by_role("textbox", name="From", exact=True)).to_have_value(since)
    assert TEHRAN not in drawn(page)
    assert asked == []


def test_the_brush_moves_by_the_keyboard(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map")
    asked = alone(page)
    first = handle(page, "First week")
    expect(first).to_have_attribute("aria-valuetext", re.compile("^Week of 5 June 2017: 1 record"))
    first.press("ArrowRight")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?from=2017-06-12")
    expect(page.locator("#sentence")).to_have_text("10 of 11 records shown")
    handle(page, "Last week").press("Home")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?from=2017-06-12&to=2017-06-18")
    expect(page.locator("#sentence")).to_have_text("0 of 11 records shown")
    handle(page, "Period").press("ArrowLeft")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?to=2017-06-11")
    expect(page.locator("#sentence")).to_have_text("1 of 11 records shown")
    assert drawn(page) == {TEHRAN}
    handle(page, "Last week").press("End")
    expect(page.locator("#sentence")).to_have_text(ALL)
    assert asked == []


def test_a_record_comes_from_the_server_with_its_sources(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map")
    page.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
    expect(page.locator("#sentence")).to_have_text("2 of 11 records shown")
    page.locator(f".atlas-mirror [data-key^='{CROCUS}']").press("Enter")
    expect(page.locator("#panel h2", has_text="Sources")).to_be_visible()
    assert page.locator("#panel .atlas-sources a").count() > 1


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("", ""),
        ("", "status=convictions"),
        ("", "record=context&from=2024"),
        ("record=incident", "record=incident&from=2022&to=2023"),
        ("q=attack", "q=attack&to=2022"),
        ("bbox=40,20,70,45", "bbox=40,20,70,45&from=2023"),
        ("group=islamic-state&country=IR", "country=IR&group=islamic-state&status=claimed"),
        ("from=2017-06", "from=2022-10-26"),
        ("from=2017&to=2024-02", "from=2017&to=2023"),
        ("from=2022-10", "from=2017-06&to=2022"),
        ("to=2023-08", ""),
        ("from=2024&record=incident", "record=incident"),
    ],
)
def test_the_page_answers_as_the_server_does(
    page: Page, server_url: str, own: str, asked: str
) -> None:
    held(page, f"{server_url}/embed/map?{own}")
    assert has(page, asked)
    for bounds, zoom in ((WORLD.as_tuple(), 2), ((40, 20, 70, 45), 5)):
        ours, theirs = (
            page.evaluate(
                f"([query, bounds, zoom]) => {source}.cells(query, bounds, zoom)",
                [asked, bounds, zoom],
            )
            for source in (SOURCE, "IncidentAtlas.httpSource('')")
        )
        assert ours == nearly(theirs)


# --- what the server goes on answering ----------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("status=convictions", ""),
        ("status=convictions", "status=claimed"),
        ("status=convictions", "status=convictions&status=claimed"),
        ("q=attack", "q=attacks"),
    ],
)
def test_what_is_wider_or_other_is_not_the_pages_to_answer(
    page: Page, server_url: str, own: str, asked: str
) -> None:
    held(page, f"{server_url}/embed/map?{own}")
    assert has(page, own)
    assert not has(page, asked)


def test_a_filter_of_the_page_that_is_taken_away_asks_the_server(
    page: Page, server_url: str
) -> None:
    held(page, f"{server_url}/embed/map?status=convictions")
    row = page.locator(".atlas-legend").get_by_role("button", name="Convictions")
    with page.expect_response(lambda response: "/api/cells" in response.url):
        row.click()
    expect(page.locator("#sentence")).to_have_text(ALL)
    row.click()
    expect(page.locator("#sentence")).to_have_text("2 attacks, 2023–2024, status convictions")


def test_where_no_collection_comes_the_server_is_asked_when_the_brush_rests(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    refusal = {"error": {"message": "12 records match, and at most 11 are given at once"}}
    page.route("**/api/rows*", lambda route: route.fulfill(status=400, json=refusal))
    opened(page, f"{server_url}/embed/map")
    expect(page.locator(".atlas-note")).to_have_text(
        "12 records match, and at most 11 are given at once. The map goes on by asking the server."
    )
    assert "Failed to load resource" in traffic.errors.pop()
    last = handle(page, "Last week")
    last.press("Home")
    expect(page.locator("#sentence")).to_have_text("1 attack, until 11 June 2017")
    last.focus()
    for _ in range(3):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?to=2017-07-02")
    captions = [path for path in asked if "/api/caption" in path]
    assert captions == ["/api/caption?to=2017-06-11", "/api/caption?to=2017-07-02"]
    assert [path for path in asked if "/api/rows" in path] == ["/api/rows?"]


def test_the_page_asks_for_the_rows_once_after_its_first_picture(
    page: Page, server_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    held(page, f"{server_url}/embed/map?country=IR&from=2022&theme=dark")
    handle(page, "First").press("Home")
    expect(page.locator("#sentence")).to_have_text("6 records shown")
    api = [path for path in asked if path.startswith("/api/")]
    assert api[0].startswith("/api/cells?from=2022&country=IR&view=")
    assert api.count("/api/rows?country=IR") == 1


def test_on_a_metered_connection_the_reader_is_asked_first(page: Page, server_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    saving = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    page.route(
        f"{server_url}/assets/**/embed.js",
        lambda route: route.fulfill(body=f"{saving};\n{route.fetch().text()}"),
    )
    opened(page, f"{server_url}/embed/map")
    note = page.locator(".atlas-note")
    expect(note).to_contain_text("Each filter asks the server, to save data.")
    assert not [path for path in asked if "/api/rows" in path]
    note.get_by_role("button", name="Load all records (less than 0.1 MB)").click()
    expect(note).to_be_hidden()
    page.evaluate(f"{SOURCE}.bring().then(() => null)")  # they are on the way
    assert has(page, "from=2022")


# --- the address ---------------------------------------------------------------------------------


def test_the_address_opens_the_same_picture_again(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map?theme=dark&utm_source=x")
    chosen(page, "From", "2023-08-13")
    chosen(page, "To", "2024-01")
    page.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
    address = f"{server_url}/embed/map?theme=dark&from=2023-08-13&to=2024-01&status=convictions"
    expect(page).to_have_url(address)
    expect(page.locator("#sentence")).to_have_text("1 of 11 records shown")
    assert drawn(page) == {SHIRAZ}
    page.reload()
    expect(page.locator("#sentence")).to_contain_text("1 attack, from 13 August 2023 to January")
    expect(page.get_by_role("textbox", name="From", exact=True)).to_have_value("2023-08-13")
    expect(page.get_by_role("textbox", name="To", exact=True)).to_have_value("2024-01")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    assert drawn(page) == {SHIRAZ}
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.evaluate(f"{SOURCE}.bring().then(() => null)")
    page.get_by_role("button", name="Clear").click()  # a reader may look beyond it
    expect(page.locator("#sentence")).to_have_text("2 records shown")
    expect(page.locator(".atlas-count")).to_contain_text("1 of 2 in view")  # the view stays


def test_a_period_that_is_none_is_refused_where_it_is_typed(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map")
    for date, words in (
        ("2023-02-30", "“2023-02-30” is not in the calendar"),
        ("soon", "“soon” is not a date"),
    ):
        chosen(page, "From", date)
        expect(page.locator("#timeline").get_by_role("alert")).to_contain_text(words)
    assert page.url == f"{server_url}/embed/map"
    expect(page.locator("#sentence")).to_have_text(ALL)


# --- play ----------------------------------------------------------------------------------------


def test_an_embed_opens_as_its_address_says_and_paused(page: Page, server_url: str) -> None:
    held(page, f"{server_url}/embed/map?to=2022&play=cumulative,8")
    asked = alone(page)
    expect(page.get_by_label("Window of play")).to_have_value("cumulative")
    expect(page.get_by_label("Speed of play")).to_have_value("8")
    expect(page.locator("#sentence")).to_have_text("2 attacks, until 2022")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator("#sentence")).to_have_text("3 of 11 records shown", timeout=20_000)
    page.get_by_role("button", name="Pause").click()
    expect(page).to_have_url(re.compile(r"\?to=2023-\d\d-\d\d&play=cumulative,8$"))
    page.get_by_label("Speed of play").select_option("2")
    expect(page).to_have_url(re.compile(r"&play=cumulative$"))
    assert asked == []


def test_without_motion_there_is_no_play_but_steps(browser: Any, server_url: str) -> None:
    with watched(browser, reduced_motion="reduce") as page:
        held(page, f"{server_url}/embed/map?to=2017-06-11&play=moving")
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_hidden()
        page.get_by_role("button", name="Step forward").click()
        expect(page).to_have_url(re.compile(r"\?from=2017-06-12&to=2017-06-18&play=moving$"))
        expect(page.locator("#sentence")).to_have_text("0 of 11 records shown")


# --- its place in the page -----------------------------------------------------------------------


def test_a_page_may_leave_the_timeline_out(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/embed/map?years=0")
    expect(page.locator("#timeline")).to_be_hidden()
    assert page.locator("#timeline *").count() == 0


def test_where_nothing_matches_the_timeline_says_so(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/embed/map?q=zebra")
    expect(page.locator("#timeline")).to_contain_text("No record with a date.")
    assert page.get_by_role("slider").count() == 0


@pytest.mark.parametrize(
    ("width", "height", "is_shown"), [(320, 300, False), (390, 600, True), (800, 560, True)]
)
def test_the_timeline_stands_where_there_is_room(
    page: Page, server_url: str, width: int, height: int, is_shown: bool
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, f"{server_url}/embed/map")
    expect(page.locator("#timeline canvas")).to_be_visible(visible=is_shown)
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("#map").evaluate("(map) => map.clientHeight") >= 150


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_while_the_timeline_filters(
    page: Page, server_url: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    held(page, f"{server_url}/embed/map")
    chosen(page, "From", "2023")
    expect(page.locator("#sentence")).to_contain_text("records shown")
    assert grave(page) == []


# --- words and a record of its address -----------------------------------------------------------


def test_a_record_of_the_address_is_open_at_first_and_may_be_closed(
    page: Page, server_url: str
) -> None:
    opened(page, f"{server_url}/embed/map?select={CROCUS}&theme=dark")
    expect(page.locator("#panel-title")).to_contain_text("Crocus City Hall")
    assert page.evaluate("IncidentAtlas.layer.state.selected") == CROCUS
    assert page.evaluate("document.activeElement === document.body")  # the page keeps its place
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page).to_have_url(f"{server_url}/embed/map?theme=dark")
    page.locator(f".atlas-mirror [data-key^='{TEHRAN}']").press("Enter")
    expect(page).to_have_url(f"{server_url}/embed/map?theme=dark&select={TEHRAN}")


def test_title_and_credit_stay_while_the_words_of_the_query_follow(
    page: Page, server_url: str
) -> None:
    held(page, f"{server_url}/embed/map?title=Ten+years&credit=Graphic:+Daily")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ten years")
    chosen(page, "From", "2022")
    expect(page.locator("#sentence")).to_have_text("10 of 11 records shown")
    expect(page.locator(".atlas-credit")).to_have_text("Graphic: Daily")
    expect(page).to_have_title("Ten years")
