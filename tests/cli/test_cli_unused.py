"""The commands name the columns of a table that are not used."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bad_inputs import INPUTS
from command_line import run
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.intake.dataset import load
from geo.model.incident import Incident
from geo.store.store import Store

TEXT = "date,place,survivors\n2024-03-22,Kerman,3\n2024-03-23,Shiraz,\n"
COLOURS = [entry for entry in INPUTS if entry["channel"] == "csv.color"]
FIELDS = ("id", "date", "lat", "lon")
NAMED = ["survivors: looks like tolls, such as '3'", "--map survivors=killed"]


def store_of(incidents: Iterable[Incident]) -> Store:
    store = Store()
    store.add(incidents)
    return store


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(TEXT, "utf-8")
    return path


def test_validate_names_them(table: Path) -> None:
    output = run("validate", table).output
    assert all(text in output for text in NAMED)


def test_serve_names_them(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.launch.serve", lambda *_: None)
    monkeypatch.setattr("geo.cli.serve.check_listening", lambda *_: None)
    output = run("serve", table).output
    assert all(text in output for text in NAMED)


def test_import_names_them(table: Path, tmp_path: Path) -> None:
    output = run("import", "table", table, "--store", tmp_path / "s.duckdb", "--no-geocode").output
    assert all(text in output for text in NAMED)


def test_an_example_shows_how_a_name_with_spaces_is_mapped(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Dt. of event,place\n2024-03-22,Kerman\n", "utf-8")
    said = run("validate", path).output
    assert "such as --map 'Dt. of event=date'" in said


@pytest.mark.parametrize("colour", [*(e["input"] for e in COLOURS), "#ff0000", "red"])
def test_a_colour_in_a_file_is_named_and_colours_nothing(tmp_path: Path, colour: str) -> None:
    """The colours of marks are those of the program: no column of a file sets one."""
    outputs = []
    for given in (colour, "blue"):
        path = tmp_path / "own.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[*FIELDS, "color"], ["A", "2024", 1.5, 2.5, given]])
        assert "columns not used: color" in " ".join(run("validate", path).output.split())
        selection = select(store_of(load(path)), raw=False)
        outputs.append([export_bytes(selection, format_) for format_ in ("geojson", "svg", "csv")])
    assert outputs[0] == outputs[1]


def test_a_mapped_column_is_not_named(table: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    args = ("--store", store, "--no-geocode", "--map", "survivors=killed")
    assert "not used" not in run("import", "table", table, *args).output


def test_a_column_that_only_the_user_can_decide_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("date,place\n03/04/2024,Kerman\n", "utf-8")
    output = run("validate", path).output
    assert "date: its values do not say whether it is date_dmy or date_mdy" in output
    assert "--map COLUMN=FIELD" in output


def test_geojson_of_others_is_validated_as_a_table(tmp_path: Path) -> None:
    """The schema is that of our own records, and finds nothing against rows of others."""
    path = tmp_path / "notes.geojson"
    row = {"date": "2024-03-22", "survivors": 3}
    feature = {"type": "Feature", "geometry": None, "properties": row}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    result = run("validate", path)
    assert result.exit_code == 0
    assert "notes.geojson: 1 valid record, 0 findings" in result.output
    assert all(text in result.output for text in NAMED)
