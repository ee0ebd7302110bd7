"""The coordinate system that a file states, in the spellings that programs have for it.

Positions of this program are WGS 84 with longitude first: OGC:CRS84, and EPSG:4326 as GeoJSON,
GeoParquet and GeoPackage write it.
"""

__all__ = ["REMEDY", "name_of_crs", "other_crs"]

import json
import re
from typing import Any

REMEDY = "Save it in EPSG:4326"
SHOWN = 80  # characters of a name in a message
# Names of WGS 84 without what stands between their words: of EPSG, OGC, PROJ and Esri.
_NAMES = {
    *("wgs84", "wgs1984", "gcswgs1984", "worldgeodeticsystem1984"),
    *("wgs84crs84", "gcswgs84crs84", "wgs84longitudelatitude"),
}
# A URN, an address or a short form that ends in a code of WGS 84; a version may stand before it.
_CODE = re.compile(
    r"4326"
    r"|(.*[:/=])?("
    r"epsg(\.\w+)?[:/#]+([\d.]+[:/]+)?4326"
    r"|(ogc[:/]+([\d.]+[:/]+)?)?crs84"
    r"|crs:84"
    r"|ogc:2:84"  # the URN of CRS:84 before 2007
    r")([/.](proj4|ogcwkt|esriwkt|prettywkt|wkt|wkt2|json|projjson|gml))?/?",
    re.ASCII | re.IGNORECASE,
)
_WKT = re.compile(r'\s*(\w+)\s*[\[(]\s*"([^"]*)"')
_WKT_OF_DEGREES = ("GEOGCS", "GEOGCRS", "GEODCRS", "GEODETICCRS", "GEOGRAPHICCRS")
_PROJ = re.compile(r"\+proj=(longlat|latlong)\b.*\+datum=WGS84\b", re.ASCII | re.IGNORECASE)


def other_crs(crs: Any) -> str | None:
    """Return what a coordinate system is called that is not WGS 84; None if it is, or is not said.

    >>> other_crs({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}})
    'urn:ogc:def:crs:EPSG::3857'
    >>> other_crs("urn:ogc:def:crs:OGC:1.3:CRS84") is None
    True
    """
    name = name_of_crs(crs)
    return None if name is None or _is_world(name) else _shown(name)


def name_of_crs(crs: Any) -> str | None:
    """Return what a coordinate system is called, as it is written; None if it has no name.

    `crs` is a text, a number of EPSG, PROJJSON, or the member `crs` of GeoJSON of 2008.
    """
    if isinstance(crs, dict):
        return _name_of_object(crs)
    if isinstance(crs, int) and not isinstance(crs, bool):
        return f"EPSG:{crs}"
    return crs or None if isinstance(crs, str | None) else _as_json(crs)


def _name_of_object(crs: dict[str, Any]) -> str | None:
    match crs:
        case {"id": {"authority": authority, "code": code}}:
            return f"{authority}:{code}"
        case {"properties": members}:
            return _name_of_member(members)
        case {"name": str() as name}:
            return name or None
        case {"type": None}:
            return None
    return _as_json(crs) if crs else None


def _name_of_member(members: Any) -> str | None:
    """Return the name in a member of GeoJSON: its name, its link, or the number of EPSG."""
    if not isinstance(members, dict):
        return name_of_crs(members)
    names = ("name", "href", "urn", "code")
    return next((name for each in names if (name := name_of_crs(members.get(each)))), None)


def _is_world(name: str) -> bool:
    if wkt := _WKT.match(name):
        return wkt[1].upper() in _WKT_OF_DEGREES and _is_world_name(wkt[2])
    if name.lstrip().startswith("+proj"):
        return bool(_PROJ.search(name)) and "+pm=" not in name
    return bool(_CODE.fullmatch(name.strip())) or _is_world_name(name)


def _is_world_name(name: str) -> bool:
    return re.sub(r"[\W_]", "", name).casefold() in _NAMES


def _as_json(crs: Any) -> str:
    return json.dumps(crs, ensure_ascii=False, default=str)


def _shown(name: str) -> str:
    wkt = _WKT.match(name)
    text = wkt[2] if wkt else name
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
