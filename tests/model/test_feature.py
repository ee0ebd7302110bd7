"""Features: every finding at once, with its field, value, rule and remedy; no loss either way."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from geo.errors import Finding, InvalidIncident
from geo.model.feature import (
    feature_from_incident,
    incident_from_feature,
    public_feature,
    text_from_incident,
)
from geo.model.incident import Incident
from samples import DATA, HOSTILE, feature, incident, located
from strategies import incidents

FEATURES = json.loads(DATA.read_text("utf-8"))["features"]
ONE_SITE = {"sites": [{"precision": "site"}]}


def findings(value: object) -> tuple[Finding, ...]:
    with pytest.raises(InvalidIncident) as error:
        incident_from_feature(value)
    return error.value.findings


def finding(field: str, value: str, rule: str, remedy: str) -> Finding:
    return Finding(record="A", field=field, value=value, rule=rule, remedy=remedy)


def at(geometry: object, **place: object) -> dict[str, Any]:
    return feature(place=ONE_SITE | place) | {"geometry": geometry}


def point(*coordinates: object) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [*coordinates]}


@given(incidents())
@settings(max_examples=30)
def test_an_incident_survives_its_feature(incident: Incident) -> None:
    text = json.dumps(feature_from_incident(incident), allow_nan=False)
    assert incident_from_feature(json.loads(text)) == incident


@given(incidents())
@settings(max_examples=30)
def test_the_text_of_an_incident_is_that_of_its_feature(incident: Incident) -> None:
    written = feature_from_incident(incident)
    read = json.loads(text_from_incident(incident))
    assert read == written
    assert list(read["properties"]) == list(written["properties"])


@pytest.mark.parametrize("original", FEATURES, ids=lambda feature: str(feature["id"]))
def test_a_curated_feature_survives_its_incident(original: dict[str, Any]) -> None:
    written = feature_from_incident(incident_from_feature(original))
    assert written == original | {"properties": original["properties"] | {"id": original["id"]}}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_as_it_is(text: str) -> None:
    read = incident_from_feature(feature(title=text, place={"name": text, "names": {"en": text}}))
    assert (read.title, read.place.name, read.place.names) == (text, text, {"en": text})


def test_unknown_is_left_out_but_for_casualties() -> None:
    assert feature_from_incident(incident()) == {
        "type": "Feature",
        "id": "A",
        "geometry": None,
        "properties": {
            "id": "A",
            "record_type": "incident",
            "title": "An attack",
            "date": {"start": "2024-03-22", "precision": "day"},
            "place": {},
            "casualties": None,
            "sources": [
                {"id": "S", "publisher": "A paper", "title": "A report", "date": "2024-03-23"}
            ],
            "origin": {
                "dataset": "tests",
                "version": "1",
                "licence": "CC0-1.0",
                "redistributable": True,
            },
            "review": {"status": "draft"},
        },
    }


def test_one_position_is_a_point_and_more_are_a_multi_point() -> None:
    one, two = located("A", (1.0, 2.0)), located("A", (1.0, 2.0), (3.0, 4.0))
    assert feature_from_incident(one)["geometry"] == point(1.0, 2.0)
    assert feature_from_incident(two)["geometry"] == {
        "type": "MultiPoint",
        "coordinates": [[1.0, 2.0], [3.0, 4.0]],
    }


def test_a_multi_point_of_one_is_that_position() -> None:
    geometry = {"type": "MultiPoint", "coordinates": [[1.0, 2.0]]}
    assert incident_from_feature(at(geometry)).positions == ((1.0, 2.0),)


@pytest.mark.parametrize("with_id", [True, False])
def test_the_id_stands_in_the_feature_or_the_properties(with_id: bool) -> None:
    value = feature()
    (value if with_id else value["properties"]).pop("id")
    assert incident_from_feature(value).id == "A"


def test_every_finding_is_reported_at_once() -> None:
    broken = feature(title="", date={"start": "2024-03", "precision": "day"}, colour="red")
    broken["properties"]["sources"][0]["publisher"] = 7
    del broken["properties"]["review"]
    assert {found.field for found in findings(broken)} == {
        "properties.title",
        "properties.date.start",
        "properties.colour",
        "properties.sources[0].publisher",
        "properties.review",
    }


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (
            {"title": ""},
            finding("properties.title", "", "it is required", "Add it."),
        ),
        (
            {"titel": "An attack"},
            finding(
                "properties.titel",
                "'An attack'",
                "an incident has no such property",
                "Correct the spelling: docs/data-model.md lists them all.",
            ),
        ),
        (
            {"record_type": "attack"},
            finding(
                "properties.record_type",
                "'attack'",
                "must be 'incident', 'aggregate' or 'context'",
                "Use one of these.",
            ),
        ),
        (
            {"casualties": {"killed": {"low": -1}}},
            finding(
                "properties.casualties.killed.low", "-1", "must be 0 or more", "Correct the figure."
            ),
        ),
        (
            {"casualties": {"killed": {"low": 3, "best": 2}}},
            finding(
                "properties.casualties.killed",
                "",
                "low ≤ best ≤ high does not hold for 3, 2",
                "Put them in order.",
            ),
        ),
        (
            {"place": {"country": "Iran"}},
            finding(
                "properties.place.country",
                "'Iran'",
                "must match ^[A-Z]{2}$",
                "Correct the spelling.",
            ),
        ),
        (
            {"date": {"start": "2024-02-30", "precision": "day"}},
            finding(
                "properties.date.start",
                "'2024-02-30'",
                "a day of the calendar as 2024-03-22",
                "Write the day as YYYY-MM-DD.",
            ),
        ),
        (
            {"date": {"precision": "day"}},
            finding(
                "properties.date",
                "",
                "a date has a start exactly when its precision is not 'unknown'",
                "Give the start, or precision 'unknown'.",
            ),
        ),
        (
            {"place": {"sources": ["X"]}},
            finding(
                "properties", "", "'X' is not in sources", "Add it to sources, or correct the id."
            ),
        ),
        (
            {"title": 7},
            finding(
                "properties.title", "7", "Input should be a valid string", "Correct the value."
            ),
        ),
        (
            {"positions": []},
            finding(
                "properties.positions", "", "positions belong in the geometry", "Move them there."
            ),
        ),
    ],
)
def test_a_finding_says_field_value_rule_and_remedy(
    properties: dict[str, Any], expected: Finding
) -> None:
    assert findings(feature(**properties)) == (expected,)


def test_a_missing_property_is_named() -> None:
    value = feature()
    del value["properties"]["title"]
    assert findings(value) == (finding("properties.title", "", "it is required", "Add it."),)


def test_a_long_value_is_cut() -> None:
    (found,) = findings(feature(record_type="x" * 500))
    assert len(found.value) == 80
    assert found.value.endswith("…")


@pytest.mark.parametrize(
    ("coordinates", "value", "rule"),
    [
        ([200.0, 10.0], "200.0", "must be degrees in -180…180"),
        ([35.7, 137.2], "137.2", "must be degrees in -90…90"),
        (["51.4", 35.7], "'51.4'", "must be degrees in -180…180"),
        ([51.4, None], "", "must be degrees in -90…90"),
        ([51.4, float("nan")], "nan", "must be degrees in -90…90"),
        ([float("-inf"), 35.7], "-inf", "must be degrees in -180…180"),
    ],
)
def test_coordinates_out_of_range_ask_whether_they_are_swapped(
    coordinates: list[Any], value: str, rule: str
) -> None:
    expected = finding("geometry.coordinates", value, rule, "Are longitude and latitude swapped?")
    assert findings(at(point(*coordinates))) == (expected,)


@pytest.mark.parametrize("coordinates", [[1.0], [1.0, 2.0, 3.0], ["1", "2", "3"]])
def test_a_position_has_two_numbers(coordinates: list[Any]) -> None:
    (found,) = findings(at(point(*coordinates)))
    assert (found.field, found.rule) == (
        "geometry.coordinates",
        "a position is [longitude, latitude]",
    )


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
        {"type": "Circle", "coordinates": []},
        {"type": ["Point"], "coordinates": []},
        {"type": "Point", "geometries": []},
        {"type": "Point"},
        {"type": "Point", "coordinates": "1,2"},
        {"coordinates": [1.0, 2.0]},
        [1.0, 2.0],
        "POINT (1 2)",
        0,
    ],
)
def test_a_geometry_is_points_or_null(geometry: object) -> None:
    (found,) = findings(at(geometry))
    assert (found.field, found.rule) == ("geometry", "must be a Point, a MultiPoint or null")


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": None},
        {"type": "Point", "coordinates": [None, None]},
        {"type": "MultiPoint", "coordinates": []},
        {"type": "MultiPoint", "coordinates": [[], []]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_a_geometry_without_a_position_is_null(geometry: object) -> None:
    assert incident_from_feature(feature() | {"geometry": geometry}) == incident()


def test_an_empty_point_among_others_is_refused() -> None:
    """Which of the sites it would be is unknown."""
    (found,) = findings(at({"type": "MultiPoint", "coordinates": [[1.0, 2.0], []]}))
    assert (found.field, found.value) == ("geometry.coordinates", "[]")


LISTS = ("types", "actors", "assertions", "links", "sources")


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_null_or_empty_is_as_if_it_were_left_out(nothing: str | None) -> None:
    place = dict.fromkeys(("name", "names", "country", "admin1", "sites", "sources"), nothing)
    given = feature(
        **dict.fromkeys(LISTS, nothing),
        summary=nothing,
        place=place | {"names": {"en": nothing}},
        date={"start": "2024-03-22", "precision": "day", "end": nothing, "reported": nothing},
        casualties={"killed": {"low": nothing}, "injured": {}, "reports": nothing},
        fid=nothing,
        positions=nothing,
    )
    given["properties"]["origin"] |= {"record_id": nothing, "raw": nothing}
    assert incident_from_feature(given | {"id": nothing}) == incident(sources=())


def test_a_statement_that_says_nothing_more_has_the_usual_values() -> None:
    by = {"name": "A paper", "kind": "media"}
    given = {"id": "1", "kind": "attribution", "by": by, "stance": "asserts", "date": "2024"}
    nothing = dict.fromkeys(("about", "dated_by", "basis", "channel", "replies_to"))
    said = {**given, **nothing, "says": "They did it.", "sources": ["S"]}
    (statement,) = incident_from_feature(feature(assertions=[said])).assertions
    assert (statement.dated_by, statement.about, statement.basis) == ("statement", (), None)


@pytest.mark.parametrize("known", [{"perpetrators_killed": 0}, {"killed": {"low": 0}}])
def test_none_killed_is_known(known: dict[str, Any]) -> None:
    assert incident_from_feature(feature(casualties=known)).casualties is not None


def test_the_row_of_a_source_keeps_what_is_null_or_empty() -> None:
    raw = {"note": "", "tags": [None, ""], "more": {"raw": None}}
    given = feature(origin=feature()["properties"]["origin"] | {"raw": raw}, summary="")
    assert incident_from_feature(given).origin.raw == raw


def test_a_null_among_the_items_of_a_list_is_no_item() -> None:
    (found,) = findings(feature(place={"sources": [None]}))
    assert found.field == "properties.place.sources[0]"


def test_a_point_needs_its_site() -> None:
    (found,) = findings(feature() | {"geometry": point(1.0, 2.0)})
    assert (found.field, found.rule) == ("properties", "1 positions and 0 sites")


@pytest.mark.parametrize("value", [None, [], "Feature", 7, {}, {"type": "FeatureCollection"}])
def test_what_is_not_a_feature_is_refused(value: object) -> None:
    (found,) = findings(value)
    assert (found.field, found.rule) == ("type", "must be a GeoJSON Feature")


@pytest.mark.parametrize("properties", [None, [], "x", 7])
def test_a_feature_has_properties(properties: object) -> None:
    (found,) = findings(feature() | {"properties": properties})
    assert found == finding(
        "properties", repr(properties), "must be an object", "Add the properties."
    )


def origin(raw: object) -> dict[str, Any]:
    plain: dict[str, Any] = feature()["properties"]["origin"]
    return plain | {"raw": {"row": raw}}


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def test_a_public_feature_has_no_row_of_the_source() -> None:
    found = incident_from_feature(feature(origin=origin("theirs")))
    assert "raw" in feature_from_incident(found)["properties"]["origin"]
    assert "raw" not in public_feature(found)["properties"]["origin"]


@pytest.mark.parametrize("raw", ["half \ud83d", {"\udcff": 1}, nested(300)])
def test_what_cannot_be_written_again_is_refused(raw: object) -> None:
    assert findings(feature(origin=origin(raw))) == (
        finding(
            "properties",
            "",
            "cannot be written as UTF-8 JSON",
            "Correct broken characters, and nest origin.raw less deeply.",
        ),
    )


@pytest.mark.parametrize("raw", ["whole \U0001f600", nested(50), {"deep": [None, 1.5, True]}])
def test_what_can_be_written_again_is_taken(raw: object) -> None:
    assert incident_from_feature(feature(origin=origin(raw))).origin.raw == {"row": raw}


def test_a_half_character_is_not_text() -> None:
    (found,) = findings(feature(title="half \ud83d"))
    assert found.field == "properties.title"
    assert str(found).encode("utf-8", "replace")


@pytest.mark.parametrize("number", [10**20, 1_000_000_001, 1e300])
def test_a_count_has_a_limit(number: float) -> None:
    (found,) = findings(feature(casualties={"killed": {"best": number}}))
    assert found.field == "properties.casualties.killed.best"
    assert found.rule == "must be 1000000000 or less"


def test_two_ids_are_one_too_many() -> None:
    (found,) = findings(feature() | {"id": "B"})
    assert (found.record, found.field, found.rule) == ("B", "id", "differs from properties.id 'A'")


@pytest.mark.parametrize(
    ("value", "record"),
    [
        (feature(title=""), "A"),
        ({"type": "Feature", "properties": {"id": "B"}}, "B"),
        ({"type": "Feature", "properties": {}}, "a feature without id"),
        ({"type": "Feature", "id": 7, "properties": {}}, "7"),
        (None, "a feature"),
    ],
)
def test_a_finding_names_its_record(value: object, record: str) -> None:
    assert {found.record for found in findings(value)} == {record}


@pytest.mark.parametrize("number", [0, 7, True, 1.5])
def test_an_id_is_a_text(number: object) -> None:
    value = feature() | {"id": number}
    value["properties"].pop("id")
    (found,) = findings(value)
    assert (found.field, found.rule) == ("properties.id", "Input should be a valid string")
