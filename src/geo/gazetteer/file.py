"""Describe the gazetteer's file, or build it again."""

__all__ = ["describe", "rebuild"]

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from geo.formats.file_errors import check_regular
from geo.gazetteer.index import build_at, damage_in_words, replacing
from geo.gazetteer.place import CREDITS

if TYPE_CHECKING:
    from geo.gazetteer.building.build import Progress


def describe(path: Path) -> list[tuple[str, str]]:
    """Return what an index holds, as pairs of a heading and a text."""
    check_regular(path)
    with damage_in_words(path), closing(sqlite3.connect(path)) as connection:
        about = dict(connection.execute("SELECT name, value FROM about"))
        (places,) = connection.execute("SELECT count(*) FROM places").fetchone()
        (names,) = connection.execute("SELECT count(*) FROM names").fetchone()
        used = [row[0] for row in connection.execute("SELECT DISTINCT credit FROM places")]
    return [
        ("file", str(path)),
        ("size", f"{path.stat().st_size / 1e6:,.0f} MB"),
        ("version", f"{about.get('schema')}-{about.get('data')}"),
        ("places", f"{places:,}"),
        ("names", f"{names:,}"),
        ("credit", _credit(used)),
    ]


def _credit(used: list[int]) -> str:
    """Return the credits of the data, each once."""
    parts = (part for one in sorted(used) for part in CREDITS[one].split("; "))
    return "; ".join(dict.fromkeys(parts))


def rebuild(path: Path, progress: "Progress") -> None:
    """Build the index again and replace the file; places that were added are gone."""
    with replacing(path) as fresh:
        build_at(fresh, progress)
