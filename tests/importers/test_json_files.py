"""JSON as a table: lists, answers of interfaces, one record a line; and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnreadableData
from geo.importers import SheetChoice, guess, read
from geo.importers.opening import holds_known_columns, open_sheet
from geo.model.incident import Range
from sheet_rows import assert_same

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "date": "2019-05-04", "place": {"name": "Kidal", "lat": 18.44, "lon": 1.41}},
    {"id": "b", "date": "2019-05-06", "place": {"name": "Menaka"}, "killed": 2, "tags": ["x", "y"]},
]
HEADER = ("id", "date", "place.name", "place.lat", "place.lon", "killed", "tags")


def json_file(folder: Path, value: Any) -> Path:
    path = folder / "own.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def in_lines(records: list[dict[str, Any]], before: str = "") -> str:
    return "".join(f"{before}{json.dumps(record)}\n" for record in records)


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"data": RECORDS},
        {"status": 200, "count": 2, "data": RECORDS, "messages": []},
        {"TotalCount": 2, "TotalPages": 1, "NextPageUrl": "", "Result": RECORDS},
        {"value": RECORDS, "@odata.context": "x"},
        {"fields": [{"id": "date"}], "records": RECORDS, "note": "y" * 300_000},
        {"note": "y" * 300_000, "list": RECORDS},
        in_lines(RECORDS),
        in_lines(RECORDS, "\x1e"),
        "\ufeff" + json.dumps(RECORDS),
    ],
)
def test_records_are_rows(tmp_path: Path, value: Any) -> None:
    path = json_file(tmp_path, value)
    sheet = open_sheet(path)
    assert sheet.header == HEADER
    assert_same(sheet, 10)
    assert not [each for each in sheet.warnings if "page" in each.rule]
    first, second = read("table", path)
    assert first.incident
    assert second.incident
    assert first.incident.positions == ((1.41, 18.44),)
    assert second.incident.positions == ()
    assert second.incident.date.start == date(2019, 5, 6)
    assert second.incident.casualties
    assert second.incident.casualties.killed == Range(best=2)
    assert guess(path).source == "table"
    assert sheet.choice == SheetChoice()  # there is no row of headings to be asked about


@pytest.mark.parametrize(
    "around",
    [
        {"TotalCount": 9},
        {"total_pages": 3},
        {"NextPageUrl": "https://example.org/2"},
        {"@odata.nextLink": "https://example.org/2"},
    ],
)
def test_a_page_of_an_answer_is_named(tmp_path: Path, around: dict[str, Any]) -> None:
    sheet = open_sheet(json_file(tmp_path, {**around, "data": RECORDS}))
    assert [each.rule for each in sheet.warnings] == [
        "is one page of an answer, and there may be more"
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "is an empty list"),
        ([1, 2], "is a list of values, and not of records"),
        ([["date", "place"], ["2019-05-04", "Kidal"]], "is a list of values, and not of records"),
        ({}, "is JSON without a list of records"),
        ({"error": "no key"}, r"without a list of records \(error: no key\)"),
        ({"data": []}, "is JSON without a list of records"),
        ({"geometryType": "esriGeometryPoint", "features": [{"attributes": {}}]}, "JSON of Esri"),
        ({"type": "Topology", "objects": {}}, "is TopoJSON"),
        ('[{"date": "2019"}', "cut short|broken"),
    ],
)
def test_other_json_is_refused_by_what_it_is(tmp_path: Path, value: Any, said: str) -> None:
    with pytest.raises(UnreadableData, match=said):
        list(read("table", json_file(tmp_path, value)))


def test_a_value_among_records_is_a_rejected_row(tmp_path: Path) -> None:
    first, second, _ = read("table", json_file(tmp_path, [RECORDS[0], 7, RECORDS[1]]))
    assert first.incident
    assert [each.rule for each in second.findings] == ["is not a record"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(min_size=1), JSON, min_size=1, max_size=3), min_size=1))
def test_any_records_are_rows(tmp_path_factory: pytest.TempPathFactory, records: list[Any]) -> None:
    records = [record | {"n": 7} for record in records]  # 7 is not a heading said again
    path = json_file(tmp_path_factory.getbasetemp(), records)
    try:
        sheet = open_sheet(path)
    except UnreadableData:  # names that are alike, or empty
        return
    assert len(list(sheet.data())) == len(records)


def test_a_geometry_is_one_cell(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [1.41, 18.44]}
    (row,) = read("table", json_file(tmp_path, [{"date": "2019-05-04", "where": {"geo": point}}]))
    assert row.incident
    assert row.incident.positions == ((1.41, 18.44),)


@pytest.mark.parametrize("ending", [".geojsonl", ".csv", ".txt", ""])
@pytest.mark.parametrize("layout", ["lines", "sequence", "list", "one"])
@pytest.mark.parametrize("source", ["geojson", "table"])
def test_features_in_any_layout(tmp_path: Path, layout: str, ending: str, source: str) -> None:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1.41, 18.44]},
            "properties": {"id": id_, "date": "2019-05-04", "place": "Kidal", "killed": 2},
        }
        for id_ in ("a", "b")
    ]
    text = {
        "lines": in_lines(features),
        "sequence": in_lines(features, "\x1e"),
        "list": json.dumps(features),
        "one": json.dumps(features[0]),
    }[layout]
    path = tmp_path / f"own{ending}"
    path.write_text(text, "utf-8")
    rows = read(source, path)
    found = list(rows)
    assert rows.source == "geojson"
    assert [row.incident and row.incident.id for row in found] == ["own-a", "own-b"][: len(found)]
    assert len(found) == (1 if layout == "one" else 2)
    assert found[0].incident
    assert found[0].incident.positions == ((1.41, 18.44),)
    said = [each.rule for each in found[0].warnings if "read as" in each.rule]
    assert said == (
        ["is GeoJSON, and is read as geojson, not as table"] if source == "table" else []
    )


def test_a_list_of_records_that_is_cut_short_is_called_so_and_not_geojson(tmp_path: Path) -> None:
    path = json_file(tmp_path, json.dumps(RECORDS * 1_000)[:-1])
    for source in ("geojson", "table"):
        with pytest.raises(UnreadableData, match="cut short"):
            read(source, path)


def test_the_first_records_tell_whether_a_file_is_a_table_of_incidents(tmp_path: Path) -> None:
    others = [{"remark of the desk": "none"}] * 5_000
    for records, is_known in ((RECORDS + others, True), (others + RECORDS, False)):
        path = json_file(tmp_path, json.dumps(records)[:-1])  # it is not read to its end
        assert holds_known_columns(path) is is_known
