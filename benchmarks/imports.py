"""`geo import` of an invented file, in a process of its own."""

__all__ = [
    "IMPORTED",
    "NO_GEOCODE",
    "import_again",
    "import_rows",
    "store_of",
    "store_path",
    "with_bad_row",
]

import re
import shutil
import sys
from pathlib import Path

from geo.errors import UnreadableData
from geo.store.store import Store
from paths import BUILD, ROOT
from processes import Ran, geo_command
from synthetic import file_of

NO_GEOCODE = "--no-geocode"
IMPORTED = re.compile(r": ([\d,]+) records?\b")


def import_rows(
    source: str,
    rows: int,
    store: Path,
    *options: str,
    file: Path | None = None,
    checkout: Path = ROOT,
) -> Ran:
    """Import a file into a new store; stop where not so many rows of it are imported.

    `file` is the invented one by default, `checkout` the program that imports: this or another.
    """
    store.unlink(missing_ok=True)
    return _imported(
        source, file or file_of(source, rows), rows, store, *options, checkout=checkout
    )


def import_again(source: str, rows: int, store: Path, *options: str) -> Ran:
    """Import a file over what the store has of it."""
    return _imported(source, file_of(source, rows), rows, store, "--replace", *options)


def with_bad_row(source: str, rows: int) -> Path:
    """Return the invented file with one row more, which has to be refused."""
    file = file_of(source, rows)
    path = file.with_suffix(".bad.csv")
    shutil.copyfile(file, path)
    with path.open("a", encoding="utf-8") as opened:
        opened.write("bad\n")
    return path


def store_of(rows: int) -> Path:
    """Return a store of the plain table of so many rows: the one that the last import left."""
    path = store_path(rows)
    if not _opens(path):
        import_rows("table", rows, path, NO_GEOCODE)
    return path


def store_path(rows: int, checkout: Path = ROOT) -> Path:
    """Return where a checkout has the store of the plain table."""
    return checkout / BUILD.relative_to(ROOT) / f"incidents-{rows}.duckdb"


def _imported(
    source: str, file: Path, rows: int, store: Path, *options: str, checkout: Path = ROOT
) -> Ran:
    words = ("import", source, str(file), "--store", str(store), *options)
    done = geo_command(*words, checkout=checkout)
    counts = IMPORTED.findall(done.output)
    if counts[-1:] != [f"{rows:,}"]:
        sys.exit(f"not all of {rows:,} invented rows were imported:\n{done.output}")
    return done


def _opens(path: Path) -> bool:
    """Tell whether there is a store that this version of the program can read."""
    try:
        Store().attach(path)
    except UnreadableData:
        return False
    return True
