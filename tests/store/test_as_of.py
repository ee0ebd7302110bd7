"""As of any day a store answers what a replay of each incident's ledger gives."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from columns_file import check_columns
from effort import amount
from geo.errors import BadValue, NotFound
from geo.model.incident import (
    Casualties,
    Incident,
    IncidentDate,
    Range,
    Review,
    Source,
    Speaker,
    TollReport,
)
from geo.model.known import days_of_knowledge
from geo.query.query import Query
from geo.store.file import replacing
from geo.store.history import past_tallies
from geo.store.store import Store
from geo.words.captions import caption_of
from samples import CROCUS, KERMAN, ORIGIN, SOURCE, curated, incident, statement, with_ledger
from store_checks import (
    BY_ANY_TEXT,
    PHASES,
    VIEWS,
    WORLD,
    check_cells,
    check_marks,
    check_pages,
    check_summary,
    made,
    queries,
    several,
)
from timeline_checks import check_timeline, specs

READ_ON = date(2026, 1, 31)
DAY = timedelta(days=1)


def opened(found: Iterable[Incident]) -> Store:
    store = Store(READ_ON)
    store.add(found)
    return store


def turns(found: Iterable[Incident]) -> list[date]:
    """Return the days on which something changes, and those before them."""
    days = {READ_ON, *(day for each in found for day in days_of_knowledge(each))}
    days |= {day - DAY for day in days if day > date.min}
    return sorted({date.min, date.max, *days})


def check_day(
    store: Store, found: Sequence[Incident], query: Query, day: date, data: st.DataObject
) -> None:
    """Compare all answers to a query as of a day."""
    then, asked = oracle.known_then(found, day, READ_ON), replace(query, as_of=day.isoformat())
    known = {each.id: each for each in then}
    later = [each for each in found if each.id not in known]
    with oracle.as_of(READ_ON):
        assert store.summary(asked).later == len(oracle.matching(later, query))
    with oracle.as_of(max(day, READ_ON)):
        check_answers(store, then, asked, data)


def check_answers(
    store: Store, then: Sequence[Incident], asked: Query, data: st.DataObject
) -> None:
    check_summary(store, then, asked)
    if then:
        check_pages(store, then, asked, 20, data.draw(st.sampled_from(BY_ANY_TEXT)))
    check_marks(store, then, asked, data.draw(VIEWS))
    check_cells(store, then, asked, data.draw(VIEWS), data.draw(st.sampled_from([0, 4, 5])))
    check_timeline(store, then, asked, data.draw(specs()))
    shown = {each.id: each for each in store.iter_incidents(asked)}
    assert shown == {each.id: each for each in oracle.matching(then, asked)}
    assert len(store.page_rows(asked).records) == len(shown)
    check_columns(store, then, asked)


@given(several(), st.data())
@settings(max_examples=amount(quick=10, thorough=200), phases=PHASES)
def test_any_incidents_are_as_they_were_known(found: list[Incident], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(turns(found)))
    store = opened(found)
    check_day(store, found, data.draw(queries(found)), day, data)
    for each in found:
        then = oracle.known_then([each], day, READ_ON)
        if then:
            assert [store.incident(each.id, day.isoformat())] == then
        else:
            with pytest.raises(NotFound, match="nothing was known"):
                store.incident(each.id, day.isoformat())


def dated(number: int, chance: random.Random) -> Incident:
    """Return one of many incidents whose statements and figures are of a few weeks."""

    def day() -> str:
        first = date(2024, 3, 1) + chance.randrange(40) * DAY
        return first.isoformat()[: chance.choice([10, 10, 10, 7])]

    plain = made(number, chance)
    statements = [replace(each, date=day()) for each in plain.assertions]
    if statements and chance.random() < 0.3:
        first = statements[0].id
        statements.append(statement("w", "retraction", replies_to=first, date=day()))
    reports = [
        TollReport(
            value=chance.randrange(50),
            measure="killed",
            said_by=Speaker(name="a ministry", kind="state"),
            as_of=chance.choice([None, day(), day()]),
            status="standing",
            sources=("S",),
        )
        for _ in range(chance.choice([0, 0, 1, 3]))
    ]
    casualties = Casualties(reports=tuple(reports))
    if reports:
        casualties = replace(casualties, killed=casualties.range_from_reports("killed"))
    is_context = plain.record_type == "context"
    return replace(
        plain,
        summary="It was in a hall of Iran.",
        assertions=tuple(statements),
        casualties=None if is_context else casualties,
        sources=(replace(SOURCE, date=day()),),
        review=Review(status=chance.choice(["draft", "imported"])),
        origin=replace(plain.origin, coded=chance.choice([None, day()])),
    )


CHANCE = random.Random(20240323)
POOL = [dated(number, CHANCE) for number in range(150)]


@pytest.fixture(scope="module")
def pool() -> Store:
    """Open the many incidents."""
    return opened(POOL)


@given(queries(POOL), st.sampled_from(turns(POOL)), st.data())
@settings(max_examples=amount(quick=15, thorough=300), phases=PHASES)
def test_many_are_as_they_were_known(
    pool: Store, query: Query, day: date, data: st.DataObject
) -> None:
    check_day(pool, POOL, query, day, data)


@pytest.fixture(scope="module", params=[1, 4, 1000])
def tallied(request: pytest.FixtureRequest) -> Store:
    """Open the many incidents with tallies as of some days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(past_tallies, "FEWEST", 1)
        patch.setattr(past_tallies, "CHECKPOINTS", request.param)
        return opened(POOL)


