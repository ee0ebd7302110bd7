"""Names that stand twice in a file: only one value counts, and each of them is named."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import Finding
from geo.importers import read
from geo.importers.checks.repeated_names import SAME, SHOWN, TWICE
from geo.intake.run import import_file

HEADER = ["id", "date", "place", "latitude", "longitude"]
ROW = ["A", "2024-05-01", "Gao", "16.27", "-0.04"]


def csv_file(folder: Path, name: str) -> Path:
    path = folder / "own.csv"
    lines = [[*HEADER, name], [*ROW, "Mopti"]]
    path.write_text("\n".join(map(",".join, lines)), "utf-8")
    return path


def workbook(folder: Path, name: str) -> Path:
    book = openpyxl.Workbook()
    for cells in ([*HEADER, name], [*ROW, "Mopti"]):
        book.worksheets[0].append(cells)
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


def parquet_file(folder: Path, name: str) -> Path:
    columns = [pa.array([cell]) for cell in [*ROW, "Mopti"]]
    pq.write_table(pa.Table.from_arrays(columns, names=[*HEADER, name]), folder / "own.parquet")
    return folder / "own.parquet"


def json_records(folder: Path, name: str) -> Path:
    path = folder / "own.json"
    pairs = [*zip(HEADER, ROW, strict=True), (name, "Mopti")]
    members = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs)
    path.write_text(f"[{{{members}}}]", "utf-8")
    return path


def features(folder: Path, name: str) -> Path:
    path = folder / "own.geojson"
    pairs = [*zip(HEADER[:3], ROW, strict=False), (name, "Mopti")]
    members = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs)
    point = {"type": "Point", "coordinates": [-0.04, 16.27]}
    feature = f'{{"type": "Feature", "geometry": {json.dumps(point)}, "properties": {{{members}}}}}'
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}', "utf-8")
    return path


Write = Callable[[Path, str], Path]
FILES: dict[str, Write] = {
    "csv": csv_file,
    "xlsx": workbook,
    "parquet": parquet_file,
    "json": json_records,
    "geojson": features,
}


def source_of(path: Path) -> str:
    return "geojson" if path.suffix == ".geojson" else "table"


def warnings_of(path: Path) -> list[Finding]:
    (row,) = read(source_of(path), path)
    assert row.incident is not None
    return [each for each in row.warnings if each.rule in (SAME, TWICE)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(
    "name", ["place", "Place", " place ", "\ufeffplace", "PLACE.", "\u200bplace"]
)
def test_columns_of_one_name_are_named(tmp_path: Path, kind: str, name: str) -> None:
    (warning,) = warnings_of(FILES[kind](tmp_path, name))
    assert (warning.record, warning.field) == (f"own.{kind}", "place")
    assert (warning.value, warning.rule) == ("the name of columns 3, 6", SAME)


@pytest.mark.parametrize("write", FILES.values(), ids=FILES)
def test_names_that_differ_in_case_are_named(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path, "Place")
    report = import_file(source_of(path), path, tmp_path / "own.duckdb", geocode=False)
    assert report.warnings.counts()[f"place: {SAME}"] == 1
    ((row,), place) = list(read(source_of(path), path)), "Gao"
    assert row.incident is not None
    assert row.incident.place.name == place


@pytest.mark.parametrize("kind", ["json", "geojson"])
def test_a_record_with_a_name_twice_is_named(tmp_path: Path, kind: str) -> None:
    path = FILES[kind](tmp_path, "place")
    report = import_file(source_of(path), path, tmp_path / "own.duckdb", geocode=False)
    (rule,) = [kind for kind in report.warnings.counts() if "twice" in kind]
    assert rule.startswith("place: ")


def test_names_of_their_own_are_not_named(tmp_path: Path) -> None:
    assert warnings_of(csv_file(tmp_path, "placed")) == []


def test_many_names_are_named_up_to_a_number(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(SHOWN + 2)]
    path = tmp_path / "own.csv"
    header, row = [*HEADER, *names, *names], [*ROW, *names, *names]
    path.write_text(f"{','.join(header)}\n{','.join(row)}\n", "utf-8")
    *first, rest = warnings_of(path)
    assert [each.field for each in first] == names[:SHOWN]
    assert (rest.field, rest.value) == ("", "2 more")


def test_a_name_with_a_point_next_to_a_nested_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    record = {"date": "2024-05-01", "place.name": "Gao", "place": {"name": "Mopti"}}
    path.write_text(json.dumps([record]), "utf-8")
    (row,) = read("table", path)
    assert row.incident is not None
    raw = row.incident.origin.raw
    assert (raw["place.name"], raw["place.name (2)"]) == ("Gao", "Mopti")


def test_a_record_of_many_names_twice_is_read(tmp_path: Path) -> None:
    """Of such names a hundred are kept, and ten have a warning each."""
    members = ", ".join(f'"n{number % 400}": 1' for number in range(2_000))
    path = tmp_path / "own.json"
    path.write_text(f'[{{"date": "2024", "place": "Gao", {members}}}]', "utf-8")
    *first, rest = warnings_of(path)
    assert len(first) == SHOWN
    assert rest.value == "90 more"
