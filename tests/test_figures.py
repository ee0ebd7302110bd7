"""Figures for print: what they show, and that the same input gives the same bytes."""

import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations, product
from pathlib import Path as File
from typing import Any

import matplotlib
import numpy as np
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image, ImageChops, ImageFilter, ImageStat
from shapely import Point

from geo.captions import BASE_MAP, STATUS_NOTE, Caption, caption_of
from geo.dataset import load
from geo.errors import BadValue
from geo.figures import FORMATS, Sheet, figure, figure_bytes
from geo.figures.drawing import Drawing
from geo.figures.lettering import Lettering, Name, letter_marks, letter_places, overlap
from geo.figures.marks import symbol_of
from geo.figures.shapes import strokes_of
from geo.figures.sheet import PT
from geo.figures.spots import abbreviated, cell_spots, diameter, spots_of
from geo.figures.view import WORLD, View, extent_of, scale_bar, view_of
from geo.figures.words import plain, width_of, wrapped
from geo.frames import base_map_parts
from geo.marks import Cell, Mark, Marks
from geo.mercator import Bounds, unit_square
from geo.query import Query
from geo.store import Store
from geo.symbols import STATUS_SYMBOLS
from samples import DATA, HOSTILE

CAPTION = Caption(sentence="Nothing", tolls="", sources="", dated="", licence="")
SCREEN = Sheet(dpi=96)
SMALLEST = 7  # pt
SVG = "{http://www.w3.org/2000/svg}"


def mark(lon: float, lat: float, id_: str = "A", **properties: Any) -> Mark:
    """Return a mark as the store makes them, with some properties changed."""
    plain_mark: dict[str, Any] = {
        "id": id_,
        "record_type": "incident",
        "status": "claimed",
        "place": "Kerman",
        "killed": {"low": 1, "best": 10, "high": 20},
        "sites": 1,
        "site_name": None,
        "precision": "site",
        "radius_km": 0.3,
        "type_label": "attack",
    }
    return Mark(lon=lon, lat=lat, properties=plain_mark | properties)


def cell(lon: float, lat: float, count: int, **status: int) -> Cell:
    counts = status or {"claimed": count}
    bounds = Bounds(west=lon, south=lat, east=lon, north=lat)
    return Cell(lon=lon, lat=lat, count=count, killed=None, status=counts, bounds=bounds)


def answer(*marks: Mark, cells: tuple[Cell, ...] = (), **changes: Any) -> Marks:
    number = len({each.properties["id"] for each in marks}) + sum(c.count for c in cells)
    counts = {"claimed": number} if number else {}
    fields: dict[str, Any] = {
        "marks": marks,
        "cells": cells,
        "matched": number,
        "in_view": number,
        "legend": {"status": counts, "group": {}},
        "unplaced": {"country": 0, "none": 0},
    }
    return Marks(**fields | changes)


def always(marks: Marks) -> Callable[[Bounds, int], Marks]:
    return lambda _bounds, _zoom: marks


def made(
    marks: Marks, caption: Caption = CAPTION, sheet: Sheet = SCREEN, format_: str = "png"
) -> bytes:
    return figure_bytes(always(marks), None, caption, format=format_, sheet=sheet)


def drawn(marks: Marks, caption: Caption = CAPTION, sheet: Sheet = SCREEN) -> Drawing:
    """Return the figure before it is written."""
    view = figure._view(always(marks), None, sheet)
    drawing = figure._drawn(marks, view, figure._Words.of(caption, sheet), sheet)
    FigureCanvasAgg(drawing.figure)
    return drawing


def texts(drawing: Drawing) -> list[str]:
    return [each.get_text() for each in drawing.figure.findobj(Text) if each.get_text()]


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.add(load(DATA).incidents)
    return store


@pytest.fixture(scope="module")
def curated(store: Store) -> Callable[..., bytes]:
    query = Query()
    caption = caption_of(query, store.summary(query), store.newest_source())
    return partial(figure_bytes, partial(store.marks, query), None, caption)


# --- the sheet -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("width_cm", 5.9, "width=5.9 is not allowed: 6 to 60 cm"),
        ("width_cm", math.nan, "width=nan is not allowed: 6 to 60 cm"),
        ("dpi", 601, "dpi=601 is not allowed: 72 to 600 dots per inch"),
        ("title", "x" * 301, "at most 300 letters: shorten it"),
        ("caption", "x" * 2001, "at most 2,000 letters: shorten it"),
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


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_input_gives_the_same_bytes(curated: Callable[..., bytes], format_: str) -> None:
    first = curated(format=format_)
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": None, "lines.linewidth": 9}):
        assert curated(format=format_) == first


