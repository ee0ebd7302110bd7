"""A filter is one row: with one more row and its column, the whole program has the filter."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from node import Node
from samples import ROOT, curated

SCRIPT = ROOT / "tests" / "new_filter.py"
PUBLISHER = "Al Jazeera"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the program with a filter by publisher."""
    folder = tmp_path_factory.mktemp("publisher")
    done = subprocess.run(
        [sys.executable, SCRIPT, folder], stdout=subprocess.PIPE, check=True, env=os.environ
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def expected() -> list[str]:
    """Work out the matches in plain Python."""
    found = [
        incident.id
        for incident in curated().values()
        if PUBLISHER in {source.publisher for source in incident.sources}
    ]
    assert 0 < len(found) < len(curated())
    return sorted(found)


def test_it_is_a_parameter_of_addresses(report: dict[str, Any]) -> None:
    assert report["address"] == "publisher=Al+Jazeera"


def test_the_store_finds_by_it(report: dict[str, Any], expected: list[str]) -> None:
    assert report["found"] == expected
    assert report["drawn"] <= len(expected)
    assert report["others"] <= len(expected)


def test_its_values_are_a_facet_that_counts_under_all_other_filters(
    report: dict[str, Any], expected: list[str]
) -> None:
    assert report["facet"][PUBLISHER] == len(expected)
    assert len(report["facet"]) > 1


def test_captions_say_it(report: dict[str, Any]) -> None:
    assert report["sentence"].endswith(f", published by {PUBLISHER}")


def test_the_api_takes_it_and_refuses_bad_values(
    report: dict[str, Any], expected: list[str]
) -> None:
    assert report["api"]["attacks"] + report["api"]["context"] == len(expected)
    assert "publisher" in report["api"]["facets"]
    assert report["refused"]["error"]["parameter"] == "publisher"
    assert "as_of, publisher" in report["unknown"]["error"]["message"]


def test_the_command_line_has_an_option_for_it(report: dict[str, Any], expected: list[str]) -> None:
    assert sorted(report["written"]) == expected
    assert f"{len(expected)} record" in report["command"]


def test_the_dashboard_has_a_widget_for_it_that_follows_the_address(report: dict[str, Any]) -> None:
    assert report["faults"] == []
    assert report["widgets"]["Publisher"] == [PUBLISHER]


def test_a_page_filters_by_it_without_a_server(
    js: Node, report: dict[str, Any], expected: list[str]
) -> None:
    data = report["page"] | {"details": None}
    assert sorted(js("test:adapters", "idsOf", data, f"publisher={PUBLISHER}")) == expected
    assert js("test:adapters", "idsOf", data, "publisher=Nobody") == []


def test_a_page_of_columns_filters_by_it_too(
    js: Node, report: dict[str, Any], expected: list[str]
) -> None:
    asked = [["matched", [f"publisher={PUBLISHER}"]], ["facet", ["", "publisher"]]]
    matched, facet = js("test:adapters", "answers", report["columns"], asked)
    assert matched == len(expected)
    assert facet == report["facet"]
