"""Ranges that are kept: the bytes are the file's, none is read twice, and readers wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.store.directory.ranges import KeptRanges

FILE = bytes(range(200))
spans = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted).map(tuple)


@given(st.lists(spans, max_size=12), st.integers(0, 300))
def test_bytes_are_those_of_the_file(asked: list[tuple[int, int]], most: int) -> None:
    kept = KeptRanges(most, lambda _, first, end: FILE[first:end])
    assert [kept.get("a", *span) for span in asked] == [FILE[slice(*span)] for span in asked]


@given(st.lists(spans, max_size=12))
def test_no_byte_is_read_twice(asked: list[tuple[int, int]]) -> None:
    read = list[int]()

    def reading(_: str, first: int, end: int) -> bytes:
        read.extend(range(first, end))
        return FILE[first:end]

    kept = KeptRanges(1_000, reading)
    for span in asked:
        kept.get("a", *span)
    assert sorted(read) == sorted({byte for span in asked for byte in range(*span)})


def test_what_nobody_asked_for_longest_is_forgotten() -> None:
    asked = list[tuple[str, int, int]]()

    def reading(path: str, first: int, end: int) -> bytes:
        asked.append((path, first, end))
        return FILE[first:end]

    kept = KeptRanges(20, reading)
    for path in ("a", "b", "a", "c", "a", "b"):
        kept.get(path, 0, 10)
    assert [path for path, *_ in asked] == ["a", "b", "c", "b"]


def test_a_range_that_does_not_come_is_told_and_asked_for_again() -> None:
    faults = [OSError("gone")]

    def reading(*_: object) -> bytes:
        if faults:
            raise faults.pop()
        return b"ab"

    kept = KeptRanges(20, reading)
    with pytest.raises(OSError, match="gone"):
        kept.get("a", 0, 2)
    assert kept.get("a", 0, 2) == b"ab"


def test_who_needs_a_part_of_what_is_on_its_way_waits_for_it() -> None:
    begun, go_on, asked = threading.Event(), threading.Event(), list[tuple[int, int]]()

    def reading(_: str, first: int, end: int) -> bytes:
        asked.append((first, end))
        begun.set()
        assert go_on.wait(20)
        return FILE[first:end]

    kept = KeptRanges(100, reading)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(kept.get, "a", 10, 20)
        assert begun.wait(20)
        other = pool.submit(kept.get, "a", 12, 18)
        go_on.set()
        assert (one.result(20), other.result(20)) == (FILE[10:20], FILE[12:18])
    assert asked == [(10, 20)]
