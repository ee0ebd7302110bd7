"""Of whatever kind a file is: each of its rows is imported, or is refused with a reason."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers import read
from geo.intake.run import import_file
from table_files import workbook

NAMES = ("id", "date", "title", "lat", "lon")
Rows = list[dict[str, str]]


def _delimited(delimiter: str, end: str) -> Callable[[Path, Rows], Path]:
    def write(folder: Path, rows: Rows) -> Path:
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, NAMES, delimiter=delimiter, lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)
        return _written(folder / "own.csv", buffer.getvalue())

    return write


def _written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def _cells(rows: Rows) -> list[list[Any]]:
    return [list(NAMES), *(list(row.values()) for row in rows)]


def _feature(row: dict[str, str]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": None, "properties": row}


def _geojson(folder: Path, rows: Rows) -> Path:
    collection = {"type": "FeatureCollection", "features": list(map(_feature, rows))}
    return _written(folder / "own.geojson", json.dumps(collection))


def _parquet(folder: Path, rows: Rows) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), folder / "own.parquet")
    return folder / "own.parquet"


WRITERS: dict[str, Callable[[Path, Rows], Path]] = {
    "commas": _delimited(",", "\r\n"),
    "tabs": _delimited("\t", "\n"),
    "semicolons": _delimited(";", "\r\n"),
    "pipes": _delimited("|", "\n"),
    "xlsx": lambda folder, rows: workbook(folder, {"Rows": _cells(rows)}),
    "json": lambda folder, rows: _written(folder / "own.json", json.dumps(rows)),
    "lines of json": lambda folder, rows: _written(
        folder / "own.ndjson", "".join(f"{json.dumps(row)}\n" for row in rows)
    ),
    "geojson": _geojson,
    "parquet": _parquet,
}
CELLS = {
    "date": ["2024-03-22", "2024-03", "", "2024-02-30", "soon", "2999"],
    "title": ["Attack", "", 'a "quoted" one', '"', "two\nlines", "a,b;c|d\te", "=1+1", "'", "é"],
    "lat": ["30.28", "", "91", "x", "30,28", "NaN"],
    "lon": ["57.08", "", "181", "y", "-57.08"],
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}),
    min_size=2,  # one object of JSON is no list of records
    max_size=12,
)


def _with_ids(rows: Iterable[dict[str, str]]) -> Rows:
    return [{"id": f"A{number}", **row} for number, row in enumerate(rows)]


def _source(kind: str) -> str:
    return "geojson" if kind == "geojson" else "table"


@pytest.mark.parametrize("kind", WRITERS)
@given(rows=ROWS.map(_with_ids))
@settings(max_examples=20, deadline=None)
def test_each_row_is_read_once(
    tmp_path_factory: pytest.TempPathFactory, kind: str, rows: Rows
) -> None:
    path = WRITERS[kind](tmp_path_factory.mktemp("rows"), rows)
    found = list(read(_source(kind), path))
    assert len(found) == len(rows)
    assert all((each.incident is None) == bool(each.findings) for each in found)
    kept = [each.incident.origin.record_id for each in found if each.incident]
    assert len(set(kept)) == len(kept)
    assert set(kept) <= {row["id"] for row in rows}


@pytest.mark.parametrize("kind", WRITERS)
def test_each_row_is_counted_by_an_import(tmp_path: Path, kind: str) -> None:
    every = (dict(zip(CELLS, cells, strict=True)) for cells in product(*CELLS.values()))
    rows = _with_ids(every)
    path = WRITERS[kind](tmp_path, rows)
    report = import_file(_source(kind), path, tmp_path / "own.duckdb", geocode=False)
    rejected = sum(each.count for each in report.rejected)
    assert (report.read, report.imported + rejected) == (len(rows), len(rows))
    assert report.imported
    assert rejected
