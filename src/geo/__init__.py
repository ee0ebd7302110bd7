"""Incident Atlas: security incidents on a map, with who claims, who blames and who denies.

>>> import geo
>>> incidents = geo.load(geo.default_path())
>>> geo.status_of(incidents[0]).label
'Claimed and corroborated'

The names below load on first use, so that `import geo` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.attribution import Status, groups_of, status_of
    from geo.captions import Caption, caption_of
    from geo.dataset import Dataset, default_path, load
    from geo.detail import detail_of
    from geo.errors import (
        BadValue,
        GeoError,
        InvalidIncident,
        NotFound,
        NotPublishable,
        TooSlow,
        UnknownParameter,
        UnreadableData,
    )
    from geo.exports import export_bytes, export_file, export_files
    from geo.exports.selection import Selection, select
    from geo.feature import feature_from_incident, incident_from_feature
    from geo.figures import Sheet, figure_bytes
    from geo.frames import geodataframe_from_incidents, incidents_from_geodataframe
    from geo.geocoder import Location, geocode_document
    from geo.incident import Incident
    from geo.mentions import Mention
    from geo.mercator import Bounds
    from geo.notebook_map import incident_map
    from geo.online import geocode
    from geo.query import Query
    from geo.store import Store
    from geo.summary import Summary

__all__ = [
    "BadValue",
    "Bounds",
    "Caption",
    "Dataset",
    "GeoError",
    "Incident",
    "InvalidIncident",
    "Location",
    "Mention",
    "NotFound",
    "NotPublishable",
    "Query",
    "Selection",
    "Sheet",
    "Status",
    "Store",
    "Summary",
    "TooSlow",
    "UnknownParameter",
    "UnreadableData",
    "caption_of",
    "default_path",
    "detail_of",
    "export_bytes",
    "export_file",
    "export_files",
    "feature_from_incident",
    "figure_bytes",
    "geocode",
    "geocode_document",
    "geodataframe_from_incidents",
    "groups_of",
    "incident_from_feature",
    "incident_map",
    "incidents_from_geodataframe",
    "load",
    "select",
    "status_of",
]

_ROOMS = {
    "attribution": ("Status", "groups_of", "status_of"),
    "captions": ("Caption", "caption_of"),
    "dataset": ("Dataset", "default_path", "load"),
    "detail": ("detail_of",),
    "errors": (
        "BadValue",
        "GeoError",
        "InvalidIncident",
        "NotFound",
        "NotPublishable",
        "TooSlow",
        "UnknownParameter",
        "UnreadableData",
    ),
    "exports": ("export_bytes", "export_file", "export_files"),
    "exports.selection": ("Selection", "select"),
    "feature": ("feature_from_incident", "incident_from_feature"),
    "figures": ("Sheet", "figure_bytes"),
    "frames": ("geodataframe_from_incidents", "incidents_from_geodataframe"),
    "geocoder": ("Location", "geocode_document"),
    "incident": ("Incident",),
    "mentions": ("Mention",),
    "mercator": ("Bounds",),
    "notebook_map": ("incident_map",),
    "online": ("geocode",),
    "query": ("Query",),
    "store": ("Store",),
    "summary": ("Summary",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:  # a type checker reads the imports above instead, and finds typing errors

    def __getattr__(name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module 'geo' has no attribute {name!r}")
        return getattr(import_module(f"geo.{_HOME[name]}"), name)
