"""Incidents as rows of a layer in a GIS: flat columns, and nested properties as JSON text.

A row is a Feature whose nested properties are such texts, with derived columns to style by.
"""

__all__ = [
    "COLUMNS",
    "EXACT",
    "NESTED",
    "REQUIRED",
    "TEXTS",
    "incident_from_row",
    "row_from_incident",
]

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic_core import to_json

from geo.errors import Finding, InvalidIncident
from geo.formats.json_text import value_from_json
from geo.model.attribution import groups_of, status_of
from geo.model.feature import NAMELESS, feature_from_incident, incident_from_feature
from geo.model.incident import Incident, IncidentDate, Site
from geo.model.precision import PRECISIONS, UNDRAWN
from geo.model.tolls import Casualties, Range

TEXTS = ("id", "record_type", "title", "summary")
NESTED = (
    "date",
    "place",
    "types",
    "actors",
    "assertions",
    "casualties",
    "links",
    "sources",
    "origin",
    "review",
)
REQUIRED = frozenset(
    {"id", "record_type", "title", "date", "place", "origin"}
)  # mark a layer of this program
_FIGURES = tuple(f"{of}_{part}" for of in ("killed", "injured") for part in ("low", "best", "high"))
# Columns in their order → text, date or number. Those that are not of an incident are not read.
COLUMNS: dict[str, type] = {
    **dict.fromkeys(TEXTS, str),
    "status": str,
    "groups": str,
    "date_start": date,
    "date_end": date,
    "country": str,
    "precision": str,
    "radius_km": float,
    **dict.fromkeys(_FIGURES, int),
    **dict.fromkeys(NESTED, str),
}
# JSON text of the columns of TEXTS that contain a NUL, which ends a text in many programs; only in
# rows that have one.
EXACT = "exact"
_NO_TOLLS = Casualties()


def row_from_incident(incident: Incident, as_of: date) -> dict[str, Any]:
    """Return the columns of an incident, its status and groups as of a day."""
    tolls = incident.casualties or _NO_TOLLS
    first, last = _days(incident.date)
    sites = incident.place.sites if incident.positions else ()
    properties = feature_from_incident(incident)["properties"]
    return {
        **_texts(properties),
        "status": status_of(incident, as_of).code,
        "groups": "; ".join(actor.id for actor in groups_of(incident, as_of)) or None,
        "date_start": first,
        "date_end": last,
        "country": incident.place.country,
        "precision": _coarsest(sites),
        "radius_km": _radius(sites),
        **dict(zip(_FIGURES, (*_figures(tolls.killed), *_figures(tolls.injured)), strict=True)),
        **{name: _text(properties.get(name)) for name in NESTED},
    }


def incident_from_row(row: Mapping[str, Any]) -> Incident:
    """Read a Feature whose nested properties are JSON text. Raises InvalidIncident.

    Columns that are not properties of an incident are ignored.
    """
    columns = row["properties"]
    known = {name: columns[name] for name in (*TEXTS, *NESTED) if columns.get(name) is not None}
    nested = {name: _value(row, name) for name in NESTED if isinstance(known.get(name), str)}
    whole = _value(row, EXACT) if isinstance(columns.get(EXACT), str) else {}
    return incident_from_feature({**row, "properties": known | nested | whole})


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


def _figures(toll: Range | None) -> tuple[int | None, int | None, int | None]:
    return (toll.low, toll.best, toll.high) if toll else (None, None, None)


def _text(value: Any) -> str | None:
    return None if value is None else to_json(value).decode()


def _value(row: Mapping[str, Any], name: str) -> Any:
    try:
        return value_from_json(row["properties"][name])
    except (ValueError, RecursionError) as error:
        finding = Finding(
            record=str(row["properties"].get("id") or NAMELESS[1]),
            field=f"properties.{name}",
            value="",
            rule=f"is not JSON text ({error})",
            remedy="Restore the cell as it was written.",
        )
        raise InvalidIncident([finding]) from None
