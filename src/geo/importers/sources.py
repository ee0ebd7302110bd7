"""The sources that can be imported, by name."""

__all__ = ["SOURCES", "read"]

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from geo.errors import BadValue
from geo.importers import acled, gtd, table, ucdp
from geo.importers.geojson_rows import read_rows
from geo.importers.reading import read_table
from geo.importers.row import Row

Reader = Callable[[Path, Mapping[str, str], str | None, int | None], Iterator[Row]]

SOURCES: Mapping[str, Reader] = MappingProxyType(
    {
        "ucdp": partial(read_table, ucdp.IMPORTER),
        "gtd": partial(read_table, gtd.IMPORTER),
        "acled": partial(read_table, acled.IMPORTER),
        "geojson": read_rows,
        "table": partial(read_table, table.IMPORTER),
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
) -> Iterator[Row]:
    """Read the rows of a file of a source, in its order and in bounded memory.

    `mapping` says which column is which field (theirs → ours), `version` which release of the
    dataset it is, where the file's name does not tell. `first` reads that many rows and does not
    look at the rest, so that an id that several rows share is not found. Raises BadValue for an
    unknown source or field, UnreadableData for the file as a whole; a row that breaks a rule
    carries its findings.
    """
    reader = SOURCES.get(source)
    if reader is None:
        raise BadValue("source", source, f"one of {', '.join(SOURCES)}")
    return reader(path, mapping, version, first)