# --- the view --------------------------------------------------------------------------------


def test_the_view_holds_all_that_is_found_with_room_around_it() -> None:
    marks = answer(mark(37, 56, "A"), mark(57, 30, "B"), mark(69, 38, "C"))
    view = view_of(extent_of(marks) or WORLD, 700, padded=True)
    for each in marks.marks:
        x, y = view.project(each.lon, each.lat)
        assert 39.9 < x < 660.1
        assert 39.9 < y < view.height - 39.9


def test_one_place_is_shown_with_its_region() -> None:
    extent = extent_of(answer(mark(57.08, 30.28)))
    assert extent
    view = view_of(extent, 700, padded=True)
    assert (700 - 80) / view.px_per_km(30.28) == pytest.approx(250, abs=0.5)
    assert view.height / view.width == pytest.approx(0.55)


@pytest.mark.parametrize(
    ("lons", "sides"),
    [
        ((10, 20, 30), (10, 30)),
        ((170, -170, 175), (170, -170)),
        ((-120, 0, 120), (-120, 120)),
        ((180,), (180, 180)),
        ((-179, 179), (179, -179)),
    ],
)
def test_an_extent_leaves_out_the_widest_gap(
    lons: Sequence[float], sides: tuple[float, float]
) -> None:
    found = extent_of(answer(*(mark(lon, 0, str(i), radius_km=0) for i, lon in enumerate(lons))))
    assert found
    assert (found.west, found.east) == sides


def test_an_extent_holds_the_area_of_a_place() -> None:
    found = extent_of(answer(mark(10, 60, radius_km=111.2)))
    assert found
    assert found.as_tuple() == pytest.approx((8, 59, 12, 61), abs=0.01)


def test_nothing_has_no_extent_and_shows_the_world() -> None:
    assert extent_of(answer()) is None
    bounds = figure._view(always(answer()), None, SCREEN).bounds
    assert (bounds.west, bounds.east) == (-180, 180)


BOXES = st.tuples(
    *(st.floats(-180, 180) for _ in range(2)), *(st.floats(-90, 90) for _ in range(2))
).map(lambda b: Bounds(west=b[0], east=b[1], south=min(b[2:]), north=max(b[2:])))


@given(BOXES, st.booleans())
@example(Bounds(west=-180, south=-90, east=180, north=90), True)
@example(Bounds(west=0, south=0, east=0, north=0), False)
@example(Bounds(west=180, south=90, east=-180, north=90), False)
def test_every_extent_has_a_view_that_holds_it(box: Bounds, padded: bool) -> None:
    view = view_of(box, 700, padded=padded)
    low, high = (0.55, 0.8) if padded else (0.4, 1.3)
    assert low - 1e-9 <= view.height / view.width <= high + 1e-9
    assert view.top >= -1e-9
    assert view.top + view.height / view.scale <= 1 + 1e-9
    x, y = view.project(box.west, (box.south + box.north) / 2)
    assert -1e-3 <= min(x, view.scale - x) <= view.width + 1e-3
    if high >= 1 or padded is False:
        assert -1e-3 <= y <= view.height + 1e-3
    assert 0 <= view.cell_zoom <= 22
    assert scale_bar(view)[1] <= 130


def test_a_view_over_the_antimeridian_is_one_view() -> None:
    view = view_of(Bounds(west=170, south=-20, east=-170, north=0), 600, padded=False)
    assert view.bounds.as_tuple() == pytest.approx((170, -20, -170, 0), abs=0.3)
    assert view.project(180, -10)[0] == pytest.approx(300)
    assert view.project(-175, -10)[0] == pytest.approx(450)


