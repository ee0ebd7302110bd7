"""Build the gazetteer's index: one SQLite file from the tables of its sources."""

__all__ = ["Progress", "add_country_file", "build"]

import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from geo.gazetteer.building.cities import City
from geo.gazetteer.building.country_file import villages
from geo.gazetteer.building.place_rows import PRIMARY, TABLES, Name, PlaceRow, id_of, town
from geo.gazetteer.building.sorted_rows import BlockRows, NameRows
from geo.gazetteer.names import block_of_provinces, block_of_towns, without_article

Columns = Sequence[Sequence[Any]]  # of a table
NameColumns = tuple[list[str], list[int], list[float]]
Progress = Callable[[float, int], None]  # the share of the work that is done; rows written

FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"  # a broken build is thrown away
SCHEMA = f"""
PRAGMA page_size = 8192;
{FAST}
CREATE TABLE places (
    id INTEGER PRIMARY KEY, kind TEXT, name TEXT, country TEXT, admin1 TEXT, lon REAL, lat REAL,
    population INTEGER, radius_km REAL, gazetteer_id TEXT, credit INTEGER
);
CREATE TABLE names (key TEXT, place INTEGER, penalty REAL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE blocks (block INTEGER, key TEXT, PRIMARY KEY (block, key)) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
INSERT = {
    "places": "INSERT INTO places VALUES",
    "names": "INSERT INTO names VALUES",
    "blocks": "INSERT OR IGNORE INTO blocks VALUES",  # some come twice
}
SHARES = {"places": 0.55, "names": 0.3, "blocks": 0.15}  # of the time that building takes
WITHOUT_ARTICLE = 0.3  # the penalty of a name without its article
NO_BLOCKS = 2.0  # a name with this penalty is found only in its exact spelling
WELL_KNOWN = 30_000  # people: a place this large is found by a misspelt name in any country
PART = 1_000  # places that are read before they are written
MOST_VALUES = 999  # of one statement, in the oldest SQLite

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def build(path: Path, about: dict[str, str], progress: Progress) -> None:
    """Write the index to a new file; `about` is written last and marks it as complete."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        progress(0.0, 0)
        size = sum(table.size() for table in TABLES.values())
        rows = chain.from_iterable(table.rows() for table in TABLES.values())
        _Index(connection, progress).fill(rows, size)
        connection.executemany("INSERT INTO about VALUES (?,?)", about.items())
        connection.commit()


