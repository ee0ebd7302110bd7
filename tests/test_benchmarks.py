"""The invented table of the benchmarks."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import document
import exports as measured_exports
import synthetic
from geo.intake.listener import ImportListener
from geo.intake.report import Rejected
from geo.intake.run import import_file

ROWS = 400


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("benchmarks") / "table.csv"
    synthetic.write_table(path, ROWS)
    return path


@pytest.fixture(scope="module")
def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_rows_are_the_same_bytes(table: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    synthetic.write_table(again, ROWS)
    assert again.read_bytes() == table.read_bytes()


def test_every_row_is_taken(table: Path, tmp_path: Path) -> None:
    refused: list[Rejected] = []
    store = tmp_path / "table.duckdb"
    report = import_file(
        "table", table, store, geocode=False, listener=ImportListener(reject=refused.append)
    )
    assert refused == []
    assert (report.imported, dict(report.warnings)) == (ROWS, {})


def test_ids_are_unique_and_a_tenth_is_on_one_spot(rows: list[dict[str, str]]) -> None:
    assert len({row["id"] for row in rows}) == ROWS
    spots = Counter((row["latitude"], row["longitude"]) for row in rows)
    assert spots.most_common(1)[0][1] == ROWS // synthetic.CROWD_SHARE


def test_groups_follow_zipf_and_some_rows_lack_figures(rows: list[dict[str, str]]) -> None:
    groups = Counter(row["group"] for row in rows if row["group"])
    assert groups.most_common(1)[0][0] == "Group 001"
    assert 0 < sum(not row["killed"] for row in rows) < ROWS // 4
    assert {row["date"][:4] for row in rows} <= {
        str(year) for year in range(synthetic.FIRST_YEAR, synthetic.LAST_YEAR + 1)
    }


def test_the_docs_have_the_words_that_a_measurement_writes() -> None:
    assert document.PATH.read_text("utf-8").startswith(document.HEAD)
    assert measured_exports.REMARK in measured_exports.PATH.read_text("utf-8")
