"""The examples in docstrings give what they say."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import geo

SOURCE = Path(geo.__file__).parent
EXAMPLE = ">>> "
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def with_examples() -> list[str]:
    """Return the modules that have examples, by their dotted names."""
    paths = (path for path in SOURCE.rglob("*.py") if EXAMPLE in path.read_text("utf-8"))
    parts = (path.relative_to(SOURCE.parent).with_suffix("").parts for path in paths)
    return sorted(".".join(names).removesuffix(".__init__") for names in parts)


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(import_module(name), optionflags=OPTIONS)
    assert result.attempted
    assert result.failed == 0
