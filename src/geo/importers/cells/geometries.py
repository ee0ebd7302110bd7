"""Geometries as texts: well-known text and binary, GeoJSON, and the JSON of ArcGIS.

All of them write longitude first. Their reference system is WGS 84 unless they name another.
"""

__all__ = ["XY", "points_of_geometry"]

import json
import re
from typing import Any

from geo.formats import wkb
from geo.formats.crs import other_crs
from geo.importers.record import BadCell

XY = tuple[float, float]

WGS84 = ("4326", "4979", "0")  # in two dimensions, in three, and where none is said (EPSG)
_NOT_A_POINT = "is a geometry that is not a point"
_UNREADABLE = "is a geometry that cannot be read"
_AGAIN = "Write it as POINT (10.7603 34.7406), longitude first."
_WKT = re.compile(
    r"(?:SRID\s*=\s*(?P<srid>\d+)\s*;\s*)?(?P<kind>[A-Z]+?)\s*(?P<numbers>ZM|Z|M)?"
    r"\s*(?P<body>\(.*\)|EMPTY)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
_KINDS = {
    name.upper(): name
    for name in (
        *("Point", "MultiPoint", "LineString", "MultiLineString", "LinearRing", "Polygon"),
        *("MultiPolygon", "GeometryCollection", "CircularString", "CompoundCurve", "CurvePolygon"),
        *("MultiCurve", "MultiSurface", "PolyhedralSurface", "Triangle", "Tin"),
    )
}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?"
_POSITION = rf"({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER}){{0,2}}"
_ONE = re.compile(rf"\s*{_POSITION}\s*", re.ASCII | re.IGNORECASE)
_HEX = re.compile(r"(?:\\x|0x)?((?:00|01)[0-9A-F]{16,})", re.ASCII | re.IGNORECASE)


def points_of_geometry(text: str) -> tuple[XY, ...] | None:
    """Return the points (longitude, latitude) that a text has as a geometry; none of an empty one.

    None where the text is not a geometry at all. Raises BadCell for one that is not of points, or
    is in another reference system than WGS 84.
    """
    if (found := _WKT.fullmatch(text)) and found["kind"].upper() in _KINDS:
        return _of_wkt(found)
    if text[:1] == "{":
        return _of_json(text)
    if (binary := _HEX.fullmatch(text)) and len(binary[1]) % 2 == 0:
        return _of_wkb(bytes.fromhex(binary[1]))
    return None


def _of_wkt(found: re.Match[str]) -> tuple[XY, ...]:
    _check_srid(found["srid"])
    _check_kind(_KINDS[found["kind"].upper()])
    if found["body"].upper() == "EMPTY":
        return ()
    inner = found["body"][1:-1]
    parts = inner.split(",") if found["kind"].upper() == "MULTIPOINT" else [inner]
    return tuple(point for part in parts for point in _of_part(part))


def _of_part(part: str) -> tuple[XY, ...]:
    """Return the point of a part of well-known text, which may be empty and in parentheses."""
    bare = part.strip()
    if bare[:1] == "(" and bare[-1:] == ")":
        bare = bare[1:-1]
    if bare.strip().upper() in ("EMPTY", "NAN NAN"):
        return ()
    if found := _ONE.fullmatch(bare):
        return ((float(found[1]), float(found[2])),)
    raise BadCell(_UNREADABLE, _AGAIN)


def _of_wkb(binary: bytes) -> tuple[XY, ...]:
    try:
        found = wkb.points_from_wkb(binary)
    except ValueError:
        raise BadCell(_UNREADABLE, _AGAIN) from None
    _check_srid(found.srid)
    _check_kind(found.name)
    return found.points


def _of_json(text: str) -> tuple[XY, ...] | None:
    """Return the points of an object with coordinates (GeoJSON), or with x and y (ArcGIS)."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"type": "Feature", "geometry": {} as geometry}:
            return _of_object(geometry)
        case {"type": _} | {"coordinates": _} | {"x": _, "y": _}:
            return _of_object(value)
    return None


def _of_object(value: dict[str, Any]) -> tuple[XY, ...]:
    match value:
        case {"crs": crs} if name := other_crs(crs):
            raise _of_other_system(name)
        case {"spatialReference": {"latestWkid": number} | {"wkid": number}}:
            _check_srid(number)
    match value:
        case {"x": x, "y": y}:
            return _of_list([[x, y]])
        case {"type": "Point" | "MultiPoint", "coordinates": []}:
            return ()
        case {"type": "MultiPoint", "coordinates": [*positions]}:
            return _of_list(positions)
        case {"type": "Point", "coordinates": position} | {
            "coordinates": [int() | float(), *_] as position
        }:
            return _of_list([position])
        case {"type": str(kind)}:
            _check_kind(kind)
    raise BadCell(_UNREADABLE, _AGAIN)


def _of_list(positions: list[Any]) -> tuple[XY, ...]:
    points = []
    for position in positions:
        match position:
            case [int() | float() as x, int() | float() as y, *_]:
                points.append((float(x), float(y)))
            case [None | "NaN", None | "NaN", *_]:
                continue
            case _:
                raise BadCell(_UNREADABLE, _AGAIN)
    return tuple(points)


def _check_kind(kind: str) -> None:
    if kind not in wkb.POINTS:
        remedy = f"It is a {kind[:40]}: give a point, such as one inside it."
        raise BadCell(_NOT_A_POINT, remedy)


def _check_srid(number: object) -> None:
    if number is not None and str(number) not in WGS84:
        raise _of_other_system(f"EPSG:{number}")


def _of_other_system(name: str) -> BadCell:
    remedy = f"It is in {name[:60]}: save it in WGS 84 (EPSG:4326), in degrees."
    return BadCell("is not in WGS 84", remedy)
