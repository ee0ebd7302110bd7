"""The geometry of records and sites as well-known binary, made of whole columns of degrees."""

__all__ = ["GEOMETRY", "wkb_of_many", "wkb_of_points"]

import struct
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

GEOMETRY = "geometry"
_POINT, _MULTI_POINT, _LITTLE_ENDIAN = 1, 4, 1
_POINTS = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


def wkb_of_points(lon: pa.Array, lat: pa.Array) -> pa.Array:
    """Return points in degrees as binary; null without a position."""
    points = np.empty(len(lon), _POINTS)
    points["order"], points["type"] = _LITTLE_ENDIAN, _POINT
    points["x"] = lon.to_numpy(zero_copy_only=False)
    points["y"] = lat.to_numpy(zero_copy_only=False)
    found = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(_POINTS.itemsize), len(lon), [None, pa.py_buffer(points)]
    )
    return pc.if_else(lon.is_valid(), found.cast(pa.binary()), pa.scalar(None, pa.binary()))


def wkb_of_many(points: Sequence[tuple[float, float]]) -> bytes:
    """Return several points, (lon, lat) in degrees, as one geometry."""
    parts = (struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, *point) for point in points)
    return struct.pack("<BII", _LITTLE_ENDIAN, _MULTI_POINT, len(points)) + b"".join(parts)