@pytest.mark.parametrize(
    ("bounds", "words", "px"),
    [
        # The equator is 40,075.017 km long: 4° of it in 400 px are 0.8983 px a km.
        ((-2, -1, 2, 1), "100 km", 89.83),
        ((-2, 59.5, 2, 60.5), "50 km", 89.83),
        ((50, 30, 50.01, 30.005), "200 m", 83.0),
        ((-30, -20, 30, 40), "1,000 km at 12° N", 61.1),
        ((-10, -50, 10, -30), "200 km at 41° S", 46.5),
        ((-40, -20, 40, 20), "2,000 km at the equator", 89.8),
    ],
)
def test_a_scale_bar_is_round_and_true_in_the_middle(
    bounds: tuple[float, float, float, float], words: str, px: float
) -> None:
    west, south, east, north = bounds
    view = view_of(Bounds(west=west, south=south, east=east, north=north), 400, padded=False)
    assert scale_bar(view)[0] == words
    assert scale_bar(view)[1] == pytest.approx(px, rel=0.01)
    km = float(words.split()[0].replace(",", "")) / (1000 if " m" in words else 1)
    degrees = km / (40_075.017 * math.cos(math.radians(view.latitude))) * 360
    middle = (west + east) / 2
    across = view.project(middle + degrees, 0)[0] - view.project(middle, 0)[0]
    assert across == pytest.approx(scale_bar(view)[1], rel=1e-6)


def test_marks_are_asked_for_the_view_that_is_drawn() -> None:
    asked: list[tuple[Bounds, int]] = []

    def marks(bounds: Bounds, zoom: int) -> Marks:
        asked.append((bounds, zoom))
        return answer(mark(57, 30))

    box = Bounds(west=44, south=25, east=63.5, north=40)
    figure_bytes(marks, box, CAPTION, sheet=SCREEN)
    [(bounds, zoom)] = asked
    assert bounds.as_tuple() == pytest.approx(box.as_tuple(), abs=1e-6)
    assert zoom == 6


# --- the base map ----------------------------------------------------------------------------


@pytest.mark.parametrize("scale", ["110m", "50m"])
def test_the_base_map_lies_where_marks_do(scale: Any) -> None:
    parts = base_map_parts(scale, (0, 0, 1, 1))
    lon, lat = 57.08, 30.28
    x, y = unit_square(lon, lat)
    assert any(_holds(shape, x, y) for shape in parts["land"])
    assert not any(_holds(shape, *unit_square(50.5, 41.5)) for shape in parts["land"])
    assert set(parts) == {"land", "borders", "disputed", "coast"}


def _holds(shape: Any, x: float, y: float) -> bool:
    return bool(shape.contains(Point(x, y)))


def test_a_lake_in_the_land_is_water() -> None:
    box = Bounds(west=35, south=30, east=65, north=55)
    image = _png(figure_bytes(always(answer()), box, CAPTION, sheet=SCREEN))
    view = view_of(box, SCREEN.width, padded=False)
    caspian, iran = (color_at(image, view, *place) for place in ((50.5, 41.5), (59, 32.5)))
    assert caspian == (0xDB, 0xE5, 0xEA)
    assert iran == (0xF4, 0xF3, 0xEF)


def test_land_on_both_sides_of_the_antimeridian_is_drawn() -> None:
    box = Bounds(west=160, south=60, east=-160, north=72)
    image = _png(figure_bytes(always(answer()), box, CAPTION, sheet=SCREEN))
    view = view_of(box, SCREEN.width, padded=False)
    places = ((167, 66.5), (-173.5, 66.5))
    colors = [color_at(image, view, *place) for place in places]
    assert colors == [(0xF4, 0xF3, 0xEF)] * 2


def color_at(image: Image.Image, view: View, lon: float, lat: float) -> Any:
    x, y = view.project(lon, lat)
    return image.getpixel((int(x * SCREEN.dots_per_pixel), int(y * SCREEN.dots_per_pixel)))


