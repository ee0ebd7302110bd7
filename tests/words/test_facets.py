"""Facets: labels, and the order in which readers look for values."""

import pytest

from geo.query.facets import FACETS
from geo.words.facets import facet_values, labels_from_rows


def shown(name: str, counts: dict[str, int]) -> list[tuple[str, str]]:
    return [(value.value, value.label) for value in facet_values(name, counts, {})]


@pytest.mark.parametrize("name", ["record", "status", "precision"])
def test_fixed_labels_give_the_order(name: str) -> None:
    labels = FACETS[name].labels
    assert not isinstance(labels, str)
    counts = {value: number for number, value in enumerate(labels)}
    assert shown(name, counts) == [*labels.items()]


def test_countries_have_their_names_and_the_most_frequent_comes_first() -> None:
    assert shown("country", {"IR": 1, "TJ": 3}) == [("TJ", "Tajikistan"), ("IR", "Iran")]


def test_years_are_in_order() -> None:
    assert shown("year", {"2024": 9, "999": 1}) == [("999", "999"), ("2024", "2024")]


def test_the_data_name_a_value_and_its_whole() -> None:
    rows = [("group", "isis-k", "ISIS-K", "is"), ("group", "is", "Islamic State", None)]
    values = facet_values("group", {"isis-k": 5, "is": 5, "front": 1}, labels_from_rows(rows))
    assert [(value.label, value.part_of) for value in values] == [
        ("Islamic State", None),
        ("ISIS-K", "is"),
        ("front", None),
    ]
