"""Positions of many rows at once: degrees from texts, decimals, cells, and swapped coordinates."""

__all__ = ["Positions", "grid_cells_of", "is_swapped", "positions_of"]

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.importers.cells import values
from geo.importers.cells.cell_text import cell_from_text, text_from_cell
from geo.importers.cells.values import DECIMALS
from geo.importers.feature_parts import NULL_ISLAND
from geo.importers.record import BadCell
from geo.importers.row import CellValue
from geo.mercator import MAX_LATITUDE, MAX_ZOOM, cell_of, grid_side
from geo.words.countries import boxes_of, looks_swapped

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clean = Callable[[CellValue], CellValue]
_PLAIN = r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$"  # nothing to round

_NEAR = 1e-4  # of a cell: far more than what two ways to the same number can differ by


class Positions(NamedTuple):
    """Degrees of each row, NaN where it has no position; `is_odd` tells those in doubt."""

    lon: Reals
    lat: Reals
    is_odd: Flags

    @property
    def is_known(self) -> Flags:
        """Tell which rows have a position."""
        return ~np.isnan(self.lon) & ~self.is_odd

    def decimals(self) -> pa.Array:
        """Return, as cells of texts, how many decimals the finer of two degrees has."""
        counts = np.maximum(_decimals(self.lon), _decimals(self.lat))
        texts = pa.array(map(text_from_cell, range(DECIMALS + 1)), pa.string())
        return texts.take(pa.array(counts, mask=~self.is_known))


def positions_of(cells: Mapping[str, pa.Array], size: int, clean: Clean | None) -> Positions:
    """Read the positions of rows; only what is certainly a position, or none, is not odd."""
    lon, has_lon, odd_lon = _degrees(
        cells.get("longitude"), size, _Axis(180, values.longitude), clean
    )
    lat, has_lat, odd_lat = _degrees(cells.get("latitude"), size, _Axis(90, values.latitude), clean)
    nowhere = (lon == NULL_ISLAND[0]) & (lat == NULL_ISLAND[1])
    return Positions(lon, lat, odd_lon | odd_lat | (has_lon != has_lat) | nowhere)


def grid_cells_of(positions: Positions) -> tuple[pa.Array, pa.Array]:
    """Return columns and rows of the finest grid, as `cell_of` does; null without a position.

    The sine and the logarithm of arrays differ from those of numbers in the last bit: where that
    may matter, next to the edge of a cell, a position is looked at by itself.
    """
    side = grid_side(MAX_ZOOM)
    lon, lat = np.nan_to_num(positions.lon), np.nan_to_num(positions.lat)
    sine = np.sin(np.radians(np.clip(lat, -MAX_LATITUDE, MAX_LATITUDE)))
    x = (lon / 360 + 0.5) * side
    y = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * side
    columns, rows = (np.clip(axis, 0, side - 1).astype(np.int32) for axis in (x, y))
    for place in np.flatnonzero(np.minimum(_to_whole(x), _to_whole(y)) < _NEAR):
        columns[place], rows[place] = cell_of(lon[place], lat[place], MAX_ZOOM)
    nowhere = ~positions.is_known
    return pa.array(columns, mask=nowhere), pa.array(rows, mask=nowhere)


def is_swapped(positions: Positions, countries: pa.Array) -> Flags:
    """Tell which positions look swapped, by the country of each row."""
    found = np.zeros(len(positions.lon), np.bool_)
    known = countries.dictionary_encode()  # which is what an encoded column is already
    rows = known.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for number, country in enumerate(known.dictionary.to_pylist()):
        of_country = np.flatnonzero((rows == number) & positions.is_known)
        found[of_country] = _look_swapped(positions, of_country, country)
    return found


class _Axis(NamedTuple):
    limit: int  # degrees
    read: Callable[[CellValue], float]  # raises BadCell


def _degrees(
    column: pa.Array | None, size: int, axis: _Axis, clean: Clean | None
) -> tuple[Reals, Flags, Flags]:
    """Return degrees, where a cell holds some, and where it holds something else."""
    if column is None:
        return np.full(size, np.nan), np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    is_plain = pc.match_substring_regex(column, _PLAIN).fill_null(fill_value=False)
    plain = pc.cast(pc.if_else(is_plain, column, None), pa.float64())
    found = plain.to_numpy(zero_copy_only=False).copy()
    is_odd = np.abs(found) > axis.limit
    others = np.flatnonzero(pc.and_(column.is_valid(), pc.invert(is_plain)))
    for row, text in zip(others, column.take(pa.array(others)).to_pylist(), strict=True):
        found[row], is_odd[row] = _read(text, axis, clean)
    return found, ~np.isnan(found) | is_odd, is_odd


def _read(text: str, axis: _Axis, clean: Clean | None) -> tuple[float, bool]:
    """Read a cell in an unusual form: the degrees, and whether it holds something else."""
    cell = cell_from_text(text)
    cell = clean(cell) if clean else cell
    if cell is None or (isinstance(cell, str) and not cell.split()):
        return math.nan, False
    try:
        return axis.read(cell), False
    except BadCell:
        return math.nan, True


def _look_swapped(positions: Positions, rows: NDArray[np.int64], country: str) -> Flags:
    lon, lat = positions.lon[rows], positions.lat[rows]
    found = ~_in_country(lon, lat, country)
    for place in np.flatnonzero(found):
        found[place] = looks_swapped(lon[place], lat[place], country)
    return found


def _in_country(lon: Reals, lat: Reals, country: str) -> Flags:
    """Tell which positions lie in the boxes of their country, as most do."""
    found = np.zeros(len(lon), np.bool_)
    for box in boxes_of(country):
        found |= (box.west <= lon) & (lon <= box.east) & (box.south <= lat) & (lat <= box.north)
    return found


def _to_whole(numbers: Reals) -> Reals:
    return np.abs(numbers - np.rint(numbers))


def _decimals(degrees: Reals) -> NDArray[np.int64]:
    whole = np.rint(np.nan_to_num(degrees) * 10**DECIMALS).astype(np.int64)
    counts = np.zeros(len(whole), np.int64)
    for zeros in range(DECIMALS):
        counts += whole % 10 ** (DECIMALS - zeros) != 0
    return counts
