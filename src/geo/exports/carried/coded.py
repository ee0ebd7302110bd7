"""Columns as codes of dictionaries, the most frequent value first."""

__all__ = ["Coded", "coded", "combined", "joined", "saved"]

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Codes = NDArray[np.int32]
Keys = NDArray[Any]

_MANY = 1 << 22  # combinations of which each has a counter; more are sorted
_OF_ENTRY = 4  # bytes that an entry of a joined dictionary costs in the file, about


class Coded(NamedTuple):
    """A code for each row, and what the codes stand for."""

    codes: Codes
    values: list[Any]


def coded(column: "pa.ChunkedArray") -> Coded:
    """Return a column of Arrow as codes; null is a value too."""
    found = column.combine_chunks()
    if not hasattr(found, "dictionary"):
        found = found.dictionary_encode()
    values = [*found.dictionary.to_pylist(), None]
    codes = found.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
    # Of one frequency, those that begin alike stand together: gzip finds the beginning again.
    in_order = sorted(range(len(values)), key=lambda code: (values[code] is None, values[code]))
    order, ranks = _by_frequency(np.argsort(in_order)[codes], len(values))
    return Coded(ranks, [values[in_order[place]] for place in order])


def combined(*columns: Coded) -> Coded:
    """Return a column whose values are the tuples of those of several columns."""
    found = joined([(each.codes, len(each.values)) for each in columns])
    parts = [each.values for each in columns]
    values = [
        tuple(values[code] for values, code in zip(parts, codes, strict=True))
        for codes in found.values
    ]
    return Coded(found.codes, values)


def joined(columns: Sequence[tuple[Codes, int]]) -> Coded:
    """Return a column whose values are the tuples of the codes of columns, each with its size."""
    (keys, size), *others = columns
    parts: list[Keys] = [np.arange(size)]  # the codes of the columns so far, for each key
    for codes, more in others:
        order, keys = _by_frequency(keys.astype(np.int64) * more + codes, len(parts[0]) * more)
        parts = [*(part[order // more] for part in parts), order % more]
    return Coded(keys, list(zip(*(part.tolist() for part in parts), strict=True)))


def saved(whole: Coded, parts: Sequence[Coded]) -> float:
    """Return the bytes that one column in place of several saves, by their entropies."""
    apart = sum(_entropy(part) for part in parts)
    return apart - _entropy(whole) - _OF_ENTRY * len(whole.values)


def _entropy(column: Coded) -> float:
    """Return the bytes that the codes need at least, if they follow from nothing else."""
    counts = np.bincount(column.codes)
    counts = counts[counts > 0]
    return float(counts @ np.log2(counts.sum() / counts)) / 8


def _by_frequency(keys: Keys, size: int) -> tuple[Keys, Codes]:
    """Return the keys that occur, the most frequent first, and for each row its place there."""
    if size > _MANY:
        distinct, keys, counts = np.unique(keys, return_inverse=True, return_counts=True)
    else:
        distinct, counts = np.arange(size), np.bincount(keys, minlength=size)
    found = np.flatnonzero(counts)
    order = found[np.argsort(-counts[found], kind="stable")]
    places = np.zeros(len(counts), np.int32)
    places[order] = np.arange(len(order))
    return distinct[order], places[keys]
