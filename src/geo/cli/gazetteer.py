"""`geo gazetteer`: the index of place names on this machine."""

__all__ = ["gazetteer"]

from pathlib import Path

import click

from geo.cli.saying import say
from geo.cli.words import bar, in_words, open_index
from geo.words.counts import count_in_words

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def gazetteer() -> None:
    """Build, describe or extend the gazetteer, the index of place names."""


@gazetteer.command()
def build() -> None:
    """Build the index again; villages that were added must then be added again."""
    from geo.gazetteer.file import rebuild
    from geo.gazetteer.index import default_path

    with in_words(), bar("Gazetteer") as progress:
        rebuild(default_path(), progress)
    say(f"Built {default_path()}")


@gazetteer.command()
def info() -> None:
    """Show where the index is, its contents, and the sources of its data."""
    from geo.gazetteer.file import describe
    from geo.gazetteer.index import default_path

    with in_words():
        open_index()
        for heading, text in describe(default_path()):
            say(f"{heading:13} {text}")


@gazetteer.command()
@click.argument("country_file", metavar="COUNTRY.txt", type=_FILE)
def add(country_file: Path) -> None:
    """Add the populated places of a country file of GeoNames, such as IQ.txt."""
    from geo.gazetteer.index import add_country_file

    with in_words(), bar("Gazetteer") as progress:
        new = add_country_file(country_file, progress=progress)
    say(f"{country_file.name}: {count_in_words(new, 'new place')} in the gazetteer")
