"""Tallies: counts and sums made in advance, when rows are added, so that few rows are read.

A tally has a row for each combination of a few keys that occurs. Its columns are named as those of
the incidents and sites that it counts, so one condition finds both; days are widened to their
years. All keys at once would occur nearly as often as incidents do: groups, types and places are
each tallied without the others.
"""

__all__ = [
    "CELL_KEYS",
    "KEYS",
    "MEASURES",
    "OF_ONE",
    "OF_ONE_SITE",
    "SUMMED",
    "TALLIED",
    "TOLLS",
    "tallied_cells",
    "tallied_sql",
    "tally_of",
    "tally_rows",
    "then",
]

from collections.abc import Iterable, Mapping
from typing import Any

from geo.mercator import MAX_ZOOM, Bounds, cell_of, grid_side
from geo.query.filters import FILTERS, Tally
from geo.store.where import Condition, Where

TALLY_ZOOM = 4  # the deepest level whose cells are tallied: their number grows with each
_BITS = MAX_ZOOM - TALLY_ZOOM


def _keys(tally: Tally) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.column for f in FILTERS if tally in f.tallies))


# Tally of incidents → its keys, the shortest tally first.
_OF_INCIDENTS: tuple[Tally, ...] = ("places", "types", "groups")
KEYS = {tally: ("years", "credit", *_keys(tally)) for tally in _OF_INCIDENTS}
# Those of the incidents with one site, where it is drawn: only these add up over cells.
CELL_KEYS = _keys("cells")
TOLLS = tuple(f"{m}_{part}" for m in ("killed", "injured") for part in ("low", "best", "high"))
# The measures of incidents, and those of the rows of a tally.
MEASURES = {
    "number": "count(*)",
    "unlocated": "count(*) filter (site_count = 0)",
    "undated": "count(*) filter (first_day is null)",
    "coarse": "count(*) filter (site_count > 0 and not drawn)",
    **{toll: f"sum({toll})::bigint" for toll in TOLLS},
    "killed": "count(killed_best)",
    "injured": "count(injured_best)",
}
# The columns of incidents that tallies are made of.
TALLIED = tuple(
    dict.fromkeys(
        (
            *("first_day", "last_day", "site_count", "drawn", *TOLLS),
            *(key for keys in KEYS.values() for key in keys),
        )
    )
)
SUMMED = {measure: f"coalesce(sum({measure}), 0)::bigint" for measure in MEASURES}
_OF_SITES = {
    "number": "count(*)",
    "lon": "sum(lon)",
    "lat": "sum(lat)",
    **{toll: MEASURES[toll] for toll in TOLLS[:3]},
}
# What one record adds to the measures, and one site.
OF_ONE = {
    "number": "1",
    "unlocated": "(site_count = 0)::int",
    "undated": "(first_day is null)::int",
    "coarse": "(site_count > 0 and not drawn)::int",
    **{toll: toll for toll in TOLLS},
    "killed": "(killed_best is not null)::int",
    "injured": "(injured_best is not null)::int",
}
OF_ONE_SITE = {"number": "1", "lon": "lon", "lat": "lat", **{toll: toll for toll in TOLLS[:3]}}
_YEARS = {
    "first_day": "date_trunc('year', first_day)::date",
    "last_day": "make_date(year(last_day), 12, 31)",
}
_CELL = {axis: f"({axis} >> {_BITS}) << {_BITS}" for axis in ("x", "y")}


def tallied_sql(incidents: str, sites: str, *more: str) -> list[str]:
    """Return the statement of each tally of some rows, with `more` keys in each of them.

    All at once would need more memory than an import may have where most keys occur once only.
    """
    parts = [_tally(name, (*keys, *more), {}, MEASURES, incidents) for name, keys in KEYS.items()]
    drawn = f"{sites} where drawn and site_count = 1"
    cells = _tally("cells", (*CELL_KEYS, *more), _CELL, _OF_SITES, drawn)
    return [f"{cells} order by x, y, first_day", *(f"{part} order by first_day" for part in parts)]


def tally_of(where: Where, *keys: str) -> str | None:
    """Return the first tally of incidents that knows some keys and the columns of a condition."""
    needed = where.columns | set(keys)
    can_tell = (tally for tally, known in KEYS.items() if needed <= set(known))
    return None if where.box else next(can_tell, None)


def tally_rows(where: Where, tally: str) -> str:
    """Return the rows of a tally, with a `where`; as of a day it is a table of its own."""
    return f"{then(tally)} where true" if where.has_day else f"tallies where tally = '{tally}'"


def then(tally: str) -> str:
    """Return the name of a tally as of a day in a statement."""
    return f"{tally}_then"


def tallied_cells(where: Where, bounds: Bounds, zoom: int) -> Condition:
    """Return the SQL expression, over `x` and `y`, of where the tallied cells have the answer.

    In the rest of the bounds, sites have to be read one by one.
    """
    is_told = zoom <= TALLY_ZOOM and where.columns <= {*CELL_KEYS, "years"}
    if not is_told:
        return "false", {}
    inner, params = _inner_condition(bounds, "inner")
    if where.box is None:
        return inner, params
    in_box, more = _inner_condition(where.box, "box")
    return f"{inner} and {in_box}", params | more


def _inner_condition(bounds: Bounds, prefix: str) -> Condition:
    """Return the SQL expression for `x`, `y` in the tallied cells that are wholly in bounds."""
    boxes, params = [], dict[str, Any]()
    for i, box in enumerate(bounds.split()):
        names = [f"{prefix}_{side}{i}" for side in ("west", "north", "east", "south")]
        west, north, east, south = (f"${name}" for name in names)
        boxes.append(f"x between {west} and {east} and y between {north} and {south}")
        params |= dict(zip(names, _inner(box), strict=True))
    return f"({' or '.join(boxes)})", params


def _inner(box: Bounds) -> tuple[int, int, int, int]:
    """Return the first column and row, and the last, of the cells that no edge crosses.

    They are of the finest grid. To compare cells is exact: a position beyond a side is never in a
    cell before that of the side.
    """
    end = grid_side(TALLY_ZOOM)
    west, north = cell_of(box.west, box.north, TALLY_ZOOM)
    east, south = cell_of(box.east, box.south, TALLY_ZOOM)
    return (
        (0 if box.west == -180 else west + 1) << _BITS,
        (0 if box.north == 90 else north + 1) << _BITS,
        ((end if box.east == 180 else east) << _BITS) - 1,
        ((end if box.south == -90 else south) << _BITS) - 1,
    )


def _tally(
    name: str,
    keys: Iterable[str],
    cell: Mapping[str, str],
    measures: Mapping[str, str],
    rows: str,
) -> str:
    columns = {**_YEARS, **cell, **measures}
    made = ", ".join(f"{sql} as {column}" for column, sql in columns.items())
    return f"select '{name}' as tally, {', '.join(keys)}, {made} from {rows} group by all"
