"""Columns that a file calls the same, and names that a record has twice: only one value counts."""

__all__ = ["SAME", "TWICE", "repeated_findings", "twice_findings"]

from collections.abc import Iterator, Mapping, Sequence

from geo.errors import Finding
from geo.importers.columns import normal_name

SHOWN = 10  # names that have a finding each
SAME = "several columns are called the same"
TWICE = "records have this name twice, and the last value counts"


def repeated_findings(file: str, names: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning about each name that several columns have, whatever its case."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names, start=1):
        places.setdefault(normal_name(name), []).append(place)
    found = {
        names[each[0] - 1]: f"the name of columns {', '.join(map(str, each))}"
        for name, each in places.items()
        if name and len(each) > 1
    }
    remedy = "The first of them is read unless --map says another: give each its own name."
    return _findings(file, found, SAME, remedy)


def twice_findings(file: str, twice: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a warning about each name that a record has twice; these are the first such records."""
    found = {name: f"in record {first:,}" for name, first in twice.items()}
    return _findings(file, found, TWICE, "Give each value a name of its own.")


def _findings(file: str, found: Mapping[str, str], rule: str, remedy: str) -> Iterator[Finding]:
    for name, value in [*found.items()][:SHOWN]:
        yield Finding(record=file, field=name, value=value, rule=rule, remedy=remedy)
    if (more := len(found) - SHOWN) > 0:
        yield Finding(record=file, field="", value=f"{more:,} more", rule=rule, remedy=remedy)
