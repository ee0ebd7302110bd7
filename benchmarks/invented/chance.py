"""Columns of chance: made of plain uniform draws, which are the same on all machines."""

__all__ = [
    "SEED",
    "Chance",
    "Days",
    "Reals",
    "Wholes",
    "iso",
    "joined",
    "listed",
    "padded",
    "picked",
]

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

SEED = 6

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]
Days = NDArray[np.datetime64]


class Chance:
    """Draws for so many rows; each method draws a column."""

    def __init__(self, key: Sequence[int], size: int) -> None:
        self.size = size
        self._random = np.random.default_rng([SEED, *key])

    def draw(self) -> Reals:
        """Return numbers from 0 to 1."""
        return self._random.random(self.size)

    def below(self, end: int) -> Wholes:
        """Return whole numbers from 0, less than `end`."""
        return (self.draw() * end).astype(np.int64)

    def happens(self, share: float) -> pa.Array:
        """Return true for about this share of the rows."""
        return pa.array(self.draw() < share)

    def one_of(self, words: Sequence[str]) -> pa.Array:
        """Return words, each as often as the others."""
        return picked(words, self.below(len(words)))

    def ranked(self, size: int, flattened: float = 0) -> Wholes:
        """Return ranks from 0 by Zipf's law; `flattened` is added to each rank."""
        weights = np.cumsum(1 / (np.arange(size) + 1.0 + flattened))
        ranks: Wholes = np.searchsorted(weights, self.draw() * weights[-1], side="right")
        return ranks

    def shared(self, shares: Sequence[float]) -> Wholes:
        """Return numbers from 0, each in about its share of the rows; the last has the rest."""
        found: Wholes = np.searchsorted(np.cumsum(shares), self.draw(), side="right")
        return np.minimum(found, len(shares) - 1)

    def tolls(self, none: float, tail: float = 0.9, most: int = 400) -> Wholes:
        """Return figures of which many are 0, most are small, and few are large."""
        some: Reals = np.minimum((1 - self.draw()) ** -tail, most)
        return np.where(self.draw() < none, 0, some.astype(np.int64))


def picked(words: Sequence[str], numbers: Any) -> pa.Array:
    """Return the words with these numbers."""
    return pa.array(words).take(pa.array(numbers))


def padded(numbers: Wholes, width: int) -> pa.Array:
    """Return numbers as text of one length."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width=width, padding="0")


def joined(*parts: Any) -> pa.Array:
    """Return texts put together, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def listed(texts: pa.Array, counts: Wholes, separator: str = ";") -> pa.Array:
    """Return the next so many texts for each row, as a list in one text."""
    ends = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    return pc.binary_join(pa.ListArray.from_arrays(ends, texts), separator)


def iso(days: Days) -> pa.Array:
    """Return days as text."""
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())
