"""The dashboard and the embed on a phone: 390 × 844, and fingers."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Frame, Locator, Page, expect

from dashboards import FRAME, TABS, Dashboard, at_rest, opened
from samples import CROCUS, KERMAN
from watching import watched

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 390, 844
PHONE: dict[str, Any] = {
    "viewport": {"width": WIDTH, "height": HEIGHT},
    "has_touch": True,
    "is_mobile": True,
}
TARGET = 40  # px, the least width and height of what a finger must hit
# Not hit themselves: the marks' twins for the keyboard, words inside a sentence, and the inputs
# that Streamlit draws its own larger control around.
NOT_TARGETS = """.atlas-mirror button, p a, .atlas-head a, dd a, .atlas-ledger a,
  .leaflet-control-attribution a, .stCheckbox input, .stRadio input,
  [data-testid='stSkipToContent']"""
SMALL = """([least, exempt]) => [...document.querySelectorAll(
    "button, a[href], input, summary, [role=tab], .stCheckbox label, .stRadio label")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches(exempt))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < least)
  .map(([node]) => node.outerHTML.slice(0, 120))"""
# The hint goes by itself, maybe before a slow machine has lifted the finger.
NOTE_HINT = """() => {
  const hint = document.querySelector(".atlas-hint");
  window.hinted = false;
  new MutationObserver(() => (window.hinted ||= !hint.hidden)).observe(hint, { attributes: true });
}"""
# Left open by a test that failed, they lie where the next one puts its fingers.
FOLD = """() => document.querySelectorAll(
  "[aria-controls=atlas-legend-body][aria-expanded=true], .atlas-unplaced[open] summary")
  .forEach((node) => node.click())"""
TOUCHING = """(gap) => {
  const boxes = [...document.querySelectorAll(".leaflet-control, .leaflet-control-scale-line")]
    .map((node) => [node.className, node.getBoundingClientRect(), node]);
  return boxes.flatMap(([name, a, node], i) => boxes.slice(i + 1)
    .filter(([, b, other]) => !node.contains(other) && a.left < b.right + gap
      && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap)
    .map(([other]) => [name, other]));
}"""
HINT = "Use two fingers to move the map"

Fingers = Sequence[tuple[float, float]]
# How many px a part scrolls sideways, once it has followed a new width: Streamlit does so later.
SETTLED = """(part) => new Promise((resolve) => {
  const look = (left) => {
    const wide = part.scrollWidth - part.clientWidth;
    if (wide <= 0 || !left) resolve(wide);
    else setTimeout(look, 50, left - 1);
  };
  look(60);
})"""


@pytest.fixture(scope="module")
def phones(browser: Browser, server_url: str) -> Iterator[tuple[Dashboard, list[float]]]:
    """Open one dashboard for all tests, and note what it shows."""
    with watched(browser, **PHONE) as page:
        dashboard = opened(page, f"{server_url}/")
        yield dashboard, dashboard.view()


@pytest.fixture
def phone(phones: tuple[Dashboard, list[float]]) -> Dashboard:
    """Return the dashboard as it opened."""
    dashboard, (zoom, lat, lon) = phones
    dashboard.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    dashboard.frame.evaluate(FOLD)
    dashboard.frame.wait_for_function("!map._animatingZoom")  # its end would move the map again
    dashboard.frame.evaluate(f"void map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    dashboard.frame.wait_for_function("map.incidentAtlas.marks().length === 5")
    return dashboard


@pytest.fixture(scope="module")
def embed(browser: Browser, server_url: str) -> Iterator[Page]:
    with watched(browser, **PHONE) as page:
        page.goto(f"{server_url}/embed/map")
        page.locator(".atlas-count").wait_for()
        yield page


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    sides = {name: found[name] for name in ("x", "y", "width", "height")}
    return sides | {"bottom": found["y"] + found["height"]}


def too_small(target: Page | Frame) -> list[str]:
    small: list[str] = target.evaluate(SMALL, [TARGET, NOT_TARGETS])
    return small


def tap(phone: Dashboard, id_: str) -> None:
    phone.page.touchscreen.tap(*phone.on_page(phone.mark(id_)))


def scrolled(phone: Dashboard) -> float:
    top: float = phone.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop")
    return top


def drag(page: Page, *path: Fingers) -> None:
    """Put fingers down, move them through the path, and lift them."""
    session: CDPSession = page.context.new_cdp_session(page)
    for number, fingers in enumerate(path):
        points = [{"x": x, "y": y, "id": id_} for id_, (x, y) in enumerate(fingers)]
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


# --- screen ----------------------------------------------------------------------------------


def test_sentence_then_map_then_the_rest(phone: Dashboard) -> None:
    page = phone.page
    sentence, frame = box(page.locator(".atlas-sentence")), box(page.locator(FRAME))
    detail, tabs = box(page.locator(".st-key-detail")), box(page.get_by_role("tablist"))
    assert sentence["bottom"] <= frame["y"] < 160
    assert frame["bottom"] <= detail["y"] < detail["bottom"] <= tabs["y"]
    map_ = box(phone.frame.locator("#map_div"))
    assert 0.55 * HEIGHT <= map_["height"] <= 0.65 * HEIGHT
    time = box(phone.frame.locator(".atlas-time"))
    assert abs(map_["bottom"] - time["y"]) < 1
    assert abs(time["bottom"] - frame["bottom"]) < 1
    assert frame["width"] > 0.9 * WIDTH


def test_the_filters_are_a_drawer(phone: Dashboard) -> None:
    page = phone.page
    group = page.get_by_role("combobox", name="Group")
    expect(group).not_to_be_in_viewport()
    page.get_by_role("button", name="Expand sidebar").tap()
    expect(group).to_be_in_viewport()
    assert too_small(page) == []
    page.get_by_role("button", name="Collapse sidebar").tap()
    expect(group).not_to_be_in_viewport()


def test_a_chosen_record_is_a_sheet_under_the_map(phone: Dashboard) -> None:
    page, sheet = phone.page, phone.page.locator(".st-key-detail")
    tap(phone, CROCUS)
    expect(page.locator(".atlas-detail h2")).to_have_text("Crocus City Hall attack")
    expect(sheet).to_have_css("position", "fixed")
    place, frame = box(sheet), box(page.locator(FRAME))
    assert place["bottom"] == HEIGHT
    assert place["width"] == WIDTH
    assert 0.5 * HEIGHT <= place["height"] <= 0.6 * HEIGHT
    assert frame["bottom"] <= place["y"]
    assert frame["height"] >= 200
    expect(phone.frame.locator(".atlas-time")).to_be_hidden()
    phone.frame.wait_for_function("innerHeight < 400")
    assert 0 < phone.mark(CROCUS)["y"] < frame["height"]
    close = page.get_by_role("button", name="Close", exact=True)
    before = box(close)
    sheet.evaluate("(sheet) => sheet.scrollTo(0, 400)")
    assert scrolled(phone) == 0
    assert abs(box(close)["y"] - before["y"]) <= 1
    assert too_small(page) == []
    close.tap()
    expect(page.locator(".atlas-detail")).to_have_count(0)
    expect(sheet).not_to_have_css("position", "fixed")


def test_every_target_is_large_enough_for_a_finger(phone: Dashboard, embed: Page) -> None:
    for target in (phone.frame, embed):
        target.get_by_role("button", name="Legend").tap()
        target.locator(".atlas-unplaced summary").tap()
        assert too_small(target) == []
        assert len(target.locator(".atlas-legend li button").all()) == 3
        target.locator(".atlas-unplaced summary").tap()
        target.get_by_role("button", name="Legend").tap()
    for tab, content in TABS.items():
        phone.page.get_by_role("tab", name=tab).tap()
        expect(phone.page.locator(content).first).to_be_visible()
        assert too_small(phone.page) == []
    phone.page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")


def test_the_lists_of_the_embed_have_rows_for_fingers(embed: Page) -> None:
    embed.locator(".atlas-unplaced summary").tap()
    embed.locator(".atlas-unplaced button").first.tap()
    expect(embed.get_by_role("dialog").get_by_role("listitem")).to_have_count(5)
    assert too_small(embed) == []
    embed.get_by_role("dialog").get_by_role("listitem").first.tap()
    expect(embed.locator("#panel-title")).to_be_visible()
    assert too_small(embed) == []
    embed.get_by_role("button", name="Close", exact=True).tap()
    embed.locator(".atlas-unplaced summary").tap()


def test_nothing_scrolls_sideways(phone: Dashboard, embed: Page) -> None:
    for page in (phone.page, embed):
        for width in (320, 768, WIDTH):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for part in ("html", "body", "main"):
                assert page.locator(part).evaluate(SETTLED) <= 0, (page.url, width, part)


def test_controls_keep_clear_of_each_other(phone: Dashboard, embed: Page) -> None:
    for page, target in ((phone.page, phone.frame), (embed, embed)):
        for width in (320, WIDTH):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            phone.page.wait_for_timeout(200)
            assert target.evaluate(TOUCHING, 3) == [], (page.url, width)
            scale = target.locator(".leaflet-control-scale-line")
            assert scale.evaluate("(line) => line.scrollWidth <= line.clientWidth")


# --- fingers ---------------------------------------------------------------------------------


def test_one_finger_scrolls_the_page_over_the_map(phone: Dashboard) -> None:
    before = phone.view()
    hint = phone.frame.get_by_text(HINT)
    expect(hint).to_be_hidden()
    phone.frame.evaluate(NOTE_HINT)
    drag(phone.page, *[[(200, y)] for y in range(560, 340, -20)])
    phone.frame.wait_for_function("window.hinted")
    assert scrolled(phone) > 100
    assert phone.view() == before
    expect(hint).to_be_hidden()


def test_two_fingers_move_and_zoom_the_map(phone: Dashboard) -> None:
    before = phone.view()
    drag(phone.page, *[[(200 - apart, 400), (200 + apart, 400)] for apart in range(40, 120, 8)])
    phone.frame.wait_for_function(f"map.getZoom() > {before[0]} + 0.5 && !map._animatingZoom")
    zoomed = phone.view()
    drag(phone.page, *[[(120 + x, 400), (220 + x, 400)] for x in range(0, 80, 8)])
    phone.frame.wait_for_function(f"map.getCenter().lng < {zoomed[2]} - 0.5")
    assert scrolled(phone) == 0
    assert phone.page.evaluate("visualViewport.scale") == 1


def test_a_finger_moves_the_brush(phone: Dashboard) -> None:
    page = phone.page
    handle = box(phone.frame.locator(".atlas-brush-to"))
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    drag(page, *[[(at, y)] for at in range(round(x), 60, -15)])
    expect(page.locator(".atlas-sentence h2")).to_contain_text("1 attack, until")
    assert scrolled(phone) == 0
    phone.frame.get_by_role("button", name="Options").tap()
    phone.frame.get_by_role("button", name="Clear").tap()
    expect(page.locator(".atlas-sentence h2")).to_contain_text("5 attacks")
    phone.frame.get_by_role("button", name="Options").tap()
    at_rest(page)


def test_a_tap_opens_a_mark_and_two_on_a_box_of_the_map_do_not_zoom_it(embed: Page) -> None:
    zoom = embed.evaluate("IncidentAtlas.layer.map.getZoom()")
    for _ in range(4):
        embed.locator(".atlas-unplaced summary").tap()
    embed.wait_for_timeout(300)
    assert embed.evaluate("IncidentAtlas.layer.map.getZoom()") == zoom
    mark = next(m for m in embed.evaluate("IncidentAtlas.layer.marks()") if KERMAN in m["ids"])
    embed.touchscreen.tap(mark["x"] + 10, mark["y"] + 10)
    expect(embed.locator("#panel-title")).to_have_text("Kerman bombings")
    embed.get_by_role("button", name="Close", exact=True).tap()


def test_a_mouse_still_drags_and_the_wheel_of_the_embed_asks(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map")
    page.locator(".atlas-mirror button").first.wait_for(state="attached")
    before = page.evaluate("IncidentAtlas.layer.map.getCenter().lng")
    page.mouse.move(700, 300)
    page.mouse.wheel(0, 100)
    expect(page.get_by_text("Click the map, or hold Ctrl, to zoom")).to_be_visible()
    page.mouse.down()
    page.mouse.move(600, 300, steps=5)
    page.mouse.up()
    assert page.evaluate("IncidentAtlas.layer.map.getCenter().lng") > before + 1
    expect(page.get_by_text(HINT)).to_be_hidden()
