"""Places with invented names of several levels: as many as a dataset of so many rows has."""

__all__ = ["Places", "places", "region_of"]

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from geo.words.countries import country_names
from invented.chance import Chance, Reals, Wholes, joined, picked
from invented.towns import SCATTER, TOWNS, towns

FIRST = ("Bel", "Cor", "Dan", "Fer", "Gal", "Hol", "Jar", "Kel", "Lum", "Mar", "Nor", "Pel", "Ros")
MIDDLE = ("a", "ada", "e", "ema", "i", "ila", "o", "ora", "u", "una", "")
LAST = ("bek", "dor", "fell", "gar", "mond", "nay", "pur", "rath", "sten", "tal", "vik", "zan")
NAMES = tuple(f"{a}{b}{c}".capitalize() for a in FIRST for b in MIDDLE for c in LAST)
SHORT = tuple(f"{a}{c}" for a in FIRST for c in LAST)
KINDS = ("village", "town", "city", "area", "hill", "crossing")
PROVINCES, DISTRICTS = 12, 8  # of a country; of a province
REGIONS = ("North", "East", "South", "West", "Centre")


class Places(NamedTuple):
    """Places as columns; the names of several may be the same."""

    name: pa.Array
    admin1: pa.Array
    admin2: pa.Array
    country: pa.Array  # in English
    country_number: Wholes
    lon: Reals
    lat: Reals

    def take(self, numbers: Wholes) -> "Places":
        """Return the places with these numbers."""
        return Places._make(column.take(numbers) for column in self)


@cache
def places(size: int) -> Places:
    """Return so many places, each around a town."""
    chance = Chance([1, size], size)
    town = np.arange(size) % TOWNS
    codes = towns().country.dictionary_encode()
    number = codes.indices.to_numpy()[town].astype(np.int64)
    province = number * PROVINCES + town % PROVINCES
    district = province * DISTRICTS + chance.below(DISTRICTS)
    scatter = (SCATTER * (chance.draw() - chance.draw()) for _ in range(2))
    lon, lat = ((at[town] + by).round(6) for at, by in zip(towns()[2:], scatter, strict=True))
    return Places(
        name=joined(chance.one_of(NAMES), " ", chance.one_of(SHORT), " ", chance.one_of(KINDS)),
        admin1=joined(_name(province), " province"),
        admin2=joined(_name(district), " district"),
        country=picked([country_names()[code] for code in codes.dictionary.to_pylist()], number),
        country_number=number,
        lon=lon,
        lat=lat,
    )


def region_of(country_number: Wholes) -> pa.Array:
    """Return the region of a country; it is as invented as the rest."""
    return picked(REGIONS, country_number % len(REGIONS))


def _name(numbers: Wholes) -> pa.Array:
    return picked(NAMES, numbers * 7 % len(NAMES))
