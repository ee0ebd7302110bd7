"""Figures for print: what they show, and that the same input gives the same bytes."""

import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path as File
from typing import Any

import matplotlib
import numpy as np
import pypdfium2
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image, ImageChops, ImageFilter, ImageStat

from figure_samples import (
    CAPTION,
    SCREEN,
    always,
    answer,
    cell,
    color_at,
    drawn,
    made,
    mark,
    opened,
    texts,
)
from geo.errors import BadValue
from geo.figures import CANVASES, Sheet, figure, figure_bytes
from geo.figures.boxes import overlap
from geo.figures.sheet import PT
from geo.figures.sheet_text import SheetText
from geo.figures.theme import LABEL
from geo.figures.view import view_of
from geo.intake.dataset import load
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS
from geo.mercator import Bounds
from geo.query.query import Query
from geo.query.summary import FacetValue
from geo.store.store import Store
from geo.words.captions import BASE_MAP, STATUS_NOTE, Caption, caption_of
from samples import DATA

SMALLEST = 7  # pt


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.add(load(DATA).incidents)
    return store


@pytest.fixture(scope="module")
def curated(store: Store) -> Callable[..., bytes]:
    query = Query()
    caption = caption_of(query, store.summary(query), store.newest_source(query))
    return partial(figure_bytes, partial(store.marks, query), None, caption)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("width_cm", 5.9, "width=5.9 is not allowed: 6 to 60 cm"),
        ("width_cm", math.nan, "width=nan is not allowed: 6 to 60 cm"),
        ("dpi", 601, "dpi=601 is not allowed: 72 to 600 dots per inch"),
        ("title", "x" * 10_000, "at most 300 letters, and it has 10,000: shorten it"),
        ("caption", "x" * 2001, "at most 2,000 letters, and it has 2,001: shorten it"),
        ("text", "outlines", "text='outlines' is not allowed: one of text, paths"),
    ],
)
def test_a_sheet_that_cannot_be_printed_is_refused(field: str, value: Any, rule: str) -> None:
    with pytest.raises(BadValue, match=re.escape(rule)):
        Sheet(**{field: value})


def test_a_sheet_that_fills_the_memory_is_refused() -> None:
    with pytest.raises(BadValue, match="60 cm are 14,173 dots, at most 8,000"):
        Sheet(width_cm=60, dpi=600)


def test_another_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadValue, match="format='gif' is not allowed: one of png, svg, pdf"):
        made(answer(), format_="gif")


@pytest.mark.parametrize(("width", "dpi"), [(8, 300), (16, 300), (8, 96), (16, 192), (13.7, 111)])
def test_a_picture_is_as_many_dots_wide_as_its_sheet(width: float, dpi: int) -> None:
    sheet = Sheet(width_cm=width, dpi=dpi)
    image = Image.open(io.BytesIO(made(answer(mark(57, 30)), sheet=sheet)))
    assert image.width == round(width / 2.54 * dpi)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def test_twice_the_resolution_is_twice_the_picture() -> None:
    once, twice = (
        Image.open(io.BytesIO(made(answer(mark(57, 30)), sheet=Sheet(dpi=dpi))))
        for dpi in (96, 192)
    )
    assert np.allclose(np.divide(twice.size, once.size), 2, atol=0.01)


def test_a_page_is_as_wide_as_its_sheet(curated: Callable[..., bytes]) -> None:
    page = pypdfium2.PdfDocument(curated(format="pdf", sheet=Sheet(width_cm=8)))[0]
    assert page.get_width() / 72 * 2.54 == pytest.approx(8, abs=0.01)
    root = ET.fromstring(curated(format="svg", sheet=Sheet(width_cm=8)))
    assert float(root.attrib["width"].removesuffix("pt")) / 72 * 2.54 == pytest.approx(8, abs=0.01)


@pytest.mark.parametrize("format_", CANVASES)
def test_the_same_input_gives_the_same_bytes(curated: Callable[..., bytes], format_: str) -> None:
    first = curated(format=format_)
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": None, "lines.linewidth": 9}):
        assert curated(format=format_) == first


