"""Where on the map tallies of cells have the answer, so that sites are read in the rest only."""

__all__ = ["Told", "common_deep_tallies", "inner_of", "told_by"]

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import duckdb

from geo.mercator import MAX_ZOOM, Bounds, cell_of, grid_side
from geo.query.filters import Tally
from geo.store.statements.as_of import Select
from geo.store.statements.matches import matched_sites
from geo.store.tallies import DEEP, DEEP_KEYS, LEVELS, SHALLOW, tally_rows
from geo.store.where import Where, bounds_condition

LAST = grid_side(MAX_ZOOM) - 1  # column and row of the finest grid


class Box(NamedTuple):
    """Cells of the finest grid: the first column and row, and the last; none where it is empty."""

    west: int
    north: int
    east: int
    south: int

    def __and__(self, other: "Box") -> "Box":
        """Return the cells that are in both."""
        first = map(max, self[:2], other[:2])
        return Box(*first, *map(min, self[2:], other[2:]))

    @property
    def is_empty(self) -> bool:
        """Tell whether it has no cell."""
        return self.west > self.east or self.north > self.south

    @property
    def sql(self) -> str:
        """Return the expression over `x` and `y`. Its numbers are our own: none is a value."""
        return f"x between {self.west} and {self.east} and y between {self.north} and {self.south}"


class Told(NamedTuple):
    """Who tells of the sites in a view of the map.

    They are those of records with one site: `rows` are rows of tallies, where these tell, and
    `rest` the sites, where they do not. Each has a `where`, and no two count the same site.
    """

    rows: tuple[str, ...]
    rest: tuple[str, ...]
    params: dict[str, Any]


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
    _, params = bounds_condition(bounds, "view_")
    is_known = where.columns | set(keys) <= set(DEEP_KEYS[tally])
    levels = {
        level: name
        for level, name in LEVELS[tally].items()
        if is_known and level >= zoom and (name in SHALLOW or name in where.deep)
    }
    rows, rest = list[str](), list[str]()
    for number, view in enumerate(bounds.split()):
        inner: list[Box] = []
        for level, name in levels.items():
            coarser, inner = inner, _inner_boxes(view, where.box, level)
            others = "".join(f" and not ({box.sql})" for box in coarser)
            told = f"{tally_rows(where, name)} and {where.sql}"
            rows += (f"{told} and {box.sql}{others}" for box in inner)
        sides = _sides(number)
        sites = f"{matched_sites(where)} and drawn and site_count = 1 and {sides}"
        rest += (f"{sites}{outside}" for outside in _outside(inner))
    return Told(tuple(rows), tuple(rest), params)


def _sides(number: int) -> str:
    """Return the condition of a view, or of its part on one side of the antimeridian."""
    w, s, e, n = (f"$view_{side}{number}" for side in "wsen")
    return f"lon between {w} and {e} and lat between {s} and {n}"


def _inner_boxes(view: Bounds, box: Bounds | None, level: int) -> list[Box]:
    """Return the cells of a level that are wholly in a view, and in the box of a filter."""
    inner = inner_of(view, level)
    in_both = (inner & inner_of(part, level) for part in box.split()) if box else (inner,)
    return sorted(each for each in in_both if not each.is_empty)


def _outside(boxes: Sequence[Box]) -> Iterator[str]:
    """Yield conditions over `x` and `y` which together are: in none of boxes with the same rows.

    Each of them is of one range, so that the engine can skip what lies elsewhere.
    """
    if not boxes:
        yield ""
        return
    north, south = boxes[0].north, boxes[0].south
    if north > 0:
        yield f" and y < {north}"
    if south < LAST:
        yield f" and y > {south}"
    rows = f" and y between {north} and {south}"
    ends = [-1, *(box.east for box in boxes)]
    starts = [*(box.west for box in boxes), LAST + 1]
    for end, start in zip(ends, starts, strict=True):
        if end + 1 < start:
            yield f" and x between {end + 1} and {start - 1}{rows}"


def inner_of(box: Bounds, level: int) -> Box:
    """Return the cells of a level that no edge of a box crosses.

    To compare cells is exact: a position beyond a side is never in a cell before that of the side.
    """
    end, bits = grid_side(level), MAX_ZOOM - level
    west, north = cell_of(box.west, box.north, level)
    east, south = cell_of(box.east, box.south, level)
    return Box(
        (0 if box.west == -180 else west + 1) << bits,
        (0 if box.north == 90 else north + 1) << bits,
        ((end if box.east == 180 else east) << bits) - 1,
        ((end if box.south == -90 else south) << bits) - 1,
    )
