"""The place of a table's row: its names, its site, and how exactly the position is known."""

__all__ = ["PRECISION_WORDS", "SITE", "place", "site", "unplaced"]

from collections.abc import Callable

from geo.importers.cells import values
from geo.importers.feature_parts import named_place, place_in_title
from geo.importers.parts import DECIMALS_FIELD
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import Feature
from geo.model.precision import PRECISIONS
from geo.words.world_regions import is_world_region

SITE = ("site", "precision", "radius_km")
# Words for a precision that are not our own.
PRECISION_WORDS = {
    "exact": "site",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "district": "admin2",
    "province": "admin1",
    "state": "admin1",
}
# The precision of a position where the file does not state it, by the number of decimals.
BY_DECIMALS = ("admin1", "near_settlement", "settlement")


def place(record: Record, _: Document) -> Feature:
    names = named_place(record, record.text("place"), "country", admin1="admin1", admin2="admin2")
    if is_world_region(names["admin1"] or ""):
        rule = "is a region of the world, and not a province"
        record.warn("admin1", rule, "It is left out. Name the province, or leave the cell empty.")
        names["admin1"] = None
    return {"place": names, "named": place_in_title(record, names, "country")}


def site(record: Record, _: Document) -> Feature:
    return _named_site(record, lambda: _by_decimals(record))


def unplaced(record: Record, _: Document) -> Feature | None:
    """Return a site that keeps the words of a row without a position."""
    said = record.text("site") or record.text("precision")
    return _named_site(record, lambda: "unknown") if said else None


def _named_site(record: Record, assumed: Callable[[], str]) -> Feature:
    radius = record.read_if_good("radius_km", values.fraction)
    precision = _stated_precision(record) or assumed()
    return {"name": record.text("site"), "radius_km": radius or None, "precision": precision}


def _stated_precision(record: Record) -> str | None:
    stated = (record.text("precision") or "").casefold()
    precision = PRECISION_WORDS.get(stated, stated)
    if not precision or precision in PRECISIONS:
        return precision
    record.warn("precision", f"is not one of {', '.join(PRECISIONS)}")
    return "unknown"


def _by_decimals(record: Record) -> str:
    decimals = int(record.text(DECIMALS_FIELD) or 0)
    precision = BY_DECIMALS[min(decimals, len(BY_DECIMALS) - 1)]
    rule = f"is not stated: {precision} is assumed"
    record.warn("precision", rule, "Add a column precision.")
    return precision
