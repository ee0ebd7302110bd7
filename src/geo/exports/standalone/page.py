"""What a page carries that asks nobody: data, base map, notes, script and style."""

__all__ = ["data_of", "is_single", "notes", "script", "style"]

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin

from geo.exports.cells import ZOOMS, cells_from_marks
from geo.exports.columns import SCALE
from geo.exports.rows import page_data
from geo.exports.selection import Selection
from geo.exports.standalone.carried_map import base_map, extent_of
from geo.exports.standalone.panels import panels
from geo.maps import static
from geo.maps.modules import joined
from geo.maps.templates import ASSETS
from geo.mercator import WORLD
from geo.words.captions import STATUS_NOTE

WITH_LEDGER = 500  # records whose statements and sources are in the page
SINGLE = 50_000  # records that are in the page one by one; of more, cells are

_STYLES = (static.LEAFLET / "leaflet.css", ASSETS / "style.css")


# --- data ------------------------------------------------------------------------------------


def is_single(selection: Selection) -> bool:
    """Tell whether a page of a selection carries its records one by one."""
    return selection.summary.matched <= SINGLE


def data_of(selection: Selection) -> dict[str, Any]:
    """Return what carried.js reads: records or cells, panels in words, the base map."""
    return _of_records(selection) if is_single(selection) else _of_cells(selection)


def _of_records(selection: Selection) -> dict[str, Any]:
    data = page_data(selection.page_rows()) | _shared(selection)
    data["groups"] = _groups(selection, data["columns"]["group"]["values"])
    positions = zip(data["columns"]["lon"], data["columns"]["lat"], strict=True)
    extent = extent_of((lon / SCALE, lat / SCALE) for lon, lat in positions)
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
    return {"years": selection.summary.years, "at": str(selection.at or ""), "groups": []}


def _groups(selection: Selection, found: Iterable[tuple[Sequence[str], str]]) -> list[Any]:
    """Return the groups of the records; a facet knows others too, beyond its own filter."""
    slugs = {slug for slugs, _ in found for slug in slugs}
    groups = selection.summary.facets.get("group", ())
    return [(group.value, group.label, group.part_of) for group in groups if group.value in slugs]


# --- notes -----------------------------------------------------------------------------------


def notes(selection: Selection) -> list[str]:
    """Say what of the data is not in the page, and of which day the statuses are."""
    matched, found = selection.summary.matched, [f"{selection.dated} {STATUS_NOTE}"]
    if matched > SINGLE:
        rule = f"which holds up to {SINGLE:,}: it shows how many there are in each cell"
        found.append(f"Single records are not in this file, {rule}, and has no filters.")
    elif matched > WITH_LEDGER:
        rule = f"which holds them for up to {WITH_LEDGER:,} records"
        found.append(
            f"Who says what, and the sources of each record, are not in this file, {rule}."
        )
    return found


# --- code ------------------------------------------------------------------------------------


@cache
def script(page: str) -> str:
    """Return Leaflet and a page's module with all that it needs, as one small script.

    rjsmin loses spaces in a template literal within another: no module has one, and a test looks.
    """
    library, _, _ = static.library().rpartition("//# sourceMappingURL")  # it is not with the file
    return f"{library}\n{rjsmin.jsmin(joined(page))}"


@cache
def style(*paths: Path) -> str:
    """Return the styles of Leaflet, of the map layer and of a page, made small."""
    sheets = (path.read_text("utf-8") for path in (*_STYLES, *paths))
    return "\n".join(rcssmin.cssmin(sheet) for sheet in sheets)
