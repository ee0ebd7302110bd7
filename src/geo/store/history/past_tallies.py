"""Tallies as of some days, so that few rows are read as of any day.

Of the rows that are known whole from one day on, there are tallies as of each checkpoint: all that
were known by then. As of another day they are those of the checkpoint before it, and the rows since
then, which lie next to each other in a table of their own. The states of records that have a
ledger, which are few, are read one by one.
"""

__all__ = ["fill_tallies"]

import duckdb

from geo.store.tallies import KEYS, MEASURES, TALLIED, tallied_sql

# As of a day at most one row in so many is read by itself; a file grows by their tallies.
CHECKPOINTS = 12
FEWEST = 20_000  # rows between two checkpoints: so few are read as fast as tallies


def fill_tallies(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make all tallies of a schema, which has none yet."""
    for sql in tallied_sql(f"{schema}.incidents", f"{schema}.sites"):
        connection.execute(f"insert into {schema}.tallies by name {sql}")
    most = {"most": CHECKPOINTS, "fewest": FEWEST}
    connection.execute(_CHECKPOINTS.format(schema=schema), most)
    spans = connection.execute(f"from {schema}.checkpoints order by since").fetchall()
    connection.execute(_DATED.format(schema=schema))
    (others,) = connection.execute(_OTHERS.format(schema=schema)).fetchall()[0]
    if len(spans) == 1 and not others:
        connection.execute(_SAME.format(schema=schema))
    elif spans:
        _count_first(connection, schema)
        before = None
        for since, until in spans:  # all at once would need more memory than an import may have
            days = {"before": before, "since": since, "until": until}
            for tally in ("cells", *KEYS):
                connection.execute(_PAST.format(schema=schema), {**days, "tally": tally})
            before = since
        connection.execute("drop table temp.counted")


def _count_first(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make tallies by the checkpoint that is the first to count a row."""
    connection.execute(_COUNTED_DAYS.format(schema=schema))
    incidents, sites = (
        f"(select * from {schema}.{table} join temp.counted_days using (since))"
        for table in ("incidents", "sites")
    )
    columns = f"select *, null::date as counted from {schema}.tallies limit 0"
    connection.execute(f"create temp table counted as {columns}")
    for sql in tallied_sql(incidents, sites, "counted"):
        connection.execute(f"insert into temp.counted by name {sql}")
    connection.execute("drop table temp.counted_days")


_SUMMED = (*MEASURES, "lon", "lat")
_SUMS = ", ".join(f"sum({name}) as {name}" for name in _SUMMED)
# Of all days on which rows became known the last of each part; no part has too many rows next to
# those of its last day.
_CHECKPOINTS = """
insert into {schema}.checkpoints
with days as (
  select since, count(*) as number from {schema}.incidents where since is not null group by since
),
summed as (
  select since, sum(number) over (order by since) as so_far, sum(number) over () as size from days
),
chosen as (
  select max(since) as since from summed where size >= $fewest
  group by (so_far - 1) * least($most, size // $fewest) // size
)
select since, lead(since) over (order by since) from chosen
"""
_DATED = f"""
insert into {{schema}}.dated by name select since, {", ".join(TALLIED)} from {{schema}}.incidents
where since is not null and since not in (select since from {{schema}}.checkpoints)
order by since
"""
_OTHERS = "select count(*) from {schema}.incidents where since is null"
_SAME = """
insert into {schema}.past_tallies by name
select tallies.*, checkpoints.since, checkpoints.until from {schema}.tallies, {schema}.checkpoints
order by tally, x, y, first_day
"""
_COUNTED_DAYS = """
create temp table counted_days as
select days.since, min(checkpoints.since) as counted
from (select distinct since from {schema}.incidents) as days
     join {schema}.checkpoints on checkpoints.since >= days.since
group by days.since
"""
_PAST = f"""
insert into {{schema}}.past_tallies by name
select * exclude ({", ".join(_SUMMED)}), {_SUMS}, $since::date as since, $until::date as until
from (select * exclude (since, until) from {{schema}}.past_tallies
      where since = $before and tally = $tally
      union all by name
      select * exclude (counted) from temp.counted where counted = $since and tally = $tally)
group by all
order by x, y, first_day
"""
