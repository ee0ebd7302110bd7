"""Names of countries, as the world and as datasets write them, to ISO 3166-1 alpha-2 codes."""

__all__ = ["coded_names", "country_as_written", "country_of_name", "rows_of_countries"]

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from geo.gazetteer.names import fold

WORLD = "data/countries.tsv.gz"  # names in many languages, from CLDR and world-countries
WRITTEN = "data/country_names.csv"  # names of the UN and of datasets, with who writes them
SHORTEST = 4  # letters of a name in any language: codes of three are other tables'

# Countries of which another has the name too: brackets after them are part of the name.
SHARED = frozenset(["congo", "korea", "china", "virgin islands", "samoa", "guinea", "yemen"])

_NOT_SAID = frozenset(["the", "of", "and", "a", "le", "la", "les", "el"])
_SPELT_OUT = {
    "rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states", "st": "saint",
    "is": "islands", "isl": "islands", "peoples": "people", "s": "south", "n": "north",
}  # fmt: skip
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<other>[^()]*)\)\s*$")


@lru_cache(maxsize=4096)
def country_of_name(text: str) -> str | None:
    """Return the code of the country with a name; None if none has it, or if several do.

    The order of its words and small words do not matter, as in "Korea, Republic of". What stands in
    brackets may be another name of the same country, but not that of another country.

    >>> country_of_name("Republic of Korea"), country_of_name("Korea, Dem. People's Rep.")
    ('KR', 'KP')
    >>> country_of_name("Russia (Soviet Union)"), country_of_name("Korea")
    ('RU', None)
    """
    if code := _known(text):
        return code
    parts = _BRACKETS.match(text.strip())
    if parts is None or fold(parts["name"]) in SHARED:
        return None
    return _known(parts["name"])


def country_as_written(text: str) -> str:
    """Return the English name of the country with all words of a text as its name, "" for none.

    >>> country_as_written("Congo, Democratic Republic of the"), country_as_written("Tyre, Lebanon")
    ('Congo - Kinshasa', '')
    """
    return _english().get(_known(text) or "", "")


@cache
def _english() -> dict[str, str]:
    return {row["code"]: row["names"].split("|")[0] for row in rows_of_countries()}


def _known(text: str) -> str | None:
    key = _key(text)
    return _written().get(key) or (_of_the_world().get(key) if key else None)


def _key(name: str) -> str:
    """Return the words of a name without small ones, spelt out, in alphabetical order."""
    words = fold(name.replace("&", " and ").replace("/", " ")).split(" ")
    return " ".join(sorted({_SPELT_OUT.get(word, word) for word in words} - _NOT_SAID))


@cache
def _written() -> dict[str, str]:
    """Return the codes of the names in the table of what datasets write.

    Some name a part of a country, or more than a country, but not in a column of countries.
    """
    names = [(row["code"], f"{row['names']}|{row['in_tables']}") for row in _rows_of_written()]
    return {_key(name): code for code, some in names for name in some.split("|") if name}


@cache
def _of_the_world() -> dict[str, str]:
    """Return the codes of names in all languages that only one country has."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of_countries():
        for name in row["names"].split("|"):
            if len(name) >= SHORTEST or not name.isascii():
                found[_key(name)].add(row["code"])
    english = {_key(row["names"].split("|")[0]): row["code"] for row in rows_of_countries()}
    alone = {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1}
    return {key: code for key, code in alone.items() if key not in map(_key, SHARED)} | english


@cache
def coded_names() -> dict[str, list[str]]:
    """Return the names that the UN and datasets write and that only mean the country, by code."""
    return {row["code"]: [n for n in row["names"].split("|") if n] for row in _rows_of_written()}


def _rows_of_written() -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_lines(WRITTEN))


def rows_of_countries() -> Iterator[dict[str, str]]:
    """Yield the rows of the table of all countries: code, lon, lat, radius_km, names, demonyms."""
    yield from csv.DictReader(_lines(WORLD), delimiter="\t", quoting=csv.QUOTE_NONE)


def _lines(name: str) -> Iterable[str]:
    data = files("geo.gazetteer").joinpath(name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return io.StringIO(text, newline="")
