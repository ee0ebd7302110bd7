"""Our own files through geopandas, GDAL and programs that keep no objects: the same records."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest

from geo.exports import export_bytes
from geo.exports.selection import select
from geo.frames.frames import geodataframe_from_incidents
from geo.importers import read
from geo.intake.dataset import load
from geo.model.flat_feature import NESTED, nested_feature
from geo.model.incident import Incident
from geo.store.store import Store
from samples import curated, incident, located

FORMATS = ("geojson", "gpkg", "parquet")
every_format = pytest.mark.parametrize("format_", FORMATS)


def records() -> list[Incident]:
    """Return the curated records in the order of exports, and some with little in them."""
    store = Store(date(2026, 4, 1))
    store.add(
        [*curated().values(), incident("A", sources=()), located("B", (1.0, 2.0), (3.0, 4.0))]
    )
    return list(store.iter_incidents(select(store).query))


def written(folder: Path, format_: str) -> Path:
    """Write records as geo export does."""
    store = Store(date(2026, 4, 1))
    store.add(records())
    path = folder / f"exported.{format_}"
    path.write_bytes(export_bytes(select(store), format_))
    return path


def frame_of(path: Path) -> Any:
    # Without Arrow an empty list of texts can be one of numbers, which Parquet refuses.
    is_parquet = path.suffix == ".parquet"
    return geopandas.read_parquet(path) if is_parquet else geopandas.read_file(path, use_arrow=True)


def saved(frame: Any, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


def assert_same(path: Path) -> None:
    found = load(path)
    assert found.findings == ()
    assert sorted(found, key=by_id) == sorted(records(), key=by_id)


def by_id(one: Incident) -> str:
    return one.id


@every_format
@pytest.mark.parametrize("saved_as", FORMATS)
def test_what_was_exported_and_saved_by_geopandas_is_the_same(
    tmp_path: Path, format_: str, saved_as: str
) -> None:
    assert_same(saved(frame_of(written(tmp_path, format_)), tmp_path / f"x.{saved_as}"))


@every_format
def test_a_frame_that_was_saved_is_the_same(tmp_path: Path, format_: str) -> None:
    assert_same(saved(geodataframe_from_incidents(records()), tmp_path / f"x.{format_}"))


def as_r_writes(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a feature as R's sf writes it: texts for objects, every column, no null geometry."""
    texts = {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in feature["properties"].items()
    }
    empty = {"type": "MultiPoint", "coordinates": []}
    every = dict.fromkeys((*NESTED, "summary")) | texts
    return {"type": "Feature", "properties": every, "geometry": feature["geometry"] or empty}


def flattened(folder: Path, format_: str, write: Callable[[Any], Any]) -> Path:
    path = folder / "x.geojson"
    document = json.loads(saved(frame_of(written(folder, format_)), path).read_text("utf-8"))
    document["features"] = list(map(write, document["features"]))
    path.write_text(json.dumps(document), "utf-8")
    return path


@every_format
def test_a_program_without_objects_keeps_the_records(tmp_path: Path, format_: str) -> None:
    path = flattened(tmp_path, format_, as_r_writes)
    assert_same(path)
    rows = list(read("geojson", path))
    assert [row.findings for row in rows] == [()] * len(records())
    imported = [row.incident for row in rows if row.incident]
    assert sorted(imported, key=by_id) == sorted(records(), key=by_id)


def test_a_text_that_is_no_object_is_named_and_the_rest_are_read(tmp_path: Path) -> None:
    def spoiled(feature: dict[str, Any]) -> dict[str, Any]:
        if feature["properties"]["id"] != "A":
            return feature
        return feature | {"properties": feature["properties"] | {"place": "array(['x'])"}}

    path = flattened(tmp_path, "geojson", spoiled)
    found = load(path)
    (finding,) = found.findings
    assert (finding.record, finding.field) == ("A", "properties.place")
    assert finding.value == "\"array(['x'])\""
    assert "geo export" in finding.remedy
    assert len(found) == len(records()) - 1
    assert [row.findings[0].rule for row in read("geojson", path) if row.findings] == [
        "is not JSON text"
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"name": "x"}', {"name": "x"}),
        ("{'name': \"it's\"}", {"name": "it's"}),
        ("[{'a': None, 'b': (1.0, True)}]", [{"a": None, "b": [1.0, True]}]),
        ("['a' \"it's\"\n '(b) [\\\\] \\'c\\'']", ["a", "it's", "(b) [\\] 'c'"]),
        ("['a']", ["a"]),
        ("['a', 'b']", ["a", "b"]),
        ("null", None),
        ("None", None),
    ],
)
def test_a_text_is_read_as_json_or_as_python_prints_it(text: str, value: object) -> None:
    flat = {"type": "Feature", "properties": {"place": text, "title": text}}
    assert nested_feature(flat)["properties"] == {"place": value, "title": text}


@pytest.mark.parametrize("value", [None, 7, [], {"type": "Feature"}, {"properties": ["place"]}])
def test_what_is_no_feature_stays_as_it_is(value: object) -> None:
    assert nested_feature(value) == value


DERIVED = {"status": "claimed", "precision": "none", "country": "IR", "killed_low": 3.0}


def test_only_rows_of_a_layer_lose_its_derived_columns() -> None:
    row = {"properties": {"id": "A", "note": "seen", **DERIVED}}
    assert nested_feature(row)["properties"] == {"id": "A", "note": "seen"}
    typed = {"properties": {"id": "A", "country": "IR", "precision": "none"}}
    assert nested_feature(typed) == typed
