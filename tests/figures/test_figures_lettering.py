"""Names on a figure: none touches another or covers a mark."""

from itertools import combinations, product
from typing import Any

import pytest
from matplotlib.text import Text

from figure_samples import answer, drawn, mark
from geo.figures import Sheet, figure
from geo.figures.boxes import Box, Occupied, overlap
from geo.figures.lettering import Name
from geo.figures.mark_names import letter_marks
from geo.figures.marks import badges_of
from geo.figures.place_names import Place, letter_places, place_names
from geo.figures.sheet import PT
from geo.figures.spots import spots_of
from geo.figures.typesetting import width_of
from geo.figures.view import INHABITED, View, view_of
from geo.intake.dataset import load
from geo.maps.marks.map_key import MapKey
from geo.mercator import TILE_PX, Bounds, unit_square
from geo.query.query import Query
from geo.store.marks import Marks
from geo.store.store import Store
from samples import DATA


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.add(load(DATA).incidents)
    return store


def lettered(view: View, marks: Marks) -> tuple[list[Name], list[Any]]:
    spots = spots_of(marks.marks, view, KEY)
    boxes = [figure._around(spot.x, spot.y, spot.r) for spot in spots]
    badges = [badge.box for badge in badges_of(spots, boxes)]
    corners = list(figure._corners(view, boxes).values())
    occupied = Occupied()
    occupied.add([*boxes, *badges, *corners])
    beside = letter_marks(spots, view, occupied)
    return [*beside, *letter_places(view, occupied, boxes, beside)], [*boxes, *badges, *corners]


KEY = MapKey(largest_toll=150)
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
    view = view_of(INHABITED, 354, padded=False)
    marks = [mark(57, 30, "A", place="Kerman, Iran"), mark(57.1, 30.1, "B", place="Mahan, Iran")]
    assert letter_marks(spots_of(marks, view, KEY), view, Occupied()) == []
    [name] = letter_marks(spots_of(marks[:1], view, KEY), view, Occupied())
    assert name.lines == ("Kerman",)


@pytest.mark.parametrize("zoom", [4, 5, 6, 7, 8, 9])
def test_a_capital_is_named_next_to_the_mark_of_its_suburb(store: Store, zoom: int) -> None:
    x, y = unit_square(37.618, 55.752)
    scale = TILE_PX * 2.0**zoom
    view = View(left=x - 400 / scale, top=y - 300 / scale, scale=scale, width=800, height=600)
    names, _ = lettered(view, store.marks(Query(), view.bounds, view.cell_zoom))
    assert {"Moscow", "Krasnogorsk"} <= {name.lines[0] for name in names}


LEFT, RIGHT = (200.0, 200.0, 395.0, 400.0), (405.0, 200.0, 600.0, 400.0)
ABOVE, BELOW = (350.0, 200.0, 450.0, 290.0), (350.0, 310.0, 450.0, 400.0)
LOWER_HALF = [(200.0, 297.5, 395.0, 400.0), (405.0, 297.5, 600.0, 400.0), BELOW]
UPPER_HALF = [(200.0, 200.0, 395.0, 302.5), (405.0, 200.0, 600.0, 302.5), ABOVE]


@pytest.mark.parametrize(
    ("taken", "side"),
    [
        ([], "right"),
        ([RIGHT, ABOVE, BELOW], "left"),
        ([LEFT, ABOVE, BELOW], "right"),
        (LOWER_HALF, "above"),
        (UPPER_HALF, "below"),
        ([LEFT, (350, 200, 401, 290), (350, 310, 401, 400), (405, 200, 600, 298)], "right"),
        ([RIGHT, (399, 200, 450, 290), (399, 310, 450, 400), (200, 302, 395, 400)], "left"),
    ],
)
def test_a_capital_takes_the_one_side_that_is_left(taken: list[Box], side: str) -> None:
    view = View(left=0.4, top=0.4, scale=TILE_PX * 2.0**5, width=800, height=600)
    capital = Place(kind="capital", lines=("Amman",), rank=3, x=400, y=300)
    occupied = Occupied()
    occupied.add(taken)
    [name] = place_names([capital], view, occupied, [], [])
    left, top, right, bottom = name.box
    found = {"right": left > 403, "left": right < 397, "above": bottom < 297, "below": top > 303}
    assert found[side]
    assert not [box for box in taken if overlap(name.box, box)]
