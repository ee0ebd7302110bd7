"""Part files: rows in order, cut into files and row groups, with what the manifest says of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from full_disk import full_disk
from geo.errors import Unwritable
from geo.formats.wkb import points_from_wkb
from geo.store.directory import part_files
from geo.store.directory.geometry import wkb_of_many, wkb_of_points
from geo.store.directory.numbering import morton_sql
from geo.store.directory.part_files import PartFolder, write_parts


def batches(*sizes: int) -> Iterator[pa.RecordBatch]:
    first = 0
    for size in sizes:
        n = np.arange(first, first + size, dtype=np.int32)
        yield pa.record_batch({"n": n, "lon": n / 10, "lat": -n / 20})
        first += size


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_files, "ROWS", 8)
    monkeypatch.setattr(part_files, "ROW_GROUP", 4)
    monkeypatch.setattr(part_files, "_ROW_GROUPS", {"sites": 2})


def folder_of(directory: Path, table: str) -> PartFolder:
    """Return the folder of a table of a build that is at work."""
    folder = PartFolder(directory=directory, build="build-20260101-00000000", table=table)
    (directory / folder.build).mkdir()
    return folder


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("sizes", [(19,), (1,) * 19, (7, 0, 9, 3), (4, 4, 4, 4, 3)])
def test_files_and_row_groups_are_as_large_as_they_should(
    tmp_path: Path, sizes: tuple[int, ...]
) -> None:
    folder = folder_of(tmp_path, "sites")
    parts = list(write_parts(folder, batches(*sizes), first_part=3, step=2))
    assert [(part.rows, part.first, part.last) for part in parts] == [
        (8, 0, 7),
        (8, 8, 15),
        (3, 16, 18),
    ]
    assert parts[0].bounds == (0.0, -0.35, 0.7, 0.0)
    assert [Path(part.path).name[:11] for part in parts] == [
        "part-000003",
        "part-000005",
        "part-000007",
    ]
    files = [tmp_path / part.path for part in parts]
    assert sorted(files) == sorted(each for each in tmp_path.rglob("*") if each.is_file())
    for part, file in zip(parts, files, strict=True):
        assert part.bytes == file.stat().st_size
        assert part.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    found = [pq.ParquetFile(file) for file in files]
    assert [each.num_row_groups for each in found] == [4, 4, 2]
    read = pa.concat_tables(each.read() for each in found)
    assert read["n"].to_pylist() == list(range(19))


@pytest.mark.usefixtures("small")
def test_a_file_has_rows_of_one_tally(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "tallies")
    names = [*["cells"] * 10, *["days"] * 3, "types"]
    rows = [pa.record_batch({"tally": names[first : first + 6]}) for first in (0, 6, 12)]
    parts = list(write_parts(folder, rows))
    assert [(part.tally, part.rows) for part in parts] == [
        ("cells", 8),
        ("cells", 2),
        ("days", 3),
        ("types", 1),
    ]
    found = [pq.ParquetFile(tmp_path / part.path) for part in parts]
    assert [each.num_row_groups for each in found] == [2, 1, 1, 1]
    assert [name for each in found for name in each.read()["tally"].to_pylist()] == names


def test_no_rows_are_no_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "past")
    assert list(write_parts(folder, batches(0, 0))) == []
    assert list((tmp_path / folder.build).iterdir()) == []


def test_the_folder_of_a_build_that_has_ended_is_not_made_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "sites")
    (tmp_path / folder.build).rmdir()
    with pytest.raises(Unwritable, match=r"part-000000\.parquet cannot be written: No such file"):
        list(write_parts(folder, batches(5)))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_a_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "sites")
    with full_disk(1_000), pytest.raises(Unwritable, match=r"part-000000\.parquet"):
        list(write_parts(folder, batches(5_000)))
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


degrees = st.floats(-180, 180, allow_nan=False)


@given(st.lists(st.tuples(degrees, degrees) | st.none(), max_size=9))
def test_points_are_well_known_binary(points: list[tuple[float, float] | None]) -> None:
    lon, lat = (
        pa.array([point and point[axis] for point in points], pa.float64()) for axis in (0, 1)
    )
    found = wkb_of_points(lon, lat).to_pylist()
    assert [each and points_from_wkb(each).points for each in found] == [
        point and (point,) for point in points
    ]
    known = [point for point in points if point]
    assert points_from_wkb(wkb_of_many(known)).points == tuple(known)


@given(*[st.integers(0, 2**24 - 1)] * 2)
def test_the_curve_interleaves_the_bits_of_16(x: int, y: int) -> None:
    bits = (f"{axis >> 8:016b}" for axis in (y, x))
    expected = int("".join(map("".join, zip(*bits, strict=True))), 2)
    found = duckdb.execute(f"select {morton_sql('$x::int', '$y::int')}", {"x": x, "y": y})
    assert found.fetchall() == [(expected,)]
