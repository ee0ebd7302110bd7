"""The country of a row that states none: by its position, where outlines are certain of it."""

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.checks.country_outlines import countries_at, country_at, reach_km
from geo.mercator import EARTH_KM
from table_files import incidents_of, read_all, warned, written_csv

CORES = json.loads((files("geo") / "assets/basemap/country_cores.json").read_text("utf-8"))
RULE = "none is given: the outline that holds the position says which"
ROW = {"date": "2024-01-03", "latitude": "30.2839", "longitude": "57.0834", "precision": "city"}


def polygon(rings: list[list[int]]) -> shapely.Polygon:
    edge, *holes = ([*np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / 100] for ring in rings)
    return shapely.Polygon(edge, holes)


SHAPES = [(code, polygon(rings)) for code, parts in CORES.items() for rings in parts]


def places_of(folder: Path, **changes: str) -> tuple[Any, list[tuple[str, str]]]:
    """Return the place of a row, and what it is warned of except its precision."""
    rows = read_all("table", written_csv(folder / "own.csv", ROW | changes))
    (incident,) = incidents_of(rows)
    return incident.place, [each for each in warned(rows) if each[1] == RULE]


def test_a_position_says_the_country(tmp_path: Path) -> None:
    place, said = places_of(tmp_path)
    assert (place.country, place.country_method) == ("IR", "outline")
    assert said == [("country", RULE)]


def test_an_empty_cell_is_none(tmp_path: Path) -> None:
    place, said = places_of(tmp_path, nation=" ")
    assert (place.country, place.country_method) == ("IR", "outline")
    assert said == [("nation", RULE)]


@pytest.mark.parametrize(("stated", "country"), [("Iraq", "IQ"), ("Ruritania", None)])
def test_a_country_that_is_stated_is_not_changed(
    tmp_path: Path, stated: str, country: str | None
) -> None:
    place, said = places_of(tmp_path, country=stated)
    assert (place.country, place.country_method, said) == (country, None, [])


def test_a_row_without_a_position_has_no_country(tmp_path: Path) -> None:
    place, said = places_of(tmp_path, latitude="", longitude="")
    assert (place.country, place.country_method, said) == (None, None, [])


@pytest.mark.parametrize(
    ("positions", "country"),
    [("MULTIPOINT (57 30, 51.4 35.7)", "IR"), ("MULTIPOINT (57 30, 37.33 55.82)", None)],
)
def test_several_positions_are_in_one_country(
    tmp_path: Path, positions: str, country: str | None
) -> None:
    place, _ = places_of(tmp_path, latitude="", longitude="", position=positions)
    assert len(place.sites) == 2
    assert place.country == country


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (57.0834, 30.2839, "IR"),  # Kerman
        (37.33, 55.82, "RU"),  # Krasnogorsk
        (179.0, 66.5, "RU"),  # Chukotka
        (-58.3, 6.0, "GY"),  # Linden, east of the Essequibo
        (60.0, 20.0, None),  # the Arabian Sea
        (-9.14, 38.71, None),  # Lisbon, at the coast
        (7.59, 47.56, None),  # Basel, at the border
        (12.453, 41.903, None),  # Vatican City
        (34.1, 44.95, None),  # Simferopol, Crimea
        (21.17, 42.67, None),  # Pristina, Kosovo
        (-13.2, 27.15, None),  # Laayoune, Western Sahara
        (74.8, 34.08, None),  # Srinagar, Kashmir
        (93.6, 27.1, None),  # Itanagar, Arunachal Pradesh
        (35.78, 33.0, None),  # the Golan
        (35.2, 31.9, None),  # Ramallah
        (37.8, 48.0, None),  # Donetsk
        (44.06, 9.56, None),  # Hargeisa
        (121.5, 25.0, None),  # Taipei
        (46.75, 39.82, None),  # Stepanakert
    ],
)
def test_what_is_certain_and_what_is_not(lon: float, lat: float, country: str | None) -> None:
    assert country_at(lon, lat, 0.0) == country


def test_next_to_a_border_nothing_is_decided() -> None:
    """The border of Canada and the United States is the 49th parallel there."""
    km = math.degrees(1 / EARTH_KM)
    at = {away: country_at(-100.0, 49.0 + away * km, 0.0) for away in np.arange(-20, 20.1, 0.5)}
    assert {at[away] for away in at if abs(away) <= 5} == {None}
    assert {at[away] for away in at if away >= 9} == {"CA"}
    assert {at[away] for away in at if away <= -9} == {"US"}


