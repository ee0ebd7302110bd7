"""Rows as columns: the batch function makes the store that the importer makes row by row."""

import random
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from dataset_rows import GED_ROWS
from effort import amount
from geo import importers
from geo.importers.reading import RowTask, TableRows
from geo.importers.row import ImportedRow
from geo.intake.columns.batch import ColumnBatch, ColumnMaker
from geo.intake.finding_kinds import FindingKinds
from geo.store import tables
from geo.store.tables import rows_from_incidents
from table_files import written_csv
from varied_rows import ROWS, varied

Row = Mapping[str, Any]
TODAY = date(2026, 11, 28)


class Made(NamedTuple):
    """The rows of a file one by one by their number, and all at once."""

    rows: dict[int, ImportedRow]
    batch: ColumnBatch
    kept: list[int]


def made(source: str, path: Path, **options: Any) -> Made:
    """Read a file in both ways."""
    read = importers.read(source, path, **options)
    assert isinstance(read, TableRows)
    rows = {n: read.table.row(RowTask(line, False)) for n, line in enumerate(read.sheet.data())}
    table = pa.concat_tables([batch.table for batch in read.sheet.batches(1_000_000)])
    once = pa.array([False] * table.num_rows, pa.bool_())
    maker = ColumnMaker(read.table, document=0, as_of=TODAY)
    batch = maker(table.append_column("is_repeated", once))
    is_kept = zip(table["n"].to_pylist(), ~batch.is_odd, strict=True)
    return Made(rows, batch, [n for n, is_one in is_kept if is_one])


def expected(found: Made) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of the rows that were kept, as they are made one by one."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for n in found.kept:
        incident = found.rows[n].incident
        assert incident, found.rows[n].findings
        for name, rows in rows_from_incidents([incident], as_of=TODAY, numbers=[n]).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def check(found: Made) -> None:
    """Check that both ways give the same."""
    for name, rows in expected(found).items():
        if name in ("past", "past_sites"):  # a row that is made at once is known whole
            assert rows == []
            continue
        ours = found.batch.tables[name].to_pylist()
        if name in ("incidents", "sites"):
            assert ours == rows
        else:
            assert sorted(ours, key=str) == sorted(unique(rows), key=str)
    told = FindingKinds()
    for n in found.kept:
        told.add(found.rows[n].warnings, line=found.rows[n].line)
    assert FindingKinds(found.batch.warnings) == told


def unique(rows: Iterable[Row]) -> list[Row]:
    return list({str(row): row for row in rows}.values())


@pytest.mark.parametrize("source", ROWS)
def test_plain_rows_are_all_made_at_once(source: str, tmp_path: Path) -> None:
    bases, id_field, name = ROWS[source]
    rows = [row | {id_field: f"R{number}"} for number, row in enumerate(bases)]
    found = made(source, written_csv(tmp_path / name, *rows))
    assert not found.batch.is_odd.any()
    check(found)


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(amount(quick=4, thorough=100)))
def test_varied_rows_are_the_same_at_once_or_go_one_by_one(
    source: str, share: float, seed: int, tmp_path: Path
) -> None:
    rows = varied(source, share, random.Random(seed))
    found = made(source, written_csv(tmp_path / ROWS[source][2], *rows))
    refused = [n for n, row in found.rows.items() if not row.incident]
    assert set(refused).isdisjoint(found.kept)
    check(found)


def test_a_column_of_the_whole_record_is_made_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tables.FACTS, "titles", lambda incident: incident.title)
    assert made("ucdp", written_csv(tmp_path / "rows.csv", *GED_ROWS)).batch.is_odd.all()


@pytest.mark.parametrize("year", ["23", "99"])
def test_what_a_later_release_says_does_not_stand_yet(tmp_path: Path, year: str) -> None:
    found = made("ucdp", written_csv(tmp_path / f"GEDEvent_v{year}_1.csv", *GED_ROWS))
    assert found.batch.is_odd.all() == (year == "99")
    check(found)