def test_a_lake_in_the_land_is_water() -> None:
    box = Bounds(west=35, south=30, east=65, north=55)
    image = opened(figure_bytes(always(answer()), box, Caption(sentence=""), sheet=SCREEN))
    view = view_of(box, SCREEN.width, padded=False)
    caspian, iran = (color_at(image, view, *place) for place in ((50.5, 41.5), (59, 32.5)))
    assert caspian == (0xDB, 0xE5, 0xEA)
    assert iran == (0xF4, 0xF3, 0xEF)


def test_land_on_both_sides_of_the_antimeridian_is_drawn() -> None:
    box = Bounds(west=160, south=60, east=-160, north=72)
    image = opened(figure_bytes(always(answer()), box, Caption(sentence=""), sheet=SCREEN))
    view = view_of(box, SCREEN.width, padded=False)
    places = ((167, 66.5), (-173.5, 66.5))
    colors = [color_at(image, view, *place) for place in places]
    assert colors == [(0xF4, 0xF3, 0xEF)] * 2


@pytest.mark.parametrize(("width", "widest"), [(700, 60), (480, 60), (479, 15), (300, 15)])
def test_only_a_small_region_has_a_globe(width: int, widest: float) -> None:
    near = view_of(Bounds(west=0, south=0, east=widest - 0.1, north=9), width, padded=False)
    far = view_of(Bounds(west=0, south=0, east=widest + 0.1, north=9), width, padded=False)
    assert set(figure._corners(near, [])) == {"globe", "scale"}
    assert set(figure._corners(far, [])) == {"scale"}


def test_a_globe_that_would_cover_a_mark_is_left_out() -> None:
    view = view_of(Bounds(west=50, south=30, east=60, north=36), 700, padded=False)
    everywhere = [(x, y, x + 6.0, y + 6.0) for x in range(0, 700, 30) for y in range(0, 500, 30)]
    assert set(figure._corners(view, everywhere)) == {"scale"}


def test_scale_and_globe_keep_to_corners_without_marks() -> None:
    view = view_of(Bounds(west=50, south=30, east=60, north=36), 700, padded=False)
    empty = figure._corners(view, [])
    crowded = figure._corners(view, list(empty.values()))
    assert not any(overlap(a, b) for a, b in product(empty.values(), crowded.values()))


def test_the_legend_counts_what_is_in_view_and_says_what_is_not_drawn() -> None:
    found = texts(
        drawn(
            answer(
                mark(20, 20),
                matched=1234,
                in_view=1,
                unplaced={"country": 2, "none": 1},
                legend={"status": {"claimed": 1, "not_applicable": 3}, "group": {}},
            )
        )
    )
    assert "1 of 1,234 records in view" in found
    assert found[found.index("Claimed") + 1] == "1"
    assert found[found.index("Context, not an attack") + 1] == "3"
    assert "Not drawn: 2 known to a country only, 1 without a position." in found
    assert STATUS_NOTE in found
    assert {"10", "50", "150", "? unknown"} <= set(found)


def test_the_largest_toll_is_never_cut_in_silence() -> None:
    toll = {"low": 587, "best": 587, "high": 587}
    marks = answer(mark(20, 20, killed=toll), mark(60, 20, "B"))
    sizes = {"Killed (best)", "40", "200", "600", "? unknown"}
    assert sizes <= set(texts(drawn(marks, key=MapKey(largest_toll=587))))
    assert "150 or more" in texts(drawn(marks, key=MapKey(largest_toll=145)))
    assert "600 or more" in texts(drawn(marks, key=MapKey(largest_toll=2977)))


@pytest.mark.parametrize(
    ("status", "vertices"), [("attributed", 4), ("claimed_and_attributed", 7), ("convictions", 5)]
)
def test_sizes_are_shown_in_the_shape_of_the_marks(status: str, vertices: int) -> None:
    """A polygon has one point more than corners; a circle of matplotlib's has many."""
    legend = {"status": {status: 1}, "group": {}}
    drawing = drawn(answer(mark(20, 20, status=status), legend=legend))
    neutral = [
        path
        for collection in drawing._axes.collections
        for path, color in zip(
            collection.get_paths(), np.asarray(collection.get_facecolor()), strict=False
        )
        if to_hex(tuple(color)) == LABEL
    ]
    assert [np.asarray(path.vertices).shape[0] for path in neutral] == [vertices] * 3


