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
from geo.intake.dataset import load
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


@pytest.mark.parametrize("rest", [" garbage", "]", json.dumps(RECORDS), '\n{"id": "z"}\n', "\x00"])
def test_what_follows_a_list_of_records_is_not_left_out(tmp_path: Path, rest: str) -> None:
    path = json_file(tmp_path, json.dumps(RECORDS) + rest)
    with pytest.raises(UnreadableData, match="goes on after its end: put all records into"):
        load(path)


@pytest.mark.parametrize("text", [json.dumps(RECORDS)[:-9], json.dumps({"data": RECORDS}) + " x"])
def test_json_that_is_broken_behind_its_beginning_is_told_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableData, match="is not complete JSON"):
        load(json_file(tmp_path, text))


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


PADDING = {"note": "y" * 300_000}


@pytest.mark.parametrize("padding", [{}, PADDING])
@pytest.mark.parametrize(
    ("value", "columns"),
    [
        ({"success": True, "result": {"fields": [{"id": "date"}], "records": RECORDS}}, HEADER),
        ({"data": {"incidents": {"edges": [{"node": each} for each in RECORDS]}}}, HEADER),
        (
            {"hits": {"hits": [{"_index": "x", "_source": each} for each in RECORDS]}},
            ("_index", *HEADER),
        ),
        ({"data": {"list": RECORDS}, "meta": {"columns": [{"name": "date"}]}}, HEADER),
    ],
)
def test_records_in_nested_members(
    tmp_path: Path, value: dict[str, Any], columns: tuple[str, ...], padding: dict[str, Any]
) -> None:
    path = json_file(tmp_path, {**padding, **value})
    assert open_sheet(path).header == columns
    ids = [row.incident and row.incident.id for row in read("table", path)]
    assert ids == ["own-a", "own-b"]
    assert [incident.id for incident in load(path)] == ids


@pytest.mark.parametrize("count", [2, 1_000])  # a few records, and more than are looked at whole
@pytest.mark.parametrize("above", [(), ("archive",)])
def test_records_under_keys(tmp_path: Path, count: int, above: tuple[str, ...]) -> None:
    value: Any = {
        f"-N{n}": {
            "date": "2019-05-04",
            "place": "Kidal",
            "killed": n,
            "more": [{"url": "x" * 300}],
        }
        for n in range(count)
    }
    for name in above:
        value = {name: value, "users": {"u1": {"name": "desk"}}}
    rows = list(read("table", json_file(tmp_path, value)))
    assert len(rows) == count
    assert rows[1].incident
    assert rows[1].incident.id == "own--N1"
    assert rows[1].incident.casualties
    assert rows[1].incident.casualties.killed == Range(best=1)


@pytest.mark.parametrize("count", [2, 1_000])
def test_features_under_keys(tmp_path: Path, count: int) -> None:
    point = {"type": "Point", "coordinates": [1.41, 18.44]}
    properties = {"date": "2019-05-04", "title": "own", "more": "x" * 300}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    path = json_file(tmp_path, {f"k{n}": feature for n in range(count)})
    for source in ("table", "geojson"):
        rows = list(read(source, path))
        assert len(rows) == count
        assert rows[1].incident
        assert (rows[1].incident.id, rows[1].incident.title) == ("own-k1", "own")
        assert rows[1].incident.positions == ((1.41, 18.44),)
    assert len(load(path)) == count


def test_a_point_of_arcgis_is_one_cell(tmp_path: Path) -> None:
    records = [{"attributes": {"date": "2019-05-04"}, "geometry": {"x": 1.41, "y": 18.44}}]
    path = json_file(tmp_path, records)
    assert open_sheet(path).header == ("attributes.date", "geometry")
    (row,) = read("table", path)
    assert row.incident
    assert row.incident.positions == ((1.41, 18.44),)


def test_a_key_stands_next_to_an_id(tmp_path: Path) -> None:
    path = json_file(tmp_path, {f"k{n}": each for n, each in enumerate(RECORDS)})
    assert open_sheet(path).header == ("key", *HEADER)


