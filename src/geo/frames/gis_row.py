"""Incidents as rows of a layer in a GIS: flat columns, and nested properties as JSON text.

A row is a Feature whose nested properties are such texts, with derived columns to style by.
"""

__all__ = ["incident_from_row", "row_from_incident"]

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic_core import to_json

from geo.model.attribution import attribution_of
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.flat_feature import EXACT, NESTED, TEXTS, nested_feature
from geo.model.incident import Incident, IncidentDate, Site
from geo.model.precision import PRECISIONS, UNDRAWN
from geo.model.tolls import Casualties, Range

_NO_TOLLS = Casualties()


def row_from_incident(incident: Incident, as_of: date) -> dict[str, Any]:
    """Return the columns of an incident, its status and groups as of a day."""
    tolls = incident.casualties or _NO_TOLLS
    first, last = _days(incident.date)
    sites = incident.place.sites if incident.positions else ()
    properties = feature_from_incident(incident)["properties"]
    status, groups, _ = attribution_of(incident, as_of)
    return {
        **_texts(properties),
        "status": status.code,
        "groups": "; ".join(actor.id for actor in groups) or None,
        "date_start": first,
        "date_end": last,
        "country": incident.place.country,
        "precision": _coarsest(sites),
        "radius_km": _radius(sites),
        **_figures("killed", tolls.killed),
        **_figures("injured", tolls.injured),
        **{name: _text(properties.get(name)) for name in NESTED},
    }


def incident_from_row(row: Mapping[str, Any]) -> Incident:
    """Read a Feature whose nested properties may be texts. Raises InvalidIncident.

    Columns that are not properties of an incident are ignored.
    """
    columns = row["properties"]
    known = {name: columns[name] for name in (*TEXTS, *NESTED, EXACT) if name in columns}
    return incident_from_feature(nested_feature({**row, "properties": known}))


def _texts(properties: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the columns of TEXTS, and EXACT if one of them has a NUL."""
    texts = {name: properties.get(name) for name in TEXTS}
    whole = {name: text for name, text in texts.items() if text and "\0" in text}
    if not whole:
        return texts
    return texts | {n: text.replace("\0", "") for n, text in whole.items()} | {EXACT: _text(whole)}


def _days(when: IncidentDate) -> tuple[date | None, date | None]:
    """Return the first and the last day that it can have happened; None if unknown."""
    return (when.first, when.last) if when.start else (None, None)


def _coarsest(sites: Sequence[Site]) -> str:
    """Return the least exact precision, because the points of a row are styled together."""
    return max((site.precision for site in sites), key=PRECISIONS.index, default="none")


def _radius(sites: Sequence[Site]) -> float | None:
    """Return the largest radius in km; None if a site has none that could be drawn."""
    radii = [None if site.precision in UNDRAWN else site.radius for site in sites]
    known = [radius for radius in radii if radius is not None]
    return max(known) if known and len(known) == len(radii) else None


def _figures(of: str, toll: Range | None) -> dict[str, int | None]:
    return {f"{of}_{part}": getattr(toll, part, None) for part in ("low", "best", "high")}


def _text(value: Any) -> str | None:
    return None if value is None else to_json(value).decode()
