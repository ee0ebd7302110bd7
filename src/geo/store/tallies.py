"""Tallies: counts and sums made in advance, when rows are added, so that few rows are read.

A tally has a row for each combination of a few keys that occurs. Its columns are named as those of
the incidents and sites that it counts, so one condition finds both; days are widened to their
years, or to their months. All keys at once would occur nearly as often as incidents do: groups,
types and places are each tallied without the others.

Of many records there are deep tallies too: of two of these at once, of days, and of finer cells.
"""

__all__ = [
    "CELL_KEYS",
    "DEEP",
    "DEEP_KEYS",
    "KEYS",
    "LEVELS",
    "MEASURES",
    "OF_ONE",
    "OF_ONE_SITE",
    "SHALLOW",
    "SUMMED",
    "TALLIED",
    "TOLLS",
    "by_tally",
    "deep_sql",
    "table_of_tally",
    "tallied_sql",
    "tally_of",
    "tally_rows",
    "then",
    "timed_tally",
]

import re
from collections.abc import Iterable, Mapping

from geo.mercator import MAX_ZOOM
from geo.query.filters import FILTERS, Tally
from geo.store.where import Where


def _keys(tally: Tally) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.column for f in FILTERS if tally in f.tallies))


# Tally of incidents by year → its keys, the shortest tally first.
_OF_INCIDENTS: tuple[Tally, ...] = ("places", "types", "groups")
_DEEP_BY_YEAR: tuple[Tally, ...] = ("groups_by_type", "groups_by_place")
KEYS = {tally: ("years", "credit", *_keys(tally)) for tally in _OF_INCIDENTS}
# Those of the incidents with one site, where it is drawn: only these add up over cells.
CELL_KEYS = _keys("cells")
SHALLOW = ("cells", *KEYS)  # what is tallied of any number of records
# Tally of cells → the zoom levels whose grids it has, each under a name of its own. The rows of a
# level are fewer the coarser it is; what crosses the edge of a view is told by the next one.
LEVELS: Mapping[Tally, Mapping[int, str]] = {
    "cells": {2: "cells2", 4: "cells", 7: "cells7", 10: "cells10"},
    "cells_by_group": {1: "cells_by_group1", 4: "cells_by_group4"},
    "months_by_cell": {1: "months_by_cell1", 4: "months_by_cell4"},
}
# Tally of incidents by day, or by month where all days of a record are of one → its keys.
_BY_DAY: tuple[Tally, ...] = ("days",)
_BY_MONTH: tuple[Tally, ...] = ("months_by_type", "months_by_place", "months_by_group")
TIMED = {
    **{tally: ("days", "months", *_keys(tally)) for tally in _BY_DAY},
    **{tally: ("months", *_keys(tally)) for tally in _BY_MONTH},
}
# Deep tally → its keys.
DEEP_KEYS = {
    **{tally: ("years", "credit", *_keys(tally)) for tally in _DEEP_BY_YEAR},
    **TIMED,
    "cells": (*CELL_KEYS, "years"),
    "cells_by_group": (*_keys("cells_by_group"), "years"),
    "months_by_cell": (*_keys("months_by_cell"), "months"),
}
_LEVEL = next(level for level, name in LEVELS["cells"].items() if name in SHALLOW)
_LEVELS = (name for levels in LEVELS.values() for name in levels.values())
DEEP = frozenset((*_DEEP_BY_YEAR, *TIMED, *_LEVELS)) - frozenset(SHALLOW)  # their names
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
_KILLED = {toll: MEASURES[toll] for toll in TOLLS[:3]}
_OF_SITES = {"number": "count(*)", "lon": "sum(lon)", "lat": "sum(lat)", **_KILLED}
_OF_TIME = {"number": "count(*)", **_KILLED, "killed": MEASURES["killed"]}
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
_IN_ONE_MONTH = "date_trunc('month', first_day) = date_trunc('month', last_day)"
_MONTHS = {
    "first_day": f"case when {_IN_ONE_MONTH} then date_trunc('month', first_day)::date"
    " else first_day end",
    "last_day": f"case when {_IN_ONE_MONTH} then last_day(last_day) else last_day end",
}
_NAMED = re.compile(r"\btallies where tally = '(\w+)'")
_DAYS = {"first_day": "first_day", "last_day": "last_day"}
# Tally of cells → how its days are widened, and its measures.
_DAYS_OF = {"cells": _YEARS, "cells_by_group": _YEARS, "months_by_cell": _MONTHS}
_OF = {"cells": _OF_SITES, "cells_by_group": _OF_SITES, "months_by_cell": _OF_TIME}


