"""Build the core of each country: where a position certainly lies in it, as outlines can tell.

Run by hand, from anywhere, when one of its packages has a new version::

    pip install -e ".[dev]"                # geopandas, shapely, antimeridian and babel
    python scripts/build_country_cores.py  # needs npm, pip, and Debian's apt-get and dpkg-deb

It makes ``src/geo/assets/basemap/country_cores.json``, one JSON object:

    {"IR": [[[lon, lat, step, step, …], …], …], …}

keyed by ISO 3166-1 alpha-2 code: polygons, each as its edge and its holes. A ring is a list of
whole numbers, in parts of a degree (CORE_SCALE): longitude and latitude of its first point, then
the step to each next one. No ring crosses longitude ±180.

The outlines are Natural Earth's 1:10m (see ``build_basemap.py``). The core leaves out

- what is nearer than CORE_MARGIN_KM to a border or a coast,
- what the two views of the borders give to different countries (Crimea),
- what disputed lines cut off from a country (the Golan, Transnistria, Essequibo),
- outlines without a code of ISO 3166-1 of their own (Kosovo, Somaliland, northern Cyprus), and
  the disputed territories and islands of UNDECIDED, which have no such lines.

The same packages give the same bytes.
"""

import argparse
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from border_lines import UNSETTLED, claims
from build_basemap import (
    OUTPUT,
    PACKAGES,
    TOPOLOGY,
    Line,
    Topology,
    decode_arcs,
    fetch,
    fetch_claims,
    fetch_kinds,
    join_arcs,
    polygons,
    read,
    split_polygon,
    write,
)
from build_country_boxes import alpha2
from shapely.geometry.base import BaseGeometry

from geo.importers.checks.country_outlines import CORE_MARGIN_KM, CORE_SCALE
from geo.mercator import EARTH_KM

SCALE, VIEWS_SCALE = "10m", "50m"  # of the outlines; of those that both views have
SIMPLER_KM = 1.6  # what a core is smaller by, so that its outline can be simpler and rounded …
ROUNDING_KM = 0.8  # … to UNIT, half of whose diagonal this is
UNIT = 1 / CORE_SCALE  # degrees
BAND = 1.0  # degrees of latitude in which a kilometre is as many degrees of longitude
CUT_KM = 7.5  # around disputed lines; one that ends so near to a border reaches it
SLIVER = 0.05  # square degrees; the views draw the same border otherwise by no more than this
SMALLEST = 0.002  # square degrees of a part of a core that is kept
FAR_NORTH = 85.0
WORLD = (-180.0, -90.0, 180.0, 90.0)
LEAST_POINTS = 4  # of a ring; the packages have islands that quantisation has made a point

# Codes whose territory, or whose government of it, others dispute as a whole.
UNDECIDED_CODES = frozenset("AQ EH FK GS IO PS TW XK YT".split())  # noqa: SIM905
# Areas that no line of the lists encloses, as boxes in degrees: west, south, east, north.
UNDECIDED_AREAS = (
    (33.1, 21.6, 37.5, 23.3),  # Hala'ib and Bir Tawil
    (145.0, 43.2, 149.5, 46.2),  # Kuril Islands, from Kunashir to Urup
    (111.0, 6.0, 118.0, 17.3),  # Spratly and Paracel Islands
    (22.8, 8.6, 25.1, 10.0),  # Kafia Kingi
    (29.1, 9.6, 29.9, 10.4),  # Heglig
    (35.6, 13.3, 36.7, 14.4),  # al-Fashaga
    (12.44, 41.89, 12.46, 41.91),  # Vatican City, which the outlines do not have
)
# Countries whose outline has territories with a code of their own: what lies in the box is theirs.
MOTHERLANDS = {
    "FR": (-6.0, 41.0, 10.0, 52.0),
    "NL": (3.0, 50.0, 8.0, 54.0),
    "NO": (4.0, 57.0, 32.0, 72.0),
}
# Where the largest part that disputed lines make of a country is the claimed one: a place in the
# other.
UNCLAIMED = {"GY": shapely.Point(-58.0, 6.0)}  # Georgetown's side of the Essequibo


def main() -> None:
    """Fetch the packages and write the cores."""
    parser = argparse.ArgumentParser(description="Build the core of each country.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder (default: %(default)s)")
    output: Path = parser.parse_args().output
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as opened:
        folder = Path(temporary)
        packages = {
            view: opened.enter_context(tarfile.open(fetch(folder, each)))
            for view, each in PACKAGES.items()
        }
        views = [
            outlines(read(package, TOPOLOGY[view].format(VIEWS_SCALE)))
            for view, package in packages.items()
        ]
        fine = outlines(read(packages["control"], TOPOLOGY["control"].format(SCALE)))
        lines = disputed_lines(fetch_claims(folder), fetch_kinds(folder))
        write(output / "country_cores.json", cores_file(fine, disagreed(*views), lines))


