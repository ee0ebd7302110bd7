"""The pure modules of the browser's code, called in Node: no page is opened."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.marks.contrast import edge_of
from geo.maps.themes import THEMES
from node import Node

WORLD = [-180, -90, 180, 90]


def record(id_: str, **properties: Any) -> dict[str, Any]:
    plain = {"id": id_, "record_type": "incident", "status": "claimed", "title": f"Title {id_}"}
    return {"geometry": {"type": "Point", "coordinates": [0, 0]}, "properties": plain | properties}


# --- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "row", "expected"),
    [
        ("", ("status", "claimed"), "status=claimed"),
        ("status=claimed", ("status", "claimed"), ""),
        ("status=claimed&status=disputed", ("status", "claimed"), "status=claimed"),
        ("status=disputed&from=2020", ("status", "claimed"), "from=2020&status=claimed"),
        ("record=context", ("status", "claimed"), "record=context&status=claimed"),
    ],
)
def test_a_row_of_the_legend_is_chosen_or_let_go(
    js: Node, query: str, row: tuple[str, str], expected: str
) -> None:
    assert js("sources/queries", "toggled", query, *row) == expected


@pytest.mark.parametrize(
    ("query", "bounds", "expected"),
    [
        ("", [1, 2, 3, 4], "bbox=1%2C2%2C3%2C4"),
        ("bbox=0,0,10,10", [5, 5, 20, 20], "bbox=5%2C5%2C10%2C10"),
        ("bbox=0,0,10,10", [20, 20, 30, 30], "bbox=0%2C0%2C0%2C0"),
        ("bbox=170,0,-170,10", [5, 5, 20, 20], "bbox=170%2C0%2C-170%2C10"),
        ("", [1.2345678, 2, 3, 4], "bbox=1.23457%2C2%2C3%2C4"),
    ],
)
def test_a_query_within_bounds(js: Node, query: str, bounds: list[float], expected: str) -> None:
    assert js("sources/queries", "within", query, bounds) == expected


@pytest.mark.parametrize(
    ("query", "entry", "expected"),
    [
        ("", {"precisions": "none"}, "precision=none"),
        ("", {"precisions": "undrawn", "country": "IR"}, "precision=a&precision=b&country=IR"),
        ("precision=b&from=2020", {"precisions": "undrawn"}, "from=2020&precision=b"),
    ],
)
def test_the_records_that_are_not_on_the_map(
    js: Node, query: str, entry: dict[str, Any], expected: str
) -> None:
    assert js("sources/queries", "unplacedQuery", query, entry, ["a", "b"]) == expected


@pytest.mark.parametrize(
    ("precision", "radius", "drawn"),
    [
        ("settlement", 27.9, False),
        ("settlement", 28, True),
        ("site", 30, True),
        ("admin1", 3, True),
        ("capital_as_actor", 0, False),
    ],
)
def test_the_area_of_a_place_is_drawn_where_no_symbol_hides_it(
    js: Node, precision: str, radius: float, drawn: bool
) -> None:
    assert js("drawing/styles", "hasDisc", {"precision": precision}, radius) is drawn


def test_a_request_is_wider_than_the_view_and_stays_in_the_world(js: Node) -> None:
    west, south, east, north = js("sources/bounds", "around", [10, 20, 30, 40], 4)
    assert west <= 0
    assert south <= 10
    assert east >= 40
    assert north >= 50
    assert js("sources/bounds", "around", [-180, -90, 180, 90], 2) == WORLD


def test_views_that_differ_little_ask_the_same(js: Node) -> None:
    first, second = (
        js("sources/bounds", "around", [west, 20, west + 20, 40], 4) for west in (10.1, 10.2)
    )
    assert first == second


views = st.tuples(st.floats(-180, 180), st.floats(1, 300), st.floats(-60, 40), st.floats(1, 20))


@given(views, st.integers(0, 10))
def test_a_request_holds_its_view_also_over_the_antimeridian(
    js: Node, view: tuple[float, float, float, float], zoom: int
) -> None:
    west, across, south, up = view
    east = west + across
    bounds = [west, south, east - 360 if east > 180 else east, south + up]
    asked = js("sources/bounds", "around", bounds, zoom)
    assert all(-180 <= side <= 180 for side in (asked[0], asked[2]))
    assert js("sources/bounds", "contains", asked, bounds)
    for at in (west, west + across / 2, east):
        lon = js("sources/turns", "wrapped", at)
        assert js("sources/bounds", "isInside", [lon, south], asked)


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ([170, 0, -170, 10], [175, 1, -175, 9], True),
        ([170, 0, -170, 10], [171, 1, 179, 9], True),
        ([170, 0, -170, 10], [-179, 1, -171, 9], True),
        ([170, 0, -170, 10], [-179, 1, -169, 9], False),
        ([170, 0, -170, 10], [175, 1, -175, 11], False),
        ([-170, 0, 170, 10], [175, 1, -175, 9], False),
        ([0, 0, 10, 10], [350, 1, 359, 9], False),
        (WORLD, [170, 0, -170, 10], True),
    ],
)
def test_bounds_hold_others(
    js: Node, outer: list[float], inner: list[float], expected: bool
) -> None:
    assert js("sources/bounds", "contains", outer, inner) is expected


def test_two_places_across_the_antimeridian_have_one_narrow_extent(js: Node) -> None:
    features = [
        {"geometry": {"coordinates": at}, "properties": {}} for at in ([178, -18], [-172, -14])
    ]
    assert js("sources/bounds", "extentOf", features) == [178, -18, 188, -14]
    cell = {"geometry": {"coordinates": [0, 0]}, "properties": {"bounds": [-5, -5, 5, 5]}}
    assert js("sources/bounds", "extentOf", [cell]) == [-5, -5, 5, 5]


@pytest.mark.parametrize(
    ("value", "middle", "expected"), [(178, 0, 178), (178, -170, -182), (-172, 900, 908), (5, 5, 5)]
)
def test_a_place_is_shown_where_it_is_nearest(
    js: Node, value: float, middle: float, expected: float
) -> None:
    assert js("sources/turns", "turned", value, middle) == expected


@pytest.mark.parametrize(
    ("west", "east", "expected"),
    [(-170, 170, [0]), (170, 190, [0, 1]), (-200, 200, [-1, 0, 1]), (400, 410, [1])],
)
def test_the_copies_of_the_world_in_view(
    js: Node, west: float, east: float, expected: list[int]
) -> None:
    assert js("sources/turns", "turnsIn", west, east) == expected


TOP = -0.25  # of the world's width, north of 85° N


@pytest.mark.parametrize(
    ("lat", "height", "south", "expected"),
    [
        (20, 0.3, 0, 20.0),  # ends at 29° S
        (20, 0.568, -35, 25.8),  # would end at 63° S: ends at 60° S
        (20, 0.568, -77, 20.0),  # a mark is there
        (0, 2.0, -35, -66.5),  # higher than the world: from its northern edge
    ],
)
def test_a_view_shows_the_far_south_only_for_marks(
    js: Node, lat: float, height: float, south: float, expected: float
) -> None:
    found = js("map/northerly", "northerly", lat, height, TOP, south, 0)
    assert found == pytest.approx(expected, abs=0.1)


def test_the_towns_of_a_view_over_the_antimeridian_are_in_cells_of_one_world(js: Node) -> None:
    assert js("ground/lettering", "cellsIn", [170, 0, 190, 5], 20) == ["160_0", "-180_0"]
    assert js("ground/lettering", "cellsIn", [-190, 0, -170, 5], 20) == ["160_0", "-180_0"]
    assert len(js("ground/lettering", "cellsIn", [-200, 0, 200, 5], 20)) == 18


# --- marks and words -----------------------------------------------------------------------------


def bare(row: int, x: float, site: int = 0, **properties: Any) -> dict[str, Any]:
    """Return a mark of a collection without names."""
    found = record("", id=None, title=None, row=row, site=site, **properties)
    return found | {"geometry": {"type": "Point", "coordinates": [x, 0]}}


def test_marks_without_names_are_told_apart_by_their_rows(js: Node) -> None:
    features = [bare(7, 0), bare(8, 100), bare(8, 102, 1), bare(9, 300), bare(10, 300)]
    assert js("test:adapters", "bareOnes", features) == [
        ["incident", [7], True],
        ["incident", [8], True],
        ["stack", [9, 10], True],
    ]
    named = [record("a"), bare(1, 500)]
    assert js("test:adapters", "bareOnes", named) == [
        ["incident", ["a"], False],
        ["incident", [1], True],
    ]


def test_a_mark_without_a_name_says_date_status_and_toll(js: Node) -> None:
    look = {"symbols": js("shared", "SYMBOLS")}
    told: dict[str, Any] = {"date": "3 January 2024", "place_line": "", "status_label": "Claimed"}
    mark = {"kind": "incident", "drawn": 1, "feature": bare(7, 0, **told)}
    assert js("drawing/words", "describe", mark, look) == [
        "3 January 2024",
        "Number killed unknown",
        "Claimed",
    ]
    stack = {"kind": "stack", "ids": [7, 8], "members": [mark, mark], "feature": mark["feature"]}
    assert js("drawing/words", "describe", stack, look) == ["2 records here"]


MARKS = [
    {"key": "large", "x": 0, "y": 0, "r": 10},
    {"key": "small", "x": 4, "y": 0, "r": 3},
    {"key": "far", "x": 100, "y": 0, "r": 3},
]


@pytest.mark.parametrize(
    ("x", "expected"),
    [(4, "small"), (-8, "large"), (-14, "large"), (-16, None), (107, "far"), (109, None)],
)
def test_the_mark_at_a_point(js: Node, x: int, expected: str | None) -> None:
    assert js("test:adapters", "markAtPoint", MARKS, {"x": x, "y": 0}, 5) == expected


@pytest.mark.parametrize(
    ("toll", "expected"),
    [
        (None, None),
        ({"low": None, "best": None, "high": None}, None),
        ({"low": 3, "best": 3, "high": 3}, "3"),
        ({"low": 144, "best": 149, "high": 149}, "144–149 (best 149)"),
        ({"low": 1000, "best": None, "high": 2000}, "1,000–2,000"),
    ],
)
def test_a_toll_in_words(js: Node, toll: dict[str, Any] | None, expected: str | None) -> None:
    assert js("drawing/words", "tollText", toll) == expected


def test_a_stack_names_three_of_its_records(js: Node) -> None:
    members = [{"feature": record(id_)} for id_ in "ABCDE"]
    mark = {"kind": "stack", "ids": list("ABCDE"), "members": members, "feature": record("A")}
    lines = js("drawing/words", "describe", mark, {})
    assert lines[0] == "5 records here"
    assert lines[-1] == "and 2 more"
    assert [line.strip("\u2068\u2069") for line in lines[1:4]] == ["Title A", "Title B", "Title C"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("color", ["#0072B2", "#E69F00", "#56B4E9", "#555555", "#7F7F7F"])
def test_a_colour_has_one_edge_in_both_languages(js: Node, color: str, theme: str) -> None:
    assert js("drawing/colors", "edgeOf", color, theme) == edge_of(color, THEMES[theme])


# --- counts and legend ---------------------------------------------------------------------------


def test_a_record_with_two_sites_in_view_counts_once(js: Node) -> None:
    features = [record("A"), record("A"), record("B")]
    features[2]["geometry"] = {"type": "Point", "coordinates": [50, 50]}
    found = js(
        "map/controls/counts", "inView", {"features": features, "numberMatched": 2}, [-1, -1, 1, 1]
    )
    assert (found["total"], [each["id"] for each in found["incidents"]]) == (1, ["A"])


def test_cells_count_no_more_than_there_are(js: Node) -> None:
    cells = [record("", kind="cell", count=5), record("", kind="cell", count=4)]
    answer = {"features": cells, "numberMatched": 8, "unplaced": {"country": 1, "none": 0}}
    assert js("map/controls/counts", "inView", answer, WORLD)["total"] == 7


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"numberMatched": 0}, ["No record matches"]),
        ({"numberMatched": 1200}, ["3 of 1,200 in view"]),
        (
            {"numberMatched": 9, "unplaced": {"country": 2, "none": 1}},
            ["3 of 9 in view", "1 without a place", "2 known to a country only"],
        ),
    ],
)
def test_what_is_in_view_in_words(js: Node, answer: Any, expected: list[str]) -> None:
    assert js("map/controls/counts", "countWords", 3, answer) == expected


def test_a_status_that_is_filtered_by_stays_in_the_legend(js: Node) -> None:
    view = {"incidents": [record("A")["properties"]], "cells": []}
    assert js("test:adapters", "legend", view, {}, "status=disputed&status=claimed") == [
        {"label": "Claimed", "count": 1, "filter": ["status", "claimed"], "pressed": False},
        {"label": "Disputed", "count": 0, "filter": ["status", "disputed"], "pressed": False},
    ]


def test_groups_without_a_colour_are_one_row(js: Node) -> None:
    groups = [{"value": f"g{n}", "label": f"Group {n}"} for n in range(6)]
    incidents = [record(f"R{n}", groups=[f"g{n}"])["properties"] for n in (0, 5)]
    rows = js(
        "test:adapters",
        "legend",
        {"incidents": incidents, "cells": []},
        {"colorBy": "group", "groups": groups},
        "group=g0",
    )
    assert [(row["label"], row["count"], row["pressed"]) for row in rows] == [
        ("Group 0", 1, True),
        ("Other or no group", 1, False),
        ("Claimed", 2, False),
    ]


def test_a_group_is_counted_in_what_it_is_part_of(js: Node) -> None:
    groups = [
        {"value": "whole", "label": "The whole", "whole": None},
        {"value": "part", "label": "Its part", "whole": "whole"},
    ]
    found = [["whole"], ["whole", "part"], ["whole", "part"], []]
    incidents = [record(f"R{n}", groups=slugs)["properties"] for n, slugs in enumerate(found)]
    rows = js(
        "test:adapters",
        "legend",
        {"incidents": incidents, "cells": []},
        {"colorBy": "group", "groups": groups},
        "",
    )
    assert [(row["label"], row["count"]) for row in rows] == [
        ("The whole", 3),
        ("Its part", 2),
        ("Other or no group", 1),
        ("Claimed", 4),
    ]


def test_options_become_a_state(js: Node) -> None:
    assert js("map/options", "stateOf", {"query": "from=2020", "legend": False}) == {
        "query": "from=2020",
        "selected": None,
        "theme": "auto",
        "borders": "control",
        "colorBy": "status",
        "groups": [],
        "largest": 0,
        "revision": 0,
        "token": None,
        "unsaved": False,
        "at": "",
        "session": "",
    }
