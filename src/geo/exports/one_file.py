"""The map as one HTML file: data, base map, Leaflet and all, for any folder and no network."""

__all__ = ["html_from_selection"]

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from geo import static
from geo.captions import STATUS_NOTE
from geo.exports.cells import ZOOMS, cells_from_marks
from geo.exports.columns import SCALE
from geo.exports.outlines import base_map, extent_of
from geo.exports.panels import panels
from geo.exports.rows import rows_from_flat
from geo.exports.selection import Selection
from geo.json_text import inert_json
from geo.mercator import WORLD
from geo.templates import ASSETS, render

WITH_LEDGER = 500  # records whose statements and sources are in the file
SINGLE = 50_000  # records that are in the file one by one; of more, cells are
# Facet → its rows in a file of cells, and the filters under which it counts other records too.
_TABLES = {
    "country": (300, {"country"}),
    "group": (100, {"group"}),
    "year": (300, {"from", "to"}),
}

# Parts beside the layer's.
_OF_RECORDS, _OF_CELLS = ("rows", "years", "one_file"), ("rows", "cells", "one_file")
_BARE = (
    (re.compile(r"(^|[ \t]{2})[ \t]*//.*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"\n\s+"), "\n"),
)
_STYLES = (static.LEAFLET / "leaflet.css", ASSETS / "style.css", ASSETS / "one_file.css")


def html_from_selection(selection: Selection, title: str | None = None) -> bytes:
    """Return the page of a selection; its title is the sentence, where none is given."""
    single = selection.summary.matched <= SINGLE
    data = _of_records(selection) if single else _of_cells(selection)
    script, style = _script(*(_OF_RECORDS if single else _OF_CELLS)), _style()
    page = render(
        "one_file.html",
        title=title or selection.caption.sentence,
        caption=selection.caption,
        notes=_notes(selection),
        address=selection.address,
        tables={} if single else _tables(selection),
        data={name: inert_json(value) for name, value in data.items()},
        script=script,
        style=style,
        policy=_policy(script, style),
    )
    return page.encode()


# --- the data --------------------------------------------------------------------------------


def _of_records(selection: Selection) -> dict[str, Any]:
    data = rows_from_flat(selection.flat()) | _shared(selection)
    data["groups"] = _groups(selection, data["columns"]["group"]["values"])
    positions = zip(data["columns"]["lon"], data["columns"]["lat"], strict=True)
    extent = extent_of((lon / SCALE, lat / SCALE) for lon, lat in positions)
    return {"data": data, "details": _details(selection), "ground": base_map(extent)}


def _of_cells(selection: Selection) -> dict[str, Any]:
    levels = cells_from_marks(selection.marks)
    data = {"cells": levels, "maxZoom": ZOOMS[-1] + 1, **_shared(selection)}
    return {"data": data, "ground": base_map(WORLD)}


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


# --- what is said of it ----------------------------------------------------------------------


def _notes(selection: Selection) -> list[str]:
    """Say what of the data is not in the file, and of which day the statuses are."""
    matched, notes = selection.summary.matched, [f"{selection.dated} {STATUS_NOTE}"]
    if matched > SINGLE:
        rule = f"which holds up to {SINGLE:,}: it shows how many there are in each cell"
        notes.append(f"Single records are not in this file, {rule}, and has no filters.")
    elif matched > WITH_LEDGER:
        rule = f"which holds them for up to {WITH_LEDGER:,} records"
        notes.append(
            f"Who says what, and the sources of each record, are not in this file, {rule}."
        )
    return notes


def _tables(selection: Selection) -> dict[str, Any]:
    """Return the counts by facet, but for those that count beyond a filter of their own."""
    facets, filtered = selection.summary.facets, selection.query.active()
    return {
        name: [value for value in facets[name] if value.count][:most]
        for name, (most, own) in _TABLES.items()
        if own.isdisjoint(filtered)
    }


# --- the code --------------------------------------------------------------------------------


def _policy(script: str, style: str) -> str:
    """Return a policy under which nothing runs but this script, and nothing is asked of anybody."""
    sources = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {source}" for name, source in sources.items())


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _script(*parts: str) -> str:
    """Return Leaflet, the map layer and the parts of the page, as one script."""
    library, _, _ = static.library().rpartition("//# sourceMappingURL")  # it is not beside the file
    return f"{library}\n{_bare(static.layer(*parts))}"


@cache
def _style() -> str:
    return "\n".join(_bare(path.read_text("utf-8")) for path in _STYLES)


def _bare(text: str) -> str:
    """Return our code without comments, indents and empty lines.

    A comment stands at the beginning of a line or behind two spaces, as nothing else does.
    """
    for pattern, rest in _BARE:
        text = pattern.sub(rest, text)
    return text
