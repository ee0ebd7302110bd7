"""Rows as columns: the batch function makes the store that the importer makes row by row."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from dataset_rows import ACLED, GED_ROWS, GTD
from effort import amount
from geo import importers
from geo.importers.reading import RowTask, TableRows
from geo.importers.row import ImportedRow
from geo.intake.columns.batch import ColumnBatch, ColumnMaker
from geo.store.tables import rows_from_incidents
from table_files import written_csv

Row = Mapping[str, str]
TODAY = date(2026, 11, 28)
SIZE = 40
FIELDS = (
    "id record_type title summary date date_end date_precision reported place site country"
    " admin1 admin2 latitude longitude precision radius_km type group killed killed_low killed_high"
    " injured source source_url source_date licence redistributable perpetrators_killed"
)
TABLE = dict.fromkeys(FIELDS.split(), "") | {
    "date": "2024-01-03",
    "place": "Kerman",
    "country": "Iran",
    "latitude": "30.28",
    "longitude": "57.08",
    "type": "Attack; Bombing",
    "group": "Group A; Group B",
    "killed": "94",
    "source": "Paper; Wire",
}
# Rows that vary, by the name of the source, with the column of the id and the name of the file.
ROWS: dict[str, tuple[list[dict[str, str]], str, str]] = {
    "table": ([TABLE], "id", "rows.csv"),
    "ucdp": (GED_ROWS, "id", "GEDEvent_v23_1.csv"),
    "acled": ([ACLED], "event_id_cnty", "acled.csv"),
    "gtd": ([GTD], "eventid", "globalterrorismdb_0718dist.csv"),
}
# Cells that are read in a way of their own by one column or another.
CELLS = (
    *("", "  ", " x ", "a  b", "Kermān", "کرمان", "ß", "İ", "ﬁ", "\u00a0x", "\u202eabc", "x" * 300),
    *("'=1+1", "''x", "'s-Hertogenbosch", "=1"),
    *("-9", "-99", "0", "1", "2", "3", "7", "1.0", "2.5", "-1", "1,000", "1e3", "٣"),
    *("2024", "2024-03", "2024-02-30", "03/04/2024", "22/03/2024", "2030-01-01", "12 March 2023"),
    *("2024-03-22T10:00:00Z", "2020-01-01;2021", "1679443200", "99999999999", "45000"),
    *("91", "200", "-181", "180", "57.081234567", "57.0812345", "30.5", "30", "+30.1", ".5"),
    *("Unknown", "n/a", "Islamic State", "IS", "Civilians", "Government of Iran"),
    *("Ruritania", "Syria", "SY", "United States"),
    *("context", "aggregate", "site", "city", "exact", "country", "capital_as_actor"),
    *("a;b;;c", "1;2", "https://example.org/a b;https://example.org", "true", "no", "maybe"),
    *("Peaceful protest", "Battles", "Bombing/Explosion"),
)


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
    maker = ColumnMaker(read.table, document=0, as_of=TODAY, places_by_name=False)
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
        ours = found.batch.tables[name].to_pylist()
        if name in ("incidents", "sites"):
            assert ours == rows
        else:
            assert sorted(ours, key=str) == sorted(unique(rows), key=str)
    told = Counter(kind for n in found.kept for kind in {w.kind for w in found.rows[n].warnings})
    assert found.batch.warnings == told


def unique(rows: Iterable[Row]) -> list[Row]:
    return list({str(row): row for row in rows}.values())


def varied(source: str, share: float, chance: random.Random) -> list[dict[str, str]]:
    """Return rows of which some cells say something else; most have an id of their own."""
    bases, id_field, _ = ROWS[source]
    rows = [dict(bases[number % len(bases)]) for number in range(SIZE)]
    for number, row in enumerate(rows):
        for field in row:
            if chance.random() < share:
                row[field] = chance.choice(CELLS)
        if chance.random() < 0.9:
            row[id_field] = f"R{number}"
    return rows


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
