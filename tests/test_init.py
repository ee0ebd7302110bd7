"""The package's front: every name resolves, and importing it loads nothing heavy."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import geo

SRC = Path(geo.__file__).parents[1]
HEAVY = {
    *("babel", "click", "duckdb", "folium", "geopandas", "matplotlib", "numpy", "pandas"),
    "pyarrow",
    *("pydantic", "shapely", "starlette", "streamlit", "streamlit_folium"),
}
# What a name may load, once it is used. One Python uses the names of a row one after another, so
# each may load what those before it may.
LOADS: tuple[dict[str, set[str]], ...] = (
    {
        "GeoError": set(),
        "geocode": set(),
        "Query": {"pydantic"},
        "status_of": {"pydantic"},
        "load": {"pydantic"},
        "caption_of": {"pydantic", "babel"},
        "Store": {"duckdb", "pyarrow", "numpy", "pandas", "pydantic", "babel"},
    },
    {"figure_bytes": {"matplotlib", "numpy", "pydantic", "babel", "shapely"}},
)


def loaded_by(*codes: str) -> list[set[str]]:
    """Return the heavy packages that a fresh Python has after each of these codes."""
    say = "import sys, json\nprint(json.dumps(list(sys.modules)))"
    script = "\n".join(f"{code}\n{say}" for code in codes)
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=SRC, capture_output=True, check=True, text=True
    )
    lines = map(json.loads, result.stdout.splitlines())
    return [{name.partition(".")[0] for name in line} & HEAVY for line in lines]


def test_importing_it_loads_nothing_heavy() -> None:
    assert loaded_by("import geo") == [set()]


@pytest.mark.parametrize("allowed", LOADS, ids=" ".join)
def test_a_name_loads_no_more_than_it_needs(allowed: dict[str, set[str]]) -> None:
    assert all(one <= next_ for one, next_ in pairwise(allowed.values()))
    loaded = loaded_by("import geo", *(f"geo.{name}" for name in allowed))
    for name, found in zip(allowed, loaded[1:], strict=True):
        assert found <= allowed[name], name


@pytest.mark.parametrize("name", dir(geo))
def test_every_name_resolves(name: str) -> None:
    assert getattr(geo, name).__name__ == name


def test_the_names_are_sorted_and_listed_once() -> None:
    assert vars(geo)["__all__"] == sorted(set(dir(geo)))


def test_every_name_can_be_imported_with_a_star() -> None:
    (found,) = loaded_by("from geo import *\nload(default_path())\nQuery()")
    assert found >= {"pydantic", "duckdb"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="No geo attribute Claim"):
        getattr(geo, "Claim")  # noqa: B009 — a type checker finds the plain one


def test_a_notebook_needs_no_streamlit() -> None:
    code = "import geo\ngeo.load(geo.default_path()).to_geodataframe()\ngeo.Store()"
    (found,) = loaded_by(code)
    assert not found & {"streamlit", "starlette", "click"}
