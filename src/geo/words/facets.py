"""The values of a facet as readers see them: their labels, and their order."""

__all__ = ["Labels", "facet_values", "labels_from_rows"]

from collections.abc import Iterable, Iterator, Mapping

from geo.formats.one_line import shortened
from geo.query.facets import FACETS, YEAR
from geo.query.summary import FacetValue
from geo.words.countries import country_name

LONGEST = 200  # letters of a label: a name of the data may have any number

Label = tuple[str | None, str | None]  # of a value in the data, and the value that it is a part of
Labels = Mapping[tuple[str, str], Label]  # by facet and value


def labels_from_rows(rows: Iterable[tuple[str, str, str, str | None]]) -> Labels:
    """Choose one label for each value of rows of facet, value, label and part_of.

    A dataset that is open in several versions goes by its name only; a value that datasets name in
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
    if name == YEAR:
        return tuple(sorted(values, key=lambda value: int(value.value)))
    fixed = FACETS[name].labels
    return _families(values) if isinstance(fixed, str) else _as_listed(values, fixed)


def _value(facet: str, value: str, count: int, labels: Labels) -> FacetValue:
    label, part_of = labels.get((facet, value), (None, None))
    fixed = FACETS[facet].labels
    if fixed == "country":
        label = country_name(value)
    elif fixed != "data":
        label = fixed[value]
    name = label or value
    name = name if len(name) <= LONGEST else shortened(name, LONGEST)
    return FacetValue(value=value, label=name, count=count, part_of=part_of)


def _families(values: list[FacetValue]) -> tuple[FacetValue, ...]:
    """Put each part right after its whole."""
    known = {value.value for value in values}
    parts: dict[str | None, list[FacetValue]] = {}
    for value in values:
        is_part = value.part_of in known and value.part_of != value.value
        parts.setdefault(value.part_of if is_part else None, []).append(value)
    placed = {value.value: value for value in _with_parts(parts.get(None, []), parts)}
    # Records may disagree on which is part of which: a circle has no root, and must not get lost.
    return tuple((placed | {v.value: v for v in values if v.value not in placed}).values())


def _with_parts(
    values: Iterable[FacetValue], parts: Mapping[str | None, list[FacetValue]]
) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _with_parts(parts.get(value.value, []), parts)


def _as_listed(values: Iterable[FacetValue], order: Iterable[str]) -> tuple[FacetValue, ...]:
    rank = {value: i for i, value in enumerate(order)}
    return tuple(sorted(values, key=lambda value: rank[value.value]))
