"""The matches of a query in SQL: the tables that a statement begins with, and the rows in them."""

__all__ = [
    "LINES",
    "NOTHING",
    "matched",
    "matched_sites",
    "ordered",
    "shown_sites",
    "statement_of",
    "whole",
    "with_key",
]

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from geo.mercator import Bounds
from geo.query.facets import FACETS
from geo.store.order import Order
from geo.store.statements.as_of import AS_OF
from geo.store.tallies import TOLLS
from geo.store.where import Condition, Where, bounds_condition

LINES = ",\n"
NOTHING: Mapping[str, Any] = MappingProxyType({})
_KEY_COLUMNS = tuple(facet.column for facet in FACETS.values())
# The columns that records are counted and sorted by: of a record with one site, the site has them.
_ROW_COLUMNS = tuple(
    dict.fromkeys(
        ("n", "first_day", "last_day", "drawn", "site_count", "credit", *_KEY_COLUMNS, *TOLLS)
    )
)
_ROWS = ", ".join(_ROW_COLUMNS)
# Reading a few columns several times costs far less than writing all of them once.
_MATERIALIZED = {
    **dict.fromkeys(AS_OF, "not materialized"),
    "in_box": "materialized",
    "records_in_box": "not materialized",
    "sites_in_box": "not materialized",
    "found": "materialized",
    "found_rows": "materialized",
    "countries": "materialized",
    "page": "materialized",
    "chosen": "materialized",
    "edge": "materialized",
    "untold": "materialized",
    "shown": "not materialized",
    "single": "materialized",
    "several": "materialized",
    "spans": "materialized",
    "ends": "materialized",
    "ends_are_near": "not materialized",
}


def statement_of(
    where: Where, select: str, more: Mapping[str, Any] = NOTHING, **tables: str
) -> Condition:
    """Put `with` before a statement, and the tables that it names; `more` are more parameters."""
    named = {**(AS_OF if where.has_day else {}), **_narrowing(where), **tables}
    parts = [f"{name} as {_MATERIALIZED[name]} ({sql})" for name, sql in named.items()]
    tables_sql = f"with {LINES.join(parts)}\n" if parts else ""
    return tables_sql + select.lstrip(), {**where.params, **more}


def _narrowing(where: Where) -> dict[str, str]:
    """Return the tables of what passes the filters of sites only, then those of incidents only.

    Sites near each other stand together, so those in a box are read and the others are not; only
    records with several sites have to be looked up. Long texts are read once.
    """
    tables = dict[str, str]()
    if where.of_site:
        single = f"sites where site_count = 1 and {where.of_site}"
        tables = {
            "in_box": f"select n from sites where site_count > 1 and {where.of_site}",
            "records_in_box": f"""
select {_ROWS} from {single}
union all select {_ROWS} from incidents where n in (from in_box)""",
            "sites_in_box": f"from {single} union all from sites where n in (from in_box)",
        }
    if where.of_incident and where.of_site:
        tables["found"] = f"select n from incidents where {where.of_incident}"
        tables["found_rows"] = f"select {_ROWS} from records_in_box where n in (from found)"
    elif where.of_incident:
        tables["found_rows"] = f"select {_ROWS} from incidents where {where.of_incident}"
    return tables


def _records(where: Where) -> str:
    if where.of_incident:
        return "found_rows"
    return "records_in_box" if where.of_site else "incidents"


def matched(where: Where) -> str:
    """Return the incidents that a query matches, with a `where` to which more can be added."""
    return f"{_records(where)} where {where.sql}"


def whole(where: Where) -> str:
    """Return the same with all columns; of records that had to be found, only some are kept."""
    records = _records(where)
    narrowed = "" if records == "incidents" else f" and n in (select n from {records})"
    return f"incidents where {where.sql}{narrowed}"


def with_key(where: Where, order: Order) -> str:
    """Return the same with the key of an order."""
    return matched(where) if order.key in _ROW_COLUMNS else whole(where)


def ordered(where: Where, order: Order) -> str:
    return f"{with_key(where, order)} order by {order.sql}"


def matched_sites(where: Where) -> str:
    """Return the sites of the incidents that a query matches, with a `where`."""
    found = " and n in (select n from found_rows)" if where.of_incident else ""
    return f"{'sites_in_box' if where.of_site else 'sites'} where {where.sql}{found}"


def shown_sites(where: Where, bounds: Bounds) -> Condition:
    """Return those of them that are drawn in a view."""
    in_view, sides = bounds_condition(bounds, "view_")
    return f"{matched_sites(where)} and drawn and {in_view}", sides
