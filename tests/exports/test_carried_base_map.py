"""The base map of a file: finer outlines are cut to a box, names are those that may be in view."""

import json
from itertools import accumulate
from typing import Any

import pytest

from geo.exports.carried.base_map import base_map, extent_of
from geo.maps.scales import OUTLINE_SCALE
from geo.maps.templates import ASSETS
from geo.mercator import Bounds

IRAN = Bounds(west=46, south=29, east=61, north=37)
WORLD = Bounds(west=-180, south=-85, east=180, north=85)


def walked(steps: list[int]) -> list[tuple[float, float]]:
    """Return the points of a line as the page reads them."""
    lons, lats = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(lon / OUTLINE_SCALE, lat / OUTLINE_SCALE) for lon, lat in zip(lons, lats, strict=True)]


def test_the_coarse_outlines_are_those_of_the_base_map() -> None:
    given_: Any = json.loads((ASSETS / "basemap" / "110m.json").read_text("utf-8"))
    coarse = base_map(None, "control")["coarse"]
    land = [[walked(ring) for ring in rings] for rings in coarse["land"]]
    assert land == [
        [list(map(tuple, ring)) for ring in rings] for rings in given_["land"]["coordinates"]
    ]
    assert [walked(line) for line in coarse["borders"]] == [
        list(map(tuple, line)) for line in given_["borders"]["coordinates"]
    ]


@pytest.mark.parametrize("view", ["control", "un"])
def test_a_file_has_the_disputed_lines_of_its_view(view: str) -> None:
    given_: Any = json.loads((ASSETS / "basemap" / "110m.json").read_text("utf-8"))
    lines = given_["disputed"]["coordinates"] + given_["views"][view]["coordinates"]
    coarse = base_map(None, view)["coarse"]
    assert [walked(line) for line in coarse["disputed"]] == [list(map(tuple, c)) for c in lines]
    assert list(coarse) == ["land", "borders", "disputed"]


def test_finer_outlines_are_there_where_they_are_few() -> None:
    fine = base_map(IRAN, "control")["fine"]
    assert fine["within"] == (32, 22, 75, 44)
    assert base_map(WORLD, "control")["fine"] is None
    assert base_map(None, "control")["fine"] is None
    points = [point for rings in fine["land"] for ring in rings for point in walked(ring)]
    assert len(points) > 500
    assert all(31.99 <= lon <= 75.01 and 21.99 <= lat <= 44.01 for lon, lat in points)


def test_towns_near_the_records_are_named_and_large_ones_everywhere() -> None:
    names = {town[0] for town in base_map(IRAN, "control")["towns"]}
    assert names > {"Kerman", "Shiraz", "Zahedan", "London", "Tokyo"}
    assert names - {town[0] for town in base_map(None, "control")["towns"]} > {"Zahedan", "Birjand"}


def test_the_extent_of_positions() -> None:
    assert extent_of([]) is None
    assert extent_of([(1, 2), (-3, 4)]) == Bounds(west=-3, south=2, east=1, north=4)
    assert extent_of([(178, 2), (-172, 4)]) == Bounds(west=178, south=2, east=-172, north=4)


def test_finer_outlines_go_around_the_world() -> None:
    fine = base_map(Bounds(west=178, south=-18, east=-172, north=-14), "control")["fine"]
    assert fine["within"] == (164, -25, -158, -7)
    lons = [lon for area in fine["land"] for ring in area for lon, _ in walked(ring)]
    assert min(lons) < -170
    assert max(lons) > 175
    assert all(lon >= 163.99 or lon <= -157.99 for lon in lons)
