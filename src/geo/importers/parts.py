"""The parts of a Feature that all importers put together alike."""

__all__ = [
    "UNKNOWN_COUNTRY",
    "Document",
    "atlas_type",
    "coding",
    "feature",
    "killed_range",
    "named_place",
    "origin",
    "own_source",
    "position",
    "sources_cited",
]

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from geo.importers import values
from geo.importers.country_codes import country_code
from geo.importers.providers import Provider
from geo.importers.record import Record
from geo.importers.row import Feature

UNKNOWN_COUNTRY = "is no country of today by name or code"
NULL_ISLAND = (0.0, 0.0)
ATLAS_TYPES = {
    "attack": "Attack",
    "clash": "Armed clash",
    "protest": "Protest",
    "riot": "Riot",
    "development": "Development",
    "other": "Other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The file that rows come from: its name, and the version of the dataset, where it is known.

    `released` is when that version was made, as far as its number says so.
    """

    name: str
    version: str | None = None
    released: str | None = None

    @classmethod
    def named(cls, name: str) -> Self:
        """Return a document of which no more than the name is known."""
        return cls(name=name)


def feature(record: Record, id_: str, properties: Feature, positions: Sequence[Any]) -> Feature:
    """Return the Feature of a row."""
    geometry: Feature | None = None
    if len(positions) == 1:
        geometry = {"type": "Point", "coordinates": list(positions[0])}
    elif positions:
        geometry = {"type": "MultiPoint", "coordinates": [list(each) for each in positions]}
    properties["review"] = {"status": "imported"}
    properties["origin"]["raw"] = record.raw
    return {
        "type": "Feature",
        "id": id_,
        "geometry": geometry,
        "properties": properties,
    }


def atlas_type(code: str) -> Feature:
    """Return a type of our own scheme."""
    return {"scheme": "atlas", "code": code, "label": ATLAS_TYPES[code]}


def position(record: Record) -> tuple[float, float] | None:
    """Return lon and lat of a row; None where it has none, or where they only stand for none."""
    given = [record.text(name) is not None for name in ("latitude", "longitude")]
    lat = record.read("latitude", values.latitude)
    lon = record.read("longitude", values.longitude)
    if any(given) and not all(given):
        missing = "longitude" if given[0] else "latitude"
        record.refuse(missing, "a position has latitude and longitude", "Give both, or neither.")
    if lat is None or lon is None:
        return None
    if (lon, lat) == NULL_ISLAND:
        remedy = "The record is kept without a position."
        record.warn("latitude", "0, 0 is a place in the sea that stands for no position", remedy)
        return None
    return lon, lat


def named_place(
    record: Record, name: str | None, country: str, *, admin1: str = "", admin2: str = ""
) -> Feature:
    """Return the names of a place; a country that is not known stays in the name as text."""
    said = record.text(country)
    code = country_code(said) if said else None
    if said and code is None:
        record.warn(country, UNKNOWN_COUNTRY, "It is kept as text.")
        name = f"{name}, {said}" if name else said
    return {
        "name": name,
        "country": code,
        "admin1": record.text(admin1),
        "admin2": record.text(admin2),
    }


def killed_range(record: Record, low: str, best: str, high: str) -> dict[str, int] | None:
    """Return a range of the dataset's own; an order that does not hold leaves only the best."""
    read = {
        part: record.read_if_good(name, values.count)
        for part, name in {"low": low, "best": best, "high": high}.items()
    }
    figures = {part: figure for part, figure in read.items() if figure is not None}
    if [*figures.values()] == sorted(figures.values()):
        return figures or None
    said = ", ".join(f"{part} {figure}" for part, figure in figures.items())
    known = {"best": figures["best"]} if "best" in figures else None
    kept = "The best figure is taken alone" if known else "Neither is taken"
    remedy = f"{kept}; all are kept in origin.raw."
    record.warn(best, "low ≤ best ≤ high does not hold", remedy, value=said)
    return known


def coding(
    provider: Provider,
    document: Document,
    about: Iterable[Feature],
    *,
    number: int = 1,
    coded: date | None,
    earliest: str,
    stance: str = "asserts",
    says: str | None = None,
    basis: str | None = None,
) -> Feature:
    """Return the statement that a dataset makes by coding actors.

    It is dated by the row, or by the release, or else by what it is about: it was not said before.
    """
    return {
        "id": f"coding-{number}",
        "kind": "dataset_coding",
        "about": [one["id"] for one in about],
        "by": speaker(provider),
        "stance": stance,
        "date": (coded.isoformat() if coded else None) or document.released or earliest,
        "dated_by": "report",
        "says": says,
        "basis": basis,
        "sources": [source_id(provider)],
    }


def speaker(provider: Provider) -> dict[str, str]:
    """Return a dataset as the speaker of what it codes."""
    return {"name": provider.dataset, "kind": "dataset"}


def origin(provider: Provider, document: Document, record_id: str | None) -> Feature:
    """Return where a record comes from, and what may be done with it."""
    return {
        "dataset": provider.dataset,
        "version": document.version,
        "record_id": record_id,
        "licence": provider.licence,
        "redistributable": provider.redistributable,
    }


def own_source(provider: Provider, document: Document) -> Feature:
    """Return the dataset as the source of its own codings."""
    version = f" {document.version}" if document.version else ""
    return {
        "id": source_id(provider),
        "publisher": provider.publisher,
        "title": f"{provider.title}{version}",
        "date": document.released,
        "url": provider.url,
        "licence": provider.licence,
    }


def source_id(provider: Provider) -> str:
    """Return the id that a dataset has among the sources of its own records."""
    return provider.dataset.casefold().replace(" ", "-")


def sources_cited(
    provider: Provider, cited: Iterable[tuple[str, str | None]]
) -> list[dict[str, str | None]]:
    """Return the reports that a dataset cites, by publisher and day; titles stay in origin.raw."""
    return [
        {
            "id": f"cited-{number}",
            "publisher": publisher,
            "title": f"(report, as cited by {provider.dataset})",
            "date": day,
        }
        for number, (publisher, day) in enumerate(dict.fromkeys(cited), start=1)
    ]
