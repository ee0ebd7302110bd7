"""The store against a brute-force oracle, by any query, over any incidents, in many threads."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.errors import BadValue
from geo.mercator import Bounds
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store import tallies
from geo.store.file import replacing
from geo.store.history import past_tallies
from geo.store.order import ORDERS
from geo.store.statements import told
from geo.store.store import Store
from store_checks import (
    ALL,
    BY_ANY_TEXT,
    PACIFIC,
    PHASES,
    VIEWS,
    check_cells,
    check_marks,
    check_pages,
    check_summary,
    made,
    mark_limit,
    opened,
    queries,
    several,
)
from timeline_checks import near, specs

TODAY = date(2024, 4, 1)
CHANCE = random.Random(20240322)
POOL = [made(number, CHANCE) for number in range(150)]
DEEPEST = max(level for levels in tallies.LEVELS.values() for level in levels)


@pytest.fixture(scope="module", params=[False, True], ids=["asked", "held"])
def pool(request: pytest.FixtureRequest) -> Store:
    """Open the many incidents: they are counted by statements, or in memory."""
    return opened(POOL, is_held=request.param)


@given(several(), st.data())
@settings(max_examples=amount(quick=8, thorough=100), phases=PHASES)
def test_any_incidents_are_counted_found_and_drawn(
    found: list[Incident], data: st.DataObject
) -> None:
    store = opened(found)
    for query in (ALL, data.draw(queries(found))):
        view = data.draw(VIEWS)
        check_summary(store, found, query)
        check_pages(store, found, query, size=2, order=data.draw(st.sampled_from(BY_ANY_TEXT)))
        check_marks(store, found, query, view)
        check_cells(store, found, query, view, zoom=data.draw(st.sampled_from([0, 5, 22])))
    for one in found:
        assert store.incident(one.id) == one


OF_MANY = amount(quick=12, thorough=200)


@given(queries(POOL))
@settings(max_examples=OF_MANY)
def test_summaries_of_many(pool: Store, query: Query) -> None:
    check_summary(pool, POOL, query)


@given(queries(POOL), st.sampled_from([20, 50, 200]), st.sampled_from(list(ORDERS)))
@settings(max_examples=OF_MANY)
def test_pages_of_many(pool: Store, query: Query, size: int, order: str) -> None:
    check_pages(pool, POOL, query, size, order)


@pytest.mark.parametrize("order", ORDERS)
def test_positions_are_those_of_the_pages(pool: Store, order: str) -> None:
    _, rows = pool.rows(ALL, order=order, limit=len(POOL))
    assert [pool.position(ALL, row.id, order) for row in rows] == list(range(len(POOL)))
    assert pool.position(Query(id=("nobody",)), rows[0].id, order) is None
    assert pool.position(ALL, "nobody", order) is None


@given(queries(POOL), VIEWS)
@settings(max_examples=OF_MANY)
def test_marks_of_many(pool: Store, query: Query, view: Bounds) -> None:
    check_marks(pool, POOL, query, view)


@given(queries(POOL), VIEWS, st.integers(0, 22))
@settings(max_examples=OF_MANY)
def test_cells_of_many(pool: Store, query: Query, view: Bounds, zoom: int) -> None:
    check_cells(pool, POOL, query, view, zoom)


@given(queries(POOL), VIEWS, VIEWS, st.integers(0, DEEPEST + 1))
@settings(max_examples=OF_MANY)
def test_boxes_of_many(pool: Store, query: Query, box: Bounds, view: Bounds, zoom: int) -> None:
    in_box = replace(query, bbox=box)
    check_summary(pool, POOL, in_box)
    check_pages(pool, POOL, in_box, size=50)
    check_marks(pool, POOL, in_box, view)
    check_cells(pool, POOL, in_box, view, zoom)


@contextmanager
def without_tallies() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallies, "KEYS", {})
        patch.setattr(tallies, "TIMED", {})
        patch.setattr(tallies, "_DEEP_BY_YEAR", ())
        patch.setattr(told, "LEVELS", {tally: {} for tally in tallies.LEVELS})
        yield


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Open the many incidents in a file with all tallies, as a file of millions has."""
    path = tmp_path_factory.mktemp("deep") / "deep.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(past_tallies, "MANY", 1)
        patch.setattr(past_tallies, "SHARED", 0)
        with replacing(path, TODAY) as fresh:
            fresh.add(POOL)
    store = Store(TODAY)
    store.attach(path)
    return store


FEW_FILTERS = st.sampled_from(
    [
        ALL,
        Query(from_="2016", to="2018"),
        Query(group=("islamic-state",)),
        Query(group=("front",), from_="2017"),
        Query(type=("a",)),
        Query(country=("IR", "RU")),
        Query(status=("claimed",), record=("incident",)),
        Query(country=("IR",), group=("front",)),
    ]
)


def timeline_of(store: Store, query: Query, spec: dict[str, Any]) -> Any:
    try:
        return store.timeline(query, **spec).to_json()
    except BadValue as error:
        return str(error)


def check_told(store: Store, query: Query, view: Bounds, zoom: int, spec: dict[str, Any]) -> None:
    """Check that tallies tell what the rows tell."""

    def answers() -> tuple[Any, ...]:
        store._forget()
        marks = store.marks(query, view, zoom)
        with mark_limit(0):
            cells = store.marks(query, view, zoom).cells
        return store.summary(query), marks, cells

    found, timeline = answers(), timeline_of(store, query, spec)
    with without_tallies():
        assert found == answers()
        assert near(timeline_of(store, query, spec)) == timeline


MANY_TOLD = amount(quick=8, thorough=100)


@given(queries(POOL), st.none() | VIEWS, VIEWS, st.integers(0, DEEPEST + 1), specs())
@settings(max_examples=MANY_TOLD, phases=PHASES)
def test_tallies_tell_what_the_rows_tell(
    pool: Store, query: Query, box: Bounds | None, view: Bounds, zoom: int, spec: dict[str, Any]
) -> None:
    check_told(pool, replace(query, bbox=box), view, zoom, spec)


@given(
    queries(POOL) | FEW_FILTERS,
    st.none() | VIEWS,
    VIEWS,
    st.integers(0, DEEPEST + 1),
    specs(),
    st.none() | st.sampled_from(["2016", "2024-03"]),
)
@settings(max_examples=amount(quick=40, thorough=1_000), phases=PHASES)
def test_deep_tallies_tell_what_the_rows_tell(
    deep: Store,
    query: Query,
    box: Bounds | None,
    view: Bounds,
    zoom: int,
    spec: dict[str, Any],
    as_of: str | None,
) -> None:
    assert deep._deep == tallies.DEEP
    check_told(deep, replace(query, bbox=box, as_of=as_of), view, zoom, spec)


def test_threads_get_the_answers_of_their_own_queries(pool: Store) -> None:
    countries = [Query(country=(code,)) for code in ("IR", "RU", "TJ")]
    asked = [*countries, Query(q="kerman"), Query(record=("context",)), ALL]

    def answer(query: Query) -> tuple[Any, ...]:
        return pool.summary(query), pool.rows(query, limit=9), pool.marks(query, PACIFIC, 4)

    expected = [answer(query) for query in asked]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(answer, asked * 4))
    assert answers == expected * 4
