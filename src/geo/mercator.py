"""Web Mercator: lon/lat to the unit square and back, grid cells, bounds; the size of the Earth.

The unit square has its origin at the north-west corner: x grows eastwards, y southwards, as map
tiles do. A cell is a square of the grid that divides each tile of a zoom level by CELLS_PER_TILE.
"""

__all__ = [
    "EARTH_KM",
    "KM_OF_DEGREE",
    "MAX_LATITUDE",
    "MAX_ZOOM",
    "TILE_PX",
    "WORLD",
    "Bounds",
    "arc_of",
    "box_around",
    "cell_bounds",
    "cell_of",
    "deepest_zoom",
    "lonlat",
    "number_from",
    "unit_square",
    "wrapped",
]

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geo.errors import BadValue

EARTH_KM = 6371.0  # mean radius of the sphere that every distance here is measured on
KM_OF_DEGREE = math.radians(EARTH_KM)
MAX_LATITUDE = 85.0511287798066  # degrees, where the projected world becomes a square
TILE_PX = 256  # width of a tile, and of the world at zoom 0
CELLS_PER_TILE = 4  # along each side: 64 px cells on 256 px tiles
MAX_ZOOM = 22
WIDEST = 270  # degrees; a wider arc over ±180° is shown on the usual map of the world


def number_from(text: str) -> float:
    """Read a number of an address, which has ASCII digits and no underscore. Raises ValueError.

    >>> number_from("-12.5")
    -12.5
    """
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    return float(text)


