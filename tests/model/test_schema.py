"""The published JSON Schema and the model accept the same features."""

import json
import re
import runpy
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from geo.errors import InvalidIncident
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import Incident
from strategies import incidents

ROOT = Path(__file__).parents[2]
FILE = ROOT / "src" / "geo" / "assets" / "incident.schema.json"
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
FEATURES = json.loads((ROOT / "data" / "incidents.geojson").read_text(encoding="utf-8"))["features"]

# What JSON Schema cannot say: parts of the model's sentences. The schema's $comment lists them.
BEYOND_SCHEMA = (
    "is not in actors",
    "is not in assertions",
    " takes back a statement by ",
    "is not in sources",
    "is not in casualties.reports",
    " replies to itself",
    " is replaced by ",
    "have the same id",
    " twice",
    "differs from properties.id",
    " positions and ",
    "low ≤ best ≤ high",
    "a date ends on or after its start",
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 3, 2.5, 181, -90.5, 1e12),
    *("", " ", "x", "Point", "MultiPoint", "Feature", "day", "unknown", "context", "incident"),
    *("retraction", "denial", "denies", "withdraws", "asserts", "attack", "Islamic State", "IR"),
    *(
        "2024",
        "2024-02",
        "2024-13",
        "2024-02-30",
        "2024-02-29",
        "24-02-03",
        "0000",
        "٢٠٢٤",
        "2024\n",
    ),
    *([], [[]], [0, 0], [0, 0, 0], [200, 10], [[0, 0], [1, 1]], ["seed"], ["", "a"]),
    *({}, {"low": 1}, {"low": None}, {"name": "x", "kind": "state"}),
)

NOTHINGS: tuple[Any, ...] = (None, "", [], {}, {"low": None}, {"coordinates": []}, [None])

Path_ = tuple[str | int, ...]


def test_the_file_is_what_the_script_gives() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_schema.py"))
    assert FILE.read_text(encoding="utf-8") == script["text"](), "run scripts/build_schema.py"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: str(feature["id"]))
def test_the_curated_features_validate(feature: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(feature)] == []


def test_the_comment_names_what_it_leaves_to_the_model() -> None:
    comment = SCHEMA["$comment"]
    for rule in ("defined in the same record", "occur once", "low ≤ best ≤ high", "positions"):
        assert rule in comment


def test_every_property_and_value_is_documented() -> None:
    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    document = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", document))))
    assert names_in(SCHEMA["$defs"]) - words == set()


@settings(max_examples=30, deadline=None)
@given(incidents())
def test_both_accept_a_valid_incident(incident: Incident) -> None:
    feature = json.loads(json.dumps(feature_from_incident(incident)))
    assert [error.message for error in VALIDATOR.iter_errors(feature)] == []
    assert incident_from_feature(feature) == incident
    assert feature_from_incident(incident_from_feature(feature)) == feature


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_both_give_the_same_verdict_on_a_mutated_feature(data: st.DataObject) -> None:
    feature = mutated(data, deepcopy(data.draw(st.sampled_from(FEATURES))))
    assert_same_verdict(feature)


@settings(max_examples=30, deadline=None)
@given(incidents(), st.data())
def test_both_give_the_same_verdict_on_a_mutated_strategy(
    incident: Incident, data: st.DataObject
) -> None:
    feature = json.loads(json.dumps(feature_from_incident(incident)))
    assert_same_verdict(mutated(data, feature))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_both_give_the_same_verdict_where_something_is_empty(data: st.DataObject) -> None:
    feature = deepcopy(data.draw(st.sampled_from(FEATURES)))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([*paths(feature)]))
        parent(feature, path)[path[-1]] = deepcopy(data.draw(st.sampled_from(NOTHINGS)))
    assert_same_verdict(feature)


def test_both_accept_null_and_empty_for_whatever_may_be_left_out() -> None:
    for feature in FEATURES:
        written = feature_from_incident(incident_from_feature(deepcopy(feature)))
        for path in [*paths(written)]:
            if isinstance(path[-1], int) or path == ("geometry",):
                continue
            owner, key = parent(written, path), path[-1]
            before = dict(owner)  # to be as it was, in the same order
            del owner[key]
            if not rules_broken(written):
                for nothing in (None, ""):
                    owner[key] = nothing
                    assert [error.message for error in VALIDATOR.iter_errors(written)] == [], path
                    assert rules_broken(written) == [], path
            owner.clear()
            owner.update(before)


