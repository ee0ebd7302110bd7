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
    "place_in_title",
    "points_of",
    "range_in_order",
]

from collections.abc import Callable, Mapping
from functools import partial

from geo.importers.cells import values
from geo.importers.cells.country_codes import country_code
from geo.importers.cells.degrees import LATITUDE, LONGITUDE, Angle, Axis, on_axis
from geo.importers.cells.positions import POSITION_READERS, Point, Points
from geo.importers.cells.unknown import is_unknown
from geo.importers.checks.many_positions import excess_of
from geo.importers.record import Record
from geo.importers.row import Feature

PLACE_NOT_STATED = "place not stated"
UNKNOWN_COUNTRY = "is not a current country name or ISO code"
LonLat = tuple[float, float]  # degrees

# The fields of which the position of a row is read.
POSITION = (LATITUDE.name, LONGITUDE.name, *POSITION_READERS)
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


def points_of(record: Record) -> list[Point]:
    """Return the positions of a row: by latitude and longitude, or else by those in one cell."""
    point = _point(record)
    if point is None:
        return _written(record, record.read)
    written = _written(record, record.read_if_good)
    if any(map(point.is_far_from, written)):
        said = "; ".join(f"{each.lat}, {each.lon}" for each in (point, *written))
        rule = "is another position than latitude and longitude say"
        record.warn("position", rule, "Latitude and longitude are used.", value=said)
    return [point]


def _point(record: Record) -> Point | None:
    """Return the position that latitude and longitude say; None where they only stand for none."""
    lat, lon = _angle(record, LATITUDE), _angle(record, LONGITUDE)
    given = [_is_given(record, axis.name) for axis in (LATITUDE, LONGITUDE)]
    if any(given) and not all(given):
        missing = LONGITUDE if given[0] else LATITUDE
        rule = "a position has latitude and longitude"
        record.refuse(missing.name, rule, "Give both, or neither.")
    if lat is None or lon is None:
        return None
    return _known(record, LATITUDE.name, Point.of(lon, lat))


def _angle(record: Record, axis: Axis) -> Angle | None:
    given = _is_given(record, axis.name)
    return record.read(axis.name, partial(on_axis, axis=axis)) if given else None


def _is_given(record: Record, name: str) -> bool:
    text = record.text(name)
    return text is not None and not is_unknown(text)


def _written(record: Record, read_cell: Callable[..., Points | None]) -> list[Point]:
    """Return the positions that one cell says."""
    for name, reader in POSITION_READERS.items():
        if points := read_cell(name, reader):
            if excess := excess_of(len(points)):
                record.refuse(name, excess.rule, excess.remedy, value=excess.value)
                return []
            known = (_known(record, name, point) for point in points)
            return [point for point in known if point]
    return []


def _known(record: Record, name: str, point: Point) -> Point | None:
    """Return a point, unless it only stands for none."""
    if point.lon_lat != NULL_ISLAND:
        return point
    rule = "0, 0 is a place in the sea, written where there is no position"
    record.warn(name, rule, "The record is kept without a position.")
    return None


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


def place_in_title(record: Record, place: Feature, country: str) -> str:
    """Return the finest name of a place that is known; `country` is the field of the country."""
    known = place["name"] or place["admin1"] or record.text(country)
    return str(known or PLACE_NOT_STATED)


def killed_range(record: Record, low: str, best: str, high: str) -> dict[str, int] | None:
    """Return a range of the dataset's own; an order that does not hold leaves only the best."""
    read = {
        part: record.read_if_good(name, values.count)
        for part, name in {"low": low, "best": best, "high": high}.items()
    }
    return range_in_order(record, best, read)


def range_in_order(
    record: Record, field: str, read: Mapping[str, int | None]
) -> dict[str, int] | None:
    """Return the figures that are known, if low ≤ best ≤ high; else only the best, with a warning.

    `read` has them in this order.
    """
    figures = {part: figure for part, figure in read.items() if figure is not None}
    if [*figures.values()] == sorted(figures.values()):
        return figures or None
    said = ", ".join(f"{part} {figure}" for part, figure in figures.items())
    known = {"best": figures["best"]} if "best" in figures else None
    kept = "Only the best figure is used" if known else "None of them is used"
    remedy = f"{kept}; all are kept in origin.raw."
    record.warn(field, "low ≤ best ≤ high does not hold", remedy, value=said)
    return known


def meaning(record: Record, name: str, meanings: Mapping[str, str]) -> str | None:
    """Return what a code of a precision means; an unknown one stays raw, with a warning.

    Nothing is said of a row where the file has no such column.
    """
    if name not in record.columns:
        return None
    found = meanings.get(record.read_if_good(name, values.code) or "")
    if found is None:
        record.warn(name, f"is not a known precision (1 to {len(meanings)})")
    return found
