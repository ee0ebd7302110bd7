"""Requests that are refused: the status, the words, and nothing of the machine."""

import logging
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.errors import TooSlow
from geo.query.filters import FILTERS
from geo.store.store import Store
from geo.web.server import make_table

PARAMETERS = [filter_.name for filter_ in FILTERS]


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("/api/incidents?from=20x4", "from", "20x4"),
        ("/api/incidents?from=2010%3BDROP", "from", "2010;DROP"),
        ("/api/incidents?from=2010&from=2011", "from", "2011"),
        ("/api/incidents?from=2024&to=2017", "from", "2024"),
        ("/api/incidents?limit=0", "limit", "0"),
        ("/api/incidents?limit=1001", "limit", "1001"),
        ("/api/incidents?limit=%D9%A3", "limit", "٣"),
        ("/api/incidents?limit=5&limit=6", "limit", "6"),
        ("/api/incidents?offset=-1", "offset", "-1"),
        ("/api/incidents?offset=1e3", "offset", "1e3"),
        ("/api/incidents?group=", "group", ""),
        ("/api/incidents?status=guilty", "status", "guilty"),
        ("/api/cells?zoom=99", "zoom", "99"),
        ("/api/cells?zoom=%D9%A3", "zoom", "٣"),
        ("/api/cells?view=1,2,3", "view", "1,2,3"),
        ("/api/cells?view=1,2,3,4&view=1,2,3,4", "view", "1,2,3,4"),
        ("/api/cells?bbox=0,91,10,95", "bbox", "91.0"),
        ("/api/cells?bbox=10,nan,20,20", "bbox", "nan"),
        ("/api/cells?bbox=1,2,3", "bbox", "1,2,3"),
        ("/api/timeline?unit=decade", "unit", "decade"),
        ("/api/timeline?unit=day", "unit", "day"),
        ("/api/timeline?unit=day&unit=day", "unit", "day"),
        ("/api/timeline?by=type", "by", "type"),
        ("/api/timeline?by=group", "series", ""),
        ("/api/timeline?by=group&series=a,,b", "series", ""),
        ("/api/timeline?series=isis-k", "series", "isis-k"),
        ("/api/timeline?span=2020", "span", "2020"),
        ("/api/timeline?measure=injured", "measure", "injured"),
        ("/api/timeline?view=1,2,3", "view", "1,2,3"),
        ("/api/timeline?span=2024,2023", "span", "2024,2023"),
        ("/api/timeline?span=2023-02-30,2024", "span", "2023-02-30"),
        ("/api/timeline?unit=day&span=2010,2024", "unit", "day"),
        ("/api/timeline?from=2024-04-01&to=2024-03", "from", "2024-04-01"),
        ("/api/timeline?from=2023-02-30", "from", "2023-02-30"),
        ("/api/summary?country=Iran", "country", "Iran"),
    ],
)
def test_a_bad_value_is_named(client: TestClient, path: str, parameter: str, value: str) -> None:
    answer = client.get(path)
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert (error["code"], error["parameter"], error["value"]) == ("bad_value", parameter, value)
    assert error["allowed"]
    assert error["allowed"] in error["message"]


def test_an_answer_repeats_the_beginning_of_a_long_value(client: TestClient) -> None:
    answer = client.get(f"/api/incidents?from={'9' * 5_000}")
    assert answer.status_code == 400
    assert answer.json()["error"]["value"] == f"{'9' * 80}…"
    assert len(answer.content) < 500


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/api/incidents", ["limit", "offset"]),
        ("/api/cells", ["view", "zoom", "numbers"]),
        ("/api/timeline", ["unit", "by", "measure", "series", "span", "view"]),
        ("/api/summary", ["numbers"]),
        ("/api/rows", ["numbers"]),
        ("/api/columns", []),
        ("/api/caption", ["numbers"]),
        ("/api/incidents/A", ["numbers"]),
    ],
)
def test_an_unknown_parameter_is_named(client: TestClient, path: str, others: list[str]) -> None:
    answer = client.get(f"{path}?years=2024")
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "id": answer.headers["Incident-Atlas-Error"],
        "code": "unknown_parameter",
        "message": f"years='2024' is not allowed: {known([*PARAMETERS, *others])}",
        "parameter": "years",
        "value": "2024",
        "allowed": known([*PARAMETERS, *others]),
    }


ADDRESSES = {
    "/": "/",
    "/about": "/about",
    "/api/incidents": "/api/incidents",
    "/api/incidents/{id:path}": "/api/incidents/A",
    "/api/cells": "/api/cells",
    "/api/timeline": "/api/timeline",
    "/api/summary": "/api/summary",
    "/api/rows": "/api/rows",
    "/api/columns": "/api/columns",
    "/api/caption": "/api/caption",
    "/api/openapi.json": "/api/openapi.json",
    "/embed/map": "/embed/map",
    "/embed/map.png": "/embed/map.png",
    "/oembed": "/oembed",
    "/assets/v-{version}": "/assets/v-1/atlas.js",
    "/assets": "/assets/atlas.js",
    "/made/{token}/{name}": "/made/a/b",
    "/api/places": "/api/places",
    "/print": "/print",
    "/print/map.svg": "/print/map.svg",
    "/record/{id:path}": "/record/A",
    "/embed/record/{id:path}": "/embed/record/A",
    "/basemap/{mark}.pmtiles": "/basemap/1.pmtiles",
    "/favicon.ico": "/favicon.ico",
    "/health": "/health",
    "/ready": "/ready",
}
TOO_MANY = {
    "different": "&".join(f"group=g{number}" for number in range(101)),
    "the same": "&".join(["group=isis-k"] * 101),
    "of others": "&".join(["utm_source=x"] * 101),
    "names": "&".join(f"p{number}=1" for number in range(101)),
}