def tallied_sql(incidents: str, sites: str, *more: str) -> list[str]:
    """Return the statement of each tally of some rows, with `more` keys in each of them.

    All at once would need more memory than an import may have where most keys occur once only.
    """
    cell = {**_YEARS, **_cell(_LEVEL)}
    cells = _tally("cells", (*CELL_KEYS, *more), cell, _OF_SITES, _drawn(sites))
    return [
        f"{cells} order by x, y, first_day",
        *(
            f"{_tally(name, (*keys, *more), _YEARS, MEASURES, incidents)} order by first_day"
            for name, keys in KEYS.items()
        ),
    ]


def deep_sql(incidents: str, sites: str) -> list[str]:
    """Return the statement of each deep tally of some rows."""
    of_incidents = [
        *(_tally(name, DEEP_KEYS[name], _YEARS, MEASURES, incidents) for name in _DEEP_BY_YEAR),
        *(_tally(name, _keys(name), _DAYS, _OF_TIME, incidents) for name in _BY_DAY),
        *(_tally(name, _keys(name), _MONTHS, _OF_TIME, incidents) for name in _BY_MONTH),
    ]
    of_cells = [
        _tally(name, _keys(tally), {**_DAYS_OF[tally], **_cell(zoom)}, _OF[tally], _drawn(sites))
        for tally, levels in LEVELS.items()
        for zoom, name in levels.items()
        if name in DEEP
    ]
    return [
        *(f"{sql} order by first_day" for sql in of_incidents),
        *(f"{sql} order by x, y, first_day" for sql in of_cells),
    ]


def tally_of(where: Where, *keys: str) -> str | None:
    """Return the first tally of incidents that knows some keys and the columns of a condition."""
    deep = {tally: DEEP_KEYS[tally] for tally in _DEEP_BY_YEAR if tally in where.deep}
    return _first_of({**KEYS, **deep}, where, *keys)


def timed_tally(where: Where, *keys: str) -> str | None:
    """Return the first tally by day or month that knows some keys and what a condition looks at.

    "months" is the key of days of which only the month counts, "days" that of any others.
    """
    return _first_of({t: TIMED[t] for t in TIMED if t in where.deep}, where, *keys)


def tally_rows(where: Where, tally: str) -> str:
    """Return the rows of a tally, with a `where`; as of a day it is a table of its own."""
    return f"{then(tally)} where true" if where.has_day else f"tallies where tally = '{tally}'"


def by_tally(sql: str) -> str:
    """Return a statement that reads each tally, which it has by `tally_rows`, from its own table.

    >>> by_tally("select 1 from tallies where tally = 'types' and status = 'claimed'")
    "select 1 from tally_types where true and status = 'claimed'"
    """
    return _NAMED.sub(lambda found: f"{table_of_tally(found[1])} where true", sql)


def table_of_tally(tally: str) -> str:
    """Return the name of the table that has the rows of one tally."""
    return f"tally_{tally}"


def then(tally: str) -> str:
    """Return the name of a tally as of a day in a statement."""
    return f"{tally}_then"


def _first_of(tallies: Mapping[Tally, Iterable[str]], where: Where, *keys: str) -> str | None:
    needed = where.columns | set(keys)
    can_tell = (tally for tally, known in tallies.items() if needed <= set(known))
    return None if where.box else next(can_tell, None)


def _drawn(sites: str) -> str:
    return f"{sites} where drawn and site_count = 1"


def _cell(zoom: int) -> Mapping[str, str]:
    bits = MAX_ZOOM - zoom
    return {axis: f"({axis} >> {bits}) << {bits}" for axis in ("x", "y")}


def _tally(
    name: str,
    keys: Iterable[str],
    widened: Mapping[str, str],
    measures: Mapping[str, str],
    rows: str,
) -> str:
    columns = {**widened, **measures}
    made = ", ".join(f"{sql} as {column}" for column, sql in columns.items())
    named = "".join(f"{key}, " for key in keys if key not in ("days", "months"))
    return f"select '{name}' as tally, {named}{made} from {rows} group by all"
