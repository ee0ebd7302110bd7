"""The command line in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from geo.cli import main


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, args)))
