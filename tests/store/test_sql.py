"""The statements of the store as texts: a change of one is seen in a review.

After a change that is meant, write them again: python tests/store/test_sql.py
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.mercator import Bounds
from geo.query.facets import FACETS
from geo.query.query import Query
from geo.query.timeline import TimelineSpec
from geo.store.order import ORDERS
from geo.store.statements import sql
from geo.store.statements.site_rows import site_rows_sql
from geo.store.statements.timeline import timeline_sql
from geo.store.where import Condition, where_of

SNAPSHOTS = Path(__file__).with_name("snapshots")
WORLD = Bounds(west=-180, south=-85, east=180, north=85)
TOWN = Bounds(west=57, south=30, east=57.5, north=30.5)
ALL = Query()
FILTERED = Query(from_="2017", to="2024-03", group=("isis-k",), country=("IR",))
AS_OF = Query(country=("IR",), as_of="2024-03")
FOUND = Query(q="Kermān hall", bbox=TOWN)


def summary(query: Query) -> Condition:
    asked = [(facet.column, query.without(*facet.filters)) for facet in FACETS.values()]
    keys = dict.fromkeys([("credit", query), *asked])
    return sql.summary_sql(where_of(query), [(column, where_of(other)) for column, other in keys])


CASES: dict[str, Callable[[], Condition]] = {
    "summary": lambda: summary(ALL),
    "summary_filtered": lambda: summary(FILTERED),
    "summary_as_of": lambda: summary(AS_OF),
    "summary_found": lambda: summary(FOUND),
    "view_of_the_world": lambda: sql.view_sql(where_of(ALL), WORLD, 2),
    "view_of_a_town_filtered": lambda: sql.view_sql(where_of(FILTERED), TOWN, 12),
    "view_found": lambda: sql.view_sql(where_of(FOUND), TOWN, 12),
    "marks": lambda: sql.marks_sql(where_of(FILTERED), TOWN),
    "page": lambda: sql.page_sql(where_of(FILTERED), "id, title", ORDERS["killed"], 100, 200),
    "page_found": lambda: sql.page_sql(where_of(FOUND), "id, title", ORDERS["newest"], 10, 0),
    "position": lambda: sql.position_sql(where_of(FILTERED), ORDERS["killed"], "A"),
    "numbers": lambda: sql.numbers_sql(where_of(FILTERED)),
    "page_rows": lambda: sql.page_rows_sql(where_of(FILTERED))[0],
    "page_rows_of_sites": lambda: sql.page_rows_sql(where_of(FILTERED))[1],
    "timeline": lambda: timeline_sql(where_of(ALL), TimelineSpec(), None),
    "timeline_of_groups": lambda: timeline_sql(
        where_of(FOUND), TimelineSpec(unit="week", by="group", series=("isis-k",)), TOWN
    ),
    "timeline_of_killed_as_of": lambda: timeline_sql(
        where_of(AS_OF), TimelineSpec(unit="year", measure="killed"), None
    ),
    "site_rows": lambda: site_rows_sql(where_of(FILTERED)),
    "site_rows_found": lambda: site_rows_sql(where_of(FOUND)),
    "private": lambda: sql.has_private_sql(where_of(FILTERED), ["a credit"]),
}


def written(condition: Condition) -> str:
    """Return a statement with the values of its parameters."""
    statement, params = condition
    values = [f"-- {name} = {value!r}" for name, value in sorted(params.items())]
    return "\n".join([statement.strip(), "", *values]).strip() + "\n"


@pytest.mark.parametrize("name", CASES)
def test_a_statement_is_its_snapshot(name: str) -> None:
    assert written(CASES[name]()) == (SNAPSHOTS / f"{name}.sql").read_text("utf-8")


def test_every_snapshot_is_of_a_statement() -> None:
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(CASES)


if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for path in SNAPSHOTS.iterdir():
        path.unlink()
    for name, case in CASES.items():
        (SNAPSHOTS / f"{name}.sql").write_text(written(case()), "utf-8")
