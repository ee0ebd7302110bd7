"""Decode the answers to the statements of `sql`."""

__all__ = [
    "cells_from_columns",
    "coarse_values",
    "counts_of_keys",
    "counts_of_values",
    "credit_from_row",
    "credits_from_columns",
    "mark_from_row",
    "page_rows_from_answers",
    "totals_from_columns",
]

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from geo.importers.terms import terms_of
from geo.mercator import cell_bounds, grid_side
from geo.query.summary import Credit, FacetValue, Toll
from geo.store.lists import list_from_text
from geo.store.marks import Cell, Mark
from geo.store.page_rows import FILTERED, PageRecord, PageRows, PageSite
from geo.store.sql import MARK_FIELDS
from geo.words.countries import country_name

Columns = Mapping[str, Sequence[Any] | None]  # of a result; where there are no rows, null
Credits = Mapping[str, Credit]  # by the key that records have


def counts_of_keys(columns: Columns) -> dict[Any, int]:
    """Return how many records have each key."""
    return {row["key"]: row["number"] for row in _records(columns)}


def counts_of_values(columns: Columns) -> dict[str, int]:
    """Count the values that keys hold; a record without any has none."""
    counts = Counter[str]()
    for key, number in counts_of_keys(columns).items():
        for value in list_from_text(key):
            counts[value] += number
    return dict(counts)


def totals_from_columns(totals: Columns, sums: Columns) -> dict[str, Any]:
    """Return the numbers of all records, and the tolls of those that are not context."""
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


def credit_from_row(row: Sequence[Any]) -> Credit:
    """Return one row of CREDITS, without its key."""
    dataset, version, licence, redistributable, accessed = row
    return Credit(
        dataset=dataset,
        version=version,
        licence=licence,
        redistributable=redistributable,
        accessed=accessed,
        terms=terms_of(dataset),
    )


def credits_from_columns(columns: Columns, credits_: Credits) -> tuple[Credit, ...]:
    """Return the credits that are counted, of several days of access the newest."""
    found: dict[tuple[object, ...], Credit] = {}
    for key, number in counts_of_keys(columns).items():
        credit = credits_[key]
        terms = (credit.dataset, credit.version, credit.licence, credit.redistributable)
        before = found.get(terms, credit)
        newest = max(credit, before, key=lambda each: each.accessed or date.min)
        found[terms] = replace(newest, count=before.count + number)
    return tuple(
        found[terms] for terms in sorted(found, key=lambda terms: [str(t or "") for t in terms])
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
            "groups": list_from_text(groups),
            "killed_text": properties["killed"],
            "killed": _figures(tolls),
            "sites": sites,
        },
    )


def page_rows_from_answers(
    rows: Sequence[Sequence[Any]], sites: Sequence[Sequence[Any]], credits_: Credits
) -> PageRows:
    """Return the answers to the statements of `page_rows_sql`."""
    width = len(PageRecord._fields)
    whole = [(*row[: width - 1], credits_[row[width - 1]]) for row in rows]
    return PageRows(
        records=[PageRecord._make(row) for row in whole],
        sites=[PageSite._make(row) for row in sites],
        filtered={
            column: [row[place] for row in rows]
            for place, column in enumerate(FILTERED, start=width)
        },
    )


def cells_from_columns(columns: Columns, zoom: int) -> tuple[Cell, ...]:
    """Return the cells of a zoom level that hold something."""
    return tuple(_cell(each, zoom) for each in _records(columns))


def coarse_values(counts: Mapping[str | None, int]) -> tuple[FacetValue, ...]:
    """Return the countries of records known to a country only, the most frequent first."""
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
