"""The days of knowledge of a store's matches, against those of each incident."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from effort import amount
from geo.mercator import Bounds
from geo.model.incident import Incident
from geo.model.known import days_of_knowledge, known_as_of
from geo.query.query import Query
from geo.store.store import Store
from samples import CROCUS, curated, incident
from store_checks import PHASES, several

READ_ON = date(2026, 1, 31)
DAY = timedelta(days=1)


def opened(*found: Incident) -> Store:
    store = Store(READ_ON)
    store.add(found)
    return store


def changes(record: Incident) -> tuple[date, ...]:
    """Return the days on which a record becomes another; a source of the summary changes nothing.

    That is, until all of them are out.
    """
    days = days_of_knowledge(record)
    return tuple(d for d in days if known_as_of(record, d) != known_as_of(record, d - DAY))


def test_the_days_of_a_record_are_those_on_which_it_changes() -> None:
    store = opened(*curated().values())
    for id_, record in curated().items():
        assert store.days_of_knowledge(Query(id=(id_,))) == changes(record)


def test_the_days_are_those_of_what_matches_and_not_of_the_day_asked_for() -> None:
    store, crocus = opened(*curated().values()), changes(curated()[CROCUS])
    moscow = Bounds(west=36, south=55, east=39, north=57)
    for query in (
        Query(country=("RU",)),
        Query(country=("RU",), as_of="2024-03-22"),
        Query(q="crocus", bbox=moscow),
    ):
        assert store.days_of_knowledge(query) == crocus
    assert store.days_of_knowledge(Query(country=("TJ",), group=("isis-k",))) == ()


def test_the_day_on_which_a_record_stops_to_match_counts() -> None:
    store = opened(*curated().values())
    claimed = Query(id=(CROCUS,), status=("claimed_and_attributed",))
    assert store.days_of_knowledge(claimed)[-1] == date(2026, 3, 12)  # then it is a conviction


def test_days_change_with_the_records() -> None:
    store = opened()
    assert store.days_of_knowledge(Query()) == ()
    store.add([incident()])
    assert store.days_of_knowledge(Query()) == (date(2024, 3, 23),)


@given(several(), st.data())
@settings(max_examples=amount(quick=10, thorough=100), phases=PHASES)
def test_between_two_days_nothing_changes(found: list[Incident], data: st.DataObject) -> None:
    store = opened(*found)
    days = store.days_of_knowledge(Query())
    day = data.draw(st.dates(date(2, 1, 1), date(2100, 1, 1)))
    before = max((each for each in days if each <= day), default=date.min)
    assert oracle.known_then(found, day, READ_ON) == oracle.known_then(found, before, READ_ON)
