"""Counts by cell of a few zoom levels, for a page of more records than it can carry."""

__all__ = ["ZOOMS", "cells_from_marks"]

from collections.abc import Callable
from typing import Any

from geo.exports.carried.columns import dictionary
from geo.maps.scales import CELL_SCALE
from geo.mercator import WORLD, Bounds, cell_of, grid_side
from geo.store.marks import Cell, Mark, Marks

ZOOMS = (2, 3, 4, 5, 6)  # a closer look shows the cells of the last one


def cells_from_marks(marks: Callable[[Bounds, int], Marks]) -> dict[str, Any]:
    """Return the cells of each level as columns, and counts of records not drawn, for cells.js."""
    levels = {zoom: marks(WORLD, zoom) for zoom in ZOOMS}
    of_all = levels[ZOOMS[0]].to_geojson()
    return {
        "levels": {zoom: _columns(found, zoom) for zoom, found in levels.items()},
        **{key: of_all[key] for key in ("numberMatched", "unplaced")},
    }


def _columns(found: Marks, zoom: int) -> dict[str, Any]:
    cells = [*found.cells, *map(_cell, found.marks)]
    return {
        "cell": [_number(cell, zoom) for cell in cells],
        "lon": [round(cell.lon * CELL_SCALE) for cell in cells],
        "lat": [round(cell.lat * CELL_SCALE) for cell in cells],
        "count": [cell.count for cell in cells],
        "killed": dictionary(_toll(cell) for cell in cells),
        "status": dictionary(tuple(sorted(cell.status.items())) for cell in cells),
    }


def _cell(mark: Mark) -> Cell:
    """Return a mark as a cell of one record: where there are few, the store gives no cells."""
    point = Bounds(west=mark.lon, south=mark.lat, east=mark.lon, north=mark.lat)
    status = {mark.properties["status"]: 1}
    killed = mark.properties["killed"]
    return Cell(lon=mark.lon, lat=mark.lat, count=1, killed=killed, status=status, bounds=point)


def _number(cell: Cell, zoom: int) -> int:
    west, south, east, north = cell.bounds.as_tuple()
    column, line = cell_of((west + east) / 2, (south + north) / 2, zoom)
    return column * grid_side(zoom) + line


def _toll(cell: Cell) -> tuple[int | None, ...]:
    return tuple(cell.killed.values()) if cell.killed else (None, None, None)
