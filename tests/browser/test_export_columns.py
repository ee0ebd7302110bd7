"""The map in one file with more records than have titles there: columns, in a real Chromium."""

import gzip
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import synthetic
from accessible import grave
from effort import amount
from geo.exports.carried import content
from geo.exports.export import export_bytes
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.intake.run import import_file
from geo.mercator import WORLD, deepest_zoom
from geo.query.query import Query
from geo.settings import limit
from geo.store.store import Store
from nearly import nearly
from watching import watched_file

pytestmark = pytest.mark.browser

ROWS = 3_000
PATIENCE = 20_000  # ms, for a machine that does much else
ASK = "([query, bounds, zoom]) => IncidentAtlas.layer.source.cells(query, bounds, zoom)"
COLUMNS = re.compile('(id="atlas-columns">)([^<]*)')


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("invented") / "3000.csv"
    synthetic.write_table(path, ROWS)
    store = Store()
    store.add(load(path))
    return store


@pytest.fixture(autouse=True)
def few_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page have the titles of fewer records."""
    monkeypatch.setattr(content, "SINGLE", ROWS - 1)


@contextmanager
def opened(browser: Browser, html: bytes, folder: Path, **options: Any) -> Iterator[Page]:
    """Open a page from a folder with the network off; it asks for nothing but its own worker."""
    path = folder / "map.html"
    with watched_file(browser, path, html, **options) as (page, asked):
        yield page
    assert {url for url in asked if not url.startswith("blob:")} == {path.as_uri()}


def marks(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("IncidentAtlas.layer.marks()")
    return found


def counts(answer: dict[str, Any]) -> list[int]:
    return [each["properties"].get("count", 1) for each in answer["features"]]


def test_it_filters_and_plays_with_the_network_off(
    browser: Browser, store: Store, tmp_path: Path
) -> None:
    with opened(browser, export_bytes(select(store)), tmp_path) as page:
        expect(page.locator(".atlas-count")).to_contain_text("3,000")
        expect(page.locator("footer")).to_contain_text("Titles, names of places, statements")
        for query in (Query(), Query(from_="2010-03", to="2015"), Query(status=("claimed",))):
            for zoom in (2, 7):
                answer = page.evaluate(ASK, [str(query), WORLD.as_tuple(), zoom])
                deepest = deepest_zoom(WORLD, zoom, limit("cells"))
                said = store.marks(query, WORLD, deepest).to_geojson()
                for name in ("numberMatched", "numberInView", "legend", "unplaced"):
                    assert answer[name] == nearly(said[name])
                counts = (
                    [each["properties"].get("count") for each in found["features"]]
                    for found in (answer, said)
                )
                assert len(set(map(str, counts))) == 1
        group = store.summary(Query()).facets["group"][0]
        page.get_by_role("combobox", name="Group").select_option(value=group.value)
        expect(page.locator("#shown")).to_contain_text(f"{group.count} of 3,000 records shown")
        page.get_by_role("button", name="Reset").click()
        field = page.get_by_role("textbox", name="From", exact=True)
        field.fill("2015")
        field.press("Enter")
        since = store.summary(Query(from_="2015"))
        expect(page.locator("#shown")).to_contain_text(f"{since.matched:,} of 3,000 records shown")
        assert "from=2015" in page.url
        table = page.get_by_role("region", name="Records by country")
        first = next(value for value in since.facets["country"] if value.count)
        expect(table.locator("tbody tr").first).to_have_text(f"{first.label}{first.count}")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of far more records than a page has titles of."""
    folder = tmp_path_factory.mktemp("many")
    synthetic.write_table(folder / "many.csv", amount(quick=10_000, thorough=100_000))
    import_file("table", folder / "many.csv", folder / "many.duckdb", geocode=False)
    store = Store()
    store.attach(folder / "many.duckdb")
    return store


def said(store: Store, query: Query) -> str:
    """Return the counts that a page shows for a query."""
    matched, every = store.summary(query).matched, store.summary(Query()).matched
    return f"{matched:,} of {every:,} records shown"