@given(queries(POOL), st.sampled_from(turns(POOL)), st.data())
@settings(max_examples=amount(quick=10, thorough=300), phases=PHASES)
def test_tallies_as_of_a_day_tell_what_the_rows_tell(
    tallied: Store, query: Query, day: date, data: st.DataObject
) -> None:
    check_day(tallied, POOL, query, day, data)


@pytest.mark.parametrize("most", [1, 4, 1000])
def test_between_two_checkpoints_there_are_few_rows(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_tallies, "FEWEST", 1)
    monkeypatch.setattr(past_tallies, "CHECKPOINTS", most)
    store = opened(POOL)
    days = Counter(
        since for (since,) in store._rows("select since from incidents where since is not null", {})
    )
    spans = store._rows("from checkpoints order by since", {})
    assert 1 <= len(spans) <= most
    assert [until for _, until in spans] == [*(since for since, _ in spans[1:]), None]
    assert spans[-1][0] == max(days)
    starts = [date.min, *(since for since, _ in spans)]
    for start, end in pairwise(starts):
        assert sum(n for day, n in days.items() if start < day < end) <= days.total() / most


@pytest.fixture(scope="module")
def store() -> Store:
    """Open the curated incidents."""
    return opened(curated().values())


def sentence(store: Store, as_of: str, **filters: Any) -> str:
    query = Query(as_of=as_of, **filters)
    return caption_of(query, store.summary(query), store.newest_source(query)).sentence


ATTACKS = {"record": ("incident",)}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2017-06-06", "No record matches: only incidents, as known on 6 June 2017,"
         " 5 records not known yet on that day"),
        ("2017-06-07", "1 attack, 2017, only incidents, as known on 7 June 2017,"
         " 4 records not known yet on that day"),
        ("2022", "2 attacks, 2017–2022, only incidents, as known on 31 December 2022,"
         " 3 records not known yet on that day"),
        ("2024-01-02", "3 attacks, 2017–2023, only incidents, as known on 2 January 2024,"
         " 2 records not known yet on that day"),
        ("2024-03-21", "4 attacks, 2017–2024, only incidents, as known on 21 March 2024,"
         " 1 record not known yet on that day"),
        ("2024-03-22", "5 attacks, 2017–2024, only incidents, as known on 22 March 2024"),
    ],
)  # fmt: skip
def test_the_sentence_counts_what_was_not_known_yet(
    store: Store, as_of: str, expected: str
) -> None:
    assert sentence(store, as_of, **ATTACKS) == expected


