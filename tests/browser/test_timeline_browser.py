"""The timeline in a real Chromium, on the default data."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# A timeline of its own under an embed's map, with all that the page is told of its moves.
BUILD = """([query, play]) => {
  const node = document.body.appendChild(document.createElement("section"));
  node.id = "time";
  window.told = [];
  window.played = [];
  const { layer } = IncidentAtlas;
  const onPeriod = ({ from, to }, isFinal) => void told.push([from, to, isFinal]);
  const onPlay = (text) => played.push(text);
  const source = IncidentAtlas.httpSource("");
  const options = { source, look: layer.look, query, play, onPeriod, onPlay };
  window.line = IncidentAtlas.timeline(node, options);
}"""
TIME = "#time"


def built(page: Page, url: str, query: str = "", play: str = "", width: int = 600) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{url}/embed/map")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    page.evaluate(BUILD, [query, play])
    expect(slider(page, "First")).to_have_attribute("aria-valuetext", "June 2017: 1 record")


def slider(page: Page, which: str) -> Any:
    return page.locator(TIME).get_by_role("slider", name=which)


def told(page: Page) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate("told")
    return found


def test_the_bundled_data_by_month(page: Page, server_url: str) -> None:
    built(page, server_url)
    chart = page.locator(TIME).get_by_role("img")
    expect(chart).to_have_attribute("aria-label", "Records by month, June 2017 – April 2024")
    expect(slider(page, "Last month")).to_have_attribute("aria-valuenow", "82")
    assert told(page) == []


def test_the_keyboard_moves_an_end(page: Page, server_url: str) -> None:
    built(page, server_url)
    first = slider(page, "First month")
    first.press("PageUp")
    first.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "July 2018: 0 records")
    assert told(page)[-1] == ["2018-07", "", True]
    first.press("Home")
    assert told(page)[-1] == ["", "", True]


def test_the_mouse_draws_a_period(page: Page, server_url: str) -> None:
    built(page, server_url)
    box = page.locator(f"{TIME} .atlas-brush").bounding_box()
    assert box
    y = box["y"] + 30
    page.mouse.move(box["x"] + 200, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, y, steps=5)
    page.mouse.up()
    start, end, is_final = told(page)[-1]
    assert is_final
    assert "2019" < start < end < "2022"
    assert [each[2] for each in told(page)].count(True) == 1
