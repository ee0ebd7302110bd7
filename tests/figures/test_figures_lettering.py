"""Names on a figure: none touches another or covers a mark."""

from itertools import combinations, product
from typing import Any

import pytest
from matplotlib.text import Text

from figure_samples import answer, drawn, mark
from geo.figures import Sheet, figure
from geo.figures.boxes import Occupied, overlap
from geo.figures.lettering import Name
from geo.figures.mark_names import letter_marks
from geo.figures.marks import badges_of
from geo.figures.place_names import letter_places
from geo.figures.sheet import PT
from geo.figures.spots import spots_of
from geo.figures.typesetting import width_of
from geo.figures.view import INHABITED, View, view_of
from geo.intake.dataset import load
from geo.maps.marks.map_key import MapKey
from geo.mercator import Bounds
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
