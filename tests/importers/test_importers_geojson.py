"""Reading GeoJSON files: what is refused, why, and that the file itself is never touched."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import Finding, UnreadableData
from geo.importers.geojson import read_geojson
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident
from samples import DATA, HOSTILE, feature, id_from
from strategies import incidents


def collection(*features: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [*features]}


def written(folder: Path, content: object) -> Path:
    """Write a file, as text or as JSON; NaN and Infinity as Python writes them."""
    path = folder / "incidents.geojson"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def at(id_: str, *coordinates: Any, country: str | None = None) -> dict[str, Any]:
    place = {"sites": [{"precision": "site"}]} | ({"country": country} if country else {})
    geometry = {"type": "Point", "coordinates": [*coordinates]}
    return feature(id=id_, place=place) | {"id": id_, "geometry": geometry}


def plain(id_: str, **properties: Any) -> dict[str, Any]:
    return feature(id=id_, **properties) | {"id": id_}


def read(folder: Path, *features: object) -> tuple[list[str], list[Finding]]:
    found, findings = read_geojson(written(folder, collection(*features)))
    return [incident.id for incident in found], findings


def test_the_curated_file_is_read_whole() -> None:
    found, findings = read_geojson(DATA)
    assert findings == []
    features = json.loads(DATA.read_text("utf-8"))["features"]
    assert [incident.id for incident in found] == [feature["id"] for feature in features]


def test_reading_never_writes(tmp_path: Path) -> None:
    path = written(tmp_path, collection(plain("A", title=""), plain("B")))
    before = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(0o444)
    read_geojson(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData) as error:
        read_geojson(tmp_path / "nothing.geojson")
    assert str(error.value) == "nothing.geojson does not exist: check the path"


def test_a_folder_is_no_file_and_its_path_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData) as error:
        read_geojson(tmp_path)
    assert str(error.value) == (
        f"{tmp_path.name} is a folder, and not a file: give the path of a file"
    )
    assert str(tmp_path.parent) not in str(error.value)


def test_a_file_that_may_not_be_read_does_not_tell_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, collection())

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(UnreadableData) as error:
        read_geojson(path)
    assert str(error.value) == "incidents.geojson cannot be read: Permission denied"


@pytest.mark.parametrize("content", [b'{"type": "\xe9"}', b"\x00\x81"])
def test_bytes_that_are_no_utf_8(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "incidents.geojson"
    path.write_bytes(content)
    with pytest.raises(UnreadableData, match=r"is not UTF-8 text: .*\. Save it as UTF-8"):
        read_geojson(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "incidents.geojson is empty: it must hold a FeatureCollection"),
        (" \n\t", "incidents.geojson is empty: it must hold a FeatureCollection"),
        ("{}", "incidents.geojson is not a GeoJSON FeatureCollection: see RFC 7946"),
        ("[]", "incidents.geojson is not a GeoJSON FeatureCollection: see RFC 7946"),
        (
            "null",
            "incidents.geojson is not JSON: it begins with 'null': call it .csv, if it is a table",
        ),
        (
            '{"type": "Feature"}',
            "incidents.geojson is not a GeoJSON FeatureCollection: see RFC 7946",
        ),
        (
            '{"type": "FeatureCollection"}',
            "incidents.geojson has no list of features: see RFC 7946, section 3.3",
        ),
        (
            '{"type": "FeatureCollection", "features": {}}',
            "incidents.geojson has no list of features: see RFC 7946, section 3.3",
        ),
    ],
)
def test_a_file_that_is_no_collection(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableData) as error:
        read_geojson(written(tmp_path, text))
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["id,lat,lon\nA,1,2\n", "<kml/>", "7", '"text"'])
def test_another_format_is_known_by_its_beginning(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableData) as error:
        read_geojson(written(tmp_path, text))
    said = f"is not JSON: it begins with {text!r}: call it .csv, if it is a table"
    assert str(error.value) == f"incidents.geojson {said}"


@pytest.mark.parametrize("text", ["{'type': 1}", "{" * 100_000, "[" * 99])
def test_text_that_is_no_json(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableData, match="is not complete JSON, perhaps cut short: "):
        read_geojson(written(tmp_path, text))


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.75, 0.999])
def test_a_file_cut_short_is_refused_whole(tmp_path: Path, share: float) -> None:
    text = DATA.read_text("utf-8").rstrip()
    with pytest.raises(UnreadableData, match="perhaps cut short"):
        read_geojson(written(tmp_path, text[: int(len(text) * share)]))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_has_not_is_refused(tmp_path: Path, number: float) -> None:
    path = written(tmp_path, collection(at("A", number, 1.0)))
    with pytest.raises(UnreadableData, match="is not a JSON number"):
        read_geojson(path)


def test_a_number_too_large_is_no_coordinate(tmp_path: Path) -> None:
    text = json.dumps(collection(at("A", 1.0, 2.0))).replace("[1.0,", "[1e999,")
    found, findings = read_geojson(written(tmp_path, text))
    assert found == []
    assert [finding.field for finding in findings] == ["geometry.coordinates"]


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "incidents.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(collection(plain("A"))).encode())
    assert [incident.id for incident in read_geojson(path)[0]] == ["A"]


def test_no_features_are_no_incidents(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], [])


def test_one_bad_record_does_not_stop_the_rest(tmp_path: Path) -> None:
    ids, findings = read(tmp_path, plain("A"), plain("B", title=""), plain("C"))
    assert ids == ["A", "C"]
    assert [(finding.record, finding.field) for finding in findings] == [("B", "properties.title")]


def test_every_finding_of_every_record_is_reported(tmp_path: Path) -> None:
    broken = plain("A", title="", record_type="attack")
    ids, findings = read(tmp_path, broken, plain("B", colour="red"))
    assert ids == []
    assert [(finding.record, finding.field) for finding in findings] == [
        ("A", "properties.record_type"),
        ("A", "properties.title"),
        ("B", "properties.colour"),
    ]


@pytest.mark.parametrize("value", [None, 7, "Feature", [], {}, {"type": "Feature"}])
def test_a_nameless_record_is_called_by_its_number(tmp_path: Path, value: object) -> None:
    ids, findings = read(tmp_path, plain("A"), value)
    assert ids == ["A"]
    assert {finding.record for finding in findings} == {"feature 2"}


def test_a_record_that_shares_its_id_is_refused_and_so_is_the_other(tmp_path: Path) -> None:
    ids, findings = read(tmp_path, plain("A"), plain("B"), plain("A", title="Another"))
    assert ids == ["B"]
    assert (
        findings
        == [
            Finding(
                record="A",
                field="id",
                value="",
                rule="2 features share it, and all of them are rejected",
                remedy="Give each record its own id.",
            )
        ]
        * 2
    )


@pytest.mark.parametrize("other", [plain("A", title=""), {"type": "Feature", "id": "A"}])
def test_an_id_is_shared_with_a_record_that_is_refused_too(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    ids, findings = read(tmp_path, plain("A"), other, plain("B"))
    assert ids == ["B"]
    assert [finding.field for finding in findings].count("id") == 1


def test_a_record_that_cannot_be_written_does_not_stop_the_rest(tmp_path: Path) -> None:
    features = [plain("A"), plain("B", origin=origin("HALF"))]
    text = json.dumps(collection(*features, plain("C", casualties={"killed": {"best": 10**20}})))
    found, findings = read_geojson(written(tmp_path, text.replace("HALF", "\\ud83d")))
    assert [incident.id for incident in found] == ["A"]
    assert [finding.record for finding in findings] == ["B", "C"]


def origin(raw: object) -> dict[str, Any]:
    return {"dataset": "x", "licence": "x", "redistributable": True, "raw": {"row": raw}}


def test_swapped_coordinates_are_found_by_the_country(tmp_path: Path) -> None:
    ids, findings = read(
        tmp_path, at("A", 57.08, 30.28, country="IR"), at("B", 30.28, 57.08, country="IR")
    )
    assert ids == ["A"]
    assert findings == [
        Finding(
            record="B",
            field="geometry.coordinates",
            value="[30.28, 57.08]",
            rule="lies outside Iran, but inside it with latitude and longitude swapped",
            remedy="Write longitude first, then latitude.",
        )
    ]


def test_swapped_coordinates_beyond_a_latitude_are_found_without_country(tmp_path: Path) -> None:
    ids, findings = read(tmp_path, at("A", -41.3, 174.8))
    assert ids == []
    assert [finding.remedy for finding in findings] == ["Are longitude and latitude swapped?"]


@pytest.mark.parametrize("country", [None, "ZZ", "RU"])
def test_a_doubt_needs_the_country(tmp_path: Path, country: str | None) -> None:
    assert read(tmp_path, at("A", 30.28, 57.08, country=country))[1] == []


def test_a_single_swapped_site_is_enough(tmp_path: Path) -> None:
    value = plain("A", place={"country": "IR", "sites": [{"precision": "site"}] * 2})
    points = {"type": "MultiPoint", "coordinates": [[51.4, 35.7], [35.5, 51.4]]}
    ids, findings = read(tmp_path, value | {"geometry": points})
    assert (ids, [finding.value for finding in findings]) == ([], ["[35.5, 51.4]"])


def test_an_unknown_precision_is_refused(tmp_path: Path) -> None:
    value = at("A", 1.0, 2.0)
    value["properties"]["place"]["sites"][0]["precision"] = "exact"
    ids, findings = read(tmp_path, value)
    assert ids == []
    (finding,) = findings
    assert (finding.field, finding.value) == ("properties.place.sites[0].precision", "'exact'")
    assert finding.rule.startswith("must be 'site', 'settlement'")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    found, findings = read_geojson(written(tmp_path, collection(plain(id_from(text), title=text))))
    assert findings == []
    assert [(incident.id, incident.title) for incident in found] == [(id_from(text), text)]


def test_hostile_property_names_are_named_and_refused(tmp_path: Path) -> None:
    for text in HOSTILE:
        ids, findings = read(tmp_path, plain("A", **{text: "x"}))
        assert ids == []
        assert [finding.field for finding in findings] == [f"properties.{text}"]


@given(several=st.lists(incidents(), max_size=3, unique_by=lambda incident: incident.id))
@settings(max_examples=15)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, several: list[Incident]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    found, findings = read_geojson(
        written(folder, collection(*map(feature_from_incident, several)))
    )
    doubtful = {finding.record for finding in findings}
    assert {finding.field for finding in findings} <= {"geometry.coordinates"}
    assert found == [incident for incident in several if incident.id not in doubtful]


@pytest.mark.parametrize("depth", [300, 50_000])
def test_nesting_has_a_limit_also_beyond_that_of_a_parser(tmp_path: Path, depth: int) -> None:
    text = json.dumps(collection(plain("A", origin=origin("DEEP"))))
    text = text.replace('"DEEP"', "[" * depth + "]" * depth)
    with pytest.raises(UnreadableData, match="more than 100 lists and objects within one another"):
        read_geojson(written(tmp_path, text))
