"""A GeoDataFrame as a data set: one of this program, or a table of somebody's own."""

__all__ = ["incidents_from_geodataframe"]

from collections.abc import Mapping
from typing import TYPE_CHECKING

from geo.errors import BadValue
from geo.frames.frame_features import features_from_frame, is_own_frame
from geo.frames.frames import reading_from_geodataframe
from geo.importers.geojson_rows import read_rows
from geo.importers.sheets.json_files.feature_stream import FeatureList
from geo.importers.tables.columns import FIELDS
from geo.intake.dataset import Dataset, dataset_from_reading, dataset_from_rows
from geo.intake.placement import Placer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def incidents_from_geodataframe(
    frame: "GeoDataFrame", *, dataset: str = "GeoDataFrame", geocode: bool = True, **columns: str
) -> Dataset:
    """Return the incidents of a frame, with findings for the rows that were refused.

    A frame from `geodataframe_from_incidents` gives the same incidents, in any order of its rows.
    The rows of any other become incidents as those of a table do (docs/datasets.md): its columns
    are found by their names, or as `columns` say it (field=column). Its geometry, Point or
    MultiPoint, is the position, and is converted to WGS 84; with `geocode`, rows without one are
    placed by the name of their place, as `load` does. `dataset` is what the rows are called,
    and stands before their ids. Raises BadValue for a frame without a geometry or without a
    coordinate system, and for a field or column that does not exist.

    >>> import geo
    >>> incidents = geo.load(geo.default_path())
    >>> list(incidents_from_geodataframe(incidents.to_geodataframe())) == list(incidents)
    True
    """
    if is_own_frame(frame) and not columns:
        return dataset_from_reading(dataset, reading_from_geodataframe(frame))
    mapping = _mapping(frame, columns)
    features = FeatureList(name=dataset, features=list(features_from_frame(frame)))
    rows = read_rows(features, mapping, None, None, dataset=dataset)
    return dataset_from_rows(rows, placer=Placer() if geocode else None)


def _mapping(frame: "GeoDataFrame", columns: Mapping[str, str]) -> dict[str, str]:
    """Return which column is which field (theirs to ours). Raises BadValue."""
    names = [str(name) for name in frame.columns if name != frame.active_geometry_name]
    for field, column in columns.items():
        if field not in FIELDS:
            raise BadValue(field, column, f"known fields are {', '.join(FIELDS)}")
        if column not in names:
            raise BadValue(field, column, f"a column of the frame: {', '.join(names)}")
        if list(columns.values()).count(column) > 1:
            raise BadValue(field, column, "a column that no other field has: copy the column")
    return {column: field for field, column in columns.items()}
