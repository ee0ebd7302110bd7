"""Records of the directory before are kept by a build on Spark, however many they are."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from geo.errors import Unwritable
from geo.intake.build import build_directory
from geo.intake.run import ReadingWay
from geo.spark import build, numbering, writing
from geo.store.building import place_of_build
from spark_builds import HEADER, content, rows_of

pytestmark = pytest.mark.spark
BLOCK = 16  # rows whose numbers are in one file: the kept ones are in others than the new ones


def file_of(folder: Path, name: str, size: int) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(HEADER + "".join(rows_of(name, size)), "utf-8")
    return path


def way(dataset: str) -> ReadingWay:
    return ReadingWay(source="table", mapping={}, dataset=dataset)


def on_spark(session: Any, path: Path, out: Path, how: ReadingWay) -> None:
    with place_of_build(out, date(2026, 1, 2)) as work:
        build.build_in_session(session, work, [path], how)


def test_more_records_are_kept_than_are_new(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "_BLOCK", BLOCK)
    before, new = file_of(tmp_path, "before", 5 * BLOCK), file_of(tmp_path, "new", BLOCK // 2)
    others, own = map(way, ("others", "own"))
    found = dict[str, Any]()
    for engine in ("duckdb", "spark"):
        (tmp_path / engine).mkdir()
        out = tmp_path / engine / "it's [a] {s}tore"
        build_directory([before], out, others)
        if engine == "spark":
            on_spark(spark, new, out, own)
        else:
            build_directory([new], out, own)
        found[engine] = content(out)
    assert len(found["spark"]["incidents"]) == 1 + 5 * BLOCK + BLOCK // 2
    assert found["spark"] == found["duckdb"]


def test_a_build_that_would_lose_records_is_not_swapped_in(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, write = tmp_path / "out", writing.write_tables
    build_directory([file_of(tmp_path, "before", 4)], out, way("others"))
    before = content(out)
    monkeypatch.setattr(build, "write_tables", lambda *args: write(*args) | {"incidents": ()})
    words = "out cannot be written: its files have 0 records of 6, and nothing was swapped in"
    with pytest.raises(Unwritable, match=words):
        on_spark(spark, file_of(tmp_path, "new", 2), out, way("own"))
    assert content(out) == before
    assert len([path for path in out.iterdir() if path.is_dir()]) == 1


def test_a_task_writes_the_numbers_of_one_block(tmp_path: Path) -> None:
    batches = [pa.record_batch({"old_n": [at], "n": [at]}) for at in (3, 4)]
    assert list(numbering._write_block(tmp_path, 5, iter(batches))) == [0]
    with pytest.raises(ValueError, match=r"the blocks \[0, 1\], and it writes one"):
        list(numbering._write_block(tmp_path, 4, iter(batches)))
