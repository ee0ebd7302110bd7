"""`geo geocode` for one place, `geo gazetteer` and `geo locate`, as they are typed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geo.cli import main
from geo.gazetteer.building import build
from geo.gazetteer.building.place_rows import TABLES
from geo.gazetteer.index import VARIABLE, gazetteer
from samples import DATA, feature


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, args)))


def test_a_place_is_shown_as_a_table() -> None:
    result = run("geocode", "کرمان")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "name          Kerman"
    assert lines[1] == "country       IR, Iran"
    assert "lon, lat      57.07879, 30.28321" in lines
    assert "precision     settlement, within 5 km" in lines
    assert "method        name" in lines
    assert "gazetteer id  geonames:128234" in lines
    assert "credit        GeoNames, CC BY 4.0" in lines
    assert any(line.startswith("confidence    0.") for line in lines)
    assert any(line.startswith("alternatives  ") for line in lines)


def test_a_hint_chooses_another() -> None:
    result = run("geocode", "Kerman", "--country", "us", "--admin1", "California", "--json")
    found = json.loads(result.stdout)
    assert (found["country"], found["admin1"], found["precision"]) == ("US", "CA", "settlement")


def test_json_has_all_that_was_found() -> None:
    found = json.loads(run("geocode", "Тегеран", "--language", "ru", "--json").stdout)
    assert set(found) == {
        *("lon", "lat", "name", "country", "admin1", "precision", "radius_km", "method"),
        *("confidence", "gazetteer_id", "credit", "alternatives"),
    }
    assert (found["lon"], found["lat"]) == (51.42151, 35.69439)


@pytest.mark.parametrize("text", ["zzzqq", "", " ", "x" * 10_000, "\x1b[31m", "😀", ".*", "TBD"])
def test_nothing_is_found_in_words(text: str) -> None:
    result = run("geocode", text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("No place is known by the name ")
    assert len(result.stderr) < 200
    assert all(char.isprintable() or char == "\n" for char in result.stderr)


def test_nothing_is_null_in_json() -> None:
    result = run("geocode", "zzzqq", "--country", "IR", "--json")
    assert (result.exit_code, result.stdout) == (1, "null\n")
    assert "by the name 'zzzqq' in IR" in result.stderr


def test_an_unknown_country_is_refused_with_close_codes() -> None:
    result = run("geocode", "Kerman", "--country", "IRAN")
    assert result.exit_code == 1
    assert "country='IRAN' is not allowed" in result.stderr
    assert "IR (Iran)" in result.stderr


VILLAGE = (
    "1\tKhidr\tKhidr\tKhadr,خضر\t35.1\t44.2\tP\tPPL\tIQ\t\t09\t\t\t\t80\t\t\tAsia/Baghdad\t2020"
)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the index have curated places only, so that it is built at once."""
    tables = {"venues and regions": TABLES["venues and regions"]}
    monkeypatch.setattr(build, "TABLES", tables)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "index" / "places.sqlite"))
    gazetteer.cache_clear()
    yield tmp_path / "index" / "places.sqlite"
    gazetteer.cache_clear()


def info() -> dict[str, str]:
    lines = run("gazetteer", "info").stdout.splitlines()
    return {line[:13].strip(): line[14:] for line in lines}


def test_the_index_is_built_and_says_what_it_is(small: Path) -> None:
    result = run("gazetteer", "build")
    assert result.exit_code == 0
    assert result.stdout == f"Built {small}\n"
    assert "Gazetteer" in result.stderr
    found = info()
    assert found["file"] == str(small)
    assert int(found["places"]) > 20
    assert found["credit"] == "Incident Atlas, Apache-2.0"
    assert run("geocode", "Crocus City Hall").exit_code == 0


def test_villages_are_added_until_it_is_built_again(small: Path, tmp_path: Path) -> None:
    country_file = tmp_path / "IQ.txt"
    country_file.write_text(f"{VILLAGE}\n", "utf-8")
    assert run("geocode", "خضر").exit_code == 1
    assert run("gazetteer", "add", country_file).stdout == (
        "IQ.txt: 1 new place in the gazetteer\n"
    )
    assert "geonames:1\n" in run("geocode", "خضر").stdout
    assert run("gazetteer", "build").exit_code == 0
    gazetteer.cache_clear()
    assert run("geocode", "خضر").exit_code == 1


def test_another_file_is_not_a_country_file(small: Path, tmp_path: Path) -> None:
    (tmp_path / "IQ.zip").write_bytes(b"PK\x03\x04\xff\xff")
    (tmp_path / "IQ.txt").write_text(VILLAGE.replace("35.1", "north"), "utf-8")
    (tmp_path / "readme.txt").write_text("Readme for GeoNames", "utf-8")
    for name in ("IQ.zip", "IQ.txt", "readme.txt", "no.txt"):
        result = run("gazetteer", "add", tmp_path / name)
        assert result.exit_code in (1, 2)
        assert result.stderr.splitlines()[-1].startswith("Error: ")
        assert name in result.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with a record to be placed, one that cannot be, and one that is broken."""
    places: list[dict[str, Any]] = [{"name": "Kirkuk"}, {"name": "zzz\x1bqq"}, {"country": 7}]
    features = [
        feature(place=place, id=id_) | {"id": id_} for place, id_ in zip(places, "ABC", strict=True)
    ]
    path = tmp_path / "some.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_a_file_is_placed_and_reported(file: Path) -> None:
    result = run("locate", file)
    assert result.exit_code == 0
    first, second, last = result.stdout.splitlines()
    assert first == "B: not found: zzz\\x1bqq"
    assert second.startswith("C: properties.place.country is 7: ")
    assert last == "some.geojson: 1 placed, 1 not found, 1 refused"
    assert "[44.39222, 35.46806]" in file.read_text("utf-8")


def test_a_file_is_left_alone_when_nothing_is_new(file: Path) -> None:
    run("locate", file)
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert "1 kept as they are" in run("locate", file).stdout
    assert "; nothing changed" in run("locate", file, "--all").stdout
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_another_file_can_be_written(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    assert run("locate", file, "--out", tmp_path / "new.geojson").exit_code == 0
    assert file.read_bytes() == before
    assert "[44.39222, 35.46806]" in (tmp_path / "new.geojson").read_text("utf-8")


def test_the_curated_file_is_made_this_way(tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA, tmp_path))
    assert run("locate", path, "--all").exit_code == 0
    assert path.read_bytes() == DATA.read_bytes()


def test_rows_of_others_are_placed_where_they_are_read(tmp_path: Path) -> None:
    table, notes = tmp_path / "own.csv", tmp_path / "notes.geojson"
    table.write_text("date,place\n2024-03-22,Kerman\n", "utf-8")
    row = {"type": "Feature", "geometry": None, "properties": {"place": "Kerman"}}
    notes.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}), "utf-8")
    for path, what in ((table, "is a table"), (notes, "has features of another model")):
        result = run("locate", path)
        assert result.exit_code == 1
        said = f"Error: {path.name} {what}: geo import, geo serve and geo export place its rows"
        assert said in result.stderr


def test_what_is_not_a_collection_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.geojson").write_text("[1", "utf-8")
    for name in ("odd.geojson", "no.geojson"):
        result = run("locate", tmp_path / name)
        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1].startswith(f"Error: {name} ")
