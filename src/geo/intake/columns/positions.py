"""Positions of many rows at once: degrees from texts, decimals, cells, and swapped coordinates."""

__all__ = ["Positions", "are_doubtful", "grid_cells_of", "positions_of"]

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.importers.cells.cell_text import cell_from_text, text_from_cell
from geo.importers.cells.degrees import LATITUDE, LONGITUDE, Axis, on_axis
from geo.importers.cells.positions import POSITION_READERS, SAME_DEGREES, Points
from geo.importers.cells.unknown import is_unknown
from geo.importers.cells.values import DECIMALS
from geo.importers.feature_parts import NULL_ISLAND
from geo.importers.record import BadCell, text_of
from geo.importers.row import CellValue
from geo.mercator import MAX_LATITUDE, MAX_ZOOM, cell_of, grid_side
from geo.words.countries import looks_swapped, outline_boxes_of
from geo.words.country_fit import stray_from

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clean = Callable[[CellValue], CellValue]
Counts = NDArray[np.int64]
Reader = Callable[[CellValue], Points]
_NOWHERE = (math.nan, 0)
_NO_POINT = (math.nan, math.nan, 0, False)
_PLAIN = r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$"  # nothing to round

_NEAR = 1e-4  # of a cell: far more than what two ways to the same number can differ by


class Positions(NamedTuple):
    """Degrees of each row, NaN where it has no position; `is_odd` tells those in doubt.

    `digits` are the decimals of a degree that a position is written to.
    """

    lon: Reals
    lat: Reals
    digits: Counts
    is_odd: Flags

    @property
    def is_known(self) -> Flags:
        """Tell which rows have a position."""
        return ~np.isnan(self.lon) & ~self.is_odd

    def decimals(self) -> pa.Array:
        """Return, as cells of texts, how many decimals the finer of two degrees has."""
        texts = pa.array(map(text_from_cell, range(DECIMALS + 1)), pa.string())
        return texts.take(pa.array(self.digits, mask=~self.is_known))


def positions_of(cells: Mapping[str, pa.Array], size: int, clean: Clean | None) -> Positions:
    """Read the positions of rows; only what is certainly a position, or none, is not odd.

    They stand in two columns, or in one for those rows that have nothing in these two.
    """
    lon, lat = (_degrees(cells.get(axis.name), size, axis, clean) for axis in (LONGITUDE, LATITUDE))
    is_odd = lon.is_odd | lat.is_odd | (lon.is_given != lat.is_given)
    found = Positions(lon.degrees, lat.degrees, np.maximum(lon.digits, lat.digits), is_odd)
    for name, reader in POSITION_READERS.items():
        if name in cells:
            found = _with_written(
                found, _written(cells[name], reader, clean), is_given=lon.is_given
            )
    nowhere = (found.lon == NULL_ISLAND[0]) & (found.lat == NULL_ISLAND[1])
    return found._replace(is_odd=found.is_odd | nowhere)


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


def are_doubtful(positions: Positions, countries: pa.Array) -> Flags:
    """Tell which positions look swapped or lie far outside the country of their row."""
    found = np.zeros(len(positions.lon), np.bool_)
    known = countries.dictionary_encode()  # which is what an encoded column is already
    rows = known.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for number, country in enumerate(known.dictionary.to_pylist()):
        of_country = np.flatnonzero((rows == number) & positions.is_known)
        found[of_country] = _are_doubtful(positions, of_country, country)
    return found


class _Degrees(NamedTuple):
    """Degrees of one axis, which cells say some, and which say something else."""

    degrees: Reals
    digits: Counts
    is_given: Flags
    is_odd: Flags


def _degrees(column: pa.Array | None, size: int, axis: Axis, clean: Clean | None) -> _Degrees:
    if column is None:
        no = np.zeros(size, np.bool_)
        return _Degrees(np.full(size, np.nan), np.zeros(size, np.int64), no, no)
    is_plain = pc.match_substring_regex(column, _PLAIN).fill_null(fill_value=False)
    plain = pc.cast(pc.if_else(is_plain, column, None), pa.float64())
    found = plain.to_numpy(zero_copy_only=False).copy()
    is_odd = np.abs(found) > axis.limit
    digits = _decimals(found)
    others = np.flatnonzero(pc.and_(column.is_valid(), pc.invert(is_plain)))
    for row, text in zip(others, column.take(pa.array(others)).to_pylist(), strict=True):
        (found[row], digits[row]), is_odd[row] = _read(text, axis, clean)
    return _Degrees(found, digits, ~np.isnan(found) | is_odd, is_odd)


