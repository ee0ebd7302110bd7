"""A record that is left out or gone, and a query that finds nothing: what each page says of it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accessible import GRAVE, grave, looked_at
from dashboards import at_rest, opened
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.query.query import Query
from geo.store.store import Store
from samples import CROCUS, DATA, KERMAN
from watching import Traffic, watched, watched_file

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desk": (1440, 900)}
SCHEMES = ("light", "dark")
READY = "() => window.IncidentAtlas && IncidentAtlas.layer && IncidentAtlas.layer.answer"
IN_RUSSIA = "This record is outside the filter “in Russia”."


def looks(browser: Browser, size: str, scheme: str) -> Any:
    width, height = SIZES[size]
    return watched(browser, viewport={"width": width, "height": height}, color_scheme=scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_dashboard_says_it_at_each_width(
    browser: Browser, server_url: str, size: str, scheme: str
) -> None:
    with looks(browser, size, scheme) as page:
        opened(page, f"{server_url}/?country=RU&select={KERMAN}")
        expect(page.locator(".atlas-outside")).to_have_text(IN_RUSSIA)
        expect(page.locator(".atlas-outside")).to_be_in_viewport()
        assert size == "phone" or grave(page) == []  # there the record covers what is behind it
        page.get_by_role("button", name="Show it: drop this filter").click()
        expect(page.locator(".atlas-outside")).to_have_count(0)
        assert page.url.endswith(f"/?select={KERMAN}")
        opened(page, f"{server_url}/?from=2025&group=isis-k&group=isisk")
        expect(page.get_by_text("Nearest: ISIS-K")).to_be_in_viewport()
        expect(page.get_by_text("Select an incident on the map")).to_have_count(0)
        assert not [each for each in looked_at(page)["violations"] if each["impact"] in GRAVE]
        page.get_by_role("button", name="Without ‘since 2025’: 2 records").click()
        expect(page.get_by_text("Select an incident on the map")).to_have_count(1)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_page_about_the_atlas_is_sound_at_each_width(
    browser: Browser, server_url: str, size: str, scheme: str
) -> None:
    with looks(browser, size, scheme) as page:
        page.goto(f"{server_url}/about")
        expect(page.get_by_role("heading", level=1)).to_have_text("About this atlas")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert grave(page) == []


def test_the_embed_says_it_of_its_own_query_and_of_what_a_reader_chooses(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/embed/map?country=RU&select={KERMAN}")
    note = page.locator("#panel .atlas-outside")
    expect(note).to_have_text(IN_RUSSIA)
    assert grave(page) == []
    page.goto(f"{server_url}/embed/map?select={KERMAN}")
    page.wait_for_function(READY)
    expect(page.locator("#panel-title")).to_be_visible()
    expect(note).to_be_hidden()
    page.locator(".atlas-legend button", has_text="Convictions").click()
    expect(note).to_have_text(
        "This record is outside the filter “status convictions”. Show all records"
    )
    note.get_by_role("button").click()
    expect(note).to_be_hidden()
    assert "status" not in page.url


def test_an_embed_that_finds_nothing_says_why(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map?group=isisk")
    page.wait_for_function(READY)
    expect(page.locator(".atlas-missing")).to_contain_text("Nearest: ISIS-K")
    expect(page.locator(".atlas-count")).to_have_text("No record matches")
    page.goto(f"{server_url}/embed/map?from=2025")
    page.wait_for_function(READY)
    expect(page.locator(".atlas-missing")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".atlas-count")).to_contain_text("in view")
    expect(page.locator(".atlas-missing")).to_be_hidden()


def test_a_record_that_is_gone_says_what_may_have_happened(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    page.goto(f"{server_url}/embed/map?select=nobody")
    expect(page.locator("#panel")).to_contain_text("No record has the id “nobody”: its address")
    expect(page.locator("#panel")).to_contain_text("has left it out")
    traffic.errors.clear()  # the status of the answer
    at_rest(opened(page, f"{server_url}/?select=nobody").page)
    expect(page.locator(".atlas-missing")).to_contain_text("No record has the id 'nobody'")


def test_a_file_says_it_of_what_its_reader_chooses(browser: Browser, tmp_path: Path) -> None:
    store = Store()
    store.add(load(DATA))
    html = export_bytes(select(store, Query()))
    with watched_file(browser, tmp_path / "map.html", html) as (page, _):
        page.wait_for_function(READY)
        page.locator("#rows button", has_text="Kerman").first.click()
        note = page.locator("#panel .atlas-outside")
        expect(page.locator("#panel-title")).to_be_visible()
        expect(note).to_be_hidden()
        page.locator("#group").select_option("isis-k")
        expect(note).to_be_hidden()
        page.evaluate(
            "(id) => { location.hash = `group=isis-k&from=2025&status=convictions&select=${id}`; }",
            KERMAN,
        )
        expect(note).to_contain_text("outside the filters “since 2025”")
        expect(note).to_contain_text("and “Convictions”.")
        corner = page.locator(".atlas-count")
        expect(corner).to_contain_text("No record matches")
        corner.get_by_role("button", name="Show all").click()
        expect(note).to_be_hidden()
        expect(corner.get_by_role("button", name="Show all")).to_have_count(0)
        assert page.url.endswith(f"map.html#select={KERMAN}")
        assert CROCUS in page.evaluate("IncidentAtlas.layer.marks().flatMap((mark) => mark.ids)")