def add_country_file(path: Path, country_file: Path, progress: Progress) -> int:
    """Add the populated places of a GeoNames country file to an index; return how many are new."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FAST)
        progress(0.0, 0)
        known = {row[0] for row in connection.execute("SELECT gazetteer_id FROM places")}

        def new() -> Iterator[City]:
            return (city for city in villages(country_file) if id_of(city) not in known)

        size = sum(1 for _ in new())
        _Index(connection, progress).fill(map(town, new()), size)
        connection.commit()
    return size


class _Index:
    """An index to fill: table by table, each in its order, as B-trees fill fast."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self.connection = connection
        self.progress = progress
        self.share, self.rows = 0.0, 0
        (self.last,) = connection.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()
        self.known: int = self.last
        self.areas: list[tuple[str, ...]] = []  # of each place after those known
        self.are_towns = bytearray()  # of each place after those known
        self.provinces: dict[int, str] = {}  # place → its country
        self.names, self.blocks = NameRows(), BlockRows()

    def fill(self, rows: Iterable[PlaceRow], size: int) -> None:
        """Write places, which are so many, with their names."""
        self._write("places", size, map(self._read, _parts(rows)))
        self._write("names", len(self.names), map(self._find_blocks, self.names.parts()))
        self._write("blocks", len(self.blocks), self.blocks.parts())

    def _read(self, rows: list[PlaceRow]) -> Columns:
        """Note what places are called, and return their columns."""
        first = self.last + 1
        for row in rows:
            self.last += 1
            self.names.add(self.last, _keys(row.names, is_country=row.kind == "country"))
            is_small = row.kind in ("settlement", "admin2") and row.population < WELL_KNOWN
            self.areas.append(_areas(row.country, is_small=is_small))
            self.are_towns.append(row.kind == "settlement")
            if row.kind == "admin1":
                self.provinces[self.last] = row.country
        *columns, _ = zip(*rows, strict=True)
        return range(first, self.last + 1), *columns

    def _find_blocks(self, names: NameColumns) -> NameColumns:
        """Note the blocks of names, and return the names."""
        rows = list(zip(*names, strict=True))
        searched = dict.fromkeys(
            (key, area)
            for key, place, penalty in rows
            if penalty < NO_BLOCKS and _is_name(key) and not _is_ideographic(key)
            for area in self.areas[place - self.known - 1]
        )
        self.blocks.add([key for key, _ in searched], [area for _, area in searched])
        of_provinces = [
            (key, block_of_provinces(self.provinces[place]))
            for key, place, _ in rows
            if place in self.provinces and key.isascii() and _is_name(key)
        ]
        self.blocks.add_found(of_provinces)
        self.blocks.add_found(self._of_towns(rows))
        return names

    def _of_towns(self, rows: list[tuple[str, int, float]]) -> list[tuple[str, int]]:
        """Return the present names of towns in Latin letters, with the blocks of their areas."""
        return [
            (key, block_of_towns(area))
            for key, place, penalty in rows
            if penalty == PRIMARY and key.isascii() and self.are_towns[place - self.known - 1]
            for area in self.areas[place - self.known - 1]
        ]

    def _write(self, table: str, size: int, parts: Iterable[Columns]) -> None:
        """Write parts of a table, which is so long, and report how much is done."""
        for columns in parts:
            self._insert(table, columns)
            self.rows += len(columns[0])
            self.share += SHARES[table] * len(columns[0]) / size
            self.progress(self.share, self.rows)

    def _insert(self, table: str, columns: Columns) -> None:
        """Insert many rows with each statement, which takes half the time."""
        width, size = len(columns), len(columns[0])
        many = MOST_VALUES // width
        for first in range(0, size, many):
            rows = min(many, size - first)
            values: list[object] = [None] * (rows * width)
            for place, column in enumerate(columns):
                values[place::width] = column[first : first + rows]
            self.connection.execute(_insertion(table, rows, width), values)


@lru_cache(maxsize=16)
def _insertion(table: str, rows: int, columns: int) -> str:
    row = f"({','.join('?' * columns)})"
    return f"{INSERT[table]} {','.join([row] * rows)}"


@lru_cache(maxsize=1024)
def _areas(country: str, *, is_small: bool) -> tuple[str, ...]:
    """Return the areas in which a misspelt name is searched: its country, and the world."""
    return (country,) if is_small else (country, "")


def _is_name(key: str) -> bool:
    """Tell whether a key is of a name: a code is right or wrong, and never misspelt."""
    return "-" not in key


def _is_ideographic(key: str) -> bool:
    """Tell whether a key has no letters to mistype."""
    return key >= "\u3040" and _IDEOGRAPHS.match(key) is not None


def _parts(rows: Iterable[PlaceRow]) -> Iterator[list[PlaceRow]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part


def _keys(names: Iterable[Name], *, is_country: bool) -> dict[str, float]:
    """Return the keys of a place, each with its smallest penalty: El Salvador is not Salvador."""
    best: dict[str, float] = {}
    for folded, penalty in names:
        whole = folded.replace(" ", "")
        if penalty < best.get(whole, math.inf):
            best[whole] = penalty
        short = without_article(folded)
        if short != folded and not is_country:
            bare = short.replace(" ", "")
            if penalty + WITHOUT_ARTICLE < best.get(bare, math.inf):
                best[bare] = penalty + WITHOUT_ARTICLE
    best.pop("", None)
    return best
