"""A small store's columns in memory: what a query matches is counted without a statement.

To plan a statement that counts takes DuckDB 5 to 10 ms, however few the records are. Here one short
statement says which records match, as it would in a store of any size, and arrays say the rest.
Each method returns what the statement of `statements.sql` that has its name does.
"""

__all__ = ["Held"]

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import repeat
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.mercator import MAX_ZOOM, WORLD, Bounds, grid_side
from geo.query.facets import FACETS
from geo.query.query import Query
from geo.query.summary import MOST_GROUPS
from geo.store.answers.results import counts_of_values, mark_from_row, marks_from_view
from geo.store.kept import Kept
from geo.store.marks import Marks
from geo.store.statements.sql import KILLED, MARK_FIELDS, held_sql, marks_sql, matching_sql
from geo.store.tallies import TOLLS
from geo.store.where import where_of

CACHED = 100  # queries whose matches are kept, a byte for each record

Ask = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]
AskNumbers = Callable[[str, dict[str, Any]], NDArray[np.int32]]  # of the column `n`
Columns = dict[str, list[Any]]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Places = NDArray[np.intp]  # of records or sites

_KEYS = tuple(dict.fromkeys(("credit", *(facet.column for facet in FACETS.values()))))
_WHOLE = ("n", "document", "site_count", *TOLLS)
_DAYS = ("first_day", "last_day", "newest_source")
_SITE = ("lon", "lat", *MARK_FIELDS)
_COLUMNS = tuple(dict.fromkeys(("id", "record_type", "drawn", *_WHOLE, *_DAYS, *_KEYS)))
_NONE: Final = int(np.iinfo(np.int64).min)  # where a record has no number
_LATEST: Final = int(np.iinfo(np.int64).max)


class Held:
    """All records of a store, newest first, and their sites that are drawn, deadliest first."""

    def __init__(self, ask: Ask, ask_numbers: AskNumbers) -> None:
        self._ask_numbers = ask_numbers
        found = _columns(ask(*held_sql(_COLUMNS)), _COLUMNS)
        self._size = len(found["n"])
        self._texts = {name: _Coded(found[name]) for name in _KEYS}
        self._numbers = {name: _whole(found[name]) for name in _WHOLE}
        self._numbers |= {name: _whole(map(_ordinal, found[name])) for name in _DAYS}
        self._is_attack = _flags(text != "context" for text in found["record_type"])
        self._is_nowhere = self._numbers["site_count"] == 0
        is_listed_only = _flags(is_drawn is False for is_drawn in found["drawn"])
        self._is_coarse = is_listed_only & ~self._is_nowhere
        self._at = _places(self._numbers["n"])
        sites = _columns(ask(*marks_sql(where_of(Query()), WORLD, "x", "y")), (*_SITE, "x", "y"))
        at = {id_: place for place, id_ in enumerate(found["id"])}
        self._of_site = np.array([at[id_] for id_ in sites["id"]], np.intp)
        self._lon, self._lat = (np.array(sites[axis], np.float64) for axis in ("lon", "lat"))
        self._x, self._y = (_whole(sites[axis]) for axis in ("x", "y"))
        rows = list(zip(*(_shared(sites[name]) for name in _SITE), strict=True))
        self._mark_at = cache(lambda place: mark_from_row(rows[place]))
        self._kept = Kept[Query, Flags](CACHED)

    def summary(self, query: Query, keys: Iterable[tuple[str, Query]]) -> list[Any]:
        """Return totals, sums, none that are not known yet, and the counts of keys."""
        found = self._matches(query)
        counted = [self._counts(name, self._matches(others)) for name, others in keys]
        return [self._totals(found), self._sums(found & self._is_attack), 0, *counted]

    def marks(self, query: Query, bounds: Bounds, zoom: int, most: int) -> Marks:
        """Return the marks of a view, or its cells where they are more than `most`.

        Raises BadValue for another zoom level.
        """
        side = grid_side(zoom)
        found, sites = self._matches(query), np.flatnonzero(self._shown(query, bounds))
        view = self._view(found, sites)
        if len(sites) <= most:
            return marks_from_view(view, zoom, map(self._mark_at, sites.tolist()))
        bits = MAX_ZOOM - zoom
        cells = (self._x[sites] >> bits) * side + (self._y[sites] >> bits)
        return marks_from_view(view | {"cells": self._cells(sites, cells)}, zoom, None)

    def page(self, query: Query, limit: int, offset: int) -> tuple[int, list[tuple[int, int]]]:
        """Return how many records match, and number and document of a page, newest first."""
        places = np.flatnonzero(self._matches(query))
        return len(places), self._pairs(places[offset : offset + limit])

    def newest(self, query: Query, most: int) -> list[tuple[date, int, int]]:
        """Return day, number and document of the matches whose sources are the newest."""
        days = np.where(self._matches(query), self._numbers["newest_source"], _NONE)
        newest = int(days.max(initial=_NONE))
        if newest == _NONE:
            return []
        places = np.flatnonzero(days == newest)
        in_order = places[np.argsort(self._numbers["n"][places])][:most]
        return [(date.fromordinal(newest), *pair) for pair in self._pairs(in_order)]

    def _view(self, found: Flags, sites: Places) -> dict[str, Any]:
        """Return the counts of a view by their names, except its cells."""
        in_view = np.zeros(self._size, bool)
        in_view[self._of_site[sites]] = True
        groups = counts_of_values(self._counts("groups", in_view))
        most = sorted(groups.items(), key=lambda each: (-each[1], each[0]))[:MOST_GROUPS]
        return {
            "matched": int(found.sum()),
            "nowhere": int((found & self._is_nowhere).sum()),
            "coarse": self._counts("country", found & self._is_coarse),
            "status": self._counts("status", in_view),
            "groups": {"key": [key for key, _ in most], "number": [count for _, count in most]},
        }

    def _cells(self, sites: Places, cells: Numbers) -> Columns:
        """Return CELLS of some sites in cells: an incident counts once in each that it has one in.

        It does so at the mean position of those of its sites.
        """
        numbers, cell_of = np.unique(cells, return_inverse=True)
        pairs, pair_of = np.unique(cell_of * self._size + self._of_site[sites], return_inverse=True)
        at, records = np.divmod(pairs, self._size)
        count, sites_of_pair = np.bincount(at), np.bincount(pair_of)
        positions = {
            axis: np.bincount(at, np.bincount(pair_of, degrees[sites]) / sites_of_pair) / count
            for axis, degrees in (("lon", self._lon), ("lat", self._lat))
        }
        tolls = {name: _sums_at(at, self._numbers[name][records], len(numbers)) for name in KILLED}
        return {
            "cell": numbers.tolist(),
            "number": count.tolist(),
            **{axis: degrees.tolist() for axis, degrees in positions.items()},
            **tolls,
            "status": self._texts["status"].counts_at(at, records, len(numbers)),
        }

    def _matches(self, query: Query) -> Flags:
        return self._kept.get(query, lambda: self._found(query))

    def _found(self, query: Query) -> Flags:
        """Ask which records match: all filters are conditions of the store."""
        if not query.filters():
            return np.ones(self._size, bool)
        found = np.zeros(self._size, bool)
        found[self._at[self._ask_numbers(*matching_sql(where_of(query)))]] = True
        return found

    def _shown(self, query: Query, bounds: Bounds) -> Flags:
        in_view = np.zeros(len(self._of_site), bool)
        for box in bounds.split():
            is_near = (box.west <= self._lon) & (self._lon <= box.east)
            in_view |= is_near & (box.south <= self._lat) & (self._lat <= box.north)
        return in_view & self._matches(query)[self._of_site]

    def _totals(self, found: Flags) -> Columns:
        days = {name: _known(self._numbers[name][found]) for name in ("first_day", "last_day")}
        size = int(found.sum())
        return {
            "number": [size],
            "unlocated": [int((found & self._is_nowhere).sum())],
            "undated": [size - len(days["first_day"])],
            "first": [_year(days["first_day"].min(initial=_LATEST))],
            "last": [_year(days["last_day"].max(initial=_NONE))],
        }

    def _sums(self, found: Flags) -> Columns:
        tolls = {name: _known(self._numbers[name][found]) for name in TOLLS}
        of_best = {measure: len(tolls[f"{measure}_best"]) for measure in ("killed", "injured")}
        sums = {name: int(toll.sum()) for name, toll in tolls.items()}
        return {name: [n] for name, n in {"number": int(found.sum()), **sums, **of_best}.items()}

    def _counts(self, name: str, found: Flags) -> Columns:
        return self._texts[name].counts(found)

    def _pairs(self, places: Places) -> list[tuple[int, int]]:
        columns = (self._numbers[name][places].tolist() for name in ("n", "document"))
        return list(zip(*columns, strict=True))


