"""The content of a page that carries its data, and notes on the parts left out."""

__all__ = ["content_of", "is_single", "notes"]

from collections.abc import Iterable, Sequence
from typing import Any

from geo.exports.carried.base_map import base_map, extent_of
from geo.exports.carried.cells import ZOOMS, cells_from_marks
from geo.exports.carried.page_data import page_data
from geo.exports.carried.panels import panels
from geo.exports.selection import Selection
from geo.maps.scales import POSITION_SCALE
from geo.mercator import WORLD
from geo.words.captions import STATUS_NOTE
from geo.words.record import known_on

WITH_LEDGER = 500  # records whose statements and sources are in the page
SINGLE = 50_000  # records that are in the page one by one; of more, cells are


def is_single(selection: Selection) -> bool:
    """Tell whether a page of a selection carries its records one by one."""
    return selection.summary.matched <= SINGLE


def content_of(selection: Selection) -> dict[str, Any]:
    """Return what carried.js reads: records or cells, panels in words, the base map."""
    return _of_records(selection) if is_single(selection) else _of_cells(selection)


def _of_records(selection: Selection) -> dict[str, Any]:
    data = page_data(selection.page_rows()) | _shared(selection)
    data["groups"] = _groups(selection, data["columns"]["group"]["values"])
    positions = zip(data["columns"]["lon"], data["columns"]["lat"], strict=True)
    extent = extent_of((lon / POSITION_SCALE, lat / POSITION_SCALE) for lon, lat in positions)
    return {"data": data, "details": _details(selection), "ground": base_map(extent)}


def _of_cells(selection: Selection) -> dict[str, Any]:
    levels = cells_from_marks(selection.marks)
    data = {"cells": levels, "maxZoom": ZOOMS[-1] + 1, **_shared(selection)}
    return {"data": data, "details": None, "ground": base_map(WORLD)}


def _details(selection: Selection) -> dict[str, Any] | None:
    """Return the panels in words; None where there are too many."""
    if selection.summary.matched > WITH_LEDGER:
        return None
    return panels(selection.incidents(), selection.as_of)


def _shared(selection: Selection) -> dict[str, Any]:
    return {
        "years": selection.summary.years,
        "at": str(selection.at or ""),
        "groups": [],
        "known": known_on(selection.query.day),
    }


def _groups(selection: Selection, found: Iterable[tuple[Sequence[str], str]]) -> list[Any]:
    """Return the groups of the records; a facet also counts groups that its filter leaves out."""
    slugs = {slug for slugs, _ in found for slug in slugs}
    groups = selection.summary.facets.get("group", ())
    return [(group.value, group.label, group.part_of) for group in groups if group.value in slugs]


def notes(selection: Selection) -> list[str]:
    """Name the day of the statuses, and the parts of the data that the page leaves out."""
    matched, found = selection.summary.matched, [f"{selection.dated} {STATUS_NOTE}"]
    if matched > SINGLE:
        found.append(
            f"This file shows only how many records there are in each cell, and has no filters: it "
            f"holds up to {SINGLE:,} single records."
        )
    elif matched > WITH_LEDGER:
        found.append(
            f"Statements and sources of each record are not in this file, which holds them for up "
            f"to {WITH_LEDGER:,} records."
        )
    return found
