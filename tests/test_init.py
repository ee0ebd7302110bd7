"""The package's front: every name resolves, and importing it loads nothing heavy."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

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


@pytest.mark.parametrize("name", dir(geo))
def test_every_name_has_an_example(name: str) -> None:
    summary, *rest = (getattr(geo, name).__doc__ or "").splitlines()
    assert summary.endswith((".", ":"))
    assert any(line.lstrip().startswith(">>> ") for line in rest)


@cache
def selection() -> geo.Selection:
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    return geo.select(store)


def private() -> geo.Store:
    """Return a store with an incident that may not be redistributed."""
    incident = geo.load(geo.default_path())[0]
    store = geo.Store()
    store.add([replace(incident, origin=replace(incident.origin, redistributable=False))])
    return store


def unnamed() -> Any:
    """Return a frame that does not name its coordinate system."""
    frame = geo.load(geo.default_path()).to_geodataframe()
    return frame.set_crs(None, allow_override=True)


# Calls that raise an error of this library.
FAULTS: dict[str, Callable[[], object]] = {
    "Bounds": lambda: geo.Bounds(west=0, south=91, east=0, north=91),
    "Query": lambda: geo.Query(country=("Iran",)),
    "Sheet": lambda: geo.Sheet(width_cm=1),
    "export_bytes": lambda: geo.export_bytes(selection(), "bmp"),
    "export_file": lambda: geo.export_file(selection(), "map.bmp"),
    "export_files": lambda: geo.export_files(selection(), "map.bmp", "bmp"),
    "figure_bytes": lambda: geo.figure_bytes(
        selection().marks, None, selection().caption, format=cast(Any, "bmp")
    ),
    "geocode": lambda: geo.geocode("Kerman", country="XX"),
    "incident_from_feature": lambda: geo.incident_from_feature({}),
    "incident_map": lambda: geo.incident_map(selection(), height=1),
    "incidents_from_geodataframe": lambda: geo.incidents_from_geodataframe(unnamed()),
    "load": lambda: geo.load("missing.geojson"),
    "select": lambda: geo.select(private()),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_docstring_names_the_error_that_is_raised(name: str) -> None:
    text = " ".join(getattr(geo, name).__doc__.split())
    same = re.search(r"errors are those of `(\w+)`", text)
    with pytest.raises(geo.GeoError) as raised:
        FAULTS[name]()
    assert raised.typename in text + (getattr(geo, same[1]).__doc__ if same else "")


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
