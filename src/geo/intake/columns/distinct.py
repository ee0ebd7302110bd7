"""The distinct combinations of some columns, for work that is done once for each of them."""

__all__ = ["Combinations", "combinations_of"]

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_LARGEST_CODE = 2**62


class Combinations(NamedTuple):
    """Combinations in the order of their first row, and for each row the number of its own."""

    rows: NDArray[np.int64]
    values: list[tuple[Any, ...]]


def combinations_of(columns: Sequence[pa.Array], size: int) -> Combinations:
    """Return the combinations of values that occur in `size` rows; without columns there is one."""
    if not columns:
        return Combinations(np.zeros(size, np.int64), [()])
    codes = _first_codes(columns)
    first = pa.array(_first_rows(codes))
    values = zip(*(column.take(first).to_pylist() for column in columns), strict=True)
    return Combinations(codes, list(values))


def _first_codes(columns: Sequence[pa.Array]) -> NDArray[np.int64]:
    """Return a number for each combination, small enough to be put together with others."""
    codes, known = _coded(columns[0])
    for column in columns[1:]:
        more, many = _coded(column)
        if known * many > _LARGEST_CODE:
            codes, known = _coded(pa.array(codes))
        codes, known = codes * many + more, known * many
    return _coded(pa.array(codes))[0] if len(columns) > 1 else codes


def _coded(column: pa.Array) -> tuple[NDArray[np.int64], int]:
    """Return a number for each value, null among them, and how many values there are."""
    encoded = column.dictionary_encode(null_encoding="encode")
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    return indices.astype(np.int64), max(len(encoded.dictionary), 1)


def _first_rows(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    first = np.empty(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first
