"""The store of the Python interface: files are added as incidents are."""

import json
from pathlib import Path

import pytest

import geo
from geo.intake.run import import_file
from samples import DATA, feature, incident, located


def written(folder: Path, *features: object) -> Path:
    path = folder / "x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_added_with_what_is_said_of_it(tmp_path: Path, kind: type) -> None:
    broken = feature(id="B", title="") | {"id": "B"}
    store = geo.Store()
    found = store.add(kind(written(tmp_path, feature(), broken)))
    assert isinstance(found, geo.Dataset)
    assert list(found) == [store.incident("A")] == [incident("A")]
    assert [finding.record for finding in found.findings] == ["B"]


def test_a_table_is_added_with_the_columns_that_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("date,deaths,colour\n2024-01-03,94,red\n", "utf-8")
    store = geo.Store()
    found = store.add(path)
    assert [column.name for column in found.survey.unused] == ["colour"]
    assert store.summary(geo.Query()).killed.best == 94


def test_files_and_incidents_are_added_to_one_store() -> None:
    store = geo.Store()
    store.add([located("A", (57.0, 30.0))])
    store.add(DATA)
    assert store.summary(geo.Query()).matched == 12


def test_a_file_whose_ids_are_known_is_refused_whole(tmp_path: Path) -> None:
    store = geo.Store()
    store.add([incident("A")])
    other = feature(id="C") | {"id": "C"}
    with pytest.raises(geo.BadValue, match=r"id='A' .*an id that no incident of the store has"):
        store.add(written(tmp_path, other, feature()))
    assert store.summary(geo.Query()).matched == 1


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(geo.UnreadableData, match=r"missing\.geojson does not exist"):
        geo.Store().add(str(tmp_path / "missing.geojson"))


def test_a_store_is_attached_and_not_added(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    import_file("geojson", DATA, path, geocode=False)
    with pytest.raises(geo.UnreadableData, match=r"geo\.Store\(\)\.attach opens it"):
        geo.Store().add(path)


def test_a_frame_is_no_list_of_incidents() -> None:
    store = geo.Store()
    frame = geo.load(DATA).to_geodataframe()
    with pytest.raises(geo.BadValue, match=r"incidents='GeoDataFrame' .*incidents_from_geodata"):
        store.add(frame)
    store.add([incident("A")])
    assert store.summary(geo.Query()).matched == 1
