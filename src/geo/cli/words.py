"""What the commands share: paths, counts, progress bars, and errors in words."""

__all__ = ["PATH", "bar", "count", "in_words", "open_index", "plain", "progress_bar", "row_bars"]

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from geo.gazetteer.index import Progress

PATH = click.Path(path_type=Path)


def count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def plain(text: str) -> str:
    """Return what is safe to print: data must not command the terminal."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


@contextmanager
def in_words() -> Iterator[None]:
    """Show an error of the library, or of the disk, as a sentence; exit with 1."""
    from geo.errors import GeoError

    try:
        yield
    except (GeoError, OSError) as error:
        raise click.ClickException(plain(str(error))) from error


@contextmanager
def bar() -> Iterator["Progress"]:
    """Give a function that shows on stderr how far each of several steps is."""
    with ExitStack() as stack:
        shown: list[tuple[str, Any]] = []  # the step with its bar

        def progress(step: str, done: int, total: int) -> None:
            if not shown or shown[0][0] != step:
                stack.close()  # ends the bar before
                shown[:] = [(step, stack.enter_context(progress_bar(f"Gazetteer: {step}", total)))]
            line = shown[0][1]
            line.update(done - line.pos)

        yield progress


@contextmanager
def row_bars() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """Give a function that takes the number of rows and shows a bar for them on stderr."""
    with ExitStack() as stack:

        def begin(total: int) -> Callable[[int], None]:
            shown: Any = stack.enter_context(progress_bar("Places", total))
            return lambda rows: shown.update(rows)

        yield begin


def progress_bar(label: str, total: int) -> Any:
    """Return a bar on stderr."""
    return click.progressbar(length=max(total, 1), label=label, file=sys.stderr)


def open_index() -> None:
    """Build the gazetteer under the reader's eyes, where that has not been done."""
    from geo.gazetteer.index import default_path, open_gazetteer

    with bar() as progress:
        open_gazetteer(default_path(), progress).close()
