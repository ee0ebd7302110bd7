"""A place of the gazetteer, and the credits of its sources."""

__all__ = ["CREDITS", "Kind", "Place"]

from dataclasses import dataclass
from typing import Literal

Kind = Literal["country", "admin1", "admin2", "settlement", "site", "fuzzy", "international"]

GEONAMES, PROVINCES, BOUNDARIES, COUNTRIES, CURATED, CODES, INDIA_POST, OSM, ZIP = range(9)
CREDITS = {
    GEONAMES: "GeoNames, CC BY 4.0",
    PROVINCES: "GeoNames, CC BY 4.0; Natural Earth",
    BOUNDARIES: "geoBoundaries, CC BY 4.0",
    COUNTRIES: "world-countries, ODbL 1.0; Unicode CLDR",
    CODES: "iso3166-2, MIT",
    CURATED: "Incident Atlas, Apache-2.0",
    INDIA_POST: "India Post, GODL-India",
    OSM: "© OpenStreetMap contributors, ODbL 1.0",
    ZIP: "zipcodes, BSD",
}
VILLAGES = frozenset([INDIA_POST, OSM, ZIP])  # the sources of villages


@dataclass(frozen=True, slots=True)
class Place:
    """A place as found by one of its names, with the penalty of that name.

    `admin1` is the GeoNames code of its province; `population` counts people; `credit` is a key of
    CREDITS.
    """

    id: int
    kind: Kind
    name: str
    country: str
    admin1: str
    lon: float
    lat: float
    population: int
    radius_km: float | None
    gazetteer_id: str
    credit: int
    penalty: float

    @property
    def is_village(self) -> bool:
        """Tell whether the place is of a list of villages, which have no count of people."""
        return self.credit in VILLAGES
