"""The store's timelines against those that plain Python counts day by day."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.errors import BadValue
from geo.mercator import Bounds
from geo.model.incident import Casualties, Incident, IncidentDate, Range
from geo.query.query import Query
from geo.query.timeline import Timeline
from geo.store.store import Store
from samples import incident, located, statement, with_ledger
from store_checks import ALL, PHASES, made, opened, queries, several
from timeline_checks import check_timeline, specs

CHANCE = random.Random(20171207)
POOL = [made(number, CHANCE) for number in range(120)]


@pytest.fixture(scope="module")
def pool() -> Store:
    return opened(POOL)


@given(several(), st.data())
@settings(max_examples=amount(quick=15, thorough=200), phases=PHASES)
def test_timelines_of_any_incidents(found: list[Incident], data: st.DataObject) -> None:
    store = opened(found)
    for query in (ALL, data.draw(queries(found))):
        check_timeline(store, found, query, data.draw(specs()))


@given(queries(POOL), specs())
@settings(max_examples=amount(quick=25, thorough=300))
def test_timelines_of_many(pool: Store, query: Query, spec: dict[str, Any]) -> None:
    check_timeline(pool, POOL, query, spec)


def dated(first: str, last: str | None = None, killed: int | None = None, **more: Any) -> Incident:
    """Return an attack from a first to a last day."""
    when = IncidentDate(
        start=date.fromisoformat(first),
        end=date.fromisoformat(last or first),
        precision="days",
    )
    casualties = None
    if killed is not None:
        casualties = Casualties(killed=Range(low=killed - 1, best=killed, high=killed + 2))
    return replace(
        incident(f"{first}-{killed}", record_type="incident"),
        date=when,
        casualties=casualties,
        **more,
    )


def shape(timeline: Timeline) -> list[tuple[str, Sequence[float], Sequence[float]]]:
    return [(each.value, each.exact, each.spread) for each in timeline.series]


ONE_DAY, TEN_DAYS = "2020-01-02", ("2019-12-31", "2020-01-09")


@pytest.mark.parametrize(
    ("unit", "names", "exact", "spread"),
    [
        ("year", ["2019", "2020"], [0, 1], [0.1, 0.9]),
        ("month", ["2019-12", "2020-01"], [0, 1], [0.1, 0.9]),
        ("week", ["2019-12-30", "2020-01-06"], [1, 0], [0.6, 0.4]),
        (
            "day",
            ["2019-12-31", *(f"2020-01-0{day}" for day in range(1, 10))],
            [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
            [0.1] * 10,
        ),
    ],
)
def test_a_record_counts_in_each_bin_with_its_share_of_days(
    unit: Any, names: list[str], exact: list[float], spread: list[float]
) -> None:
    timeline = opened([dated(*TEN_DAYS), dated(ONE_DAY, killed=5)]).timeline(ALL, unit=unit)
    assert timeline.names == tuple(names)
    assert shape(timeline) == [("unattributed", tuple(exact), tuple(spread))]


def test_tolls_are_spread_too_with_their_ranges() -> None:
    found = [
        dated("2020-01-31", "2020-02-01", killed=10),
        dated("2020-02-02"),
        dated("2020-04-02", killed=3),
        incident("no day", date=IncidentDate(precision="unknown"), record_type="incident"),
    ]
    timeline = opened(found).timeline(ALL, measure="killed")
    assert shape(timeline) == [("unattributed", (0, 0, 0, 3), (5, 5, 0, 0))]
    assert (timeline.low, timeline.high) == ((4.5, 4.5, 0, 2), (6, 6, 0, 5))
    assert (timeline.undated, timeline.unknown) == (1, 1)


def test_a_record_counts_once_under_the_group_of_its_mark() -> None:
    claim, of_part = (statement("c", "claim", who, "armed_group") for who in ("front", "isis-k"))
    day = IncidentDate(start=date(2020, 1, 2), precision="day")
    found = [
        with_ledger(claim, id_="A", date=day, record_type="incident"),
        with_ledger(of_part, id_="B", date=day, record_type="incident"),
        with_ledger(of_part, id_="C", date=day, record_type="context"),
    ]
    store = opened(found)

    def counts(*series: str) -> dict[str, float]:
        timeline = store.timeline(ALL, by="group", series=series)
        return {each.value: sum(each.exact) for each in timeline.series}

    assert counts("isis-k", "islamic-state") == {"isis-k": 1, "": 2}
    assert counts("islamic-state") == {"islamic-state": 1, "": 2}
    assert counts("front", "nobody") == {"front": 1, "": 2}


def test_from_and_to_do_not_narrow_it(pool: Store) -> None:
    query = Query(country=("IR",))
    for period in (Query(country=("IR",), from_="2016"), Query(country=("IR",), to="2016-03-04")):
        assert pool.timeline(period) == pool.timeline(query)


def test_nothing_dated_has_no_bins(pool: Store) -> None:
    timeline = pool.timeline(Query(id=("nobody",)), measure="killed")
    assert (timeline.first, timeline.bins, timeline.names, timeline.series) == (None, 0, (), ())
    assert (timeline.low, timeline.high) == ((), ())


def test_a_span_has_all_of_its_bins_and_no_others() -> None:
    store = opened([dated(*TEN_DAYS), dated(ONE_DAY, killed=5), dated("1970-01-01")])
    timeline = store.timeline(ALL, unit="day", span=("2020-01-01", "2020-01-03"))
    assert timeline.names == ("2020-01-01", "2020-01-02", "2020-01-03")
    assert shape(timeline) == [("unattributed", (0, 1, 0), (0.1, 0.1, 0.1))]
    empty = store.timeline(ALL, unit="month", span=("1999", "1999"), measure="killed")
    assert (empty.first, empty.bins, empty.series) == ("1999-01", 12, ())
    assert empty.low == (0,) * 12


def test_two_thousand_bins_are_the_most() -> None:
    store = opened([dated("2000-01-01"), dated("2005-06-22", killed=2)])
    assert store.timeline(ALL, unit="day").bins == 2000
    store.add([dated("2005-06-23")])
    with pytest.raises(BadValue, match="2,001 bins from 2000-01-01 to 2005-06-23") as refused:
        store.timeline(ALL, unit="day")
    assert str(refused.value).endswith(": ask for a longer unit, or for a span of fewer days")
    with pytest.raises(BadValue, match=r"2,001 bins from 0001 to 2001.*: ask for a span of fewer"):
        store.timeline(ALL, unit="year", span=("0001", "2001"))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"unit": "decade"}, "unit='decade' is not allowed: one of year, month, week, day"),
        ({"by": "type"}, "by='type' is not allowed: one of status, group"),
        ({"measure": "injured"}, "measure='injured' is not allowed: one of records, killed"),
        ({"by": "group"}, "series='' is not allowed: with by=group, the slugs of 1 to 5 groups"),
        ({"by": "group", "series": tuple("abcdef")}, "the slugs of 1 to 5 groups"),
        ({"by": "group", "series": ("a", "a")}, "series='a,a' is not allowed: each group once"),
        ({"by": "group", "series": ("A b",)}, "a slug such as islamic-state"),
        ({"by": "group", "series": ["a"]}, "a tuple of texts"),
        ({"span": ("2020",)}, "span='2020' is not allowed: two dates, such as 2022-03 and 2023-05"),
        ({"span": ("2020", "2019")}, "span='2020,2019' is not allowed: the earlier date first"),
        ({"span": ("2020-02-30", "2021")}, "span='2020-02-30' is not allowed"),
        ({"span": ["2020", "2021"]}, "a tuple of texts"),
        ({"series": ("a",)}, "series='a' is not allowed: only with by=group"),
    ],
)
def test_what_cannot_be_asked_is_refused(spec: dict[str, Any], words: str) -> None:
    with pytest.raises(BadValue) as refused:
        Store().timeline(ALL, **spec)
    assert words in str(refused.value)


def test_a_view_has_the_records_with_a_drawn_site_in_it() -> None:
    day = IncidentDate(start=date(2020, 1, 2), precision="day")
    found = [
        located("A", (51.4, 35.7), date=day),
        located("B", (151.2, -33.9), date=day),
        incident("C", date=day),
    ]
    view = Bounds(west=50, south=30, east=60, north=40)
    answer = opened(found).timeline(ALL, bounds=view)
    assert shape(answer) == [("unattributed", (1,), (0,))]
    far = replace(view, west=-120, east=-110)
    assert opened(found).timeline(ALL, bounds=far).bins == 0
