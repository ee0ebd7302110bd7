"""The values of a facet as readers see them: their labels, and their order."""

__all__ = ["facet_values"]

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from geo.attribution import STATUSES
from geo.countries import country_name
from geo.summary import FacetValue

RECORD_LABELS = {
    "incident": "Incidents",
    "aggregate": "Aggregates of incidents",
    "context": "Context records",
}

PRECISION_LABELS: dict[str, str] = {
    "site": "the site itself",
    "settlement": "a town",
    "near_settlement": "near a town",
    "admin2": "a district",
    "admin1": "a province",
    "fuzzy": "a rough area",
    "country": "a country",
    "international": "international waters or air space",
    "capital_as_actor": "a capital that stands for its government",
    "unknown": "an unknown place",
    "none": "no position",
}


def facet_values(name: str, values: Iterable[Mapping[str, Any]]) -> tuple[FacetValue, ...]:
    """Label counted values of a facet and put them in the order in which readers look for them.

    Each has `value`, `count`, `label` (None where the data name none) and `part_of`.
    """
    arrange = _ARRANGED.get(name, tuple)
    return arrange([FacetValue(**{**v, "label": _label(name, v)}) for v in values])


_FIXED_LABELS = {"status": STATUSES, "record": RECORD_LABELS, "precision": PRECISION_LABELS}


def _label(facet: str, value: Mapping[str, Any]) -> str:
    if facet == "country":
        return country_name(value["value"])
    fixed = _FIXED_LABELS.get(facet, {})
    return fixed.get(value["value"]) or value["label"] or value["value"]


def _families(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    """Put each part right after its whole."""
    known = {value.value for value in values}
    roots = [value for value in values if value.part_of not in known]
    placed = [member for root in roots for member in _members(root, values)]
    # Records may disagree on what is part of what: a circle has no root, and must not get lost.
    return (*placed, *(value for value in values if value not in placed))


def _members(root: FacetValue, values: list[FacetValue]) -> list[FacetValue]:
    parts = [value for value in values if value.part_of == root.value and value != root]
    return [root, *(member for part in parts for member in _members(part, values))]


def _by_legend(order: Iterable[str]) -> Callable[[list[FacetValue]], tuple[FacetValue, ...]]:
    rank = {value: i for i, value in enumerate(order)}
    return lambda values: tuple(sorted(values, key=lambda v: rank[v.value]))


_ARRANGED: dict[str, Callable[[list[FacetValue]], tuple[FacetValue, ...]]] = {
    "group": _families,
    "status": _by_legend(STATUSES),
    "record": _by_legend(RECORD_LABELS),
    "precision": _by_legend(PRECISION_LABELS),
    "year": lambda values: tuple(sorted(values, key=lambda v: int(v.value))),
}
