"""Where the rows of a file can be read from, by whoever does not read those before."""

__all__ = ["Mark", "Part"]

from typing import NamedTuple


class Mark(NamedTuple):
    """Where a row begins: `at` is a byte of a text, or a row group of a Parquet file.

    So many lines and so many rows under the header stand before it. With `is_other`, headings of
    another table are the last that stand before it.
    """

    at: int
    line: int
    row: int
    is_other: bool = False


class Part(NamedTuple):
    """So many rows of a sheet that follow each other, from a mark on; None is the first row."""

    mark: Mark | None
    size: int
