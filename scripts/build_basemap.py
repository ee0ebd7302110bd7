"""Build the base map: land, borders and disputed lines, coarse (110m) and fine (50m).

Run by hand, from anywhere, when the npm package ``world-atlas`` has a new version::

    pip install -e ".[dev]"            # geopandas, shapely and antimeridian
    python scripts/build_basemap.py    # needs npm, and Debian's apt-get and dpkg-deb

It makes ``src/geo/assets/basemap/110m.json`` and ``50m.json``, each one JSON object:

    land      MultiPolygon, split at longitude ±180, cut at the latitudes of web mercator
    borders   MultiLineString, only the lines between two countries, no coast
    disputed  MultiLineString, claims and lines of ceasefire; no border runs along them
    source    where the outlines come from

Coordinates are [longitude, latitude] in degrees. The same packages give the same bytes.

The outlines are Natural Earth's (public domain; version 4.1.0 in world-atlas 2.0.2). The package
world-atlas, which repacks them as TopoJSON, is under the ISC licence, © Michael Bostock. Borders
are Natural Earth's view of who controls what.

The disputed lines are Natural Earth's too, "Admin 0 - Breakaway, Disputed Areas v4.1.0 (boundary
lines)", 1:10m, public domain. Debian's package ``qgis-common`` (3.22.16) has them, as the layer
``disputed_borders`` of ``world_map.gpkg``; the README next to that file says that the layer "was
created by importing data source [2] as-is".
"""

import argparse
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import antimeridian
import geopandas
import shapely
from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

PACKAGE = "world-atlas@2"
SCALES = {"110m": 2, "50m": 3}  # scale: decimals kept
DEBIAN_PACKAGE = "qgis-common"
DISPUTED = "usr/share/qgis/resources/data/world_map.gpkg"  # its file, …
LAYER = "disputed_borders"  # … and the layer there
DETAIL = {"110m": 0.05, "50m": 0.01}  # degrees; what a disputed line may be simplified by
NEAR = 0.05  # degrees; a border so near to a disputed line is the same line …
ALONG = 0.25  # … if it stays so near for so many degrees; else it only meets or crosses it
HAIR = 1e-6  # degrees; far below what is kept
MAX_LATITUDE = 85.06  # just past the edge of web mercator, 85.0511
WORLD = shapely.segmentize(shapely.box(-180, -MAX_LATITUDE, 180, MAX_LATITUDE), 90)
OUTPUT = Path(__file__).resolve().parents[1] / "src" / "geo" / "assets" / "basemap"

Point = tuple[float, float]
Line = list[Point]
Topology = dict[str, Any]


