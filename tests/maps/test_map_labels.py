"""The names of the base map: large towns everywhere, others by zoom and cell."""

import json
from collections.abc import Iterable

import pytest

from geo.maps.labels import LabelRow, countries, large_towns, towns_in
from geo.maps.templates import ASSETS
from geo.mercator import WORLD, Bounds

KERMAN = Bounds(west=56, south=29, east=58, north=31)
FIJI = Bounds(west=177, south=-19, east=-179, north=-16)


def names(rows: Iterable[LabelRow]) -> set[str]:
    return {row[0] for row in rows}


def test_countries_and_large_towns_are_those_of_the_file() -> None:
    content = json.loads((ASSETS / "basemap" / "labels.json").read_text("utf-8"))
    assert (countries(), large_towns()) == (content["countries"], content["towns"])


def test_far_away_only_large_towns_are_named() -> None:
    assert list(towns_in(WORLD, 3)) == large_towns()


@pytest.mark.parametrize(("bounds", "town"), [(KERMAN, "Rafsanjan"), (FIJI, "Labasa")])
def test_near_by_the_towns_of_the_cells_come_too(bounds: Bounds, town: str) -> None:
    assert town not in names(large_towns())
    found = list(towns_in(bounds, 9))
    assert town in names(found)
    added = found[len(large_towns()) :]
    assert all(abs((row[2] - bounds.west + 180) % 360 - 180) < 25 for row in added)
    assert 0 < len(added) < 2_000


def test_no_town_is_named_twice() -> None:
    rows = [tuple(row) for row in towns_in(FIJI, 12)]
    assert len(rows) == len(set(rows))
