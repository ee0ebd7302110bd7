"""Outlines of the base map: where marks are, coast without cuts, and what is cut to a box."""

from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.maps.outlines import (
    Outlines,
    cut,
    outlines_in_degrees,
    outlines_in_unit_square,
    projected,
)
from geo.mercator import unit_square

SQUARE = (0, 0, 10, 10)
CORNERS = st.tuples(st.integers(-20, 30), st.integers(-20, 30))
POSITIONS = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20
).map(lambda positions: [*positions, (180.0, 90.0), (-180.0, -90.0)])
CASPIAN, KERMAN = (50.5, 41.5), (57.08, 30.28)
every_scale = pytest.mark.parametrize("scale", ["110m", "50m"])


def made(polygons: list[Any] | None = None, lines: list[Any] | None = None) -> Outlines:
    return {"land": np.array(polygons or []), "borders": np.array(lines or [])}


def is_land(outlines: Outlines, position: tuple[float, float]) -> bool:
    return any(polygon.contains(Point(position)) for polygon in outlines["land"])


@every_scale
def test_the_outlines_lie_where_marks_do(scale: Any) -> None:
    outlines = outlines_in_unit_square(scale)
    assert set(outlines) == {"land", "coast", "borders", "disputed", "control", "un"}
    assert is_land(outlines, unit_square(*KERMAN))
    assert not is_land(outlines, unit_square(*CASPIAN))


@every_scale
def test_the_coast_is_the_edge_of_the_land_but_for_its_cuts(scale: Any) -> None:
    outlines = outlines_in_degrees(scale)
    edges = shapely.boundary(outlines["land"])
    cuts = shapely.length(edges).sum() - shapely.length(outlines["coast"]).sum()
    assert 340 < cuts < 380  # degrees: along the pole, and along ±180° in Antarctica and Chukotka
    pairs = chain.from_iterable(pairwise(line.coords) for line in outlines["coast"])
    assert not [pair for pair in pairs if all(abs(lon) == 180 for lon, _ in pair)]


@given(st.lists(CORNERS, min_size=3, max_size=3).filter(lambda corners: Polygon(corners).area))
def test_land_is_cut_to_what_lies_in_a_box(corners: list[tuple[int, int]]) -> None:
    triangle = Polygon(corners)
    found = cut(made([triangle]), SQUARE)["land"]
    inside = triangle.intersection(box(*SQUARE)).area
    assert sum(polygon.area for polygon in found) == pytest.approx(inside, abs=1e-6)
    assert all(box(*SQUARE).covers(polygon) for polygon in found)


def test_land_in_several_parts_of_a_box_is_several_polygons() -> None:
    comb = Polygon([(-5, 1), (5, 1), (5, 2), (-1, 2), (-1, 8), (5, 8), (5, 9), (-5, 9)])
    found = MultiPolygon(list(cut(made([comb]), SQUARE)["land"]))
    assert len(found.geoms) == 2
    assert found.equals(comb.intersection(box(*SQUARE)))


def test_a_line_is_cut_to_its_parts_in_a_box() -> None:
    line = LineString([(-1, 5), (5, 5), (11, 5), (11, 8), (9, 8)])
    found = cut(made(lines=[line]), SQUARE)["borders"]
    assert [list(part.coords) for part in found] == [[(0, 5), (5, 5), (10, 5)], [(10, 8), (9, 8)]]


def test_of_outlines_elsewhere_nothing_is_left() -> None:
    outlines = made([box(20, 20, 30, 30)], [LineString([(20, 20), (30, 30)])])
    assert {name: len(part) for name, part in cut(outlines, SQUARE).items()} == {
        "land": 0,
        "borders": 0,
    }


@given(POSITIONS)
def test_many_positions_are_projected_as_one_is(positions: list[tuple[float, float]]) -> None:
    expected = [unit_square(*position) for position in positions]
    assert projected(np.array(positions)).ravel().tolist() == pytest.approx(
        np.ravel(expected).tolist(), abs=1e-12
    )
