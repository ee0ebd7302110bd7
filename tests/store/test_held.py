"""What a small store counts in memory is what statements count: the same values, in one order."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.errors import BadValue
from geo.mercator import Bounds
from geo.model.attribution import STATUSES
from geo.model.incident import Actor, Casualties, Incident, Range
from geo.query.query import Query
from geo.query.summary import MOST_GROUPS
from geo.store import questions
from geo.store.file import replacing
from geo.store.store import Store
from samples import incident, located, statement
from store_checks import ALL, PHASES, VIEWS, WORLD, mark_limit, opened, queries, several


def answers(store: Store, query: Query, view: Bounds, most: int) -> str:
    """Return what a store answers, written out, so that orders and kinds of numbers count too."""
    with mark_limit(most):
        found: tuple[Any, ...] = (
            store.marks(query, view, 4),
            store.summary(query),
            store.newest_source(query),
            [store.incidents(query, limit=2, offset=offset) for offset in (0, 1, 99)],
        )
    return repr(found)


def check(found: list[Incident], query: Query, view: Bounds = WORLD, most: int = 2_000) -> None:
    asked, held = opened(found), opened(found, is_held=True)
    assert answers(held, query, view, most) == answers(asked, query, view, most)


@given(several(), st.data())
@settings(max_examples=amount(quick=15, thorough=300), phases=PHASES, deadline=None)
def test_any_query_of_any_incidents_is_counted_alike(
    found: list[Incident], data: st.DataObject
) -> None:
    asked, held = opened(found), opened(found, is_held=True)
    for query in (ALL, data.draw(queries(found)), data.draw(queries(found))):
        view, most = data.draw(VIEWS), data.draw(st.sampled_from([0, 1, 2_000]))
        assert answers(held, query, view, most) == answers(asked, query, view, most)


def test_an_empty_store_is_counted_alike() -> None:
    check([], ALL)
    check([], Query(country=("IR",)))


def test_a_zero_keeps_its_sign() -> None:
    found = [located("A", (0.0, -0.0)), located("B", (-0.0, 0.0)), located("C", (0.0, 0.0))]
    said = [
        sorted(
            str((mark.lon, mark.lat))
            for mark in opened(found, is_held=is_held).marks(ALL, WORLD, 2).marks
        )
        for is_held in (False, True)
    ]
    assert said[1] == said[0]
    assert len(set(said[0])) == 3


def test_an_incident_with_several_sites_counts_once_in_view() -> None:
    found = [located("A", (1.0, 2.0), (3.0, 4.0)), located("B", (1.0, 2.0))]
    marks = opened(found, is_held=True).marks(ALL, WORLD, 2)
    assert (marks.matched, marks.in_view, len(marks.marks)) == (2, 2, 3)
    check(found, ALL)


def test_an_incident_counts_once_in_a_cell_at_the_mean_of_its_sites_there() -> None:
    found = [
        located("A", (1.0, 2.0), (2.0, 4.0), (100.0, 2.0)),
        located("B", (3.5, 5.0), casualties=Casualties(killed=Range(low=1, best=2, high=3))),
    ]
    near, far = opened(found, is_held=True).marks(ALL, WORLD, 2, most=3).cells
    assert (near.lon, near.lat, near.count, far.lon, far.lat, far.count) == (2.5, 4, 2, 100, 2, 1)
    assert (near.killed, far.killed) == ({"low": 1, "best": 2, "high": 3}, None)
    check(found, ALL, most=3)


def test_a_mean_position_is_the_same_in_any_order_of_its_sites() -> None:
    """It lies halfway between two numbers of nine decimals, where the last digit of a sum tells."""
    chance = Random(1)
    for _ in range(5):
        steps = [2 * chance.randrange(500_000) for _ in range(15)] + [1]
        means = set()
        for is_held in (False, True) * 4:
            chance.shuffle(steps)
            found = [located(f"{n:02}", (57 + step / 1e6, 30.0)) for n, step in enumerate(steps)]
            (cell,) = opened(found, is_held=is_held).marks(ALL, WORLD, 2, most=0).cells
            means.add(cell.lon)
        assert len(means) == 1


def claimed(number: int, *groups: str) -> Incident:
    """Return an incident that some groups claim."""
    return located(
        f"{number:03}",
        (1.0, 2.0),
        actors=tuple(Actor(id=group, name=group, kind="armed_group") for group in groups),
        assertions=tuple(statement(group, "claim", group) for group in groups),
    )


def test_statuses_come_in_the_order_of_their_table() -> None:
    incidents = [claimed(1), claimed(2, "front", "army"), claimed(3, "front")]
    for is_held in (False, True):
        found = list(opened(incidents, is_held=is_held).marks(ALL, WORLD, 2).legend["status"])
        assert found == [status for status in STATUSES if status in found]
        assert len(found) == 3


def test_the_legend_has_the_most_frequent_groups_only() -> None:
    groups = [f"group-{number:03}" for number in range(MOST_GROUPS + 2)]
    found = [claimed(number, groups[-1 - number]) for number in range(len(groups))]
    marks = opened(found, is_held=True).marks(ALL, WORLD, 2)
    assert list(marks.legend["group"]) == groups[:MOST_GROUPS]
    check(found, ALL)


def test_another_zoom_level_is_refused() -> None:
    with pytest.raises(BadValue, match="zoom"):
        opened([incident()], is_held=True).marks(ALL, WORLD, 23)


def test_what_is_added_is_counted() -> None:
    store = opened([located("A", (1.0, 2.0))], is_held=True)
    assert store.summary(ALL).matched == 1
    store.add([located("B", (3.0, 4.0))])
    assert store.summary(ALL).matched == 2
    assert store.marks(ALL, WORLD, 2).matched == 2


def test_only_a_small_store_that_many_ask_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [located("A", (1.0, 2.0)), located("B", (3.0, 4.0))]
    store = opened(found, is_held=True)
    assert store._held_for(ALL)
    assert store._held_for(Query(as_of="2020")) is None
    assert opened(found)._held_for(ALL) is None
    monkeypatch.setattr(questions, "MOST_HELD", 1)
    assert store._held_for(ALL) is None


def test_the_first_questions_need_no_columns() -> None:
    store = opened([located("A", (1.0, 2.0))])
    store.hold(after=2)
    assert [store._held_for(ALL) is None for _ in range(4)] == [True, True, False, False]


def test_the_store_of_a_session_is_asked(tmp_path: Path) -> None:
    with replacing(tmp_path / "own.duckdb", date(2024, 6, 1)) as fresh:
        fresh.add([located("B", (3.0, 4.0))])
    store = opened([located("A", (1.0, 2.0))], is_held=True)
    own = store.with_file(tmp_path / "own.duckdb")
    assert own._held_for(ALL) is None
    assert (own.summary(ALL).matched, store.summary(ALL).matched) == (2, 1)
