"""The sources that can be imported, by name."""

__all__ = ["SOURCES", "read"]

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from geo.errors import BadValue
from geo.importers import ucdp
from geo.importers.reading import Importer, read_table
from geo.importers.row import Row

SOURCES: Mapping[str, Importer] = MappingProxyType({"ucdp": ucdp.IMPORTER})
_NOTHING: Mapping[str, str] = MappingProxyType({})


def read(
    source: str,
    path: Path,
    *,
    mapping: Mapping[str, str] = _NOTHING,
    version: str | None = None,
) -> Iterator[Row]:
    """Read the rows of a file of a source, in its order and in bounded memory.

    `mapping` says which column is which field (theirs → ours), `version` which release of the
    dataset it is, where the file's name does not tell. Raises BadValue for an unknown source or
    field, UnreadableData for the file as a whole; a row that breaks a rule carries its findings.
    """
    importer = SOURCES.get(source)
    if importer is None:
        raise BadValue("source", source, f"one of {', '.join(SOURCES)}")
    return read_table(importer, path, mapping, version)
