"""The route of the search for places."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.errors import UnreadableData
from geo.web import places
from serving import atlas_of, client_of


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(atlas_of())


def found(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/places?{address}")
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()["places"]
    return listed


def test_a_place_has_its_position_its_extent_and_its_credit(client: TestClient) -> None:
    first = found(client, "q=Kerman")[0]
    west, south, east, north = first.pop("bounds")
    assert west < first["lon"] < east
    assert south < first["lat"] < north
    assert north - south == pytest.approx(10 / 111.2, rel=0.01)  # 5 km around a town
    assert first == {
        "name": "Kerman",
        "line": "Kerman, Iran",
        "precision": "settlement",
        "country": "IR",
        "lon": pytest.approx(57.08, abs=0.02),
        "lat": pytest.approx(30.28, abs=0.02),
        "gazetteer_id": "geonames:128234",
        "credit": "GeoNames, CC BY 4.0",
    }


def test_a_country_is_shown_whole_but_without_what_lies_far_away(client: TestClient) -> None:
    first = found(client, "q=France")[0]
    assert (first["precision"], first["line"]) == ("country", "Country")
    west, south, east, north = first["bounds"]
    assert -6 < west < -4
    assert 41 < south < 43
    assert 7 < east < 10
    assert 50 < north < 52


def test_a_province_says_its_country(client: TestClient) -> None:
    assert {"Province or state, Germany"} == {
        place["line"] for place in found(client, "q=Bavaria") if place["precision"] == "admin1"
    }


def test_an_extent_may_run_over_the_antimeridian(client: TestClient) -> None:
    west, _, east, _ = next(
        place["bounds"]
        for place in found(client, "q=Chukotka&limit=20")
        if place["precision"] == "admin1"
    )
    assert -180 <= east <= 180
    assert -180 <= west <= 180


@pytest.mark.parametrize(
    ("address", "code", "parameter"),
    [
        ("", "bad_value", "q"),
        ("q=", "bad_value", "q"),
        ("q=%20%20", "bad_value", "q"),
        (f"q={'x' * 101}", "bad_value", "q"),
        ("q=Kerman&limit=0", "bad_value", "limit"),
        ("q=Kerman&limit=21", "bad_value", "limit"),
        ("q=Kerman&q=Shiraz", "bad_value", "q"),
        ("q=Kerman&country=IR", "unknown_parameter", "country"),
    ],
)
def test_a_bad_address_is_refused_with_its_rule(
    client: TestClient, address: str, code: str, parameter: str
) -> None:
    answer = client.get(f"/api/places?{address}")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["parameter"]) == (code, parameter)


def test_no_more_than_asked_for(client: TestClient) -> None:
    assert len(found(client, "q=san")) == 8
    assert len(found(client, "q=san&limit=3")) == 3


def test_a_missing_index_is_built_once_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    built, may_end, calls = Event(), Event(), []

    def build() -> None:
        calls.append(1)
        may_end.wait(20)
        built.set()

    monkeypatch.setattr(places, "is_built", built.is_set)
    monkeypatch.setattr(places, "gazetteer", build)
    client = client_of(atlas_of())
    for _ in range(2):
        answer = client.get("/api/places?q=Kerman")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert {"code": "not_ready", "message": places.NOT_YET}.items() <= answer.json()[
            "error"
        ].items()
    may_end.set()
    assert built.wait(20)
    monkeypatch.undo()
    assert client.get("/api/places?q=Kerman").status_code == 200
    assert len(calls) == 1


def test_an_index_that_cannot_be_built_is_said_without_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failed = Event()

    def build() -> None:
        failed.set()
        raise UnreadableData(f"the gazetteer cannot be built at {tmp_path}")

    monkeypatch.setattr(places, "is_built", lambda: False)
    monkeypatch.setattr(places, "gazetteer", build)
    client = client_of(atlas_of())
    client.get("/api/places?q=Kerman")
    assert failed.wait(20)
    for _ in range(100):
        answer = client.get("/api/places?q=Kerman")
        if answer.json()["error"]["message"] == places.NEVER:
            break
    assert answer.status_code == 503
    assert "Retry-After" not in answer.headers
    assert str(tmp_path) not in answer.text
    assert answer.json()["error"]["message"] == places.NEVER
