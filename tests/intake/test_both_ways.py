"""An import by columns and one row by row: the same store, the same report, the same findings."""

import random
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pytest

from effort import amount
from geo.gazetteer.geocoder import Location
from geo.intake import placement
from geo.intake.finding_kinds import FindingKinds, RowFinding
from geo.intake.listener import ImportListener
from geo.intake.run import import_file
from geo.store import tables
from samples import found_place
from table_files import written_csv
from varied_rows import ROWS, varied

TABLES = (*tables.SCHEMAS, "documents", "rows_0")


def found(text: str, **_: Any) -> Location | None:
    """Know Kerman for sure, Syria as a country only, and what has an "a" not for sure."""
    if "a" not in text:
        return None
    return found_place(
        text,
        precision="country" if text == "Syria" else "settlement",
        radius_km=7.0,
        confidence=0.9 if text in ("Kerman", "Syria", "Zenda") else 0.1,
    )


def imported(source: str, path: Path, store: Path, *, geocode: bool) -> tuple[Any, ...]:
    """Import a file; return the report, all findings, and all rows of the store."""
    found: list[RowFinding] = []
    listener = ImportListener(reject=found.append, warn=found.append)
    report = import_file(source, path, store, geocode=geocode, listener=listener)
    if not store.exists():
        return report, found, None
    with duckdb.connect(store, read_only=True) as connection:
        rows = {name: connection.execute(f"from {name} order by all").fetchall() for name in TABLES}
    return report, found, rows


def file_of(source: str, seed: int, folder: Path) -> Path:
    """Write varied rows: some are repeated, some without position, some with too many cells."""
    chance = random.Random(seed)
    shares = {0: 0.0, 100: 0.05, 200: 0.3}
    rows = [row for first, share in shares.items() for row in varied(source, share, chance, first)]
    for row in rows[::7]:
        row |= {"latitude": "", "longitude": ""}
    rows += chance.choices(rows, k=4)
    path = written_csv(folder / ROWS[source][2], *rows)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines.insert(9, "a,b\n")
    lines.insert(30, "\n")
    lines[20] = lines[20].rstrip("\r\n") + ",one more\n"
    path.write_text("".join(lines), "utf-8", newline="")
    return path


@pytest.mark.parametrize("geocode", [False, True])
@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("seed", range(amount(quick=1, thorough=50)))
def test_both_ways_are_the_same(
    source: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, geocode: bool
) -> None:
    monkeypatch.setattr(placement, "geocode", found)
    path = file_of(source, seed, tmp_path)
    by_column = imported(source, path, tmp_path / "column.duckdb", geocode=geocode)
    # A column that only the whole record tells lets all rows go one by one.
    monkeypatch.setitem(tables.FACTS, "another", lambda incident: incident.title)
    by_row = imported(source, path, tmp_path / "row.duckdb", geocode=geocode)
    assert by_column == by_row
    assert 0 < by_row[0].imported < by_row[0].read
    assert (sum(by_row[0].placed.values()) > 0) == geocode
    report, listed, _ = by_row
    assert report.warnings == kinds_of(each for each in listed if each.is_kept)
    silent = import_file(source, path, tmp_path / "silent.duckdb", geocode=geocode)
    assert silent == report


def kinds_of(findings: Iterable[RowFinding]) -> FindingKinds:
    """Count the rows of each kind by the list of all findings."""
    kinds = FindingKinds()
    for line, of_line in groupby(findings, key=lambda each: each.line):
        kinds.add([each.finding for each in of_line], line=line)
    return kinds
