"""Web Mercator: positions to the unit square and to cells, bounds over the antimeridian."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.errors import BadValue
from geo.mercator import (
    CELLS_PER_TILE,
    MAX_LATITUDE,
    MAX_ZOOM,
    WIDEST,
    Bounds,
    arc_of,
    cell_bounds,
    cell_of,
    deepest_zoom,
    grid_side,
    lonlat,
    unit_square,
)
from strategies import positions

EDGE = 1e-9
LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)
ZOOMS = st.integers(0, MAX_ZOOM)


def bounds(west: float, south: float, east: float, north: float) -> Bounds:
    return Bounds(west=west, south=south, east=east, north=north)


@st.composite
def boxes(draw: st.DrawFn) -> Bounds:
    south, north = sorted((draw(LATITUDES), draw(LATITUDES)))
    return bounds(draw(LONGITUDES), south, draw(LONGITUDES), north)


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0.5, 0.5),
        (-180, 0, 0, 0.5),
        (180, 0, 1, 0.5),
        (90, 0, 0.75, 0.5),
        (0, MAX_LATITUDE, 0.5, 0),
        (0, -MAX_LATITUDE, 0.5, 1),
        (0, 90, 0.5, 0),
        (0, -90, 0.5, 1),
        (0, 66.51326044311186, 0.5, 0.25),
    ],
)
def test_unit_square(lon: float, lat: float, x: float, y: float) -> None:
    assert unit_square(lon, lat) == pytest.approx((x, y), abs=EDGE)


@given(positions())
def test_the_unit_square_holds_every_position(position: tuple[float, float]) -> None:
    x, y = unit_square(*position)
    assert 0 <= x <= 1
    assert 0 <= y <= 1


@given(LONGITUDES, st.floats(-85, 85))
def test_lonlat_undoes_the_projection(lon: float, lat: float) -> None:
    assert lonlat(*unit_square(lon, lat)) == pytest.approx((lon, lat), abs=EDGE)


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "cell"),
    [
        (-180, 90, 0, (0, 0)),
        (180, -90, 0, (3, 3)),
        (0, 0, 0, (2, 2)),
        (-EDGE, EDGE, 0, (1, 1)),
        (180, 0, 1, (7, 4)),
        (-180, 0, 1, (0, 4)),
        (57.07879, 30.28321, 4, (42, 26)),
    ],
)
def test_cell_of(lon: float, lat: float, zoom: int, cell: tuple[int, int]) -> None:
    assert cell_of(lon, lat, zoom) == cell


def test_cells_of_a_zoom_level() -> None:
    assert grid_side(0) == CELLS_PER_TILE == 4
    assert grid_side(3) == 32
    corner, middle = cell_bounds(0, 0, 0).as_tuple(), cell_bounds(2, 2, 0).as_tuple()
    assert corner == pytest.approx((-180, 66.51326044, -90, MAX_LATITUDE))
    assert middle == pytest.approx((0, -66.51326044, 90, 0))


@given(LONGITUDES, st.floats(-85, 85), ZOOMS)
@example(180.0, 0.0, 22)
@example(-180.0, -85.0, 22)
def test_a_cell_holds_its_positions(lon: float, lat: float, zoom: int) -> None:
    west, south, east, north = cell_bounds(*cell_of(lon, lat, zoom), zoom).as_tuple()
    assert west - EDGE <= lon <= east + EDGE
    assert south - EDGE <= lat <= north + EDGE


@given(LONGITUDES, LATITUDES, st.integers(0, MAX_ZOOM - 1))
def test_four_cells_of_the_next_zoom_make_one(lon: float, lat: float, zoom: int) -> None:
    column, row = cell_of(lon, lat, zoom + 1)
    assert cell_of(lon, lat, zoom) == (column // 2, row // 2)


@pytest.mark.parametrize("zoom", [-1, MAX_ZOOM + 1])
def test_refuses_a_zoom_level_that_no_map_has(zoom: int) -> None:
    with pytest.raises(BadValue, match="a whole number from 0 to 22") as error:
        cell_of(0, 0, zoom)
    assert error.value.parameter == "zoom"


def test_parse_reads_west_south_east_north() -> None:
    assert Bounds.parse("44,25,63.5,39.77") == bounds(44, 25, 63.5, 39.77)
    assert Bounds.parse(" 1, 2 ,3,4") == bounds(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", "four numbers: west,south,east,north"),
        ("1,2,3", "four numbers: west,south,east,north"),
        ("1,2,3,4,5", "four numbers: west,south,east,north"),
        ("1,2,3,x", "four numbers: west,south,east,north"),
        ("1_0,2,3,4", "four numbers: west,south,east,north"),
        ("١,2,3,4", "four numbers: west,south,east,north"),
        ("0x1,2,3,4", "four numbers: west,south,east,north"),
        ("1;2;3;4", "four numbers: west,south,east,north"),
        ("181,0,1,1", "west is a number of degrees in -180…180"),
        ("0,0,-180.5,1", "east is a number of degrees in -180…180"),
        ("0,-91,1,1", "south is a number of degrees in -90…90"),
        ("0,0,1,90.1", "north is a number of degrees in -90…90"),
        ("nan,0,1,1", "west is a number of degrees in -180…180"),
        ("0,0,1,nan", "north is a number of degrees in -90…90"),
        ("0,-inf,1,1", "south is a number of degrees in -90…90"),
        ("0,5,1,4", "south ≤ north"),
    ],
)
def test_parse_refuses_and_says_why(text: str, allowed: str) -> None:
    with pytest.raises(BadValue) as error:
        Bounds.parse(text)
    assert (error.value.parameter, error.value.allowed) == ("bbox", allowed)


@given(boxes())
def test_text_and_bounds_are_one(box: Bounds) -> None:
    assert Bounds.parse(str(box)) == box


def test_text_is_short() -> None:
    assert str(bounds(44.0, 25.5, 63.3333, 39.0)) == "44,25.5,63.3333,39"


def test_one_box_is_split_in_two_at_the_antimeridian() -> None:
    assert bounds(170, -10, -170, 10).split() == (
        bounds(170, -10, 180, 10),
        bounds(-180, -10, -170, 10),
    )
    assert bounds(-170, -10, 170, 10).split() == (bounds(-170, -10, 170, 10),)


@pytest.mark.parametrize(
    ("box", "lon", "lat", "inside"),
    [
        (bounds(170, -10, -170, 10), 180, 0, True),
        (bounds(170, -10, -170, 10), -180, 0, True),
        (bounds(170, -10, -170, 10), 170, 10, True),
        (bounds(170, -10, -170, 10), -170, -10, True),
        (bounds(170, -10, -170, 10), 0, 0, False),
        (bounds(170, -10, -170, 10), 175, 11, False),
        (bounds(-10, -10, 10, 10), 0, 0, True),
        (bounds(-10, -10, 10, 10), 10, 10, True),
        (bounds(-10, -10, 10, 10), 180, 0, False),
        (bounds(-180, -90, 180, 90), 12, 90, True),
        (bounds(5, 5, 5, 5), 5, 5, True),
    ],
)
def test_contains(box: Bounds, lon: float, lat: float, inside: bool) -> None:
    assert box.contains(lon, lat) is inside


@given(boxes(), positions())
def test_a_box_holds_what_its_halves_hold(box: Bounds, position: tuple[float, float]) -> None:
    assert box.contains(*position) == any(half.contains(*position) for half in box.split())
    assert not any(half.crosses_antimeridian for half in box.split())


@given(boxes())
def test_every_side_is_finite(box: Bounds) -> None:
    assert all(map(math.isfinite, box.as_tuple()))


@pytest.mark.parametrize(
    ("spans", "arc"),
    [
        ([(10, 20)], (10, 20)),
        ([(178, 178), (-172, -172)], (178, 188)),
        ([(-120, -120), (0, 0), (120, 120)], (-120, 120)),
        ([(170, 190), (-175, -175)], (170, 190)),
        ([(170, 190), (-160, -150)], (170, 210)),
        ([(-180, 180)], (-180, 180)),
        ([(0, 200), (150, 370)], (-180, 180)),
        # 280° over ±180°: the usual map of the world shows it.
        ([(0, 0), (90, 90), (170, 170), (-80, -80)], (-80, 170)),
        ([(40, 40), (100, 100), (170, 170), (-130, -130), (-50, -50)], (40, 310)),
        ([(39, 39), (100, 100), (170, 170), (-130, -130), (-50, -50)], (-130, 170)),
    ],
)
def test_an_arc_of_longitudes(spans: list[tuple[float, float]], arc: tuple[float, float]) -> None:
    assert arc_of(spans) == arc


@given(st.floats(-180, 180))
@example(-0.99999)
def test_an_arc_around_one_longitude_has_no_width(lon: float) -> None:
    assert arc_of([(lon, lon), (lon, lon)]) == (lon, lon)


SPANS = st.lists(
    st.tuples(st.integers(-180, 180), st.integers(0, 360)).map(lambda s: (s[0], s[0] + s[1])),
    min_size=1,
    max_size=6,
)


def holds(arc: tuple[float, float], span: tuple[float, float]) -> bool:
    start = (span[0] - arc[0]) % 360
    return arc[1] - arc[0] == 360 or start + span[1] - span[0] <= arc[1] - arc[0]


@given(SPANS)
def test_an_arc_is_the_smallest_that_holds_all(spans: list[tuple[float, float]]) -> None:
    west, east = arc_of(spans)
    assert -180 <= west <= 180
    assert west <= east <= west + 360
    assert all(holds((west, east), span) for span in spans)
    sizes = (max((w - start) % 360 + e - w for w, e in spans) for start, _ in spans)
    smallest = min(360, *sizes)
    assert east - west == smallest or (smallest > WIDEST and east <= 180)


# --- cells in view -------------------------------------------------------------------------------

MOST = st.integers(32, 5000)


@given(boxes(), ZOOMS, MOST, st.data())
def test_a_view_has_no_more_cells_than_allowed(
    view: Bounds, zoom: int, most: int, data: st.DataObject
) -> None:
    deepest = deepest_zoom(view, zoom, most)
    assert 0 <= deepest <= zoom
    assert corner_cells(view, deepest) <= most
    assert deepest == zoom or corner_cells(view, deepest + 1) > most
    part = data.draw(st.sampled_from(view.split()))
    lon = data.draw(st.floats(part.west, part.east))
    lat = data.draw(st.floats(part.south, part.north))
    column, row = cell_of(lon, lat, deepest)
    (left, top), (right, bottom) = corners(part, deepest)
    assert left <= column <= right
    assert top <= row <= bottom


def corners(box: Bounds, zoom: int) -> tuple[tuple[int, int], tuple[int, int]]:
    return cell_of(box.west, box.north, zoom), cell_of(box.east, box.south, zoom)


def corner_cells(view: Bounds, zoom: int) -> int:
    found = [corners(box, zoom) for box in view.split()]
    return sum((right - left + 1) * (bottom - top + 1) for (left, top), (right, bottom) in found)


@pytest.mark.parametrize(
    ("view", "zoom", "most", "deepest"),
    [
        ((-180, -85, 180, 85), 22, 4096, 4),
        ((-180, -85, 180, 85), 22, 4095, 3),
        ((-180, -85, 180, 85), 3, 4096, 3),
        ((-180, -85, 180, 85), 22, 0, 0),
        ((0, 0, 0, 0), 22, 1, 22),
        ((51.0, 35.0, 52.0, 36.0), 22, 4096, 12),
        ((179.0, 0.0, -179.0, 1.0), 22, 4096, 11),
    ],
)
def test_the_grid_is_as_coarse_as_a_view_is_wide(
    view: tuple[float, float, float, float], zoom: int, most: int, deepest: int
) -> None:
    assert deepest_zoom(bounds(*view), zoom, most) == deepest


@pytest.mark.parametrize("zoom", [-1, MAX_ZOOM + 1])
def test_a_grid_of_no_zoom_level_is_refused(zoom: int) -> None:
    with pytest.raises(BadValue, match="zoom"):
        deepest_zoom(bounds(0, 0, 1, 1), zoom, 4096)
