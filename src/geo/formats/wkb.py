"""Well-known binary: the type of a geometry, and its points where it consists of points.

GEOS, which shapely uses, follows nested collections until the process crashes, even where it would
then refuse them as parts of a MultiPoint. It gets only points.
"""

__all__ = ["OTHER", "POINTS", "WkbPoints", "geometry_type", "is_empty", "points_from_wkb"]

import math
import struct
from typing import NamedTuple

OTHER = "something else"
POINTS = ("Point", "MultiPoint")
_NAMES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000  # of EWKB; ISO adds thousands
_NUMBERS = {0: 2, 1000: 3, 2000: 3, 3000: 4, _Z: 3, _M: 3, _Z | _M: 4}  # in a position
_TYPES = {
    flag + code: (name, numbers)
    for flag, numbers in _NUMBERS.items()
    for code, name in enumerate((*_NAMES, "GeometryCollection"), start=1)
}
_ORDERS = {0: ">", 1: "<"}
_HEADER = 5  # bytes: the byte order, and the type as four more
_COUNT = 4  # bytes


class WkbPoints(NamedTuple):
    """The type of a geometry, its reference system (EWKB) if it says one, and its points (x, y).

    There are points only of a Point or a MultiPoint, and none of an empty one.
    """

    name: str
    srid: int | None
    points: tuple[tuple[float, float], ...] = ()


def geometry_type(binary: object) -> str:
    """Return the type of a geometry; OTHER if it is invalid, or a MultiPoint with other parts.

    >>> geometry_type(struct.pack("<BIdd", 1, 1, 57.0, 30.0))
    'Point'
    """
    if not isinstance(binary, bytes):
        return OTHER
    try:
        name, _ = _type(binary, 0)
        if name == "MultiPoint":
            _parts(binary)
        return name
    except (struct.error, LookupError):  # truncated, an unknown type, or a part of another
        return OTHER


def is_empty(binary: object) -> bool:
    """Tell a geometry without a position: one without parts, or a point of which nothing is known.

    >>> is_empty(struct.pack("<BII", 1, 4, 0)), is_empty(struct.pack("<BIdd", 1, 1, 57.0, 30.0))
    (True, False)
    """
    if not isinstance(binary, bytes):
        return False
    try:
        name, numbers = _type(binary, 0)
        if name == "Point":
            order = _ORDERS[binary[0]]
            return all(map(math.isnan, struct.unpack_from(f"{order}{numbers}d", binary, _HEADER)))
        return _count(binary) == 0
    except (struct.error, LookupError):
        return False


def points_from_wkb(binary: bytes) -> WkbPoints:
    """Return what a geometry is, and its points, as ISO and PostGIS (EWKB) write it.

    Raises ValueError for what is not such a geometry, or is cut short.

    >>> points_from_wkb(struct.pack("<BIdd", 1, 1, 57.0, 30.0)).points
    ((57.0, 30.0),)
    """
    try:
        return _points(binary)
    except (struct.error, LookupError):
        raise ValueError("is not well-known binary") from None


def _points(binary: bytes) -> WkbPoints:
    plain, srid = _without_srid(binary)
    name, _ = _type(plain, 0)
    if name == "Point":
        points = [_point(plain, 0)]
    elif name == "MultiPoint":
        points = _parts(plain)
    else:
        points = []
    return WkbPoints(name, srid, tuple(point for point in points if not math.isnan(point[0])))


def _without_srid(binary: bytes) -> tuple[bytes, int | None]:
    """Return a geometry without the number of its reference system, and that number."""
    order = _ORDERS[binary[0]]
    (code,) = struct.unpack_from(f"{order}I", binary, 1)
    if not code & _SRID:
        return binary, None
    (srid,) = struct.unpack_from(f"{order}I", binary, _HEADER)
    head = binary[:1] + struct.pack(f"{order}I", code & ~_SRID)
    return head + binary[_HEADER + 4 :], srid


def _point(binary: bytes, at: int) -> tuple[float, float]:
    x, y = struct.unpack_from(f"{_ORDERS[binary[at]]}dd", binary, at + _HEADER)
    return x, y


def _parts(binary: bytes) -> list[tuple[float, float]]:
    """Return the points of a MultiPoint. Raises LookupError where a part of it is none."""
    count = _count(binary)
    at, points = _HEADER + _COUNT, []
    for _ in range(count):
        name, numbers = _type(binary, at)
        if name != "Point":
            raise LookupError(name)
        points.append(_point(binary, at))
        at += _HEADER + 8 * numbers
    return points


def _count(binary: bytes) -> int:
    """Return how many parts, or positions, a geometry that is not a point has."""
    (count,) = struct.unpack_from(f"{_ORDERS[binary[0]]}I", binary, _HEADER)
    return int(count)


def _type(binary: bytes, at: int) -> tuple[str, int]:
    (code,) = struct.unpack_from(f"{_ORDERS[binary[at]]}I", binary, at + 1)
    return _TYPES[code]
