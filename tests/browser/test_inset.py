"""The small globe on a near view of the map."""

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

LAYER = "IncidentAtlas.layer"


def show(page: Page, address: str, width: int, height: int) -> Locator:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}&caption=0&years=0")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    return page.locator(".atlas-inset")


def box_of(page: Page, selector: str) -> list[float]:
    box = page.locator(selector).bounding_box()
    assert box
    return [box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]]


def touch(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_near_view_has_a_globe_that_says_where_it_lies(page: Page, server_url: str) -> None:
    globe = show(page, f"{server_url}/embed/map?at=35.7,51.4,6", 700, 440)
    expect(globe).to_be_visible()
    expect(globe).to_have_role("img")
    expect(globe).to_have_attribute("aria-label", "On the globe the map lies around 36° N, 51° E")


@pytest.mark.parametrize("at", ["35.7,51.4,6", "35.7,51.4,9", "30,54,7", "55.8,37.4,8"])
def test_it_covers_no_mark_and_no_control(page: Page, server_url: str, at: str) -> None:
    globe = show(page, f"{server_url}/embed/map?at={at}", 700, 440)
    expect(globe).to_be_visible()
    box = box_of(page, ".atlas-inset")
    controls = page.locator(".leaflet-control:visible").all()
    for control in controls:
        found = control.bounding_box()
        assert found
        x, y = found["x"], found["y"]
        assert not touch(box, [x, y, x + found["width"], y + found["height"]])
    for mark in page.evaluate(f"{LAYER}.marks()"):
        x, y = mark["x"], mark["y"]
        assert not touch(box, [x - 3, y - 3, x + 3, y + 3])
    for label in page.evaluate(f"{LAYER}.labels()"):
        x, y = label["x"], label["y"]
        assert not touch(box, [x, y, x + label["w"], y + label["h"]])


@pytest.mark.parametrize(
    ("at", "width"), [("35.7,51.4,3", 700), ("35.7,51.4,6", 470), ("20,10,2", 1200)]
)
def test_a_wide_view_and_a_small_map_have_none(
    page: Page, server_url: str, at: str, width: int
) -> None:
    globe = show(page, f"{server_url}/embed/map?at={at}", width, 440)
    page.evaluate(f"{LAYER}.namesDrawn()")
    expect(globe).to_be_hidden()


def test_it_comes_and_goes_with_the_zoom(page: Page, server_url: str) -> None:
    globe = show(page, f"{server_url}/embed/map?at=35.7,51.4,3", 700, 440)
    expect(globe).to_be_hidden()
    page.evaluate(f"void {LAYER}.map.setView([35.7, 51.4], 7, {{ animate: false }})")
    expect(globe).to_be_visible()
    page.evaluate(f"void {LAYER}.map.setView([35.7, 51.4], 3, {{ animate: false }})")
    expect(globe).to_be_hidden()
