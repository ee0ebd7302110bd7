"""The description of the API is valid and whole, and the API does what it says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis.specs.openapi import checks
from starlette.applications import Starlette
from starlette.testclient import TestClient

from effort import amount
from geo.atlas.current import CurrentAtlas
from geo.query.filters import FILTERS
from geo.web.description.document import DESCRIBED, description
from geo.web.headers import ERROR_HEADER
from geo.web.server import make_parts, make_table
from samples import CROCUS
from serving import atlas_of, client_of

DESCRIPTION = description()
PATHS = [path for path in DESCRIBED if path != "/api/openapi.json"]


def app_of(current: CurrentAtlas) -> Starlette:
    return Starlette(**make_parts(current))


@pytest.fixture(scope="module")
def bundled() -> TestClient:
    return client_of(atlas_of())


def checked(name: str, value: Any) -> None:
    """Check a value against a schema of the description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(value)


def test_the_description_is_valid_and_is_served(bundled: TestClient) -> None:
    answer = bundled.get("/api/openapi.json")
    assert answer.json() == DESCRIPTION
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    validate(answer.json())
    assert bundled.get("/api/openapi.json?x=1").status_code == 400


def test_each_route_for_programs_is_described() -> None:
    paths = {getattr(route, "path", "") for route in make_table(atlas_of())}
    ours = {
        path.replace("{id:path}", "{id}")
        for path in paths
        if path.startswith(("/api", "/oembed", "/health", "/ready"))
    }
    assert ours == set(DESCRIBED)


def known_to(client: TestClient, path: str) -> set[str]:
    """Return the parameters that a route says it knows."""
    error = client.get(path, params={"nonsense": "1"}).json()["error"]
    assert error["code"] == "unknown_parameter"
    return set(error["allowed"].removeprefix("known parameters are ").split(", "))


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("/api")])
def test_each_parameter_of_a_route_is_described(bundled: TestClient, path: str) -> None:
    described = {each["name"]: each for each in DESCRIPTION["paths"][path]["get"]["parameters"]}
    known = known_to(bundled, path.replace("{id}", CROCUS))
    assert {name for name, each in described.items() if each["in"] == "query"} == known
    for row in FILTERS:
        if row.name in described and path != "/api/places":
            is_list = described[row.name]["schema"]["type"] == "array"
            assert is_list == row.repeatable


def test_limits_are_those_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_PAGE", "7")
    found = description()["paths"]["/api/incidents"]["get"]["parameters"]
    (page,) = [each["schema"] for each in found if each["name"] == "limit"]
    assert page["maximum"] == 7


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/incidents", "IncidentPage"),
        ("/api/incidents?limit=1&offset=1", "IncidentPage"),
        (f"/api/incidents/{CROCUS}", "Incident"),
        (f"/api/incidents/{CROCUS}?country=IR&as_of=2024-03-23", "Incident"),
        ("/api/cells", "Cells"),
        ("/api/cells?country=SY", "Cells"),
        ("/api/timeline", "Timeline"),
        ("/api/timeline?measure=killed&by=group&series=isis-k", "Timeline"),
        ("/api/timeline?country=SY", "Timeline"),
        ("/api/summary", "Summary"),
        ("/api/summary?country=SY", "Summary"),
        ("/api/rows", "Rows"),
        ("/api/caption", "Caption"),
        ("/oembed?url=http://testserver/embed/map", "OEmbed"),
        (f"/oembed?url=http://testserver/record/{CROCUS}", "OEmbed"),
        ("/health", "Health"),
        ("/ready", "Ready"),
        ("/api/incidents?from=x", "Error"),
        ("/api/nothing", "Error"),
    ],
)
def test_an_answer_is_what_its_schema_says(bundled: TestClient, path: str, name: str) -> None:
    checked(name, bundled.get(path).json())


def test_cells_are_what_their_schema_says(
    bundled: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_MARKS", "1")
    found = bundled.get("/api/cells").json()
    assert found["kind"] == "cells"
    checked("Cells", found)


def test_every_incident_is_what_its_schema_says(bundled: TestClient) -> None:
    for feature in bundled.get("/api/incidents").json()["features"]:
        one = bundled.get(f"/api/incidents/{feature['id']}").json()
        checked("Incident", one)
        checked("InWords", one["properties"]["in_words"])


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.name)
def test_what_the_schema_of_a_filter_refuses_the_filter_refuses(row: Any) -> None:
    schema = Draft202012Validator(dict(row.values.schema))
    for text in ("", " ", "x" * 300, "a b", "\x00", "2024-1", "1,2,3", "--", "٣", "guilty", "a\n"):
        if not schema.is_valid(text):
            with pytest.raises(ValueError):  # noqa: PT011, as BadValue is one
                row.parse(text)


schema = schemathesis.openapi.from_dict(DESCRIPTION)
schema.app = app_of(atlas_of())
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@schema.exclude(path=["/api/places", "/health", "/ready"]).parametrize()
@settings(
    max_examples=amount(quick=6, thorough=1000),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_any_request_is_answered_as_described(case: schemathesis.Case[Any]) -> None:
    answer = case.call()
    case.validate_response(answer, checks=CHECKS)
    assert answer.status_code < 500 or answer.status_code in (501, 503)
    if answer.status_code >= 400:
        assert ERROR_HEADER.lower() in {name.lower() for name in answer.headers}
