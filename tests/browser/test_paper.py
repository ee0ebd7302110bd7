"""Ctrl+P on each page: on A4, light on any screen, nothing folded, cut or left to click."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import at_rest, opened
from geo.exports.export import export_bytes
from geo.exports.selection import select
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store
from printed import Printed, check_paper, printed
from samples import CROCUS, curated
from watching import watched_file

pytestmark = pytest.mark.browser

SENTENCE = "5 attacks and 6 context records, 2017–2024"
WHITE = "rgb(255, 255, 255)"


def check_record(paper: Printed, record: Incident) -> None:
    """All statements of a record are there, and the address of each source."""
    said = [each.says for each in record.assertions if each.says]
    assert len(said) > 10
    for text in [record.title, *said, *(each.url for each in record.sources if each.url)]:
        assert paper.has(text), text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dashboard_with_its_record(page: Page, server_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    dashboard = opened(page, f"{server_url}/?select={CROCUS}")
    expect(page.locator(".atlas-detail")).to_be_visible()
    at_rest(page)
    paper = printed(page)
    check_paper(paper)
    check_record(paper, curated()[CROCUS])
    assert paper.pages[0].startswith("Incident Atlas 1 of ")
    assert paper.has(SENTENCE)
    assert paper.has(f"from {server_url}/?select={CROCUS}")
    assert paper.has(f"all rows of the table: {server_url}/print?select={CROCUS}")
    for control in ("Close", "Add your own data", "Use this view", "Open as a page", "Share, cite"):
        assert not paper.has(control), control
    assert dashboard.view()  # the map is as it was


def test_the_table_of_the_dashboard(page: Page, server_url: str) -> None:
    dashboard = opened(page, f"{server_url}/")
    expect(dashboard.rows()).to_have_count(11)
    paper = printed(page)
    check_paper(paper)
    for record in curated().values():
        assert paper.has(record.title)
    with_rows = [text for text in paper.pages if "no place stated" in text]
    assert with_rows
    assert all("Injured" in text for text in with_rows)  # each page has the heads
    for control in ("Full text", "Sort by", "What this atlas is"):
        assert not paper.has(control), control


def test_the_map_of_the_dashboard_is_light_and_comes_back(page: Page, server_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    dashboard = opened(page, f"{server_url}/")
    at_rest(page)
    before = dashboard.view()
    for name, theme, width in (("beforeprint", "light", 670), ("afterprint", "dark", None)):
        dashboard.frame.evaluate("(name) => window.dispatchEvent(new Event(name))", name)
        map_ = dashboard.frame.locator(".atlas-map")
        expect(map_).to_have_attribute("data-theme", theme)
        box = map_.bounding_box()
        assert box
        assert width is None or box["width"] == width
    assert dashboard.view() == pytest.approx(before, abs=1)  # degrees: some 3 px


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_an_embed_with_its_caption_and_its_record(page: Page, server_url: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 400, "height": 500})
    page.goto(
        f"{server_url}/embed/map?theme={theme}&select={CROCUS}&title=Attacks&credit=Graphic: X"
    )
    expect(page.locator("#panel-title")).to_be_visible()
    paper = printed(page)
    check_paper(paper)
    check_record(paper, curated()[CROCUS])
    for text in ("Attacks", SENTENCE, "Newest source", "Licences: Incident Atlas", "Graphic: X"):
        assert paper.has(text), text
    for control in ("Look closer", "Open in the dashboard"):
        assert not paper.has(control), control


def test_an_embed_shows_on_paper_what_it_showed(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map?country=IR")
    page.wait_for_function("() => IncidentAtlas.layer.answer")
    marks = "() => IncidentAtlas.layer.marks().map((mark) => mark.ids.join()).sort()"
    before = page.evaluate(marks)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate(marks) == before != []
    places = page.evaluate("() => IncidentAtlas.layer.marks().map(({ x, y }) => [x, y])")
    assert all(0 < x < 670 and 0 < y < 414 for x, y in places)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == WHITE


def test_in_a_frame_an_embed_keeps_its_size(page: Page, server_url: str) -> None:
    html = f'<iframe src="{server_url}/embed/map" width="500" height="400"></iframe>'
    page.route("**/around", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{server_url}/around")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".atlas-count")).to_be_attached()
    inner = next(frame for frame in page.frames if "/embed/map" in frame.url)
    inner.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert inner.evaluate("() => document.querySelector('#map').clientWidth") == 500


def test_the_page_of_a_record(page: Page, server_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server_url}/record/{CROCUS}")
    paper = printed(page)
    check_paper(paper)
    check_record(paper, curated()[CROCUS])
    assert paper.has(f"{server_url}/record/{CROCUS}")


def test_the_page_of_one_file_with_its_record(browser: Browser, tmp_path: Path) -> None:
    store = Store()
    store.add(list(curated().values()))
    html = export_bytes(select(store, Query()), "html")
    with watched_file(browser, tmp_path / "map.html", html, color_scheme="dark") as (page, _):
        page.locator("#rows").get_by_role("button", name="Crocus City Hall attack").click()
        expect(page.locator("#panel-title")).to_be_visible()
        paper = printed(page)
    check_paper(paper)
    check_record(paper, curated()[CROCUS])
    for record in curated().values():
        assert paper.has(record.title)
