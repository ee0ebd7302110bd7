"""A file of rows without positions becomes the same records in whatever way it is read."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from openpyxl import Workbook

import geo
from command_line import run
from geo.atlas.opening import open_atlas, refreshed
from geo.atlas.options import ServeOptions
from geo.atlas.uploads import Uploads
from geo.gazetteer import index
from geo.intake import dataset, placement
from geo.intake.command import Reading
from geo.intake.dataset import FileReader
from geo.intake.run import import_file
from serving import atlas_of
from table_files import written_csv

NAMED = {"date": "2024-05-02", "killed": "1", "place": "Kerman", "country": "Iran", "precision": ""}
ROWS = [
    NAMED,
    NAMED | {"place": "Zahedan", "precision": "province"},
    NAMED | {"place": "Qqzzxy"},
    NAMED | {"place": "Springfield", "country": ""},
    NAMED | {"place": "", "country": ""},
    NAMED | {"place": "Kerman", "country": "Yugoslavia"},
    NAMED | {"date": "2024-05-03", "place": "Kerman"},
]
STATES = {"placed": 3, "not found": 1, "unsure": 2, "nameless": 1}
PRECISIONS = {"settlement": 2, "admin1": 1}
LINES = [
    "3 × placed by name (2 settlement, 1 admin1)",
    "2 × not sure enough",
    "1 × not found",
    "1 × without a name of a place",
]


def write_csv(path: Path) -> None:
    written_csv(path, *ROWS)


def write_xlsx(path: Path) -> None:
    book = Workbook()
    for cells in ([*NAMED], *(list(row.values()) for row in ROWS)):
        book.worksheets[0].append(cells)
    book.save(path)


def write_parquet(path: Path) -> None:
    pd.DataFrame(ROWS).to_parquet(path)


def write_geojson(path: Path) -> None:
    features = [{"type": "Feature", "geometry": None, "properties": row} for row in ROWS]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def write_json(path: Path) -> None:
    path.write_text(json.dumps(ROWS), "utf-8")


FILES: Mapping[str, Callable[[Path], None]] = {
    "own.csv": write_csv,
    "own.xlsx": write_xlsx,
    "own.parquet": write_parquet,
    "own.geojson": write_geojson,
    "own.json": write_json,
}


@pytest.fixture(params=FILES)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name: str = request.param
    FILES[name](tmp_path / name)
    return tmp_path / name


def source_of(path: Path) -> str:
    return "geojson" if path.suffix == ".geojson" else "table"


def features(incidents: Iterable[geo.Incident]) -> list[dict[str, Any]]:
    """Return records as they are exported, by their ids."""
    return sorted(map(geo.feature_from_incident, incidents), key=lambda each: str(each["id"]))


def all_of(store: geo.Store) -> list[dict[str, Any]]:
    return features(store.iter_incidents(geo.Query()))


def imported(path: Path) -> list[dict[str, Any]]:
    store = path.with_suffix(".duckdb")
    report = import_file(source_of(path), path, store)
    assert (report.placed, report.precisions) == (STATES, PRECISIONS)
    opened = geo.Store()
    opened.attach(store)
    return all_of(opened)


def loaded(path: Path) -> list[dict[str, Any]]:
    found = geo.load(path)
    assert (found.look_ups.states, found.look_ups.precisions) == (STATES, PRECISIONS)
    return features(found)


def added(path: Path) -> list[dict[str, Any]]:
    store = geo.Store()
    store.add(path)
    return all_of(store)


def served(path: Path) -> list[dict[str, Any]]:
    opened = open_atlas(ServeOptions(paths=(path,)))
    ((name, look_ups),) = opened.look_ups
    assert (name, look_ups.states) == (path.name, STATES)
    again = [opened.store.incident(each.id) for each in opened.store.iter_incidents(geo.Query())]
    assert features(again) == features(opened.store.iter_incidents(geo.Query()))
    return features(again)


def exported(path: Path) -> list[dict[str, Any]]:
    target = path.with_name("exported.geojson")
    result = run("export", path, "-o", target)
    assert result.exit_code == 0, result.output
    assert all(f"\n  {line}\n" in result.output for line in LINES)
    return features(geo.load(target))


def uploaded(path: Path) -> list[dict[str, Any]]:
    uploads = Uploads(atlas_of().atlas)
    try:
        saved = uploads.save(path.name, path.read_bytes())
        upload = uploads.add(saved, Reading(source=source_of(path)))
        assert upload.report.placed == STATES
        return features(each for each in uploads.atlas().store.iter_incidents(upload.query))
    finally:
        uploads.close()


@pytest.mark.parametrize("read", [loaded, added, served, exported, uploaded])
def test_the_records_are_those_of_an_import(
    read: Callable[[Path], Sequence[Mapping[str, Any]]], path: Path
) -> None:
    records = imported(path)
    assert read(path) == records
    placed = [each for each in records if each["geometry"]]
    assert len(placed) == STATES["placed"]
    for each in placed:
        (site,) = each["properties"]["place"]["sites"]
        assert site["method"]
        assert site["gazetteer_id"].startswith("geonames:")


def test_validate_names_the_rows_that_are_not_placed(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "own.csv", *ROWS)
    result = run("validate", path)
    assert result.exit_code == 0
    assert "own.csv: 7 rows without a position:" in result.output
    assert all(f"\n  {line}\n" in result.output for line in LINES)
    named = result.output.split("own.csv: not placed by name:\n")[1].splitlines()
    assert named[0] == "  1 × not found: Qqzzxy (line 4)"
    assert named[1].startswith("  1 × not sure enough: Springfield may be Springfield, ")
    assert named[1].endswith("(line 5)")
    assert named[2] == "  1 × without a name of a place (line 6)"
    assert named[3] == "  1 × not sure enough: Kerman, Yugoslavia: its country is unknown (line 7)"


def test_the_place_of_a_feature_is_its_number(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    write_geojson(path)
    output = run("validate", path).output
    assert "1 × not found: Qqzzxy (feature 3)" in output
    warning = "country: is not a current country name or ISO code (feature 6: 'Yugoslavia')"
    assert warning in output
    assert warning in run("export", path, "-o", tmp_path / "out.csv").output


def test_serve_says_how_rows_are_placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.launch.serve", lambda *_: None)
    monkeypatch.setattr("geo.cli.serve.check_listening", lambda *_: None)
    output = run("serve", written_csv(tmp_path / "own.csv", *ROWS)).output
    assert "own.csv: 7 rows without a position:\n" in output
    assert all(f"\n  {line}\n" in output for line in LINES)


@pytest.fixture
def no_gazetteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the gazetteer be one that is not built, in a folder that takes it."""
    index.gazetteer.cache_clear()
    monkeypatch.setenv("GEO_GAZETTEER", str(tmp_path / "places.sqlite"))
    monkeypatch.setattr(index, "build_at", _no_build)
    return tmp_path / "places.sqlite"


