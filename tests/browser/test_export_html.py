"""The map as one HTML file: opened from a folder, with the network off, in a real Chromium."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, expect

import synthetic
from accessible import grave
from effort import amount
from geo.errors import BadValue, NotPublishable
from geo.exports import export_bytes, export_file
from geo.exports.carried import cells, content
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.mercator import Bounds
from geo.model.incident import Actor, Incident, Place
from geo.query.query import Query
from geo.store.store import Store
from hostile import TITLES, check_nothing_ran, hostile_incident, hostile_record, plain
from nearly import nearly
from samples import (
    CROCUS,
    DATA,
    HOSTILE,
    KERMAN,
    ORIGIN,
    SHIRAZ,
    TEHRAN,
    WORLD,
    located,
    statement,
)
from watching import watched_file

pytestmark = pytest.mark.browser

KB = 1000  # bytes
SOURCE = "IncidentAtlas.layer.source"
ASK = f"([query, bounds, zoom]) => {SOURCE}.cells(query, bounds, zoom)"


def store_of(*incidents: Incident) -> Store:
    store = Store()
    store.add(incidents)
    return store


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Store]:
    """Return a function that makes a store of so many invented incidents."""
    folder = tmp_path_factory.mktemp("invented")

    def make(rows: int) -> Store:
        path = folder / f"{rows}.csv"
        synthetic.write_table(path, rows)
        return store_of(*load(path))

    return make


@pytest.fixture(scope="session")
def several(invented: Callable[[int], Store]) -> Store:
    """Return more incidents than are drawn one by one, and the curated ones."""
    store = invented(3_000)
    store.add(load(DATA))
    return store


@contextmanager
def opened(browser: Browser, page: bytes, folder: Path, **options: Any) -> Iterator[Page]:
    """Open a page from a folder with the network off; at the end, it has asked for nothing."""
    path = folder / "map.html"
    with watched_file(browser, path, page, **options) as (shown, asked):
        expect(shown.locator(".atlas-count")).not_to_be_empty()
        yield shown
    assert {url.partition("#")[0] for url in asked} == {path.as_uri()}  # once, or a reload


@pytest.fixture(scope="module")
def curated() -> bytes:
    return export_bytes(select(store_of(*load(DATA))))


def marks(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("IncidentAtlas.layer.marks()")
    return found


# --- a reader's way through it ---------------------------------------------------------------


def test_it_opens_from_a_folder_with_the_network_off(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "5 attacks and 6 context records, 2017–2024"
        )
        assert len(marks(page)) == 5
        assert page.evaluate("IncidentAtlas.layer.isLandShown()")
        assert {label["text"] for label in page.evaluate("IncidentAtlas.layer.labels()")} > {
            "Berlin",
            "Iran",
        }
        expect(page.locator("footer")).to_contain_text("Licences: Incident Atlas: CC BY 4.0.")
        expect(page.locator("footer")).to_contain_text("Newest source: 12 March 2026.")


def chosen(page: Page, name: str, date: str) -> None:
    """Write a date into a field of the timeline."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.fill(date)
    field.press("Enter")


