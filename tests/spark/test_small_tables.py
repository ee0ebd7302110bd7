"""Tables that one task sorts stand in the same order, however their rows came."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from geo.spark import writing
from geo.store.building import Work

pytestmark = pytest.mark.spark
# Two rows have the same tally, cell and first day; of one that is unknown the rows come last.
ROWS = [("days", 1, "b", 4), ("days", 1, "a", 9), ("days", None, "c", 1), ("cells", 7, "a", 2)]


def test_rows_with_the_same_key_have_one_order(spark: Any, tmp_path: Path) -> None:
    found = list[Any]()
    for number, rows in enumerate((ROWS, ROWS[::-1])):
        work = Work(directory=tmp_path, old=None, build=f"build-20260101-0000000{number}")
        work.folder.mkdir()
        frame = spark.createDataFrame(rows, "tally string, x int, kind string, size int")
        parts = writing._small(frame, work, "tallies", ("tally", "x"))
        assert [part.tally for part in parts] == ["cells", "days"]
        tables = (pq.read_table(tmp_path / part.path) for part in parts)
        found.append([tuple(row.values()) for table in tables for row in table.to_pylist()])
    assert found[0] == found[1] == [ROWS[3], ROWS[1], ROWS[0], ROWS[2]]
