"""Small valid values that tests vary: one incident, its feature, one statement."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bad_inputs import of
from geo.gazetteer.geocoder import Location
from geo.mercator import Bounds
from geo.model.assertion import STANCES, AssertionKind, SpeakerKind
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import (
    Actor,
    Assertion,
    Incident,
    IncidentDate,
    Origin,
    Place,
    Review,
    Site,
    Source,
    Speaker,
)
from geo.model.precision import Precision

WORLD = Bounds(west=-180, south=-85, east=180, north=85)
ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "incidents.geojson"
FILTER_VALUES = {  # one value for each filter
    "from": "2017",
    "to": "2024",
    "group": "isis-k",
    "record": "context",
    "type": "attack",
    "country": "IR",
    "status": "claimed",
    "precision": "admin1",
    "statement": "denial",
    "speaker": "iran",
    "attribution": "iran--islamic-state",
    "accused": "ukraine",
    "disputed": "russia--ukraine",
    "q": "hall",
    "bbox": "170,-10,-170,10",
    "id": "A",
    "dataset": "tests",
    "as_of": "2024-03-23",
}
HOSTILE: list[str] = [entry["input"] for entry in of("texts")]
# Curated records that many tests look at.
CROCUS = "RU-2024-03-22-crocus"
DUSHANBE = "X-IR-TJ-dushanbe"
KERMAN = "IR-2024-01-03-kerman"
SHIRAZ = "IR-2023-08-13-shiraz"
TEHRAN = "IR-2017-06-07-tehran"
ORIGIN = Origin(dataset="tests", version="1", licence="CC0-1.0", redistributable=True)
SOURCE = Source(id="S", publisher="A paper", title="A report", date="2024-03-23")
PLAIN = Incident(
    id="A",
    record_type="incident",
    title="An attack",
    date=IncidentDate(start=date(2024, 3, 22), precision="day"),
    place=Place(),
    sources=(SOURCE,),
    origin=ORIGIN,
    review=Review(status="draft"),
)

ACTORS = (
    Actor(id="islamic-state", name="Islamic State", kind="armed_group"),
    Actor(id="isis-k", name="ISIS-K", kind="armed_group", part_of="islamic-state"),
    Actor(id="front", name="The Front", kind="armed_group"),
    Actor(id="ruritania", name="Ruritania", kind="state"),
    Actor(id="extremists", name="extremists", kind="unspecified"),
)


def id_from(text: str) -> str:
    """Return the nearest text that may be an id: in one line, without white space at its ends."""
    return " ".join(text.split())


def incident(id_: str = "A", **changes: Any) -> Incident:
    """Return a valid incident with some fields changed."""
    return replace(PLAIN, id=id_, **changes)


def feature(**properties: Any) -> dict[str, Any]:
    """Return the plain incident as a Feature with some properties changed."""
    plain = feature_from_incident(PLAIN)
    return plain | {"properties": plain["properties"] | properties}


def located(
    id_: str, *positions: tuple[float, float], precision: Precision = "site", **changes: Any
) -> Incident:
    """Return an incident at these positions."""
    sites = tuple(Site(precision=precision) for _ in positions)
    place = changes.pop("place", Place())
    return incident(id_, place=replace(place, sites=sites), positions=positions, **changes)


def found_place(name: str, **changes: Any) -> Location:
    """Return what a look-up may find for a name: Kerman, whatever the name."""
    found = Location(
        lon=57.08,
        lat=30.28,
        name=name,
        country="IR",
        admin1="",
        precision="settlement",
        radius_km=5.0,
        method="exact",
        confidence=0.9,
        gazetteer_id="geonames:128234",
        credit="GeoNames",
    )
    return replace(found, **changes)


def statement(
    id_: str,
    kind: AssertionKind,
    about: str = "",
    by: SpeakerKind = "media",
    of: str | None = None,
    **changes: Any,
) -> Assertion:
    """Return a statement about actors, named with spaces between.

    It is by a speaker of kind `by`, who speaks for the actor `of`.
    """
    fields: dict[str, Any] = {
        "id": id_,
        "kind": kind,
        "about": tuple(about.split()),
        "by": Speaker(name=f"a {by} speaker", kind=by, of=of),
        "stance": STANCES[kind][0],
        "date": "2024-03-22",
        "says": "It says so.",
        "sources": ("S",),
    }
    return Assertion(**fields | changes)


def with_ledger(*statements: Assertion, **changes: Any) -> Incident:
    """Return an incident with these statements, about the actors of this file."""
    return incident(**{"actors": ACTORS, "assertions": statements} | changes)


def curated() -> dict[str, Incident]:
    """Return the curated incidents by id."""
    features = json.loads(DATA.read_text("utf-8"))["features"]
    return {feature["id"]: incident_from_feature(feature) for feature in features}
