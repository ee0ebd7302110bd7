"""What a JSON file holds: features, or records, in a list, by keys, in an envelope, in lines."""

__all__ = ["COLLECTION", "NO_RECORDS", "JsonShape", "shape_of_json"]

import re
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import shortened
from geo.importers.cells.nested import is_geometry
from geo.importers.sheets.json_files.json_window import JsonWindow

# Members in which the answers of interfaces have their records, with a small letter first.
RECORDS = ("data", "result", "results", "value", "records", "items", "rows", "events", "incidents")
# Members that tell of an answer, and are not what was asked for.
NO_RECORDS = frozenset({"columns", "error", "errors", "fields", "links", "meta", "schema"})

DEEPEST = 4  # objects around a list of records
_ENOUGH = 5  # records by keys that tell what a long object is
_NOTHING = object()
_MOST_SAID = 5  # values that a message repeats
_AHEAD = 200  # characters
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_WRITE = "give it as a list of objects with names, or as CSV"
_COLLECTION = re.compile(r'\{\s*"type"\s*:\s*"FeatureCollection"')


class JsonShape(NamedTuple):
    """How a file is laid out.

    - `is_features`: it holds features of GeoJSON, else records.
    - `path` names the members in which they stand: () where the file itself has them, and None
      where it is one of them, or has one after the other.
    - `is_keyed` tells an object that has a record under each of its names, from a list.
    - `fault` says why it is neither.
    """

    is_features: bool = False
    path: tuple[str, ...] | None = None
    is_keyed: bool = False
    fault: str = ""


COLLECTION = JsonShape(is_features=True, path=("features",))


def shape_of_json(path: Path) -> JsonShape:
    """Look at the beginning of a JSON file. Raises UnreadableData."""
    window = JsonWindow(path)
    window.begin()
    if _COLLECTION.match(window.ahead(_AHEAD)):
        return COLLECTION
    if window.char() == "[":
        first = next(window.items(), _NOTHING)
        return JsonShape(is_features=_is_feature(first), path=(), fault=_fault_of_item(first))
    whole = window.value_if_short()
    if whole is None:
        return _shape_of_members(JsonWindow(path), ())
    if window.char():  # another object follows
        return JsonShape(is_features=_is_feature(whole), fault=_fault_of_item(whole))
    return _shape_of_object(whole, ())


def _shape_of_object(found: Any, path: tuple[str, ...]) -> JsonShape:
    """Look into an object that stands in the members of a path: the nearest records count."""
    if not isinstance(found, dict):
        return JsonShape(fault=f"is JSON, but has no records: {_WRITE}")
    kind = found.get("type")
    if kind == "FeatureCollection" or _is_feature(next(iter(_features(found)), None)):
        return JsonShape(is_features=True, path=(*path, "features"))
    if _is_feature(found) and not path:
        return JsonShape(is_features=True)
    if fault := _fault_of_object(found):
        return JsonShape(fault=fault)
    lists = {name: each for name, each in found.items() if _is_list_of_records(name, each)}
    if lists:
        return JsonShape(path=(*path, _best_member(lists)))
    if _is_keyed(found):
        return _keyed(found, path)
    return next(_nested(found, path), JsonShape(fault=_fault_of_answer(found)))


