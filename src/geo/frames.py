"""Incidents as a GeoDataFrame and back, without loss; frames that are kept as GeoParquet.

And the base map as one, for figures.
"""

__all__ = [
    "base_map_parts",
    "geodataframe_from_incidents",
    "incidents_from_geodataframe",
    "incidents_from_geoparquet",
    "is_frame_file",
]

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import Finding, InvalidIncident, UnreadableData
from geo.feature import feature_from_incident, incident_from_feature
from geo.incident import Incident
from geo.templates import ASSETS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OWN_COLUMNS = {"id", "record_type", "title", "date", "place", "origin", "geometry"}
CRS = "OGC:CRS84"  # WGS 84 with longitude first, as RFC 7946 has it
MERCATOR = "EPSG:3857"
HALF_WORLD = 20_037_508.342789244  # m in it, from the origin to each edge
CUT = (179.98, -85.0)  # degrees; beyond this longitude, or latitude, a ring follows a cut

Position = tuple[float, float]


def geodataframe_from_incidents(incidents: Iterable[Incident]) -> "GeoDataFrame":
    """Return a frame with a row an incident; nested properties stay as Python values."""
    import geopandas  # costs 1.3 s: only where a frame is wanted
    from shapely.geometry import shape

    features = [feature_from_incident(incident) for incident in incidents]
    geometry = [shape(f["geometry"]) if f["geometry"] else None for f in features]
    rows = [feature["properties"] for feature in features]
    columns = {name: [row.get(name) for row in rows] for name in _names(rows)}
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs=CRS)


def incidents_from_geodataframe(frame: "GeoDataFrame") -> list[Incident]:
    """Return the incidents of a frame made here. Raises InvalidIncident."""
    features = frame.iterfeatures(na="drop")  # their own id is the row's number
    return [incident_from_feature({**feature, "id": None}) for feature in features]


def is_frame_file(path: Path) -> bool:
    """Tell whether a Parquet file has the columns of a frame made here."""
    from pyarrow import ArrowException, parquet

    try:
        columns = set(parquet.read_schema(path).names)
    except (OSError, ArrowException):
        return False
    return columns >= OWN_COLUMNS


def incidents_from_geoparquet(path: Path) -> tuple[list[Incident], list[Finding]]:
    """Read a frame from a GeoParquet file: the valid incidents, and what was refused of the rest.

    Raises UnreadableData.
    """
    import geopandas  # as above
    from pyarrow import ArrowException

    try:
        frame = geopandas.read_parquet(path)
    except (OSError, ValueError, ArrowException) as error:
        raise UnreadableData(f"{path.name} is no GeoParquet file: {error}") from None
    incidents: list[Incident] = []
    findings: list[Finding] = []
    for feature in frame.iterfeatures(na="drop"):
        try:
            own = {"id": None, "geometry": feature["geometry"]}
            incidents.append(incident_from_feature(_plain(feature) | own))
        except InvalidIncident as error:
            findings += error.findings
    return incidents, findings


def base_map_parts(
    scale: Literal["110m", "50m"], box: tuple[float, float, float, float]
) -> dict[str, list[Any]]:
    """Return land, coast, borders and disputed lines of Natural Earth within a box.

    The box and the geometries lie in the unit square of mercator.py: left, top, right, bottom.
    """
    return {name: list(part.clip_by_rect(*box)) for name, part in _base_map(scale).items()}


@cache
def _base_map(scale: str) -> dict[str, Any]:
    """Return each part as a GeoSeries in the unit square, a geometry a row."""
    import geopandas  # as above
    from shapely import LineString, get_parts
    from shapely.geometry import shape

    text = (ASSETS / "basemap" / f"{scale}.json").read_text("utf-8")
    outlines = {name: value for name, value in json.loads(text).items() if name != "source"}
    parts = {name: list(get_parts(shape(value))) for name, value in outlines.items()}
    rings = (ring for polygon in outlines["land"]["coordinates"] for ring in polygon)
    parts["coast"] = [LineString(line) for ring in rings for line in _coast(ring)]
    frames = {name: geopandas.GeoSeries(each, crs=CRS) for name, each in parts.items()}
    side = 1 / (2 * HALF_WORLD)
    to_unit_square = [side, 0, 0, -side, 0.5, 0.5]
    return {
        name: frame.to_crs(MERCATOR).affine_transform(to_unit_square)
        for name, frame in frames.items()
    }


def _coast(ring: list[Position]) -> Iterator[list[Position]]:
    """Yield the stretches of a ring that are coast: not where land is cut at ±180° or the pole."""
    line = ring[:1]
    for last, point in pairwise(ring):
        if _is_cut(last, point):
            if len(line) > 1:
                yield line
            line = []
        line.append(point)
    if len(line) > 1:
        yield line


def _is_cut(a: Position, b: Position) -> bool:
    lon, lat = CUT
    return (abs(a[0]) > lon and abs(b[0]) > lon) or (a[1] < lat and b[1] < lat)


def _plain(value: Any) -> Any:
    """Undo what a file's columns do to nested values: arrays for lists, None for what is absent."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