def main() -> None:
    """Fetch the packages and write one file a scale."""
    parser = argparse.ArgumentParser(description="Build the base map from Natural Earth.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fetch(Path(folder))) as package:
        version = read(package, "package.json")["version"]
        disputed = disputed_lines(fetch_disputed(Path(folder)))
        for scale in SCALES:
            topology = read(package, f"countries-{scale}.json")
            write(output / f"{scale}.json", basemap(topology, disputed, scale, version))


def fetch(folder: Path) -> Path:
    """Download the package's archive into the folder."""
    subprocess.run(
        ["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    return next(folder.glob("*.tgz"))


def fetch_disputed(folder: Path) -> Path:
    """Download and unpack Debian's package into the folder; return its map of the world."""
    subprocess.run(["apt-get", "download", "-qq", DEBIAN_PACKAGE], cwd=folder, check=True)
    archive = next(folder.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    return folder / DISPUTED


def read(package: tarfile.TarFile, name: str) -> dict[str, Any]:
    """Parse one JSON file of the archive."""
    member = package.extractfile(f"package/{name}")
    if member is None:
        raise FileNotFoundError(f"{name} is not a file in {PACKAGE}: has the package changed?")
    content: dict[str, Any] = json.load(member)
    return content


def basemap(topology: Topology, disputed: BaseGeometry, scale: str, version: str) -> dict[str, Any]:
    """Turn a world-atlas topology of countries, and the disputed lines, into the base map."""
    arcs = decode_arcs(topology)
    decimals = SCALES[scale]
    land = snap(land_shape(topology["objects"]["land"], arcs), decimals)
    dashed = snap(shapely.simplify(disputed, DETAIL[scale]), decimals)
    solid = border_lines(topology["objects"]["countries"], arcs)
    borders = snap(without_doubles(solid, dashed), decimals)
    check(land, borders, dashed)
    return {
        "land": geometry(land, decimals),
        "borders": geometry(borders, decimals),
        "disputed": geometry(dashed, decimals),
        "source": f"Natural Earth 1:{scale} via world-atlas {version} (ISC), disputed lines "
        f"1:10m via Debian's {DEBIAN_PACKAGE}, public domain",
    }


def write(path: Path, content: dict[str, Any]) -> None:
    """Write compact JSON."""
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes")


# TopoJSON: arcs are quantised and delta-encoded; a ring names its arcs, ~i means reversed.


def decode_arcs(topology: Topology) -> list[Line]:
    """Undo the delta encoding and the quantisation of every arc."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return [decode_arc(arc, scale, translate) for arc in topology["arcs"]]


def decode_arc(arc: list[list[int]], scale: list[float], translate: list[float]) -> Line:
    """Sum the steps of one arc and place them in degrees."""
    x = y = 0
    line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        line.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return line


def join_arcs(indices: Iterable[int], arcs: list[Line]) -> Line:
    """Join arcs into one ring; neighbours share an end point."""
    ring: Line = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def polygons(item: dict[str, Any]) -> Iterator[list[list[int]]]:
    """List the polygons of a geometry object, each as rings of arc indices."""
    if item["type"] == "GeometryCollection":
        for child in item["geometries"]:
            yield from polygons(child)
    elif item["type"] == "MultiPolygon":
        yield from item["arcs"]
    elif item["type"] == "Polygon":
        yield item["arcs"]


# Land


def land_shape(land: dict[str, Any], arcs: list[Line]) -> BaseGeometry:
    """Gather the land, split at ±180 and cut at the latitudes of web mercator."""
    parts = [split_polygon([join_arcs(ring, arcs) for ring in rings]) for rings in polygons(land)]
    return shapely.orient_polygons(shapely.union_all([part & WORLD for part in parts]))


def split_polygon(rings: list[Line]) -> Polygon | MultiPolygon:
    """Split one polygon at ±180; a ring round the pole is closed along it.

    TopoJSON's rings run clockwise. Turned round, their direction tells the pole's inside from its
    outside, so it must not be "fixed" by the planar rule.
    """
    shell, *holes = [ring[::-1] for ring in rings if in_view(ring)]
    return antimeridian.fix_polygon(Polygon(shell, holes), fix_winding=False, great_circle=False)


def in_view(ring: Line) -> bool:
    """Tell whether any of the ring is drawn: the 50m file has a needle's eye at the south pole."""
    return any(abs(lat) < MAX_LATITUDE for _, lat in ring)


# Borders


def border_lines(countries: dict[str, Any], arcs: list[Line]) -> BaseGeometry:
    """Merge the arcs that two countries share."""
    return shapely.line_merge(MultiLineString([arcs[i] for i in shared_arcs(countries)]))


def shared_arcs(countries: dict[str, Any]) -> list[int]:
    """List the arcs that belong to more than one country."""
    owners: dict[int, set[int]] = {}
    for number, country in enumerate(countries["geometries"]):
        for rings in polygons(country):
            for index in (index for ring in rings for index in ring):
                owners.setdefault(index if index >= 0 else ~index, set()).add(number)
    return sorted(index for index, numbers in owners.items() if len(numbers) > 1)


# Disputed lines


def disputed_lines(path: Path) -> BaseGeometry:
    """Merge the lines of Debian's file; what is listed under two names is one line."""
    return shapely.line_merge(shapely.union_all(geopandas.read_file(path, layer=LAYER).geometry))


def without_doubles(borders: BaseGeometry, disputed: BaseGeometry) -> BaseGeometry:
    """Take out the stretches of the borders that run along a disputed line."""
    near = shapely.line_merge(borders & disputed.buffer(NEAR, cap_style="flat"))
    doubles = shapely.union_all([part for part in shapely.get_parts(near) if part.length > ALONG])
    return shapely.line_merge(borders - doubles.buffer(HAIR))


# Output


def snap(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Round to the grid; repeated points and collapsed rings go, what stays is valid."""
    return shapely.set_precision(shape, 10.0**-decimals)


def check(land: BaseGeometry, borders: BaseGeometry, disputed: BaseGeometry) -> None:
    """Refuse what would draw bands over the map, or a border along ±180."""
    lines = [*segments(borders), *segments(disputed)]
    for (west, south), (east, north) in [*segments(land), *lines]:
        if abs(east - west) > 180:
            raise ValueError(
                f"the line {west},{south} to {east},{north} spans more than 180 degrees: "
                "is its ring split at the antimeridian?"
            )
    for (west, south), (east, north) in lines:
        if abs(west) == abs(east) == 180:
            raise ValueError(
                f"the border {west},{south} to {east},{north} runs along the antimeridian: "
                "is a country cut there? Borders must come from the unsplit arcs"
            )


def segments(shape: BaseGeometry) -> Iterator[tuple[Point, Point]]:
    """List the segments of all rings and lines."""
    lines = shape.boundary if shape.geom_type.endswith("Polygon") else shape
    for line in shapely.get_parts(lines):
        yield from pairwise((float(lon), float(lat)) for lon, lat in line.coords)


def geometry(shape: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Write a shape as GeoJSON geometry without binary noise in the last digits."""
    value = shapely.geometry.mapping(shape)
    return {"type": value["type"], "coordinates": rounded(value["coordinates"], decimals)}


def rounded(value: Any, decimals: int) -> Any:
    """Round every number in nested sequences."""
    if isinstance(value, float):
        return round(value, decimals)
    return [rounded(item, decimals) for item in value]


if __name__ == "__main__":
    main()
