"""The index of place names, built for the first time."""

__all__ = ["section"]

import tempfile
from pathlib import Path

from document import Section
from paths import ROOT
from processes import Ran, geo_command
from results import Comparison, Line, in_size


def section(before: Path | None) -> Section:
    """Build the index in an empty folder, then open it again; also with the build before."""
    (first, second) = used_twice(ROOT)
    found = [compared("later", first, second)]
    if before:
        found.append(compared("the build before", first, used_twice(before)[0]))
    return Section(part="gazetteer", comparisons=tuple(found))


def used_twice(checkout: Path) -> tuple[Ran, Ran]:
    """Use the index of an empty folder for the first time, and again."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (
            geo_command("gazetteer", "info", checkout=checkout, GEO_GAZETTEER=folder)
            for _ in range(2)
        )
    return first, second


def compared(other: str, first: Ran, second: Ran) -> Comparison:
    """Return what first use took, next to another run."""
    name, aim = "gazetteer memory", "400 MB"
    memory = ([run.together] for run in (first, second))
    lines = (
        Line("first use", [first.seconds], [second.seconds], aim="15 s", target="gazetteer"),
        Line("peak memory", *memory, unit=in_size, aim=aim, target=name),
    )
    return Comparison("`geo gazetteer info`", other, lines)