def outlines(topology: Topology) -> dict[str, BaseGeometry]:
    """Return the outline of every country by its code; those without one are left out."""
    arcs = decode_arcs(topology)
    found: dict[str, list[BaseGeometry]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        number = country.get("id", "")  # one package writes -1, -2, … where there is none
        if number.isdigit() and (code := alpha2(country)):
            whole = MOTHERLANDS.get(code, WORLD)
            shapes = (
                [line for ring in each if len(line := join_arcs(ring, arcs)) >= LEAST_POINTS]
                for each in polygons(country)
            )
            made = (polygon(rings) for rings in shapes if rings)
            found.setdefault(code, []).extend(shapely.clip_by_rect(each, *whole) for each in made)
    shapes_of = {code: shapely.union_all(parts) for code, parts in found.items()}
    return {code: shape for code, shape in shapes_of.items() if not shape.is_empty}


def polygon(rings: list[Line]) -> BaseGeometry:
    """Return a polygon, in two parts where it crosses ±180; some rings touch themselves."""
    longitudes = [lon for lon, _ in rings[0]]
    if max(longitudes) - min(longitudes) > 180:
        return valid(split_polygon(rings))
    return valid(shapely.Polygon(rings[0], rings[1:]))


def valid(shape: BaseGeometry) -> BaseGeometry:
    """Return the surface of a shape, without lines that it collapses to."""
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def disagreed(one: dict[str, BaseGeometry], other: dict[str, BaseGeometry]) -> BaseGeometry:
    """Return what two views of the borders give to different countries."""
    parts = (
        shapely.get_parts(shapely.symmetric_difference(one[code], other[code]))
        for code in one.keys() & other.keys()
    )
    return shapely.union_all([part for each in parts for part in each if part.area > SLIVER])


def disputed_lines(claimed: Path, listed: Path) -> BaseGeometry:
    """Return all lines of both lists that are not settled."""
    import geopandas

    table = geopandas.read_file(listed)
    unsettled = table[table["featurecla"].str.startswith(UNSETTLED)]
    return shapely.union_all([claims(claimed), *unsettled.geometry])


def cores_file(
    fine: dict[str, BaseGeometry], two_views: BaseGeometry, lines: BaseGeometry
) -> dict[str, Any]:
    """Return what is written."""
    open_areas = shapely.union_all([two_views, *(shapely.box(*box) for box in UNDECIDED_AREAS)])
    cut = widened(lines, CUT_KM)
    left_out = shapely.union_all([widened(open_areas.boundary, CUT_KM), open_areas])
    cores = {}
    for code in sorted(fine.keys() - UNDECIDED_CODES):
        whole = shapely.union_all([*undisputed(code, fine[code], cut)])
        edge = widened(fine[code].boundary, CORE_MARGIN_KM + SIMPLER_KM)
        if parts := [*parts_of(whole - edge - left_out)]:
            cores[code] = parts
    return cores


def undisputed(code: str, outline: BaseGeometry, cut: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield of each land mass what disputed lines do not cut off."""
    for land in shapely.get_parts(outline):
        if not land.intersects(cut):
            yield land
            continue
        faces = shapely.get_parts(land - cut)
        if not len(faces):
            continue
        unclaimed = UNCLAIMED.get(code, shapely.Point())
        kept = max(faces, key=lambda face: (face.contains(unclaimed), face.area))
        for face in faces:
            if face is not kept and face.area > SLIVER:
                at = face.representative_point()
                print(f"{code}: {face.area:.2f} square degrees at {at.y:.1f}, {at.x:.1f} left out")
        yield kept


def widened(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return all that is within `km` of a shape, or slightly more, band by band of latitude."""
    made = []
    south, north = (int(np.floor(shape.bounds[1])), int(np.ceil(shape.bounds[3])))
    for low in np.arange(south, north, BAND):
        part = shapely.clip_by_rect(shape, -180.0, low, 180.0, low + BAND)
        if part.is_empty:
            continue
        degrees = np.degrees(km / EARTH_KM)
        farthest = min(max(abs(low), abs(low + BAND)) + degrees, FAR_NORTH)
        scale = np.array([np.cos(np.radians(farthest)), 1.0])
        flat = shapely.transform(part, partial(np.multiply, scale))
        wide = shapely.buffer(flat, degrees * 1.003, quad_segs=8)
        made.append(shapely.transform(wide, partial(np.multiply, 1 / scale)))
    return shapely.union_all(made)


def parts_of(core: BaseGeometry) -> Iterator[list[list[int]]]:
    """Yield the polygons of a core, simpler and in whole steps, each as its edge and its holes."""
    degrees = float(np.degrees((SIMPLER_KM - ROUNDING_KM) / EARTH_KM))
    simple = shapely.set_precision(shapely.simplify(core, degrees), UNIT)
    for part in shapely.get_parts(simple):
        if part.geom_type == "Polygon" and part.area > SMALLEST:
            yield [steps(ring) for ring in (part.exterior, *part.interiors)]


def steps(ring: BaseGeometry) -> list[int]:
    """Write a ring as its first point and the steps to each next one; it is not closed."""
    points = np.rint(shapely.get_coordinates(ring) / UNIT)[:-1]
    found: list[int] = np.diff(points, axis=0, prepend=0).astype(int).ravel().tolist()
    return found


if __name__ == "__main__":
    main()
