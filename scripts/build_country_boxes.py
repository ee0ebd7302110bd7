"""Build the boxes of each country, with which swapped coordinates are found.

Run by hand, from anywhere, when the npm package ``world-atlas`` has a new version::

    pip install -e ".[dev]"                # shapely, antimeridian and babel
    python scripts/build_country_boxes.py  # needs npm, to fetch the package

It makes ``src/geo/assets/basemap/country_boxes.json``, one JSON object:

    {"IR": [[west, south, east, north], …], …}

keyed by ISO 3166-1 alpha-2 code, in degrees, rounded outwards; no box crosses longitude ±180. The
outlines are Natural Earth's 1:50m (see ``build_basemap.py``), the codes for their numbers those of
Unicode CLDR in Babel. The same packages give the same bytes.
"""

import argparse
import math
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from babel.core import get_global
from build_basemap import (
    OUTPUT,
    Line,
    Topology,
    decode_arcs,
    fetch,
    join_arcs,
    polygons,
    read,
    split_polygon,
    write,
)

TOPOLOGY = "countries-50m.json"
MOST_BOXES = 8  # of one country
SMALL_GAP = 1.0  # square degrees: boxes that cover no more than this by merging are one
DECIMALS = 2

# Outlines without an ISO number, by Natural Earth's name; None where no one code holds.
WITHOUT_NUMBER = {
    "Indian Ocean Ter.": None,  # Christmas Island and Cocos Islands in one
    "Kosovo": "XK",  # assigned by its users: the standard has no code
    "N. Cyprus": "CY",
    "Siachen Glacier": None,
    "Somaliland": "SO",
}

Box = tuple[float, float, float, float]  # west, south, east, north


def main() -> None:
    """Fetch the package and write the boxes."""
    parser = argparse.ArgumentParser(description="Build the boxes of each country.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fetch(Path(folder))) as package:
        write(output / "country_boxes.json", country_boxes(read(package, TOPOLOGY)))


def country_boxes(topology: Topology) -> dict[str, list[Box]]:
    """Return the boxes of every country by its code."""
    arcs = decode_arcs(topology)
    boxes: dict[str, list[Box]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if code := alpha2(country):
            boxes.setdefault(code, []).extend(outline_boxes(country, arcs))
    return {code: [outwards(box) for box in merged(boxes[code])] for code in sorted(boxes)}


def alpha2(country: dict[str, Any]) -> str | None:
    """Return the alpha-2 code of an outline, from its ISO number or else its name."""
    name = country["properties"]["name"]
    if "id" not in country:
        return WITHOUT_NUMBER[name]
    codes = get_global("territory_aliases").get(country["id"], [])
    if len(codes) != 1:
        raise ValueError(f"{name}, ISO number {country['id']}, has the codes {codes}: give it one")
    return str(codes[0])


def outline_boxes(country: dict[str, Any], arcs: list[Line]) -> Iterator[Box]:
    """List a box for each polygon of an outline, two where it crosses ±180."""
    for rings in polygons(country):
        shape = split_polygon([join_arcs(ring, arcs) for ring in rings])
        yield from (part.bounds for part in getattr(shape, "geoms", [shape]))


def merged(boxes: list[Box]) -> list[Box]:
    """Merge boxes, those first that cover least by it, until the rest are few and far apart."""
    rest = set(boxes)
    while len(rest) > 1:
        first, second = min(combinations(sorted(rest), 2), key=lambda pair: gap(*pair))
        if len(rest) <= MOST_BOXES and gap(first, second) > SMALL_GAP:
            break
        rest = (rest - {first, second}) | {union(first, second)}
    return sorted(rest)


def gap(first: Box, second: Box) -> float:
    """Return what the box round two boxes covers beyond them, in square degrees."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    overlap = max(width, 0) * max(height, 0)
    return area(union(first, second)) - area(first) - area(second) + overlap


def union(first: Box, second: Box) -> Box:
    """Return the box round two boxes."""
    low, high = map(min, first[:2], second[:2]), map(max, first[2:], second[2:])
    return (*low, *high)  # type: ignore[return-value]  # two and two numbers


def area(box: Box) -> float:
    """Return the area of a box in square degrees."""
    west, south, east, north = box
    return (east - west) * (north - south)


def outwards(box: Box) -> Box:
    """Round a box so that it still holds all it held."""
    unit = 10**DECIMALS
    west, south = (math.floor(side * unit) / unit for side in box[:2])
    east, north = (math.ceil(side * unit) / unit for side in box[2:])
    return west, south, east, north


if __name__ == "__main__":
    main()