def test_lists_that_are_not_read_are_named(tmp_path: Path) -> None:
    long = [{"date": "2018-01-01", "place": "Gao", "remark": "y" * 1_000}] * 3_000
    for others in ({"2018": RECORDS[:1]}, {"2018": long, "2019": []}):
        sheet = open_sheet(json_file(tmp_path, {"incidents": RECORDS, **others}))
        (warning,) = sheet.warnings
        assert warning.rule == "has other lists of records, which are not read"
        assert warning.value == f"2018 ({len(others['2018']):,})"
        assert len(list(sheet.data())) == 2


@pytest.mark.parametrize("padding", [{}, PADDING])
def test_features_in_nested_members(tmp_path: Path, padding: dict[str, Any]) -> None:
    point = {"type": "Point", "coordinates": [1.41, 18.44]}
    feature = {"type": "Feature", "geometry": point, "properties": {"id": "a", "date": "2019-05"}}
    collection: Any = {"type": "FeatureCollection", "features": [feature]}
    path = json_file(tmp_path, {"status": "ok", "data": {**padding, **collection}})
    for source in ("geojson", "table"):
        assert [row.incident and row.incident.id for row in read(source, path)] == ["own-a"]
    assert [incident.id for incident in load(path)] == ["own-a"]
    projected = {**collection, "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}}
    with pytest.raises(UnreadableData, match="EPSG:3857"):
        list(read("geojson", json_file(tmp_path, {"data": projected})))


def test_values_that_say_their_type(tmp_path: Path) -> None:
    of_mongo = {
        "_id": {"$oid": "65e6"},
        "date": {"$date": {"$numberLong": "1556928000000"}},
        "killed": {"$numberInt": "3"},
    }
    of_sparql = {
        "item": {"type": "uri", "value": "https://example.org/Q1"},
        "date": {"datatype": "xsd:dateTime", "type": "literal", "value": "2019-05-04T00:00:00Z"},
        "coord": {"type": "literal", "value": "Point(1.41 18.44)"},
    }
    answer = {"head": {"vars": ["item"]}, "results": {"bindings": [of_sparql]}}
    for value in ([of_mongo], answer):
        (row,) = read("table", json_file(tmp_path, value))
        assert row.incident
        assert row.incident.date.start == date(2019, 5, 4)
        positions = row.incident.positions
    assert positions == ((1.41, 18.44),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_marked_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    point = {"type": "Point", "coordinates": [1.41, 18.44]}
    feature = {"type": "Feature", "geometry": point, "properties": {"id": "a", "date": "2019-05"}}
    for value in (
        [{**RECORDS[0], "title": "Café"}],
        {"type": "FeatureCollection", "features": [feature]},
    ):
        path = tmp_path / "own.json"
        path.write_bytes(json.dumps(value, ensure_ascii=False).encode(encoding))
        for source in ("table", "geojson"):
            assert [row.incident and row.incident.id for row in read(source, path)] == ["own-a"]
        assert [incident.id for incident in load(path)] == ["own-a"]


@pytest.mark.parametrize("value", [{"error": "no key"}, [], {"geometryType": "x", "features": []}])
@pytest.mark.parametrize("name", ["own.json", "own.geojson", "own.csv"])
def test_all_ways_in_refuse_a_file_in_the_same_words(tmp_path: Path, value: Any, name: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(value), "utf-8")
    ways: list[Any] = [load, guess, lambda it: read("table", it), lambda it: read("geojson", it)]
    said = set()
    for way in ways:
        with pytest.raises(UnreadableData) as error:
            way(path)
        said.add(str(error.value))
    assert len(said) == 1


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
        ({"errors": [{"message": "no key"}], "data": None}, r"list of records \(errors: "),
        ({"fields": [{"id": "date"}], "records": [["2019-05-04"]]}, "without a list of records"),
        ({"date": {"0": "2019-05-04"}, "place": {"0": "Kidal"}}, "is a table by columns"),
        ([{"type": "FeatureCollection", "features": []}], "is a list of FeatureCollections"),
        ({"e" * 300: "no key"}, r"without a list of records \(e{80}…\)"),
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
