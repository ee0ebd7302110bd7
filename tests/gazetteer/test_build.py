"""The index is built from streams, by columns; the same as from rows that are all held."""

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from geo.gazetteer.building import build, place_rows
from geo.gazetteer.building.cities import City, cities
from geo.gazetteer.building.place_rows import TABLES, PlaceRow, PlaceTable
from geo.gazetteer.names import block, block_of_provinces, block_of_towns, skeleton, without_article

SIZE = 1000  # rows of the sample, at most, of each source


@pytest.fixture(scope="module")
def towns() -> list[City]:
    return list(islice(cities(), SIZE))


@pytest.fixture
def rows(towns: list[City], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[PlaceRow]]:
    """Let each source have the first of its rows only, and return these."""
    monkeypatch.setattr(place_rows, "cities", lambda: iter(towns))
    place_rows.take_census.cache_clear()
    rows = {name: list(islice(table.rows(), SIZE)) for name, table in TABLES.items()}
    tables = {name: PlaceTable(some.__len__, some.__iter__) for name, some in rows.items()}
    monkeypatch.setattr(build, "TABLES", tables)
    yield [row for some in rows.values() for row in some]
    place_rows.take_census.cache_clear()


def test_all_tables_are_those_of_whole_building(rows: list[PlaceRow], tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    build.build(path, {"schema": "1"}, lambda *_: None)
    with closing(sqlite3.connect(path)) as connection:
        found = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("places", "names", "blocks", "about")
        }
    assert found["places"] == [(place, *row[:-1]) for place, row in enumerate(rows, 1)]
    assert found["names"] == names_of(rows)
    assert found["blocks"] == blocks_of(rows)
    assert found["about"] == [("schema", "1")]


def names_of(rows: list[PlaceRow]) -> list[tuple[str, int, float]]:
    """Return each key of each place with its least penalty."""
    least: dict[tuple[str, int], float] = defaultdict(lambda: math.inf)
    for place, row in enumerate(rows, 1):
        for name, penalty in row.names:
            bare = without_article(name).replace(" ", "")
            whole = name.replace(" ", "")
            least[whole, place] = min(penalty, least[whole, place])
            if bare != whole and row.kind != "country":
                least[bare, place] = min(penalty + 0.3, least[bare, place])
    return sorted((*of, penalty) for of, penalty in least.items() if of[0])


def blocks_of(rows: list[PlaceRow]) -> list[tuple[int, str]]:
    """Return the blocks in which the keys of places are searched."""
    found: set[tuple[int, str]] = set()
    for text, place, penalty in names_of(rows):
        row = rows[place - 1]
        is_wide = row.kind not in ("settlement", "admin2") or row.population >= 30_000
        if "-" in text:  # a code is never misspelt
            continue
        areas = (row.country, "") if is_wide else (row.country,)
        if penalty < 2 and not is_ideographic(text[0]):
            found |= {(number, text) for area in areas for number in blocks_in(text, area)}
        if row.kind == "settlement" and penalty == 0 and text.isascii():
            found |= {(block_of_towns(area), text) for area in areas}
        if row.kind == "admin1" and text.isascii():
            found.add((block_of_provinces(row.country), text))
    return sorted(found)


def is_ideographic(letter: str) -> bool:
    ranges = ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3")
    return any(first <= letter <= last for first, last in ranges)


def blocks_in(text: str, area: str) -> Iterator[int]:
    size = len(text)
    yield block(area, size, text[: size // 2])
    yield block(area, -size, text[size // 2 :])
    if text.isascii():
        yield block(area, 0, skeleton(text))


TUNIS = {
    "geonameid": 1, "name": "Tunis", "alternatenames": ["Тунис", "Tunes"], "countrycode": "TN",
    "admin1code": "36", "longitude": 10.2, "latitude": 36.8, "population": 600_000,
}  # fmt: skip


def test_countries_and_provinces_know_of_all_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    suburb = TUNIS | {"geonameid": 2, "name": "La Marsa", "population": 90_000}
    monkeypatch.setattr(place_rows, "cities", lambda: iter([TUNIS, suburb]))
    place_rows.take_census.cache_clear()
    country = next(row for row in TABLES["countries"].rows() if row.country == "TN")
    province = next(
        row for row in TABLES["provinces"].rows() if row.gazetteer_id == "geonames:TN.36"
    )
    place_rows.take_census.cache_clear()
    assert "tunisia" in dict(country.names)
    assert "tunis" not in dict(country.names)  # as some languages call the country
    assert province.population == 690_000
    assert ("тунис", 0.0) in province.names
