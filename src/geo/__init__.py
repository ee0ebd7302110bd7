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
    from geo.exports.standalone.notebook_map import incident_map
    from geo.figures import Sheet, figure_bytes
    from geo.frames.frames import geodataframe_from_incidents, incidents_from_geodataframe
    from geo.gazetteer.geocode import geocode
    from geo.gazetteer.geocoder import Location, geocode_document
    from geo.gazetteer.mentions import Mention
    from geo.intake.dataset import Dataset, default_path, load
    from geo.mercator import Bounds
    from geo.model.attribution import Status, groups_of, status_of
    from geo.model.feature import feature_from_incident, incident_from_feature
    from geo.model.incident import Incident
    from geo.query.query import Query
    from geo.query.summary import Summary
    from geo.store.store import Store
    from geo.words.captions import Caption, caption_of
    from geo.words.detail import detail_of

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
    "exports.standalone.notebook_map": ("incident_map",),
    "figures": ("Sheet", "figure_bytes"),
    "frames.frames": ("geodataframe_from_incidents", "incidents_from_geodataframe"),
    "gazetteer.geocode": ("geocode",),
    "gazetteer.geocoder": ("Location", "geocode_document"),
    "gazetteer.mentions": ("Mention",),
    "intake.dataset": ("Dataset", "default_path", "load"),
    "mercator": ("Bounds",),
    "model.attribution": ("Status", "groups_of", "status_of"),
    "model.feature": ("feature_from_incident", "incident_from_feature"),
    "model.incident": ("Incident",),
    "query.query": ("Query",),
    "query.summary": ("Summary",),
    "store.store": ("Store",),
    "words.captions": ("Caption", "caption_of"),
    "words.detail": ("detail_of",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:  # a type checker reads the imports above instead, and finds typing errors

    def __getattr__(name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module 'geo' has no attribute {name!r}")
        return getattr(import_module(f"geo.{_HOME[name]}"), name)
