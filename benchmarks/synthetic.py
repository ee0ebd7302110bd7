"""Files of invented incidents for measurements: the same bytes for the same number of rows.

    python benchmarks/synthetic.py ROWS FILE.csv [--source table|ucdp|gtd|acled]

Those of a dataset have its header, and none of its rows.
"""

__all__ = ["SOURCES", "file_of", "write_file", "write_table"]

import argparse
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from invented import acled, gtd, table, ucdp
from invented.chance import Wholes
from paths import BUILD

CHUNK = 100_000  # rows that are made at once; memory grows with it
# A source of `geo import` → its rows with these numbers, of a file of so many rows.
SOURCES: dict[str, Callable[[Wholes, int], dict[str, pa.Array]]] = {
    "table": table.columns,
    "ucdp": ucdp.columns,
    "gtd": gtd.columns,
    "acled": acled.columns,
}


def main() -> None:
    """Write the file that is asked for."""
    parser = argparse.ArgumentParser(description="Write a file of invented incidents.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", choices=SOURCES, default="table")
    options = parser.parse_args()
    write_file(options.source, options.file, options.rows)


def file_of(source: str, rows: int) -> Path:
    """Return a file of so many rows, which is made once and kept."""
    path = BUILD / f"{source}-{rows}.csv"
    if not path.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        write_file(source, part, rows)
        part.replace(path)
    return path


def write_file(source: str, path: Path, rows: int) -> None:
    """Write a CSV of a source."""
    write = write_table if source == "table" else _write_dataset
    write(path, rows, source)


def write_table(path: Path, rows: int, source: str = "table") -> None:
    """Write a CSV in which all texts are quoted."""
    with path.open("wb") as file:
        writer = None
        for chunk in _chunks(source, rows):
            writer = writer or pyarrow.csv.CSVWriter(file, chunk.schema)
            writer.write_table(chunk)
        if writer:
            writer.close()


def _write_dataset(path: Path, rows: int, source: str) -> None:
    """Write a CSV in which only such texts are quoted that have to be, as the datasets' are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, chunk in enumerate(_chunks(source, rows)):
            writer.writerows([chunk.column_names] if number == 0 else [])
            writer.writerows(zip(*chunk.to_pydict().values(), strict=True))


def _chunks(source: str, rows: int) -> Iterator[pa.Table]:
    """Yield the file in parts; each has its own sequence, so that it can be made by itself."""
    for first in range(0, rows, CHUNK):
        numbers = np.arange(first, min(first + CHUNK, rows))
        yield pa.table(SOURCES[source](numbers, rows))


if __name__ == "__main__":
    main()
