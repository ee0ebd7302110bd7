"""Parquet files, batch by batch."""

__all__ = ["open_parquet"]

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import UnreadableData
from geo.formats.geoparquet import check_world, metadata_of
from geo.importers.cells.cell_text import cell_name
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines, is_fit, marked
from geo.importers.sheets.typed_columns import cells_of, text_column
from geo.settings import limit

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1000  # rows
_FIRST = Mark(0, 0, 0)


def open_parquet(path: Path) -> Grid:
    """Open a Parquet file. Raises UnreadableData."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = path.name or str(path)
    try:
        with pq.ParquetFile(path) as file:
            meta, header = file.metadata, file.schema_arrow.names
            described = file.schema_arrow.metadata
            groups = [meta.row_group(n).total_byte_size for n in range(meta.num_row_groups)]
    except FileNotFoundError:
        raise UnreadableData(f"{name} does not exist: check the path") from None
    except (pa.ArrowException, OSError):
        raise UnreadableData(
            f"{name} is not a Parquet file, or is broken: write it again"
        ) from None
    if max(groups, default=0) > limit("file_group") << 20:  # a reader may have to hold it
        text = f"{name} has a row group of {max(groups):,} bytes"
        raise UnreadableData(f"{text}: write it with smaller row groups")
    _check_positions(name, described)
    return Grid(
        name=name,
        rows=partial(_lines, path, header),
        below=partial(_batches, path, header),
        is_named=True,
        empty="has no columns: write it again",
    )


def _check_positions(name: str, metadata: Mapping[bytes, bytes] | None) -> None:
    """Refuse GeoParquet with positions that are not WGS 84. Raises UnreadableData."""
    with suppress(ValueError, RecursionError):  # what is not JSON says nothing of a geometry
        check_world(name, metadata_of(metadata))


def _lines(path: Path, header: list[str]) -> Iterator[Line]:
    yield Line(0, header)
    number = 0
    for _, batch in _read(path):
        yield from _lines_of(batch, number)
        number += batch.num_rows


def _batches(
    path: Path, header: list[str], width: int, above: int, start: Mark | None
) -> Iterator[SheetBatch]:
    """Yield batches of the rows below the first ones, the first of all being the header."""
    if not above:
        yield from batches_of_lines(_lines(path, header), width)
        return
    begin, total = start or _FIRST, _row_count(path)
    number, skipped, last = begin.line, 0 if start else above - 1, -1
    for group, read in _read(path, begin):
        batch = read.slice(skipped)
        left_out = read.num_rows - batch.num_rows
        skipped, number = skipped - left_out, number + left_out
        first = number - above + 1
        mark = Mark(group, number, first) if group > last and not left_out else None
        for made in marked(_batches_of(batch, first, number, width), mark):
            yield replace(made, share=(made.first + made.size + above - 1) / total)
        number, last = number + batch.num_rows, group


def _batches_of(
    batch: "pa.RecordBatch", first: int, number: int, width: int
) -> Iterator[SheetBatch]:
    import numpy as np
    import pyarrow as pa

    columns = list(map(text_column, batch.columns))
    if not all(map(is_fit, columns)):
        yield from batches_of_lines(_lines_of(batch, number), width, first)
        return
    numbers = np.arange(first, first + batch.num_rows, dtype=np.int32)
    texts = {cell_name(place): column for place, column in enumerate(columns)}
    table = pa.table({"n": numbers, "line": numbers + (number - first + 1), **texts})
    yield SheetBatch(first=first, size=batch.num_rows, table=table)


def _lines_of(batch: "pa.RecordBatch", before: int) -> Iterator[Line]:
    """Yield the rows of a part of the file that stands under `before` others."""
    rows = zip(*map(cells_of, batch.columns), strict=True)
    for number, cells in enumerate(rows, start=before + 1):
        yield Line(number, cells)


def _row_count(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _read(path: Path, start: Mark = _FIRST) -> Iterator[tuple[int, "pa.RecordBatch"]]:
    """Yield the file part by part, each with its row group. Raises UnreadableData."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = start.line
    try:
        with pq.ParquetFile(path) as file:
            for group in range(start.at, file.num_row_groups):
                for batch in file.iter_batches(batch_size=BATCH, row_groups=[group]):
                    batch.validate(full=True)  # texts that are not UTF-8, for one
                    yield group, batch
                    number += batch.num_rows
    except (pa.ArrowException, OSError):
        text = f"{path.name} is broken after row {number}"
        raise UnreadableData(f"{text}: write it again") from None
