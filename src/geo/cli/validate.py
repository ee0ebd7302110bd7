"""`geo validate`: the rules of the model, applied to files."""

__all__ = ["validate"]

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.saying import say
from geo.cli.words import PATH, bar, in_words, look_up_lines, open_index, unused_lines
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.errors import Finding
    from geo.intake.dataset import Dataset
    from geo.intake.placement import Placer


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
def validate(files: tuple[Path, ...]) -> None:
    """Check files of incidents; exit with 1 if a rule is broken."""
    from geo.intake.dataset import shared_id_findings
    from geo.intake.placement import Placer

    placer = Placer(open_index)  # each place is looked up once
    with in_words():
        checked = [_validated(path, placer) for path in files]
    shared = shared_id_findings([dataset for dataset, _ in checked if dataset])
    for name, finding in shared:
        say(f"{name}: {finding}")
    raise SystemExit(bool(shared) or any(faulty for _, faulty in checked))


def _validated(path: Path, placer: "Placer") -> "tuple[Dataset | None, bool]":
    """Print the findings of a file; return it, if it can be read, and whether there are any."""
    from geo.errors import UnreadableData
    from geo.importers.opening import holds_features
    from geo.intake.dataset import FileReader

    try:
        with bar("Read") as progress:
            found = FileReader(placer=placer, progress=progress).read(path)
    except UnreadableData as error:
        say(str(error))
        return None, True
    # The findings of the model say more; the schema also checks what the model accepts.
    findings = found.findings or (tuple(_schema_findings(path)) if holds_features(path) else ())
    for finding in findings:
        say(f"{found.name}: {finding}")
    for line in unused_lines(found.name, found.survey):
        say(line)
    for warning in found.warnings:
        say(f"{found.name}: kept with a note: {warning.in_words(found.unit)}")
    for line in _placed_in_words(found):
        say(line)
    valid = count_in_words(len(found), "valid record")
    say(f"{found.name}: {valid}, {count_in_words(len(findings), 'finding')}")
    return found, bool(findings)


def _placed_in_words(found: "Dataset") -> Iterator[str]:
    from geo.intake.look_ups import unplaced_in_words

    yield from look_up_lines(found.name, found.look_ups)
    if found.look_ups.unplaced:
        yield f"{found.name}: not placed by name:"
        yield from (f"  {line}" for line in unplaced_in_words(found.look_ups, found.unit))


def _schema_findings(path: Path) -> Iterator["Finding"]:
    from geo.importers.geojson import own_feature, read_features
    from geo.importers.geojson_rows import is_of_others
    from geo.model.schema import schema_findings

    features = read_features(path)
    if is_of_others(features):
        return  # the schema is that of our own model
    for number, feature in enumerate(features, start=1):
        yield from schema_findings(f"feature {number}", own_feature(feature))
