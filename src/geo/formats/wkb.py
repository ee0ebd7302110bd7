"""Well-known binary: the type of a geometry, read from its headers only.

GEOS, which shapely uses, follows nested collections until the process crashes, even where it would
then refuse them as parts of a MultiPoint. It gets only points.
"""

__all__ = ["OTHER", "POINTS", "geometry_type", "is_empty"]

import math
import struct

OTHER = "something else"
POINTS = ("Point", "MultiPoint")
_NAMES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
_Z, _M = 0x80000000, 0x40000000  # of EWKB; ISO adds thousands
_NUMBERS = {0: 2, 1000: 3, 2000: 3, 3000: 4, _Z: 3, _M: 3, _Z | _M: 4}  # in a position
_TYPES = {
    flag + code: (name, numbers)
    for flag, numbers in _NUMBERS.items()
    for code, name in enumerate((*_NAMES, "GeometryCollection"), start=1)
}
_ORDERS = {0: ">", 1: "<"}
_HEADER = 5  # bytes: the byte order, and the type as four more
_COUNT = 4  # bytes


def geometry_type(binary: object) -> str:
    """Return the type of a geometry; OTHER if it is invalid, or a MultiPoint with other parts.

    >>> geometry_type(struct.pack("<BIdd", 1, 1, 57.0, 30.0))
    'Point'
    """
    if not isinstance(binary, bytes):
        return OTHER
    try:
        name, _ = _type(binary, 0)
        return OTHER if name == "MultiPoint" and not _has_points_only(binary) else name
    except (struct.error, LookupError):  # truncated, or an unknown type
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


def _has_points_only(binary: bytes) -> bool:
    count = _count(binary)
    at = _HEADER + _COUNT
    for _ in range(count):
        name, numbers = _type(binary, at)
        if name != "Point":
            return False
        at += _HEADER + 8 * numbers
    return True


def _count(binary: bytes) -> int:
    """Return how many parts, or positions, a geometry that is not a point has."""
    (count,) = struct.unpack_from(f"{_ORDERS[binary[0]]}I", binary, _HEADER)
    return int(count)


def _type(binary: bytes, at: int) -> tuple[str, int]:
    (code,) = struct.unpack_from(f"{_ORDERS[binary[at]]}I", binary, at + 1)
    return _TYPES[code]
