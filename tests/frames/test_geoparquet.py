"""Reading GeoParquet: frames as they were made before, broken rows, files of others."""

import json
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pyarrow as pa
import pytest
from pyarrow import parquet
from shapely import LineString, MultiPoint, Point, from_wkt, to_wkb

from geo.errors import UnreadableData
from geo.frames.frames import geodataframe_from_incidents, geoparquet_bytes
from geo.intake.dataset import load
from geo.model.incident import Incident
from samples import curated, incident, located

FOUND = [located("A", (57.0, 30.0)), located("B", (1.0, 2.0), (3.0, 4.0)), incident("C")]

NESTED = struct.pack("<BII", 1, 7, 1) * 100 + struct.pack("<BIdd", 1, 1, 1.0, 2.0)


def written(folder: Path, *found: Incident) -> Path:
    path = folder / "x.parquet"
    path.write_bytes(geoparquet_bytes(found or FOUND, date(2026, 4, 1), {}))
    return path


def changed(folder: Path, column: str, value: Any) -> Path:
    """Write the rows with another value in the first."""
    path = written(folder)
    table = parquet.read_table(path)
    values = [value, *table[column].to_pylist()[1:]]
    place = table.column_names.index(column)
    parquet.write_table(table.set_column(place, column, pa.array(values)), path)
    return path


@pytest.mark.parametrize("suffix", [".parquet", ".geoparquet"])
def test_a_frame_with_nested_values_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    several = list(curated().values())
    geodataframe_from_incidents(several).to_parquet(path)
    assert list(load(path)) == several


@pytest.mark.parametrize(
    ("column", "value", "field", "words"),
    [
        ("date", "{", "properties.date", "is not JSON text"),
        ("title", None, "properties.title", "it is required"),
        ("geometry", b"broken", "geometry", "must be a Point, a MultiPoint or null"),
        ("geometry", to_wkb(LineString([(1, 2), (3, 4)])), "geometry", "must be a Point"),
        ("geometry", NESTED, "geometry", "'GeometryCollection': must be a Point"),
    ],
)
def test_a_broken_row_is_reported_and_the_rest_are_read(
    tmp_path: Path, column: str, value: Any, field: str, words: str
) -> None:
    found = load(changed(tmp_path, column, value))
    assert list(found) == FOUND[1:]
    assert [(finding.record, finding.field) for finding in found.findings] == [("A", field)]
    assert words in str(found.findings[0])


def test_rows_that_share_an_id_are_all_refused(tmp_path: Path) -> None:
    found = load(changed(tmp_path, "id", "C"))
    assert [one.id for one in found] == ["B"]
    assert {finding.record for finding in found.findings} == {"C"}


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:4326"])
def test_what_geopandas_saved_again_is_read(tmp_path: Path, crs: str) -> None:
    path = written(tmp_path)
    frame = geopandas.read_parquet(path).set_crs(crs, allow_override=True)
    frame.assign(note="seen", status="convictions").to_parquet(path)
    assert list(load(path)) == FOUND


def test_what_duckdb_saved_again_is_read(tmp_path: Path) -> None:
    path = tmp_path / "again.parquet"
    asked = f"from '{written(tmp_path)}' where id <> 'B'"
    duckdb.connect().execute(f"copy ({asked}) to '{path}'")
    assert list(load(path)) == [FOUND[0], FOUND[2]]


@pytest.mark.parametrize(
    ("save", "words"),
    [
        (
            lambda frame, path: frame.to_crs("EPSG:3857").to_parquet(path),
            r"has positions in EPSG:3857, not in WGS 84\. Save it in EPSG:4326",
        ),
        (
            lambda frame, path: frame[:1].to_parquet(path, geometry_encoding="geoarrow"),
            "encoded as point: write it as well-known binary",
        ),
    ],
)
def test_other_systems_and_encodings_are_refused(
    tmp_path: Path, save: Callable[[Any, Path], None], words: str
) -> None:
    path = written(tmp_path)
    save(geopandas.read_parquet(path), path)
    with pytest.raises(UnreadableData, match=words):
        load(path)


def described(folder: Path, geo: bytes) -> Path:
    """Write the rows with other metadata."""
    path = written(folder)
    table = parquet.read_table(path)
    parquet.write_table(table.replace_schema_metadata({"geo": geo}), path)
    return path


@pytest.mark.parametrize("geo", [b"[" * 100_000, b"{", b"\xff"])
def test_metadata_that_are_not_json_are_said(tmp_path: Path, geo: bytes) -> None:
    with pytest.raises(UnreadableData, match=r"x\.parquet is not a GeoParquet file"):
        load(described(tmp_path, geo))


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        (None, r"does not name the coordinate system of its positions\. Save it in EPSG:4326"),
        ({}, "does not name the coordinate system of its positions"),
        ("EPSG:3857", "has positions in EPSG:3857, not in WGS 84"),
    ],
)
def test_a_system_that_is_open_or_unknown_is_refused(tmp_path: Path, crs: Any, words: str) -> None:
    geo = {"columns": {"geometry": {"encoding": "WKB", "crs": crs}}}
    with pytest.raises(UnreadableData, match=words):
        load(described(tmp_path, json.dumps(geo).encode()))


@pytest.mark.parametrize(
    "shape", [Point(), MultiPoint(), LineString(), from_wkt("MULTIPOINT (EMPTY)")]
)
def test_an_empty_geometry_is_none(tmp_path: Path, shape: Point) -> None:
    found = load(changed(tmp_path, "geometry", to_wkb(shape)))
    assert list(found) == [replace(FOUND[0], positions=()), *FOUND[1:]]


def test_without_a_system_it_is_wgs_84(tmp_path: Path) -> None:
    geo = {"columns": {"geometry": {"encoding": "WKB"}}}
    assert list(load(described(tmp_path, json.dumps(geo).encode()))) == FOUND


def test_a_file_cut_short_is_said(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(UnreadableData, match="is not a Parquet file, or is broken"):
        load(path)
