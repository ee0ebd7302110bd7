"""Data that make answers as large as they can be, and the addresses that ask for them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from effort import amount
from geo.model.incident import Actor, Incident, IncidentType, Place, Site
from samples import ORIGIN, located, statement, with_ledger

LONG = 2_000  # letters
RECORDS = amount(quick=150, thorough=2_000)
NAMES = amount(quick=2_500, thorough=30_000)
STATEMENTS = amount(quick=300, thorough=5_000)
HERE = "http://localhost"

# Each route of an application → addresses that ask it for as much as it can give.
WORST = {
    "/about": ["/about"],
    "/api/incidents": ["/api/incidents?limit=1000", "/api/incidents?limit=1000&offset=1"],
    "/api/incidents/{id:path}": ["/api/incidents/A"],
    "/api/cells": [
        "/api/cells",
        "/api/cells?zoom=6&view=-180,-85,180,85",
        "/api/cells?zoom=22&view=-180,-90,180,90",
        "/api/cells?zoom=22&view=0.1,-90,0,90",
    ],
    "/api/timeline": ["/api/timeline?unit=month", "/api/timeline?measure=killed&unit=year"],
    "/api/summary": ["/api/summary"],
    "/api/rows": ["/api/rows"],
    "/api/columns": ["/api/columns"],
    "/api/caption": ["/api/caption"],
    "/api/openapi.json": ["/api/openapi.json"],
    "/embed/map": ["/embed/map"],
    "/embed/map.png": ["/embed/map.png"],
    "/oembed": [f"/oembed?url={HERE}/embed/map", f"/oembed?url={HERE}/record/A"],
    "/assets/v-{version}": [],  # files, which no request makes longer
    "/assets": [],
    "/made/{token}/{name}": [],  # a file that the reader ordered
    "/api/places": ["/api/places?q=san&limit=20"],
    "/print": ["/print", "/print?select=A"],
    "/print/map.svg": ["/print/map.svg"],
    "/record/{id:path}": ["/record/A"],
    "/embed/record/{id:path}": ["/embed/record/A"],
    "/basemap/{mark}.pmtiles": [],
    "/favicon.ico": ["/favicon.ico"],
    "/health": ["/health"],
    "/ready": ["/ready"],
}


def scattered() -> Iterator[Incident]:
    """Yield records each of which is in a cell of its own, also at coarse zoom levels."""
    step = amount(quick=6, thorough=2)
    for lon, lat in product(range(-174, 180, step), range(-78, 80, step)):
        yield located(f"{lon} {lat}", (lon, lat))
    yield located("A", (1.5, 2.5))


def long_texts() -> Iterator[Incident]:
    """Yield records with long texts in a script of two bytes a letter."""
    text = "ك" * LONG
    place = Place(name=f"P{text}", admin1=f"Q{text}", country="IR")
    for number in range(RECORDS):
        yield located(f"{number}", (number / 20, 10.0), title=f"{number} {text}", place=place)
    yield located("A", (1.5, 2.5))


def many_names() -> Iterator[Incident]:
    """Yield records of which each names groups, speakers, types and datasets of its own."""
    for number in range(NAMES):
        group = Actor(id=f"group-{number}", name=f"Group {number}", kind="armed_group")
        state = Actor(id=f"state-{number}", name=f"State {number}", kind="state")
        claim = statement("c", "claim", group.id)
        attribution = statement("d", "attribution", group.id, "state", state.id)
        yield replace(
            with_ledger(claim, attribution, actors=(group, state)),
            id=f"{number}",
            origin=replace(ORIGIN, dataset=f"Dataset {number}"),
            types=(IncidentType(scheme="atlas", code=f"type-{number}", label=f"Type {number}"),),
            place=Place(sites=(Site(precision="site"),)),
            positions=((number % 3_000 / 20, 5.0),),
        )
    yield located("A", (1.5, 2.5))


def long_record() -> Iterator[Incident]:
    """Yield a record of many statements, and a small one that is older."""
    said = statement("s", "claim", "islamic-state", says="It says so. " + "y" * LONG)
    many = [replace(said, id=f"s{number}") for number in range(STATEMENTS)]
    yield replace(with_ledger(*many), id="A")
    yield located("B", (1.5, 2.5))


STORES: dict[str, Callable[[], Iterator[Incident]]] = {
    "scattered": scattered,
    "long texts": long_texts,
    "many names": many_names,
    "long record": long_record,
}
# What is refused: it has no part that says the whole.
REFUSED = {
    ("long texts", "/api/rows"),
    ("many names", "/api/rows"),
    *(
        ("long record", address)
        for address in (
            "/api/incidents?limit=1000",
            "/api/incidents/A",
            "/print?select=A",
            "/record/A",
            "/embed/record/A",
        )
    ),
}
