"""docs/python.md: the examples run, show what they give, and use every public name."""

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from samples import ROOT

PAGE = (ROOT / "docs/python.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> Iterator[str]:
    """Yield the code of a page that is marked with a language."""
    yield from re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # examples write files


def test_the_examples_give_what_they_show() -> None:
    text = "\n".join(blocks(PAGE, "pycon"))
    examples = doctest.DocTestParser().get_doctest(text, {}, "python.md", "docs/python.md", 0)
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert results.attempted > len(dir(geo))
    assert not results.failed, "".join(report)


@pytest.mark.parametrize("name", dir(geo))
def test_an_example_uses_a_name(name: str) -> None:
    assert re.search(rf"\bgeo\.{name}\b", "\n".join(blocks(PAGE, "pycon")))


@pytest.mark.parametrize("name", dir(geo))
def test_a_table_describes_a_name(name: str) -> None:
    assert re.search(rf"^\| `{name}\b", PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    "model", [geo.Caption, geo.Dataset, geo.Location, geo.Selection, geo.Status, geo.Store]
)
def test_a_class_has_what_its_row_names(model: type) -> None:
    (row,) = re.findall(rf"^\| `{model.__name__}` \|(.*)", PAGE, re.MULTILINE)
    row = row.partition("; raises")[0]
    fields = getattr(model, "__dataclass_fields__", {})
    assert set(re.findall(r"`(\w+)(?:\(\))?`", row)) <= {*dir(model), *fields}


def test_the_example_of_the_readme_runs() -> None:
    (code,) = blocks(README, "python")
    exec(compile(code, "README.md", "exec"), {})
