"""Shared by the commands: paths, counts, progress bars, and errors as sentences."""

__all__ = ["PATH", "bar", "in_words", "open_index", "progress_bar", "row_bars"]

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.errors import GeoError, printable

if TYPE_CHECKING:
    from geo.gazetteer.index import Progress

PATH = click.Path(path_type=Path)


@contextmanager
def in_words() -> Iterator[None]:
    """Show an error of the library, or of the disk, as a sentence; exit with 1."""
    try:
        yield
    except (GeoError, OSError) as error:
        raise click.ClickException(printable(str(error))) from error


@contextmanager
def bar() -> Iterator["Progress"]:
    """Yield a function that shows the progress of each of several steps on stderr."""
    with ExitStack() as stack:
        current: list[tuple[str, Any]] = []  # the step with its bar

        def progress(step: str, done: int, total: int) -> None:
            if not current or current[0][0] != step:
                stack.close()  # ends the previous bar
                current[:] = [
                    (step, stack.enter_context(progress_bar(f"Gazetteer: {step}", total)))
                ]
            line = current[0][1]
            line.update(done - line.pos)

        yield progress


@contextmanager
def row_bars() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Yield a function that gets the number of rows and shows a bar for them on stderr."""
    with ExitStack() as stack:

        def begin(total: int) -> Callable[[int], None]:
            line: Any = stack.enter_context(progress_bar("Places", total))
            return lambda rows: line.update(rows)

        yield begin


def progress_bar(label: str, total: int, show: Callable[[Any], str | None] | None = None) -> Any:
    """Return a bar on stderr, with the time left, and what `show` says of the last update."""
    return click.progressbar(
        length=max(total, 1), label=label, file=sys.stderr, item_show_func=show
    )


def open_index() -> None:
    """Build the gazetteer with progress bars, if it does not exist."""
    from geo.gazetteer.index import default_path, open_gazetteer

    with bar() as progress:
        open_gazetteer(default_path(), progress).close()
