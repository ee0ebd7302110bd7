"""`geo locate`: positions for the records of a file, from the names of their places."""

__all__ = ["locate"]

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.saying import say
from geo.cli.words import PATH, in_words, open_index

if TYPE_CHECKING:
    from geo.intake.placement import RecordOutcome

# Listed one by one; the others are only counted.
_LISTED = {
    "unsure": "not sure enough: {}",
    "not found": "not found: {}",
    "contradictory": "{}",
    "refused": "{}",
}


@click.command()
@click.argument("file", metavar="FILE", type=PATH)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Place all records again, not only those without a position.",
)
@click.option(
    "--out", "target", metavar="FILE", type=PATH, help="Write to this file, and do not change FILE."
)
@click.option("--online", is_flag=True, help="Ask Nominatim too, if the gazetteer is not certain.")
def locate(file: Path, target: Path | None, *, every: bool, online: bool) -> None:
    """Find positions for the records of FILE that have names of places but no position."""
    from geo.formats.atomic import writing
    from geo.intake.placement import place_file

    with in_words():
        open_index()
        placed = place_file(file, every=every, online=online)
        if placed.is_changed or target:
            with writing(target or file) as output:
                output.write(placed.text)
    for outcome in placed.outcomes:
        if outcome.state in _LISTED:
            say(_line(outcome))
    counts = Counter[str](outcome.state for outcome in placed.outcomes)
    say(f"{file.name}: {_counted(counts)}{'' if placed.is_changed else '; nothing changed'}")


def _line(outcome: "RecordOutcome") -> str:
    text = _LISTED[outcome.state].format(outcome.text)
    return text if outcome.state == "refused" else f"{outcome.record}: {text}"


def _counted(counts: Counter[str]) -> str:
    words = {
        "placed": "placed",
        "kept": "kept as they are",
        "country only": "known to a country only",
        "nameless": "without a name of a place",
        "unsure": "not sure enough",
        "not found": "not found",
        "contradictory": "with a town that is not in the stated province",
        "refused": "refused",
    }
    parts = [f"{counts[state]:,} {text}" for state, text in words.items() if counts[state]]
    return ", ".join(parts) or "no records"
