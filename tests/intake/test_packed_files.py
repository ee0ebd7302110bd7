"""Packed files are imported and built as what is in them, and refused where that is too much."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from full_disk import full_disk
from geo.errors import UnreadableData, Unwritable
from geo.importers.sheets.unpacking import unpacked
from geo.intake.build import build_directory
from geo.intake.run import ReadingWay, import_file

TABLE = (
    b"id,date,place,country,latitude,longitude\nA,2024-01-02,Gao,ML,16.3,0\nB,2024,Gao,ML,16,0\n"
)
POINT = {"type": "Point", "coordinates": [0.0, 16.3]}
FEATURES = b"".join(
    json.dumps(
        {"type": "Feature", "geometry": POINT, "properties": {"id": id_, "date": "2024"}}
    ).encode()
    + b"\n"
    for id_ in "AB"
)


def zstandard(content: bytes) -> bytes:
    return bytes(pa.compress(content, "zstd", asbytes=True))


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard,
}
WAYS = {"table": ("own.csv", TABLE), "geojson": ("own.geojsonl", FEATURES)}


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("source", WAYS)
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, suffix: str, source: str) -> None:
    name, content = WAYS[source]
    plain, packed = tmp_path / name, tmp_path / f"{name}.{suffix}"
    plain.write_bytes(content)
    packed.write_bytes(PACKED[suffix](content))
    expected = import_file(source, plain, tmp_path / "plain.duckdb")
    assert (expected.imported, expected.datasets) == (2, {"own"})
    assert import_file(source, packed, tmp_path / "packed.duckdb") == expected
    again = import_file(source, packed, tmp_path / "plain.duckdb")
    assert again.end == "same file"


def test_packed_files_are_built_with_others(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_bytes(TABLE)
    (tmp_path / "two").write_bytes(gzip.compress(TABLE.replace(b"A,", b"C,").replace(b"B,", b"D,")))
    way = ReadingWay(source="table", mapping={})
    paths = [tmp_path / "one.csv", tmp_path / "two"]
    assert build_directory(paths, tmp_path / "out", way).imported == 4


def test_any_other_file_is_given_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.csv.gz"
    path.write_bytes(TABLE)
    with unpacked(path) as plain:
        assert plain == path


@pytest.mark.parametrize("suffix", PACKED)
def test_a_file_that_is_not_whole_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"own.csv.{suffix}"
    path.write_bytes(PACKED[suffix](TABLE * 100)[:-20])
    rule = rf"own.csv.{suffix} cannot be unpacked, as it is broken or not whole .*copy it again"
    with pytest.raises(UnreadableData, match=rule), unpacked(path):
        pass


@pytest.mark.parametrize("suffix", PACKED)
def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"own.csv.{suffix}"
    path.write_bytes(PACKED[suffix](bytes(20_000_000)))
    rule = r"own.csv.\w+ unpacks to more than 8,388,608 bytes: unpack it, and look"
    with pytest.raises(UnreadableData, match=rule), unpacked(path):
        pass


def test_a_file_within_a_packed_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.csv.gz"
    path.write_bytes(gzip.compress(gzip.compress(TABLE)))
    with pytest.raises(UnreadableData, match=r"own.csv is a packed file \(gzip\): unpack it"):
        import_file("table", path, tmp_path / "own.duckdb")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.csv.gz"
    path.write_bytes(gzip.compress(TABLE * 1_000))
    rule = r"a temporary copy of own.csv.gz"
    with full_disk(10_000), pytest.raises(Unwritable, match=rule), unpacked(path):
        pass
