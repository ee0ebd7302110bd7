"""The view of a map: its centre and its zoom, as links carry them."""

__all__ = ["Viewpoint"]

import math
from dataclasses import dataclass

from geo.errors import BadValue
from geo.mercator import MAX_LATITUDE, TILE_PX, Bounds, lonlat, number_from, unit_square, wrapped

NORTHMOST = 85.05112  # degrees, the greatest latitude that is written; within MAX_LATITUDE
TOWN = 9.0  # zoom at which a town fills the map
CLOSEST = 18  # zoom of the closest view that the maps give
RULE = f"latitude,longitude,zoom, such as 35.7,51.4,6: degrees, and a zoom from 0 to {CLOSEST}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """The centre of a map in degrees, and its zoom (fractions are allowed). Raises BadValue."""

    lon: float
    lat: float
    zoom: float

    def __post_init__(self) -> None:
        is_on_map = abs(self.lon) <= 180 and abs(self.lat) <= MAX_LATITUDE
        if not (is_on_map and 0 <= self.zoom <= CLOSEST):
            raise BadValue("at", self, RULE)

    @classmethod
    def parse(cls, text: str) -> "Viewpoint":
        """Read "lat,lon,zoom", in the order in which people write it. Raises BadValue.

        >>> Viewpoint.parse("35.7,51.4,6").lon
        51.4
        """
        try:
            lat, lon, zoom = map(number_from, text.split(","))
            return cls(lon=lon, lat=lat, zoom=zoom)
        except ValueError:  # BadValue is one
            raise BadValue("at", text, RULE) from None

    @classmethod
    def over(cls, bounds: Bounds, width: float, height: float) -> "Viewpoint":
        """Return the closest view of bounds on a map of this size in px, up to a town.

        >>> str(Viewpoint.over(Bounds(west=-180, south=-80, east=180, north=80), 512, 512))
        '0,0,1'
        """
        left, top = unit_square(bounds.west, bounds.north)
        right, bottom = unit_square(bounds.west + bounds.width, bounds.south)
        sides = ((width, right - left), (height, bottom - top))
        zooms = (math.log2(size / TILE_PX / side) for size, side in sides if side > 0)
        lon, lat = lonlat((left + right) / 2, (top + bottom) / 2)
        return cls(lon=wrapped(lon), lat=lat, zoom=max(0.0, min([*zooms, TOWN])))

    def __str__(self) -> str:
        """Write "lat,lon,zoom", to about a pixel."""
        zoom = round(self.zoom, 2)
        digits = math.ceil(math.log2(max(1.0, zoom)))
        lat = max(-NORTHMOST, min(NORTHMOST, round(self.lat, digits)))
        parts = (lat, round(self.lon, digits), zoom)
        return ",".join(f"{part + 0.0:.5f}".rstrip("0").rstrip(".") for part in parts)

    def bounds(self, width: float, height: float) -> Bounds:
        """Return the bounds of a map of this size in px, within the world."""
        x, y = unit_square(self.lon, self.lat)
        side = TILE_PX * 2**self.zoom
        dx, dy = (min(0.5, size / 2 / side) for size in (width, height))
        west, north = lonlat(x - dx, max(0.0, y - dy))
        east, south = lonlat(x + dx, min(1.0, y + dy))
        return Bounds.unrolled(west, south, east, north)
