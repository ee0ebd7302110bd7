"""docs/licences.md: every package that comes with the program has its row, each row its words."""

import re
import runpy
from email.message import Message
from typing import Any

import pytest

from geo.cli import main
from samples import ROOT

PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "build_licences.py"))
FOUND = SCRIPT["installed"](SCRIPT["PRODUCT"])


def block(name: str) -> list[str]:
    """Return the rows of a table of the page, without its head."""
    text = PAGE.partition(f"<!-- {name} -->")[2].partition("<!-- end -->")[0]
    return [line for line in text.splitlines() if line.startswith("| ")][1:]


class Package:
    """A distribution with these metadata."""

    def __init__(self, **fields: str) -> None:
        self.metadata = Message()
        for name, value in fields.items():
            self.metadata[name.replace("_", "-")] = value


@pytest.mark.parametrize("name", FOUND)
def test_a_package_that_comes_with_the_program_has_a_row(name: str) -> None:
    assert [line for line in block("packages") if line.startswith(f"| {name} |")]


def test_what_an_extra_brings_has_a_row_that_says_so() -> None:
    (row,) = [line for line in block("packages") if line.startswith("| authlib |")]
    assert "| streamlit\\[auth\\] |" in row


def test_what_is_loaded_has_a_row_for_each_command() -> None:
    entries = list(SCRIPT["ENTRIES"])
    assert [line.split("`")[1] for line in block("loaded")] == entries
    first = {" ".join(entry.split()[:2]) for entry in entries}
    assert first == {"import geo", "geo --help", *(f"geo {name}" for name in main.commands)}


def test_a_process_without_the_dashboard_loads_what_its_row_says() -> None:
    (entry,) = [name for name in SCRIPT["ENTRIES"] if "--no-dashboard" in name]
    loaded = SCRIPT["loaded_by"](entry)
    assert {"starlette", "uvicorn", "duckdb"} <= loaded
    assert loaded.isdisjoint({"streamlit", "streamlit-folium", "folium", "geopandas"})
    (row,) = [line for line in block("loaded") if entry in line]
    assert set(row.split("|")[2].replace(",", "").split()) == loaded & set(FOUND)


def test_packages_for_developers_are_not_among_them() -> None:
    assert {"pytest", "ruff", "uv", "incident-atlas"}.isdisjoint(FOUND)
    assert {"streamlit", "uvicorn", "pyproj", "authlib", "joserfc"} <= set(FOUND)


def test_a_library_in_a_wheel_has_a_row() -> None:
    assert not list(SCRIPT["unknown_libraries"](FOUND, SCRIPT["bundled"]()))
    assert len(block("libraries")) == len(SCRIPT["bundled"]())


def test_a_library_without_a_row_and_a_row_without_its_words_are_named() -> None:
    rows = [row for row in SCRIPT["bundled"]() if row["library"] != "GEOS"]
    geos = {"package": "shapely", "files": "", "library": "GEOS"}
    rows.append(geos | {"stated_in": "LICENSE_GEOS", "words": "Public Domain"})
    *files, row = SCRIPT["unknown_libraries"](FOUND, rows)
    assert row == "GEOS of shapely"
    assert files
    assert all(re.search(r"\blibgeos", name) for name in files)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License_Expression": "MIT", "License": "BSD"}, "MIT"),
        ({"License": "MIT", "Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        (
            {"License": "MIT", "Classifier": "License :: OSI Approved :: BSD License"},
            "MIT; BSD License",
        ),
        ({"License": "Copyright (c) 2016\nAll rights reserved"}, "none stated"),
        ({"License": "====\nTerms\n===="}, "none stated"),
        ({"License": "x" * 61}, "none stated"),
        ({"Classifier": "Typing :: Typed"}, "none stated"),
        ({}, "none stated"),
    ],
)
def test_a_licence_is_what_the_package_says(fields: dict[str, str], expected: str) -> None:
    assert SCRIPT["licence"](Package(**fields)) == expected


def test_what_states_no_licence_is_named_in_words() -> None:
    for name, package in FOUND.items():
        if SCRIPT["licence"](package) == "none stated" or SCRIPT["texts"](package) == "none":
            care = PAGE.partition("## What needs care")[2].partition("\n## ")[0].lower()
            assert f"- **{name}**" in care