def test_the_records_not_known_yet_are_those_of_the_query(store: Store) -> None:
    in_russia = Query(country=("RU",), record=("incident",), as_of="2024-03-21")
    assert (store.summary(in_russia).matched, store.summary(in_russia).later) == (0, 1)
    in_iran = Query(country=("IR",), record=("incident",), as_of="2024-03-21")
    assert (store.summary(in_iran).matched, store.summary(in_iran).later) == (4, 0)


def status_on(store: Store, id_: str, day: str) -> str:
    _, (row,) = store.rows(Query(id=(id_,), as_of=day))
    return row.status


def test_a_record_is_opened_as_it_was_known(store: Store) -> None:
    first, last = store.incident(CROCUS, "2024-03-22"), store.incident(CROCUS, "9999")
    assert first.summary is None
    assert 0 < len(first.assertions) < len(last.assertions)
    assert last == store.incident(CROCUS) == curated()[CROCUS]
    assert status_on(store, KERMAN, "2024-01-04") == "claimed"
    assert status_on(store, KERMAN, "2024-01-05") == "claimed_and_attributed"


def figure(id_: str, value: int, day: str, **changes: Any) -> TollReport:
    fields: dict[str, Any] = {
        "id": id_,
        "value": value,
        "measure": "killed",
        "said_by": Speaker(name="a ministry", kind="state"),
        "as_of": day,
        "status": "standing",
        "sources": ("S",),
    }
    return TollReport(**fields | changes)


def test_each_day_has_its_own_toll_status_and_words() -> None:
    """Three figures of which the second replaces the first; a claim on the third day."""
    made = with_ledger(
        statement("a", "attribution", "isis-k", date="2024-03-23", stance="suspects"),
        statement("c", "claim", "front", date="2024-04"),
        summary="Later a quicksilver lamp was found.",
        casualties=Casualties(
            killed=Range(low=20, best=20, high=25),
            reports=(
                figure("1", 10, "2024-03-22", status="superseded", superseded_by="2"),
                figure("2", 20, "2024-03-24"),
                figure("3", 25, "2024-03-26", said_by=Speaker(name="a paper", kind="media")),
            ),
        ),
        sources=(replace(SOURCE, date="2024-03-22"),),
    )
    store = opened([made])
    seen = {}
    for day in ("2024-03-21", *(f"2024-03-{n}" for n in range(22, 32)), "2024-04-29", "2024-04"):
        found = store.summary(Query(as_of=day))
        killed = (found.killed.low, found.killed.best, found.killed.high)
        states = [row.status for row in store.rows(Query(as_of=day))[1]]
        groups = [each.value for each in found.facets["group"] if each.count]
        seen[day] = (killed, states, groups)
    assert seen["2024-03-21"] == ((0, 0, 0), [], [])
    assert seen["2024-03-22"] == ((10, 10, 10), ["unattributed"], [])
    assert seen["2024-03-23"] == ((10, 10, 10), ["suspected"], ["islamic-state", "isis-k"])
    assert seen["2024-03-24"] == ((20, 20, 20), ["suspected"], ["islamic-state", "isis-k"])
    assert seen["2024-03-25"] == seen["2024-03-24"]
    assert seen["2024-03-26"] == ((20, 20, 25), ["suspected"], ["islamic-state", "isis-k"])
    assert seen["2024-04-29"] == seen["2024-03-31"] == seen["2024-03-26"]
    assert seen["2024-04"][1] == ["disputed"]
    for word in ("quicksilver", "front"):
        matched = [
            store.summary(Query(q=word, as_of=day)).matched for day in ("2024-03", "2024-04")
        ]
        assert matched == [0, 1], word


