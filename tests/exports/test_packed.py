"""The columns file, read back by its specification, says what the incidents say."""

import gzip
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columns_file import check_columns, read
from effort import amount
from geo.exports.carried.coded import Coded, combined
from geo.exports.carried.packed import JOINED, TOLD, packed
from geo.exports.carried.planes import gzip_of, morton_numbers, planes_of, steps, zigzag
from geo.model.incident import Incident
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


@given(st.lists(st.integers(-(2**31), 2**31), max_size=20))
def test_steps_of_both_signs_are_undone(numbers: list[int]) -> None:
    written = zigzag(steps(np.array(numbers, np.int64))).tolist()
    found, last = [], 0
    for number in written:
        last += number // 2 if number % 2 == 0 else -(number + 1) // 2
        found.append(last)
    assert found == numbers


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
