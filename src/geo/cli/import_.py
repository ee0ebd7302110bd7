"""`geo import`: a dataset's file into a store."""

__all__ = ["import_"]

from functools import partial
from pathlib import Path

import click

from geo.cli.importing import (
    ImportCommand,
    check_read,
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


@click.command("import", cls=ImportCommand)
@click.argument("source", metavar="SOURCE")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--store", required=True, metavar="PATH", type=PATH, help="DuckDB file to write.")
@click.option(
    "--dataset", metavar="NAME", help="Dataset of a table or GeoJSON (default: FILE's name)."
)
@reading_options
def import_(
    source: str,
    file: Path,
    store: Path,
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
    """Read FILE of SOURCE into a store for geo serve.

    Records of other datasets stay. If the store has records of the same dataset, --replace or --add
    says what becomes of them; a terminal asks. The exit code is 1 if nothing is decided, or if no
    row can be imported. The same file again changes nothing.
    """
    check_rejects(rejects, [file], store)
    existing = choice_of(replace=replace, add=add)
    with (
        in_words(),
        stopped_in_words(store, "import"),
        findings_file(rejects) as write,
        progress_bar("Import") as progress,
    ):
        from geo.importers import SheetOptions
        from geo.intake.listener import ImportListener
        from geo.intake.processes import processors
        from geo.intake.run import import_file

        report = import_file(
            source,
            file,
            store,
            mapping=mapping,
            version=version,
            dataset=dataset,
            again=replace,
            options=SheetOptions(sheet=sheet, header_row=header_row, encoding=encoding),
            geocode=not no_geocode,
            workers=processors(),
            listener=ImportListener(
                prepare=open_index,
                progress=progress,
                reject=write,
                warn=write,
                confirm=partial(decided, store.name, existing),
            ),
        )
        check_read(report)
    if report.end != "same file":
        show_report(file.name, report)
    say(outcome(store.name, report))
    if report.end in ("nothing imported", "stopped"):
        raise SystemExit(1)