def unit_square(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees to x, y in 0…1; latitudes beyond MAX_LATITUDE lie on the edge.

    >>> unit_square(0, 0)
    (0.5, 0.5)
    """
    sin = math.sin(math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))))
    y = 0.5 - math.log((1 + sin) / (1 - sin)) / (4 * math.pi)
    return lon / 360 + 0.5, max(0.0, min(1.0, y))


def lonlat(x: float, y: float) -> tuple[float, float]:
    """Return degrees for a point of the unit square."""
    return (x - 0.5) * 360, math.degrees(
        2 * math.atan(math.exp((1 - 2 * y) * math.pi)) - math.pi / 2
    )


def cell_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return column and row of the cell at `zoom` that holds a position."""
    side = grid_side(zoom)
    x, y = unit_square(lon, lat)
    return min(int(x * side), side - 1), min(int(y * side), side - 1)


def cell_bounds(column: int, row: int, zoom: int) -> "Bounds":
    """Return the bounds of a cell in degrees."""
    side = grid_side(zoom)
    west, north = lonlat(column / side, row / side)
    east, south = lonlat((column + 1) / side, (row + 1) / side)
    return Bounds(west=west, south=south, east=east, north=north)


def deepest_zoom(bounds: "Bounds", zoom: int, most: int) -> int:
    """Return the deepest zoom level up to `zoom` at which at most so many cells meet bounds, or 0.

    Raises BadValue for a zoom level outside 0…MAX_ZOOM.

    >>> deepest_zoom(WORLD, 22, 4096), deepest_zoom(WORLD, 2, 4096)
    (4, 2)
    """
    while _cells_in(bounds, zoom) > most and zoom > 0:
        zoom -= 1
    return zoom


def _cells_in(bounds: "Bounds", zoom: int) -> int:
    """Return how many cells meet bounds; where two of their boxes share some, these count twice."""
    count = 0
    for box in bounds.split():
        left, top = cell_of(box.west, box.north, zoom)
        right, bottom = cell_of(box.east, box.south, zoom)
        count += (right - left + 1) * (bottom - top + 1)
    return count


def grid_side(zoom: int) -> int:
    """Return the number of cells along each side of the world at `zoom`. Raises BadValue."""
    if not 0 <= zoom <= MAX_ZOOM:
        raise BadValue("zoom", zoom, f"a whole number from 0 to {MAX_ZOOM}")
    return CELLS_PER_TILE << zoom


def wrapped(lon: float) -> float:
    """Return a longitude in -180…180.

    >>> wrapped(190), wrapped(-180), wrapped(180)
    (-170, -180, 180)
    """
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def arc_of(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return west and east of the smallest arc that holds all spans of longitudes, one at least.

    A span is (west, east), with a west in -180…180 and an east that is not less; over ±180° east is
    greater than 180, also in the answer. An arc that is wider than WIDEST does not run over ±180°.

    >>> arc_of([(178, 178), (-172, -172)])
    (178, 188)
    """
    around = sorted(spans)
    first, last = around[0][0], max(east for _, east in around)
    gaps = [(first + 360 - last, first, last)]  # as they are: 360 taken and added moves them
    reach = max(last - 360, around[0][1])
    for west, east in around[1:]:
        gaps.append((west - reach, west, reach + 360))
        reach = max(reach, east)
    gap, west, east = max(gaps, key=lambda found: found[0])
    if gap > 0 and (east <= 180 or east - west <= WIDEST):
        return west, east
    return (first, last) if last <= 180 else (-180.0, 180.0)


def box_around(lon: float, lat: float, radius_km: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a disc, in degrees; over ±180° or a pole they run on.

    >>> [round(side, 2) for side in box_around(179, 60, 111.2)]
    [177.0, 59.0, 181.0, 61.0]
    """
    down = radius_km / KM_OF_DEGREE
    across = min(180.0, down / max(0.01, math.cos(math.radians(lat))))
    return lon - across, lat - down, lon + across, lat + down


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A box in degrees (WGS 84); if west is greater than east, it crosses ±180° (RFC 7946).

    Raises BadValue if a side is outside -180…180 or -90…90, or south is north of north.

    >>> fiji = Bounds(west=176, south=-20, east=-178, north=-15)
    >>> fiji.contains(179.9, -17), str(fiji)
    (True, '176,-20,-178,-15')
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        _check_side("west", self.west, 180)
        _check_side("east", self.east, 180)
        _check_side("south", self.south, 90)
        _check_side("north", self.north, 90)
        if self.south > self.north:
            raise BadValue("bbox", f"south {self.south} > north {self.north}", "south ≤ north")

    @classmethod
    def parse(cls, text: str) -> "Bounds":
        """Read "west,south,east,north". Raises BadValue.

        >>> Bounds.parse("170,-10,-170,10").crosses_antimeridian
        True
        """
        try:
            west, south, east, north = map(number_from, text.split(","))
        except ValueError:
            raise BadValue("bbox", text, "four numbers: west,south,east,north") from None
        return cls(west=west, south=south, east=east, north=north)

    def __str__(self) -> str:
        return ",".join(repr(float(side)).removesuffix(".0") for side in self.as_tuple())

    def as_tuple(self) -> tuple[float, float, float, float]:
        """Return (west, south, east, north)."""
        return self.west, self.south, self.east, self.north

    @classmethod
    def unrolled(cls, west: float, south: float, east: float, north: float) -> "Bounds":
        """Return the box from west to an east that is greater also over ±180°; 360° are all around.

        >>> str(Bounds.unrolled(170, -10, 190, 10))
        '170,-10,-170,10'
        """
        if east - west >= 360:
            return cls(west=-180.0, south=south, east=180.0, north=north)
        return cls(west=wrapped(west), south=south, east=wrapped(east), north=north)

    @property
    def width(self) -> float:
        """Return the degrees from west to east, over ±180° too."""
        return self.east - self.west + 360 * self.crosses_antimeridian

    @property
    def crosses_antimeridian(self) -> bool:
        """Tell whether the box crosses ±180°."""
        return self.west > self.east

    def split(self) -> tuple["Bounds", ...]:
        """Return one box, or the two on either side of the antimeridian."""
        if not self.crosses_antimeridian:
            return (self,)
        low, high = self.south, self.north
        return (
            Bounds(west=self.west, south=low, east=180.0, north=high),
            Bounds(west=-180.0, south=low, east=self.east, north=high),
        )

    def contains(self, lon: float, lat: float) -> bool:
        """Tell whether a position lies in the box, edges included."""
        inside = self.south <= lat <= self.north
        if self.crosses_antimeridian:
            return inside and (lon >= self.west or lon <= self.east)
        return inside and self.west <= lon <= self.east


def _check_side(side: str, value: float, limit: int) -> None:
    if not -limit <= value <= limit:
        raise BadValue("bbox", value, f"{side} is a number of degrees in -{limit}…{limit}")


WORLD = Bounds(west=-180, south=-90, east=180, north=90)
