"""Nested values of JSON as cells under one name each, and texts without the markup in them."""

__all__ = ["flattened", "is_geometry", "without_markup"]

import html
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from geo.importers.row import CellValue

_GEOMETRIES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
    "GeometryCollection",
)
_WRAPPERS = frozenset(
    ("$date", "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$oid", "$uuid")
)
_OF_SPARQL = frozenset({"type", "value", "datatype", "xml:lang"})
_OF_ARCGIS = frozenset({"x", "y", "z", "m", "spatialReference"})
DEEPEST = 4  # levels whose members have names
# A tag or a comment of HTML: "a < b" is neither.
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?tr|/?h\d)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]\w*);")


def flattened(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an object, those of nested ones under names such as location.name.

    A geometry is one value. A list of plain values is a text between semicolons. Of a list of
    objects the members of one name stand together, so that names and links remain pairs.

    >>> flattened({"location": {"name": "Gao"}, "tags": ["IED", "market"]})
    {'location.name': 'Gao', 'tags': 'IED; market'}
    >>> flattened({"sources": [{"name": "A", "url": "https://a.example"}, {"name": "B"}]})
    {'sources.name': 'A; B', 'sources.url': 'https://a.example; '}
    """
    found: dict[str, Any] = {}
    for name, part in _members("", value, DEEPEST) if value else ():
        found[_free(name, found)] = part
    return found


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Return a name that is not taken: "a.b" may stand next to "a" with a "b" in it."""
    if name not in taken:
        return name
    return next(free for n in count(2) if (free := f"{name} ({n})") not in taken)


def without_markup(cell: CellValue) -> CellValue:
    """Return a text without tags of HTML, its entities read; any other cell is the very same.

    >>> without_markup("<p>Killed <b>4</b> &amp; more</p>"), without_markup("a < b")
    ('Killed 4 & more', 'a < b')
    """
    if not isinstance(cell, str) or not (_TAG.search(cell) or _ENTITY.search(cell)):
        return cell
    bare = _TAG.sub("", _BREAK.sub(" ", cell))
    return " ".join(html.unescape(bare).split())


def is_geometry(value: Mapping[str, Any]) -> bool:
    """Tell a geometry of GeoJSON, which is one value."""
    return value.get("type") in _GEOMETRIES and ("coordinates" in value or "geometries" in value)


def _is_one_value(name: str, value: Mapping[str, Any]) -> bool:
    """Tell a geometry, also of ArcGIS, whose points have only x, y and what belongs to them."""
    is_point = {"x", "y"} <= value.keys() <= _OF_ARCGIS and name.endswith("geometry")
    return is_point or is_geometry(value)


def _unwrapped(value: Any) -> Any:
    """Return the value in an object that only says its type.

    Answers of SPARQL have {"type": "literal", "value": …}, exports of MongoDB {"$date": …}.
    """
    while isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)) in _WRAPPERS:
            value = next(iter(value.values()))
        elif {"type", "value"} <= value.keys() <= _OF_SPARQL:
            value = value["value"]
        else:
            break
    return value


def _members(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    value = _unwrapped(value)
    if isinstance(value, Mapping) and value and depth and not _is_one_value(name, value):
        for member, part in value.items():
            yield from _members(f"{name}.{member}" if name else str(member), part, depth - 1)
    elif isinstance(value, list) and value and depth:
        yield from _of_list(name, value, depth)
    else:
        yield name, value


def _of_list(name: str, parts: list[Any], depth: int) -> Iterator[tuple[str, Any]]:
    if all(isinstance(part, Mapping) for part in parts):
        rows = [dict(_members("", part, depth - 1)) for part in parts if part]
        for member in dict.fromkeys(each for row in rows for each in row):
            yield f"{name}.{member}", "; ".join(_text(row.get(member)) for row in rows)
    elif any(isinstance(part, Mapping | list) for part in parts):
        yield name, parts
    else:
        yield name, "; ".join(map(_text, parts))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
