"""The values of a facet as readers see them: their labels, and their order."""

__all__ = ["Labels", "facet_values", "labels_from_rows"]

from collections.abc import Callable, Iterable, Iterator, Mapping

from geo.model.attribution import STATUSES
from geo.query.summary import FacetValue
from geo.words.countries import country_name

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


Label = tuple[str | None, str | None]  # how the data call a value, and what it is a part of
Labels = Mapping[tuple[str, str], Label]  # by facet and value


def labels_from_rows(rows: Iterable[tuple[str, str, str, str | None]]) -> Labels:
    """Choose one label for each value of rows of facet, value, label and part_of.

    A dataset that is open in several versions goes by its name alone; a value that datasets name in
    several ways by the longest name: "Islamic State", not "IS".
    """
    found: dict[tuple[str, str], Label] = {}
    for facet, value, label, part_of in sorted(rows, key=lambda row: (len(row[2]), row[2])):
        before, whole = found.get((facet, value), (label, None))
        is_doubtful = facet == "dataset" and before != label
        found[facet, value] = (None if is_doubtful else label, whole or part_of)
    return found


def facet_values(name: str, counts: Mapping[str, int], labels: Labels) -> tuple[FacetValue, ...]:
    """Label the counted values of a facet, in the order in which readers look for them."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    values = [_value(name, value, number, labels) for value, number in ordered]
    return _ARRANGED.get(name, tuple)(values)


_FIXED_LABELS = {"status": STATUSES, "record": RECORD_LABELS, "precision": PRECISION_LABELS}


def _value(facet: str, value: str, count: int, labels: Labels) -> FacetValue:
    label, part_of = labels.get((facet, value), (None, None))
    if facet == "country":
        label = country_name(value)
    fixed = _FIXED_LABELS.get(facet, {}).get(value)
    return FacetValue(value=value, label=fixed or label or value, count=count, part_of=part_of)


def _families(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    """Put each part right after its whole."""
    known = {value.value for value in values}
    parts: dict[str | None, list[FacetValue]] = {}
    for value in values:
        is_part = value.part_of in known and value.part_of != value.value
        parts.setdefault(value.part_of if is_part else None, []).append(value)
    placed = {value.value: value for value in _with_parts(parts.get(None, []), parts)}
    # Records may disagree on what is part of what: a circle has no root, and must not get lost.
    return tuple((placed | {v.value: v for v in values if v.value not in placed}).values())


def _with_parts(
    values: Iterable[FacetValue], parts: Mapping[str | None, list[FacetValue]]
) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _with_parts(parts.get(value.value, []), parts)


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
