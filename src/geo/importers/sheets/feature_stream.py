"""The features of a GeoJSON file one by one, however large the file, or those of a list."""

__all__ = ["FeatureList", "NumberedFeature", "check_crs", "stream"]

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import UnreadableData
from geo.formats.crs import REMEDY, other_crs
from geo.importers.sheets.json_window import JsonWindow


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
    """Yield the features. Raises UnreadableData, for a file cut short when its end is reached."""
    if isinstance(path, FeatureList):
        for number, feature in enumerate(path.features, start=1):
            yield NumberedFeature(number, feature, ())
    else:
        yield from _stream_of_file(path)


def _stream_of_file(path: Path) -> Iterator[NumberedFeature]:
    window = JsonWindow(path)
    window.begin()
    number = 0
    found = set()
    for name in window.members():
        found.add(name)
        if name == "features":
            for feature in window.items():
                number += 1
                yield NumberedFeature(number, feature, window.twice())
        else:
            _check_member(window.name, name, window.value())
    if not {"type", "features"} <= found:
        raise window.refusal("is not a GeoJSON FeatureCollection: see RFC 7946")


def _check_member(file: str, name: str, value: Any) -> None:
    """Refuse a file that says it is something else, or has other coordinates."""
    if name == "type" and value != "FeatureCollection":
        raise UnreadableData(f"{file} is not a GeoJSON FeatureCollection: see RFC 7946")
    if name == "crs":
        check_crs(file, value)


def check_crs(file: str, crs: Any) -> None:
    """Refuse a file that says its positions are others than WGS 84. Raises UnreadableData."""
    if name := other_crs(crs):
        text = f"{file} has positions in {name}: those of GeoJSON are WGS 84, longitude first"
        raise UnreadableData(f"{text} (RFC 7946). {REMEDY}")
