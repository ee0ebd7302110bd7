"""GeoJSON row by row: our own model, and whatever others write."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from geo.errors import BadValue, UnreadableData
from geo.importers import ImportedRow, read
from geo.importers.sheets.json_files.feature_stream import stream
from geo.importers.sheets.json_files.json_window import CHUNK
from geo.intake.dataset import load
from geo.model.attribution import feature_with_status
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident
from samples import DATA, feature, incident
from table_files import incidents_of, read_all, refused, warned

PROPERTIES = {"name": "An attack", "date": "2024-03-22", "country": "Iran", "deaths": 3}


def written(folder: Path, *features: Any, **members: Any) -> Path:
    path = folder / "foreign.geojson"
    document = {"type": "FeatureCollection"} | members | {"features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def foreign(geometry: Any = None, id_: Any = None, **changes: Any) -> dict[str, Any]:
    made = {"type": "Feature", "geometry": geometry, "properties": PROPERTIES | changes}
    return made if id_ is None else {"id": id_} | made


def point(*coordinates: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(coordinates)}


def rows(folder: Path, *features: Any, **options: Any) -> list[ImportedRow]:
    return read_all("geojson", written(folder, *features), **options)


def event(folder: Path, one: Any) -> Incident:
    (found,) = incidents_of(rows(folder, one))
    return found


def test_the_curated_file_is_read_whole() -> None:
    found = [
        feature_from_incident(incident) for incident in incidents_of(read_all("geojson", DATA))
    ]
    assert found == json.loads(DATA.read_text("utf-8"))["features"]


def test_what_our_own_answers_add_is_left_out(tmp_path: Path) -> None:
    given = incident("A")
    assert event(tmp_path, feature_with_status(given)) == given


def test_a_feature_of_our_own_with_a_fault_is_refused_and_the_rest_go_on(tmp_path: Path) -> None:
    found = rows(tmp_path, feature(title=""), feature(id="B") | {"id": "B"})
    assert [row.incident and row.incident.id for row in found] == [None, "B"]
    assert refused(found) == [("properties.title", "it is required")]


def test_properties_of_others_are_columns(tmp_path: Path) -> None:
    found = event(tmp_path, foreign(point(57.08, 30.28), 7))
    assert (found.title, found.place.country) == ("An attack", "IR")
    assert (found.id, found.origin.record_id) == ("foreign-7", "7")
    assert found.positions == ((57.08, 30.28),)
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 3


def test_everything_survives_in_the_raw_row(tmp_path: Path) -> None:
    given = foreign(point(57.08, 30.28, 1755.5), "x", tags=["a", {"b": None}])
    raw = event(tmp_path, given).origin.raw
    assert {"type": "Feature"} | raw == given


def test_several_points_are_several_sites(tmp_path: Path) -> None:
    places = {"type": "MultiPoint", "coordinates": [[51.4, 35.7], [51.3, 35.5]]}
    found = event(tmp_path, foreign(places))
    assert found.positions == ((51.4, 35.7), (51.3, 35.5))
    assert len(found.place.sites) == 2


def test_other_names_are_mapped(tmp_path: Path) -> None:
    one = foreign(point(57.08, 30.28)) | {"properties": {"wann": "2024", "wo": "Kerman"}}
    (found,) = incidents_of(rows(tmp_path, one, mapping={"wann": "date", "wo": "place"}))
    assert (found.date.precision, found.place.name) == ("year", "Kerman")


def test_a_property_that_only_some_features_have_is_mapped(tmp_path: Path) -> None:
    found = rows(tmp_path, foreign(), foreign(wo="Kerman"), mapping={"wo": "place"})
    assert [one.place.name for one in incidents_of(found)] == [None, "Kerman"]


def test_a_mapping_to_a_field_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        rows(tmp_path, foreign(), mapping={"name": "label"})


WRITE = "give it as a list of objects with names, or as CSV"


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": None},
        {"type": "MultiPoint", "coordinates": []},
        {"type": "LineString", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_a_feature_without_a_position_is_kept_and_said(tmp_path: Path, geometry: Any) -> None:
    found = rows(tmp_path, foreign(geometry))
    assert incidents_of(found)[0].positions == ()
    assert warned(found) == [("geometry", "the feature has no position")]


def test_null_and_empty_properties_are_unknown(tmp_path: Path) -> None:
    found = event(tmp_path, foreign(None, "", id="", deaths=None, country="", name=" "))
    assert (found.casualties, found.place.country, found.title) == (
        None,
        None,
        "Incident: place not stated",
    )


@pytest.mark.parametrize("id_", [7, 7.0, "7", " 7 "])
def test_an_id_that_became_a_decimal_is_the_same(tmp_path: Path, id_: Any) -> None:
    assert event(tmp_path, foreign(None, id_)).id == "foreign-7"


def test_null_island_is_no_position(tmp_path: Path) -> None:
    found = rows(tmp_path, foreign(point(0, 0.0)))
    assert incidents_of(found)[0].positions == ()
    assert [field for field, _ in warned(found)] == ["geometry.coordinates"]


@pytest.mark.parametrize(
    "one",
    [
        None,
        7,
        [],
        {"type": "Point", "coordinates": [1, 2]},
        foreign({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
        foreign({"type": "MultiPoint", "coordinates": [[51.4, 35.7], []]}),
        foreign(point("1", True)),
        foreign(point([1], 2)),
        foreign(point(1, 91)),
        foreign("here"),
    ],
)
def test_a_feature_that_is_none_is_refused_and_the_rest_go_on(tmp_path: Path, one: Any) -> None:
    found = rows(tmp_path, one, foreign(point(57.08, 30.28)))
    assert [row.incident is None for row in found] == [True, False]
    assert found[0].findings


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (foreign({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}), '"Polygon"'),
        (foreign("here"), '"here"'),
        (foreign(point(181.5, -17.7)), "[181.5, -17.7]"),
        (foreign(point(1, 2, 3, 4)), "[1, 2, 3, 4]"),
        ({"type": "Point", "coordinates": [1, 2]}, '{"type": "Point", "coordinates": [1, 2]}'),
        (foreign("x" * 500), f'"{"x" * 79}…'),
    ],
)
def test_a_geometry_that_is_refused_is_shown(tmp_path: Path, one: Any, value: str) -> None:
    (row,) = rows(tmp_path, one)
    assert row.findings[0].value == value


@pytest.mark.parametrize("height", [12.5, None])
def test_an_altitude_is_left_out(tmp_path: Path, height: float | None) -> None:
    assert event(tmp_path, foreign(point(57.08, 30.28, height))).positions == ((57.08, 30.28),)


def test_features_that_share_an_id_are_all_refused(tmp_path: Path) -> None:
    found = rows(tmp_path, foreign(id_="A"), foreign(id_="B"), foreign(id_="A", name="Other"))
    assert [row.incident and row.incident.id for row in found] == [None, "foreign-B", None]


def test_a_dataset_of_the_field_is_not_taken_for_somebodys_own(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match="import it as gtd"):
        rows(tmp_path, foreign(eventid=1, iyear=2014, gname="x"))


def test_members_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    features = json.dumps([foreign(id_="A")])
    path.write_text(
        f'\ufeff {{"bbox": [1, 2], "features" : {features} , "type":"FeatureCollection"}}'
    )
    assert [found.id for found in incidents_of(read_all("geojson", path))] == ["x-A"]


def test_features_larger_than_what_is_read_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, *[foreign(id_=n, name="x" * (CHUNK // 3 + n)) for n in range(20)])
    assert [numbered.number for numbered in stream(path)] == [*range(1, 21)]
    assert len(incidents_of(read_all("geojson", path))) == 20


def test_a_feature_too_large_to_hold_refuses_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, foreign(name="x" * 3 * (1 << 21)))
    with pytest.raises(UnreadableData, match="has a record of more than 2,097,152 characters"):
        read("geojson", path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("1e309", "1e309"),
        ("9" * 5000, "9" * 5000),
        ("9" * 30, int("9" * 30)),
        (r'"\ud800"', "\ud800"),
        ("[" * 90 + "]" * 90, json.loads("[" * 90 + "]" * 90)),
    ],
    ids=lambda value: str(value)[:9].encode("ascii", "replace").decode(),
)
def test_a_value_beyond_json_is_kept_and_costs_no_other_feature(
    tmp_path: Path, text: str, value: Any
) -> None:
    path = tmp_path / "x.geojson"
    features = f'[{{"properties": {{"a": {text}}}}}, {{"id": 2}}]'
    path.write_text(f'{{"type": "FeatureCollection", "features": {features}}}')
    first, second = stream(path)
    assert first.feature == {"properties": {"a": value}}
    assert second.feature == {"id": 2}


def test_a_name_that_an_object_has_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"a": 1, "a": 2}, {"a": 3}]}')
    assert [tuple(each) for each in stream(path)] == [(1, {"a": 2}, ("a",)), (2, {"a": 3}, ())]


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.75, 0.999])
def test_a_file_cut_short_is_refused_at_once(tmp_path: Path, share: float) -> None:
    text = DATA.read_text("utf-8").rstrip()
    path = tmp_path / "x.geojson"
    path.write_text(text[: int(len(text) * share)], "utf-8")
    with pytest.raises(UnreadableData, match="perhaps cut short"):
        read("geojson", path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.geojson is empty: it must hold a FeatureCollection"),
        (" \n", "x.geojson is empty: it must hold a FeatureCollection"),
        (
            "a,b\n",
            "x.geojson is not JSON: it begins with 'a,b\\n': read it as a table, if it is one",
        ),
        ("[]", "x.geojson is an empty list"),
        ("[1, 2]", f"x.geojson is a list of values, and not of records: {WRITE}"),
        ("{}", f"x.geojson is JSON without a list of records: {WRITE}"),
        (
            '{"error": "no key"}',
            f"x.geojson is JSON without a list of records (error: no key): {WRITE}",
        ),
        (
            '{"type": "Feature"}',
            "x.geojson is a Feature without a geometry: see RFC 7946, section 3.2",
        ),
        (
            '{"type": "Point", "coordinates": [1, 2]}',
            "x.geojson is a Point without a Feature around it: it has no date and no name",
        ),
        (
            '{"type": "Topology", "objects": {}}',
            "x.geojson is TopoJSON: save it as GeoJSON (EPSG:4326) in QGIS, or with ogr2ogr",
        ),
        (
            '{"type": "FeatureCollection", "features": {}}',
            "x.geojson has no list of features: see RFC 7946, section 3.3",
        ),
    ],
)
def test_a_file_that_is_no_collection(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises(UnreadableData) as error:
        read("geojson", path)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "FeatureCollection", "features": [{}, ]}',
        '{"type": "FeatureCollection", "features": [{} {}]}',
        '{"type": "FeatureCollection" "features": []}',
        '{"type": "FeatureCollection", "features": []',
        '{"type"}',
        '{"a": ' + "[" * 100_000,
    ],
)
def test_text_that_is_no_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises(UnreadableData, match=r"perhaps cut short|within one another"):
        read("geojson", path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"^x.geojson does not exist: check the path$"):
        read("geojson", tmp_path / "x.geojson")


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": None}},
        {"type": "link", "properties": {"href": "https://epsg.io/4326", "type": "proj4"}},
        {"properties": None},
        4326,
        None,
    ],
)
def test_a_crs_that_says_wgs_84_is_harmless(tmp_path: Path, crs: Any) -> None:
    path = written(tmp_path, foreign(id_="B"), feature(), crs=crs)
    assert len(incidents_of(read_all("geojson", path))) == 2
    assert len(load(written(tmp_path, feature(), crs=crs))) == 1


@pytest.mark.parametrize(
    ("crs", "name"),
    [
        ({"type": "name", "properties": {"name": "EPSG:3857"}}, "EPSG:3857"),
        ({"type": "EPSG", "properties": {"code": 32639}}, "EPSG:32639"),
        (4258, "EPSG:4258"),
        ([1], r"\[1\]"),
    ],
)
def test_any_other_crs_refuses_the_file_wherever_it_is_opened(
    tmp_path: Path, crs: Any, name: str
) -> None:
    path = written(tmp_path, foreign(), crs=crs)
    for opened in (partial(read_all, "geojson"), load):
        with pytest.raises(UnreadableData, match=f"has positions in {name}: .*WGS 84.* EPSG:4326"):
            opened(path)
