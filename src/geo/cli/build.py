"""`geo build`: files of a dataset into a store directory."""

__all__ = ["build"]

from functools import partial
from pathlib import Path

import click

from geo.cli.importing import (
    ImportCommand,
    check_rejects,
    choice_of,
    decided,
    findings_file,
    outcome,
    progress_bar,
    reading_options,
    show_report,
    stopped_in_words,
)
from geo.cli.saying import say
from geo.cli.words import PATH, in_words, open_index
from geo.words.counts import count_in_words


@click.command("build", cls=ImportCommand)
@click.argument("source", metavar="SOURCE")
@click.argument("files", metavar="INPUT...", nargs=-1, required=True, type=PATH)
@click.option(
    "--out", required=True, metavar="DIR", type=PATH, help="Store directory to write or renew."
)
@click.option(
    "--dataset",
    metavar="NAME",
    help="Dataset of tables or GeoJSON (default: INPUT's name; of several, DIR's).",
)
@reading_options
def build(
    source: str,
    files: tuple[Path, ...],
    out: Path,
    rejects: Path | None,
    mapping: dict[str, str],
    dataset: str | None,
    version: str | None,
    sheet: str | None,
    header_row: int | None,
    encoding: str | None,
    *,
    replace: bool,
    add: bool,
    no_geocode: bool,
) -> None:
    """Build a store directory of INPUT files of SOURCE for geo serve.

    It serves collections of many millions of records: files in the order of their places, of which
    a map reads few. Records of other datasets stay, as with geo import; until the end of a build,
    and if it fails, the directory is the one before. All rejected rows are in one --rejects table.
    """
    check_rejects(rejects, files, out)
    existing = choice_of(replace=replace, add=add)
    with (
        in_words(),
        stopped_in_words(out, "build"),
        findings_file(rejects, names_files=True) as write,
        progress_bar("Build") as progress,
    ):
        from geo.importers import SheetOptions
        from geo.intake.build import build_directory
        from geo.intake.listener import ImportListener
        from geo.intake.processes import processors
        from geo.intake.run import ReadingWay

        report = build_directory(
            files,
            out,
            ReadingWay(
                source=source,
                mapping=mapping,
                version=version,
                options=SheetOptions(sheet=sheet, header_row=header_row, encoding=encoding),
                dataset=dataset,
                geocode=not no_geocode,
            ),
            again=replace,
            workers=processors(),
            listener=ImportListener(
                prepare=open_index,
                progress=progress,
                reject=write,
                warn=write,
                confirm=partial(decided, out.name, existing),
            ),
        )
    if report.end != "same file":
        show_report(_named(files), report)
    say(outcome(out.name, report))
    if report.end in ("nothing imported", "stopped"):
        raise SystemExit(1)


def _named(files: tuple[Path, ...]) -> str:
    return files[0].name if len(files) == 1 else count_in_words(len(files), "file")
