"""What a JSON file holds: features, or records, in a list, an envelope or line by line."""

__all__ = ["COLLECTION", "JsonShape", "shape_of_json"]

import re
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from geo.importers.cells.nested import is_geometry
from geo.importers.sheets.json_files.json_window import JsonWindow

# Members in which the answers of interfaces have their records, with a small letter first.
RECORDS = ("data", "result", "results", "value", "records", "items", "rows", "events", "incidents")

_SHOWN, _MOST_SAID = 60, 5  # characters of a value, and values, that a message repeats
_AHEAD = 200  # characters
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_WRITE = "give it as a list of objects with names, or as CSV"
_COLLECTION = re.compile(r'\{\s*"type"\s*:\s*"FeatureCollection"')


class JsonShape(NamedTuple):
    """How a file is laid out.

    - `is_features`: it holds features of GeoJSON, else records.
    - `member` has the list of them; "" where the file itself is the list, and None where it has
      one object, or one after the other.
    - `fault` says why it is neither.
    """

    is_features: bool = False
    member: str | None = None
    fault: str = ""


COLLECTION = JsonShape(is_features=True, member="features")


def shape_of_json(path: Path) -> JsonShape:
    """Look at the beginning of a JSON file. Raises UnreadableData."""
    window = JsonWindow(path)
    window.begin()
    if _COLLECTION.match(window.ahead(_AHEAD)):
        return COLLECTION
    if window.char() == "[":
        first = next(window.items(), None)
        return JsonShape(is_features=_is_feature(first), member="", fault=_fault_of_item(first))
    whole = window.value_if_short()
    if whole is None:
        return _shape_of_members(JsonWindow(path))
    if window.char():  # another object follows
        return JsonShape(is_features=_is_feature(whole), fault=_fault_of_item(whole))
    return _shape_of_object(whole)


def _shape_of_object(found: Any) -> JsonShape:
    if not isinstance(found, dict):
        return JsonShape(fault=f"is JSON, but has no records: {_WRITE}")
    kind = found.get("type")
    if kind == "FeatureCollection" or _is_feature(next(iter(_features(found)), None)):
        return COLLECTION
    if _is_feature(found):
        return JsonShape(is_features=True)
    if fault := _fault_of_object(found):
        return JsonShape(fault=fault)
    lists = {name: each for name, each in found.items() if _is_list_of_records(each)}
    if lists:
        return JsonShape(member=_best_member(lists))
    return JsonShape(fault=_fault_of_answer(found))


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


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _best_member(lists: Mapping[str, Any]) -> str:
    named = (name for known in RECORDS for name in lists if name.casefold() == known)
    return next(named, None) or max(lists, key=lambda name: len(lists[name]))


def _shape_of_members(window: JsonWindow) -> JsonShape:
    """Look into a long object: the first list of objects in it counts."""
    window.step_in()
    found: dict[str, Any] = {}
    for name in window.members():
        if window.char() != "[":
            found[name] = window.value()
            continue
        items = window.items()
        first = next(items, None)
        if _is_feature(first):
            return JsonShape(is_features=True, member=name)
        if isinstance(first, dict):
            return JsonShape(member=name)
        if fault := _fault_of_object({**found, name: []}):
            return JsonShape(fault=fault)
        deque(items, maxlen=0)  # to its end
    return _shape_of_object(found)


def _is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature" and "geometry" in value


def _fault_of_item(first: Any) -> str:
    """Say why a file is not one of records, by the first of its values."""
    if first is None:
        return "is an empty list"
    if not isinstance(first, dict):
        return f"is a list of values, and not of records: {_WRITE}"
    if is_geometry(first):
        return f"is a list of geometries ({first['type']}) without Features around them"
    return ""


def _fault_of_answer(found: Mapping[str, Any]) -> str:
    """Say what an object without records is, such as an answer that tells of an error."""
    said = [f"{name}: {str(each)[:_SHOWN]}" for name, each in found.items() if each not in _EMPTY]
    shown = f" ({', '.join(said[:_MOST_SAID])})" if said else ""
    return f"is JSON without a list of records{shown}: {_WRITE}"
