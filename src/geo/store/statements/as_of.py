"""The store as it was known at the end of a day: table macros, which take the day.

A statement of a query with a day names tables as any other does; its `with` says that they are
these. Without a day nothing of this is asked.
"""

__all__ = ["AS_OF", "create_macros"]

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import duckdb

Select = Callable[[str], str]  # the statement of all rows of a table, without a condition

_IS_THEN = "since <= at_day and (until is null or until > at_day)"
_THEN = f"""
{{whole}} where since <= at_day
union all by name select * exclude (until) from ({{past}}) where {_IS_THEN}"""
# Macro → its statement, in which tables stand for their rows.
_MACROS: Mapping[str, str] = MappingProxyType(
    {
        "known_incidents": _THEN.format(whole="{incidents}", past="{past}"),
        "known_sites": _THEN.format(whole="{sites}", past="{past_sites}"),
        # Of which nothing was known yet, as they are now.
        "later_incidents": "{incidents} where known > at_day",
        "later_sites": "{sites} where since is null or since > at_day",
    }
)
# Table of a statement → the rows that it has as of the parameter `as_of`.
AS_OF: Mapping[str, str] = MappingProxyType(
    {
        "incidents": "from known_incidents($as_of)",
        "sites": "from known_sites($as_of)",
    }
)


def create_macros(
    cursor: duckdb.DuckDBPyConnection, parts: Sequence[Select], schema: str = "main", base: str = ""
) -> None:
    """Create the macros of a schema: of all parts of a store, and of those of a `base` schema."""
    for name, statement in _MACROS.items():
        found = [f"from {base}.{name}(at_day)"] if base else []
        found += (statement.format_map(_Tables(select)) for select in parts)
        sql = " union all by name ".join(f"({each})" for each in found)
        cursor.execute(f"create or replace macro {schema}.{name}(at_day) as table {sql}")


class _Tables(dict[str, str]):
    """The statements of the tables of a part, made as they are asked for."""

    def __init__(self, select: Select) -> None:
        super().__init__()
        self._select = select

    def __missing__(self, table: str) -> str:
        return self._select(table)
