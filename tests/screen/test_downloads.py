"""One press brings a file to the browser, whatever the dashboard draws meanwhile."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

import geo
from dashboards import at_rest, opened
from samples import CROCUS


def test_no_file_is_made_during_a_press_which_a_run_of_the_script_would_lose() -> None:
    modules = Path(geo.__file__).parent.rglob("*.py")
    assert [path.name for path in modules if "download_button" in path.read_text("utf-8")] == []


# The reader goes on: the screen shows another query, and the one before it again.
GO_ON = """() => ["?country=IR", "?country=RU", ""].forEach((query) => {
  history.pushState(null, "", location.pathname + query);
  dispatchEvent(new PopStateEvent("popstate"));
})"""


@pytest.mark.browser
def test_a_file_comes_though_the_script_runs_again_and_again(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    page.get_by_role("tab", name="Share").click()
    at_rest(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page (HTML)").click()
        page.evaluate(GO_ON)
    assert download.value.suggested_filename == "incident-atlas-2017-2024.html"
    assert download.value.path().read_text("utf-8").startswith("<!doctype html>")
    page.get_by_text("is among your downloads").wait_for()


def saved(page: Page, button: str, *, part: str = "") -> tuple[str, bytes]:
    """Press the button of a format once; return the name and the content of the file that comes."""
    form = page.locator(f".st-key-{part}save-{button}")
    with page.expect_download() as download:
        form.get_by_role("button").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light"), (390, "dark")]
)
def test_one_press_saves_a_file_under_its_name(
    page: Page, server_url: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, f"{server_url}/?group=islamic-state&country=IR")
    page.get_by_role("tab", name="Share").click()
    at_rest(page)
    name, content = saved(page, "csv")
    assert name == "islamic-state-iran-2017-2024.csv"
    assert content.startswith(b"id,")
    assert content.count(b"IR-20") >= 4
    name, content = saved(page, "geojson")
    assert name == "islamic-state-iran-2017-2024.geojson"
    assert len(json.loads(content)["features"]) == 4
    for ending in ("csv", "geojson"):
        done = page.get_by_text(re.compile(rf"2024\.{ending}, .* is among your downloads"))
        expect(done).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_record_is_saved_by_itself(page: Page, server_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, f"{server_url}/?select={CROCUS}")
    page.get_by_text("Share, cite, download this record").click()
    at_rest(page)
    name, content = saved(page, "geojson", part="record-")
    assert name == "ru-2024-03-22-crocus.geojson"
    assert [each["id"] for each in json.loads(content)["features"]] == [CROCUS]


@pytest.mark.browser
def test_a_file_is_saved_by_the_keyboard(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/")
    page.get_by_role("tab", name="Share").click()
    at_rest(page)
    button = page.get_by_role("button", name="GeoJSON")
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "incident-atlas-2017-2024.geojson"
    page.get_by_text("is among your downloads").wait_for()
    expect(button).to_be_focused()
