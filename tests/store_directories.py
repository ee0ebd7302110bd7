"""Store directories of a few records, and queries of them."""

from datetime import date
from pathlib import Path

from geo.mercator import Bounds
from geo.model.incident import Incident, Origin
from geo.query.query import Query
from geo.store.building import building
from samples import located

DAY = date(2026, 3, 12)
QUERIES = (
    Query(),
    Query(to="2022"),
    Query(country=("IR",)),
    Query(status=("claimed_and_attributed",)),
    Query(q="Kerman"),
    Query(bbox=Bounds(west=50, south=30, east=-170, north=60)),
    Query(as_of="2024-02-01"),
)


def of(dataset: str, *ids: str) -> list[Incident]:
    origin = Origin(dataset=dataset, version="1", licence="CC0-1.0", redistributable=True)
    return [located(id_, (float(n), 2.0), origin=origin) for n, id_ in enumerate(ids)]


def build(path: Path, incidents: list[Incident]) -> Path:
    with building(path, DAY) as fresh:
        fresh.add(incidents)
        fresh.drop_doubtful()
        fresh.keep_others()
    return path
