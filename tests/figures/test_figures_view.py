"""The part of the world that a figure shows, and its scale."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figure_samples import CAPTION, SCREEN, always, answer, mark
from geo.figures import figure, figure_bytes
from geo.figures.view import INHABITED, extent_of, scale_bar, view_of
from geo.mercator import KM_OF_DEGREE, Bounds
from geo.store.marks import Marks


def test_the_view_holds_all_that_is_found_with_room_around_it() -> None:
    marks = answer(mark(37, 56, "A"), mark(57, 30, "B"), mark(69, 38, "C"))
    view = view_of(extent_of(marks) or INHABITED, 700, padded=True)
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


@given(st.floats(-180, 180), st.floats(0, 200), st.floats(-60, 60))
@example(178.4, 1.55, -17)  # Suva and Taveuni, next to the antimeridian
@example(-180, 10, 0)
def test_a_mark_at_the_antimeridian_has_room_on_both_sides(
    west: float, across: float, lat: float
) -> None:
    lons = [west, (west + across + 180) % 360 - 180]
    found = extent_of(answer(*(mark(lon, lat, str(i), radius_km=0) for i, lon in enumerate(lons))))
    assert found
    view = view_of(found, 700, padded=True)
    places = sorted(view.project(lon, lat)[0] for lon in lons)
    assert places[0] >= 39.9
    assert places[1] <= 660.1


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
    found = extent_of(answer(mark(10, 60, radius_km=KM_OF_DEGREE)))
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
    degrees = km / (KM_OF_DEGREE * math.cos(math.radians(view.latitude)))
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