def test_the_brush_plays_and_the_address_opens_the_same_records_again(
    browser: Browser, many: Store, tmp_path: Path
) -> None:
    with opened(browser, export_bytes(select(many)), tmp_path) as page:
        shown = page.locator("#shown")
        years = page.get_by_role("region", name="Records by year")
        expect(years).to_be_visible()
        page.get_by_role("slider", name="Last year").press("Home")
        expect(shown).to_contain_text(f"{said(many, Query(to='1990'))}: until 1990")
        expect(years).to_be_hidden()
        page.get_by_label("Window of play").select_option("cumulative")
        page.get_by_role("button", name="Play", exact=True).click()
        expect(shown).to_contain_text(re.compile("until (?!1990)"), timeout=PATIENCE)
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("slider", name="Period").press("PageUp")
        row = page.locator(".atlas-legend").get_by_role("button", name="Unattributed")
        row.click()
        expect(row).to_have_attribute("aria-pressed", "true")
        query = Query.parse(parse_qsl(urlsplit(page.url).fragment.partition("&play")[0]))
        assert query.status == ("unattributed",)
        assert query.from_
        words = f"{said(many, query)}: {query.from_}–{query.to}, Unattributed"
        expect(shown).to_contain_text(words)
        before = {mark["kind"] for mark in marks(page)}
        page.reload()
        expect(shown).to_contain_text(words, timeout=PATIENCE)
        expect(page.get_by_label("Window of play")).to_have_value("cumulative")
        expect(page.get_by_role("textbox", name="From", exact=True)).to_have_value(query.from_)
        assert {mark["kind"] for mark in marks(page)} == before


def test_it_counts_as_the_store_does_at_every_zoom(
    browser: Browser, many: Store, tmp_path: Path
) -> None:
    query = Query(from_="2003-04", to="2011-08-09", status=("attributed",))
    with opened(browser, export_bytes(select(many)), tmp_path) as page:
        for zoom in (1, 3, 6, 9, 12):
            answer = page.evaluate(ASK, [str(query), WORLD.as_tuple(), zoom])
            cells = many.marks(query, WORLD, zoom).to_geojson()
            assert sorted(counts(answer)) == sorted(counts(cells))
            assert answer["numberInView"] == cells["numberInView"]


@pytest.mark.parametrize(
    ("fragment", "words"),
    [("from=2012-13", "“2012-13” is not in the calendar"), ("q=x", "“q” cannot be asked of this")],
)
def test_a_mistake_in_the_address_is_said_and_all_is_shown(
    browser: Browser, store: Store, tmp_path: Path, fragment: str, words: str
) -> None:
    with opened(browser, export_bytes(select(store)), tmp_path) as page:
        expect(page.locator("#shown")).to_contain_text("3,000 records shown")
        page.evaluate("(text) => { location.hash = text; location.reload(); }", fragment)
        expect(page.locator("#fault")).to_contain_text(words, timeout=PATIENCE)
        expect(page.locator("#shown")).to_contain_text("3,000 records shown")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    browser: Browser, store: Store, tmp_path: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    html = export_bytes(select(store))
    with opened(browser, html, tmp_path, color_scheme=scheme, viewport=size) as page:
        expect(page.locator(".atlas-count")).to_contain_text("3,000")
        assert grave(page) == []


def test_a_file_cut_short_says_so(browser: Browser, store: Store, tmp_path: Path) -> None:
    html = export_bytes(select(store)).decode()
    whole = COLUMNS.search(html)
    assert whole
    cut = gzip.compress(gzip.decompress(b64decode(whole[2]))[:-9])
    damaged = COLUMNS.sub(rf"\g<1>{b64encode(cut).decode()}", html)
    with opened(browser, damaged.encode(), tmp_path) as page:
        expect(page.get_by_role("alert")).to_contain_text("The columns file is cut short")
        expect(page.locator("#filters")).to_be_hidden()
        expect(page.get_by_role("region", name="Records by year").locator("tr")).not_to_have_count(
            0
        )
