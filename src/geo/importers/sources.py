"""The sources that can be imported, by name: each published dataset, GeoJSON, and any table."""

__all__ = ["SOURCES", "ImportSource", "read"]

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from geo.errors import BadValue
from geo.importers import table
from geo.importers.geojson_rows import read_rows
from geo.importers.reading import read_table
from geo.importers.registry import DATASETS, IMPORTERS
from geo.importers.row import ImportedRow

Reader = Callable[[Path, Mapping[str, str], str | None, int | None], Iterator[ImportedRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What a file can be imported as: its name for readers, one line of help, and its reader."""

    label: str
    help: str
    read: Reader


SOURCES: Mapping[str, ImportSource] = MappingProxyType(
    {
        **{
            name: ImportSource(
                label=dataset.name,
                help=dataset.title,
                read=partial(read_table, IMPORTERS[name]),
            )
            for name, dataset in DATASETS.items()
        },
        "geojson": ImportSource(
            label="GeoJSON",
            help="Points with properties (RFC 7946)",
            read=read_rows,
        ),
        "table": ImportSource(
            label="a table",
            help="CSV, Excel or Parquet with columns of your own",
            read=partial(read_table, table.IMPORTER),
        ),
    }
)
_NOTHING: Mapping[str, str] = MappingProxyType({})


def read(
    source: str,
    path: Path,
    *,
    mapping: Mapping[str, str] = _NOTHING,
    version: str | None = None,
    first: int | None = None,
) -> Iterator[ImportedRow]:
    """Read the rows of a file of a source, in its order and in bounded memory.

    `source` is a name in SOURCES. `mapping` says which column is which field (theirs → ours),
    `version` which release of the dataset it is, where the file's name does not tell. `first` reads
    that many rows and does not look at the rest, so that an id that several rows share is not
    found. Raises BadValue for an unknown source or field, UnreadableData for the file as a whole; a
    row that breaks a rule carries its findings.
    """
    if source not in SOURCES:
        raise BadValue("source", source, f"one of {', '.join(SOURCES)}")
    return SOURCES[source].read(path, mapping, version, first)
