"""What the statements of `sql` answer, as the values that readers are shown."""

__all__ = [
    "cells_from_columns",
    "coarse_values",
    "counts_of_keys",
    "counts_of_values",
    "credits_from_columns",
    "mark_from_row",
    "totals_from_columns",
]

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geo.importers.terms import terms_of
from geo.mercator import cell_bounds, grid_side
from geo.query.query import SEPARATOR
from geo.query.summary import Credit, FacetValue, Toll
from geo.store.marks import Cell, Mark
from geo.store.sql import MARK_FIELDS
from geo.words.countries import country_name

Columns = Mapping[str, Sequence[Any] | None]  # of a result; where there are no rows, null


def counts_of_keys(columns: Columns) -> dict[Any, int]:
    """Return how many records have each key."""
    return {row["key"]: row["number"] for row in _records(columns)}


def counts_of_values(columns: Columns) -> dict[str, int]:
    """Count the values that keys hold; a record without any has none."""
    counts = Counter[str]()
    for key, number in counts_of_keys(columns).items():
        for value in key.split(SEPARATOR) if key else ():
            counts[value] += number
    return dict(counts)


def totals_from_columns(totals: Columns, sums: Columns) -> dict[str, Any]:
    """Return the numbers of all records, and the tolls of those that are no context."""
    [of_all], [attacks] = _records(totals), _records(sums)
    first, last = of_all["first"], of_all["last"]
    return {
        "attacks": attacks["number"],
        "context": of_all["number"] - attacks["number"],
        "unlocated": of_all["unlocated"],
        "years": (first, last) if first else None,
        "killed": _toll("killed", attacks),
        "injured": _toll("injured", attacks),
    }


def credits_from_columns(columns: Columns) -> tuple[Credit, ...]:
    """Return what is owed to whom, of several days of access the newest."""
    found: dict[tuple[Any, ...], tuple[str, int]] = {}
    for row in _records(columns):
        *terms, accessed = json.loads(row["key"])
        newest, number = found.get(tuple(terms), ("", 0))
        found[tuple(terms)] = max(newest, accessed), number + row["number"]
    return tuple(
        Credit(
            dataset=dataset,
            version=version,
            licence=licence,
            redistributable=redistributable,
            accessed=date.fromisoformat(accessed),
            count=number,
            terms=terms_of(dataset),
        )
        for (dataset, version, licence, redistributable), (accessed, number) in sorted(
            found.items(), key=lambda item: [str(term or "") for term in item[0]]
        )
    )


def mark_from_row(row: tuple[Any, ...]) -> Mark:
    """Return one site that is drawn: lon, lat and MARK_FIELDS."""
    lon, lat, *values = row
    properties = dict(zip(MARK_FIELDS, values, strict=True))
    tolls = [properties.pop(f"killed_{part}") for part in ("low", "best", "high")]
    sites, groups = properties.pop("site_count"), properties["groups"]
    return Mark(
        lon=lon,
        lat=lat,
        properties={
            "kind": "incident",
            **properties,
            "groups": groups.split(SEPARATOR) if groups else [],
            "killed_text": properties["killed"],
            "killed": _figures(tolls),
            "sites": sites,
        },
    )


def cells_from_columns(columns: Columns, zoom: int) -> tuple[Cell, ...]:
    """Return the cells of a zoom level that hold something."""
    return tuple(_cell(each, zoom) for each in _records(columns))


def coarse_values(counts: Mapping[str | None, int]) -> tuple[FacetValue, ...]:
    """Return the countries of what is known to a country only, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0] or "~"))
    return tuple(
        FacetValue(
            value=code or "",
            label=country_name(code) if code else "No country stated",
            count=number,
        )
        for code, number in ordered
    )


def _records(columns: Columns) -> list[dict[str, Any]]:
    """Return the rows of columns; where there are none, the lists are null."""
    rows = zip(*(column or () for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _toll(measure: str, sums: Mapping[str, Any]) -> Toll:
    low, best, high = (sums[f"{measure}_{part}"] or 0 for part in ("low", "best", "high"))
    return Toll(low=low, best=best, high=high, unknown=sums["number"] - sums[measure])


def _cell(cell: Mapping[str, Any], zoom: int) -> Cell:
    column, line = divmod(cell["cell"], grid_side(zoom))
    return Cell(
        lon=cell["lon"],
        lat=cell["lat"],
        count=cell["number"],
        killed=_figures([cell[f"killed_{part}"] for part in ("low", "best", "high")]),
        status=cell["status"],
        bounds=cell_bounds(column, line, zoom),
    )


def _figures(tolls: Sequence[int | None]) -> dict[str, int | None] | None:
    return None if tolls[1] is None else dict(zip(("low", "best", "high"), tolls, strict=True))
