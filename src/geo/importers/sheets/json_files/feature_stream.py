"""The features of a GeoJSON file one by one, however large the file, or those of a list."""

__all__ = [
    "MORE_FEATURES",
    "FeatureList",
    "NumberedFeature",
    "check_crs",
    "is_not_collection",
    "properties_of",
    "stream",
]

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import UnreadableData
from geo.formats.crs import REMEDY, other_crs
from geo.importers.sheets.json_files.json_path import values_at
from geo.importers.sheets.json_files.json_shape import COLLECTION, JsonShape, shape_of_json
from geo.importers.sheets.json_files.json_window import JsonWindow, mostly_objects

MORE_FEATURES = "goes on after its end: put all features into one FeatureCollection"
_NO_COLLECTION = "is not a GeoJSON FeatureCollection: see RFC 7946"


class NumberedFeature(NamedTuple):
    """A feature with its number in the file, from 1; `twice` are keys that it has twice."""

    number: int
    feature: Any
    twice: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureList:
    """Features in memory, which are read as those of a file of this name would be."""

    name: str
    features: Sequence[Any]


def stream(path: Path | FeatureList) -> Iterator[NumberedFeature]:
    """Yield the features of a FeatureCollection, of a list, of lines (RFC 8142), or the only one.

    Raises UnreadableData, for a file cut short when its end is reached.
    """
    if isinstance(path, FeatureList):
        for number, feature in enumerate(path.features, start=1):
            yield NumberedFeature(number, feature, ())
    else:
        yield from _stream_of_file(path)


def properties_of(feature: Any) -> dict[str, Any]:
    """Return the properties of a feature; none where it is not one."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def is_not_collection(path: Path) -> bool:
    """Tell a file of features in a list or in lines, or of one; False for a broken file."""
    try:
        shape = shape_of_json(path)
    except UnreadableData:
        return False
    return shape.is_features and shape != COLLECTION


def _stream_of_file(path: Path) -> Iterator[NumberedFeature]:
    shape, window = shape_of_json(path), JsonWindow(path)
    if not shape.is_features:
        raise window.refusal(shape.fault or _NO_COLLECTION)
    for number, feature in enumerate(mostly_objects(window, _features(window, shape)), start=1):
        yield NumberedFeature(number, feature, window.twice())


def _features(window: JsonWindow, shape: JsonShape) -> Iterator[Any]:
    if shape.path is None:
        yield from window.values()
    elif shape.is_keyed:
        yield from values_at(window, shape.path, _let_pass, is_keyed=True)
    elif not shape.path:
        yield from window.items()
    else:
        yield from _members(window, shape.path)
    if window.char():
        raise window.refusal(MORE_FEATURES)


def _let_pass(_: int, __: str, ___: Any) -> None:
    """Step over what stands next to features under keys."""


def _members(window: JsonWindow, path: tuple[str, ...]) -> Iterator[Any]:
    around: dict[str, Any] = {}

    def check(above: int, name: str, value: Any) -> None:
        if not above:
            around[name] = value
            _check_member(window.name, name, value)

    yield from values_at(window, path, check)
    if "type" not in around:
        raise window.refusal(_NO_COLLECTION)


def _check_member(file: str, name: str, value: Any) -> None:
    """Refuse a file that says it is something else, or has other coordinates."""
    if name == "type" and value != "FeatureCollection":
        raise UnreadableData(f"{file} {_NO_COLLECTION}")
    if name == "crs":
        check_crs(file, value)


def check_crs(file: str, crs: Any) -> None:
    """Refuse a file that says its positions are others than WGS 84. Raises UnreadableData."""
    if name := other_crs(crs):
        text = f"{file} has positions in {name}: those of GeoJSON are WGS 84, longitude first"
        raise UnreadableData(f"{text} (RFC 7946). {REMEDY}")
