"""Whatever the bytes, a reader takes them or raises GeoError: the targets of `make fuzz`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from fuzz_targets import TARGETS, seeds_of

PIECES = st.sampled_from(
    [
        b"",
        b'"',
        b"\0",
        b",",
        b"\n",
        b"\r",
        b"\xff",
        b"[",
        b"{",
        b"-",
        b"9" * 30,
        b"\xf0\x9f\x92\xa5",
    ]
) | st.binary(max_size=8)


def changed(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return seeds of which a part is replaced."""
    place = st.integers(0, 10_000)
    parts = st.tuples(st.sampled_from(seeds), place, st.integers(0, 20), PIECES)
    return parts.map(_replaced)


def _replaced(part: tuple[bytes, int, int, bytes]) -> bytes:
    seed, place, length, piece = part
    place %= len(seed) + 1
    return seed[:place] + piece + seed[place + length :]


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_takes_its_seeds(name: str) -> None:
    for seed in seeds_of(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.data())
@settings(max_examples=amount(quick=12, thorough=2_000), deadline=None)
def test_a_reader_takes_anything_or_raises_geo_error(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(st.binary(max_size=200) | changed(seeds_of(name)), label="bytes"))
