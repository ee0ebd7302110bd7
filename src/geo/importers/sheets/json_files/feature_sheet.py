"""Features of GeoJSON as rows of a table: their properties, and the position of their points."""

__all__ = ["open_features"]

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from geo.importers.row import CellValue
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.json_files.feature_stream import properties_of, stream
from geo.importers.sheets.json_files.flat_record import flat_record
from geo.importers.sheets.line import Line
from geo.model.feature import is_empty_geometry
from geo.settings import limit

POSITION = ("longitude", "latitude")  # columns of a file whose properties have none of these
NO_POINT = "must be a Feature with a Point or null"


def open_features(path: Path) -> Grid:
    """Open a file of features. Raises UnreadableData."""
    header = _names(path)
    return Grid(
        name=path.name or str(path),
        rows=partial(_lines, path, header),
        is_named=True,
        empty="has no features",
    )


def _names(path: Path) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for _, feature, _ in stream(path):
        names |= dict.fromkeys(_cells(feature))
        if len(names) > limit("file_columns"):
            break  # more than are read, which the table says
    has_position = {name.casefold() for name in names}.issuperset(POSITION)
    return (*names, *(() if has_position else POSITION))


def _lines(path: Path, header: tuple[str, ...]) -> Iterator[Line]:
    yield Line(0, header)
    for number, feature, _ in stream(path):
        point = _point(feature)
        if point is None:
            yield Line(number, (), NO_POINT, "Give the place as a point.")
        else:
            cells = dict(zip(POSITION, point, strict=True)) | _cells(feature)
            yield Line(number, tuple(map(cells.get, header)))


def _cells(feature: Any) -> dict[str, CellValue]:
    return flat_record(properties_of(feature))


def _point(feature: Any) -> tuple[Any, Any] | None:
    """Return longitude and latitude, both None without a geometry; None for what is not a point."""
    match feature:
        case {"type": "Feature", "geometry": geometry} if is_empty_geometry(geometry):
            return None, None
        case {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat, *_]}}:
            return lon, lat
        case {
            "type": "Feature",
            "geometry": {"type": "MultiPoint", "coordinates": [[lon, lat, *_]]},
        }:
            return lon, lat
    return None
