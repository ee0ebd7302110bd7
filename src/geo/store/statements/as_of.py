"""The store as it was known at the end of a day: table macros, which take the day.

A statement of a query with a day names tables as any other does; its `with` says that they are
these. Without a day nothing of this is asked.
"""

__all__ = ["AS_OF", "Select", "create_macros", "macros_of"]

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import duckdb

from geo.store.tallies import CELL_KEYS, KEYS, OF_ONE, OF_ONE_SITE, TALLIED, then

Select = Callable[[str], str]  # the statement of all rows of a table, without a condition
Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

_COLUMNS = ", ".join(TALLIED)
_HOLDS = "since <= at_day and (until is null or until > at_day)"
_IS_FRESH = "since <= at_day and since > {last}"
# Macro → its statement of rows that are known whole, in which tables stand for their rows and
# `last` for the last checkpoint.
_WHOLE: Mapping[str, str] = MappingProxyType(
    {
        "known_incidents": "{incidents} where since <= at_day",
        "known_sites": "{sites} where since <= at_day",
        "tallied": "select * exclude (since, until) from ({past_tallies}) where since = {last}",
        "untallied": f"select {_COLUMNS} from ({{dated}}) where {_IS_FRESH}",
        "untallied_sites": f"{{sites}} where {_IS_FRESH}",
        # Of which nothing was known yet, as they are now.
        "later_incidents": "{incidents} where known > at_day",
        "later_sites": "{sites} where since is null or since > at_day",
    }
)
# Macro → its statement of the states of the others.
_STATES: Mapping[str, str] = MappingProxyType(
    {
        "known_incidents": f"select * exclude (until) from ({{past}}) where {_HOLDS}",
        "known_sites": f"select * exclude (until) from ({{past_sites}}) where {_HOLDS}",
        "untallied": f"select {_COLUMNS} from ({{past}}) where {_HOLDS}",
        "untallied_sites": f"select * exclude (until) from ({{past_sites}}) where {_HOLDS}",
    }
)


def _as_tally(name: str, rows: str, keys: Iterable[str], of_one: Mapping[str, str]) -> str:
    """Return the statement of a tally, and of rows as if each were one of it."""
    made = ", ".join(f"{sql} as {measure}" for measure, sql in of_one.items())
    return f"""
from tallied($as_of) where tally = '{name}' union all by name
select '{name}' as tally, first_day, last_day, {", ".join(keys)}, {made} from {rows}"""


_DRAWN = "untallied_sites($as_of) where drawn and site_count = 1"
# Table of a statement → the rows that it has as of the parameter `as_of`.
AS_OF: Mapping[str, str] = MappingProxyType(
    {
        "incidents": "from known_incidents($as_of)",
        "sites": "from known_sites($as_of)",
        **{then(name): _as_tally(name, "untallied($as_of)", KEYS[name], OF_ONE) for name in KEYS},
        then("cells"): _as_tally("cells", _DRAWN, (*CELL_KEYS, "x", "y"), OF_ONE_SITE),
    }
)


def create_macros(
    cursor: duckdb.DuckDBPyConnection, parts: Sequence[Select], schema: str = "main", base: str = ""
) -> None:
    """Create the macros of a schema: of all parts of a store, and of those of a `base` schema."""

    def ask(sql: str) -> Rows:
        return cursor.execute(sql).fetchall()

    for name, sql in macros_of(ask, parts, base).items():
        cursor.execute(f"create or replace macro {schema}.{name}(at_day) as table {sql}")


def macros_of(ask: Ask, parts: Sequence[Select], base: str = "") -> dict[str, str]:
    """Return the statement of each macro by its name, over `at_day`; `ask` runs a statement.

    What is empty is left out, since each part has to be planned in each statement.
    """
    filled = [each for each in parts if _has_rows(ask, each("incidents"))]
    tables = [_Tables(ask, select) for select in filled or parts[:1]]
    macros = dict[str, str]()
    for name, whole in _WHOLE.items():
        found = [f"from {base}.{name}(at_day)"] if base else []
        found += (whole.format_map(each) for each in tables)
        if states := _STATES.get(name):
            found += (states.format_map(each) for each in tables if each.has_states)
        macros[name] = " union all by name ".join(f"({each})" for each in found)
    return macros


def _has_rows(ask: Ask, select: str) -> bool:
    return bool(ask(f"select 1 from ({select}) limit 1"))


class _Tables(dict[str, str]):
    """The statements of the tables of a part, made as they are asked for."""

    def __init__(self, ask: Ask, select: Select) -> None:
        super().__init__(last=_last_checkpoint(ask, select("checkpoints")))
        self.has_states = _has_rows(ask, select("past"))
        self._select = select

    def __missing__(self, table: str) -> str:
        return self._select(table)


def _last_checkpoint(ask: Ask, checkpoints: str) -> str:
    """Return the SQL of a part's last checkpoint as of a day.

    It is made of constants, so that DuckDB skips the rows of other days.
    """
    days = ask(f"select since from ({checkpoints}) order by since desc")
    cases = " ".join(f"when at_day >= date '{day}' then date '{day}'" for (day,) in days)
    never = "'-infinity'::date"
    return f"(case {cases} else {never} end)" if cases else never