def _nested(found: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[JsonShape]:
    """Yield the shapes of objects in an object that have records."""
    inner = {name: each for name, each in found.items() if isinstance(each, dict)}
    for name in sorted(inner, key=_rank) if len(path) < DEEPEST else ():
        if name.casefold() not in NO_RECORDS:
            shape = _shape_of_object(inner[name], (*path, name))
            if not shape.fault:
                yield shape


def _rank(name: str) -> int:
    return RECORDS.index(name.casefold()) if name.casefold() in RECORDS else len(RECORDS)


def _features(found: Mapping[str, Any]) -> list[Any]:
    features = found.get("features")
    return features if isinstance(features, list) else []


def _fault_of_object(found: Mapping[str, Any]) -> str:
    """Say what else an object is that is known, and is not read."""
    kind = found.get("type")
    if is_geometry(found):
        return f"is a {kind} without a Feature around it: it has no date and no name"
    if kind == "Feature":
        return "is a Feature without a geometry: see RFC 7946, section 3.2"
    if kind == "Topology":
        return "is TopoJSON: save it as GeoJSON (EPSG:4326) in QGIS, or with ogr2ogr"
    if "geometryType" in found or "spatialReference" in found:
        return "is JSON of Esri: ask its service for f=geojson"
    return ""


def _is_list_of_records(name: str, value: Any) -> bool:
    is_list = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    return is_list and name.casefold() not in NO_RECORDS


def _best_member(lists: Mapping[str, Any]) -> str:
    named = (name for known in RECORDS for name in lists if name.casefold() == known)
    return next(named, None) or max(lists, key=lambda name: len(lists[name]))


def _is_keyed(found: Mapping[str, Any]) -> bool:
    """Tell records under the names of an object: the first of them have names in common."""
    values = list(found.values())
    if len(values) < 2 or not all(isinstance(value, dict) for value in values):
        return False
    first, second = values[:2]
    if all(name.isdigit() for name in first):
        return False  # a table by columns
    shared = first.keys() & second.keys()
    is_plain = any(not isinstance(first[name], dict) for name in shared)
    return is_plain and 2 * len(shared) >= min(len(first), len(second))


def _keyed(found: Mapping[str, Any], path: tuple[str, ...]) -> JsonShape:
    first = next(iter(found.values()))
    return JsonShape(is_features=_is_feature(first), path=path, is_keyed=True)


def _shape_of_members(window: JsonWindow, path: tuple[str, ...]) -> JsonShape:
    """Look into a long object: the first list of objects in it counts."""
    window.step_in()
    found: dict[str, Any] = {}
    for name in window.members():
        if not path and (fault := _fault_of_object({**found, name: None})):
            return JsonShape(fault=fault)
        if window.char() not in "[{":
            found[name] = window.value()
        elif (shape := _shape_of_member(window, (*path, name), found)) and not shape.fault:
            return shape
        elif len(found) == _ENOUGH and _is_keyed(found):
            return _keyed(found, path)
        if fault := _fault_of_object(found):
            return JsonShape(fault=fault)
    return _shape_of_object(found, path)


def _shape_of_member(
    window: JsonWindow, path: tuple[str, ...], found: dict[str, Any]
) -> JsonShape | None:
    """Look into a list or object in a long object, and keep a short one in `found`."""
    name = path[-1]
    if window.char() == "{":
        found[name] = window.value_if_short()
        if found[name] is None:
            found[name] = {}
            return _shape_of_members(window, path)
        return None
    items = window.items()
    first = next(items, None)
    found[name] = []
    if _is_feature(first):
        return JsonShape(is_features=True, path=path)
    if _is_list_of_records(name, [first]) and not _fault_of_object(found):
        return JsonShape(path=path)
    deque(items, maxlen=0)  # to its end
    return None


def _is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature" and "geometry" in value


def _fault_of_item(first: Any) -> str:
    """Say why a file is not one of records, by the first of its values."""
    if first is _NOTHING:
        return "is an empty list"
    if first is None:
        return ""  # the ones behind it may be records
    if not isinstance(first, dict):
        return f"is a list of values, and not of records: {_WRITE}"
    if first.get("type") == "FeatureCollection":
        return "is a list of FeatureCollections: put all features into one of them"
    if is_geometry(first):
        return f"is a list of geometries ({first['type']}) without Features around them"
    return ""


def _is_column(value: Any) -> bool:
    """Tell a column of a table, whose rows are numbered."""
    return isinstance(value, dict) and bool(value) and all(map(str.isdigit, value))


def _fault_of_answer(found: Mapping[str, Any]) -> str:
    """Say what an object without records is, such as an answer that tells of an error."""
    if found and all(_is_column(each) for each in found.values()):
        return f"is a table by columns, and not by records: {_WRITE}"
    said = [f"{name}: {each}" for name, each in found.items() if each not in _EMPTY]
    shown = f" ({', '.join(map(shortened, said[:_MOST_SAID]))})" if said else ""
    return f"is JSON without a list of records{shown}: {_WRITE}"
