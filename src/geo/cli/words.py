"""Shared by the commands: paths, counts, progress bars, and errors as sentences."""

__all__ = [
    "LISTED",
    "PATH",
    "bar",
    "borders_option",
    "in_words",
    "kept_lines",
    "look_up_lines",
    "map_line",
    "open_index",
    "row_bars",
    "unused_lines",
]

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError, printable
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.importers.survey import Survey
    from geo.intake.look_ups import LookUps

PATH = click.Path(path_type=Path)
# What the values of a column look like → a field of them, for an example.
FIELD_OF = {
    "dates": "date",
    "groups": "group",
    "links": "source_url",
    "positions": "position",
    "tolls": "killed",
}
LISTED = 20  # refused records, and kinds of notes, that a command lists
STEPS = 1000  # of a bar that shows a share


@contextmanager
def in_words() -> Iterator[None]:
    """Show an error of the library, or of the disk, as a sentence; exit with 1."""
    try:
        yield
    except (GeoError, OSError) as error:
        raise click.ClickException(printable(str(error))) from error


def _view(_: click.Context, __: click.Parameter, text: str) -> str:
    from geo.words.borders import BORDER_VIEWS

    with in_words():
        view: str = BORDER_VIEWS.parse("borders", text)
    return view


borders_option = click.option(
    "--borders",
    default="control",
    show_default=True,
    metavar="VIEW",
    callback=_view,
    help="View of the borders: control (who controls what) or un (close to UN maps).",
)


def _rows_in_words(rows: int | None) -> str | None:
    return count_in_words(rows, "row") if rows else None


@contextmanager
def bar(
    label: str, show: Callable[[Any], str | None] = _rows_in_words
) -> Iterator[Callable[[float, Any], None]]:
    """Yield a function that shows a share of the work on stderr, and what is done: rows.

    The bar appears when it is called for the first time, and stays as it is after the end. Where
    other things than a number of rows are done, `show` says them.
    """
    is_over = False
    with ExitStack() as stack:
        bars: list[Any] = []

        def progress(share: float, done: Any) -> None:
            if is_over:
                return
            if not bars:
                bars.append(stack.enter_context(_progress_bar(label, STEPS, show)))
            bars[0].update(int(share * STEPS) - bars[0].pos, done)

        yield progress
        is_over = True
        for shown in bars:
            shown.update(STEPS - shown.pos)


@contextmanager
def row_bars() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Yield a function that gets the number of rows and shows a bar for them on stderr."""
    with ExitStack() as stack:

        def begin(total: int) -> Callable[[int], None]:
            line: Any = stack.enter_context(_progress_bar("Places", total))
            return lambda rows: line.update(rows)

        yield begin


def unused_lines(file: str, survey: "Survey") -> Iterator[str]:
    """Yield lines that name the columns of a file that are not used."""
    from geo.intake.unused import unused_in_words

    for heading, kinds in unused_in_words(survey).items():
        yield f"{file}: {heading[0].lower()}{heading[1:]}:"
        yield from (f"  {kind}" for kind in kinds)
    if survey.is_open:
        yield f"  {map_line(survey)}"


def map_line(survey: "Survey") -> str:
    """Say how a column is read as a field, with the first column for which that may matter."""
    column = next(iter(survey.conspicuous), None)
    example = column and f"{column.name}={FIELD_OF[column.looks_like]}"
    such = f", such as --map {shlex.quote(example)}" if example else ""
    return f"geo import --map COLUMN=FIELD reads a column as a field of docs/datasets.md{such}"


def look_up_lines(file: str, found: "LookUps") -> Iterator[str]:
    """Yield lines that say how many rows without a position are placed by name."""
    from geo.intake.look_ups import look_ups_in_words

    if found.rows:
        yield f"{file}: {count_in_words(found.rows, 'row')} without a position:"
        yield from (f"  {line}" for line in look_ups_in_words(found.states, found.precisions))
    if found.left:
        records = count_in_words(found.left, "record")
        yield (
            f"{file}: {records} with the name of a place and no position, "
            "kept as the file has them: geo locate looks them up"
        )


def kept_lines(opened: "Atlas") -> Iterator[str]:
    """Yield lines about what is kept of the open files, and how: notes, columns, places."""
    if opened.warnings:
        yield "Kept with a note:"
    for file, text in opened.warnings[:LISTED]:
        yield f"  {file}: {text}"
    if len(opened.warnings) > LISTED:
        yield f"  … and {len(opened.warnings) - LISTED:,} more kinds"
    for file, survey in opened.surveys:
        yield from unused_lines(file, survey)
    for file, look_ups in opened.look_ups:
        yield from look_up_lines(file, look_ups)


def open_index() -> None:
    """Build the gazetteer with progress bars, if it does not exist."""
    from geo.gazetteer.index import default_path, open_gazetteer

    with bar("Gazetteer") as progress:
        open_gazetteer(default_path(), progress).close()


def _progress_bar(label: str, total: int, show: Callable[[Any], str | None] | None = None) -> Any:
    """Return a bar on stderr, with the time left, and what `show` says of the last update."""
    return click.progressbar(
        length=max(total, 1), label=label, file=sys.stderr, item_show_func=show
    )
