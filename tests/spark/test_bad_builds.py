"""Bad input to a build on either engine: the file and the remedy are named, and nothing changes."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import UnreadableData
from geo.intake.build import build_directory
from geo.intake.finding_kinds import RowFinding
from geo.intake.listener import SILENT, ImportListener, Progress
from geo.intake.report import Report
from geo.intake.run import ReadingWay
from geo.spark.build import build_in_session, build_on_spark
from geo.store.building import place_of_build
from spark_builds import HEADER, content, rows_of

pytestmark = pytest.mark.spark
WAY = ReadingWay(source="table", mapping={}, dataset="own")
Build = Callable[..., Report]


@pytest.fixture(params=["duckdb", "spark"])
def build(request: pytest.FixtureRequest) -> Build:
    """Return what builds a directory, on each engine."""
    if request.param == "duckdb":
        return on_duckdb
    session = request.getfixturevalue("spark")
    return lambda *args, **options: on_spark(session, *args, **options)


def on_duckdb(paths: Sequence[Path], out: Path, listener: ImportListener = SILENT) -> Report:
    return build_directory(paths, out, WAY, listener=listener)


def on_spark(
    session: Any, paths: Sequence[Path], out: Path, listener: ImportListener = SILENT
) -> Report:
    with place_of_build(out, date(2026, 1, 2)) as work:
        return build_in_session(session, work, paths, WAY, listener=listener)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a directory that was built before."""
    path = tmp_path / "before.csv"
    path.write_text(HEADER + "".join(rows_of("Z", 20)), "utf-8")
    build_directory([path], tmp_path / "out", WAY)
    return tmp_path / "out"


def files(folder: Path, count: int = 4) -> list[Path]:
    paths = [folder / f"{number}.csv" for number in range(count)]
    for path in paths:
        path.write_text(HEADER + "".join(rows_of(f"{path.stem}-", 20)), "utf-8")
    return paths


def test_a_corrupt_file_among_others_is_named(tmp_path: Path, build: Build, out: Path) -> None:
    before, broken = content(out), tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1" + bytes(range(200)))
    with pytest.raises(UnreadableData, match=r"^broken.parquet .* is broken: write it again"):
        build([*files(tmp_path), broken], out)
    assert content(out) == before
    assert len([each for each in out.iterdir() if each.is_dir()]) == 1


def test_a_file_that_vanishes_is_named(tmp_path: Path, build: Build, out: Path) -> None:
    before, paths = content(out), files(tmp_path)

    def remove(progress: Progress) -> None:
        if progress.looked_at:
            paths[0].unlink(missing_ok=True)

    with pytest.raises(UnreadableData, match=r"^0.csv changed while it was read: read it again"):
        build(paths, out, ImportListener(progress=remove))
    assert content(out) == before


def test_a_column_of_another_type_in_another_file_is_read(tmp_path: Path, build: Build) -> None:
    paths = [tmp_path / "numbers.parquet", tmp_path / "texts.parquet"]
    for path, killed in zip(paths, ([3, 4], ["5", "many"]), strict=True):
        ids = [f"{path.stem}-{n}" for n in range(2)]
        table = pa.table({"id": ids, "date": ["2024-01-02"] * 2, "country": ["ML"] * 2})
        pq.write_table(table.append_column("killed", pa.array(killed)), path)
    report = build(paths, tmp_path / "out")
    assert (report.imported, report.read) == (4, 4)
    rows = content(tmp_path / "out")["incidents"]
    assert sorted(row[rows[0].index("killed_best")] or 0 for row in rows[1:]) == [0, 3, 4, 5]


def test_a_file_without_rows_is_told(tmp_path: Path, build: Build) -> None:
    (empty,) = files(tmp_path, 1)
    empty.write_text(HEADER, "utf-8")
    full, told = tmp_path / "full.csv", list[RowFinding]()
    full.write_text(HEADER + "".join(rows_of("A", 20)), "utf-8")
    build([full, empty], tmp_path / "out", ImportListener(warn=told.append))
    assert [each.finding.rule for each in told if each.file == "0.csv"] == [
        "names columns, and has no row under them"
    ]


def test_an_older_directory_is_refused_before_a_session_begins(tmp_path: Path, out: Path) -> None:
    manifest = out / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    told["versions"]["directory"] = 0
    manifest.write_text(json.dumps(told), "utf-8")
    text = manifest.read_text("utf-8")
    with pytest.raises(UnreadableData, match=r"^out was built by directory version 0"):
        build_on_spark(files(tmp_path), out, WAY, engine="spark://127.0.0.1:1")
    assert manifest.read_text("utf-8") == text
