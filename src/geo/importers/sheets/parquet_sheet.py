"""Parquet files, batch by batch."""

__all__ = ["open_parquet"]

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from geo.errors import UnreadableData
from geo.importers.sheets.line import Line
from geo.importers.sheets.sheet import Sheet, cell_of, cleaned_header

BATCH = 1000  # rows
LARGEST_GROUP = 1 << 30  # bytes of a row group, unpacked: what a reader may have to hold


def open_parquet(path: Path) -> Sheet:
    """Open a Parquet file. Raises UnreadableData."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = path.name or str(path)
    try:
        with pq.ParquetFile(path) as file:
            meta, header = file.metadata, file.schema_arrow.names
            groups = [meta.row_group(n).total_byte_size for n in range(meta.num_row_groups)]
    except FileNotFoundError:
        raise UnreadableData(f"{name} does not exist: check the path") from None
    except (pa.ArrowException, OSError):
        raise UnreadableData(
            f"{name} is not a Parquet file, or is broken: write it again"
        ) from None
    if max(groups, default=0) > LARGEST_GROUP:
        text = f"{name} has a row group of {max(groups):,} bytes"
        raise UnreadableData(f"{text}: write it with smaller row groups")
    return Sheet(name=name, header=cleaned_header(header), lines=partial(_lines, path, header))


def _lines(path: Path, header: list[str]) -> Iterator[Line]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    yield Line(0, header)
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield Line(number, [cell_of(value) for value in values])
    except (pa.ArrowException, OSError):
        text = f"{path.name} is broken after row {number}"
        raise UnreadableData(f"{text}: write it again") from None
