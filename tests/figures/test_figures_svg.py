"""An SVG whose letters are text: found by a parser, whole, escaped, and where they are measured."""

from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from figure_samples import SCREEN, answer, drawn, made, mark, texts
from geo.errors import NotFound
from geo.figures import Sheet, timeline_bytes, toll_chart_bytes
from geo.figures.drawing import Drawing
from geo.figures.files.canvases import file_of, settled
from geo.figures.sheet_text import SheetText
from geo.figures.typesetting import HAIR, plain
from geo.maps.marks.map_key import MapKey
from geo.words.tolls.history import toll_histories_of

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = SheetText(title=(), caption=(), name="A", description="B")
HOSTILE = [
    "</text><script>alert(1)</script>",
    "]]>&amp;<!--",
    "a\x00b\x1b\u202e\ufffe",
    "\N{GRINNING FACE} 鎌 {{7*191}} $x_1$",
    "\"'`",
]


def written(content: bytes) -> list[str]:
    """Return the texts of an SVG without halos."""
    found = ET.fromstring(content).iter(f"{SVG}text")
    return [text.text or "" for text in found if text.get("class") != "halo"]


def line(text: str, halo: str | None = None, **options: Any) -> bytes:
    """Return an SVG of one line."""
    with settled():
        drawing = Drawing(SCREEN, 40)
        drawing.write(plain(text), 10, 20, size=12, halo=halo, **options)
        return file_of(drawing, "svg", ABOUT, SCREEN)


@pytest.fixture(scope="module")
def store() -> geo.Store:
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    return store


@pytest.mark.parametrize("title", ["A title", "کرمان", "Краснoгорск 2024"])
def test_a_parser_finds_each_label_as_text(title: str) -> None:
    marks = answer(mark(57, 30), mark(53, 36, "B", place="تهران", killed=None))
    sheet, key = Sheet(dpi=96, title=title), MapKey(largest_toll=10)
    labels = [text.replace(HAIR, "") for text in texts(drawn(marks, sheet=sheet, key=key))]
    found = written(made(marks, sheet=sheet, format_="svg"))
    assert sorted(found) == sorted(labels)
    assert {title, "Kerman", "تهران", "IRAN"} <= set(found)


def test_timelines_and_charts_of_tolls_are_text_too(store: geo.Store) -> None:
    chart = geo.TimelineChart(counts=partial(store.timeline, geo.Query()))
    caption = geo.caption_of(geo.Query(), store.summary(geo.Query()), store.newest_source())
    found = written(timeline_bytes(chart, caption, format="svg", sheet=SCREEN))
    assert {caption.sentence, "2018", "2022"} <= set(found)
    record = store.incident("RU-2024-03-22-crocus")
    tolls = toll_histories_of(record)
    assert "Killed, as it was reported" in written(
        toll_chart_bytes(tolls, format="svg", sheet=SCREEN)
    )


def test_the_same_text_is_the_same_bytes_and_paths_are_no_text() -> None:
    marks = answer(mark(57, 30))
    assert made(marks, format_="svg") == made(marks, format_="svg")
    assert not written(made(marks, sheet=Sheet(dpi=96, text="paths"), format_="svg"))


@given(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)), st.booleans())
def test_any_text_stays_a_text(text: str, has_halo: bool) -> None:
    content = line(text, "white" if has_halo else None)
    assert written(content) == ([plain(text)] if plain(text) else [])
    tags = {element.tag for element in ET.fromstring(content).iter()}
    assert not tags & {f"{SVG}script", f"{SVG}image", f"{SVG}a"}


@pytest.mark.parametrize(
    ("text", "align", "anchor"),
    [
        ("Kerman (کرمان)", "left", "start"),
        ("Kerman", "center", "middle"),
        ("Kerman", "right", "end"),
        ("کرمان (Kerman)", "left", "end"),
        ("کرمان", "center", "middle"),
        ("کرمان", "right", "start"),
    ],
)
def test_a_line_stands_on_its_side_in_both_directions(text: str, align: str, anchor: str) -> None:
    (element,) = ET.fromstring(line(text, align=align)).iter(f"{SVG}text")
    assert element.get("text-anchor") == anchor
    assert element.get("direction") == ("rtl" if text.startswith("ک") else None)


def test_a_halo_is_a_text_under_its_label_in_one_group() -> None:
    root = ET.fromstring(line("Kerman", halo="#ffffff"))
    (group,) = (each for each in root.iter(f"{SVG}g") if each.findall(f"{SVG}text"))
    halo, label = group.findall(f"{SVG}text")
    assert (halo.get("class"), halo.get("aria-hidden"), halo.get("fill")) == (
        "halo",
        "true",
        "none",
    )
    assert (halo.text, label.text, label.get("stroke")) == ("Kerman", "Kerman", None)


def test_faces_are_named_with_narrower_ones_after_them() -> None:
    (element,) = ET.fromstring(line("Kerman", face="bold")).iter(f"{SVG}text")
    assert (element.get("font-family") or "").split(", ") == [
        "'DejaVu Sans'",
        "Arial",
        "Helvetica",
        "sans-serif",
    ]
    assert element.get("font-weight") == "bold"


@pytest.mark.parametrize("format_", ["png", "svg", "pdf"])
def test_a_figure_without_records_is_refused_with_what_to_do(
    store: geo.Store, format_: str
) -> None:
    selection = geo.select(store, geo.Query(from_="2030"))
    with pytest.raises(NotFound) as error:
        geo.export_bytes(selection, format_)
    assert str(error.value) == (
        "No record matches: since 2030: a figure of it would be empty: change a filter, or leave"
        " one out"
    )


@pytest.mark.parametrize("format_", ["html", "png", "svg", "pdf", "docx", "md"])
def test_a_title_is_as_long_as_the_one_limit_allows_in_each_format(
    store: geo.Store, format_: str
) -> None:
    with pytest.raises(geo.BadValue, match="at most 300 letters, and it has 10,000: shorten it"):
        geo.export_bytes(geo.select(store), format_, title="x" * 10_000)
