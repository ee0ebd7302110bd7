"""docs/datasets.md says of every source what is mapped to what."""

import re

import pytest

from geo.importers import SOURCES
from geo.importers.actors import PART_OF
from geo.importers.columns import columns_of
from geo.importers.feature_parts import ATLAS_TYPES
from geo.importers.importer import Importer
from geo.importers.published import PublishedDataset
from geo.importers.registry import DATASETS, IMPORTERS
from geo.importers.tables.columns import NAMES, SYNONYMS
from geo.importers.tables.languages import LANGUAGES
from geo.importers.tables.places import PRECISION_WORDS
from samples import ROOT

TEXT = (ROOT / "docs/datasets.md").read_text("utf-8")
MODEL = (ROOT / "docs/data-model.md").read_text("utf-8")


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_a_source_is_named(source: str) -> None:
    assert f"`{source}`" in TEXT


@pytest.mark.parametrize("importer", IMPORTERS.values(), ids=list(IMPORTERS))
def test_needed_columns_are_listed(importer: Importer) -> None:
    assert f"Needed: `{' '.join(importer.required)}`" in TEXT


@pytest.mark.parametrize("field", NAMES)
def test_a_field_of_tables_stands_with_all_its_names(field: str) -> None:
    names = ", ".join(f"`{name}`" for name in NAMES[field].split())
    assert f"| `{field}` | {names} |" in TEXT


@pytest.mark.parametrize(
    ("dataset", "name"),
    [(dataset, name) for dataset in DATASETS.values() for name in dataset.groups],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_group_that_a_dataset_names_in_its_own_way_is_listed(
    dataset: PublishedDataset, name: str
) -> None:
    id_ = dataset.groups[name]
    whole = f", part of `{PART_OF[id_]}`" if id_ in PART_OF else ""
    assert f"| {dataset.name.split()[0]} | “{name}” | `{id_}`{whole} |" in TEXT


def test_names_in_other_languages_are_those_of_the_table() -> None:
    _, _, table = TEXT.partition("| | `date` |")
    header, _, *rows = table.partition("\n\n")[0].splitlines()
    fields = ["date", *re.findall("`([a-z]+)`", header)]
    assert len(rows) == len(LANGUAGES)
    for row in rows:
        for field, cell in zip(fields, row.split("|")[2:], strict=False):
            for name in re.findall("`([^`]+)`", cell):
                found = columns_of("x", [name], synonyms=SYNONYMS, mapping={})
                assert [*found.places] == [field], name


@pytest.mark.parametrize("word", PRECISION_WORDS)
def test_a_word_for_a_precision_is_listed(word: str) -> None:
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize("code", ATLAS_TYPES)
def test_a_type_of_our_own_is_in_the_model(code: str) -> None:
    assert f"`{code}`" in MODEL


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_a_dataset_has_a_section_with_its_address_and_licence(dataset: PublishedDataset) -> None:
    _, _, section = TEXT.partition(f"\n## {dataset.name}\n")
    section, _, _ = section.partition("\n## ")
    assert f"<{dataset.url}>" in section
    assert "**Licence:**" in section