def test_timeline_groups_and_the_legend_filter_map_words_and_table(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        shown, rows = page.locator("#shown"), page.locator("#rows tbody tr")
        expect(rows).to_have_count(11)
        chosen(page, "From", "2022")
        expect(shown).to_contain_text("10 of 11 records shown: since 2022 · 257–261 people killed")
        expect(rows).to_have_count(10)
        part = page.locator("#group option[value='isis-k']")
        assert part.text_content() == "\u2003ISIS-K (Islamic State – Khorasan Province) (2)"
        page.get_by_label("Group").select_option(value="isis-k")
        expect(shown).to_contain_text("2 of 11 records shown")
        expect(rows).to_have_count(2)
        page.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
        expect(rows).to_have_count(1)
        assert [mark["ids"] for mark in marks(page)] == [[CROCUS]]
        page.get_by_role("button", name="Reset").click()
        expect(rows).to_have_count(11)
        expect(shown).to_have_text(
            "11 records shown · 274–279 people killed (best 276) · 5 records without place"
        )
        expect(page.get_by_role("button", name="Reset")).to_be_disabled()


def test_the_brush_moves_map_words_and_table(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        first = page.get_by_role("slider", name="First")
        expect(first).to_have_attribute("aria-valuemin", "0")  # the bins are there
        first.press("ArrowRight")
        expect(page.locator("#shown")).to_contain_text("10 of 11 records shown: since 12 June 2017")
        expect(page.locator("#rows tbody tr")).to_have_count(10)
        assert TEHRAN not in {id_ for mark in marks(page) for id_ in mark["ids"]}
        page.get_by_role("slider", name="Last").press("Home")
        expect(page.locator("#shown")).to_contain_text("0 of 11 records shown: 12–18 June 2017")
        page.get_by_role("button", name="Step back").click()
        expect(page.locator("#shown")).to_contain_text("1 of 11 records shown: until 11 June 2017")
        expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_play_ends_with_the_last_record_and_begins_paused(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        chosen(page, "From", "2024-02")
        expect(page.locator("#shown")).to_contain_text("4 of 11 records shown")
        page.get_by_label("Window of play").select_option("cumulative")
        page.get_by_label("Speed of play").select_option("8")
        page.get_by_role("button", name="Play", exact=True).click()
        expect(page.locator("#shown")).to_contain_text("0 of 11 records shown")
        expect(page.locator("#shown")).to_contain_text("4 of 11 records shown")
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
        assert page.url.endswith("#from=2024-01-29&play=cumulative,8")  # whole weeks


def test_a_reset_ends_play_and_a_row_of_the_legend_does_not(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        shown, play = page.locator("#shown"), page.get_by_role("button", name="Play", exact=True)
        chosen(page, "To", "2019")
        expect(shown).to_contain_text("1 of 11 records shown: until 2019")
        page.get_by_label("Window of play").select_option("cumulative")
        play.click()
        row = page.locator(".atlas-legend").get_by_role("button", name="Claimed, and attributed")
        row.click()
        expect(row).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.get_by_role("button", name="Reset").click()
        expect(play).to_be_visible()
        expect(shown).to_contain_text("11 records shown · ")
        assert page.url.endswith("#play=cumulative")


def test_the_headline_is_about_what_is_shown(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        headline = page.locator("h1#title")
        whole = "5 attacks and 6 context records, 2017–2024"
        expect(headline).to_have_text(whole)
        page.get_by_label("Group").select_option(value="islamic-state")
        said = "5 attacks, 2017–2024, claimed by or attributed to Islamic State"
        expect(headline).to_have_text(said)
        expect(page).to_have_title(said)
        chosen(page, "From", "2024-03")
        said = "1 attack, since March 2024, claimed by or attributed to Islamic State"
        expect(headline).to_have_text(said)
        expect(page).to_have_title(said)
        chosen(page, "From", "2024-06")
        expect(headline).to_have_text(re.compile("^No record matches, since June 2024, "))
        page.get_by_role("button", name="Reset").click()
        expect(headline).to_have_text(whole)
        expect(page).to_have_title(whole)
        page.locator(".atlas-legend").get_by_role("button", name="Context").click()
        expect(headline).to_have_text("6 context records, 2024, only context records")


def test_a_title_of_its_own_stays_over_a_sentence_that_follows(
    browser: Browser, tmp_path: Path
) -> None:
    store = store_of(*load(DATA))
    file = export_bytes(select(store, Query(country=("IR",))), "html", title="My <b> map")
    with opened(browser, file, tmp_path) as page:
        page.get_by_label("Group").select_option(value="islamic-state")
        said = "4 attacks, 2017–2024, claimed by or attributed to Islamic State, in Iran"
        expect(page.locator("#sentence")).to_have_text(said)
        expect(page.locator("h1#title")).to_have_text("My <b> map")
        expect(page).to_have_title(f"My <b> map: {said}")


def test_no_row_of_the_table_is_cut(browser: Browser, curated: bytes, tmp_path: Path) -> None:
    for width in (1280, 390):
        with opened(browser, curated, tmp_path) as page:
            page.set_viewport_size({"width": width, "height": 800})
            texts = page.locator("#rows bdi")
            expect(texts).to_have_count(11 * 8)
            is_cut = "(text) => text.scrollHeight > text.clientHeight + 1"
            assert not texts.evaluate_all(f"(texts) => texts.some({is_cut})"), width
            of_a_row = "(row) => getComputedStyle(row).display"
            block = page.locator("#rows tbody tr").first.evaluate(of_a_row)
            assert block == ("block" if width == 390 else "table-row")


def test_the_row_of_the_open_record_is_marked(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        row = page.locator(f"#rows tr[data-id={KERMAN}]")
        row.locator("td").nth(1).click()
        expect(page.locator("#panel h1")).to_have_text("Kerman bombings")
        expect(row).to_have_attribute("aria-current", "true")
        page.keyboard.press("Escape")
        expect(row.get_by_role("button")).to_be_focused()
        expect(page.locator("#rows [aria-current]")).to_have_count(0)


def test_a_key_opens_a_row_whatever_words_are_marked(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        row = page.locator(f"#rows tr[data-id={KERMAN}]")
        row.locator("td").first.evaluate("(cell) => getSelection().selectAllChildren(cell)")
        row.locator("td").first.dispatch_event("click", {"detail": 1})  # the end of marking it
        row.get_by_role("button").press("Enter")
        expect(page.locator("#panel h1")).to_have_text("Kerman bombings")


# --- the address -------------------------------------------------------------------------------


def test_the_address_opens_the_same_picture_again(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        chosen(page, "From", "2022-10")
        chosen(page, "To", "2023")
        page.get_by_label("Group").select_option(value="islamic-state")
        row = page.locator(".atlas-legend").get_by_role("button", name="Convictions")
        row.click()
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        said = page.locator("#shown").text_content()
        assert said
        assert "October 2022 – December 2023, Islamic State" in said
        assert [mark["ids"] for mark in marks(page)] == [[SHIRAZ]]
        address = page.url
        assert address.endswith("#from=2022-10&to=2023&group=islamic-state&status=convictions")
        page.reload()
        expect(page.locator("#shown")).to_have_text(said)
        expect(page.get_by_role("textbox", name="From", exact=True)).to_have_value("2022-10")
        expect(page.get_by_label("Group")).to_have_value("islamic-state")
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        assert [mark["ids"] for mark in marks(page)] == [[SHIRAZ]]
        page.get_by_role("button", name="Reset").click()
        expect(page.locator("#rows tbody tr")).to_have_count(11)
        assert page.url == address.partition("#")[0]
        page.evaluate("location.hash = 'to=2017'")  # as a reader who changes the address
        expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_the_address_has_the_open_record_and_back_closes_it(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        bare = page.url
        chosen(page, "From", "2024")
        page.locator("#rows").get_by_role("button", name="Crocus City Hall attack").click()
        expect(page.locator("#panel h1")).to_have_text("Crocus City Hall attack")
        assert page.url == f"{bare}#from=2024&select={CROCUS}"
        page.reload()
        expect(page.locator("#panel h1")).to_have_text("Crocus City Hall attack")
        page.go_back()
        expect(page.locator("#panel")).to_be_hidden()
        assert page.url == f"{bare}#from=2024"
        page.go_forward()
        expect(page.locator("#panel h1")).to_have_text("Crocus City Hall attack")
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        assert page.url == f"{bare}#from=2024"


def test_a_frame_that_forbids_addresses_shows_the_same(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    around = b'<iframe sandbox="allow-scripts" style="width: 1000px; height: 700px"></iframe>'
    with watched_file(browser, tmp_path / "around.html", around) as (page, _):
        fill = "(frame, html) => { frame.srcdoc = html; }"
        page.locator("iframe").evaluate(fill, curated.decode())
        inner = page.frame_locator("iframe")
        row = inner.locator("#rows").get_by_role("button", name="Crocus City Hall attack")
        row.press("Enter")
        expect(inner.locator("#panel-title")).to_be_focused()
        page.keyboard.press("Escape")
        expect(inner.locator("#panel")).to_be_hidden()
        expect(row).to_be_focused()


def test_a_record_that_the_page_has_not_is_said(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        page.evaluate("(text) => { location.hash = text; location.reload(); }", "select=<b>x")
        expect(page.locator("#fault")).to_contain_text("this page has no record “<b>x”")
        expect(page.locator("#panel")).to_be_hidden()
        expect(page.locator("#rows tbody tr")).to_have_count(11)


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("from=2024-02-30", "“2024-02-30” is not in the calendar"),
        ("from=2024&to=2022", "2024 to 2022 ends before it begins"),
        ("from=<b>x", "“<b>x” is not a date"),
        ("q=bomb&from=2024", "“q” cannot be asked of this page, which knows from, to, "),
    ],
)
def test_a_mistake_in_the_address_is_said_and_all_is_shown(
    browser: Browser, curated: bytes, tmp_path: Path, fragment: str, words: str
) -> None:
    with opened(browser, curated, tmp_path) as page:
        page.evaluate("(text) => { location.hash = text; location.reload(); }", fragment)
        expect(page.locator("#fault")).to_contain_text(f"The address has a mistake: {words}")
        expect(page.locator("#fault")).to_contain_text("All records are shown.")
        expect(page.locator("#rows tbody tr")).to_have_count(11)
        chosen(page, "From", "2022")
        expect(page.locator("#fault")).to_be_hidden()


INK = """(chart) => {
  const { data } = chart.getContext("2d").getImageData(0, 0, chart.width, chart.height);
  return data.filter((value, i) => i % 4 === 3 && value).length;
}"""


def test_on_paper_the_period_is_said_and_the_chart_stays(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path, color_scheme="dark") as page:
        chosen(page, "From", "2022")
        expect(page.locator("#rows tbody tr")).to_have_count(10)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        chart = page.locator("#timeline canvas")
        assert chart.evaluate("(chart) => chart.clientWidth") == pytest.approx(670, abs=2)
        assert chart.evaluate(INK) > 100
        expect(page.locator("#timeline")).to_have_attribute("data-theme", "light")
        expect(page.locator("#timeline button").first).to_be_hidden()
        expect(page.locator("#shown")).to_contain_text("since 2022")


def test_a_record_opens_with_its_ledger_from_the_map_and_from_the_table(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path) as page:
        page.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
        panel = page.locator("#panel")
        expect(panel.locator("h1")).to_have_text("Kerman bombings")
        expect(panel.locator(".atlas-ledger").nth(1)).to_contain_text("claimed")
        expect(panel).to_contain_text("95–97 (best 95)")
        assert panel.locator(".atlas-sources a").count() > 3
        panel.locator("summary").last.focus()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(page.locator(f".atlas-mirror [data-key^='{KERMAN}']")).to_be_focused()
        row = page.locator("#rows").get_by_role("button", name="Crocus City Hall attack")
        row.click()
        expect(panel.locator("h1")).to_have_text("Crocus City Hall attack")
        expect(panel).to_contain_text("A court has convicted somebody of having committed it.")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(row).to_be_focused()


def test_a_page_of_one_record_shows_it_and_leaves_the_focus(
    browser: Browser, tmp_path: Path
) -> None:
    store = store_of(*load(DATA))
    with opened(browser, export_bytes(select(store, Query(id=(CROCUS,)))), tmp_path) as page:
        expect(page.locator("#panel-title")).to_have_text("Crocus City Hall attack")
        assert page.evaluate("document.activeElement === document.body")
        assert page.evaluate("IncidentAtlas.layer.state.selected") == CROCUS
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        page.locator("#rows").get_by_role("button").click()
        expect(page.locator("#panel-title")).to_be_focused()
    with opened(browser, export_bytes(select(store, Query(id=(CROCUS, KERMAN)))), tmp_path) as page:
        expect(page.locator("#rows tbody tr")).to_have_count(2)
        expect(page.locator("#panel")).to_be_hidden()


def test_the_table_says_everything(browser: Browser, curated: bytes, tmp_path: Path) -> None:
    with opened(browser, curated, tmp_path) as page:
        title = page.get_by_text("Kerman bombings", exact=True)
        row = page.locator("#rows tbody tr").filter(has=title)
        assert row.locator("th, td").all_text_contents() == [
            "Kerman bombings",
            "3 January 2024",
            "Kerman · \u2068کرمان\u2069, Kerman Province, Iran",
            "95–97 (best 95)",
            "284",
            "Claimed, and attributed to it by US intelligence sources (two, unnamed) and "
            "Ministry of Intelligence of Iran",
            "Islamic State, ISIS-K (Islamic State – Khorasan Province)",
            "attack, bombing",
        ]
        context = page.locator("#rows tbody tr", has_text="Reported US warning to Iran")
        unknown = context.locator("td").nth(2)
        expect(unknown).to_have_text("–")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    browser: Browser, curated: bytes, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, curated, tmp_path, color_scheme=scheme) as page:
        expect(page.locator(".atlas-map")).to_have_attribute("data-theme", scheme)
        assert grave(page) == []
        page.locator("#rows").get_by_role("button", name="Crocus City Hall attack").click()
        expect(page.locator("#panel-title")).to_be_visible()
        assert grave(page) == []


def test_nothing_is_wider_than_a_phone(browser: Browser, curated: bytes, tmp_path: Path) -> None:
    size = {"width": 390, "height": 844}
    with opened(browser, curated, tmp_path, viewport=size, has_touch=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator("#rows").get_by_role("button", name="Crocus City Hall attack").click()
        expect(page.locator("#panel-title")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_paper_the_map_is_light_and_no_control_is_left(
    browser: Browser, curated: bytes, tmp_path: Path
) -> None:
    with opened(browser, curated, tmp_path, color_scheme="dark") as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.locator(".atlas-map")).to_have_attribute("data-theme", "light")
        expect(page.locator("#filters")).to_be_hidden()
        expect(page.locator("#rows tbody tr")).to_have_count(11)
        box = page.locator("#map").bounding_box()
        assert box
        assert box["width"] == 670
        page.emulate_media(media="screen")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".atlas-map")).to_have_attribute("data-theme", "dark")


def test_near_records_that_lie_close_together_the_outlines_are_finer(
    browser: Browser, tmp_path: Path
) -> None:
    outlines = """(zoom) => {
      const map = IncidentAtlas.layer.map;
      map.setZoom(zoom, { animate: false });
      return new Promise((done) => setTimeout(() => {
        let points = 0;
        map.eachLayer((layer) => (points += (layer._latlngs || []).flat(3).length));
        done(points);
      }, 100));
    }"""
    selection = select(store_of(*load(DATA)), Query(country=("IR",), record=("incident",)))
    with opened(browser, export_bytes(selection), tmp_path) as page:
        near, far = page.evaluate(outlines, 6), page.evaluate(outlines, 2)
        assert near < 9_000 < far  # a box of finer ones, and the whole world


# --- hostile texts ---------------------------------------------------------------------------


def test_hostile_texts_stay_texts(browser: Browser, tmp_path: Path) -> None:
    incidents = [hostile_incident(n, text) for n, text in enumerate(HOSTILE)]
    title = "</title><script>window.__x = 1</script>"
    selection = select(store_of(*incidents, hostile_record()))
    with opened(browser, export_bytes(selection, title=title), tmp_path) as page:
        expect(page.locator("#title")).to_have_text(title)
        shown = {plain(text) for text in page.locator("#rows tbody th").all_text_contents()}
        assert shown == {plain(text) for text in TITLES.values()}
        page.evaluate("IncidentAtlas.layer.options.onSelect('all')")
        said = page.locator(".atlas-ledger > li > p:first-of-type")
        expect(said).to_have_count(len(HOSTILE))
        assert [plain(text) for text in said.all_text_contents()] == [plain(t) for t in HOSTILE]
        assert page.locator("#panel img, #panel a:not([href^='#'])").count() == 0
        check_nothing_ran(page)


# --- the same answers as the server's ----------------------------------------------------------

QUERIES = (
    "",
    "from=2001&to=2003-06",
    "to=1995-02-11",
    "group=group-002",
    "group=islamic-state",
    "record=context",
    "record=incident&status=attributed",
    "type=attack&type=Riot",
    "country=US&country=IR",
    "precision=country&precision=none",
    "precision=settlement",
    "bbox=-20,30,60,70",
    "bbox=160,-50,-160,70",
    "dataset=Incident+Atlas",
    "id=kerman-2024-01-03",
)
VIEWS = (
    (WORLD, 2),
    (Bounds(west=-12, south=35, east=45, north=70), 5),
    (Bounds(west=30, south=20, east=75, north=60), 4),
    (Bounds(west=100.5, south=-10, east=150.25, north=40), 9),
)


@pytest.fixture(scope="module")
def columns(browser: Browser, several: Store, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Open the page of several thousand records; return it."""
    folder = tmp_path_factory.mktemp("columns")
    with opened(browser, export_bytes(select(several)), folder) as page:
        yield page


def parsed(text: str) -> Query:
    return Query.parse(parse_qsl(text))


@pytest.mark.parametrize("text", QUERIES)
def test_it_answers_as_the_server_does(columns: Page, several: Store, text: str) -> None:
    query = parsed(text)
    for bounds, zoom in VIEWS:
        answer = columns.evaluate(ASK, [text, bounds.as_tuple(), zoom])
        said = several.marks(query, bounds, zoom).to_geojson()
        assert answer == nearly(said), (bounds, zoom)


@pytest.mark.parametrize("text", QUERIES)
def test_it_lists_as_the_server_does(columns: Page, several: Store, text: str) -> None:
    query = parsed(text)
    matched, found = several.incidents(query, limit=50)
    answer = columns.evaluate(f"(query) => {SOURCE}.incidents(query, null, 50)", text)
    assert answer["numberMatched"] == matched
    assert [f["id"] for f in answer["features"]] == [incident.id for incident in found]
    tolls = columns.evaluate(f"(query) => {SOURCE}.tolls(query)", text)
    assert tolls == select(several, query).caption.tolls


def test_groups_count_as_the_facet_does(columns: Page, several: Store) -> None:
    groups = several.summary(Query(from_="2001", group=("group-002",))).facets["group"]
    answer = columns.evaluate(f"{SOURCE}.facet('from=2001&group=group-002', 'group')")
    assert answer == {group.value: group.count for group in groups if group.count}


def test_a_group_may_have_the_name_of_what_every_object_has(
    browser: Browser, tmp_path: Path
) -> None:
    actors = (Actor(id="constructor", name="Constructor", kind="armed_group"),)
    said = (statement("a", "attribution", "constructor"),)
    store = store_of(located("P", (1, 2), actors=actors, assertions=said), located("Q", (3, 4)))
    with opened(browser, export_bytes(select(store)), tmp_path) as page:
        answer = page.evaluate(ASK, ["", WORLD.as_tuple(), 2])
        assert answer["legend"] == store.marks(Query(), WORLD, 2).to_geojson()["legend"]
        assert answer["legend"]["group"] == {"constructor": 1}
        option = page.locator("#group option[value='constructor']")
        expect(option).to_have_text("Constructor (1)")
        page.get_by_label("Group").select_option(value="constructor")
        expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_what_a_file_cannot_be_asked_is_refused(columns: Page) -> None:
    ask = f"{SOURCE}.cells('q=bomb', [-180, -85, 180, 85], 2).catch((error) => error.status)"
    assert columns.evaluate(ask) == 400


# --- size, time and limits ---------------------------------------------------------------------


def test_a_file_of_500_records_carries_the_ledger_and_is_small(
    invented: Callable[[int], Store],
) -> None:
    selection = select(invented(500))
    export_bytes(selection)  # reads the outlines and scripts, which stay
    spent = min(_seconds(lambda: export_bytes(selection)) for _ in range(3))
    page = export_bytes(selection).decode()
    before, _, rest = page.partition('<script type="application/json" id="atlas-details">')
    panels, _, after = rest.partition("</script>")
    assert len(json.loads(panels)["records"]) == 500
    assert len(page.encode()) <= 1200 * KB
    assert len((before + after).encode()) <= 600 * KB
    assert spent <= 0.5


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def test_a_file_of_many_records_leaves_the_ledger_out_and_filters_at_once(
    browser: Browser, invented: Callable[[int], Store], tmp_path: Path
) -> None:
    rows = amount(quick=4_000, thorough=20_000)
    content = export_bytes(select(invented(rows)))
    assert len(content) <= 700 * KB + 90 * rows
    with opened(browser, content, tmp_path) as page:
        expect(page.locator("footer")).to_contain_text(
            "Statements and sources of each record are not in this file, which holds them for up "
            "to 500 records."
        )
        expect(page.locator("#more")).to_have_text(
            f"{rows - 500:,} more: narrow the filter to see them."
        )
        times = page.evaluate(
            f"""() => [...Array(7).keys()].map((i) => {{
              const start = performance.now();
              {SOURCE}.find(`from=${{1990 + i}}&to=2015&group=group-002&status=attributed`);
              return performance.now() - start;
            }})"""
        )
        assert min(times) < 20
        page.locator("#rows button").first.click()
        expect(page.locator("#panel")).to_contain_text("Who says what, and the sources, are not")


def test_beyond_the_limit_it_carries_cells_and_says_so(
    browser: Browser, several: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SINGLE", 2_000)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "3000")
    with opened(browser, export_bytes(select(several)), tmp_path) as page:
        expect(page.locator("footer")).to_contain_text(
            "This file shows only how many records there are in each cell, and has no filters: it "
            "holds up to 3,000 single records."
        )
        expect(page.locator("#filters")).to_be_hidden()
        assert {mark["kind"] for mark in marks(page)} == {"cell"}
        expect(page.get_by_role("region", name="Records by year")).to_contain_text("2024")
        assert grave(page) == []
        for zoom in cells.ZOOMS:
            answer = page.evaluate(ASK, ["", WORLD.as_tuple(), zoom])
            said = several.marks(Query(), WORLD, zoom).to_geojson()
            for ours, theirs in zip(answer["features"], said["features"], strict=True):
                assert ours["properties"] == nearly(theirs["properties"])


def test_a_record_in_two_cells_is_in_view_once(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SINGLE", 1)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "1")
    store = store_of(located("P", (1, 2), (100, 40)), located("Q", (3, 4)), located("R"))
    with opened(browser, export_bytes(select(store)), tmp_path) as page:
        expect(page.locator(".atlas-count")).to_contain_text("2 of 3 in view")
        answer = page.evaluate(ASK, ["", WORLD.as_tuple(), 6])
        said = store.marks(Query(), WORLD, 6).to_geojson()
        assert answer["numberReturned"] == 3
        assert answer["numberInView"] == said["numberInView"] == 2


def test_the_same_selection_gives_the_same_bytes(curated: bytes) -> None:
    assert export_bytes(select(store_of(*load(DATA)))) == curated


def test_an_empty_selection_is_a_file_too(browser: Browser, tmp_path: Path) -> None:
    selection = select(store_of(*load(DATA)), Query(group=("nobody",)))
    with opened(browser, export_bytes(selection), tmp_path) as page:
        expect(page.locator("#title")).to_have_text(
            "No record matches: claimed by or attributed to nobody"
        )
        expect(page.locator(".atlas-count")).to_have_text("No record matches")


# --- refusals ------------------------------------------------------------------------------------

PRIVATE = located(
    "P", (1, 2), origin=replace(ORIGIN, dataset="GTD", licence="EULA", redistributable=False)
)


def test_rows_that_may_not_be_passed_on_are_refused_with_the_reason() -> None:
    store = store_of(PRIVATE, located("Q", (3, 4)))
    with pytest.raises(NotPublishable, match=r"allows no redistribution.*ask START"):
        select(store)
    page = export_bytes(select(store, Query(dataset=("tests",)))).decode()
    assert data_in(page)["columns"]["id"] == ["Q"]
    assert "GTD" not in page


def test_a_file_names_no_group_that_its_records_do_not_have() -> None:
    hidden = Actor(id="hidden-front", name="Hidden Front", kind="armed_group")
    said = statement("c", "claim", "hidden-front", "armed_group")
    p = replace(PRIVATE, place=replace(PRIVATE.place, country="IQ"), actors=(hidden,))
    q = located("Q", (3, 4), place=Place(country="IR"))
    store = store_of(replace(p, assertions=(said,)), q)
    page = export_bytes(select(store, Query(country=("IR",)))).decode()
    assert data_in(page)["groups"] == []
    assert "hidden-front" not in page
    assert "Hidden Front" not in page


def test_a_file_of_cells_counts_nothing_beyond_its_query(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "SINGLE", 0)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "0")
    places = (Place(country="IR"), Place(country="IQ"))
    rows = (located(str(n), (n, 4), place=place) for n, place in enumerate(places))
    page = export_bytes(select(store_of(*rows), Query(country=("IR",)))).decode()
    assert "Records by country" not in page
    assert "Records by year" in page


def data_in(page: str) -> dict[str, Any]:
    """Return what a page's own script reads."""
    found: dict[str, Any] = json.loads(
        page.partition('id="atlas-data">')[2].partition("</script>")[0]
    )
    return found


def test_a_failed_export_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.html"
    path.write_text("before")
    selection = select(store_of(PRIVATE, located("Q", (3, 4))), Query(dataset=("tests",)))
    with pytest.raises(BadValue, match="format='odt' is not allowed: one of html"):
        export_file(selection, path, "odt")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        export_file(selection, path)
    assert [each.name for each in tmp_path.iterdir()] == ["map.html"]
    assert path.read_text() == "before"
