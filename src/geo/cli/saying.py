"""What the commands say: the only place of the command line that writes to the terminal."""

__all__ = ["PlainGroup", "say", "say_json"]

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from geo.errors import printable
from geo.formats.terminal import guard_output


def say(line: str = "", *, err: bool = False) -> None:
    """Print a line without control codes, on the standard output or on stderr."""
    click.echo(printable(line), err=err)


def say_json(value: object) -> None:
    """Print a value as JSON, with escapes of JSON for what a terminal would obey."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    plain = (c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    click.echo("".join(plain))


class PlainGroup(click.Group):
    """A group of commands whose errors are printable, click's own among them."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command line."""
        guard_output()
        return super().main(*args, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options of the group."""
        with _printable_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the options of a command, and run it."""
        with _printable_errors():
            return super().invoke(ctx)


@contextmanager
def _printable_errors() -> Iterator[None]:
    """Escape what an error repeats of a command line: names of files, options and values."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = printable(error.message)  # final: of one error, not of all
        raise
