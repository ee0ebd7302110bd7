#!/usr/bin/env python3
"""Write the usage and the options of each command into docs/cli.md, as the program has them.

    python scripts/build_cli_docs.py

Only the blocks between "<!-- geo … -->" and "<!-- end -->" are written; the text around them stays.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from geo import cli
from geo.cli.importing import ImportCommand
from geo.importers import SOURCES

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
BLOCK = re.compile(r"<!-- (geo [a-z ]+) -->\n.*?<!-- end -->", re.DOTALL)


def main() -> None:
    """Write the page with the commands of today's program."""
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """Return the page with the commands of today's program."""
    known = dict(commands())
    return BLOCK.sub(lambda found: block(found[1], known[found[1]]), PAGE.read_text("utf-8"))


def commands(
    group: click.Group = cli.main, before: str = "geo"
) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands as they are typed, also those of a group within the group."""
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, typed)
        else:
            yield typed, command


def block(name: str, command: click.Command) -> str:
    """Return the usage, the help and the options of a command."""
    context = click.Context(command, info_name=name, terminal_width=1_000)
    usage = " ".join(command.get_usage(context).split()).removeprefix("Usage: ")
    lines = [f"<!-- {name} -->", "", f"    {usage}", "", cell(command.help or ""), ""]
    if isinstance(command, ImportCommand):
        lines += ["| SOURCE | what it is |", "|---|---|", *sources(), ""]
    if rows := list(options(command, context)):
        lines += ["| option | meaning |", "|---|---|", *rows, ""]
    return "\n".join([*lines, "<!-- end -->"])


def sources() -> Iterator[str]:
    """Yield a row of a table for each source of an import."""
    for name, source in SOURCES.items():
        yield f"| `{name}` | {cell(source.help)} |"


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield a row of a table for each option, except --help, which all of them have."""
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and "--help" not in option.opts and record:
            names, text = record
            yield f"| `{names}` | {cell(text)} |"


def cell(text: str) -> str:
    """Return a text as a line of Markdown that shows it as it is."""
    return re.sub(r"([|<>*_\[\]])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    main()
