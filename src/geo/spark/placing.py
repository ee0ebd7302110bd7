"""Where records are, as columns of theirs: what their numbers and their geometry are made of."""

__all__ = ["CELL", "PLACED", "with_places"]

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

# Columns of a record: the position and the cell of its only site, the positions of several.
PLACED: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "lon": pa.float64(),
        "lat": pa.float64(),
        "x": pa.int32(),
        "y": pa.int32(),
        "lons": pa.list_(pa.float64()),
        "lats": pa.list_(pa.float64()),
    }
)
_ONE = ("lon", "lat", "x", "y")
CELL = ("x", "y")  # what only numbers are made of


def with_places(incidents: pa.Table, sites: pa.Table) -> pa.Table:
    """Return records with the columns of PLACED; the sites of each stand in their order."""
    one = sites.filter(pc.equal(sites["site_count"], 1))
    rows = pc.index_in(incidents["n"], one["n"].combine_chunks())
    columns = {name: one[name].take(rows) for name in _ONE} | _several(incidents, sites)
    for name, kind in PLACED.items():
        incidents = incidents.append_column(name, columns[name].cast(kind))
    return incidents


def _several(incidents: pa.Table, sites: pa.Table) -> dict[str, pa.Array]:
    some = sites.filter(pc.greater(sites["site_count"], 1)).select(["n", "lon", "lat"])
    lons, lats = dict[int | None, list[float]](), dict[int | None, list[float]]()
    for n, lon, lat in zip(*(column.to_pylist() for column in some.columns), strict=True):
        lons.setdefault(n, []).append(lon)
        lats.setdefault(n, []).append(lat)
    numbers = incidents["n"].to_pylist() if lons else [None] * incidents.num_rows
    return {
        name: pa.array([found.get(n) for n in numbers], PLACED[name])
        for name, found in (("lons", lons), ("lats", lats))
    }
