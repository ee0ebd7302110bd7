"""Rows of a plain table, with the columns that `geo import table` reads."""

__all__ = ["CROWD", "CROWD_SHARE", "FIRST_YEAR", "GROUPS", "LAST_YEAR", "RARE", "columns"]

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from invented.chance import Chance, Reals, Wholes, joined, padded, picked
from invented.towns import SCATTER, TOWNS, towns

CROWD = 841  # incidents on one coordinate, as around the busiest square of a capital
CROWD_SHARE = 10  # at most one row in so many is of the crowd
FIRST_YEAR, LAST_YEAR = 1990, 2024
GROUPS = 300
FLATTENED = 5  # added to a town's rank, so that the first one is not half of the world

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


def columns(numbers: Wholes, rows: int) -> dict[str, pa.Array]:
    """Return the rows with these numbers, of a table of so many."""
    return _Rows(Chance([int(numbers[0])], len(numbers)), numbers, rows).columns()


class _Rows:
    """Some rows, with what several columns share."""

    def __init__(self, chance: Chance, numbers: Wholes, rows: int) -> None:
        self._chance, self._numbers, self._rows = chance, numbers, rows
        self._is_context = self._chance.happens(CONTEXT)

    def columns(self) -> dict[str, pa.Array]:
        """Return the columns in the order of the file."""
        town = self._chance.ranked(TOWNS, FLATTENED)
        town[self._crowd()] = 0
        label, name = self._chance.one_of(TYPES), towns().name.take(pa.array(town))
        return {
            "id": joined("SYN-", padded(self._numbers, 7)),
            "record_type": pc.if_else(self._is_context, "context", "incident"),
            "title": joined(label, " in ", name),
            "summary": self._summary(label, name),
            "date": self._dates(),
            "place": name,
            "country": towns().country.take(pa.array(town)),
            **self._positions(town),
            "type": label,
            "group": self._groups(),
            **self._tolls(),
            "source": joined("Source ", padded(self._chance.below(40) + 1, 2)),
            "source_url": joined("https://example.org/reports/", padded(self._numbers, 7)),
        }

    def _crowd(self) -> Any:
        """Choose the rows that lie on one coordinate, spread evenly over the whole table."""
        size = min(CROWD, self._rows // CROWD_SHARE)
        stride = self._rows // max(size, 1)
        return (self._numbers % stride == 0) & (self._numbers // stride < size)

    def _positions(self, town: Wholes) -> dict[str, pa.Array]:
        share = self._chance.draw()
        bounds = np.cumsum([IN_TOWN, IN_PROVINCE, IN_COUNTRY, NOWHERE])
        kind = np.searchsorted(bounds, share, side="right")
        kind[self._crowd()] = len(bounds)  # a spot within the town, the same for all of them
        places = self._place(towns().lon[town], kind), self._place(towns().lat[town], kind)
        nowhere = pa.array(kind == 3)
        words = ("settlement", "admin1", "country", "", "site")
        return {
            "latitude": pc.if_else(nowhere, None, pa.array(places[1])),
            "longitude": pc.if_else(nowhere, None, pa.array(places[0])),
            "precision": picked(words, kind),
        }

    def _place(self, degrees: Reals, kind: Any) -> Reals:
        """Scatter what is known to a site, most of it near the middle of its town."""
        scatter = SCATTER * (self._chance.draw() - self._chance.draw()) * self._chance.draw()
        scatter[self._crowd()] = SCATTER / 16  # on no town's own position
        rounded = np.select([kind == 1, kind == 2], [degrees.round(1), degrees.round(0)], degrees)
        placed: Reals = np.where(kind == 4, degrees + scatter, rounded).round(4)
        return placed

    def _dates(self) -> pa.Array:
        years = FIRST_YEAR + self._chance.below(LAST_YEAR - FIRST_YEAR + 1)
        year, month = padded(years, 4), padded(1 + self._chance.below(12), 2)
        day = joined(year, "-", month, "-", padded(1 + self._chance.below(28), 2))
        coarse = pc.if_else(self._chance.happens(MONTH_ONLY), joined(year, "-", month), day)
        return pc.if_else(self._chance.happens(YEAR_ONLY), year, coarse)

    def _groups(self) -> pa.Array:
        first, second = (
            joined("Group ", padded(self._chance.ranked(GROUPS, 0) + 1, 3)) for _ in range(2)
        )
        is_pair = pc.and_(self._chance.happens(TWO_GROUPS), pc.not_equal(first, second))
        named = pc.if_else(is_pair, joined(first, "; ", second), first)
        return pc.if_else(self._chance.happens(NAMELESS), "", named)

    def _tolls(self) -> dict[str, pa.Array]:
        best = np.minimum((1 - self._chance.draw()) ** -TAIL - 1, MOST_KILLED).astype(np.int64)
        low, high = (
            best - (best * self._chance.draw()).astype(np.int64),
            best + self._chance.below(4),
        )
        unknown = pc.or_(
            self._chance.happens(WITHOUT_FIGURES), self._is_context
        )  # a warning has no toll
        ends = pc.or_(unknown, self._chance.happens(BEST_ONLY))
        return {
            "killed": pc.if_else(unknown, None, pa.array(best)),
            "killed_low": pc.if_else(ends, None, pa.array(low)),
            "killed_high": pc.if_else(ends, None, pa.array(high)),
            "injured": pc.if_else(unknown, None, pa.array(best + self._chance.below(9))),
        }

    def _summary(self, label: pa.Array, name: pa.Array) -> pa.Array:
        what = pc.utf8_lower(label)
        where, when, mark = (self._chance.one_of(words) for words in (TARGETS, HOURS, MARKS))
        rare = pc.if_else(self._chance.happens(RARITY), f" {RARE}", "")
        parts = ("Invented: ", what, " at ", where, " near ", name, " ", when, ", file ", mark)
        return joined(*parts, rare, ".")