class _Coded:
    """A column of texts: the different ones, and for each record the place of its own."""

    def __init__(self, texts: Sequence[str | None]) -> None:
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        self._texts = list(places)
        self._codes = np.array([places[text] for text in texts], np.intp)

    def counts(self, found: Flags) -> Columns:
        """Return how many of some records have each text."""
        numbers = np.bincount(self._codes[found], minlength=len(self._texts))
        (there,) = np.nonzero(numbers)
        return {"key": [self._texts[at] for at in there], "number": numbers[there].tolist()}

    def counts_at(self, at: Places, records: Places, size: int) -> list[dict[str | None, int]]:
        """Return how many of some records have each text, at each of so many places."""
        pairs, numbers = np.unique(at * len(self._texts) + self._codes[records], return_counts=True)
        found: list[dict[str | None, int]] = [{} for _ in range(size)]
        for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
            place, code = divmod(pair, len(self._texts))
            found[place][self._texts[code]] = number
        return found


def _columns(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Return the columns of rows."""
    return dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))


def _shared(column: Sequence[Any]) -> list[Any]:
    """Return a column in which texts that are equal are one object, which saves memory.

    Numbers stay: 0.0 and -0.0 are equal, and are not written alike.
    """
    one = dict[Any, Any]()
    return [one.setdefault(each, each) if isinstance(each, str) else each for each in column]


def _whole(numbers: Iterable[int | None]) -> Numbers:
    return np.array([_NONE if number is None else number for number in numbers], np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), np.bool_)


def _places(numbers: Numbers) -> Places:
    """Return the place of each number of a record."""
    places = np.zeros(numbers.max(initial=-1) + 1, np.intp)
    places[numbers] = np.arange(len(numbers))
    return places


def _sums_at(at: Places, numbers: Numbers, size: int) -> list[int | None]:
    """Return the sums of known numbers at each of so many places; None where there are none."""
    is_known = numbers != _NONE
    sums = np.zeros(size, np.int64)
    np.add.at(sums, at[is_known], numbers[is_known])
    is_there = np.bincount(at[is_known], minlength=size) > 0
    return [n if there else None for n, there in zip(sums.tolist(), is_there, strict=True)]


def _known(numbers: Numbers) -> Numbers:
    known: Numbers = numbers[numbers != _NONE]
    return known


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _year(ordinal: int) -> int | None:
    return None if ordinal in (_NONE, _LATEST) else date.fromordinal(int(ordinal)).year