def test_each_route_is_asked_for_too_much(current: CurrentAtlas) -> None:
    paths = [getattr(route, "path", "") for route in make_table(current)]
    assert {*paths, "/"} == set(ADDRESSES)


@pytest.mark.parametrize("query", TOO_MANY.values(), ids=TOO_MANY)
@pytest.mark.parametrize("address", ADDRESSES.values())
def test_an_address_with_too_many_parameters_is_refused(
    client: TestClient, address: str, query: str
) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    rule = "at most 100 "
    if answer.headers["content-type"] == "application/json":
        error = answer.json()["error"]
        assert (error["code"], error["allowed"].startswith(rule)) == ("bad_value", True)
    else:
        assert f"is not allowed: {rule}" in answer.text
        assert "address has a mistake" in answer.text


@pytest.mark.parametrize("path", ["/", "/embed/map", "/print"])
@pytest.mark.parametrize("encoded", [True, False])
def test_the_address_that_oembed_is_asked_for_has_a_measure(
    client: TestClient, path: str, encoded: bool
) -> None:
    many = "&".join(f"group=g{number}" for number in range(101))
    url = f"https://atlas.example{path}?{many}"
    answer = client.get(f"/oembed?url={quote(url, safe='') if encoded else url}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_value")


@pytest.mark.parametrize("path", ["/embed/map", "/print", "/api/summary", "/api/cells"])
def test_as_many_values_as_are_allowed_are_served(client: TestClient, path: str) -> None:
    many = "&".join(f"group=g{number}" for number in range(100))
    assert client.get(f"{path}?{many}").status_code == 200


def test_a_long_slug_is_refused_and_not_repeated_whole(client: TestClient) -> None:
    answer = client.get(f"/api/summary?group={'a' * 5_000}")
    assert answer.status_code == 400
    assert len(answer.content) < 1_000


def known(names: list[str]) -> str:
    return f"known parameters are {', '.join(names)}"


def test_an_unknown_incident_is_404(client: TestClient) -> None:
    answer = client.get("/api/incidents/nobody")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert "nobody" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/x", "/assets", "/assets/", "/assets/x"])
@pytest.mark.parametrize("rest", ["", "/deeper"])
def test_unknown_paths_under_our_prefixes_are_404(client: TestClient, path: str, rest: str) -> None:
    answer = client.get(path + rest)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/embed", "/embed/", "/embed/x", "/embed/map/"])
def test_unknown_embeds_are_404_as_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "There is nothing at this address" in answer.text


@pytest.mark.parametrize("path", ["/health/", "/health/x", "/assets/..%2f..%2ferrors.py"])
def test_no_other_file_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api/incidents", "/embed/map", "/assets/style.css", "/health"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_get_and_head_are_answered(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/api/cells", "/assets/style.css"])
def test_a_preflight_allows_reading_without_credentials(client: TestClient, path: str) -> None:
    asks = {"Origin": "null", "Access-Control-Request-Method": "GET"}
    answer = client.options(path, headers=asks)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/api/summary", "/embed/map"])
def test_readers_see_neither_path_nor_traceback_of_a_failure(
    current: CurrentAtlas,
    client: TestClient,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise OSError("/home/somebody/secret.db is locked")

    monkeypatch.setattr(current, "atlas", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"{path}?from=1999")  # nobody has asked for it
    assert answer.status_code == 500
    assert "nternal error: the log of the server has more" in answer.text
    assert not any(word in answer.text for word in ("secret", "Traceback", "OSError", ".py"))
    assert "secret.db is locked" in caplog.text
    assert f"error {answer.headers['Incident-Atlas-Error']}: 500 GET {path}" in caplog.text


@pytest.mark.parametrize("before", ["", "/x"])
@pytest.mark.parametrize("path", ["/made/5ec2e7/map.png", "/media/5ec2e7", "/made/5ec2e7/media/x"])
def test_the_log_has_no_secret_of_a_reader(
    client: TestClient, caplog: pytest.LogCaptureFixture, before: str, path: str
) -> None:
    answer = client.post(f"{before}{path}")
    id_ = answer.headers["Incident-Atlas-Error"]
    known = f"{before}{path.partition('5ec2e7')[0]}…"
    assert f"error {id_}: {answer.status_code} POST {known}" in caplog.text
    assert "5ec2e7" not in caplog.text


def test_refusals_carry_the_headers_of_their_path(client: TestClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_that_takes_too_long_says_when_to_ask_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object, **__: object) -> None:
        raise TooSlow("the answer takes longer than 1 s: ask for less")

    monkeypatch.setattr(Store, "marks", slow)
    answer = client.get("/api/cells?q=never-asked-before")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["error"]["code"] == "too_slow"