def _png(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_only_a_small_region_has_a_globe() -> None:
    near = view_of(Bounds(west=50, south=30, east=64.9, north=40), 700, padded=False)
    far = view_of(Bounds(west=50, south=30, east=65.1, north=40), 700, padded=False)
    assert set(figure._corners(near, [])) == {"globe", "scale"}
    assert set(figure._corners(far, [])) == {"scale"}


def test_scale_and_globe_keep_to_corners_without_marks() -> None:
    view = view_of(Bounds(west=50, south=30, east=60, north=36), 700, padded=False)
    empty = figure._corners(view, [])
    crowded = figure._corners(view, list(empty.values()))
    assert not any(overlap(a, b) for a, b in product(empty.values(), crowded.values()))


# --- names -----------------------------------------------------------------------------------


def lettered(view: View, marks: Marks) -> tuple[list[Name], list[Any]]:
    spots = spots_of(marks.marks, view)
    boxes = [figure._around(spot.x, spot.y, spot.r) for spot in spots]
    corners = list(figure._corners(view, boxes).values())
    taken = Lettering()
    taken.take([*boxes, *corners])
    beside = letter_marks(spots, view, taken)
    return [*beside, *letter_places(view, taken, boxes, beside)], [*boxes, *corners]


VIEWS = [
    (44, 25, 63.5, 40),
    (-10, 35, 30, 60),
    (-180, -58, 180, 78),
    (50, 35, 53, 37),
    (160, -50, -160, 0),
]


@pytest.mark.parametrize("box", VIEWS)
@pytest.mark.parametrize("width", [354, 709])
def test_no_two_names_touch_and_none_covers_a_mark(
    store: Store, box: tuple[float, ...], width: float
) -> None:
    west, south, east, north = box
    view = view_of(Bounds(west=west, south=south, east=east, north=north), width, padded=False)
    names, obstacles = lettered(view, store.marks(Query(), view.bounds, view.cell_zoom))
    assert names
    assert not [(a, b) for a, b in combinations(names, 2) if overlap(a.box, b.box)]
    assert not [n for n, o in product(names, obstacles) if overlap(n.box, o)]
    signs = [(name, other.sign) for name, other in product(names, names) if other.sign]
    assert not [name for name, sign in signs if overlap(name.box, sign)]
    for name in names:
        left, top, right, bottom = name.box
        assert left >= 0
        assert top >= 0
        assert right <= view.width
        assert bottom <= view.height


def test_a_name_has_the_room_that_it_needs() -> None:
    view = view_of(Bounds(west=44, south=25, east=63.5, north=40), 709, padded=False)
    drawing = drawn(answer(mark(57.08, 30.28)), sheet=Sheet(dpi=300))
    names, _ = lettered(view, answer(mark(57.08, 30.28)))
    assert "Kerman" in [name.lines[0] for name in names]
    for text in drawing.figure.findobj(Text):
        if text.get_text() == "Kerman":
            box = text.get_window_extent()
            needed = width_of("Kerman", 11.5, "bold") * 300 / 72 * PT
            assert box.width == pytest.approx(needed, rel=0.02)


def test_a_stack_of_several_towns_has_no_name() -> None:
    view = view_of(WORLD, 354, padded=False)
    marks = [mark(57, 30, "A", place="Kerman, Iran"), mark(57.1, 30.1, "B", place="Mahan, Iran")]
    assert letter_marks(spots_of(marks, view), view, Lettering()) == []
    [name] = letter_marks(spots_of(marks[:1], view), view, Lettering())
    assert name.lines == ("Kerman",)


# --- marks -----------------------------------------------------------------------------------


VIEW = view_of(Bounds(west=0, south=0, east=40, north=30), 700, padded=False)


def test_the_area_of_a_symbol_is_the_number_killed() -> None:
    assert diameter(150) == 28
    assert diameter(37.5) == 14
    assert (diameter(None), diameter(0), diameter(3000)) == (5, 5, 28)


@pytest.mark.parametrize("code", STATUS_SYMBOLS)
def test_a_symbol_covers_as_much_as_a_circle(code: str) -> None:
    symbol = STATUS_SYMBOLS[code]
    if symbol.shape in ("cross", "plus"):
        return
    path = strokes_of(symbol, 0, 0, 20)[0].path
    (polygon,) = path.to_polygons(closed_only=False)
    (x, y), (x1, y1) = np.asarray(polygon)[:-1].T, np.asarray(polygon)[1:].T
    assert abs(np.sum(x * y1 - x1 * y)) / 2 == pytest.approx(math.pi * 100, rel=0.01)


def test_sites_of_one_incident_that_overlap_are_one_mark() -> None:
    sites = [mark(20, 20, sites=2), mark(20.1, 20, sites=2), mark(30, 20, "B")]
    spots = spots_of(sites, VIEW)
    assert [(spot.drawn, spot.killed, spot.is_stack) for spot in spots] == [
        (2, 10, False),
        (1, 10, False),
    ]


def test_incidents_on_one_spot_are_a_stack() -> None:
    spots = spots_of([mark(20, 20, id_) for id_ in "ABC"], VIEW)
    assert [(spot.ids, spot.r) for spot in spots] == [(("A", "B", "C"), 6.5)]


def test_stacks_whose_numbers_would_hide_each_other_are_one() -> None:
    far = 17 / VIEW.scale * 360
    spots = spots_of(
        [mark(20, 20, "A"), mark(20, 20, "B"), mark(20 + far, 20, "C"), mark(20 + far, 20, "D")],
        VIEW,
    )
    assert [len(spot.ids) for spot in spots] == [4]


def test_circles_that_would_hide_a_number_are_one() -> None:
    cells = [cell(20, 20, 30, claimed=20, attributed=10), cell(20.5, 20, 10)]
    [spot] = cell_spots(cells, VIEW)
    assert (spot.x, spot.y) == pytest.approx(VIEW.project(20.125, 20))
    assert (spot.count, spot.status) == (40, {"claimed": 30, "attributed": 10})
    assert len(cell_spots([cell(20, 20, 30), cell(25, 20, 10)], VIEW)) == 2


@given(st.integers(0, 10**9))
def test_a_count_is_written_in_four_letters_at_most(count: int) -> None:
    assert len(abbreviated(count)) <= 5
    assert abbreviated(min(count, 999)) == str(min(count, 999))


def test_a_disc_has_the_radius_of_its_place() -> None:
    drawing = drawn(answer(mark(20, 60, precision="admin1", radius_km=100)))
    view = figure._view(
        always(answer(mark(20, 60, precision="admin1", radius_km=100))), None, SCREEN
    )
    km = 1 / view.px_per_km(60)
    widths = {
        round(path.get_extents().width * km)
        for collection in drawing._axes.collections
        for path in collection.get_paths()
    }
    assert 200 in widths
    assert "place lies within" in texts(drawing)


@pytest.mark.parametrize("code", STATUS_SYMBOLS)
def test_shapes_are_told_apart_in_grey(code: str) -> None:
    own = _grey(code)
    others = [_grey(other) for other in STATUS_SYMBOLS if other != code]
    assert min(np.mean(np.abs(own - other)) for other in others) > 0.02
    assert np.mean(own < 0.7) > 0.05


def _grey(code: str) -> Any:
    """Return a symbol as a grey print shows it, 0 to 1."""
    drawing = Drawing(Sheet(width_cm=6, dpi=300), 30)
    drawing.strokes(strokes_of(STATUS_SYMBOLS[code], 15, 15, 14))
    file = io.BytesIO()
    drawing.figure.savefig(file, format="png")
    side = round(30 * Sheet(dpi=300).dots_per_pixel)
    return np.asarray(_png(file.getvalue()).convert("L"))[:side, :side] / 255


def test_context_has_its_own_symbol() -> None:
    assert symbol_of({"record_type": "context", "status": "claimed"}).shape == "plus"


# --- legend and caption ----------------------------------------------------------------------


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


def test_cells_have_counts_and_no_sizes() -> None:
    found = texts(drawn(answer(cells=(cell(20, 20, 1204), cell(60, 20, 7)))))
    assert {"1.2k", "7", "records nearby, by status"} <= set(found)
    assert "Killed (best)" not in found


def test_an_unknown_toll_has_its_question_mark() -> None:
    assert "?" in texts(drawn(answer(mark(20, 20, killed=None))))
    assert "?" not in texts(drawn(answer(mark(20, 20))))


def test_the_caption_has_all_its_lines_and_the_base_map_is_always_credited() -> None:
    caption = Caption(
        sentence="Five", tolls="Six", sources="Seven.", dated="Eight.", licence="Nine."
    )
    assert texts(drawn(answer(), caption))[-3:] == ["Five", "Six", "Seven. Eight. Nine."]
    assert BASE_MAP in texts(drawn(answer()))


def test_an_own_title_and_caption_stand_beside_the_rest() -> None:
    found = texts(drawn(answer(), sheet=Sheet(dpi=96, title="A title", caption="Own words")))
    assert found[0] == "A title"
    assert found.index("Own words") < found.index("Nothing")


@pytest.mark.parametrize("width", [6, 8, 16])
def test_no_letter_is_smaller_than_seven_points_and_no_line_leaves_the_sheet(
    store: Store, width: float
) -> None:
    query, sheet = Query(), Sheet(width_cm=width, dpi=300, title="A long title " * 9)
    marks = store.marks(query, Bounds(west=-180, south=-90, east=180, north=90), 3)
    caption = caption_of(query, store.summary(query), store.newest_source())
    drawing = drawn(marks, caption, sheet)
    written = [text for text in drawing.figure.findobj(Text) if text.get_text()]
    assert min(float(text.get_fontsize()) for text in written) >= SMALLEST
    for text in written:
        box = text.get_window_extent()
        assert box.x0 >= -2
        assert box.x1 <= sheet.dots + 3
        assert box.y0 >= -2


# --- texts -----------------------------------------------------------------------------------

NASTY = [
    *HOSTILE,
    *("$x_1$", "$\\frac{1}{0}$", "\\LaTeX{}", "_hidden", "<script>alert(1)</script>", "{{7*191}}"),
    *(
        "a\x00b\x1b[31m",
        "--><b>",
        "کرمان (2)",
        "\u2068کرمان\u2069",
        "😀👩‍👩‍👧",
        "鎌倉",
        "\ud800",
        "",
    ),
]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_in_a_figure_is_text(text: str) -> None:
    caption = Caption(sentence=text, tolls=text, sources=text, dated=text, licence=text)
    sheet = Sheet(dpi=96, title=text, caption=text)
    marks = answer(mark(57, 30, place=text), mark(60, 35, "B", place=text, site_name=text))
    root = ET.fromstring(made(marks, caption, sheet, "svg"))
    title = root.find(f"{SVG}title")
    assert (title.text if title is not None else None) == (plain(text) or None)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {
        *("svg", "title", "metadata", "RDF", "Work", "format", "type", "description", "creator"),
        *("Agent", "defs", "style", "g", "path", "use", "clipPath", "rect"),
    }
    names = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]


