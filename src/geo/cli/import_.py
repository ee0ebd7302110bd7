"""`geo import`: a dataset's file into a store."""

__all__ = ["import_"]

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.saying import say
from geo.cli.words import PATH, bar, in_words, map_line, open_index
from geo.errors import printable
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.intake.finding_kinds import RowFinding
    from geo.intake.listener import Progress
    from geo.intake.report import Report
    from geo.store.changes import Changes, Choice


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
@click.option(
    "--dataset", metavar="NAME", help="Dataset of a table or GeoJSON (default: FILE's name)."
)
@click.option(
    "--replace",
    is_flag=True,
    help="Replace all records that the store has of the same dataset.",
)
@click.option("--add", is_flag=True, help="Keep them, except those whose id FILE has too.")
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
    _check_rejects(rejects, file, store)
    if replace and add:
        raise click.UsageError("--replace and --add exclude each other: give one of them")
    existing: Choice | None = "replace" if replace else "add" if add else None
    with in_words(), _stopped_in_words(store), _findings(rejects) as write, _progress() as progress:
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
                confirm=partial(_decided, store.name, existing),
            ),
        )
    if report.end != "same file":
        _show(file.name, report)
    say(_outcome(store.name, report))
    if report.end in ("nothing imported", "stopped"):
        raise SystemExit(1)


def _show(file: str, report: "Report") -> None:
    from geo.intake.report import report_in_words

    for line in report_in_words(file, report).lines():
        say(line)
    if report.survey.is_open:
        say(map_line(report.survey))


def _decided(store: str, existing: "Choice | None", changes: "Changes") -> "Choice | None":
    """Say what the file changes; return what is to be done, which a terminal asks."""
    from geo.intake.report import changes_in_words

    if _is_terminal():
        say(err=True)  # below the progress bar
    say(f"{changes_in_words(store, changes)}.", err=True)
    if existing or not _is_terminal():
        return existing
    question = f"replace all (removes {changes.rest:,}), add (keeps {changes.rest:,}), or stop?"
    kinds = click.Choice(["replace", "add", "stop"])
    answer: str = click.prompt(question, type=kinds, default="stop", err=True)
    choices: dict[str, Choice] = {"replace": "replace", "add": "add"}
    return choices.get(answer)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


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


_UNCHANGED = {
    "nothing imported": "no row could be imported",
    "stopped": "--replace removes what it has of the dataset and the file does not, --add keeps it",
    "same file": "it has this file already, read in the same way. --replace reads it again",
}


def _outcome(store: str, report: "Report") -> str:
    if report.end != "written":
        return f"{store} is unchanged: {_UNCHANGED[report.end]}"
    records = f"{store}: {count_in_words(report.imported, 'record')}"
    changes = report.changes
    rest = changes.rest if changes and report.choice == "add" else 0
    same = f", with {rest:,} kept of {', '.join(changes.datasets)}" if changes and rest else ""
    others = f", with {report.kept:,} kept of other datasets" if report.kept else ""
    return f"{records}{same}{others}"
