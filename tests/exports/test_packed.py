"""The columns file, read back by its specification, says what the incidents say."""

import gzip
import json
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columns_file import check_columns, raw, read
from effort import amount
from geo.exports.carried.coded import Coded, coded, combined
from geo.exports.carried.packed import JOINED, TOLD, packed
from geo.exports.carried.planes import gzip_of, morton_numbers, planes_of
from geo.model.incident import Casualties, Incident, IncidentDate, Range
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.store.store import Store
from samples import located
from store_checks import PHASES, made, opened, queries, several

CHANCE = random.Random(20310504)
POOL = [made(number, CHANCE) for number in range(300)]
NUMBERS = st.lists(st.integers(0, 2**48 - 1), max_size=20)


@given(several(), st.data())
@settings(max_examples=amount(quick=20, thorough=300), phases=PHASES)
def test_any_incidents_are_read_back(found: list[Incident], data: st.DataObject) -> None:
    store = opened(found)
    for query in (Query(), data.draw(queries(found))):
        check_columns(store, found, query)


@pytest.fixture(scope="module")
def pool() -> Store:
    return opened(POOL)


@given(queries(POOL))
@settings(max_examples=amount(quick=12, thorough=200))
def test_many_are_read_back(pool: Store, query: Query) -> None:
    check_columns(pool, POOL, query)


def test_columns_that_go_together_are_written_once_for_each_combination(
    pool: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = check_columns(pool, POOL, Query())
    monkeypatch.setattr("geo.exports.carried.coded._OF_ENTRY", 0)
    together = check_columns(pool, POOL, Query())
    of = {column["name"]: column.get("of") for column in together.header["columns"]}
    assert JOINED not in apart.values
    assert [name for name, other in of.items() if other == JOINED] == list(TOLD)
    rows = {column["name"]: column["rows"] for column in together.header["columns"]}
    combinations = {json.dumps([record[name] for name in TOLD]) for record in apart.records}
    assert {rows[name] for name in TOLD} == {len(combinations)}


def test_the_most_frequent_value_has_the_first_code() -> None:
    found = [located(f"{n}", (1.0, 2.0), record_type="context") for n in range(3)]
    store = opened([*found, located("x", (1.0, 2.0))])
    header = read(packed(store.site_rows(Query())).content).header
    assert header["dictionaries"]["record_type"] == ["context", "incident"]


def test_no_record_at_all_is_a_file_too(pool: Store) -> None:
    assert check_columns(pool, [], Query(id=("nobody",))).records == []


def test_every_filter_with_a_facet_has_its_column(pool: Store) -> None:
    header = read(packed(pool.site_rows(Query())).content).header
    asked = {each.column for each in FILTERS if each.has_facet} - {"finest"}
    assert asked <= set(header["dictionaries"])
    places = {each["name"]: (each["column"], each["part"]) for each in header["page"]["filters"]}
    assert places["status"] == ("status", 0)
    assert places["accused"] == ("said", None)
    assert header["page"]["countries"] == {"IR": "Iran", "RU": "Russia"}


@given(NUMBERS)
def test_planes_hold_the_numbers(numbers: list[int]) -> None:
    planes = planes_of(np.array(numbers, np.uint64))
    assert [int.from_bytes(each, "little") for each in zip(*planes, strict=True)] == numbers


def dated(name: str, start: str | None, *places: tuple[float, float]) -> Incident:
    """Return an incident of a day at places."""
    day = date.fromisoformat(start) if start else None
    when = IncidentDate(start=day, end=day, precision="day" if day else "unknown")
    return replace(located(name, *places), date=when)


HERE, THERE = (0.0, 0.0), (90.0, -45.0)


def test_records_of_one_place_count_from_each_other_and_places_from_the_earliest_day() -> None:
    found = [
        dated("a", "1970-01-12", HERE),
        dated("b", "1970-01-03", HERE),
        dated("c", None, HERE),
        dated("d", "1969-12-31", THERE),
        dated("e", "1970-01-01"),
        dated("f", None),
    ]
    content = packed(opened(found).site_rows(Query())).content
    header, own = raw(content)
    assert header["earliest"] == -1
    assert [own[name] for name in ("count", "day", "later")] == [[3, 1, 2], [3, 0, 1], [9, 0, 0]]
    assert own["position"][-1] == own["position"][-2]
    assert read(content).values["day"] == [2, 11, 11, -1, 0, 0]


def test_without_any_date_the_earliest_day_is_0() -> None:
    header, own = raw(packed(opened([dated("a", None)]).site_rows(Query())).content)
    assert (header["earliest"], own["day"], own["days"]) == (0, [0], [0])


def test_tolls_are_written_once_for_each_combination_and_0_is_unknown() -> None:
    toll = Range(low=0, best=0, high=3)
    found = [
        located(f"{n}", HERE, casualties=Casualties(killed=toll) if toll else None)
        for n, toll in enumerate([toll, toll, None])
    ]
    header, own = raw(packed(opened(found).site_rows(Query())).content)
    names = ("killed_low", "killed_best", "killed_high")
    assert [own[name] for name in names] == [[1, 0], [1, 0], [4, 0]]
    assert "killed" not in header["dictionaries"]


def test_values_of_one_frequency_stand_in_order() -> None:
    column = pa.chunked_array([["d", "c", "a", None, "b", "d"]])
    assert coded(column).values == ["d", "a", "b", "c", None]


@pytest.mark.parametrize(
    ("x", "y", "number"),
    [
        (0, 0, 0),
        (1, 0, 1),
        (0, 1, 2),
        (3, 5, 0b100111),
        (2**24 - 1, 0, 0x555555555555),
        (2**24 - 1, 2**24 - 1, 2**48 - 1),
    ],
)
def test_bits_of_column_and_row_take_turns(x: int, y: int, number: int) -> None:
    assert morton_numbers(np.array([x]), np.array([y])).tolist() == [number]


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_one_gzip_file_holds_all_parts(parts: list[bytes]) -> None:
    assert gzip.decompress(gzip_of(parts)) == b"".join(parts)


@pytest.mark.parametrize("most", [0, 1 << 22])
def test_combinations_are_the_same_however_they_are_counted(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("geo.exports.carried.coded._MANY", most)
    letters = Coded(np.array([0, 1, 1, 0, 1]), ["a", "b"])
    digits = Coded(np.array([2, 0, 0, 2, 1]), [7, 8, 9])
    found = combined(letters, digits)
    rows = [found.values[code] for code in found.codes]
    assert rows == [("a", 9), ("b", 7), ("b", 7), ("a", 9), ("b", 8)]
    assert found.codes.tolist()[-1] == 2
