"""Batches of an import: any number of processes make the same store and tell the same of it."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from geo.errors import UnreadableData
from geo.intake import processes, table_batches
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import SILENT, ImportListener, Progress
from geo.intake.processes import processors
from geo.intake.run import import_file
from geo.store import tables
from table_files import written_csv

GOOD = {"id": "", "date": "2024-03-22", "latitude": "30.28", "longitude": "57.08", "group": "A"}
ODD: dict[int, dict[str, str]] = {
    7: {"date": "never"},
    55: {"latitude": "99", "date": "03/04/2024"},
    61: {"id": "twice"},
    99: {"group": "", "place": "کرمان"},
    140: {"latitude": "", "longitude": "", "place": "Kerman, Iran"},
    141: {"killed": "three"},
    199: {"id": "twice"},
}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_batches, "FEW", 100)
    monkeypatch.setattr(table_batches, "BATCH", 30)
    # A test of the dashboard leaves its script here, which a new process would run.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    columns = dict.fromkeys([*GOOD, "place", "killed"], "")
    rows = (columns | GOOD | {"id": f"R{n}"} | ODD.get(n, {}) for n in range(200))
    return written_csv(tmp_path / "rows.csv", *rows)


def rows_of(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(store, read_only=True) as connection:
        return {
            name: connection.execute(f"from {name} order by all").fetchall()
            for name in (*tables.SCHEMAS, "documents", "rows_0")
        }


def imported(
    file: Path, workers: int, *, geocode: bool = False, prepare: Callable[[], None] = SILENT.prepare
) -> tuple[Any, ...]:
    """Import a file; return all that was told of it, and the rows of the store."""
    store = file.with_name(f"{workers}.duckdb")
    found: list[RowFinding] = []
    reached: list[Progress] = []
    report = import_file(
        "table",
        file,
        store,
        workers=workers,
        geocode=geocode,
        listener=ImportListener(
            prepare=prepare, progress=reached.append, reject=found.append, warn=found.append
        ),
    )
    return report, found, reached, rows_of(store)


def test_two_processes_make_the_store_that_one_makes(file: Path) -> None:
    one = imported(file, 1)
    report, found, reached, rows = one
    rejected = [each for each in found if not each.is_kept]
    assert (report.read, report.imported) == (200, 196)
    assert [each.line for each in rejected] == [9, 57, 57, 63, 201]
    refused = {each.line - 2 for each in rejected}
    assert [row[0] for row in rows["incidents"]] == [n for n in range(200) if n not in refused]
    assert [progress.rows for progress in reached if progress.rows] == [*range(30, 200, 30), 200]
    looked_at = [progress.looked_at for progress in reached if not progress.rows]
    assert looked_at == [*range(30, 200, 30), 200]
    shares = [progress.share for progress in reached]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
    assert imported(file, 2) == one


def test_what_is_said_of_the_whole_file_is_said_once(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"R200,2024-03-22,30.28,57.08,Caf\xe9,,\n")
    one = imported(file, 1)
    assert [each.count for each in one[0].warnings if "not UTF-8" in each.kind] == [1]
    assert imported(file, 2) == one


def test_names_are_looked_up_once_that_is_prepared(file: Path) -> None:
    prepared: list[int] = []
    one = imported(file, 1, geocode=True, prepare=lambda: prepared.append(1))
    assert (one[0].placed, one[0].precisions) == ({"placed": 1}, {"settlement": 1})
    two = imported(file, 2, geocode=True, prepare=lambda: prepared.append(2))
    assert (two, prepared) == (one, [1, 2])


def test_a_failure_in_the_middle_ends_all_processes_and_leaves_no_store(file: Path) -> None:
    def progress(reached: Progress) -> None:
        if reached.rows > 100:
            raise UnreadableData("enough")

    store = file.with_suffix(".duckdb")
    listener = ImportListener(progress=progress)
    with pytest.raises(UnreadableData, match="enough"):
        import_file("table", file, store, workers=2, geocode=False, listener=listener)
    assert not store.exists()


def test_few_rows_stay_in_one_process(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def begun(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(table_batches, "FEW", 200)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", begun)
    assert imported(file, 2)[0].read == 200


def test_an_import_uses_the_processors_that_its_process_may_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 3}, raising=False)
    assert processors() == 2
    monkeypatch.delattr("os.sched_getaffinity")  # as on macOS
    monkeypatch.setattr("os.cpu_count", lambda: 5)
    assert processors() == 5
