"""A store that asks Spark gives the answers of the one that asks DuckDB: the contract of both."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from effort import amount
from geo.errors import BadValue
from geo.mercator import Bounds
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.spark.session import spark_session
from geo.store.order import ORDERS
from geo.store.tallies import DEEP
from samples import KERMAN, curated
from spark_pair import AS_OF, Pair, invented, odd, pair_of
from store_checks import WORLD

pytestmark = pytest.mark.spark

CHANCE = random.Random(20240322)
ROWS = amount(quick=1_000, thorough=5_000)
EUROPE = Bounds(west=-20.0, south=30.0, east=60.0, north=70.0)
PACIFIC = Bounds(west=170.0, south=-20.0, east=-170.0, north=20.0)
# Each filter is in one of them at least.
QUERIES = (
    Query(),
    Query(from_="2017", to="2024-03", group=("isis-k", "front"), country=("IR", "RU")),
    Query(record=("incident", "context"), type=("a",), status=("claimed", "disputed")),
    Query(precision=("site", "none"), statement=("claim",), dataset=("tests",)),
    Query(speaker=("media",), attribution=("media--front",)),
    Query(accused=("ruritania",), disputed=("front--ruritania",)),
    Query(q='kermān "a hall"', bbox=EUROPE),
    Query(q="12 köln", bbox=PACIFIC),
    Query(q="крокус"),
    Query(id=("A-1", "odd 3", KERMAN, "nothing")),
    Query(as_of="2024-03-15"),
    Query(as_of="2024-03-22", country=("IR",), q="hall", bbox=EUROPE),
    Query(as_of="2024-03", status=("claimed",)),
)
TIMELINES: tuple[dict[str, Any], ...] = (
    {},
    {"unit": "year", "measure": "killed"},
    {"unit": "week", "by": "group", "series": ("isis-k", "front")},
    {"unit": "day", "measure": "killed", "span": ("2024-03", "2024-04")},
)
VIEWS = ((WORLD, 0), (EUROPE, 4), (PACIFIC, 7), (EUROPE, 13))


@pytest.fixture(scope="module")
def pair(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    found = [*curated().values(), *odd(), *(invented(n, CHANCE) for n in range(ROWS))]
    with pair_of(spark, found, tmp_path_factory.mktemp("pair")) as both:
        yield both


def test_a_session_has_the_settings_of_the_program(spark: Any) -> None:
    found = {name: spark.conf.get(name) for name in ("spark.sql.ansi.enabled", "spark.ui.enabled")}
    assert found == {"spark.sql.ansi.enabled": "true", "spark.ui.enabled": "false"}
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark.conf.get("spark.driver.host") == "127.0.0.1"


def test_a_second_session_is_refused(spark: Any) -> None:
    words = r"a session on local\[2\] is open in this process: stop it first"
    with pytest.raises(BadValue, match=words), spark_session("local[1]"):
        pass


def test_both_have_the_finer_tallies_of_many_records(pair: Pair) -> None:
    assert pair.spark._deep == pair.duckdb._deep == DEEP


def test_each_filter_is_asked() -> None:
    asked = {filter_.name for query in QUERIES for filter_, _ in query.filters()}
    assert asked | {"as_of"} == {filter_.name for filter_ in FILTERS}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_totals_facets_and_tolls(pair: Pair, query: Query) -> None:
    assert pair.spark.summary(query) == pair.duckdb.summary(query)


@pytest.mark.parametrize("at", range(len(QUERIES)))
def test_cells_of_a_view(pair: Pair, at: int) -> None:
    query, (view, zoom) = QUERIES[at], VIEWS[at % len(VIEWS)]
    cells = pair.duckdb.marks(query, view, zoom, most=0)
    assert pair.spark.marks(query, view, zoom, most=0) == cells


@pytest.mark.parametrize("zoom", amount(quick=(2, 9, 22), thorough=tuple(range(23))))
def test_every_cell_at_a_zoom(pair: Pair, zoom: int) -> None:
    found = pair.spark.marks(Query(), WORLD, zoom, most=0)
    assert found == pair.duckdb.marks(Query(), WORLD, zoom, most=0)
    assert sum(cell.count for cell in found.cells) >= found.in_view


@pytest.mark.parametrize("query", QUERIES[1::4], ids=str)
def test_marks_of_a_view(pair: Pair, query: Query) -> None:
    marks = pair.duckdb.marks(query, EUROPE, 9, most=10_000)
    assert marks.marks
    assert pair.spark.marks(query, EUROPE, 9, most=10_000) == marks


@pytest.mark.parametrize("at", range(len(QUERIES)))
def test_bins_of_the_timeline(pair: Pair, at: int) -> None:
    query, spec = QUERIES[at], TIMELINES[at % len(TIMELINES)]
    view = EUROPE if at % 2 else None
    timeline = pair.duckdb.timeline(query, bounds=view, **spec)
    assert pair.spark.timeline(query, bounds=view, **spec) == timeline


@pytest.mark.parametrize("order", ORDERS)
def test_pages_and_positions(pair: Pair, order: str) -> None:
    query = QUERIES[list(ORDERS).index(order)]
    page = pair.duckdb.rows(query, order=order, limit=20, offset=2)
    assert pair.spark.rows(query, order=order, limit=20, offset=2) == page
    wanted = [page[1][-1].id if page[1] else KERMAN, "nothing"]
    positions = [pair.duckdb.position(query, each, order) for each in wanted]
    assert [pair.spark.position(query, each, order) for each in wanted] == positions


@pytest.mark.parametrize("query", QUERIES[::5], ids=str)
def test_bounds_days_sources_and_rows(pair: Pair, query: Query) -> None:
    one, other = pair.spark, pair.duckdb
    assert one.bounds(query) == other.bounds(query)
    assert one.days_of_knowledge(query) == other.days_of_knowledge(query)
    assert one.newest_source(query) == other.newest_source(query)
    assert one.page_rows(query) == other.page_rows(query)
    assert one.has_private(query) == other.has_private(query)
    sites = (sorted(map(repr, each.site_rows(query).to_pylist())) for each in (one, other))
    assert next(sites) == next(sites)


def test_records_as_they_came_and_as_they_were_known(pair: Pair) -> None:
    one, other = pair.spark, pair.duckdb
    for as_of in (None, "2024-03-22"):
        assert one.incident(KERMAN, as_of) == other.incident(KERMAN, as_of)
    query = Query(country=("IR",), record=("aggregate",))
    assert one.incidents(query, limit=5) == other.incidents(query, limit=5)
    assert one.has(query, KERMAN) is other.has(query, KERMAN) is False
    assert one.largest_toll() == other.largest_toll()


def test_records_that_look_alike(pair: Pair) -> None:
    found = pair.spark.similar(["tests"])
    assert found == pair.duckdb.similar(["tests"])


def test_an_empty_store(spark: Any) -> None:
    from geo.spark.store import SparkStore
    from geo.store.store import Store

    one, other = SparkStore(spark, {}, as_of=AS_OF), Store(as_of=AS_OF)
    assert one.summary(Query()) == other.summary(Query())
    assert one.timeline(Query(as_of="2024")) == other.timeline(Query(as_of="2024"))
    assert one.rows(Query()) == other.rows(Query()) == (0, [])
