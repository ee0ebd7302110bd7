"""Incidents as a GeoDataFrame and back, without loss; frames that are kept as GeoParquet."""

__all__ = [
    "geodataframe_from_incidents",
    "incidents_from_geodataframe",
    "incidents_from_geoparquet",
    "is_frame_file",
]

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import Finding, InvalidIncident, UnreadableData
from geo.feature import feature_from_incident, incident_from_feature
from geo.incident import Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

OWN_COLUMNS = {"id", "record_type", "title", "date", "place", "origin", "geometry"}
CRS = "OGC:CRS84"  # WGS 84 with longitude first, as RFC 7946 has it


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


def _plain(value: Any) -> Any:
    """Undo what a file's columns do to nested values: arrays for lists, None for what is absent."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
