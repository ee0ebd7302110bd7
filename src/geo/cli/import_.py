"""`geo import`: a dataset's file into a store."""

__all__ = ["import_"]

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.words import MAP_THEM, PATH, bar, in_words, open_index
from geo.errors import printable
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.intake.finding_kinds import RowFinding
    from geo.intake.listener import Progress
    from geo.intake.report import Report


def _checked_mapping(
    _: click.Context, __: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for theirs, equals, ours in pairs:
        if not (theirs and equals and ours):
            raise click.BadParameter(f"{theirs + equals + ours!r} is not of the form theirs=ours")
    return {theirs: ours for theirs, _, ours in pairs}


class ImportCommand(click.Command):
    """Lists the sources in its help."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sources above the options."""
        from geo.importers import SOURCES

        with formatter.section("Sources"):
            formatter.write_dl([(name, source.help) for name, source in SOURCES.items()])
        super().format_options(ctx, formatter)


@click.command("import", cls=ImportCommand)
@click.argument("source", metavar="SOURCE")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--store", required=True, metavar="PATH", type=PATH, help="DuckDB file to write.")
@click.option("--no-geocode", is_flag=True, help="Leave rows without a position as they are.")
@click.option(
    "--rejects",
    metavar="FILE.csv",
    type=PATH,
    help="Write each rejected row and each warning to this file.",
)
@click.option(
    "--map",
    "mapping",
    metavar="THEIRS=OURS",
    multiple=True,
    callback=_checked_mapping,
    help="Read the column THEIRS as the field OURS; may be repeated.",
)
@click.option("--version", metavar="TEXT", help="Release, if the file's name does not have it.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook: its name, or its number.")
@click.option("--header-row", metavar="ROW", type=int, help="Row that names the columns.")
@click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as cp1251.")
def import_(
    source: str,
    file: Path,
    store: Path,
    rejects: Path | None,
    mapping: dict[str, str],
    version: str | None,
    sheet: str | None,
    header_row: int | None,
    encoding: str | None,
    *,
    no_geocode: bool,
) -> None:
    """Read FILE of SOURCE into a store for geo serve.

    Rows of the same dataset are replaced, and those of others kept. The exit code is 1 if no row
    can be imported.
    """
    _check_rejects(rejects, file, store)
    with in_words(), _stopped_in_words(store), _findings(rejects) as write, _progress() as progress:
        from geo.importers import SheetOptions
        from geo.intake.listener import ImportListener
        from geo.intake.processes import processors
        from geo.intake.report import report_in_words
        from geo.intake.run import import_file

        report = import_file(
            source,
            file,
            store,
            mapping=mapping,
            version=version,
            options=SheetOptions(sheet=sheet, header_row=header_row, encoding=encoding),
            geocode=not no_geocode,
            workers=processors(),
            listener=ImportListener(
                prepare=open_index, progress=progress, reject=write, warn=write
            ),
        )
    for line in report_in_words(file.name, report).lines():
        click.echo(printable(line))
    if report.survey.conspicuous or report.survey.questions:
        click.echo(MAP_THEM)
    click.echo(printable(_outcome(store.name, report)))
    if not report.imported:
        raise SystemExit(1)


def _check_rejects(rejects: Path | None, file: Path, store: Path) -> None:
    """Refuse to write the rejected rows over the file that is read, or over the store."""
    if rejects and rejects.resolve() in (file.resolve(), store.resolve()):
        name = printable(str(rejects))
        raise click.ClickException(f"{name} is the input or the store: name another --rejects file")


@contextmanager
def _progress() -> "Iterator[Callable[[Progress], None]]":
    """Give a function that shows on stderr how far an import is, its rows, and the time left."""
    with bar("Import", _progress_in_words) as shown:
        yield lambda progress: shown(progress.share, progress)


def _progress_in_words(progress: "Progress | None") -> str | None:
    if not progress:
        return None
    made = count_in_words(progress.rows, "row")
    return made if progress.rows else f"{count_in_words(progress.looked_at, 'row')} looked at"


@contextmanager
def _stopped_in_words(store: Path) -> Iterator[None]:
    """Say what has become of the store where Control-C ends an import; exit with 1."""
    before = _state(store)
    try:
        yield
    except KeyboardInterrupt:
        became = "is unchanged" if before else "is not written"
        if _state(store) != before:
            became = "was complete already"
        text = printable(f"the import was stopped: {store.name} {became}")
        raise click.ClickException(text) from None


def _state(path: Path) -> tuple[int, int] | None:
    """Return what differs once a file is replaced; None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@contextmanager
def _findings(path: Path | None) -> "Iterator[Callable[[RowFinding], None] | None]":
    """Give a function that writes each finding of a row, if there is a file for them."""
    if path is None:
        yield None
        return
    from geo.formats.atomic import writing
    from geo.intake.report import findings_writer

    with writing(path) as file:
        yield findings_writer(file)


def _outcome(store: str, report: "Report") -> str:
    if not report.imported:
        return f"{store} is unchanged: no row could be imported"
    kept = f", with {report.kept:,} kept of other datasets" if report.kept else ""
    return f"{store}: {count_in_words(report.imported, 'record')}{kept}"