def test_colours_stand_for_groups_where_that_is_asked() -> None:
    groups = (
        FacetValue(value="whole", label="The whole", count=2),
        FacetValue(value="part", label="Its part", count=1, part_of="whole"),
    )
    marks = answer(
        mark(20, 20, "A", groups=["whole"]),
        mark(60, 20, "B", groups=["whole", "part"]),
        mark(100, 20, "C", groups=["front"]),
        mark(140, 20, "D", groups=[], record_type="context"),
    )
    key = MapKey(largest_toll=10, groups=groups, color="group")
    drawing = drawn(marks, key=key)
    found = texts(drawing)
    counts = {name: found[found.index(name) + 1] for name in ("The whole", "of these Its part")}
    assert counts == {"The whole": "2", "of these Its part": "1"}
    assert found[found.index("Other or no group") + 1] == "1"
    assert found.index("Claimed by or attributed to:") < found.index("Status, by shape:")
    fills = [
        to_hex(tuple(color))
        for collection in drawing._axes.collections
        for color in np.asarray(collection.get_facecolor())
    ]
    # Each in the map and in the legend; the colour of the status nowhere.
    assert [fills.count(color.lower()) for color in (*GROUP_COLORS[:2], GROUP_OTHER)] == [2, 2, 2]
    assert STATUS_SYMBOLS["claimed"].color.lower() not in fills
    assert "Claimed by or attributed to:" not in texts(drawn(marks))


def test_a_view_of_context_only_has_no_sizes() -> None:
    legend = {"status": {"not_applicable": 1}, "group": {}}
    context = mark(20, 20, record_type="context", killed=None)
    assert "Killed (best)" not in texts(drawn(answer(context, legend=legend)))


def test_cells_have_counts_and_no_sizes() -> None:
    found = texts(drawn(answer(cells=(cell(20, 20, 1204), cell(60, 20, 7)))))
    assert {"1.2k", "7", "records nearby, by status"} <= set(found)
    assert "Killed (best)" not in found


def test_an_unknown_toll_has_its_question_mark() -> None:
    assert "?" in texts(drawn(answer(mark(20, 20, killed=None))))
    assert "?" not in texts(drawn(answer(mark(20, 20))))


def test_the_caption_has_all_its_lines_and_the_base_map_is_always_credited() -> None:
    caption = Caption(
        sentence="Five",
        tolls="Six",
        datasets=("seven",),
        base_map="Eight.",
        newest="2009-01-02",
        as_of=date(2010, 1, 2),
        licences=("eleven",),
    )
    found = texts(drawn(answer(), caption))
    assert found[0] == "Five"
    assert " ".join(found).endswith(
        "Six Data: seven. Eight. Borders: who controls what, after Natural Earth; dashed where"
        " disputed or unsettled. Newest source: 2 January 2009. Statuses as of 2 January 2010."
        " Licences: eleven."
    )
    assert BASE_MAP in " ".join(texts(drawn(answer())))


def test_title_and_query_stand_above_the_map_and_an_own_caption_below() -> None:
    found = texts(drawn(answer(), sheet=Sheet(dpi=96, title="A title", caption="Own words")))
    assert found[:2] == ["A title", "Nothing"]
    scale = next(each for each in found if "km" in each)
    assert found.index(scale) < found.index("Own words")


def test_the_line_of_the_query_is_the_title_where_there_is_no_other() -> None:
    drawing = drawn(answer())
    first = next(text for text in drawing.figure.findobj(Text) if text.get_text())
    assert first.get_text() == "Nothing"
    assert float(first.get_fontsize()) == pytest.approx(17 * PT)


@pytest.mark.parametrize("words", [1, 60])
def test_a_long_title_is_whole_and_smaller(words: int) -> None:
    title = "Krasnogorsk " * words
    lines = SheetText.of(CAPTION, Sheet(width_cm=8, title=title[:300])).title
    above = [line for line in lines if line.face == "bold"]
    assert " ".join(line.text for line in above) == title[:300].strip()
    assert above[0].size == (17 if words == 1 else 12.5)


