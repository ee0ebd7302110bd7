"""The map in a notebook, without a browser: what it gives a notebook, and that data stay data."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import folium
import folium.plugins
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from markdown_it import MarkdownIt
from PIL import Image

import geo
import synthetic
from effort import amount
from geo.errors import BadValue, NotPublishable
from geo.exports.selection import select
from geo.exports.standalone.notebook_map import IncidentMap, incident_map
from geo.maps.shell import javascript_json
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from samples import DATA, HOSTILE, ORIGIN, located
from strategies import incidents, texts

LITERAL = re.compile(r'JSON\.parse\("((?:[^"\\]|\\.)*)"\)')
ADDRESS = re.compile(r'<(?:script|link|img)\b[^>]*"(https?:[^"]+)"')
MB = 1_000_000  # bytes


@pytest.fixture
def curated() -> IncidentMap:
    return incident_map(geo.load(DATA))


def page_of(shown: IncidentMap) -> str:
    text: str = shown.get_root().render()
    return text


def carried(shown: IncidentMap) -> list[Any]:
    """Return what the page's own script parses: data, words, pictures."""
    return [json.loads(json.loads(f'"{text}"')) for text in LITERAL.findall(page_of(shown))]


def frame_in(html: str) -> dict[str, str | None]:
    """Return the attributes of the one frame in an output."""
    frames: list[dict[str, str | None]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: (  # type: ignore[method-assign]
        frames.append(dict(attrs)) if tag == "iframe" else None
    )
    parser.feed(html)
    (frame,) = frames
    return frame


# --- what a notebook gets --------------------------------------------------------------------


def test_a_notebook_gets_html_and_a_figure_with_its_size_and_words(curated: IncidentMap) -> None:
    formatter: Any = DisplayFormatter()
    data, metadata = formatter.format(curated)
    assert set(data) == {"text/plain", "text/html", "image/png"}
    picture = Image.open(BytesIO(data["image/png"]))
    assert picture.info["dpi"] == pytest.approx((192, 192), abs=0.1)
    assert metadata == {
        "image/png": {
            "width": picture.width // 2,
            "height": picture.height // 2,
            "alt": "5 attacks and 6 context records, 2017–2024",
        }
    }
    assert 600 <= picture.width // 2 <= 610  # 16 cm, and so in Word


def test_its_frame_is_as_high_as_it_was_told_and_has_a_name() -> None:
    frame = frame_in(incident_map(geo.load(DATA), height=700)._repr_html_())
    assert "; height: 700px;" in (frame["style"] or "")
    assert frame["title"] == "5 attacks and 6 context records, 2017–2024"


@pytest.mark.parametrize("height", [199, 4_001])
def test_a_height_that_is_no_map_s_is_refused(height: int) -> None:
    with pytest.raises(BadValue, match=f"height={height} is not allowed: 200 to 4,000 px"):
        incident_map([], height=height)


@pytest.mark.parametrize("popup", ["a popup", "<pre>one\n\n\r\n \ntwo</pre>"])
def test_in_markdown_it_stays_whole(curated: IncidentMap, popup: str) -> None:
    """A blank line would end a block of HTML, and what follows would be read as Markdown."""
    folium.Marker([35.7, 51.4], popup=popup).add_to(curated)
    html = curated._repr_html_()
    assert len(html.strip().splitlines()) == 1
    tokens = MarkdownIt().parse(f"# A map\n\n{html}\n\nAfter *it*.\n")
    kinds = [token.type for token in tokens if not token.type.endswith("_close")]
    assert kinds == ["heading_open", "inline", "html_block", "paragraph_open", "inline"]
    (block,) = [token.content for token in tokens if token.type == "html_block"]
    assert block.strip() == html.strip()
    assert frame_in(block)["srcdoc"] == page_of(curated)


def test_rendered_twice_it_is_one_map(curated: IncidentMap) -> None:
    once, twice = curated._repr_html_(), curated._repr_html_()
    assert once == twice
    assert page_of(curated).count("IncidentAtlas.notebookMap(") == 1
    assert page_of(curated).count("leaflet-container.atlas-map{") == 1


def test_two_maps_share_no_name(curated: IncidentMap) -> None:
    other = incident_map(geo.load(DATA))
    names = [set(re.findall(r"\bmap_\w+", page_of(shown))) for shown in (curated, other)]
    assert [len(each) for each in names] == [1, 1]
    assert names[0] != names[1]


def test_it_asks_nobody(curated: IncidentMap) -> None:
    assert ADDRESS.findall(page_of(curated)) == []
    assert "url(images/" not in page_of(curated)


def test_500_records_with_their_ledgers_are_small(tmp_path: Path) -> None:
    synthetic.write_table(tmp_path / "500.csv", 500)
    shown = incident_map(geo.load(tmp_path / "500.csv"))
    data, *_ = carried(shown)
    assert len(data["details"]["records"]) == 500
    assert len(shown._repr_html_().encode()) < 1.15 * MB
    assert len(shown._repr_png_()[0]) < 0.6 * MB


# --- what it is made of ----------------------------------------------------------------------


def test_it_takes_a_dataset_a_list_or_a_selection() -> None:
    dataset = geo.load(DATA)
    store = Store()
    store.add(dataset)
    found = [incident_map(each) for each in (dataset, list(dataset), iter(dataset), select(store))]
    ids = [carried(each)[0]["data"]["columns"]["id"] for each in found]
    assert len(ids[0]) == 11
    assert ids == [ids[0]] * 4


def test_it_shows_what_a_query_finds_and_looks_where_it_is_told() -> None:
    for at in ("32,53,5", Viewpoint(lat=32, lon=53, zoom=5)):
        page, words, _ = carried(incident_map(geo.load(DATA), Query(country=("IR",)), at=at))
        assert page["data"]["at"] == "32,53,5"
        assert words["sentence"] == "4 attacks and 2 context records, 2017–2024, in Iran"
        assert len(page["data"]["columns"]["id"]) == 6


def test_a_path_or_a_frame_is_told_who_reads_it() -> None:
    for wrong, kind in ((str(DATA), "str"), (geo.load(DATA).to_geodataframe(), "GeoDataFrame")):
        with pytest.raises(BadValue, match=rf"incidents='{kind}' .*geo\.load reads a file"):
            incident_map(wrong)  # type: ignore[arg-type]


def test_it_has_the_borders_that_are_asked_for_and_says_so() -> None:
    maps = [incident_map(geo.load(DATA), borders=view) for view in ("control", "un")]
    pages, words = zip(*(carried(shown)[:2] for shown in maps), strict=True)
    lines = [len(page["ground"]["coarse"]["disputed"]) for page in pages]
    assert lines[0] == lines[1] + 2  # Crimea and the berm in Western Sahara
    assert "after Natural Earth" in words[0]["lines"][1]
    assert "close to UN maps" in words[1]["lines"][1]
    assert incident_map(geo.load(DATA))._selection.caption.border_view == "control"
    with pytest.raises(BadValue, match="borders='us' is not allowed: one of control, un"):
        incident_map(geo.load(DATA), borders="us")


@pytest.mark.parametrize("more", [{"query": Query()}, {"at": "32,53,5"}, {"borders": "un"}])
def test_a_selection_has_its_query_and_its_view_already(more: dict[str, Any]) -> None:
    with pytest.raises(BadValue, match=r"a selection has one already: give it to geo\.select"):
        incident_map(select(Store()), **more)


def test_the_caption_has_data_licences_and_the_day_of_the_statuses(curated: IncidentMap) -> None:
    _, words, _ = carried(curated)
    assert words["tolls"] == "274–279 people killed (best 276) · 5 records without place"
    said = " ".join(words["lines"])
    for part in ("Data: Incident Atlas", "Newest source", "Licences: Inc", "Statuses as of"):
        assert part in said


def test_nothing_is_a_map_too() -> None:
    shown = incident_map([])
    assert carried(shown)[1]["sentence"] == "No records"
    assert Image.open(BytesIO(shown._repr_png_()[0])).width > 1_000


def test_rows_that_may_not_be_passed_on_are_refused_with_the_reason() -> None:
    private = replace(ORIGIN, dataset="GTD", licence="EULA", redistributable=False)
    rows = [located("P", (1, 2), origin=private), located("Q", (3, 4))]
    with pytest.raises(NotPublishable, match=r"allows no redistribution.*ask START"):
        incident_map(rows)
    shown = incident_map(rows, Query(dataset=("tests",)))
    assert carried(shown)[0]["data"]["columns"]["id"] == ["Q"]
    assert "GTD" not in shown._repr_html_()


# --- data stay data --------------------------------------------------------------------------


@given(texts() | st.dictionaries(texts(), st.lists(texts() | st.integers() | st.none())))
def test_inert_json_means_the_same_and_nothing_else(value: Any) -> None:
    text = javascript_json(value)
    found = LITERAL.fullmatch(text)
    assert found
    assert json.loads(json.loads(f'"{found[1]}"')) == value
    assert text.isascii()
    assert not set(found[1]) & set("{}%#<>&'`$")


def publishable(found: list[Incident]) -> list[Incident]:
    return [replace(i, origin=replace(i.origin, redistributable=True)) for i in found]


@settings(max_examples=amount(quick=6, thorough=50))
@given(st.lists(incidents(), max_size=3, unique_by=lambda incident: incident.id).map(publishable))
def test_no_data_change_the_page_around_them(found: list[Incident]) -> None:
    shown = incident_map(found)
    page = page_of(shown)
    columns = carried(shown)[0]["data"]["columns"]
    ids = [columns["prefix"] + rest for rest in columns["id"]]
    assert sorted(ids) == sorted(incident.id for incident in found)
    assert stripped(page) == of_nothing()
    assert frame_in(shown._repr_html_())["srcdoc"] == page


@cache
def of_nothing() -> str:
    return stripped(page_of(incident_map([])))


def stripped(page: str) -> str:
    """Return a page without its data and the map's own name."""
    return re.sub(r"\bmap_\w+", "map", LITERAL.sub("", page))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_a_hostile_sentence_stays_a_name(text: str) -> None:
    shown = incident_map(geo.load(DATA), Query(id=(" ".join(text.split()),)))
    html = shown._repr_html_()
    sentence = carried(shown)[1]["sentence"]
    assert " ".join(text.split()) in sentence
    assert frame_in(html)["title"] == sentence
    assert html.count("<") == incident_map([])._repr_html_().count("<")


# --- others' layers --------------------------------------------------------------------------


def test_others_layers_can_be_added_and_most_ask_nobody(curated: IncidentMap) -> None:
    folium.Marker([35.7, 51.4], popup="a popup", tooltip="a tip").add_to(curated)
    folium.Circle([30, 55], radius=1000).add_to(folium.FeatureGroup("Group").add_to(curated))
    folium.LayerControl().add_to(curated)
    assert ADDRESS.findall(page_of(curated)) == []
    assert carried(curated)[0] == carried(incident_map(geo.load(DATA)))[0]


def test_coloured_icons_and_plugins_load_what_they_need(curated: IncidentMap) -> None:
    folium.Marker([35.7, 51.4], icon=folium.Icon(color="red")).add_to(curated)
    icons = {address.rpartition("/")[2] for address in ADDRESS.findall(page_of(curated))}
    assert "leaflet.awesome-markers.js" in icons
    assert not [name for name in icons if name.startswith(("bootstrap.", "leaflet.js", "jquery"))]
    curated.add_child(folium.plugins.Fullscreen())  # type: ignore[no-untyped-call]  # folium's
    with_plugin = " ".join(ADDRESS.findall(page_of(curated)))
    assert "jquery" in with_plugin
    assert "Control.FullScreen" in with_plugin


def test_st_folium_finds_a_script_that_it_can_load(curated: IncidentMap) -> None:
    """It leaves out scripts that stand in the page, and loads those that `default_js` names."""
    ((_, address),) = curated.default_js
    kind, _, code = address.partition(",")
    assert kind == "data:text/javascript;base64"
    assert b64decode(code).decode() in page_of(curated)
    assert address not in page_of(curated)


def test_a_link_of_one_s_own_stays_on_its_map(curated: IncidentMap) -> None:
    curated.add_js_link("own", "https://example.org/own.js")
    assert ADDRESS.findall(page_of(curated)) == ["https://example.org/own.js"]
    assert ADDRESS.findall(page_of(incident_map(geo.load(DATA)))) == []


def test_who_fits_the_bounds_has_them(curated: IncidentMap) -> None:
    assert "fit: true" in page_of(curated)
    curated.fit_bounds([[25, 44], [40, 64]])
    assert "fit: false" in page_of(curated)


def test_a_map_can_be_saved(curated: IncidentMap, tmp_path: Path) -> None:
    curated.save(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text("utf-8") == page_of(curated)
