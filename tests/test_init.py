"""The package's front: every name resolves, and importing it loads nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import geo

SRC = Path(geo.__file__).parents[1]
HEAVY = {
    *("babel", "click", "duckdb", "folium", "geopandas", "matplotlib", "numpy", "pandas"),
    "pyarrow",
    *("pydantic", "shapely", "starlette", "streamlit", "streamlit_folium"),
}
# What a name may load, once it is used.
LOADS = {
    "Query": {"pydantic"},
    "Store": {"duckdb", "pyarrow", "numpy", "pandas", "pydantic", "babel"},
    "status_of": {"pydantic"},
    "GeoError": set[str](),
    "geocode": set[str](),
    "load": {"pydantic"},
    "caption_of": {"pydantic", "babel"},
    "figure_bytes": {"matplotlib", "numpy", "pydantic", "babel", "shapely"},
}


def loaded_by(code: str) -> set[str]:
    """Return the heavy packages that a fresh Python has after this code."""
    script = f"import sys\n{code}\nimport json\nprint(json.dumps(list(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=SRC, capture_output=True, check=True, text=True
    )
    return {name.partition(".")[0] for name in json.loads(result.stdout)} & HEAVY


def test_importing_it_loads_nothing_heavy() -> None:
    assert loaded_by("import geo") == set()


@pytest.mark.parametrize("name", LOADS)
def test_a_name_loads_no_more_than_it_needs(name: str) -> None:
    assert loaded_by(f"import geo\ngeo.{name}") <= LOADS[name]


@pytest.mark.parametrize("name", dir(geo))
def test_every_name_resolves(name: str) -> None:
    assert getattr(geo, name).__name__ == name


def test_the_names_are_sorted_and_listed_once() -> None:
    assert vars(geo)["__all__"] == sorted(set(dir(geo)))


def test_every_name_can_be_imported_with_a_star() -> None:
    assert loaded_by("from geo import *\nload(default_path())\nQuery()") >= {"pydantic", "duckdb"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="No geo attribute Claim"):
        getattr(geo, "Claim")  # noqa: B009 — a type checker finds the plain one


def test_a_notebook_needs_no_streamlit() -> None:
    code = "import geo\ngeo.load(geo.default_path()).to_geodataframe()\ngeo.Store()"
    assert not loaded_by(code) & {"streamlit", "starlette", "click"}
