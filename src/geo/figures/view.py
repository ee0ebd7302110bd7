"""The part of the world that a figure shows: fitted to the data, or to bounds that are given."""

__all__ = ["INHABITED", "View", "extent_of", "scale_bar", "view_of"]

import math
from dataclasses import dataclass

from geo.maps.ground_rules import SOUTH
from geo.mercator import (
    KM_OF_DEGREE,
    MAX_ZOOM,
    TILE_PX,
    Bounds,
    arc_of,
    box_around,
    lonlat,
    unit_square,
    wrapped,
)
from geo.store.marks import Marks

EQUATOR = 360 * KM_OF_DEGREE  # km
FITTED = (0.55, 0.8)  # height of the map to its width where it is fitted to data …
GIVEN = (0.4, 1.3)  # … and where bounds are given
PADDING = 40  # px between the data and the frame
LEAST_KM = 250  # across: a town and its surroundings
LEAST = 1e-10  # of the world, to a px: 4 mm
INHABITED = Bounds(west=-180, south=-58, east=180, north=78)  # where there is nothing to fit to
BAR = (0.25, 130)  # the scale bar's most, as a share of the map and in px
STEPS = (5, 2, 1)  # of a round length, times a power of ten
SAME = 0.05  # a scale that changes by less over the view is one scale

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A frame over the unit square: `left` and `top` there, `scale` px to its side, px across.

    `left` is below 0, or the right side over 1, where the view crosses the antimeridian.
    """

    left: float
    top: float
    scale: float
    width: float
    height: float

    def project(self, lon: float, lat: float) -> Point:
        """Return a position in px from the upper left corner."""
        x, y = unit_square(lon, lat)
        turns = (x - self.left) % 1  # what lies left of the frame by half a world is right of it
        return turns * self.scale, (y - self.top) * self.scale

    def px_per_km(self, lat: float) -> float:
        """Return the scale at a latitude: Mercator stretches with it."""
        return self.scale / (EQUATOR * math.cos(math.radians(lat)))

    @property
    def bounds(self) -> Bounds:
        """Return the view in degrees."""
        right = self.left + self.width / self.scale
        west, north = lonlat(self.left, self.top)
        east, south = lonlat(right, self.top + self.height / self.scale)
        return Bounds.unrolled(west, south, east, north)

    @property
    def zoom(self) -> float:
        """Return the zoom at which a browser shows the same."""
        return math.log2(self.scale / TILE_PX)

    @property
    def cell_zoom(self) -> int:
        """Return the zoom of the grid whose cells are as large as on the screen."""
        return max(0, min(MAX_ZOOM, round(self.zoom)))

    @property
    def latitude(self) -> float:
        """Return the latitude of the middle."""
        return lonlat(0, self.top + self.height / self.scale / 2)[1]


def extent_of(marks: Marks) -> Bounds | None:
    """Return the narrowest box around marks, discs and cells; None where there are none."""
    boxes = [
        *(box_around(cell.lon, cell.lat, 0) for cell in marks.cells),
        *(box_around(m.lon, m.lat, m.properties.get("radius_km") or 0) for m in marks.marks),
    ]
    if not boxes:
        return None
    west, east = arc_of(_span(box[0], box[2]) for box in boxes)
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return Bounds.unrolled(west, max(-90.0, south), east, min(90.0, north))


def view_of(extent: Bounds, width: float, *, padded: bool) -> View:
    """Return the view of an extent: padded around data, or exactly the box that is given.

    Room around data may reach over the antimeridian: a mark next to it is not cut by the frame.
    """
    (left, top), (right, bottom) = _corners(extent)
    across, down = right - left, bottom - top
    (low, high), padding = (FITTED, 2 * PADDING) if padded else (GIVEN, 0)
    if padded:
        across = max(across, LEAST_KM / EQUATOR / math.cos(math.radians(_middle(top, bottom))))
    across = max(across / (width - padding), down / (high * width - padding), LEAST) * width
    across = min(1.0, across)
    down = min(max(down + padding * across / width, low * across), high * across, 1.0)
    start = (left + right - across) / 2
    if not padded and not extent.crosses_antimeridian:
        start = _clamped(start, 1 - across)
    return View(
        left=start,
        top=_clamped(_top(top, bottom, down) if padded else (top + bottom - down) / 2, 1 - down),
        scale=width / across,
        width=width,
        height=width * down / across,
    )


def scale_bar(view: View) -> tuple[str, float]:
    """Return the words and the length in px of a bar of round length, true in the view's middle."""
    px = view.px_per_km(view.latitude)
    metres = min(view.width * BAR[0], BAR[1]) / px * 1000
    power = 10 ** math.floor(math.log10(metres))
    length = next(step * power for step in STEPS if step * power <= metres)
    words = f"{length / 1000:,g} km" if length >= 1000 else f"{length:g} m"
    if not _has_one_scale(view):
        words += f" at {_latitude_in_words(view.latitude)}"
    return words, length / 1000 * px


def _has_one_scale(view: View) -> bool:
    ends = [view.px_per_km(lat) for lat in (view.bounds.south, view.bounds.north, view.latitude)]
    return max(ends) <= min(ends) * (1 + SAME)


def _latitude_in_words(lat: float) -> str:
    side = "N" if lat > 0 else "S"
    return f"{abs(lat):.0f}° {side}" if round(lat) else "the equator"


def _span(west: float, east: float) -> Point:
    """Return a span of longitudes whose west lies in -180…180."""
    return wrapped(west), wrapped(west) + east - west


def _corners(box: Bounds) -> tuple[Point, Point]:
    left, top = unit_square(box.west, box.north)
    right, bottom = unit_square(box.east, box.south)
    return (left, top), (right + box.crosses_antimeridian, bottom)


def _middle(top: float, bottom: float) -> float:
    return lonlat(0, (top + bottom) / 2)[1]


def _top(top: float, bottom: float, down: float) -> float:
    """Return the top of a view around data: further north where it would end beyond SOUTH."""
    lowest = max(unit_square(0, SOUTH)[1], bottom)
    return min((top + bottom - down) / 2, lowest - down)


def _clamped(value: float, most: float) -> float:
    return max(0.0, min(most, value))
