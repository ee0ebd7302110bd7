"""Many files become one store directory: as an import of each, with one report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import BadValue, UnreadableData
from geo.intake.build import build_directory
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import ImportListener
from geo.intake.report import Report
from geo.intake.run import ReadingWay
from geo.query.query import Query
from geo.store.directory.manifest import read_manifest
from geo.store.store import Store
from table_files import written_csv

WAY = ReadingWay(source="table", mapping={}, geocode=False)


def row(id_: str, place: str = "Kerman", **more: str) -> dict[str, str]:
    return {"id": id_, "date": "2024-01-03", "place": place, "killed": "1"} | more


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, *rows: dict[str, str]) -> Path:
        return written_csv(tmp_path / name, *rows)

    return write


def places(out: Path) -> dict[str, str | None]:
    store = Store()
    store.attach(out)
    return {each.id.rpartition("-")[2]: each.place.name for each in store.iter_incidents(Query())}


def test_files_are_one_dataset_with_one_report(tmp_path: Path, table: Callable[..., Path]) -> None:
    found: list[RowFinding] = []
    listener = ImportListener(reject=found.append)
    jan = table("jan.csv", row("1"), row("2", date="someday"), row("3", "Aleppo"))
    feb = table("feb.csv", row("4", "Mosul"), row("3", "Basra"), row("5", "Kabul"))
    out = tmp_path / "watch"
    report = build_directory([jan, feb], out, WAY, listener=listener)
    assert places(out) == {"1": "Kerman", "4": "Mosul", "5": "Kabul"}
    assert (report.read, report.imported, report.datasets) == (6, 3, {"watch"})
    assert [(each.file, each.line, each.finding.field) for each in found] == [
        ("jan.csv", 3, "date"),
        ("jan.csv", 4, "id"),
        ("feb.csv", 3, "id"),
    ]
    assert "another row of these files has this id too" in found[1].finding.rule
    manifest = read_manifest(out)
    assert (manifest.records, manifest.rejected) == (3, 3)
    assert [each.name for each in manifest.documents.values()] == ["jan.csv", "feb.csv"]
    kinds = {each.example.field: str(each) for each in report.rejected}
    assert "(line 3 of jan.csv: " in kinds["date"]


def test_files_with_other_columns_are_read_each_by_its_own(
    tmp_path: Path, table: Callable[..., Path]
) -> None:
    one = table("one.csv", row("1"))
    other = table("two.csv", {"place": "Mosul", "incident date": "2024-02-01", "id": "2"})
    build_directory([one, other], tmp_path / "watch", WAY)
    assert places(tmp_path / "watch") == {"1": "Kerman", "2": "Mosul"}


def test_the_same_files_again_change_nothing(tmp_path: Path, table: Callable[..., Path]) -> None:
    files, out = [table("a.csv", row("1")), table("b.csv", row("2"))], tmp_path / "watch"
    build_directory(files, out, WAY)
    before = read_manifest(out)
    assert build_directory(files, out, WAY).end == "same file"
    assert read_manifest(out) == before


def test_a_second_build_adds_or_replaces(tmp_path: Path, table: Callable[..., Path]) -> None:
    out = tmp_path / "watch"
    jan, feb = table("jan.csv", row("1"), row("2")), table("feb.csv", row("2", "Mosul"), row("3"))
    way = ReadingWay(source="table", mapping={}, geocode=False, dataset="watch")

    def built(choice: str | None) -> Report:
        listener = ImportListener(confirm=lambda _: choice)  # type: ignore[arg-type,return-value]
        return build_directory([feb], out, way, again=True, listener=listener)

    build_directory([jan], out, way)
    assert built(None).end == "stopped"
    assert places(out) == {"1": "Kerman", "2": "Kerman"}
    assert built("add").end == "written"
    assert places(out) == {"1": "Kerman", "2": "Mosul", "3": "Kerman"}
    assert built("replace").end == "written"
    assert places(out) == {"2": "Mosul", "3": "Kerman"}


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_written(
    tmp_path: Path, table: Callable[..., Path]
) -> None:
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"PAR1" + bytes(64) + b"PAR1")
    with pytest.raises(UnreadableData, match=r"bad\.parquet"):
        build_directory([table("a.csv", row("1")), bad], tmp_path / "watch", WAY)
    assert not (tmp_path / "watch").exists()


def test_a_file_that_changes_while_it_is_read_is_named(
    tmp_path: Path, table: Callable[..., Path]
) -> None:
    files = [table("a.csv", row("1")), table("b.csv", row("2"))]

    def progress(_: object) -> None:
        with files[1].open("a") as file:
            file.write("\n")

    with pytest.raises(UnreadableData, match=r"b\.csv changed while it was read"):
        build_directory(files, tmp_path / "watch", WAY, listener=ImportListener(progress=progress))
    assert not (tmp_path / "watch").exists()


def test_no_file_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="at least one file"):
        build_directory([], tmp_path / "watch", WAY)
