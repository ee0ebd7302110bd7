"""The documents name every route, parameter, command, option, error, status and property."""

import inspect
from pathlib import Path
from typing import get_args

import click
import pytest

from geo import cli, errors, server
from geo.attribution import STATUSES
from geo.incident import Precision
from geo.query import FILTERS

ROOT = Path(__file__).parents[1]
API = (ROOT / "docs/api.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
ATTRIBUTION = (ROOT / "docs/attribution.md").read_text("utf-8")
MODEL = (ROOT / "docs/data-model.md").read_text("utf-8")


@pytest.mark.parametrize("name", [filter_.name for filter_ in FILTERS])
def test_a_parameter_is_documented(name: str) -> None:
    assert f"| `{name}`" in API
    assert f"`{name}`" in README


@pytest.mark.parametrize("path", ["/api/incidents", "/api/cells", "/api/summary", "/embed/map"])
def test_a_route_is_documented(path: str) -> None:
    assert f"### `{path}`" in API
    assert f"`{path}`" in README
    assert any(getattr(route, "path", "") == path for route in server._TABLE)


@pytest.mark.parametrize("code", [code for _, code in server._STATUS.values()])
def test_an_error_code_is_documented(code: str) -> None:
    assert f"`{code}`" in API


@pytest.mark.parametrize("name", errors.__all__)
def test_an_error_class_is_documented(name: str) -> None:
    if issubclass(getattr(errors, name), errors.GeoError):
        assert name in API
        assert inspect.getdoc(getattr(errors, name))


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_is_documented(status: str) -> None:
    assert f"| `{status}` |" in ATTRIBUTION


@pytest.mark.parametrize("precision", get_args(Precision))
def test_a_precision_is_documented(precision: str) -> None:
    assert f"`{precision}`" in MODEL


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_a_command_and_its_options_are_documented(name: str) -> None:
    assert f"geo {name}" in README
    for parameter in cli.main.commands[name].params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.opts[0] in README
