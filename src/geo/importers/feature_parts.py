"""What all importers read alike: positions, names of places, ranges of the killed, precisions."""

__all__ = [
    "ATLAS_TYPES",
    "NULL_ISLAND",
    "PLACE_NOT_STATED",
    "POSITION",
    "UNKNOWN_COUNTRY",
    "LonLat",
    "atlas_type",
    "killed_range",
    "meaning",
    "named_place",
    "position",
]

from collections.abc import Mapping

from geo.importers.cells import values
from geo.importers.cells.country_codes import country_code
from geo.importers.record import Record
from geo.importers.row import Feature

PLACE_NOT_STATED = "place not stated"
UNKNOWN_COUNTRY = "is not a current country name or ISO code"
LonLat = tuple[float, float]  # degrees

POSITION = ("latitude", "longitude")  # the fields of which the position of a row is read
NULL_ISLAND: LonLat = (0.0, 0.0)
ATLAS_TYPES = {
    "attack": "Attack",
    "clash": "Armed clash",
    "protest": "Protest",
    "riot": "Riot",
    "development": "Development",
    "other": "Other",
}


def atlas_type(code: str) -> Feature:
    """Return a type of our own scheme."""
    return {"scheme": "atlas", "code": code, "label": ATLAS_TYPES[code]}


def position(record: Record) -> LonLat | None:
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
        record.warn(
            "latitude", "0, 0 is a place in the sea, written where there is no position", remedy
        )
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
        "admin1": record.text(admin1) if admin1 else None,
        "admin2": record.text(admin2) if admin2 else None,
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
    kept = "Only the best figure is used" if known else "None of them is used"
    remedy = f"{kept}; all are kept in origin.raw."
    record.warn(best, "low ≤ best ≤ high does not hold", remedy, value=said)
    return known


def meaning(record: Record, name: str, meanings: Mapping[str, str]) -> str | None:
    """Return what a code of a precision means; an unknown one stays raw, with a warning."""
    found = meanings.get(record.read_if_good(name, values.code) or "")
    if found is None:
        record.warn(name, f"is not a known precision (1 to {len(meanings)})")
    return found
