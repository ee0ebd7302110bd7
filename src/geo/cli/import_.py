"""`geo import`: a dataset's file into a store."""

__all__ = ["import_"]

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.words import PATH, count, in_words, open_index, plain, progress_bar

if TYPE_CHECKING:
    from geo.imports import Rejected, Report

SHOWN = 20  # kinds of reasons and warnings that are listed
CHUNK = 1 << 20  # bytes
STEPS = 200  # of the progress bar
FORMULA = tuple("=+-@\t\r")  # what a spreadsheet would run
REJECTS = ("line", "record", "field", "value", "rule", "remedy")
_PLACED = {
    "placed": "placed by name",
    "country only": "known to a country only",
    "nameless": "without a name of a place",
    "unsure": "not sure enough",
    "not found": "not found",
    "refused": "with a place that is refused",
}


def _checked_mapping(
    _: click.Context, __: click.Parameter, texts: tuple[str, ...]
) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    for theirs, equals, ours in pairs:
        if not (theirs and equals and ours):
            raise click.BadParameter(f"{theirs + equals + ours!r} is not of the form theirs=ours")
    return {theirs: ours for theirs, _, ours in pairs}


@click.command("import")
@click.argument("source", metavar="SOURCE")
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--store", required=True, metavar="PATH", type=PATH, help="DuckDB file to write.")
@click.option("--no-geocode", is_flag=True, help="Leave rows without a position as they are.")
@click.option("--rejects", metavar="FILE.csv", type=PATH, help="Write there what is left out.")
@click.option(
    "--map",
    "mapping",
    metavar="THEIRS=OURS",
    multiple=True,
    callback=_checked_mapping,
    help="Read their column as ours; may be repeated.",
)
def import_(
    source: str,
    file: Path,
    store: Path,
    rejects: Path | None,
    mapping: dict[str, str],
    *,
    no_geocode: bool,
) -> None:
    """Read FILE of SOURCE (ucdp, gtd, acled, geojson, table) into a store for geo serve.

    Rows of the same dataset are replaced, those of others kept; exit with 1 if none can be taken.
    """
    from geo.imports import import_file

    with in_words(), _rejects(rejects) as reject, _progress(file) as progress:
        report = import_file(
            source,
            file,
            store,
            mapping=mapping,
            geocode=not no_geocode,
            prepare=open_index,
            reject=reject,
            progress=progress,
        )
    for line in _report_in_words(file.name, store.name, report):
        click.echo(plain(line))
    if not report.taken:
        raise SystemExit(1)


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None]]:
    """Give a function that shows on stderr which line of a file is reached."""
    with progress_bar("Rows", _lines(file)) as shown:
        step = max(1, shown.length // STEPS)

        def reached(line: int) -> None:
            if shown.pos + step <= line <= shown.length:
                shown.update(line - shown.pos)

        yield reached
        shown.update(shown.length - shown.pos)


def _lines(file: Path) -> int:
    """Count the lines of a file; whoever reads it says what is wrong with it."""
    try:
        with file.open("rb") as opened:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(CHUNK), b""))
    except OSError:
        return 0


@contextmanager
def _rejects(path: Path | None) -> "Iterator[Callable[[Rejected], None]]":
    """Give a function that writes each row that is left out, if anywhere."""
    if path is None:
        yield lambda _: None
        return
    from geo.atomic import writing

    with writing(path) as file:
        writer = csv.writer(file)
        writer.writerow(REJECTS)

        def write(rejected: "Rejected") -> None:
            found = rejected.finding
            cells = (found.record, found.field, found.value, found.rule, found.remedy)
            writer.writerow([rejected.line, *map(_safe, cells)])

        yield write


def _safe(text: str) -> str:
    """Mark what a spreadsheet would take for a formula as text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _report_in_words(file: str, store: str, report: "Report") -> Iterator[str]:
    rejected = report.read - report.taken
    yield f"{file}: {count(report.read, 'row')} read, {report.taken:,} taken, {rejected:,} rejected"
    yield from _kinds("Rejected", report.rejected)
    yield from _kinds("Warnings", report.warnings)
    placed = Counter({_PLACED.get(state, state): n for state, n in report.placed.items()})
    yield from _kinds("Rows without a position", placed)
    if report.taken:
        kept = f", beside {report.kept:,} of other datasets" if report.kept else ""
        yield f"{store}: {count(report.taken, 'record')}{kept}"
    else:
        yield f"{store} is left as it was: no row could be taken"


def _kinds(heading: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield f"{heading}:"
    for kind, number in counts.most_common(SHOWN):
        yield f"  {number:,} × {kind}"
    if len(counts) > SHOWN:
        yield f"  … and {len(counts) - SHOWN:,} more kinds"
