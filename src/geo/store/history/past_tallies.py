"""All tallies of a store, as steps that any engine can take: each adds rows to one table.

There are tallies as of some days, so that few rows are read as of any day. Of the rows that are
known whole from one day on, there are tallies as of each checkpoint: all that were known by then.
As of another day they are those of the checkpoint before it, and the rows since then, which lie
next to each other in a table of their own. The states of records that have a ledger, which are few,
are read one by one.
"""

__all__ = ["COUNTED", "Step", "fill_tallies", "tally_steps"]

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import duckdb

from geo.query.filters import FILTERS
from geo.store.tallies import MEASURES, SHALLOW, TALLIED, deep_sql, tallied_sql

# As of a day at most one row in so many is read by itself; a file grows by their tallies.
CHECKPOINTS = 12
FEWEST = 20_000  # rows between two checkpoints: so few are read as fast as tallies
MANY = 5_000_000  # records of which deep tallies are made: fewer are read fast enough
SHARED = 20  # and a row of each other tally counts as many on average: else deep ones are long
COUNTED = "counted"  # a table that is there while tallies are made only
NO_VALUES: Mapping[str, Any] = MappingProxyType({})
Ask = Callable[[str], Sequence[tuple[Any, ...]]]


class Step(NamedTuple):
    """Rows for a table: `sql` selects columns of it by their names, and `params` are its values.

    It `adds_up` where parts of the incidents and the sites can be counted by themselves, and the
    sums be added.
    """

    table: str
    sql: str
    params: Mapping[str, Any] = NO_VALUES
    adds_up: bool = False


def fill_tallies(
    connection: duckdb.DuckDBPyConnection, schema: str, *, is_deep: bool = False
) -> None:
    """Make all tallies of a schema, which has none yet; the deep ones where they are wanted."""
    like = f"select *, null::date as counted from {schema}.tallies limit 0"
    connection.execute(f"create temp table {COUNTED} as {like}")
    for table, sql, params, _ in tally_steps(
        lambda asked: connection.execute(asked).fetchall(), f"{schema}.", is_deep=is_deep
    ):
        target = table if table == COUNTED else f"{schema}.{table}"
        connection.execute(f"insert into {target} by name {sql}", dict(params) or None)
    connection.execute(f"drop table temp.{COUNTED}")


def tally_steps(ask: Ask, schema: str = "", *, is_deep: bool = False) -> Iterator[Step]:
    """Yield what makes all tallies of the tables whose names begin with `schema`, in order.

    A step is done before `ask` is called, and before a step that does not add up. `ask` returns the
    rows of a statement; COUNTED is a table of the columns of tallies, and of the day `counted`.
    """
    counted = f"{schema}incidents", f"{schema}sites"
    yield from (Step("tallies", sql, adds_up=True) for sql in tallied_sql(*counted))
    checkpoints = {"most": CHECKPOINTS, "fewest": FEWEST}
    yield Step("checkpoints", _CHECKPOINTS.format(schema=schema), checkpoints)
    yield Step("dated", _DATED.format(schema=schema))
    spans = ask(f"select since, until from {schema}checkpoints order by since")
    ((others,),) = ask(f"select count(*) from {schema}incidents where since is null")
    if len(spans) == 1 and not others:
        yield Step("past_tallies", _SAME.format(schema=schema))
    elif spans:
        yield from _past_steps(schema, spans)
    if is_deep and _is_worth_it(ask, schema):
        yield from (Step("tallies", sql, adds_up=True) for sql in deep_sql(*counted))


def _past_steps(schema: str, spans: Sequence[tuple[Any, ...]]) -> Iterator[Step]:
    """Yield tallies by the checkpoint that is the first to count a row, then those as of each."""
    days = _COUNTED_DAYS.format(schema=schema)
    rows = (
        f"(select * from {schema}{table} join ({days}) as counted_days using (since))"
        for table in ("incidents", "sites")
    )
    yield from (Step(COUNTED, sql) for sql in tallied_sql(*rows, "counted"))
    before = None
    for since, until in spans:  # all at once would need more memory than an import may have
        days_of = {"before": before, "since": since, "until": until}
        for tally in SHALLOW:
            yield Step("past_tallies", _PAST.format(schema=schema), {**days_of, "tally": tally})
        before = since


def _is_worth_it(ask: Ask, schema: str) -> bool:
    """Tell whether there are many records, and a tally is far shorter than they are."""
    ((size,),) = ask(f"select count(*) from {schema}incidents")
    rows = ask(f"select tally, count(*) from {schema}tallies group by tally")
    return bool(size >= MANY and SHARED * max(number for _, number in rows) <= size)


_KEYS = (
    "tally",
    *dict.fromkeys(each.column for each in FILTERS if each.table == "both"),
    *("years", "credit", "x", "y"),
)
_SUMMED = (*MEASURES, "lon", "lat")
_NAMED = ", ".join((*_KEYS, *_SUMMED))
_SUMS = ", ".join(f"sum({name}) as {name}" for name in _SUMMED)
# Of all days on which rows became known the last of each part; no part has too many rows next to
# those of its last day.
_CHECKPOINTS = """
with days as (
  select since, count(*) as number from {schema}incidents where since is not null group by since
),
summed as (
  select since, sum(number) over (order by since) as so_far, sum(number) over () as size from days
),
chosen as (
  select max(since) as since from summed where size >= $fewest
  group by (so_far - 1) * least($most, size // $fewest) // size
)
select since, lead(since) over (order by since) as until from chosen
"""
_DATED = f"""
select since, {", ".join(TALLIED)} from {{schema}}incidents
where since is not null and since not in (select since from {{schema}}checkpoints)
order by since
"""
_SAME = f"""
select {_NAMED}, since, until from {{schema}}tallies, {{schema}}checkpoints
order by tally, x, y, first_day
"""
_COUNTED_DAYS = """
select days.since, min(checkpoints.since) as counted
from (select distinct since from {schema}incidents) as days
     join {schema}checkpoints as checkpoints on checkpoints.since >= days.since
group by days.since
"""
_PAST = f"""
select {", ".join(_KEYS)}, {_SUMS}, $since::date as since, $until::date as until
from (select {_NAMED} from {{schema}}past_tallies where since = $before and tally = $tally
      union all
      select {_NAMED} from {COUNTED} where counted = $since and tally = $tally)
group by {", ".join(_KEYS)}
order by x, y, first_day
"""
