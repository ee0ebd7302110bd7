"""The content of a page that carries its data: records, columns or cells, panels, the base map."""

__all__ = ["Content", "content_of"]

from base64 import b64encode
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from geo.exports.carried.base_map import base_map, extent_of
from geo.exports.carried.cells import ZOOMS, cells_from_marks
from geo.exports.carried.page_data import page_data
from geo.exports.carried.panels import panels
from geo.exports.selection import Selection
from geo.maps.page_rules import COLLECTION_BYTES
from geo.maps.scales import POSITION_SCALE
from geo.mercator import WORLD
from geo.query.filters import FILTERS
from geo.settings import limit
from geo.words.captions import STATUS_NOTE
from geo.words.phrases import query_in_words
from geo.words.record import known_on

WITH_LEDGER = 500  # records whose statements and sources are in the page
CHOSEN = {"group", "status", "record"}  # what a reader of a page filters by, apart from time
SINGLE = 50_000  # records that are in the page with their titles; of more, columns are

Kind = Literal["records", "columns", "cells"]


class Content(NamedTuple):
    """What a page carries.

    - `data`: for JSON; the records or the cells, and what goes with them
    - `details`: for JSON; the panels in words, None where there are too many
    - `ground`: for JSON; the base map
    - `columns`: a columns file, as base64 of its gzip; else empty
    - `notes`: sentences on the day of the statuses, and on what is left out
    """

    kind: Kind
    data: dict[str, Any]
    details: dict[str, Any] | None
    ground: dict[str, Any]
    columns: str
    notes: list[str]

    def parts(self) -> dict[str, Any]:
        """Return the values for JSON, as carried.js takes them."""
        return {"data": self.data, "details": self.details, "ground": self.ground}


def content_of(selection: Selection) -> Content:
    """Return the records, or the columns of more of them, or the cells of even more."""
    matched = selection.summary.matched
    if matched <= SINGLE:
        return _of_records(selection)
    return (_of_columns(selection) if matched <= limit("columns") else None) or _of_cells(selection)


def _of_records(selection: Selection) -> Content:
    data = page_data(selection.page_rows()) | _shared(selection)
    data |= _named(selection, (slugs for slugs, _ in data["columns"]["group"]["values"]))
    positions = zip(data["columns"]["lon"], data["columns"]["lat"], strict=True)
    extent = extent_of((lon / POSITION_SCALE, lat / POSITION_SCALE) for lon, lat in positions)
    has_ledger = selection.summary.matched <= WITH_LEDGER
    return Content(
        kind="records",
        data=data,
        details=panels(selection.incidents(), selection.as_of) if has_ledger else None,
        ground=base_map(extent, selection.caption.border_view),
        columns="",
        notes=_notes(selection, "" if has_ledger else _held("Statements and sources", WITH_LEDGER)),
    )


def _of_columns(selection: Selection) -> Content | None:
    """Return the columns of all records; None where they are too large for a page."""
    from geo.exports.carried.packed import packed  # loads NumPy, which smaller pages do not need

    found = packed(selection.site_rows())
    columns = found.gzipped()
    if len(columns) > COLLECTION_BYTES:
        return None
    near = selection.marks(WORLD, ZOOMS[-1])
    drawn = [(cell.lon, cell.lat) for cell in near.cells]
    drawn += [(mark.lon, mark.lat) for mark in near.marks]
    data = _shared(selection) | {"filters": found.page["filters"]}
    data |= _named(selection, found.dictionaries["groups"])
    return Content(
        kind="columns",
        data=data,
        details=None,
        ground=base_map(extent_of(drawn), selection.caption.border_view),
        columns=b64encode(columns).decode(),
        notes=_notes(selection, _held("Titles, names of places, statements and sources", SINGLE)),
    )


def _of_cells(selection: Selection) -> Content:
    data = {"cells": cells_from_marks(selection.marks), "maxZoom": ZOOMS[-1] + 1}
    left_out = (
        "This file shows only how many records there are in each cell, and has no filters: it holds"
        f" up to {limit('columns'):,} single records."
    )
    return Content(
        kind="cells",
        data=data | _shared(selection),
        details=None,
        ground=base_map(WORLD, selection.caption.border_view),
        columns="",
        notes=_notes(selection, left_out),
    )


def _shared(selection: Selection) -> dict[str, Any]:
    return {
        "years": selection.summary.years,
        "at": str(selection.at or ""),
        **_named(selection, []),
        "known": known_on(selection.query.day),
        "asked": _asked(selection),
        "phrases": {filter_.name: filter_.phrase for filter_ in FILTERS if filter_.name in CHOSEN},
    }


def _asked(selection: Selection) -> list[str]:
    """Return the filters of the file in words, without dates, which a reader of a page narrows."""
    query = selection.query.without("from", "to", "id")
    return query_in_words(query, selection.summary.facets)


def _named(selection: Selection, found: Iterable[Iterable[str]]) -> dict[str, Any]:
    """Return the groups of the records, and the map's key with no others.

    A facet also counts groups that its filter leaves out.
    """
    slugs = {slug for of_record in found for slug in of_record}
    groups = [g for g in selection.summary.facets.get("group", ()) if g.value in slugs]
    return {
        "groups": [(group.value, group.label, group.part_of) for group in groups],
        "key": selection.map_key().to_json(slugs),
    }


def _notes(selection: Selection, left_out: str) -> list[str]:
    return [f"{selection.dated} {STATUS_NOTE}", *filter(None, [left_out])]


def _held(what: str, most: int) -> str:
    return (
        f"{what} of each record are not in this file, which holds them for up to {most:,} records."
    )
