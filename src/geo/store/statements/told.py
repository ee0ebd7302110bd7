"""Where on the map tallies of cells have the answer, so that sites are read in the rest only."""

__all__ = ["Told", "common_deep_tallies", "inner_of", "told_by"]

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import duckdb

from geo.mercator import MAX_ZOOM, Bounds, cell_of, grid_side
from geo.query.filters import Tally
from geo.store.statements.as_of import Select
from geo.store.statements.matches import NOTHING
from geo.store.tallies import DEEP, DEEP_KEYS, LEVELS, SHALLOW, tally_rows
from geo.store.where import Condition, Where

Box = tuple[int, int, int, int]  # the first column and row of the finest grid, and the last
SIDES = ("west", "north", "east", "south")


class Told(NamedTuple):
    """What tallies tell: `area` is an SQL expression over `x` and `y` of where they do.

    `rows` are the rows that have the answer there, each with a `where`.
    """

    area: str = "false"
    rows: tuple[str, ...] = ()
    params: Mapping[str, Any] = NOTHING


def common_deep_tallies(
    cursor: duckdb.DuckDBPyConnection, parts: Iterable[Select]
) -> frozenset[str]:
    """Return the deep tallies that each part of a store has, if it has records."""
    common = DEEP
    for select in parts:
        rows = cursor.execute(f"select distinct tally from ({select('tallies')})").fetchall()
        if rows:
            common &= {tally for (tally,) in rows}
    return common


def told_by(where: Where, tally: Tally, bounds: Bounds, zoom: int, *keys: str) -> Told:
    """Return what the levels of a tally tell of the cells of a zoom level in bounds.

    A level tells of its cells that are wholly in bounds, and are of no coarser level.
    """
    told = Told()
    if not where.columns | set(keys) <= set(DEEP_KEYS[tally]):
        return told
    for level, name in LEVELS[tally].items():
        if level >= zoom and (name in SHALLOW or name in where.deep):
            told = _with_level(told, where, bounds, level, name)
    return told


def _with_level(told: Told, where: Where, bounds: Bounds, level: int, name: str) -> Told:
    boxes = [_inner_condition(bounds, level, f"{name}_")]
    if where.box:
        boxes.append(_inner_condition(where.box, level, f"{name}_box_"))
    if not all(sql for sql, _ in boxes):
        return told
    area = " and ".join(sql for sql, _ in boxes)
    others = f" and not ({told.area})" if told.rows else ""
    rows = f"{tally_rows(where, name)} and {area}{others} and {where.sql}"
    params = {name: value for _, each in boxes for name, value in each.items()}
    return Told(area, (*told.rows, rows), {**told.params, **params})


def _inner_condition(bounds: Bounds, level: int, prefix: str) -> Condition:
    """Return the SQL expression for `x`, `y` in the cells of a level that are wholly in bounds.

    It is empty where no cell is.
    """
    boxes, params = [], dict[str, Any]()
    for i, box in enumerate(bounds.split()):
        west, north, east, south = inner = inner_of(box, level)
        if west <= east and north <= south:
            names = [f"{prefix}{side}{i}" for side in SIDES]
            w, n, e, s = (f"${name}" for name in names)
            boxes.append(f"x between {w} and {e} and y between {n} and {s}")
            params |= dict(zip(names, inner, strict=True))
    return f"({' or '.join(boxes)})" if boxes else "", params


def inner_of(box: Bounds, level: int) -> Box:
    """Return the cells of a level that no edge of a box crosses, as those of the finest grid.

    To compare cells is exact: a position beyond a side is never in a cell before that of the side.
    """
    end, bits = grid_side(level), MAX_ZOOM - level
    west, north = cell_of(box.west, box.north, level)
    east, south = cell_of(box.east, box.south, level)
    return (
        (0 if box.west == -180 else west + 1) << bits,
        (0 if box.north == 90 else north + 1) << bits,
        ((end if box.east == 180 else east) << bits) - 1,
        ((end if box.south == -90 else south) << bits) - 1,
    )
