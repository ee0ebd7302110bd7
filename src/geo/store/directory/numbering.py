"""The numbers of records in a store directory: they follow the place.

Records with one site come first, along the Morton curve of their positions, then those with several
sites, then those without any. So rows that a view of the map asks for stand together in all tables.
"""

__all__ = ["NUMBERS", "morton_sql"]

_BITS = 16  # of each axis that the curve looks at: a cell of it is 150 m wide at the equator
_DROPPED = 8  # of the 24 bits of the finest grid


def morton_sql(x: str, y: str) -> str:
    """Return the SQL of the place of a cell of the finest grid on the Morton curve, 32 bits."""
    bits = [
        f"((({axis} >> {bit + _DROPPED}) & 1)::bigint << {2 * bit + shift})"
        for bit in range(_BITS)
        for shift, axis in enumerate((x, y))
    ]
    return f"({' | '.join(bits)})"


# For each record its number as it was imported, `old_n`, its number in the directory, and where its
# only site is. Those of one place stand in the order of their files, and of their rows in these.
NUMBERS = f"""
select old_n, (row_number() over (order by part, curve, document, old_n) - 1)::int as n, lon, lat
from (
  select incidents.n as old_n, document, lon, lat,
         case when site_count = 1 then 0 when site_count > 1 then 1 else 2 end as part,
         coalesce(curve, 0) as curve
  from incidents left join (
    select n, lon, lat, {morton_sql("x", "y")} as curve from sites where site_count = 1
  ) as placed using (n)
)"""
