"""ISO 3166-2 codes: what each one means today, and what it meant before it was given up."""

__all__ = ["Meaning", "all_meanings", "index_key", "meanings_of", "subdivision_code"]

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geo.gazetteer.names import ARTICLES

TABLE = "data/iso3166_2.tsv.gz"  # made by scripts/build_gazetteer_codes.py, which names its sources

_SHAPE = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A subdivision that a code means until a day (ISO 8601), or today where that is empty.

    `admin1` is the GeoNames code of the province that it is, or lies in. A subdivision that is
    there no more may have no position, in degrees.
    """

    code: str
    until: str
    name: str
    country: str
    admin1: str
    is_province: bool
    lon: float | None
    lat: float | None


def subdivision_code(text: str) -> str:
    """Return the code that a text is written as, known or not, and "" for any other text.

    A name with an article is not a code, even in capitals.

    >>> subdivision_code("ir-07"), subdivision_code("RU-XYZ"), subdivision_code("AL-BAB")
    ('IR-07', 'RU-XYZ', '')
    """
    text = text.strip()
    if not _SHAPE.fullmatch(text) or not (text.isupper() or text.islower()):
        return ""
    code = text.upper()
    country, part = code.split("-")
    if code in all_meanings() or any(char.isdigit() for char in part):
        return code
    is_article = country.lower() in ARTICLES and (len(part), True) not in _shapes(country)
    is_code = text.isupper() and bool(_shapes(country)) and not is_article
    return code if is_code else ""


def meanings_of(code: str) -> tuple[Meaning, ...]:
    """Return what a code means: today's meaning first, then the latest; none if it is unknown.

    >>> [(meaning.name, meaning.until) for meaning in meanings_of("IR-07")]
    [('Fārs', ''), ('Tehrān', '2020-11-24')]
    """
    return all_meanings().get(code, ())


def index_key(code: str) -> str:
    """Return the key of a code in the index: that of a name never has a hyphen."""
    return code.lower()


@cache
def all_meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Read the table of all codes."""
    data = files("geo.gazetteer").joinpath(TABLE).read_bytes()
    lines = io.StringIO(gzip.decompress(data).decode("utf-8"), newline="")
    found: dict[str, list[Meaning]] = defaultdict(list)
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        found[row["code"]].append(_meaning(row))
    return {code: tuple(sorted(some, key=_age)) for code, some in found.items()}


def _meaning(row: dict[str, str]) -> Meaning:
    return Meaning(
        code=row["code"],
        until=row["until"],
        name=row["name"],
        country=row["country"],
        admin1=row["admin1"],
        is_province=row["is_province"] == "1",
        lon=float(row["lon"]) if row["lon"] else None,
        lat=float(row["lat"]) if row["lat"] else None,
    )


def _age(meaning: Meaning) -> tuple[bool, list[int]]:
    """Order meanings: today's, then the others by day, the latest first."""
    return bool(meaning.until), [-int(part) for part in meaning.until.split("-") if part]


@cache
def _shapes(country: str) -> frozenset[tuple[int, bool]]:
    """Return the lengths of a country's codes, and whether they have letters only."""
    parts = (code.partition("-")[2] for code in all_meanings() if code.startswith(f"{country}-"))
    return frozenset((len(part), part.isalpha()) for part in parts)
