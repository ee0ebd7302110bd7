"""A position that was found becomes part of a record's Feature; the rest of it does not change."""

__all__ = [
    "Placement",
    "is_exact_by_hand",
    "placed_incident",
    "placed_site",
    "placement_from_text",
    "with_position",
]

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from geo.gazetteer.geocoder import Location
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import Incident, Site
from geo.model.precision import DEFAULT_RADIUS_KM, PRECISIONS, Precision

Feature = dict[str, Any]


class Placement(NamedTuple):
    """What a record is told of a place that was found; positions in degrees, radius in km."""

    lon: float
    lat: float
    precision: Precision
    radius_km: float | None
    gazetteer_id: str
    method: str

    @classmethod
    def of(cls, found: Location) -> Self:
        """Return what a record is told of a place."""
        return cls._make(getattr(found, name) for name in cls._fields)

    def to_text(self) -> str:
        """Return it as JSON text, for `placement_from_text`."""
        return json.dumps(self)


def placement_from_text(text: str) -> Placement:
    """Return what `to_text` was made of. Raises ValueError for another text."""
    values = json.loads(text)
    if not isinstance(values, list) or len(values) != len(Placement._fields):
        raise ValueError(f"{text!r} is not a placement")
    return Placement._make(values)


def is_exact_by_hand(site: Site) -> bool:
    """Tell whether a site was placed by hand, exactly, and with a source."""
    return site.precision == "site" and bool(site.sources) and site.method is None


def placed_incident(incident: Incident, found: Placement) -> Incident:
    """Return an incident at a position."""
    return incident_from_feature(with_position(feature_from_incident(incident), incident, found))


def with_position(feature: Feature, incident: Incident, found: Placement) -> Feature:
    """Return a Feature in which each site has the position, except sites placed exactly by hand."""
    properties = feature["properties"]
    place = properties["place"]
    written = place.get("sites") or [None]
    known = incident.place.sites or (None,)
    positions = incident.positions or (None,) * len(known)
    pairs = [
        (position, site)
        if position and model and is_exact_by_hand(model)
        else ((found.lon, found.lat), placed_site(site, model, found))
        for position, site, model in zip(positions, written, known, strict=True)
    ]
    new = {"place": _with_sites(place, [site for _, site in pairs])}
    geometry = _geometry([list(position) for position, _ in pairs])
    return {**feature, "geometry": geometry, "properties": {**properties, **new}}


def placed_site(site: Feature | None, model: Site | None, found: Placement) -> Feature:
    """Return a site's JSON, the new properties where the model has them.

    `site` and `model` are None where nothing was said of it.
    """
    site, model = site or {"precision": found.precision}, model or Site(precision="site")
    precision = _precision(model, found)
    radius = found.radius_km if precision == found.precision else model.radius_km
    known = {
        "precision": precision,
        "radius_km": None if radius == DEFAULT_RADIUS_KM.get(precision) else radius,
        "gazetteer_id": found.gazetteer_id,
        "method": found.method,
    }
    fresh = {name: value for name, value in known.items() if value is not None}
    return dict(_replaced(site, fresh, [*known]))


def _precision(model: Site, found: Placement) -> Precision:
    """Return the coarser of what the record says and what was found.

    A precision that was found before is not stated by the record; that of a capital that stands for
    its government always is.
    """
    said = model.precision
    if said == "unknown" or (model.method and said != "capital_as_actor"):
        return found.precision
    return max(said, found.precision, key=PRECISIONS.index)


def _replaced(site: Feature, fresh: Feature, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield a site's properties with the new ones, together where the precision stands."""
    for name, value in site.items():
        if name == "precision":
            yield from fresh.items()
        elif name not in names:
            yield name, value


def _with_sites(place: Feature, sites: list[Feature]) -> Feature:
    if "sites" in place:
        return place | {"sites": sites}
    before = {name: value for name, value in place.items() if name != "sources"}
    return before | {"sites": sites} | place


def _geometry(positions: list[list[float]]) -> Feature:
    if len(positions) == 1:
        return {"type": "Point", "coordinates": positions[0]}
    return {"type": "MultiPoint", "coordinates": positions}
