"""“Find a place” on the map, by keyboard and touch; the server's answers are given here."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, Route, expect

from accessible import grave
from dashboards import at_rest
from dashboards import opened as opened_dashboard
from watching import Traffic, watched

pytestmark = pytest.mark.browser

LAYER = "IncidentAtlas.layer"


def place(name: str, lon: float, lat: float, **changes: Any) -> dict[str, Any]:
    found = {"name": name, "line": f"{name}, Testland", "precision": "settlement", "country": "IR"}
    box = [lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05]
    return found | {"lon": lon, "lat": lat, "bounds": box} | changes


KERMAN, KERMIT = place("Kerman", 57.08, 30.28), place("Kermit", -103.09, 31.85)
HOSTILE = place("<img src=x onerror=window.ran=1>{{7*191}}", 10, 50, line="<b>bold</b>")
ISLES = place("Isles", 180.0, -17.0, bounds=[177, -19, -178, -15])
KNOWN = {
    "kerm": [KERMAN, KERMIT],
    "kermi": [KERMIT],
    "nowhere": [],
    "<b>": [HOSTILE],
    "isl": [ISLES],
}


def answer(route: Route) -> None:
    (text,) = parse_qs(urlsplit(route.request.url).query)["q"]
    route.fulfill(body=json.dumps({"places": KNOWN.get(text, [])}), content_type="application/json")


@pytest.fixture
def embed(page: Page, server_url: str) -> Page:
    page.route("**/api/places?**", answer)
    page.goto(f"{server_url}/embed/map")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a place")


def options_of(page: Page | Frame) -> Locator:
    return page.get_by_role("listbox", name="Places").get_by_role("option")


def button(page: Page | Frame) -> Locator:
    return page.get_by_role("button", name="Find a place")


def center(page: Page) -> list[float]:
    found: list[float] = page.evaluate(
        f"[{LAYER}.map.getCenter().wrap().lng, {LAYER}.map.getCenter().lat]"
    )
    return found


def typed(page: Page, text: str) -> None:
    button(page).press("Enter")
    expect(field(page)).to_be_focused()
    page.keyboard.type(text)


def test_a_place_is_found_with_the_keyboard(embed: Page) -> None:
    typed(embed, "kerm")
    options = options_of(embed)
    expect(options).to_have_count(2)
    expect(field(embed)).to_have_attribute("aria-expanded", "true")
    embed.keyboard.press("ArrowDown")
    embed.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    id_ = options.nth(1).get_attribute("id")
    assert id_
    expect(field(embed)).to_have_attribute("aria-activedescendant", id_)
    embed.keyboard.press("ArrowUp")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    embed.keyboard.press("Enter")
    expect(embed.locator(".atlas-found")).to_have_text("Kerman")
    expect(field(embed)).to_be_hidden()
    embed.wait_for_function(f"() => {LAYER}.map.getZoom() >= 9")
    embed.wait_for_function(f"() => {LAYER}.map.getBounds().contains([30.28, 57.08])")
    embed.keyboard.press("Escape")
    expect(embed.locator(".atlas-found")).to_have_count(0)


def test_enter_takes_the_first_even_before_it_is_there(embed: Page) -> None:
    typed(embed, "kerm")
    embed.keyboard.press("Enter")
    expect(embed.locator(".atlas-found")).to_have_text("Kerman")


def test_enter_takes_no_place_of_what_was_written_before(embed: Page) -> None:
    typed(embed, "kerm")
    expect(options_of(embed)).to_have_count(2)
    embed.keyboard.type("i")
    embed.keyboard.press("Enter")
    expect(embed.locator(".atlas-found")).to_have_text("Kermit")


def test_places_that_come_late_open_no_list_that_nobody_looks_at(embed: Page) -> None:
    typed(embed, "kerm")
    field(embed).evaluate("(node) => node.blur()")
    expect(embed.get_by_text("2 places")).to_be_attached()
    expect(embed.get_by_role("listbox")).to_be_hidden()


def test_a_map_without_its_layer_keeps_nothing_of_it(embed: Page) -> None:
    typed(embed, "kerm")
    embed.keyboard.press("Enter")
    expect(embed.locator(".atlas-found")).to_have_text("Kerman")
    embed.evaluate(f"window.bare = {LAYER}.map; {LAYER}.remove()")
    expect(embed.locator(".atlas-found")).to_have_count(0)
    expect(embed.locator("#map canvas")).to_have_count(0)
    expect(embed.locator(".leaflet-control-attribution")).to_have_text("Leaflet")
    left = embed.evaluate("Object.keys(bare._events).filter((name) => bare.listens(name))")
    assert not {"resize", "move"} & set(left)


def test_escape_closes_the_list_then_the_field(embed: Page) -> None:
    typed(embed, "kerm")
    expect(options_of(embed)).to_have_count(2)
    embed.keyboard.press("Escape")
    expect(embed.get_by_role("listbox")).to_be_hidden()
    expect(field(embed)).to_be_focused()
    embed.keyboard.press("Escape")
    expect(field(embed)).to_be_hidden()
    expect(button(embed)).to_be_focused()
    expect(button(embed)).to_have_attribute("aria-expanded", "false")


def test_keys_in_the_field_do_not_move_the_map(embed: Page) -> None:
    before = center(embed)
    typed(embed, "kerm")
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "+", "-"):
        embed.keyboard.press(key)
    assert center(embed) == before


def test_a_name_that_is_not_known_is_said(embed: Page) -> None:
    typed(embed, "nowhere")
    expect(embed.get_by_text("No place of this name is known.")).to_be_visible()


def test_a_server_that_does_not_know_yet_is_asked_again(embed: Page, traffic: Traffic) -> None:
    asked: list[int] = []

    def later(route: Route) -> None:
        asked.append(1)
        if len(asked) > 1:
            return answer(route)
        error = {"code": "not_ready", "message": "the index is being built: ask again"}
        return route.fulfill(status=503, body=json.dumps({"error": error}))

    embed.unroute_all()
    embed.route("**/api/places?**", later)
    typed(embed, "kerm")
    expect(embed.get_by_text("The index is being built: ask again.")).to_be_visible()
    expect(options_of(embed)).to_have_count(2)
    assert ["503" in error for error in traffic.errors] == [True]
    traffic.errors.clear()


def test_no_name_runs_as_code(embed: Page) -> None:
    typed(embed, "<b>")
    expect(options_of(embed)).to_contain_text("<b>bold</b>")
    embed.keyboard.press("Enter")
    expect(embed.locator(".atlas-found")).to_have_text(HOSTILE["name"])
    assert embed.evaluate("window.ran") is None


def test_a_place_on_the_antimeridian_is_shown_whole(embed: Page) -> None:
    typed(embed, "isl")
    embed.keyboard.press("Enter")
    embed.wait_for_function(f"() => {LAYER}.map.getZoom() > 5")
    embed.wait_for_function(
        f"() => {{ const {{ lng }} = {LAYER}.map.getCenter().wrap(); return Math.abs(lng) > 175; }}"
    )


def test_the_open_field_has_no_grave_fault(embed: Page) -> None:
    typed(embed, "kerm")
    expect(options_of(embed)).to_have_count(2)
    assert grave(embed) == []


def test_a_small_embed_has_no_search(embed: Page) -> None:
    embed.set_viewport_size({"width": 390, "height": 500})
    expect(button(embed)).to_be_hidden()
    embed.set_viewport_size({"width": 600, "height": 640})
    expect(button(embed)).to_be_visible()


def test_the_dashboard_finds_a_place_by_touch(browser: Browser, server_url: str) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    with watched(browser, **phone, is_mobile=True) as page:
        page.route(re.compile("/api/places"), answer)
        dashboard = opened_dashboard(page, f"{server_url}/")
        at_rest(page)
        frame = dashboard.frame
        frame.get_by_role("button", name="Find a place").tap()
        frame.get_by_role("combobox", name="Find a place").fill("kerm")
        options_of(frame).nth(0).tap()
        expect(frame.locator(".atlas-found")).to_have_text("Kerman")
        frame.wait_for_function("() => map.getZoom() >= 9")


COVERED = """(node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  const spots = [0.02, 0.1, 0.5].map((share) => [left + share * width, top + height / 2]);
  return spots.some(([x, y]) => !node.contains(document.elementFromPoint(x, y)));
}"""


def test_the_list_lies_over_the_button_below_it(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.route("**/api/places?**", answer)
    frame = opened_dashboard(page, server_url).frame
    at_rest(page)
    expect(frame.get_by_role("button", name="Use this view")).to_be_visible()
    button(frame).click()
    page.keyboard.type("kerm")
    options = options_of(frame)
    expect(options).to_have_count(2)
    assert [option.evaluate(COVERED) for option in options.all()] == [False, False]
