"""The points of the invented table, in the files that other programs read."""

__all__ = ["write_csv", "write_geojson"]

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from invented.table import FIRST_YEAR
from synthetic import file_of

COLUMNS = ("longitude", "latitude", "date")
CHUNK = 100_000  # features that are written at once


def write_csv(rows: int, path: Path) -> None:
    """Write longitude, latitude and day of each row that has a position."""
    csv.write_csv(_points(rows).select(["longitude", "latitude", "day"]), path)


def write_geojson(rows: int, path: Path) -> None:
    """Write a point for each row that has a position, with its month: 0 is the first one."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for number, batch in enumerate(_points(rows).to_batches(CHUNK)):
            file.write("," * bool(number) + ",".join(_features(batch)))
        file.write("]}")


def _features(batch: pa.RecordBatch) -> list[str]:
    months = (
        12 * (day.year - FIRST_YEAR) + day.month - 1 for day in batch.column("day").to_pylist()
    )
    lons, lats = (batch.column(name).to_pylist() for name in ("longitude", "latitude"))
    return [_feature(*point) for point in zip(lons, lats, months, strict=True)]


def _feature(lon: float, lat: float, month: int) -> str:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "geometry": geometry, "properties": {"month": month}}
    return json.dumps(feature, separators=(",", ":"))


def _points(rows: int) -> pa.Table:
    """Return the rows that have a position; a day without its month or day is the first of it."""
    types = {"longitude": pa.float64(), "latitude": pa.float64(), "date": pa.string()}
    options = csv.ConvertOptions(include_columns=COLUMNS, column_types=types)
    table = csv.read_csv(file_of("table", rows), convert_options=options)
    placed = table.filter(pc.is_valid(table["longitude"]))
    days = pc.binary_join_element_wise(placed["date"], "-01-01", "")
    # "2001" + "-01-01", "2001-02" + "-01-01" and "2001-02-03" + "-01-01": the first ten letters.
    return placed.append_column("day", pc.utf8_slice_codeunits(days, 0, 10).cast(pa.date32()))