@given(st.text(max_size=40))
@example("$x_1$")
@example("\u2028\u2029\u202e")
def test_any_text_can_be_written_without_a_warning(text: str) -> None:
    shown = plain(text)
    assert shown == plain(shown)
    assert shown == " ".join(shown.split())
    drawing = Drawing(Sheet(width_cm=6, dpi=72), 20)
    drawing.write(shown, 0, 10, size=11)
    drawing.figure.savefig(io.BytesIO(), format="png")


def test_texts_keep_their_letters() -> None:
    assert plain("a\tb\r\nc\u2028d") == "a b c d"
    assert plain("$x_1$ <b> \\n_") == "$x_1$ <b> \\n_"
    assert plain("Krasnogorsk, Красногорск, کرمان") == "Krasnogorsk, Красногорск, کرمان"
    assert plain("鎌倉") == "��"
    assert plain("a\u202eb") == "ab"


@given(st.text("ab W鎌\u200b-", max_size=80), st.sampled_from([30.0, 120.0]))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    shown = plain(text)
    lines = wrapped(shown, width, 11)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(width_of(line, 11) <= width for line in lines)


def test_arabic_letters_are_joined() -> None:
    assert width_of("کرمان", 10) < sum(width_of(letter, 10) for letter in "کرمان") * 0.95


