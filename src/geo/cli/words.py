"""Shared by the commands: paths, counts, progress bars, and errors as sentences."""

__all__ = ["MAP_THEM", "PATH", "bar", "in_words", "open_index", "row_bars", "unused_lines"]

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError, printable
from geo.words.counts import count_in_words

if TYPE_CHECKING:
    from geo.importers.survey import Survey

PATH = click.Path(path_type=Path)
MAP_THEM = "geo import --map COLUMN=FIELD reads a column as a field of docs/datasets.md"
STEPS = 1000  # of a bar that shows a share


@contextmanager
def in_words() -> Iterator[None]:
    """Show an error of the library, or of the disk, as a sentence; exit with 1."""
    try:
        yield
    except (GeoError, OSError) as error:
        raise click.ClickException(printable(str(error))) from error


def _rows_in_words(rows: int | None) -> str | None:
    return count_in_words(rows, "row") if rows else None


@contextmanager
def bar(
    label: str, show: Callable[[Any], str | None] = _rows_in_words
) -> Iterator[Callable[[float, Any], None]]:
    """Yield a function that shows a share of the work on stderr, and what is done: rows.

    The bar appears when it is called for the first time. Where other things than a number of rows
    are done, `show` says them.
    """
    with ExitStack() as stack:
        bars: list[Any] = []

        def progress(share: float, done: Any) -> None:
            if not bars:
                bars.append(stack.enter_context(_progress_bar(label, STEPS, show)))
            bars[0].update(int(share * STEPS) - bars[0].pos, done)

        yield progress
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
        yield f"  {MAP_THEM}"


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
