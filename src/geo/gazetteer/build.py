"""Build the gazetteer's index: one SQLite file from the tables of its sources."""

__all__ = ["add_country_file", "build"]

import gc
import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from geo.gazetteer.names import block_of_provinces, blocks, without_article
from geo.gazetteer.place_rows import TABLES, Name, PlaceRow, country_file_rows

Progress = Callable[[str, int, int], None]  # the table, how many rows are done, of how many

SCHEMA = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE places (
    id INTEGER PRIMARY KEY, kind TEXT, name TEXT, country TEXT, admin1 TEXT, lon REAL, lat REAL,
    population INTEGER, radius_km REAL, gazetteer_id TEXT, credit INTEGER
);
CREATE TABLE names (key TEXT, place INTEGER, penalty REAL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE blocks (block INTEGER, key TEXT, PRIMARY KEY (block, key)) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
WITHOUT_ARTICLE = 0.3  # the penalty of a name without its article
NO_BLOCKS = 2.0  # a name with this penalty is found only in its exact spelling
WELL_KNOWN = 100_000  # people: a place this large is found by a misspelt name in any country
STEPS = 50_000  # rows between two reports of the progress

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # no letters to mistype


def build(path: Path, about: dict[str, str], progress: Progress) -> None:
    """Write the index to a new file; `about` is written last and marks it as complete."""
    gc.disable()  # millions of tuples, none in a cycle: collecting would double the time
    try:
        _build(path, about, progress)
    finally:
        gc.enable()


def _build(path: Path, about: dict[str, str], progress: Progress) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        index = _Index(connection)
        for name, read in TABLES.items():
            rows = list(read())
            for done, row in enumerate(rows, 1):
                index.add(row)
                if done % STEPS == 0 or done == len(rows):
                    progress(name, done, len(rows))
        progress("index", 0, 1)
        index.write()
        connection.executemany("INSERT INTO about VALUES (?,?)", about.items())
        progress("index", 1, 1)
    connection.close()


def add_country_file(path: Path, country_file: Path, progress: Progress) -> int:
    """Add the populated places of a GeoNames country file to an index; return how many are new."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        index = _Index(connection)
        known = {row[0] for row in connection.execute("SELECT gazetteer_id FROM places")}
        rows = [row for row in country_file_rows(country_file) if row.gazetteer_id not in known]
        for done, row in enumerate(rows, 1):
            index.add(row)
            if done % STEPS == 0 or done == len(rows):
                progress(country_file.name, done, len(rows))
        index.write()
    connection.close()
    return len(rows)


class _Index:
    """The rows to write, sorted at the end: B-trees fill fast in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()
        self.last: int = last
        self.places: list[tuple[Any, ...]] = []
        self.names: list[tuple[str, int, float]] = []
        self.seen: set[tuple[str, str]] = set()
        self.blocks: list[str] = []  # ten digits and a key: as text they are sorted fastest

    def add(self, row: PlaceRow) -> None:
        self.last += 1
        self.places.append((self.last, *_COLUMNS_OF(row)))
        is_small = row.kind in ("settlement", "admin2") and row.population < WELL_KNOWN
        areas = (row.country,) if is_small else (row.country, "")
        for text, penalty in _keys(row.names).items():
            self.names.append((text, self.last, penalty))
            if penalty < NO_BLOCKS and not _IDEOGRAPHS.match(text):
                self._add_blocks(text, areas)
            if row.kind == "admin1" and text.isascii():
                self.blocks.append(f"{block_of_provinces(row.country):010}{text}")

    def _add_blocks(self, text: str, areas: Iterable[str]) -> None:
        for area in areas:
            if (area, text) not in self.seen:
                self.seen.add((area, text))
                for block in blocks(text, area):
                    self.blocks.append(f"{block:010}{text}")

    def write(self) -> None:
        write = self.connection.executemany
        write("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?)", self.places)
        self.names.sort(key=itemgetter(0))
        write("INSERT INTO names VALUES (?,?,?)", self.names)
        self.blocks.sort()
        rows = ((int(text[:10]), text[10:]) for text in self.blocks)
        write("INSERT OR IGNORE INTO blocks VALUES (?,?)", rows)


# In the order of the table.
_COLUMNS_OF = attrgetter(
    *("kind", "name", "country", "admin1", "lon", "lat", "population", "radius_km"),
    *("gazetteer_id", "credit"),
)


def _keys(names: Iterable[Name]) -> dict[str, float]:
    """Return the keys of a place, each with its smallest penalty."""
    best: dict[str, float] = {}
    for folded, penalty in dict(sorted(names, key=itemgetter(1), reverse=True)).items():
        for text, more in _keys_of(folded):
            if penalty + more < best.get(text, math.inf):
                best[text] = penalty + more
    return best


def _keys_of(folded: str) -> Iterator[tuple[str, float]]:
    whole = folded.replace(" ", "")
    if not whole:
        return
    yield whole, 0.0
    short = without_article(folded).replace(" ", "")
    if short != whole:
        yield short, WITHOUT_ARTICLE