# --- formats ---------------------------------------------------------------------------------


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
    for each in ("6 of 11 records in view", "Krasnogorsk", "Claimed and corroborated", "Baku"):
        assert each in words


def difference(a: Image.Image, b: Image.Image) -> float:
    """Return by how much two pictures differ, of 255; edges are smoothed in ways of their own."""
    smooth = ImageFilter.GaussianBlur(3)
    return max(ImageStat.Stat(ImageChops.difference(a.filter(smooth), b.filter(smooth))).mean)


def test_the_page_looks_like_the_picture(curated: Callable[..., bytes]) -> None:
    picture = _png(curated(format="png", sheet=Sheet(width_cm=8, dpi=144)))
    page = pypdfium2.PdfDocument(curated(format="pdf", sheet=Sheet(width_cm=8, dpi=144)))[0]
    image = page.render(scale=2).to_pil().convert("RGB").resize(picture.size)
    assert difference(picture, image) < 1.5


@pytest.mark.browser
def test_the_drawing_looks_like_the_picture(
    curated: Callable[..., bytes], page: Any, tmp_path: File
) -> None:
    picture = _png(curated(format="png", sheet=Sheet(width_cm=8, dpi=96)))
    file = tmp_path / "figure.svg"
    file.write_bytes(curated(format="svg", sheet=Sheet(width_cm=8, dpi=96)))
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(file.as_uri())
    image = _png(page.screenshot())
    assert difference(picture, image) < 3


def test_threads_do_not_disturb_each_other(curated: Callable[..., bytes]) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda _: curated(format="svg", sheet=Sheet(width_cm=8)), range(6))
        assert len(set(made)) == 1


def test_settings_of_others_stay_as_they_are(curated: Callable[..., bytes]) -> None:
    before = dict(matplotlib.rcParams)
    curated(format="svg", sheet=Sheet(width_cm=8))
    assert dict(matplotlib.rcParams) == before
