"""The search for words finds while a reader types, and keeps their history short."""

import re
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import RUNNING, at_rest, opened
from watching import watched_once

pytestmark = pytest.mark.browser

TEXT = 'crocus "city hall" 144'


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_text_is_searched_while_it_is_typed(browser: Browser, server_url: str) -> None:
    with watched_once(browser) as page:
        dashboard = opened(page, server_url)
        entries = page.evaluate("history.length")
        field = page.get_by_role("searchbox", name="Text")
        field.click()
        page.keyboard.type(TEXT, delay=90)
        dashboard.sentence("1 attack, 2024, with the words “crocus” and “city hall” and “144”")
        expect(field).to_have_value(TEXT)
        expect(field).to_be_focused()
        for end in (1, 2, 3):  # a pause after each
            field.press("Backspace")
            expect(page).to_have_url(re.compile(f"{re.escape(quote_plus(TEXT[:-end].strip()))}$"))
        dashboard.sentence("1 attack, 2024, with the words “crocus” and “city hall”")
        assert field.evaluate("({ selectionStart: at }) => at") == len('crocus "city hall" ')
        assert asked(page) == {"q": ['crocus "city hall"']}
        assert page.evaluate("history.length") == entries + 1
        page.wait_for_timeout(300)  # until the script has begun to run
        expect(page.locator(RUNNING)).to_have_count(0, timeout=30_000)
        page.go_back()
        expect(field).to_have_value("")
        dashboard.sentence("5 attacks and 6 context records, 2017–2024")
        page.go_forward()
        expect(field).to_have_value('crocus "city hall"')
        dashboard.sentence("1 attack, 2024, with the words “crocus” and “city hall”")
        field.press("Escape")
        dashboard.sentence("5 attacks and 6 context records, 2017–2024")
        assert asked(page) == {}


def test_a_mark_of_quotation_is_no_search_yet(page: Page, server_url: str) -> None:
    dashboard = opened(page, server_url)
    page.get_by_role("searchbox", name="Text").fill('"')
    at_rest(page)
    dashboard.sentence("5 attacks and 6 context records, 2017–2024")
    assert not page.get_by_test_id("stAlert").count()


@pytest.mark.parametrize("emptied", ["Escape", "Reset", "%"])
def test_the_address_forgets_a_typed_text_that_is_gone(
    page: Page, server_url: str, emptied: str
) -> None:
    dashboard = opened(page, server_url)
    field = page.get_by_role("searchbox", name="Text")
    for text in ("kerman", "", "tehran", "tehran attacks"):  # each is a pause of whoever types
        field.fill(text)
        expect(page).to_have_url(re.compile(f"q={re.escape(quote_plus(text))}$" if text else "/$"))
        at_rest(page)
    if emptied == "Reset":
        page.get_by_role("button", name="Reset (1)").click()
    elif emptied == "Escape":
        field.press("Escape")
    else:
        field.fill(emptied)
    dashboard.sentence("5 attacks and 6 context records, 2017–2024")
    expect(page).to_have_url(re.compile("/$"))