@pytest.mark.parametrize(
    ("precision", "radius", "reach"),
    [
        ("site", None, 0.0),
        ("settlement", 5.0, 0.0),
        ("settlement", 60.0, 60.0),
        ("near_settlement", None, 25.0),
        ("admin1", None, 150.0),
        ("admin1", 20.0, 20.0),
        ("country", 10.0, math.nan),
        ("capital_as_actor", None, math.nan),
        ("unknown", None, math.nan),
    ],
)
def test_how_far_an_event_may_lie(precision: Any, radius: float | None, reach: float) -> None:
    assert reach_km(precision, radius) == pytest.approx(reach, nan_ok=True)


@pytest.mark.parametrize(
    ("precision", "country"),
    [("city", "IR"), ("near_settlement", "IR"), ("admin1", None), ("country", None)],
)
def test_a_circle_has_to_lie_in_the_country(
    tmp_path: Path, precision: str, country: str | None
) -> None:
    tehran = {"latitude": "35.6892", "longitude": "51.3890"}  # 100 km from the Caspian Sea
    assert places_of(tmp_path, precision=precision, **tehran)[0].country == country


def test_cores_are_valid_and_do_not_overlap() -> None:
    shapes = np.array([shape for _, shape in SHAPES])
    assert shapely.is_valid(shapes).all()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    codes = np.array([code for code, _ in SHAPES])
    assert (codes[one] == codes[other]).all()
    assert not shapely.overlaps(shapes[one], shapes[other]).any()
    assert len(CORES) > 180
    assert not CORES.keys() & {"AQ", "EH", "PS", "TW", "XK"}


POSITIONS = st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([0.0, 30.0]))
INLAND = st.sampled_from(SHAPES).flatmap(
    lambda shape: st.tuples(
        st.floats(shape[1].bounds[0], shape[1].bounds[2]),
        st.floats(shape[1].bounds[1], shape[1].bounds[3]),
        st.just(0.0),
    )
)


@given(st.lists(POSITIONS | INLAND, max_size=12))
def test_the_tree_finds_what_a_loop_over_all_polygons_finds(
    places: list[tuple[float, float, float]],
) -> None:
    lon, lat, reach = np.array(places, np.float64).reshape(-1, 3).T
    found = countries_at(lon, lat, reach)
    for country, (x, y, km) in zip(found, places, strict=True):
        holding = {code for code, shape in SHAPES if shape.covers(shapely.Point(x, y))}
        assert len(holding) <= 1
        assert {country} <= holding | {None}
        if km == 0.0:
            assert {country} == (holding or {None})


def test_a_circle_is_as_large_as_it_says() -> None:
    """A country holds a circle only if it holds all points as far as its radius."""
    shapes = dict.fromkeys(code for code, _ in SHAPES)
    chance = np.random.default_rng(24)
    lon, lat = chance.uniform(40, 60, 400), chance.uniform(25, 38, 400)
    found = countries_at(lon, lat, np.full(400, 60.0))
    decided = [*np.flatnonzero([each is not None for each in found])]
    assert 20 < len(decided) < 300
    assert {found[each] for each in decided} <= shapes.keys()
    for each in decided:
        for turn in np.linspace(0, 2 * np.pi, 24, endpoint=False):
            x, y = destination(lon[each], lat[each], turn, 59.9)
            assert country_at(x, y, 0.0) == found[each]


def destination(lon: float, lat: float, turn: float, km: float) -> tuple[float, float]:
    """Return the position at the end of a great circle."""
    way, y = km / EARTH_KM, math.radians(lat)
    up = math.asin(math.sin(y) * math.cos(way) + math.cos(y) * math.sin(way) * math.cos(turn))
    east = math.atan2(
        math.sin(turn) * math.sin(way) * math.cos(y), math.cos(way) - math.sin(y) * math.sin(up)
    )
    return lon + math.degrees(east), math.degrees(up)


def test_nothing_is_asked_of_no_positions() -> None:
    nothing = np.array([], np.float64)
    assert countries_at(nothing, nothing, nothing).tolist() == []
    assert country_at(57.0, 30.0, math.nan) is None