def _no_build(*_: object) -> None:
    raise AssertionError("the gazetteer is not needed")


@pytest.mark.usefixtures("no_gazetteer")
@pytest.mark.parametrize("command", ["validate", "export"])
def test_rows_with_positions_or_without_names_need_no_gazetteer(
    tmp_path: Path, command: str
) -> None:
    rows = [{**NAMED, "country": "IR", "lat": "30.2", "lon": "57.1"} for _ in range(3)]
    rows.append(NAMED | {"place": "", "country": "IR", "lat": "", "lon": ""})
    path = written_csv(tmp_path / "own.csv", *rows)
    target = ("-o", tmp_path / "out.csv") if command == "export" else ()
    result = run(command, path, *target)
    assert result.exit_code == 0, result.output
    assert "own.csv: 1 row without a position:\n  1 × without a name of a place" in result.output


@pytest.mark.parametrize("command", ["validate", "export", "import"])
def test_a_gazetteer_that_cannot_be_built_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    index.gazetteer.cache_clear()
    monkeypatch.setenv("GEO_GAZETTEER", str(tmp_path / "own.csv" / "places.sqlite"))
    path = written_csv(tmp_path / "own.csv", NAMED)
    args: dict[str, tuple[str | Path, ...]] = {
        "validate": (path,),
        "export": (path, "-o", tmp_path / "out.csv"),
        "import": ("table", path, "--store", tmp_path / "s.duckdb"),
    }
    result = run(command, *args[command])
    assert result.exit_code == 1
    assert "the gazetteer cannot be built at" in result.output


def test_rows_stay_without_a_position_if_that_is_wanted(path: Path) -> None:
    found = geo.load(path, geocode=False)
    assert not any(each.positions for each in found)
    assert (found.look_ups.states, found.look_ups.left) == ({}, 6)


def test_a_frame_of_rows_without_points_is_placed_by_name() -> None:
    frame = geopandas.GeoDataFrame(ROWS, geometry=[None] * len(ROWS), crs=4326)
    found = geo.incidents_from_geodataframe(frame)
    assert found.look_ups.states == STATES
    bare = geo.incidents_from_geodataframe(frame, geocode=False)
    assert not any(each.positions for each in bare)


def test_records_of_this_model_stay_as_they_are(tmp_path: Path) -> None:
    table = written_csv(tmp_path / "own.csv", *ROWS)
    store = geo.Store()
    store.add(geo.load(table, geocode=False))
    for name in ("own.geojson", "own.parquet", "own.gpkg"):
        path = tmp_path / name
        geo.export_file(geo.select(store, geo.Query()), path)
        found = geo.load(path)
        assert not any(each.positions for each in found)
        assert found.look_ups.left == 6
        output = run("validate", path).output
        assert f"{name}: 6 records with the name of a place and no position" in output


def test_a_file_that_is_read_again_does_not_look_up_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    asked: list[str] = []

    def geocode(text: str, **hints: Any) -> geo.Location | None:
        asked.append(text)
        return geo.geocode(text, **hints)

    monkeypatch.setattr(placement, "geocode", geocode)
    path = written_csv(tmp_path / "own.csv", NAMED)
    reader = FileReader()
    opened = open_atlas(ServeOptions(paths=(path,)), reader)
    written_csv(path, NAMED, NAMED | {"place": "Zahedan"})
    again = refreshed(opened)
    assert again.revision == 1
    assert asked == ["Kerman", "Zahedan"]
    assert len(list(again.store.iter_incidents(geo.Query()))) == 2


def test_the_progress_of_a_long_file_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "STEP", 3)
    told: list[tuple[float, int]] = []
    reader = FileReader(progress=lambda share, rows: told.append((share, rows)))
    assert len(reader.read(path)) == 7
    assert told == [(3 / 7, 3), (6 / 7, 6)]


def test_a_bar_is_shown_for_a_long_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written_csv(tmp_path / "own.csv", *ROWS)
    assert "Read" not in run("validate", path).stderr
    monkeypatch.setattr(dataset, "STEP", 3)
    assert "Read" in run("validate", path).stderr
