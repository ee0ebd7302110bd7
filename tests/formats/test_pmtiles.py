"""The head of a PMTiles file, and files that are none or cannot be drawn."""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType

from geo.errors import UnreadableData
from geo.formats.pmtiles import head_of
from vector_tiles import earth, write_extract

BOX = (37.3, 55.77, 37.48, 55.88)


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small extract."""
    path = tmp_path_factory.mktemp("extract") / "streets.pmtiles"
    return write_extract(path, [earth(BOX)], BOX, (10, 11), metadata={"name": "Łódź"})


def changed(extract: Path, folder: Path, at: int, content: bytes) -> Path:
    """Return a copy with other bytes at a place."""
    path = folder / "changed.pmtiles"
    before = extract.read_bytes()
    path.write_bytes(before[:at] + content + before[at + len(content) :])
    return path


def test_the_head_says_what_was_written(extract: Path) -> None:
    head = head_of(extract)
    assert (head.bounds, head.zooms) == (BOX, (10, 11))
    assert head.metadata["name"] == "Łódź"
    assert "OpenStreetMap" in head.metadata["attribution"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "is not a PMTiles file: make one"),
        (b'{"type": "FeatureCollection"}', "is not a PMTiles file: make one"),
        (b"PMTiles", "is PMTiles of version 0, and version 3 is read"),
        (b"PMTiles\x04" + bytes(200), "is PMTiles of version 4, and version 3 is read"),
        (b"PM\x02\0" + bytes(600_000), "is PMTiles of version 2, and version 3 is read"),
        (b"PM\x01\0" + bytes(600_000), "is PMTiles of version 1, and version 3 is read"),
        (b"PMTiles\x03" + bytes(50), "has 58 of its 127 bytes: copy it again"),
    ],
    ids=range(7),
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, rule: str) -> None:
    (path := tmp_path / "given.pmtiles").write_bytes(content)
    with pytest.raises(UnreadableData, match=f"given.pmtiles {rule}"):
        head_of(path)


def test_mbtiles_are_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    with sqlite3.connect(path := tmp_path / "given.mbtiles") as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
    database.close()
    with pytest.raises(UnreadableData, match=r"pmtiles convert INPUT\.mbtiles OUTPUT\.pmtiles"):
        head_of(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"none\.pmtiles does not exist: check the path"):
        head_of(tmp_path / "none.pmtiles")
    with pytest.raises(
        UnreadableData, match=r"is a folder, and not a file: give the path of a file"
    ):
        head_of(tmp_path)


def test_a_file_that_was_not_copied_whole_is_refused(tmp_path: Path, extract: Path) -> None:
    whole = extract.read_bytes()
    (path := tmp_path / "cut.pmtiles").write_bytes(whole[:-1])
    rule = f"has {len(whole) - 1:,} of its {len(whole):,} bytes: copy it again"
    with pytest.raises(UnreadableData, match=rule):
        head_of(path)


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"tile_type": TileType.PNG}, "tiles of the type PNG, and vector tiles"),
        ({"tile_type": TileType.WEBP}, "tiles of the type WebP, and vector tiles"),
        ({"tile_type": TileType.MLT}, "tiles of the type MLT, and vector tiles"),
        ({"tile_compression": Compression.BROTLI}, "compressed with Brotli, and a browser"),
        ({"tile_compression": Compression.ZSTD}, "compressed with Zstandard, and a browser"),
        ({"tile_compression": Compression.UNKNOWN}, "compressed with unknown, and a browser"),
        ({"min_lon_e7": 400_000_000}, r"has the bounds 40.0,55.77,37.48,55.88, and"),
        ({"max_lat_e7": 910_000_000}, r"has the bounds 37.3,55.77,37.48,91.0, and"),
    ],
    ids=str,
)
def test_what_a_browser_cannot_draw_is_refused(
    tmp_path: Path, options: dict[str, Any], rule: str
) -> None:
    path = write_extract(tmp_path / "x.pmtiles", [earth(BOX)], BOX, (10, 10), **options)
    with pytest.raises(UnreadableData, match=rule):
        head_of(path)


def test_zooms_in_the_wrong_order_are_refused(tmp_path: Path, extract: Path) -> None:
    path = changed(extract, tmp_path, 100, bytes([12, 11]))
    with pytest.raises(UnreadableData, match="has the zooms 12 to 11"):
        head_of(path)


@pytest.mark.parametrize("metadata", [b"[1, 2]", b"{", b'{"a": NaN}', b"\xff", b"[" * 9_999, b""])
def test_metadata_that_are_no_json_object_are_refused(
    tmp_path: Path, extract: Path, metadata: bytes
) -> None:
    whole = extract.read_bytes()
    head = bytearray(whole[:127])
    head[24:40] = len(whole).to_bytes(8, "little") + len(metadata).to_bytes(8, "little")
    head[97] = Compression.NONE.value
    (path := tmp_path / "x.pmtiles").write_bytes(bytes(head) + whole[127:] + metadata)
    with pytest.raises(UnreadableData, match="has metadata that are not a JSON object"):
        head_of(path)


def test_metadata_that_are_not_compressed_are_read(tmp_path: Path, extract: Path) -> None:
    metadata = json.dumps({"name": "plain"}).encode()
    whole = extract.read_bytes()
    head = bytearray(whole[:127])
    head[24:40] = len(whole).to_bytes(8, "little") + len(metadata).to_bytes(8, "little")
    head[97] = Compression.NONE.value
    (path := tmp_path / "x.pmtiles").write_bytes(bytes(head) + whole[127:] + metadata)
    assert head_of(path).metadata == {"name": "plain"}


@given(at=st.integers(0, 126), content=st.binary(min_size=1, max_size=8))
def test_a_head_of_any_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, extract: Path, at: int, content: bytes
) -> None:
    path = changed(extract, extract.parent, at, content)
    with suppress(UnreadableData):
        west, south, east, north = head_of(path).bounds
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90
