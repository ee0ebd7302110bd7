"""A file that changes between two readings of it: the import ends in words, the old store stays."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo import importers
from geo.errors import UnreadableData
from geo.importers import ImportedRow
from geo.intake.dataset import load
from geo.intake.listener import ImportListener, Progress
from geo.intake.run import import_file

Change = Callable[[Path], object]
ROWS = [("A", "2024"), ("B", "2023")]


def write_csv(path: Path, rows: list[tuple[str, str]] = ROWS) -> None:
    path.write_text("".join(f"{id_},{day}\n" for id_, day in [("id", "date"), *rows]), "utf-8")


def write_parquet(path: Path, rows: list[tuple[str, str]] = ROWS) -> None:
    pq.write_table(pa.table([*zip(*rows, strict=True)], names=["id", "date"]), path)


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, tuple[Callable[[Path], None], Change]] = {
    "a row more": (write_csv, lambda path: write_csv(path, [*ROWS, ("C", "2022")])),
    "a row less": (write_csv, lambda path: write_csv(path, ROWS[:1])),
    "as long as before": (write_csv, lambda path: write_csv(path, ROWS[::-1])),
    "no text": (write_csv, lambda path: path.write_bytes(b"\0\xff")),
    "gone": (write_csv, Path.unlink),
    "a folder": (write_csv, replaced_by_a_folder),
    "typed, a row more": (write_parquet, lambda path: write_parquet(path, [*ROWS, ("C", "2022")])),
    "typed, fewer columns": (
        write_parquet,
        lambda path: pq.write_table(pa.table({"x": ["1", "2"]}), path),
    ),
    "typed, gone": (write_parquet, Path.unlink),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_changes_between_two_readings_is_refused(tmp_path: Path, name: str) -> None:
    write, change = CHANGES[name]
    path, store = tmp_path / "rows.csv", tmp_path / "x.duckdb"
    write(path)
    import_file("table", path, store, geocode=False)
    before = store.read_bytes()

    def progress(reached: Progress) -> None:
        if not reached.rows:  # it has been looked at once
            change(path)

    listener = ImportListener(progress=progress, confirm=lambda _: "replace")
    with pytest.raises(UnreadableData, match=r"^rows\.csv changed while it was read: "):
        import_file("table", path, store, again=True, geocode=False, listener=listener)
    assert store.read_bytes() == before


def test_a_file_that_changes_while_it_is_loaded_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    write_csv(path)
    read = importers.read

    def changed(source: str, path: Path) -> Iterator[ImportedRow]:
        rows = read(source, path)
        path.unlink()
        return rows

    monkeypatch.setattr(importers, "read", changed)
    with pytest.raises(UnreadableData, match=r"^rows\.csv changed while it was read: "):
        load(path)


def test_a_file_that_is_missing_is_not_said_to_change(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData) as refused:
        import_file("table", tmp_path / "no.csv", tmp_path / "x.duckdb")
    assert "changed" not in str(refused.value)
