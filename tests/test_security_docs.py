"""SECURITY.md: what it promises is held by tests, each of which is there."""

import ast
import re
from functools import cache

import pytest

from samples import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
HEADINGS = (
    "Reporting a vulnerability",
    "Supported versions",
    "What the program protects",
    "Threats",
    "What it does not protect",
)
MOST_TESTS = 3  # of a row: those that say it best
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def section(heading: str) -> str:
    """Return what stands under a heading."""
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows() -> list[list[str]]:
    """Return the cells of each row of the table of threats."""
    lines = [line for line in section("Threats").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@cache
def names_in(path: str) -> set[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_it_has_these_parts() -> None:
    assert tuple(re.findall(r"^## (.+)$", TEXT, re.MULTILINE)) == HEADINGS


def test_the_table_has_threat_place_defence_and_test() -> None:
    head, *others = rows()
    assert head == ["threat", "where", "defence", "test"]
    assert len(others) > 25
    assert all(len(row) == 4 and all(row) for row in others)


@pytest.mark.parametrize("row", rows()[1:], ids=lambda row: row[0])
def test_each_test_of_a_threat_is_there(row: list[str]) -> None:
    found = TEST.findall(row[3])
    assert 1 <= len(found) <= MOST_TESTS
    assert row[3] == ", ".join(f"`{path}::{name}`" for path, name in found)
    for path, name in found:
        assert name in names_in(path)


def test_a_report_goes_to_the_host_of_the_repository() -> None:
    assert "private" in section("Reporting a vulnerability")
    assert not re.search(r"[\w.]+@[\w.]+", section("Reporting a vulnerability"))


def test_the_readme_leads_to_it() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")
