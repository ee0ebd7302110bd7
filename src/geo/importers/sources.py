"""The sources that can be imported, by name: each published dataset, GeoJSON, and any table."""

__all__ = ["SOURCES", "ImportSource", "StoredRows", "fitting_source", "read", "stored_rows"]

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from geo.errors import BadValue, Finding, UnreadableData
from geo.importers.geojson_rows import read_rows, stored_features
from geo.importers.opening import holds_known_columns
from geo.importers.published import DocumentRows, StoredDocument
from geo.importers.reading import read_table, stored_table
from geo.importers.registry import DATASETS, IMPORTERS
from geo.importers.row import StoredRow
from geo.importers.sheets.file_kinds import CSV, JSON, kind_of_file, refusal_of_kind
from geo.importers.sheets.json_files.json_shape import shape_of_json
from geo.importers.sheets.options import PLAIN, SheetOptions
from geo.importers.tables import table
from geo.model.incident import Incident

Reader = Callable[
    [Path, Mapping[str, str], str | None, int | None, SheetOptions, str | None], DocumentRows
]


class StoredRows(Protocol):
    """A file of which only rows were kept: they become incidents again."""

    def incident(self, row: StoredRow, *, raw: bool = True) -> Incident:
        """Make the incident of a row, with or without that row. Raises UnreadableData."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What a file can be imported as: its name for readers, one line of help, and its readers.

    `stored` reads rows that a store has kept.
    """

    label: str
    help: str
    read: Reader
    stored: Callable[[StoredDocument], StoredRows]


SOURCES: Mapping[str, ImportSource] = MappingProxyType(
    {
        **{
            name: ImportSource(
                label=dataset.name,
                help=dataset.title,
                read=partial(read_table, IMPORTERS[name]),
                stored=partial(stored_table, IMPORTERS[name]),
            )
            for name, dataset in DATASETS.items()
        },
        "geojson": ImportSource(
            label="GeoJSON",
            help="Points with properties (RFC 7946)",
            read=read_rows,
            stored=stored_features,
        ),
        "table": ImportSource(
            label="a table",
            help="CSV, Excel, OpenDocument, JSON or Parquet with columns of your own",
            read=partial(read_table, table.IMPORTER),
            stored=partial(stored_table, table.IMPORTER),
        ),
    }
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
LONGEST_NAME = 100  # characters of the name of a dataset


def read(
    source: str,
    path: Path,
    *,
    mapping: Mapping[str, str] = _NOTHING,
    version: str | None = None,
    first: int | None = None,
    options: SheetOptions = PLAIN,
    dataset: str | None = None,
) -> DocumentRows:
    """Read the rows of a file of a source, in its order and in bounded memory.

    `source` is a name in SOURCES; a table that is said to be GeoJSON is read as what it is, and the
    other way round, with a warning. `mapping` says which column is which field (theirs → ours),
    `version` which release of the dataset it is, where the file's name does not tell; `dataset` is
    the name of the dataset of a table or GeoJSON, which is else called as its file. `first` reads
    that many rows and does not look at the rest, so that an id that several rows share is not
    found. `options` say which table of the file is read. Raises BadValue for an unknown source or
    field, UnreadableData for the file as a whole; a row that breaks a rule carries its findings.
    """
    if source not in SOURCES:
        raise BadValue("source", source, f"one of {', '.join(SOURCES)}")
    fitting, notes = fitting_source(source, path, options)
    name = _checked_name(dataset)
    rows = SOURCES[fitting].read(path, mapping, version, first, options, name)
    rows.tell_source(fitting, notes)
    return rows


def fitting_source(
    source: str, path: Path, options: SheetOptions = PLAIN
) -> tuple[str, tuple[Finding, ...]]:
    """Return the source as which a file is read, and what is said where that is another one.

    Raises UnreadableData for a file that is neither a table nor GeoJSON.
    """
    try:
        kind = kind_of_file(path)
    except OSError:
        return source, ()  # whoever opens it says what is wrong
    if kind.refusal:
        raise refusal_of_kind(path, kind)
    fits = "geojson" if kind == JSON and shape_of_json(path).is_features else "table"
    if (source == "geojson") == (fits == "geojson"):
        return source, ()
    if kind in (CSV, JSON) and not holds_known_columns(path, options):
        return source, ()  # which says that it is not GeoJSON
    if source not in ("geojson", "table"):
        return source, ()  # the properties of features are its columns
    what = "GeoJSON" if fits == "geojson" else kind.what
    rule = f"is {what}, and is read as {fits}, not as {source}"
    return fits, (Finding(record=path.name, field="", value="", rule=rule, remedy=""),)


def _checked_name(dataset: str | None) -> str | None:
    """Return the name of a dataset in one line. Raises BadValue for a blank or long one."""
    if dataset is None:
        return None
    name = " ".join(dataset.split())
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise BadValue("dataset", dataset, f"a name of 1 to {LONGEST_NAME} printable characters")
    return name


def stored_rows(stored: StoredDocument) -> StoredRows:
    """Return how rows of a file that a store has kept become incidents. Raises UnreadableData."""
    if stored.source not in SOURCES:
        rule = f"has rows of {stored.source!r}, which this version does not know"
        raise UnreadableData(f"{stored.name} {rule}: open it with the version that made it")
    return SOURCES[stored.source].stored(stored)