# One row a rule that spans fields, and the edges of the plain ones.
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("type",), "FeatureCollection"),
        (("geometry",), {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}),
        (("geometry", "coordinates"), [30.28, 97.07]),
        (("geometry", "coordinates"), [57.07, 30.28, 1700]),
        (("geometry", "coordinates"), ["57.07", "30.28"]),
        (("properties", "place", "sites"), []),
        (("properties", "record_type"), "context"),
        (("properties", "record_type"), "attack"),
        (("properties", "date"), {"precision": "unknown", "end": "2024-01-03"}),
        (("properties", "date"), {"precision": "unknown", "start": "2024-01-03"}),
        (("properties", "date"), {"precision": "day", "reported": "2024"}),
        (("properties", "date", "start"), "2024-02-30"),
        (("properties", "date", "start"), "2024-01"),
        (("properties", "date", "reported"), "2024-13"),
        (("properties", "date", "reported"), "2023-02-29"),
        (("properties", "date", "reported"), "2024\n"),
        (("properties", "casualties", "killed"), {"low": -1}),
        (("properties", "casualties", "killed"), []),
        (("properties", "casualties", "reports", 0, "sources"), []),
        (("properties", "assertions", 1, "stance"), "suspects"),
        (("properties", "assertions", 0, "kind"), "retraction"),
        (("properties", "assertions", 1, "finds"), "committed"),
        (("properties", "assertions", 1, "hearing"), "closed"),
        (("properties", "assertions", 1, "alleges"), "enabled"),
        (("properties", "casualties", "reports", 8, "superseded_by"), "later"),
        (("properties", "review", "date"), "2024-13"),
        (("properties", "sources", 0, "seen"), "today"),
        (("properties", "place", "country"), "iran"),
        (("properties", "place", "country"), "IR\n"),
        (("properties", "place", "sites", 0, "precision"), "exact"),
        (("properties", "place", "sites", 0, "radius_km"), 0),
        (("properties", "actors", 0, "id"), "Islamic State"),
        (("properties", "nationality"), "x"),
        (("properties", "positions"), []),
        (("properties", "title"), ""),
        (("id",), 7),
    ],
)
def test_both_refuse(path: Path_, value: object) -> None:
    feature = deepcopy(next(f for f in FEATURES if f["id"] == "IR-2024-01-03-kerman"))
    parent(feature, path)[path[-1]] = value
    assert not VALIDATOR.is_valid(feature)
    with pytest.raises(InvalidIncident):
        incident_from_feature(feature)


def names_in(node: object) -> set[str]:
    """Return the properties and enumerated values of a schema."""
    if isinstance(node, list):
        return set().union(*map(names_in, node))
    if not isinstance(node, dict):
        return set()
    here: set[str] = {*node.get("properties", ()), *filter(None, node.get("enum", ()))}
    return here.union(*map(names_in, node.values()))


def assert_same_verdict(feature: dict[str, Any]) -> None:
    rules = rules_broken(feature)
    if VALIDATOR.is_valid(feature):
        left = [rule for rule in rules if not any(known in rule for known in BEYOND_SCHEMA)]
        assert left == [], "the schema accepts what the model refuses"
    else:
        assert rules, "the model accepts what the schema refuses"


def rules_broken(feature: dict[str, Any]) -> list[str]:
    try:
        incident_from_feature(feature)
    except InvalidIncident as error:
        return [finding.rule for finding in error.findings]
    return []


def mutated(data: st.DataObject, feature: dict[str, Any]) -> dict[str, Any]:
    """Drop, replace or add something somewhere, once to three times."""
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*paths(feature)]))
        owner, key = parent(feature, path), path[-1]
        value = deepcopy(data.draw(st.sampled_from(VALUES)))
        match data.draw(st.sampled_from(("drop", "replace", "replace", "add"))):
            case "drop":
                del owner[key]
            case "replace":
                owner[key] = value
            case "add" if isinstance(owner, dict):
                owner["unknown_key"] = value
            case _:
                owner.append(value)
    return feature


def paths(node: object, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path of everything below a node."""
    match node:
        case dict():
            children: Iterator[tuple[str | int, object]] = iter(node.items())
        case list():
            children = iter(enumerate(node))
        case _:
            return
    for key, child in children:
        yield (*path, key)
        yield from paths(child, (*path, key))


def parent(node: Any, path: Path_) -> Any:
    for key in path[:-1]:
        node = node[key]
    return node
