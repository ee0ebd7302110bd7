"""The statement of all matches in codes and numbers: a row for each of their sites."""

__all__ = ["CODED", "KILLED", "site_rows_sql"]

from geo.query.filters import FILTERS
from geo.store.statements.matches import matched_sites, statement_of, whole
from geo.store.where import Condition, Where

KILLED = ("killed_low", "killed_best", "killed_high")
# The columns that records are filtered and counted by, except what follows from their sites.
CODED = tuple(dict.fromkeys(f.column for f in FILTERS if f.has_facet and f.column != "finest"))
_RECORD = ", ".join(("n", "site_count", "first_day", "last_day", *KILLED, *CODED))
_SITE = "site, x, y, precision, radius_km"


def site_rows_sql(where: Where) -> Condition:
    """Return the statement of all sites of the matches, and of each match without a position.

    A site knows nearly all of its record, so that the two tables are not joined.
    """
    contested = "n in (select n from incidents where contested) as contested"
    return statement_of(
        where,
        f"""
select {_RECORD}, {_SITE}, {contested} from {matched_sites(where)}
union all by name
select {_RECORD}, contested from {whole(where)} and site_count = 0""",
    )
