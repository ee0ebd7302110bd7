"""The numbers of records in a store directory: they follow the place.

Records with one site come first, along the Morton curve of their positions, then those with several
sites, then those without any. So rows that a view of the map asks for stand together in all tables.
"""

__all__ = ["NUMBERED_ORDER", "ORDER", "PLACES", "WHOLE_ORDER", "WITH_CELLS", "morton_sql"]

from collections.abc import Mapping
from types import MappingProxyType

# Table of records → what its rows with one number are in the order of.
NUMBERED_ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"incidents": (), "sites": ("site",), "past": ("since",), "past_sites": ("since", "site")}
)
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


# Cells near each other stand together, and in a cell each group, so that few texts are read.
_OF_TALLIES = ("tally", morton_sql("x", "y"), "groups", "first_day")
# Each other table → its order as a whole, by columns or expressions of them.
WHOLE_ORDER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "labels": ("facet", "value", "label", "part_of"),
        "credits": ("credit",),
        "tallies": _OF_TALLIES,
        "checkpoints": ("since",),
        "past_tallies": ("since", *_OF_TALLIES),
        "dated": ("since",),
    }
)
# What the records of a directory are in the order of: files, and rows in these, at one place.
ORDER = ("part", "curve", "document", "old_n")
# For each record its number as it was imported, and where it is in this order: of records with the
# cell of their only site.
PLACES = f"""
select
  n as old_n, document, coalesce(curve, 0) as curve,
  case when site_count = 1 then 0 when site_count > 1 then 1 else 2 end as part
from (select n, document, site_count, {morton_sql("x", "y")} as curve from {{placed}})"""
# The records as PLACES takes them, of tables that have the cells of sites only.
WITH_CELLS = """
select n, document, incidents.site_count, x, y
from incidents left join (select n, x, y from sites where site_count = 1) as cells using (n)"""