@pytest.mark.parametrize("width", [6, 8, 16])
def test_no_letter_is_smaller_than_seven_points_and_no_line_leaves_the_sheet(
    store: Store, width: float
) -> None:
    query, sheet = Query(), Sheet(width_cm=width, dpi=300, title="A long title " * 9)
    marks = store.marks(query, Bounds(west=-180, south=-90, east=180, north=90), 3)
    caption = caption_of(query, store.summary(query), store.newest_source(query))
    drawing = drawn(marks, caption, sheet)
    written = [text for text in drawing.figure.findobj(Text) if text.get_text()]
    assert min(float(text.get_fontsize()) for text in written) >= SMALLEST
    for text in written:
        box = text.get_window_extent()
        assert box.x0 >= -2
        assert box.x1 <= sheet.dots + 3
        assert box.y0 >= -2


def test_a_file_says_what_it_shows_and_not_when_it_was_made(curated: Callable[..., bytes]) -> None:
    metadata = pypdfium2.PdfDocument(curated(format="pdf")).get_metadata_dict(skip_empty=True)
    assert set(metadata) == {"Title", "Subject"}
    assert metadata["Title"] == "5 attacks and 6 context records, 2017–2024"
    assert "Licences: Incident Atlas: CC BY 4.0." in metadata["Subject"]
    picture = Image.open(io.BytesIO(curated(format="png"))).info
    assert set(picture) == {"dpi", "Title", "Description"}
    assert picture["Title"] == metadata["Title"]
    assert b"date" not in curated(format="svg").split(b"</metadata>")[0].replace(b"dated", b"")


def test_the_words_of_a_page_can_be_searched(curated: Callable[..., bytes]) -> None:
    words = pypdfium2.PdfDocument(curated(format="pdf"))[0].get_textpage().get_text_range()
    for each in ("6 of 11 records in view", "Krasnogorsk", "Claimed, and attributed to it", "Baku"):
        assert each in words


@pytest.mark.parametrize(
    ("word", "is_found"),
    [
        *((word, True) for word in ("Größe", "office", "Тегеран", "کرمان", "حلب", "טהרן", "الله")),
        *((word, False) for word in ("لا", "الأمام", "الإسلام", "لآل", "مَكّة", "שָׁלוֹם")),
    ],
)
def test_a_word_can_be_searched_unless_its_letters_are_joined_or_marked(
    word: str, is_found: bool
) -> None:
    """As docs/python.md says: a PDF has the signs of a font, not the letters of a text."""
    page = made(answer(), sheet=Sheet(width_cm=8, dpi=72, title=word), format_="pdf")
    words = pypdfium2.PdfDocument(page)[0].get_textpage()
    assert bool(words.search(word).get_next()) is is_found


def difference(a: Image.Image, b: Image.Image) -> float:
    """Return by how much two pictures differ, of 255; edges are smoothed in ways of their own."""
    smooth = ImageFilter.GaussianBlur(3)
    return max(ImageStat.Stat(ImageChops.difference(a.filter(smooth), b.filter(smooth))).mean)


def test_the_page_looks_like_the_picture(curated: Callable[..., bytes]) -> None:
    picture = opened(curated(format="png", sheet=Sheet(width_cm=8, dpi=144)))
    page = pypdfium2.PdfDocument(curated(format="pdf", sheet=Sheet(width_cm=8, dpi=144)))[0]
    image = page.render(scale=2).to_pil().convert("RGB").resize(picture.size)
    assert difference(picture, image) < 1.5


@pytest.mark.browser
@pytest.mark.parametrize(("text", "most"), [("paths", 3), ("text", 5)])
def test_the_drawing_looks_like_the_picture(
    curated: Callable[..., bytes], page: Any, tmp_path: File, text: Any, most: float
) -> None:
    picture = opened(curated(format="png", sheet=Sheet(width_cm=8, dpi=96)))
    file = tmp_path / "figure.svg"
    file.write_bytes(curated(format="svg", sheet=Sheet(width_cm=8, dpi=96, text=text)))
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(file.as_uri())
    image = opened(page.screenshot())
    assert difference(picture, image) < most


def test_threads_do_not_disturb_each_other(curated: Callable[..., bytes]) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda _: curated(format="svg", sheet=Sheet(width_cm=8)), range(6))
        assert len(set(made)) == 1


def test_settings_of_others_stay_as_they_are(curated: Callable[..., bytes]) -> None:
    before = dict(matplotlib.rcParams)
    curated(format="svg", sheet=Sheet(width_cm=8))
    assert dict(matplotlib.rcParams) == before
