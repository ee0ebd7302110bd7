"""Where on the map tallies of cells have the answer, so that sites are read in the rest only."""

__all__ = [
    "STRIPS",
    "Told",
    "by_strip",
    "common_deep_tallies",
    "in_strip",
    "inner_of",
    "regions_of",
    "shared",
    "told_by",
    "told_of_view",
]

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import duckdb

from geo.mercator import MAX_ZOOM, Bounds, cell_of, grid_side, lonlat
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


WHOLE = Box(0, 0, LAST, LAST)
# That a statement can have, each with a table of its own: four of cells and four of groups on both
# sides of the antimeridian, and one for records with several sites.
STRIPS = 17
_STRIP = re.compile(rf"\bsites /\* ({'|'.join(map(str, range(STRIPS)))}) \*/ where")


class Told(NamedTuple):
    """Who tells of the sites in a view of the map.

    They are those of records with one site: `rows` are rows of tallies, where these tell, and
    `rest` the sites, where they do not: outside of `inner`, each in one of `strips`. Each has a
    `where`, and no two count the same site.
    """

    rows: tuple[str, ...]
    rest: tuple[str, ...]
    inner: tuple[Box, ...]
    strips: tuple[Bounds, ...]
    params: dict[str, Any]

    def rest_in(self, sites: str) -> tuple[str, ...]:
        """Return the rest, of a table that has all of its sites, and others of the view."""
        told = "".join(f" and not ({box.sql})" for box in self.inner)
        return (f"{sites} where true{told}",) if self.rest else ()


def regions_of(*told: Told) -> dict[str, tuple[Bounds, ...]]:
    """Return the region of each numbered strip, and at last an empty one.

    In that nothing is needed but the sites of records with several.
    """
    strips = [(strip,) for each in told for strip in each.strips]
    return {f"sites_{number}": strip for number, strip in enumerate([*strips, ()])}


def common_deep_tallies(
    cursor: duckdb.DuckDBPyConnection, parts: Iterable[Select | frozenset[str]]
) -> frozenset[str]:
    """Return the deep tallies that each part of a store has, if it has records.

    A part is the names of its tallies, or what selects its rows.
    """
    common = DEEP
    for part in parts:
        names = part if isinstance(part, frozenset) else _tallies_of(cursor, part)
        if names:
            common &= names
    return common


def _tallies_of(cursor: duckdb.DuckDBPyConnection, select: Select) -> frozenset[str]:
    rows = cursor.execute(f"select distinct tally from ({select('tallies')})").fetchall()
    return frozenset(tally for (tally,) in rows)


def told_by(
    where: Where, tally: Tally, bounds: Bounds, zoom: int, *keys: str, strip: int = 0
) -> Told:
    """Return what the levels of a tally tell of the cells of a zoom level in bounds.

    A level tells of its cells that are wholly in bounds, and are of no coarser level. Strips are
    numbered from `strip` on.
    """
    _, params = bounds_condition(bounds, "view_")
    is_known = where.columns | set(keys) <= set(DEEP_KEYS[tally])
    levels = {
        level: name
        for level, name in LEVELS[tally].items()
        if is_known and level >= zoom and (name in SHALLOW or name in where.deep)
    }
    rows, rest, strips = list[str](), list[str](), list[Bounds]()
    finest = list[Box]()
    for number, view in enumerate(bounds.split()):
        inner: list[Box] = []
        for level, name in levels.items():
            coarser, inner = inner, _inner_boxes(view, where.box, level)
            told = f"{tally_rows(where, name)} and {where.sql}"
            rows += (f"{told} and {piece.sql}" for box in inner for piece in _without(box, coarser))
        for piece in _without(WHOLE, inner):
            if area := _in_degrees(piece, view):
                sites = in_strip(where, matched_sites(where), strip + len(strips))
                others = f" and {piece.sql}" if inner else ""
                rest.append(f"{sites} and drawn and site_count = 1 and {_sides(number)}{others}")
                strips.append(area)
        finest += inner
    return Told(tuple(rows), tuple(rest), tuple(finest), tuple(strips), params)


