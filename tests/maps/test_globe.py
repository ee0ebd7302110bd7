"""The small globe: land as seen from above a position, and where it stands on the map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.figures.globe_rings import holds_antipode, on_globe
from geo.maps.outlines import outlines_in_degrees
from node import Node

SIDE = 82
FRAME = {"x": 700, "y": 440}
SQUARE = [(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0), (-10.0, -10.0)]


def test_a_square_in_front_is_seen_from_above() -> None:
    points = on_globe(SQUARE, 0, 0)
    assert points
    across = math.cos(math.radians(10)) * math.sin(math.radians(10))
    assert points[0] == pytest.approx((-across, math.sin(math.radians(10))))
    assert points[2] == pytest.approx((across, -math.sin(math.radians(10))))
    assert on_globe(SQUARE, 180, 0) is None


def test_land_behind_runs_along_the_edge_in_short_steps() -> None:
    points = on_globe(SQUARE, 85, 0)
    assert points
    edge = [math.atan2(y, x) for x, y in points if math.hypot(x, y) > 1 - 1e-9]
    assert len(edge) > 2
    assert all(math.hypot(x, y) <= 1 + 1e-9 for x, y in points)


@pytest.mark.parametrize(
    ("center", "expected"),
    [((180, 0), True), ((175, -5), True), ((0, 0), False), ((165, 0), False), ((180, 15), False)],
)
def test_the_position_opposite(center: tuple[float, float], expected: bool) -> None:
    assert holds_antipode(SQUARE, *center) is expected


@pytest.mark.parametrize(
    ("center", "on_land"),
    # The middle of the picture: on land in Iran and Brazil, at sea near Fiji and in the Atlantic.
    [((53, 33), True), ((-55, -10), True), ((-179, -17), False), ((-30, 30), False)],
)
def test_the_middle_of_the_globe_is_land_where_the_earth_is(
    center: tuple[float, float], on_land: bool
) -> None:
    inside = 0
    for area in outlines_in_degrees("110m")["land"]:
        ring = list(area.exterior.coords)
        points = on_globe(ring, *center)
        if points:
            inside += _holds(points, 0.001, 0.001) != holds_antipode(ring, *center)
    assert (inside == 1) is on_land


def _holds(points: list[tuple[float, float]], x: float, y: float) -> bool:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return (
        sum(
            x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            for (x0, y0), (x1, y1) in pairs
            if (y0 > y) != (y1 > y)
        )
        % 2
        == 1
    )


# --- where it stands -----------------------------------------------------------------------------

SCALE = [520, 410, 690, 436]
COUNTER = [600, 10, 690, 30]
LEGEND = [10, 200, 190, 430]
ZOOM = [10, 10, 42, 74]
TAKEN = [SCALE, COUNTER, LEGEND, ZOOM]


@pytest.mark.parametrize(
    ("marks", "corner"),
    [
        ([], [608, 348, 690, 430]),  # of a map without a scale it would be this one
        ([[650, 350, 660, 360]], [608, 36, 690, 118]),  # under the counter
        ([[650, 350, 660, 360], [650, 90, 660, 100]], [10, 80, 92, 162]),  # under the buttons
        ([[0, 0, 700, 440]], None),
    ],
)
def test_the_globe_takes_the_free_corner_with_the_most_room(
    js: Node, marks: list[list[float]], corner: list[float] | None
) -> None:
    taken = TAKEN if marks else [COUNTER, LEGEND, ZOOM]
    assert js("map/controls/inset_spot", "spotFor", SIDE, FRAME, taken, marks) == corner


def test_the_globe_stays_where_it_is_while_nothing_is_in_its_way(js: Node) -> None:
    before = [608, 36, 690, 118]
    assert js("map/controls/inset_spot", "spotFor", SIDE, FRAME, TAKEN, [], before) == before
    moved = js(
        "map/controls/inset_spot", "spotFor", SIDE, FRAME, TAKEN, [[650, 90, 660, 100]], before
    )
    assert moved == [608, 322, 690, 404]


boxes = st.lists(
    st.tuples(
        st.integers(0, 690), st.integers(0, 430), st.integers(1, 200), st.integers(1, 200)
    ).map(lambda box: [box[0], box[1], box[0] + box[2], box[1] + box[3]]),
    max_size=6,
)


@given(boxes, boxes)
def test_the_globe_covers_nothing_and_stays_in_the_frame(
    js: Node, taken: list[list[int]], marks: list[list[int]]
) -> None:
    box = js("map/controls/inset_spot", "spotFor", SIDE, FRAME, taken, marks)
    if box:
        left, top, right, bottom = box
        assert (right - left, bottom - top) == (SIDE, SIDE)
        assert 0 <= left < right <= FRAME["x"]
        assert 0 <= top < bottom <= FRAME["y"]
        for a, b, c, d in [*taken, *marks]:
            assert not (left < c and a < right and top < d and b < bottom)
