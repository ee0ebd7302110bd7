"""A store is opened for reading: only if it is ours, of this version, and of tables only."""

__all__ = ["FORMAT", "AttachedFile", "attach_file", "misread_sign"]

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb

from geo.errors import UnreadableData
from geo.formats.file_errors import check_regular
from geo.importers.published import IMPORTER_VERSION, StoredDocument
from geo.store.attached.directory import AttachedDirectory, attach_directory
from geo.store.attached.intact import Watched, WatchedFile
from geo.store.attached.versions import check_sources, check_tables
from geo.store.directory.remote import Location, RemoteDirectory
from geo.store.documents import DOCUMENTS, document_from_row
from geo.store.source_rows import rows_columns, rows_name
from geo.store.tables import SCHEMAS, VERSION

FORMAT = "incident-atlas"
# A new file: an import into this one reads it, and fails as this does.
_ANOTHER = (
    "import your data again with geo import, and name a new file after --store; or open it with "
    "the version of the program that wrote it"
)


# DuckDB looks for the log of a database before the ? of its path, and takes a \ for a /.
_MISREAD = {"?", "\\"} - {os.sep}


class AttachedFile(NamedTuple):
    """How many records a file has, the number after its last one, its documents by number.

    `watched` is what must not change; `directory` is there where it is one.
    """

    size: int
    end: int
    documents: dict[int, StoredDocument]
    watched: Watched
    directory: AttachedDirectory | None = None


def attach_file(cursor: duckdb.DuckDBPyConnection, path: Location, catalogue: str) -> AttachedFile:
    """Attach a store file, or a store directory, for reading. Raises UnreadableData."""
    if isinstance(path, RemoteDirectory) or path.is_dir():
        directory = attach_directory(cursor, path, catalogue)
        size, documents = directory.manifest.records, dict(directory.manifest.documents)
        return AttachedFile(size, size, documents, directory.watched, directory)
    check_regular(path)
    if not path.is_file():
        rule = "is not a file" if path.exists() else "does not exist"
        raise UnreadableData(f"{path.name} {rule}: check the path")
    if sign := misread_sign(path):
        rule = f"cannot be opened, as DuckDB misreads the {sign} in its path"
        raise UnreadableData(f"{path.name} {rule}: rename that file or folder")
    try:
        cursor.execute(f"attach $path as {catalogue} (read_only)", {"path": str(path.resolve())})
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(path.resolve()), path.name)
        message = f"{path.name} cannot be opened by this version: {reason}"
        raise UnreadableData(message) from None
    try:
        documents = _checked(cursor, path.name, catalogue)
        size, end = cursor.execute(_SIZE.format(catalogue=catalogue)).fetchall()[0]
    except (duckdb.Error, ValueError, UnreadableData) as error:
        cursor.execute(f"detach {catalogue}")
        if isinstance(error, UnreadableData):
            raise
        raise UnreadableData(f"{path.name} is damaged: import it again") from None
    return AttachedFile(size, end, documents, WatchedFile(path))


def misread_sign(path: Path) -> str | None:
    """Return a character of the path of a database that DuckDB takes for something else."""
    return next((sign for sign in str(path.resolve()) if sign in _MISREAD), None)


def _checked(
    cursor: duckdb.DuckDBPyConnection, name: str, catalogue: str
) -> dict[int, StoredDocument]:
    """Check that a file is ours, of this version, and made of plain tables only.

    A view in it would run whatever it was defined as, with the reader's rights. Returns its
    documents.
    """
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.execute(_COLUMNS, {"catalogue": catalogue}).fetchall():
        found.setdefault(table, {})[column] = kind
    about = dict[str, str]()
    if "about" in found:
        about = dict(cursor.execute(f"select name, value from {catalogue}.about").fetchall())
    _check_versions(name, about)
    expected = {**SCHEMAS, "documents": DOCUMENTS}
    check_tables(name, {t: found.get(t) for t in expected}, expected, _ANOTHER)
    rows = cursor.execute(f"select {', '.join(DOCUMENTS)} from {catalogue}.documents").fetchall()
    documents = dict(map(document_from_row, rows))
    check_sources(name, documents.values())
    expected |= {rows_name(number): rows_columns(kept) for number, kept in documents.items()}
    check_tables(name, {t: found[t] for t in found.keys() - {"about"}}, expected, _ANOTHER)
    (views,) = cursor.execute(_VIEWS, {"catalogue": catalogue}).fetchall()[0]
    if views:
        raise UnreadableData(
            f"{name} has views, which a store does not have: import the data again"
        )
    return documents


def _check_versions(name: str, about: Mapping[str, str]) -> None:
    if about.get("format") != FORMAT:
        raise UnreadableData(f"{name} is not a store of incidents: make one with geo import")
    if (given := about.get("version")) != str(VERSION):
        rule = f"is a store of version {given}, and this program reads version {VERSION}"
        raise UnreadableData(f"{name} {rule}: {_ANOTHER}")
    if (given := about.get("importer")) != str(IMPORTER_VERSION):
        rule = f"was made by importers of version {given}, and these are {IMPORTER_VERSION}"
        raise UnreadableData(f"{name} {rule}: {_ANOTHER}")


_SIZE = "select count(*), coalesce(max(n) + 1, 0) from {catalogue}.incidents"
_COLUMNS = """
select table_name, column_name, data_type
from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name)
where database_name = $catalogue and schema_name = 'main'
"""
_VIEWS = "select count(*) from duckdb_views() where database_name = $catalogue and not internal"
