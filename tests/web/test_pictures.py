"""Base map and legend against reference pictures, with a tolerance for fonts and smoothing.

To renew one after an intended change: delete tests/pictures/NAME.png, run, look at the new one.
"""

import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[1] / "pictures"
# Largest mean difference in one channel, of 255. Measured at these zooms: no borders 0.98 and 0.38,
# no coast 0.47 at the first, borders of another grey 1.28 and 0.49, unchanged 0.0.
TOLERANCE = 0.3
SETTLED = 15  # s, on a loaded machine
LAYER = "IncidentAtlas.layer"
NO_TEXT = """
    () => {
        document.querySelectorAll('.atlas-legend li :is(bdi, b)').forEach((node) => node.remove());
        document.querySelector('.atlas-legend ul').style.width = '40px';
    }
"""
BARE = """
    () => document.querySelectorAll(
        '.leaflet-control-container, .atlas-overlay, .atlas-canvas, .atlas-names'
    ).forEach((node) => { node.style.visibility = 'hidden'; })
"""


def compare(name: str, shown: Locator) -> None:
    """Wait until an element looks as in its picture, since outlines load one after the other."""
    path = PICTURES / f"{name}.png"
    if not path.exists():
        PICTURES.mkdir(exist_ok=True)
        time.sleep(4)
        screenshot_of(shown).save(path, optimize=True)
        pytest.fail(f"{path.name} is new: look at it, and run again")
    reference = Image.open(path).convert("RGB")
    deadline = time.monotonic() + SETTLED
    while (found := difference(screenshot_of(shown), reference)) >= TOLERANCE:
        assert time.monotonic() < deadline, f"{name} differs by {found:.2f}"


def screenshot_of(shown: Locator) -> Image.Image:
    return Image.open(BytesIO(shown.screenshot())).convert("RGB")


def difference(picture: Image.Image, reference: Image.Image) -> float:
    """Return the mean difference at half the size, so that a shift of one pixel weighs little."""
    half = (reference.width // 2, reference.height // 2)
    pair = [image.resize(half, Image.Resampling.BOX) for image in (picture, reference)]
    return max(ImageStat.Stat(ImageChops.difference(*pair)).mean)


@pytest.fixture
def embed(page: Page, server_url: str, scheme: str) -> Page:
    page.set_viewport_size({"width": 800, "height": 640})
    page.goto(f"{server_url}/embed/map?theme={scheme}&years=0")
    page.locator(".atlas-count").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("zoom", "lon", "lat"), [(3, 40, 45), (6, 76, 34)])
def test_the_base_map_looks_as_it_did(
    embed: Page, scheme: str, zoom: int, lon: int, lat: int
) -> None:
    embed.evaluate(f"void {LAYER}.map.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    embed.evaluate(BARE)
    compare(f"basemap-{zoom}-{scheme}", embed.locator("#map"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_symbols_of_the_legend_look_as_they_did(embed: Page, scheme: str) -> None:
    embed.evaluate(NO_TEXT)  # fonts differ between machines, and legends with them
    compare(f"legend-{scheme}", embed.locator(".atlas-legend ul"))


def test_every_canvas_has_the_pixels_of_a_dense_screen(browser: Browser, server_url: str) -> None:
    context = browser.new_context(
        viewport={"width": 640, "height": 480}, device_scale_factor=2, color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{server_url}/embed/map")
    page.locator(".atlas-count").wait_for()
    page.locator(".atlas-legend-toggle").wait_for()
    sizes = page.evaluate(
        "[...document.querySelectorAll('canvas')].map((canvas) =>"
        " [canvas.width, canvas.getBoundingClientRect().width])"
    )
    assert len(sizes) > 3
    assert {round(pixels / width, 1) for pixels, width in sizes if width} == {2.0}
    context.close()
