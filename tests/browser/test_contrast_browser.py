"""Symbols as a browser draws them: each is seen on land, on water and on paper."""

from io import BytesIO
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from dashboards import at_rest, opened
from geo.maps.marks.contrast import LEAST, contrast, edge_of
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS
from geo.maps.themes import THEMES

pytestmark = pytest.mark.browser

CONTACT = "X-IR-TJ-dushanbe"
GROUPS = [{"value": f"g{n}", "label": f"Group {n}"} for n in range(len(GROUP_COLORS))]
# The colours of the pixels of swatches that nothing is mixed with, as [[red, green, blue], pixels];
# the border of 1 px of a symbol has some of them at this sharpness.
DRAWN = """([theme, groups, records]) => {
  const { look } = IncidentAtlas.layer;
  return records.map(({ colorBy, ...properties }) => {
    look.follow({ theme, colorBy, groups, largest: 0 });
    const canvas = look.swatch(properties);
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const color = data.slice(i, i + 3).join();
      if (data[i + 3] === 255) pixels.set(color, 1 + (pixels.get(color) ?? 0));
    }
    return [...pixels].map(([color, number]) => [color.split(",").map(Number), number]);
  });
}"""


def records() -> list[dict[str, Any]]:
    statuses = [
        {"colorBy": "status", "status": code, "record_type": _type(code)} for code in STATUS_SYMBOLS
    ]
    groups = [
        {"colorBy": "group", "status": code, "record_type": "incident", "groups": [group]}
        for code in STATUS_SYMBOLS
        if code != "not_applicable"
        for group in [*(each["value"] for each in GROUPS), "other"]
    ]
    return statuses + groups


def _type(code: str) -> str:
    return "context" if code == "not_applicable" else "incident"


@pytest.mark.parametrize("theme", THEMES)
def test_every_symbol_is_seen_on_every_ground(
    browser: Browser, server_url: str, theme: str
) -> None:
    context = browser.new_context(device_scale_factor=4)
    page = context.new_page()
    page.goto(f"{server_url}/embed/map?theme={theme}")
    page.locator(".atlas-count").wait_for()
    drawn = page.evaluate(DRAWN, [theme, GROUPS, records()])
    context.close()
    colors = THEMES[theme]
    for record, pixels in zip(records(), drawn, strict=True):
        hexes = {"#" + bytes(color).hex(): number for color, number in pixels}
        halo = {colors.halo, colors.land}
        for ground in (colors.land, colors.water, colors.paper):
            seen = [each for each in hexes.keys() - halo if contrast(each, ground) >= LEAST]
            assert seen, (record, ground)
            share = sum(hexes[each] for each in seen) / sum(hexes.values())
            assert share > 0.1, (record, ground, share)


@pytest.mark.parametrize("theme", THEMES)
def test_a_panel_shows_the_symbol_of_its_status_in_the_colours_of_the_page(
    browser: Browser, server_url: str, theme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": 1280, "height": 1600})
    page = context.new_page()
    opened(page, f"{server_url}/?select={CONTACT}")
    symbol = page.locator(".atlas-detail .atlas-symbol")
    expect(symbol).to_be_visible()
    at_rest(page)
    picture = np.asarray(Image.open(BytesIO(symbol.screenshot())).convert("RGB"))
    edge = edge_of(STATUS_SYMBOLS["not_applicable"].color, THEMES[theme])
    colors = {"#" + bytes(pixel).hex() for pixel in picture.reshape(-1, 3)}
    assert edge.lower() in colors
    context.close()


def test_the_colours_of_the_test_are_all_there_are() -> None:
    assert len({*GROUP_COLORS, GROUP_OTHER}) == len(GROUPS) + 1
