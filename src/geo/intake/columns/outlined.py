"""Rows with a position and without a country get that whose outline holds the position."""

__all__ = ["with_countries"]

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Finding
from geo.importers.cells.cell_text import cell_from_text
from geo.importers.checks.country_outlines import countries_at, found_country, reach_km
from geo.importers.parts import with_country
from geo.importers.reading import Table
from geo.importers.record import text_of
from geo.intake.columns.assembly import OUTLINE, RowValues
from geo.intake.columns.distinct import combinations_of
from geo.intake.columns.part_columns import NO_OUTCOME, Outcome, Spread
from geo.intake.columns.pieces import columns_of_place

Flags = NDArray[np.bool_]
Cells = Mapping[str, pa.Array]  # columns of texts by field


def with_countries(known: RowValues, cells: Cells, table: Table) -> RowValues:
    """Return the values of rows with the countries that were found, and with what is said of it."""
    place = known.parts["place"]
    is_open = known.positions.is_known & place.where(lambda columns: columns["country"] is None)
    if is_open.any():
        is_open &= _are_empty(cells, table, len(is_open))
    rows = np.flatnonzero(is_open)
    if not len(rows):
        return known
    found = _countries(known, rows)
    is_found = np.array([country is not None for country in found], np.bool_)
    return _in_countries(known, rows[is_found], pa.array(found[is_found], pa.string()), table)


def _are_empty(cells: Cells, table: Table, size: int) -> Flags:
    """Tell which rows say nothing of a country."""
    parts = table.importer.parts
    if parts.country not in cells:
        return np.ones(size, np.bool_)
    clean = parts.clean or (lambda cell: cell)
    texts = combinations_of([cells[parts.country]], size)
    empty = [text_of(clean(cell_from_text(text))) is None for (text,) in texts.values]
    return np.array([*empty, False], np.bool_)[texts.rows]


def _countries(known: RowValues, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    site, positions = known.parts["site"], known.positions
    columns = (outcome.columns for outcome in site.outcomes)
    reach = [reach_km(c["precision"], c["radius_km"]) if c else np.nan for c in columns]
    reaches = np.array([*reach, np.nan], np.float64)[site.rows[rows]]  # the last is NO_OUTCOME's
    return countries_at(positions.lon[rows], positions.lat[rows], reaches)


def _in_countries(
    known: RowValues, rows: NDArray[np.int64], countries: pa.Array, table: Table
) -> RowValues:
    """Return the values with the countries of some rows."""
    place = known.parts["place"]
    pairs = combinations_of([pa.array(place.rows[rows]), countries], len(rows))
    moved = [_moved(place.outcomes[number], country) for number, country in pairs.values]
    place_rows = place.rows.copy()
    place_rows[rows] = pairs.rows + len(place.outcomes)
    said = combinations_of([countries], len(rows))
    said_rows = np.full(len(place.rows), NO_OUTCOME, np.int64)
    said_rows[rows] = said.rows
    outcomes = [Outcome({}, (_finding(country, table),)) for (country,) in said.values]
    parts = {
        **known.parts,
        "place": Spread(place_rows, [*place.outcomes, *moved]),
        OUTLINE: Spread(said_rows, outcomes),
    }
    return replace(known, parts=parts)


def _moved(place: Outcome, country: str) -> Outcome:
    assert place.columns is not None
    piece = {"place": place.columns["place_piece"], "named": place.columns["named"]}
    return Outcome(columns_of_place(with_country(piece, country)), place.warnings)


def _finding(country: str, table: Table) -> Finding:
    field, found = table.importer.parts.country, found_country(country)
    return Finding(record="", field=table.columns.names.get(field, field), **found._asdict())
