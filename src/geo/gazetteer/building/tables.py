"""The tables of the package from which the gazetteer is built."""

__all__ = ["size_of", "table"]

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    lines = io.StringIO(_text(name), newline="")
    plain: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    return csv.DictReader(lines, **(plain if ".tsv" in name else {}))


def _text(name: str) -> str:
    data = files("geo.gazetteer").joinpath("data", name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def size_of(name: str) -> Callable[[], int]:
    """Return a function that counts the rows of a table, with those that have no position."""
    return lambda: _text(name).count("\n") - 1
