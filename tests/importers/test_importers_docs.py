"""docs/datasets.md says of every source what is mapped to what."""

import pytest

from geo.importers import SOURCES, acled, gtd, ucdp
from geo.importers.actors import NAMESAKES, PART_OF
from geo.importers.parts import ATLAS_TYPES
from geo.importers.providers import PROVIDERS, Provider
from geo.importers.table import NAMES, PRECISION_WORDS
from samples import ROOT

TEXT = (ROOT / "docs/datasets.md").read_text("utf-8")
MODEL = (ROOT / "docs/data-model.md").read_text("utf-8")


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_a_source_is_named(source: str) -> None:
    assert f"`{source}`" in TEXT


@pytest.mark.parametrize("columns", [ucdp.REQUIRED, gtd.REQUIRED, acled.REQUIRED])
def test_needed_columns_are_listed(columns: list[str]) -> None:
    assert f"Needed: `{' '.join(columns)}`" in TEXT


@pytest.mark.parametrize("field", NAMES)
def test_a_field_of_tables_stands_with_all_its_names(field: str) -> None:
    names = ", ".join(f"`{name}`" for name in NAMES[field].split())
    assert f"| `{field}` | {names} |" in TEXT


@pytest.mark.parametrize(("dataset", "name"), NAMESAKES)
def test_a_group_that_a_dataset_names_in_its_own_way_is_listed(dataset: str, name: str) -> None:
    id_ = NAMESAKES[dataset, name]
    whole = f", part of `{PART_OF[id_]}`" if id_ in PART_OF else ""
    assert f"| {dataset.split()[0]} | “{name}” | `{id_}`{whole} |" in TEXT


@pytest.mark.parametrize("word", PRECISION_WORDS)
def test_a_word_for_a_precision_is_listed(word: str) -> None:
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize("code", ATLAS_TYPES)
def test_a_type_of_our_own_is_in_the_model(code: str) -> None:
    assert f"`{code}`" in MODEL


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=list(PROVIDERS))
def test_an_address_of_a_dataset_is_given(provider: Provider) -> None:
    assert f"<{provider.url}>" in TEXT
