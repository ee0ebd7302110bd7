"""One press brings a file to the browser, whatever the dashboard draws meanwhile."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

import geo
from dashboards import at_rest, opened


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