def told_of_view(where: Where, bounds: Bounds, zoom: int) -> tuple[Told, Told]:
    """Return what is told of the cells of a view by the first tally that can, and of its groups."""
    cells = told_by(where, "cells", bounds, zoom)
    if not cells.rows:
        cells = told_by(where, "cells_by_group", bounds, zoom)
    return cells, told_by(where, "cells_by_group", bounds, 0, strip=len(cells.strips))


def shared(cells: Told, groups: Told, columns: str) -> tuple[Told, Told, dict[str, str]]:
    """Let both read the sites at the edge of a view from one table, which is the third.

    The one that tells less leaves all that the other one leaves: groups have no finer level than
    cells. Where no tally tells of the middle, there is no table: to read few columns of many sites
    twice costs less than to write out all of them.
    """
    edge = groups if cells.rows else cells
    if not (edge.inner and edge.rest):
        return cells, groups, {}
    rows = " union all ".join(f"select {columns} from {rest}" for rest in edge.rest)
    cells, groups = (each._replace(rest=each.rest_in("edge")) for each in (cells, groups))
    return cells, groups, {"edge": rows}


def in_strip(where: Where, sites: str, number: int) -> str:
    """Return the sites of a statement with the number of the strip in which they are needed.

    It is a comment for whoever has all sites in one place: see `by_strip`. As of a day they are a
    table of the statement.
    """
    if where.has_day:
        return sites
    return sites.replace("sites where", f"sites /* {number} */ where", 1)


def by_strip(sql: str) -> str:
    """Return a statement that reads the sites of each strip from a table of their own.

    >>> by_strip("select n from sites /* 3 */ where drawn")
    'select n from sites_3 where drawn'
    """
    return _STRIP.sub(r"sites_\1 where", sql)


def _sides(number: int) -> str:
    """Return the condition of a view, or of its part on one side of the antimeridian."""
    w, s, e, n = (f"$view_{side}{number}" for side in "wsen")
    return f"lon between {w} and {e} and lat between {s} and {n}"


def _inner_boxes(view: Bounds, box: Bounds | None, level: int) -> list[Box]:
    """Return the cells of a level that are wholly in a view, and in the box of a filter."""
    inner = inner_of(view, level)
    in_both = (inner & inner_of(part, level) for part in box.split()) if box else (inner,)
    return sorted(each for each in in_both if not each.is_empty)


def _without(box: Box, taken: Sequence[Box]) -> Iterator[Box]:
    """Yield boxes that together are what of a box is in none of others with the same rows.

    Each of them is one range of columns and of rows, so that the engine can skip what lies
    elsewhere.
    """
    if not taken:
        yield box
        return
    north, south = taken[0].north, taken[0].south
    ends = [box.west - 1, *(each.east for each in taken)]
    starts = [*(each.west for each in taken), box.east + 1]
    pieces = [
        Box(box.west, box.north, box.east, north - 1),
        Box(box.west, south + 1, box.east, box.south),
        *(Box(end + 1, north, start - 1, south) for end, start in zip(ends, starts, strict=True)),
    ]
    yield from (piece & box for piece in pieces if not (piece & box).is_empty)


def _in_degrees(box: Box, view: Bounds) -> Bounds | None:
    """Return what of a view may have positions in some cells; None where they lie elsewhere."""
    side = grid_side(MAX_ZOOM)
    west, north = lonlat((box.west - 1) / side, max(0, box.north - 1) / side)
    east, south = lonlat((box.east + 2) / side, min(side, box.south + 2) / side)
    north, south = (90 if box.north == 0 else north), (-90 if box.south == LAST else south)
    west, south = max(west, view.west), max(south, view.south)
    east, north = min(east, view.east), min(north, view.north)
    if west > east or south > north:
        return None
    return Bounds(west=west, south=south, east=east, north=north)


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
