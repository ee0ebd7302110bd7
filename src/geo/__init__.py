"""Incident Atlas: security incidents on a map, with who claims, who blames and who denies.

>>> import geo
>>> incidents = geo.load(geo.default_path())
>>> geo.status_of(incidents[0]).label
'Claimed and corroborated'

The names below load on first use, so that `import geo` costs nothing.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "BadValue": "errors",
    "Dataset": "dataset",
    "GeoError": "errors",
    "Incident": "incident",
    "InvalidIncident": "errors",
    "NotFound": "errors",
    "Query": "query",
    "Status": "attribution",
    "Store": "store",
    "UnreadableData": "errors",
    "default_path": "dataset",
    "detail_of": "detail",
    "feature_from_incident": "feature",
    "geodataframe_from_incidents": "frames",
    "groups_of": "attribution",
    "incident_from_feature": "feature",
    "incidents_from_geodataframe": "frames",
    "load": "dataset",
    "status_of": "attribution",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(import_module(f"geo.{_HOME[name]}"), name)
