"""Where the browser looks so that marks stand free: its pure functions, called in Node."""

from hypothesis import given, settings
from hypothesis import strategies as st

from node import Node

Box = list[float]

SIZE = {"x": 400, "y": 300}
CLEARANCE, EDGE = 4, 6  # px around what lies over the map, and along the frame
BUTTONS: Box = [10, 10, 42, 73]
COUNTER: Box = [200, 10, 390, 60]
LEGEND: Box = [10, 140, 240, 290]


def touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def covered(boxes: list[Box], taken: list[Box]) -> bool:
    grown = [
        [x0 - CLEARANCE, y0 - CLEARANCE, x1 + CLEARANCE, y1 + CLEARANCE] for x0, y0, x1, y1 in boxes
    ]
    return any(touch(box, other) for box in grown for other in taken)


def test_what_is_free_stays(js: Node) -> None:
    assert js("map/room", "leastShift", [[100, 100, 120, 120]], SIZE, [BUTTONS, COUNTER]) == {
        "x": 0,
        "y": 0,
    }


def test_the_shift_is_the_least(js: Node) -> None:
    # 10 px under the counter, and 4 of air: 14 px down, in steps of 8.
    assert js("map/room", "leastShift", [[250, 50, 270, 70]], SIZE, [COUNTER]) == {"x": 0, "y": 16}


def test_no_shift_takes_a_mark_out_of_the_frame(js: Node) -> None:
    low, under = [250, 270, 270, 290], [250, 50, 270, 70]
    assert js("map/room", "leastShift", [low, under], SIZE, [COUNTER]) != {"x": 0, "y": 16}


def test_where_nothing_frees_all_there_is_no_shift(js: Node) -> None:
    assert js("map/room", "leastShift", [[100, 100, 120, 120]], SIZE, [[0, 0, 400, 300]]) is None


def test_a_box_comes_just_into_the_frame(js: Node) -> None:
    assert js("map/room", "movedInto", [-20, 100, 12, 132], SIZE) == [EDGE, 100, EDGE + 32, 132]
    assert js("map/room", "movedInto", [380, 290, 412, 322], SIZE) == [362, 262, 394, 294]


def view(
    js: Node, boxes: list[Box], taken: list[Box], named: dict[str, int] | None = None
) -> tuple[float, list[Box]]:
    """Return the zoom of a view, and where the boxes stand in it."""
    zooms = [6, 5.75, 5.5, 5, 4, 3, 2, 1, 0]
    names = named or {str(zoom): 0 for zoom in zooms}
    found = js("test:adapters", "view", boxes, zooms, SIZE, taken, names)
    scale, corner = 2 ** found["zoom"], found["corner"]
    in_frame = [
        [
            x0 * scale - corner["x"],
            y0 * scale - corner["y"],
            x1 * scale - corner["x"],
            y1 * scale - corner["y"],
        ]
        for x0, y0, x1, y1 in boxes
    ]
    return found["zoom"], in_frame


def test_without_controls_the_marks_stand_in_the_middle(js: Node) -> None:
    zoom, [box] = view(js, [[100, 100, 101, 101]], [])
    assert zoom == 6
    assert box == [168, 118, 232, 182]


def test_names_are_worth_less_than_a_zoom(js: Node) -> None:
    named = {"6": 1, "5.75": 2, "5.5": 3, "5": 4, "4": 5, "3": 5, "2": 5, "1": 5, "0": 5}
    assert view(js, [[100, 100, 101, 101]], [], named)[0] == 5.5


POSITION = st.floats(1, 60, width=16)


@settings(max_examples=60)
@given(
    points=st.lists(st.tuples(POSITION, POSITION), min_size=1, max_size=6), has_legend=st.booleans()
)
def test_no_mark_of_a_view_lies_under_a_control(
    js: Node, points: list[tuple[float, float]], has_legend: bool
) -> None:
    boxes = [[x, y, x + 0.01, y + 0.01] for x, y in points]
    taken = [BUTTONS, COUNTER, *([LEGEND] if has_legend else [])]
    _, in_frame = view(js, boxes, taken)
    assert all(min(x0, y0) >= 0 and x1 <= 400 and y1 <= 300 for x0, y0, x1, y1 in in_frame)
    assert not covered(in_frame, taken)
