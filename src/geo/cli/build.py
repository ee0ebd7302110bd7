"""`geo build`: files of a dataset into a store directory."""

__all__ = ["build"]

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.intake.listener import ImportListener
    from geo.intake.report import Report
    from geo.intake.run import ReadingWay


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
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="ENGINE",
    help="duckdb, or of Apache Spark local[N] for N cores, or spark://HOST:PORT.",
)
@reading_options
def build(
    source: str,
    files: tuple[Path, ...],
    out: Path,
    rejects: Path | None,
    mapping: dict[str, str],
    dataset: str | None,
    engine: str,
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
        from geo.intake.listener import ImportListener
        from geo.intake.run import ReadingWay

        way = ReadingWay(
            source=source,
            mapping=mapping,
            version=version,
            options=SheetOptions(sheet=sheet, header_row=header_row, encoding=encoding),
            dataset=dataset,
            geocode=not no_geocode,
        )
        listener = ImportListener(
            prepare=open_index,
            progress=progress,
            reject=write,
            warn=write,
            confirm=partial(decided, out.name, existing),
        )
        report = _built(files, out, way, engine=engine, again=replace, listener=listener)
        check_read(report)
    if report.end != "same file":
        show_report(_named(files), report)
    say(outcome(out.name, report))
    if report.end in ("nothing imported", "stopped"):
        raise SystemExit(1)


def _named(files: tuple[Path, ...]) -> str:
    return files[0].name if len(files) == 1 else count_in_words(len(files), "file")


def _built(
    files: tuple[Path, ...],
    out: Path,
    way: "ReadingWay",
    *,
    engine: str,
    again: bool,
    listener: "ImportListener",
) -> "Report":
    if engine == "duckdb":
        from geo.intake.build import build_directory
        from geo.intake.processes import processors

        return build_directory(
            files, out, way, again=again, workers=processors(), listener=listener
        )
    from geo.spark.session import check_spark

    check_spark()  # before its packages are loaded
    from geo.spark.build import build_on_spark

    return build_on_spark(files, out, way, engine=engine, again=again, listener=listener)
