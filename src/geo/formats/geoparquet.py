"""The metadata of GeoParquet: what a file says of the coordinate system of its geometry.

The format is that of https://geoparquet.org/releases/v1.1.0/.
"""

__all__ = ["GEOPARQUET", "check_world", "metadata_of", "metadata_of_points"]

import json
from collections.abc import Mapping
from typing import Any

from geo.errors import UnreadableData
from geo.formats.crs import REMEDY, name_of_crs, other_crs

GEOPARQUET = "1.1.0"


def metadata_of(metadata: Mapping[bytes, bytes] | None) -> Any:
    """Return what a Parquet file says of its geometry; {} where it says nothing.

    Raises ValueError or RecursionError for what is not JSON.
    """
    return json.loads((metadata or {}).get(b"geo", b"{}"))


def check_world(name: str, geo: Any) -> None:
    """Refuse positions in another coordinate system than WGS 84, or in one without a name.

    Without the member `crs` it is OGC:CRS84. Raises UnreadableData.
    """
    match geo:
        case {"primary_column": str() as column, "columns": {**columns}}:
            described = columns.get(column)
        case {"columns": {"geometry": described}}:
            pass
        case _:
            return
    if not isinstance(described, dict) or "crs" not in described:
        return
    if name_of_crs(described["crs"]) is None:
        text = f"{name} does not name the coordinate system of its positions"
        raise UnreadableData(f"{text}. {REMEDY}")
    if other := other_crs(described["crs"]):
        raise UnreadableData(f"{name} has positions in {other}, not in WGS 84. {REMEDY}")


def metadata_of_points(column: str, bounds: tuple[float, float, float, float] | None) -> str:
    """Return what a file says of a column of points in OGC:CRS84, whose bounds are in degrees."""
    told = {
        "encoding": "WKB",
        "geometry_types": ["Point", "MultiPoint"],
        **({"bbox": list(bounds)} if bounds else {}),
    }
    return json.dumps({"version": GEOPARQUET, "primary_column": column, "columns": {column: told}})
