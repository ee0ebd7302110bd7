"""What `geo import` and `geo build` have in common: options, what is asked, what is said."""

__all__ = [
    "ImportCommand",
    "check_read",
    "check_rejects",
    "choice_of",
    "decided",
    "findings_file",
    "outcome",
    "progress_bar",
    "reading_options",
    "show_report",
    "stopped_in_words",
]

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geo.cli.saying import say
from geo.cli.words import PATH, bar, map_line
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


F = TypeVar("F", bound=Callable[..., Any])


def reading_options(command: F) -> F:
    """Add the options that say how files are read, and what becomes of records that are there."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option("--no-geocode", is_flag=True, help="Leave rows without a position as they are."),
    click.option(
        "--rejects",
        metavar="FILE.csv",
        type=PATH,
        help="Write each rejected row and each warning to this file.",
    ),
    click.option(
        "--map",
        "mapping",
        metavar="THEIRS=OURS",
        multiple=True,
        callback=_checked_mapping,
        help="Read the column THEIRS as the field OURS; may be repeated.",
    ),
    click.option(
        "--replace",
        is_flag=True,
        help="Replace all records that the store has of the same dataset.",
    ),
    click.option(
        "--add", is_flag=True, help="Keep them, except those whose id the new file has too."
    ),
    click.option("--version", metavar="TEXT", help="Release, if the file's name does not have it."),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook: its name, or its number."),
    click.option("--header-row", metavar="ROW", type=int, help="Row that names the columns."),
    click.option("--encoding", metavar="NAME", help="Encoding of a text file, such as cp1251."),
)


def choice_of(*, replace: bool, add: bool) -> "Choice | None":
    """Return what is said of the records that are there. Raises click.UsageError for both."""
    if replace and add:
        raise click.UsageError("--replace and --add exclude each other: give one of them")
    return "replace" if replace else "add" if add else None


def show_report(file: str, report: "Report") -> None:
    """Say what became of the rows of a file, or of several."""
    from geo.intake.report import report_in_words

    for line in report_in_words(file, report).lines():
        say(line)
    if report.survey.is_open:
        say(map_line(report.survey))


def decided(store: str, existing: "Choice | None", changes: "Changes") -> "Choice | None":
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


def check_rejects(rejects: Path | None, files: Sequence[Path], store: Path) -> None:
    """Refuse to write the rejected rows over a file that is read, over the store, or into it."""
    if not rejects:
        return
    path, whole = rejects.resolve(), store.resolve()
    if path in [whole, *(file.resolve() for file in files)]:
        is_what = "the input or the store"
    elif whole in path.parents:
        is_what = "in the store directory"
    else:
        return
    name = printable(str(rejects))
    raise click.ClickException(f"{name} is {is_what}: name another --rejects file")


@contextmanager
def progress_bar(label: str) -> "Iterator[Callable[[Progress], None]]":
    """Give a function that shows on stderr how far an import is, its rows, and the time left."""
    with bar(label, _progress_in_words) as shown:
        yield lambda progress: shown(progress.share, progress)


def _progress_in_words(progress: "Progress | None") -> str | None:
    if not progress:
        return None
    made = count_in_words(progress.rows, "row")
    return made if progress.rows else f"{count_in_words(progress.looked_at, 'row')} looked at"


@contextmanager
def stopped_in_words(store: Path, work: str) -> Iterator[None]:
    """Say what has become of the store where Control-C ends a `work` on it; exit with 1."""
    before = _state(store)
    try:
        yield
    except KeyboardInterrupt:
        became = "is unchanged" if before else "is not written"
        if _state(store) != before:
            became = "was complete already"
        text = printable(f"the {work} was stopped: {store.name} {became}")
        raise click.ClickException(text) from None


def _state(path: Path) -> tuple[int, int] | None:
    """Return what differs once a store is replaced; None where it is not there."""
    from geo.store.directory.manifest import MANIFEST

    try:
        found = (path / MANIFEST if path.is_dir() else path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@contextmanager
def findings_file(
    path: Path | None, *, names_files: bool = False
) -> "Iterator[Callable[[RowFinding], None] | None]":
    """Give a function that writes each finding of a row, if there is a file for them.

    One that is there stays as it is where the block ends with `check_read`.
    """
    with suppress(_NothingRead):
        if path is None:
            yield None
            return
        from geo.formats.atomic import writing
        from geo.intake.report import findings_writer

        with writing(path) as file:
            yield findings_writer(file, names_files=names_files)


class _NothingRead(Exception):
    """No row was read, so that nothing can be said of any."""


def check_read(report: "Report") -> None:
    """End a block of `findings_file` where the store has the same file already."""
    if report.end == "same file":
        raise _NothingRead


_UNCHANGED = {
    "nothing imported": "no row could be imported",
    "stopped": "--replace removes what it has of the dataset and the file does not, --add keeps it",
    "same file": "it has this file already, read in the same way. --replace reads it again",
}


def outcome(store: str, report: "Report") -> str:
    """Say what a store has now, or why it is unchanged."""
    if report.end != "written":
        return f"{store} is unchanged: {_UNCHANGED[report.end]}"
    records = f"{store}: {count_in_words(report.imported, 'record')}"
    changes = report.changes
    rest = changes.rest if changes and report.choice == "add" else 0
    same = f", with {rest:,} kept of {', '.join(changes.datasets)}" if changes and rest else ""
    others = f", with {report.kept:,} kept of other datasets" if report.kept else ""
    return f"{records}{same}{others}"
