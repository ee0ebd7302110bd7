"""Rows of many documents stand in few files, and what each file counts adds up."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.intake.build import build_directory
from geo.intake.run import ReadingWay
from geo.spark import writing
from geo.spark.build import build_in_session
from geo.store.building import place_of_build
from geo.store.directory.manifest import read_manifest
from geo.store.history import past_tallies
from geo.store.tallies import DEEP, SHALLOW
from spark_builds import HEADER, content, rows_of

pytestmark = pytest.mark.spark
WAY = ReadingWay(source="table", mapping={}, dataset="own")
MOST = 16  # rows of a file


def test_a_document_has_no_file_for_each_stretch_of_records(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "ROWS", MOST)
    paths = [tmp_path / f"{name}.csv" for name in "abcd"]
    for path in paths:
        path.write_text(HEADER + "".join(rows_of(path.stem, 12)), "utf-8")
    with place_of_build(tmp_path / "spark", date(2026, 1, 2)) as work:
        build_in_session(spark, work, paths, WAY)
    tables = read_manifest(tmp_path / "spark").tables
    assert [part.rows for part in tables["incidents"]] == [MOST] * 3
    assert [[part.rows for part in tables[f"rows_{n}"]] for n in range(4)] == [[12]] * 4
    build_directory(paths, tmp_path / "duckdb", WAY)
    assert content(tmp_path / "spark") == content(tmp_path / "duckdb")


def test_the_counts_of_files_add_up_to_the_tallies_of_all(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "ROWS", MOST)
    for name in ("MANY", "SHARED"):  # so that few records have all tallies
        monkeypatch.setattr(past_tallies, name, 0)
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "".join(rows_of("A", 150)), "utf-8")
    with place_of_build(tmp_path / "spark", date(2026, 1, 2)) as work:
        build_in_session(spark, work, [path], WAY)
    build_directory([path], tmp_path / "duckdb", WAY)
    found, expected = (content(tmp_path / engine) for engine in ("spark", "duckdb"))
    assert len(read_manifest(tmp_path / "spark").tables["sites"]) > 1
    names = expected["tallies"][0]
    assert {row[names.index("tally")] for row in expected["tallies"][1:]} == DEEP | set(SHALLOW)
    for name in ("tallies", "past_tallies"):
        assert found[name] == expected[name]
