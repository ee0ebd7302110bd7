"""The geometry of records and sites as well-known binary, made of whole columns of degrees."""

__all__ = ["GEOMETRY", "with_positions", "wkb_of_many", "wkb_of_points"]

import struct
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

GEOMETRY = "geometry"
_POINT, _MULTI_POINT, _LITTLE_ENDIAN = 1, 4, 1
_LISTS = pa.list_(pa.float64())
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


def with_positions(records: pa.RecordBatch, sites: pa.Table) -> pa.RecordBatch:
    """Return records with the positions of their sites, degrees: those of several as lists.

    The numbers `n` of records follow one another. `sites` are theirs, and perhaps others', in the
    order of their numbers.
    """
    size, first = records.num_rows, records.column("n")[0].as_py()
    begin, end = np.searchsorted(sites["n"].to_numpy(), [first, first + size]).tolist()
    own = sites.slice(begin, end - begin)
    is_only, places = own["site_count"].to_numpy() == 1, own["n"].to_numpy() - first
    for name in ("lon", "lat"):
        degrees = np.full(size, np.nan)
        degrees[places[is_only]] = own[name].to_numpy()[is_only]
        records = records.append_column(name, pa.array(degrees, mask=np.isnan(degrees)))
    several = _lists(own.filter(pa.array(~is_only)), first)
    for number, name in enumerate(("lons", "lats")):
        found = [several[at][number] if at in several else None for at in range(size)]
        column = pa.array(found, _LISTS) if several else pa.nulls(size, _LISTS)
        records = records.append_column(name, column)
    return records


def _lists(sites: pa.Table, first: int) -> dict[int, tuple[list[float], list[float]]]:
    """Return the lons and the lats of the sites of each record, by its place from `first` on."""
    found: dict[int, tuple[list[float], list[float]]] = {}
    for site in sites.select(["n", "lon", "lat"]).to_pylist():
        lons, lats = found.setdefault(site["n"] - first, ([], []))
        lons.append(site["lon"])
        lats.append(site["lat"])
    return found
