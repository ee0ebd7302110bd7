"""The command line in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from geo.cli import main


def run(*args: str | Path, input: str | None = None) -> Result:  # noqa: A002, as click calls it
    return CliRunner().invoke(main, list(map(str, args)), input=input)
