"""Rows of the index in its order, kept as columns: as tuples they would take a gigabyte."""

__all__ = ["BlockRows", "NameRows"]

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

import numpy as np

from geo.gazetteer.names import blocks

PART = 4_000  # rows that are handed out together: they stay in the processor's cache
TEXT = np.dtypes.StringDType()  # sorted as UTF-8, as SQLite does
PLACE_BITS = np.uint64(32)  # of a block's row: the block, then the key's place in the list of keys
PLACE = np.uint64((1 << 32) - 1)


class NameRows:
    """The keys of places with their penalties."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._places = array("I")
        self._penalties = array("d")

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, place: int, penalties: Mapping[str, float]) -> None:
        """Add a place, whose number is higher than those before, with the penalty of each key."""
        self._keys += penalties
        self._places.extend(repeat(place, len(penalties)))
        self._penalties.extend(penalties.values())

    def parts(self) -> Iterator[tuple[list[str], list[int], list[float]]]:
        """Yield keys, places and penalties in the order of keys and places."""
        keys = np.array(self._keys, TEXT)
        self._keys.clear()
        places, penalties = np.array(self._places), np.array(self._penalties)
        order = np.argsort(keys, kind="stable")
        for first in range(0, len(order), PART):
            part = order[first : first + PART]
            yield keys[part].tolist(), places[part].tolist(), penalties[part].tolist()


class BlockRows:
    """The blocks of keys. Each row is one number, and sorted as such."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._rows = [np.array([], np.uint64)]

    def __len__(self) -> int:
        return sum(map(len, self._rows))

    def add(self, keys: Sequence[str], countries: Sequence[str]) -> None:
        """Add the blocks of keys in countries. Keys come in their order."""
        for places, found in blocks(keys, countries):
            self._add(places, found)
        self._keys += keys

    def add_found(self, rows: Sequence[tuple[str, int]]) -> None:
        """Add keys, each with a block."""
        self._add(range(len(rows)), [block for _, block in rows])
        self._keys += [key for key, _ in rows]

    def _add(self, places: Sequence[int], found: Sequence[int]) -> None:
        keys = np.array(places, np.uint64) + np.uint64(len(self._keys))
        self._rows.append(np.array(found, np.uint64) << PLACE_BITS | keys)

    def parts(self) -> Iterator[tuple[list[int], list[str]]]:
        """Yield blocks and keys in their order."""
        keys = np.array(self._keys, TEXT)
        self._keys.clear()
        rows = np.concatenate(self._rows)
        rows.sort()
        for first in range(0, len(rows), PART):
            part = rows[first : first + PART]
            yield (part >> PLACE_BITS).tolist(), keys[part & PLACE].tolist()
