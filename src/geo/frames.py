"""Incidents as a GeoDataFrame and back, without loss."""

__all__ = ["geodataframe_from_incidents", "incidents_from_geodataframe"]

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geo.feature import feature_from_incident, incident_from_feature
from geo.incident import Incident

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

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


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
