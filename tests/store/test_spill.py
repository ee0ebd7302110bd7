"""Rows in any order become the rows of part files in theirs."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from full_disk import full_disk
from geo.errors import Unwritable
from geo.store.directory import part_files
from geo.store.directory.geometry import with_positions
from geo.store.directory.spill import Spill

ROWS = 4


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_files, "ROWS", ROWS)
    monkeypatch.setattr(part_files, "ROW_GROUP", 2)


def batch(pairs: list[tuple[int, int]]) -> pa.RecordBatch:
    n, site = (pa.array([pair[axis] for pair in pairs], pa.int32()) for axis in (0, 1))
    return pa.record_batch({"n": n, "site": site})


batches = st.lists(
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 3)), max_size=9), max_size=5
)


@given(batches)
def test_each_part_has_its_rows_in_order(
    tmp_path_factory: pytest.TempPathFactory, added: list[list[tuple[int, int]]]
) -> None:
    spill = Spill(tmp_path_factory.mktemp("spill") / "sites", ["site"])
    for pairs in added:
        spill.add(batch(pairs))
    spill.finish()
    for place in range(5):
        found = list(spill.part(place))
        assert all(0 < each.num_rows <= 2 for each in found)
        rows = [tuple(row.values()) for each in found for row in each.to_pylist()]
        assert rows == sorted(p for pairs in added for p in pairs if p[0] // ROWS == place)


def test_nothing_is_left_of_a_part_that_was_read(tmp_path: Path) -> None:
    spill = Spill(tmp_path / "sites")
    spill.add(batch([(1, 0), (5, 0)]))
    spill.finish()
    assert [list(spill.part(place)) != [] for place in range(3)] == [True, True, False]
    assert list((tmp_path / "sites").iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    spill = Spill(tmp_path / "sites")
    rows = batch([(0, number) for number in range(10_000)])
    with full_disk(100), pytest.raises(Unwritable, match="sites"):
        spill.add(rows)


def test_records_get_the_positions_of_their_own_sites() -> None:
    sites = pa.table(
        {
            "n": pa.array([3, 4, 6, 6, 9], pa.int32()),
            "site_count": pa.array([1, 1, 2, 2, 1], pa.int32()),
            "lon": [3.5, 4.5, 6.5, 6.75, 9.5],
            "lat": [-3.0, -4.0, -6.0, -6.25, -9.0],
        }
    )
    records = pa.record_batch({"n": pa.array([4, 5, 6], pa.int32())})
    assert with_positions(records, sites).to_pylist() == [
        {"n": 4, "lon": 4.5, "lat": -4.0, "lons": None, "lats": None},
        {"n": 5, "lon": None, "lat": None, "lons": None, "lats": None},
        {"n": 6, "lon": None, "lat": None, "lons": [6.5, 6.75], "lats": [-6.0, -6.25]},
    ]
