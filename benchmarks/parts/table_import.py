"""`geo import table`, next to DuckDB that reads and sorts the same file, and to another build."""

__all__ = ["section"]

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from document import Section
from imports import NO_GEOCODE, import_again, import_rows, store_path, with_bad_row
from machine import one_core
from paths import BUILD, ROOT
from processes import Ran, ran
from results import Comparison, Line, count, in_size
from synthetic import file_of

TIMES = 3
PATIENCE = 60  # s; an import that takes longer is done once
PART = 200_000  # rows that the build before imports at most, and one core
BARE = ROOT / "benchmarks" / "bare_import.py"


class Bare(NamedTuple):
    """What DuckDB took to read and to sort."""

    read: float
    sort: float
    processor: float
    memory: float

    @property
    def seconds(self) -> float:
        """Return the seconds of both."""
        return self.read + self.sort


def section(rows: int, before: Path | None) -> Section:
    """Import the table of so many rows, and keep its store for the other parts."""
    ours, bare = by_turns(rows)
    comparisons = [
        Comparison(
            "`geo import table`", "DuckDB’s read and sort", tuple(of_import(rows, ours, bare))
        ),
        Comparison("the store", "the CSV", (of_store(rows),)),
        Comparison("other imports", "whole command", tuple(of_others(rows, ours))),
    ]
    if before:
        lines = tuple(of_before(rows, ours, before))
        comparisons.append(Comparison("`geo import table`", "the build before", lines))
    return Section(part="import", rows=rows, comparisons=tuple(comparisons))


def by_turns(rows: int) -> tuple[list[Ran], list[Bare]]:
    """Import, and let DuckDB read and sort, several times."""
    ours: list[Ran] = []
    bare: list[Bare] = []
    while not ours or (len(ours) < TIMES and ours[0].seconds < PATIENCE):
        bare.append(read_and_sort(file_of("table", rows)))
        ours.append(import_rows("table", rows, store_path(rows), NO_GEOCODE))
    return ours, bare


def read_and_sort(file: Path) -> Bare:
    """Let DuckDB do it in a process of its own; its start does not count."""
    done = ran([sys.executable, str(BARE), str(file), str(BUILD / "bare.duckdb")])
    read, sort = json.loads(done.output.splitlines()[-1])
    return Bare(read, sort, done.processor, done.together)


def of_import(rows: int, ours: list[Ran], bare: list[Bare]) -> Iterator[Line]:
    """Yield the lines of both."""
    taken, least = [run.seconds for run in ours], [run.seconds for run in bare]
    yield Line("whole command", taken, least, aim="ratio 4", target=f"import {rows}")
    yield Line("DuckDB: read", [], [run.read for run in bare])
    yield Line("DuckDB: sort", [], [run.sort for run in bare])
    used = [run.processor for run in ours], [run.processor for run in bare]
    yield Line("seconds of the processors", *used)
    yield Line("rows a second", [rows / s for s in taken], [rows / s for s in least], unit=count)
    memory = [run.together for run in ours], [run.memory for run in bare]
    aim, target = "450 MB", f"memory {rows}"
    yield Line("peak memory of all processes", *memory, unit=in_size, aim=aim, target=target)
    yield Line("peak memory of the largest process", [r.largest for r in ours], unit=in_size)


def of_store(rows: int) -> Line:
    """Compare the size of the store with that of the file."""
    store, file = ([float(p.stat().st_size)] for p in (store_path(rows), file_of("table", rows)))
    return Line("size", store, file, unit=in_size, aim="ratio 0.6", target=f"size {rows}")


def of_others(rows: int, ours: list[Ran]) -> Iterator[Line]:
    """Import over the rows of the import before, on one core, and a file with a bad row."""
    store, taken = store_path(rows), [run.seconds for run in ours]
    again = import_again("table", rows, store, NO_GEOCODE)
    yield Line("over the rows of an import before", [again.seconds], taken)
    if rows <= PART:
        bad = with_bad_row("table", rows)
        refused = import_rows("table", rows, store, NO_GEOCODE, file=bad)
        yield Line("with a row that is refused", [refused.seconds], taken, aim="ratio 1")
        with one_core():
            alone = import_rows("table", rows, store, NO_GEOCODE)
        yield Line("on one core", [alone.seconds], taken)


def of_before(rows: int, ours: list[Ran], before: Path) -> Iterator[Line]:
    """Compare with another checkout, which imports a part of the rows."""
    part = min(rows, PART)
    run, times = run_before(part, before), rows / part
    what = f"whole command; before: {part:,} rows" + (", multiplied" if part < rows else "")
    taken, aim = [each.seconds for each in ours], "ratio 1/35"
    yield Line(what, taken, [run.seconds * times], aim=aim, target=f"before {rows}")
    used = [each.processor for each in ours]
    yield Line("seconds of the processors", used, [run.processor * times])


@cache
def run_before(rows: int, before: Path) -> Ran:
    """Let another checkout import so many rows, and keep its store."""
    store = store_path(rows, before)
    store.parent.mkdir(parents=True, exist_ok=True)
    return import_rows("table", rows, store, NO_GEOCODE, checkout=before)
