"""GeoDataFrames as Features: WGS 84, and values that JSON has."""

__all__ = ["CRS", "features_from_frame", "is_own_frame", "plain"]

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from geo.errors import BadValue
from geo.formats.wkb import POINTS
from geo.model.flat_feature import REQUIRED

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "OGC:CRS84"  # WGS 84 with longitude first, as RFC 7946 has it
DECIMALS = 9  # of degrees: 0.1 mm


def is_own_frame(frame: "GeoDataFrame") -> bool:
    """Tell whether a frame has the columns of one of this program. Raises BadValue."""
    return {_geometry_name(frame), *frame.columns} >= REQUIRED


def features_from_frame(frame: "GeoDataFrame") -> Iterator[dict[str, Any]]:
    """Yield a Feature for each row, in longitude and latitude, with values that JSON has.

    Missing values (NaN, NaT, NA) are None, and a timestamp at midnight is a day. A geometry that is
    not made of points has only its type. Raises BadValue for a frame without a geometry, or with
    positions in a coordinate system that it does not name.
    """
    name = _geometry_name(frame)
    shapes = _in_world(frame).geometry
    columns = {str(each): frame[each] for each in frame.columns if each != name}
    rows = zip(*columns.values(), strict=True) if columns else ((),) * len(frame)
    for shape, row in zip(shapes, rows, strict=True):
        yield {
            "type": "Feature",
            "geometry": _geometry(shape),
            "properties": dict(zip(columns, map(plain, row), strict=True)),
        }


def plain(value: Any) -> Any:
    """Return a value of a frame as one that JSON has.

    >>> plain(float("nan")), plain(datetime(2024, 3, 22)), plain((1, "x"))
    (None, '2024-03-22', [1, 'x'])
    """
    if isinstance(value, str | bool | int | None):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set):
        return list(map(plain, value))
    return _plain_scalar(value) if not hasattr(value, "tolist") else plain(value.tolist())


def _plain_scalar(value: Any) -> Any:
    import pandas

    if pandas.isna(value):
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return _day(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _day(moment: datetime) -> str:
    """Return a day, or a moment where it is not the beginning of its day."""
    is_day = moment.time() == time() and moment.tzinfo is None
    return moment.date().isoformat() if is_day else moment.isoformat()


def _geometry_name(frame: "GeoDataFrame") -> str:
    import geopandas

    if not isinstance(frame, geopandas.GeoDataFrame):
        made = (
            "geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(lon, lat), crs=4326)"
        )
        raise BadValue("frame", type(frame).__name__, f"only a GeoDataFrame, such as {made}")
    if frame.active_geometry_name is None:
        rule = "a frame with a geometry: choose its column with frame.set_geometry"
        raise BadValue("frame", "GeoDataFrame", rule)
    return str(frame.active_geometry_name)


def _in_world(frame: "GeoDataFrame") -> "GeoDataFrame":
    if frame.crs is not None:
        return frame if frame.crs in (CRS, "EPSG:4326") else _converted(frame)
    if frame.geometry.isna().all() or frame.geometry.is_empty.all():
        return frame
    rule = "one that the frame names: set it, such as frame.set_crs(4326) for degrees of WGS 84"
    raise BadValue("frame.crs", None, rule)


def _converted(frame: "GeoDataFrame") -> "GeoDataFrame":
    """Return a frame in degrees, without the noise that a conversion adds to them."""
    from shapely import transform

    found = frame.to_crs(CRS)
    shapes = transform(found.geometry.array, lambda positions: positions.round(DECIMALS))
    return found.set_geometry(shapes, crs=CRS)


def _geometry(shape: Any) -> dict[str, Any] | None:
    from shapely.geometry import mapping

    if shape is None or shape.is_empty:
        return None
    if shape.geom_type not in POINTS:
        return {"type": shape.geom_type}
    try:
        found: dict[str, Any] = plain(mapping(shape))
    except IndexError:  # an empty point among others
        return {"type": shape.geom_type}
    return found
