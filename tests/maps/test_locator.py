"""The small map of a record: its frame, its marks, and the names next to them."""

import math
import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.locator import EDGE, HEIGHT, WIDTH, _box_of, _touch, locator_of
from geo.model.incident import Place, Site
from samples import CROCUS, TEHRAN, curated, located

LON, LAT = st.floats(-180, 180), st.floats(-84, 84)


def test_one_place_lies_in_the_middle() -> None:
    found = locator_of(located("A", (57.08, 30.28)))
    assert found
    assert [(mark.x, mark.y) for mark in found.marks] == [(WIDTH / 2, HEIGHT / 2)]
    assert found.land.startswith("M")
    assert found.land.endswith("Z")


def test_a_vague_place_has_a_disc_of_its_radius() -> None:
    [mark] = locator_of(located("A", (57.08, 30.28), precision="admin1")).marks  # type: ignore[union-attr]
    km_of_px = 40_030 * math.cos(math.radians(30.28)) * 36 / 360 / WIDTH
    assert mark.radius == pytest.approx(150 / km_of_px, rel=0.01)
    [exact] = locator_of(located("A", (57.08, 30.28))).marks  # type: ignore[union-attr]
    assert exact.radius == 0


@pytest.mark.parametrize("precision", ["country", "international", "unknown"])
def test_what_no_map_draws_has_none(precision: str) -> None:
    assert locator_of(located("A", (57.08, 30.28), precision=precision)) is None  # type: ignore[arg-type]
    assert locator_of(located("A")) is None


def test_only_the_sites_that_are_known_are_marked() -> None:
    sites = (Site(precision="country"), Site(precision="site"))
    both = replace(located("A", (10.0, 20.0), (57.08, 30.28)), place=Place(sites=sites))
    found = locator_of(both)
    assert found
    assert [(mark.x, mark.y) for mark in found.marks] == [(WIDTH / 2, HEIGHT / 2)]


def test_places_on_both_sides_of_180_degrees_lie_next_to_each_other() -> None:
    found = locator_of(located("A", (179.0, -17.0), (-179.0, -17.0)))
    assert found
    left, right = found.marks
    assert right.x - left.x == pytest.approx(2 / 36 * WIDTH, abs=0.2)
    assert left.x + right.x == pytest.approx(WIDTH, abs=0.2)
    assert found.land


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=4))
def test_every_mark_is_on_the_map_and_every_length_a_number(
    positions: list[tuple[float, float]],
) -> None:
    found = locator_of(located("A", *positions))
    assert found
    for mark in found.marks:
        assert -0.1 <= mark.x <= WIDTH + 0.1
        assert -0.1 <= mark.y <= HEIGHT + 0.1
    for path in (found.land, *found.lines.values()):
        assert re.fullmatch(r"[MZ\d., -]*", path)


@given(LON, LAT)
def test_no_name_touches_another_or_leaves_the_map(lon: float, lat: float) -> None:
    found = locator_of(located("A", (lon, lat)))
    assert found
    boxes = [_box_of(name) for name in found.names]
    assert not [pair for pair in combinations(boxes, 2) if _touch(*pair)]
    for left, top, right, bottom in boxes:
        assert left >= EDGE
        assert top >= EDGE
        assert right <= WIDTH - EDGE
        assert bottom <= HEIGHT - EDGE


def test_the_names_are_those_of_the_record_and_of_its_surroundings() -> None:
    records = curated()
    crocus = locator_of(records[CROCUS])
    assert crocus
    names = {name.text: name.kind for name in crocus.names}
    assert names["Krasnogorsk"] == "mark"
    assert names["Kyiv"] == "town"
    assert names["Belarus"] == "country"
    tehran = locator_of(records[TEHRAN])
    assert tehran
    assert [name.text for name in tehran.names].count("Tehran") == 1