def test_a_row_of_a_dataset_is_known_whole_from_one_day_on() -> None:
    """From its coding, or else its newest source where it is a table, or the day of reading."""

    def row(
        id_: str, coded: str | None, *sources: str, dataset: str = "tests", year: int = 2018
    ) -> Incident:
        return incident(
            id_,
            date=IncidentDate(start=date(year, 5, 1), precision="day"),
            summary="It was noted.",
            sources=tuple(Source(id=day, publisher="P", title="T", date=day) for day in sources),
            origin=replace(ORIGIN, dataset=dataset, coded=coded),
            review=Review(status="imported"),
        )

    store = opened(
        [
            row("coded", "2020-05-01", "2019-01-01"),
            row("released", "2020"),
            row("sourced", None, "2021-01-01", "2021-02"),
            row("foreseen", None, "2021-01-01", year=2022),
            row("published", None, "2021-01-01", dataset="UCDP GED"),
            row("read", None),
            row("later", "2027"),
        ]
    )
    every = {"coded", "released", "sourced", "foreseen", "published", "read", "later"}
    known: dict[str, set[str]] = {
        "2020-04-30": set(),
        "2020-05-01": {"coded"},
        "2020-12-30": {"coded"},
        "2020-12-31": {"coded", "released"},
        "2021-02-27": {"coded", "released"},
        "2021-02-28": {"coded", "released", "sourced"},
        "2022-04-30": {"coded", "released", "sourced"},
        "2022-05-01": {"coded", "released", "sourced", "foreseen"},
        "2026-01-30": {"coded", "released", "sourced", "foreseen"},
        "2026-01-31": every,
    }
    for day, ids in known.items():
        found = list(store.iter_incidents(Query(as_of=day)))
        assert {each.id for each in found} == ids, day
        assert all(each.summary for each in found)
        assert store.summary(Query(as_of=day)).later == len(every - ids)


def test_a_file_answers_as_memory_does(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with replacing(path, READ_ON) as fresh:
        fresh.add(POOL[:100])
    file, memory = Store(READ_ON), opened(POOL)
    file.attach(path)
    file.add(POOL[100:])
    wider = opened(POOL[100:]).with_file(path)
    for day in turns(POOL)[::9]:
        query = Query(as_of=day.isoformat())
        expected = memory.summary(query)
        for store in (file, wider):
            found = store.summary(query)
            assert replace(found, credits=()) == replace(expected, credits=())
            assert ids_of(store, query) == ids_of(memory, query)


def ids_of(store: Store, query: Query) -> set[str]:
    return {each.id for each in store.iter_incidents(query)}


def test_records_that_are_left_out_are_not_there_on_any_day(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with replacing(path, READ_ON) as fresh:
        fresh.add(POOL)
    gone, kept = {each.id for each in POOL[:50]}, opened(POOL[50:])
    store = Store(READ_ON).with_file(path, without=gone)
    for day in turns(POOL)[::9]:
        query = Query(as_of=day.isoformat())
        assert ids_of(store, query) == ids_of(kept, query)
        assert store.summary(query) == kept.summary(query)
        assert store.marks(query, WORLD, 3) == kept.marks(query, WORLD, 3)


def test_a_day_is_asked_of_a_record_in_words() -> None:
    store = opened([incident("A", sources=(replace(SOURCE, date="2024-03-23"),))])
    assert store.incident("A", "2024-03").id == "A"
    with pytest.raises(NotFound, match="nothing was known of 'A' yet on 22 March 2024"):
        store.incident("A", "2024-03-22")
    with pytest.raises(NotFound, match="no incident has the id 'B'"):
        store.incident("B", "2024-03-22")
    with pytest.raises(BadValue, match="as_of='yesterday' is not allowed"):
        store.incident("A", "yesterday")