def _read(text: str, axis: Axis, clean: Clean | None) -> tuple[tuple[float, int], bool]:
    """Read a cell in an unusual form: degrees and their decimals, and whether it is odd."""
    cell = _cell(text, clean)
    if _is_nothing(cell):
        return _NOWHERE, False
    try:
        angle = on_axis(cell, axis)
    except BadCell:
        return _NOWHERE, True
    return (angle.degrees, angle.decimals), False


def _cell(text: str, clean: Clean | None) -> CellValue:
    cell = cell_from_text(text)
    return clean(cell) if clean else cell


def _is_nothing(cell: CellValue) -> bool:
    said = text_of(cell)
    return said is None or is_unknown(said)


def _written(column: pa.Array, read: Reader, clean: Clean | None) -> Positions:
    """Read a column with both degrees in one cell, each different text once."""
    known = column.dictionary_encode()
    made = [_written_at(text, read, clean) for text in known.dictionary.to_pylist()]
    lon, lat, digits, is_odd = zip(*made, _NO_POINT, strict=True)
    rows = known.indices.fill_null(len(made)).to_numpy(zero_copy_only=False)
    return Positions(
        np.array(lon, np.float64)[rows],
        np.array(lat, np.float64)[rows],
        np.array(digits, np.int64)[rows],
        np.array(is_odd, np.bool_)[rows],
    )


def _written_at(text: str, read: Reader, clean: Clean | None) -> tuple[float, float, int, bool]:
    """Return degrees, decimals and whether a cell is odd: so is one of several points."""
    cell = _cell(text, clean)
    if text_of(cell) is None:
        return _NO_POINT
    try:
        points = read(cell)
    except BadCell:
        points = ()
        return *_NO_POINT[:3], True
    if len(points) == 1:
        return *points[0], False
    return *_NO_POINT[:3], bool(points)


def _with_written(found: Positions, written: Positions, *, is_given: Flags) -> Positions:
    """Return the positions with those that are written in one cell where there are no others.

    A row that says two different ones is odd.
    """
    is_free = np.isnan(found.lon) & ~is_given
    is_twice = ~is_free & (_far(written.lon, found.lon) | _far(written.lat, found.lat))
    return Positions(
        np.where(is_free, written.lon, found.lon),
        np.where(is_free, written.lat, found.lat),
        np.where(is_free, written.digits, found.digits),
        found.is_odd | written.is_odd | is_twice,
    )


def _are_doubtful(positions: Positions, rows: NDArray[np.int64], country: str) -> Flags:
    lon, lat = positions.lon[rows], positions.lat[rows]
    found = ~_in_country(lon, lat, country)
    for place in np.flatnonzero(found):
        at = float(lon[place]), float(lat[place]), country
        found[place] = looks_swapped(*at) or stray_from(*at) is not None
    return found


def _in_country(lon: Reals, lat: Reals, country: str) -> Flags:
    """Tell which positions lie in the boxes of their country, as most do."""
    found = np.zeros(len(lon), np.bool_)
    for box in outline_boxes_of(country):
        found |= (box.west <= lon) & (lon <= box.east) & (box.south <= lat) & (lat <= box.north)
    return found


def _far(degrees: Reals, others: Reals) -> Flags:
    """Tell degrees that cannot be the same, written to different decimals; NaN is never far."""
    return np.abs(degrees - others) > SAME_DEGREES


def _to_whole(numbers: Reals) -> Reals:
    return np.abs(numbers - np.rint(numbers))


def _decimals(degrees: Reals) -> NDArray[np.int64]:
    whole = np.rint(np.nan_to_num(degrees) * 10**DECIMALS).astype(np.int64)
    counts = np.zeros(len(whole), np.int64)
    for zeros in range(DECIMALS):
        counts += whole % 10 ** (DECIMALS - zeros) != 0
    return counts
