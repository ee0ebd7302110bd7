"""Links of the data, in each page that has them: where they may lead, and what they tell."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import opened
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.query.query import Query
from geo.store.store import Store
from samples import CROCUS, SOURCE, located
from watching import watched_file

pytestmark = pytest.mark.browser

LINKS = """() => [...document.querySelectorAll("a[href]")]
  .filter(({ protocol, host }) => protocol.startsWith("http") && host !== location.host)
  .map(({ href, relList }) => [href, [...relList].sort()])"""
TOLD = ["nofollow", "noopener", "noreferrer"]


def check_links(page: Page, least: int = 5) -> None:
    """Check the links to other hosts, of which there are some."""
    links = page.evaluate(LINKS)
    assert len(links) >= least
    assert [link for link in links if link[1] != TOLD] == []


@pytest.mark.parametrize("path", ["/record/", "/embed/record/", "/print?select="])
def test_a_plain_page_tells_with_a_link_neither_reader_nor_regard(
    page: Page, server_url: str, path: str
) -> None:
    page.goto(f"{server_url}{path}{CROCUS}")
    check_links(page)


def test_so_does_the_panel_of_an_embed(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map?select={CROCUS}")
    expect(page.locator(".atlas-ledger").first).to_be_attached()
    check_links(page)


def test_so_does_the_panel_of_the_dashboard(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/?select={CROCUS}")
    expect(page.locator(".st-key-detail .atlas-ledger").first).to_be_attached()
    check_links(page)


def test_so_does_the_page_of_one_file_which_names_an_address_with_a_user_name_without_it(
    browser: Browser, tmp_path: Path
) -> None:
    store = Store()
    linked = replace(SOURCE, url="https://a.example/", archived="https://b.example/")
    spoofed = replace(SOURCE, id="T", url="https://a.example@evil.example/")
    store.add([located("A", (51.4, 35.7), sources=(linked, spoofed))])
    page = export_bytes(select(store, Query(id=("A",))))
    with watched_file(browser, tmp_path / "map.html", page) as (shown, _):
        shown.goto(f"{(tmp_path / 'map.html').as_uri()}#select=A")
        shown.reload()
        note = "not linked, as its address has a user name: https://evil.example/"
        expect(shown.get_by_text(note).first).to_be_attached()
        assert shown.evaluate(LINKS) == [["https://a.example/", TOLD], ["https://b.example/", TOLD]]
