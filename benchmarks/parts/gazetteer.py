"""The index of place names, built for the first time."""

__all__ = ["section"]

import tempfile

from document import Section
from processes import geo_command
from results import Comparison, Line, in_size


def section() -> Section:
    """Build the index in an empty folder, then open it again."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (geo_command("gazetteer", "info", GEO_GAZETTEER=folder) for _ in range(2))
    name, aim = "gazetteer memory", "400 MB"
    memory = ([run.together] for run in (first, second))
    lines = (
        Line("first use", [first.seconds], [second.seconds], aim="15 s", target="gazetteer"),
        Line("peak memory", *memory, unit=in_size, aim=aim, target=name),
    )
    return Section(
        part="gazetteer", comparisons=(Comparison("`geo gazetteer info`", "later", lines),)
    )
