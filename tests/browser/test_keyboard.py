"""The dashboard by keyboard: what Tab does not do, and where Enter, Escape and the focus lead."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards import FRAME, Dashboard, at_rest, opened
from samples import CROCUS, KERMAN

pytestmark = pytest.mark.browser

TITLE = ".atlas-detail h2"
WHERE = """() => {
  const node = document.activeElement;
  if (node.tagName === "IFRAME") return "map";
  if (node.closest("[data-testid=stSidebar]")) return "filters";
  if (node.closest(".st-key-detail")) return "panel";
  if (node.getAttribute("role") === "tab") return "tabs";
  return node.closest(".atlas-rows") ? "table" : node === document.body ? "" : "page";
}"""


@pytest.fixture
def dashboard(page: Page, server_url: str) -> Dashboard:
    return opened(page, f"{server_url}/")


def row(page: Page, title: str) -> Locator:
    return page.locator(".atlas-records").get_by_role("button", name=title, exact=True)


def mark(dashboard: Dashboard, name: str) -> Locator:
    return dashboard.frame.get_by_role("button", name=re.compile(name)).first


def test_tab_leads_through_all_parts_and_opens_no_record(dashboard: Dashboard) -> None:
    page, parts = dashboard.page, list[str]()
    for _ in range(150):
        page.keyboard.press("Tab")
        part = page.evaluate(WHERE)
        if part and part != (parts or [""])[-1]:
            parts.append(part)
        if (
            part == "table"
            and page.evaluate("document.activeElement.textContent") == "Tehran attacks"
        ):
            break
    at_rest(page)
    order = [part for part in parts if part in ("filters", "map", "panel", "tabs", "table")]
    assert order == ["filters", "map", "panel", "tabs", "table"]
    assert "select=" not in page.url
    expect(page.locator(TITLE)).to_have_count(0)


def test_enter_opens_a_row_and_escape_in_the_table_closes_it(dashboard: Dashboard) -> None:
    page = dashboard.page
    button = row(page, "Kerman bombings")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text("Kerman bombings")
    expect(page).to_have_url(re.compile(f"select={KERMAN}"))
    expect(button).to_be_focused()
    page.keyboard.press("Tab")
    at_rest(page)
    expect(page).to_have_url(re.compile(f"select={KERMAN}"))
    page.keyboard.press("Escape")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(button).to_be_focused()


def test_escape_in_the_panel_gives_the_focus_back_to_the_row(dashboard: Dashboard) -> None:
    page = dashboard.page
    row(page, "Kerman bombings").press("Enter")
    expect(page.locator(TITLE)).to_have_text("Kerman bombings")
    at_rest(page)
    page.get_by_role("button", name="Close", exact=True).focus()
    page.keyboard.press("Escape")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(row(page, "Kerman bombings")).to_be_focused()


def test_close_by_enter_gives_the_focus_back_to_the_row(dashboard: Dashboard) -> None:
    page = dashboard.page
    row(page, "Kerman bombings").press("Enter")
    expect(page.locator(TITLE)).to_have_text("Kerman bombings")
    at_rest(page)
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(row(page, "Kerman bombings")).to_be_focused()


def test_a_record_of_a_mark_gives_the_focus_back_to_the_mark(dashboard: Dashboard) -> None:
    page = dashboard.page
    row(page, "Kerman bombings").press("Enter")  # it is not what leads to the other record
    expect(page.locator(TITLE)).to_have_text("Kerman bombings")
    at_rest(page)
    mark(dashboard, "Crocus").focus()
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text("Crocus City Hall attack")
    at_rest(page)
    page.get_by_role("button", name="Close", exact=True).focus()
    page.keyboard.press("Escape")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(page.locator(FRAME)).to_be_focused()
    expect(mark(dashboard, "Crocus")).to_be_focused()


def test_escape_on_a_mark_closes_its_record(dashboard: Dashboard) -> None:
    page = dashboard.page
    mark(dashboard, "Crocus").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"select={CROCUS}"))
    at_rest(page)
    page.keyboard.press("Escape")
    expect(page.locator(TITLE)).to_have_count(0)
    expect(mark(dashboard, "Crocus")).to_be_focused()
