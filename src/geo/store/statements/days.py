"""The days on which something of the matches of a query became known, as one statement."""

__all__ = ["days_sql"]

from geo.store.where import Condition, Where


def days_sql(where: Where) -> Condition:
    """Return the statement of the days on which a match became known or changed, in order.

    A state that matched until a day counts on that day too: something else is known from then on.
    What is known always has no such day.
    """
    sql = f"""
select distinct day from (
  select since as day from incidents where {_matches(where, "sites")}
  union all
  select unnest([since, until]) as day from past where {_matches(where, "past_sites")}
) where day > date '0001-01-01' order by day"""
    return sql, dict(where.params)


def _matches(where: Where, sites: str) -> str:
    conditions = [where.sql, where.of_incident]
    if where.of_site:
        conditions.append(f"n in (select n from {sites} where {where.of_site})")
    return " and ".join(filter(None, conditions))
