"""The map in a notebook's page, with the network off, in a real Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import folium
import pytest
from playwright.sync_api import Browser, Frame, expect

import geo
import synthetic
from accessible import grave
from geo.exports.carried import content
from geo.exports.standalone.notebook_map import IncidentMap, incident_map
from hostile import TITLES, check_nothing_ran, hostile_incident, hostile_record, plain
from notebook_pages import frames, opened
from samples import CROCUS, DATA, DUSHANBE, HOSTILE, KERMAN, SHIRAZ, TEHRAN
from watching import watched

pytestmark = pytest.mark.browser


@contextmanager
def shown(browser: Browser, folder: Path, made: IncidentMap, **options: Any) -> Iterator[Frame]:
    """Show one map; return its frame."""
    with opened(browser, folder, made._repr_html_(), **options) as page:
        (frame,) = frames(page)
        yield frame


def marks(frame: Frame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.evaluate(f"{NAME}.incidentAtlas.marks()")
    return found


NAME = "window[document.querySelector('.folium-map').id]"  # where folium keeps the map


@pytest.fixture
def curated() -> IncidentMap:
    return incident_map(geo.load(DATA))


def test_a_click_on_a_mark_opens_its_record(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    with shown(browser, tmp_path, curated) as frame:
        assert {id_ for mark in marks(frame) for id_ in mark["ids"]} > {
            *(CROCUS, KERMAN, TEHRAN, DUSHANBE)
        }
        assert frame.evaluate(f"{NAME}.incidentAtlas.isLandShown()")
        mark = next(mark for mark in marks(frame) if KERMAN in mark["ids"])
        position = {"x": mark["x"], "y": mark["y"]}
        frame.locator(".folium-map").click(position=position)  # type: ignore[arg-type]
        panel = frame.locator(".atlas-panel")
        expect(panel.locator("h1")).to_have_text("Kerman bombings")
        expect(panel.locator(".atlas-ledger").nth(1)).to_contain_text("claimed")
        assert panel.locator(".atlas-sources a").count() > 3
        frame.get_by_role("button", name="Close", exact=True).click()
        expect(panel).to_be_hidden()


def test_map_and_caption_are_seen_whole(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    for width in (420, 760, 1280):
        size = {"width": width, "height": 800}
        with shown(browser, tmp_path, curated, viewport=size) as frame:
            expect(frame.locator(".atlas-count")).to_contain_text("6 of 11 in view")
            expect(frame.locator(".atlas-caption")).to_contain_text("Statuses as of")
            heights = "[document.documentElement.scrollHeight, innerHeight]"
            assert len(set(frame.evaluate(heights))) == 1
            caption = "document.querySelector('.atlas-caption')"
            assert frame.evaluate(f"{caption}.scrollHeight <= {caption}.clientHeight + 1")
            assert frame.evaluate("document.querySelector('.folium-map').clientHeight") > 300


def test_the_legend_filters_map_and_words(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    with shown(browser, tmp_path, curated) as frame:
        frame.get_by_role("button", name="Legend").click()  # a low map has it folded
        row = frame.locator(".atlas-legend").get_by_role("button", name="Convictions")
        row.click()
        expect(frame.locator(".atlas-sentence")).to_have_text("2 of 11 records shown")
        assert sorted(mark["ids"] for mark in marks(frame)) == [[SHIRAZ], [CROCUS]]
        frame.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
        expect(frame.locator(".atlas-sentence")).to_have_text(
            "5 attacks and 6 context records, 2017–2024"
        )


def test_the_timeline_filters_map_and_words(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    with shown(browser, tmp_path, curated) as frame:
        first = frame.get_by_role("slider", name="First month")
        first.press("ArrowRight")
        expect(frame.locator(".atlas-sentence")).to_have_text("10 of 11 records shown")
        assert TEHRAN not in {id_ for mark in marks(frame) for id_ in mark["ids"]}
        first.press("Home")
        expect(frame.locator(".atlas-sentence")).to_have_text(
            "5 attacks and 6 context records, 2017–2024"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    browser: Browser, tmp_path: Path, curated: IncidentMap, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, tmp_path, curated._repr_html_(), color_scheme=scheme) as page:
        (frame,) = frames(page)
        expect(frame.locator(".atlas-map")).to_have_attribute("data-theme", scheme)
        assert grave(page) == []
        frame.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
        expect(frame.locator("#panel-title")).to_be_visible()
        assert grave(page) == []


def test_two_maps_of_one_notebook_are_two(browser: Browser, tmp_path: Path) -> None:
    dataset = geo.load(DATA)
    both = [incident_map(dataset), incident_map(dataset, geo.Query(country=("IR",)))]
    with opened(browser, tmp_path, *(made._repr_html_() for made in both)) as page:
        sentences = [frame.locator(".atlas-sentence").text_content() for frame in frames(page)]
        assert sentences == [
            "5 attacks and 6 context records, 2017–2024",
            "4 attacks and 2 context records, 2017–2024, in Iran",
        ]


def test_hostile_texts_stay_texts(browser: Browser, tmp_path: Path) -> None:
    incidents = [hostile_incident(n, text) for n, text in enumerate(HOSTILE)]
    made = incident_map([*incidents, hostile_record()])
    with opened(browser, tmp_path, made._repr_html_()) as page:
        (frame,) = frames(page)
        for mark in frame.locator(".atlas-mirror button").all():
            mark.focus()
        titles = f"{NAME}.incidentAtlas.answer.features.map((each) => each.properties.title)"
        assert {plain(text) for text in frame.evaluate(titles)} == {
            plain(text) for text in TITLES.values()
        }
        frame.evaluate(f"{NAME}.incidentAtlas.options.onSelect('all')")
        said = frame.locator(".atlas-ledger > li > p:first-of-type")
        expect(said).to_have_count(len(HOSTILE))
        assert [plain(text) for text in said.all_text_contents()] == [plain(t) for t in HOSTILE]
        assert frame.locator(".atlas-panel img, .atlas-panel a:not([href^='#'])").count() == 0
        check_nothing_ran(page)


def test_thousands_of_records_are_cells(browser: Browser, tmp_path: Path) -> None:
    synthetic.write_table(tmp_path / "3000.csv", 3_000)
    with shown(browser, tmp_path, incident_map(geo.load(tmp_path / "3000.csv"))) as frame:
        assert {mark["kind"] for mark in marks(frame)} == {"cell"}
        expect(frame.locator(".atlas-caption")).to_contain_text("for up to 500 records")


def test_without_titles_records_are_carried_as_columns(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SINGLE", 10)
    with shown(browser, tmp_path, incident_map(geo.load(DATA))) as frame:
        assert "cell" not in {mark["kind"] for mark in marks(frame)}
        expect(frame.locator(".atlas-caption")).to_contain_text("Titles, names of places")
        frame.get_by_role("slider", name="First month").press("ArrowRight")
        expect(frame.locator(".atlas-sentence")).to_have_text("10 of 11 records shown")


def test_beyond_what_a_page_holds_counts_are_carried(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "SINGLE", 5)
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "10")
    with shown(browser, tmp_path, incident_map(geo.load(DATA))) as frame:
        assert {mark["kind"] for mark in marks(frame)} == {"cell"}
        expect(frame.locator(".atlas-caption")).to_contain_text("This file shows only how many")
        assert frame.locator(".atlas-legend li button").count() == 0
        frame.locator(".atlas-mirror button").first.press("Enter")
        expect(frame.locator(".atlas-panel")).to_be_hidden()
        frame.locator(".atlas-unplaced").evaluate("(list) => { list.open = true; }")
        rows = frame.locator(".atlas-unplaced ul")
        expect(rows).to_contain_text("5")
        assert rows.evaluate("(rows) => rows.scrollWidth <= rows.clientWidth")


def test_folium_s_own_layers_work_with_the_network_off(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    group = folium.FeatureGroup("A group").add_to(curated)
    folium.Marker([35.7, 51.4], popup="A <b>popup</b>", tooltip="a tip").add_to(group)
    folium.Circle([30, 55], radius=200_000).add_to(curated)
    folium.LayerControl(collapsed=False).add_to(curated)
    curated.fit_bounds([[25, 44], [40, 64]])
    with shown(browser, tmp_path, curated) as frame:
        icon = frame.locator("img.leaflet-marker-icon")
        assert icon.evaluate("(image) => image.naturalWidth") in (25, 50)
        icon.click()
        expect(frame.locator(".leaflet-popup-content b")).to_have_text("popup")
        expect(frame.locator(".leaflet-control-layers")).to_contain_text("A group")
        west, east = frame.evaluate(f"[{NAME}.getBounds().getWest(), {NAME}.getBounds().getEast()]")
        assert west == pytest.approx(54 - (east - west) / 2, abs=2)
        assert 20 <= east - west <= 45  # the bounds of all records are wider
        assert KERMAN in {id_ for mark in marks(frame) for id_ in mark["ids"]}


def test_a_saved_map_fills_the_window(
    browser: Browser, tmp_path: Path, curated: IncidentMap
) -> None:
    curated.save(str(tmp_path / "map.html"))
    with watched(browser, offline=True) as page:
        page.goto((tmp_path / "map.html").as_uri())
        expect(page.locator(".atlas-count")).not_to_be_empty()
        assert page.title() == "5 attacks and 6 context records, 2017–2024"
        assert page.evaluate("document.documentElement.scrollHeight") == 800
