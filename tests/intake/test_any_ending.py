"""A file is read by what is in it, whatever its name ends with, or refused with the remedy."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from command_line import run
from geo.atlas.current import CurrentAtlas
from geo.errors import UnreadableData
from geo.importers import guess
from geo.intake.dataset import load
from geo.intake.run import import_file
from samples import incident
from serving import atlas_of, client_of, write

ENDINGS = [".geojson", ".json", ".ndjson", ".csv", ".xlsx", ""]
OF_TABLES = [".csv", ".xlsx"]
ROWS = [
    {"date": "2024-01-02", "latitude": 34.5, "longitude": 69.2, "place": "Kabul"},
    {"date": "2024-01-03", "latitude": 34.6, "longitude": 69.3, "place": "Kabul"},
]
TABLE = pd.DataFrame(ROWS)
FEATURES = [
    {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
        "properties": {"date": row["date"], "place": row["place"]},
    }
    for row in ROWS
]
COLLECTION = {"type": "FeatureCollection", "features": FEATURES}
HEADER = "date,latitude,longitude,place\n"
EMPTY = "names columns, and has no row under them"


def lines_of(values: Sequence[Any]) -> str:
    return "".join(f"{json.dumps(value)}\n" for value in values)


def parquet() -> bytes:
    file = io.BytesIO()
    TABLE.to_parquet(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    TABLE.to_excel(file, index=False)
    return file.getvalue()


READ: dict[str, str | bytes] = {
    "commas": TABLE.to_csv(index=False),
    "tabs": TABLE.to_csv(index=False, sep="\t"),
    "semicolons": TABLE.to_csv(index=False, sep=";"),
    "commas in UTF-16": TABLE.to_csv(index=False).encode("utf-16"),
    "a FeatureCollection": json.dumps(COLLECTION, indent=1),
    "a FeatureCollection with a mark": "\ufeff" + json.dumps(COLLECTION),
    "a FeatureCollection in UTF-16": json.dumps(COLLECTION).encode("utf-16"),
    "a FeatureCollection in an answer": json.dumps({"data": COLLECTION}),
    "a list of features": json.dumps(FEATURES),
    "features in lines": lines_of(FEATURES),
    "features after separators": "".join(f"\x1e{line}\n" for line in map(json.dumps, FEATURES)),
    "a list of records": json.dumps(ROWS),
    "records in lines": lines_of(ROWS),
    "records in lines in UTF-16": lines_of(ROWS).encode("utf-16"),
    "records in an answer": json.dumps({"results": ROWS}),
    "records by keys": json.dumps(dict(zip("AB", ROWS, strict=True))),
    "a workbook": workbook(),
    "Parquet": parquet(),
}
WRITE = "give it as a list of objects with names, or as CSV"
NAME = "Name its columns, and write one row for each record"
# What a file holds → what is said of it, whatever its ending.
REFUSED = {
    "x\n": f"is not a table: it has no row under 'x'. {NAME}",
    '"x"\n': f"is not a table: it has no row under 'x'. {NAME}",
    "date\n\n\n": f"is not a table: it has no row under 'date'. {NAME}",
    "[]": "is an empty list",
    "[null, null]": "has no records",
    "[{}, {}]": "has no records",
    "{}\n{}\n": "has no records",
    '["a", "b"]': f"is a list of values, and not of records: {WRITE}",
    '["date"]\n["2024"]\n': f"is a list of values, and not of records: {WRITE}",
    "{}": f"is JSON without a list of records: {WRITE}",
    '{"error": "not found"}': f"is JSON without a list of records (error: not found): {WRITE}",
    '{"type": "Topology", "objects": {}}': "is TopoJSON: "
    "save it as GeoJSON (EPSG:4326) in QGIS, or with ogr2ogr",
    "<html></html>": "is a web page (HTML), whatever its name says: "
    "open it in a spreadsheet, and save it as .xlsx or CSV",
    lines_of([COLLECTION, COLLECTION]): "goes on after its end: "
    "put all features into one FeatureCollection",
    json.dumps([COLLECTION, COLLECTION]): "is a list of FeatureCollections: "
    "put all features into one of them",
    lines_of(ROWS) + '{"date": "20': "is not complete JSON, perhaps cut short: "
    "Unterminated string starting at",
}
# What is a text and no table of ours → its beginning, and its only row as a table.
TEXTS = {
    "hello\n": "hello",
    "This is not a data file.\n": "This is not a data file.",
    "null": "null",
    "5": "5",
    "POINT (1 2)\n": "POINT (1 2)",
    "34.5,69.2\n": "34.5, 69.2",
}


def written(folder: Path, content: str | bytes, ending: str) -> Path:
    path = folder / f"own{ending}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableData) as caught:
        load(path, geocode=False)
    return str(caught.value)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_a_file_is_read_by_what_is_in_it(tmp_path: Path, content: str | bytes, ending: str) -> None:
    found = load(written(tmp_path, content, ending), geocode=False)
    assert found.findings == ()
    assert [(str(each.date.start), *each.positions) for each in found] == [
        (row["date"], (row["longitude"], row["latitude"])) for row in ROWS
    ]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("content", "said"), REFUSED.items())
def test_what_holds_no_records_is_refused(
    tmp_path: Path, content: str, said: str, ending: str
) -> None:
    assert refusal(written(tmp_path, content, ending)) == f"own{ending} {said}"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("content", "row"), TEXTS.items())
def test_a_text_is_refused_as_what_its_name_says(
    tmp_path: Path, content: str, row: str, ending: str
) -> None:
    path = written(tmp_path, content, ending)
    as_table = f"is not a table: it has no row under {row!r}. {NAME}"
    as_json = f"is not JSON: it begins with {content[:20]!r}: call it .csv, if it is a table"
    said = as_table if ending in OF_TABLES else as_json
    assert refusal(path) == f"own{ending} {said}"


def test_names_that_are_not_known_are_repeated(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"foo": 1, "bar": {"baz": 2}}]', ".json")
    remedy = "say what they are with geo import table --map"
    assert (
        refusal(path)
        == f"own.json is JSON, and none of its names is known (bar.baz, foo): {remedy}"
    )


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("below", ["", "\n\n", ",,,\n,,,\n", "#date,#lat,#lon,#loc\n", HEADER])
def test_a_table_of_names_only_is_empty_and_says_so(
    tmp_path: Path, below: str, ending: str
) -> None:
    found = load(written(tmp_path, HEADER + below, ending), geocode=False)
    assert (len(found), found.findings) == (0, ())
    (said,) = [each.example for each in found.warnings if each.example.rule == EMPTY]
    assert said.value == "date, latitude, longitude, place"
    assert said.remedy == "Add a row for each record, or give the file that has them."


def test_names_that_are_explained_are_known(tmp_path: Path) -> None:
    path = written(tmp_path, "foo,bar\n", ".csv")
    with pytest.raises(UnreadableData, match="is not a table"):
        import_file("table", path, tmp_path / "a.duckdb")
    done = import_file("table", path, tmp_path / "a.duckdb", mapping={"foo": "date"})
    assert EMPTY in {each.example.rule for each in done.warnings}


def test_each_way_in_tells_a_text_from_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, "x\n", ".geojson")
    said = refusal(path)
    with pytest.raises(UnreadableData) as by_guess:
        guess(path)
    with pytest.raises(UnreadableData) as by_import:
        import_file("table", path, tmp_path / "a.duckdb")
    checked = run("validate", path)
    assert {str(by_guess.value), str(by_import.value)} == {said}
    assert (checked.exit_code, checked.output) == (1, f"{said}\n")


def test_the_names_of_an_empty_table_are_known_to_the_dialog(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, ".csv")
    assert guess(path).fields.keys() == {"date", "latitude", "longitude", "place"}
    checked = run("validate", path)
    assert EMPTY in checked.output


def test_what_was_read_stays_open_where_a_text_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.atlas.current.CHECK_SECONDS", 0.0)
    path = write(tmp_path / "a.geojson", incident("A"))
    current: CurrentAtlas = atlas_of(path)
    client = client_of(current)
    assert client.get("/ready").status_code == 200
    path.write_text("x\n")
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["files"][0]["fault"]) == (
        503,
        f"a.geojson {REFUSED['x' + chr(10)]}",
    )
    assert client.get("/api/incidents").json()["numberMatched"] == 1
