"""A store directory is opened for reading: as a database whose tables are views of its files."""

__all__ = ["PLACED", "AttachedDirectory", "attach_directory"]

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import duckdb

from geo.errors import UnreadableData
from geo.store.attached.intact import Watched, damaged
from geo.store.attached.versions import check_sources, check_tables
from geo.store.attached.watched_parts import REMEDY, WatchedDirectory
from geo.store.directory.manifest import Manifest, PartFile, read_manifest
from geo.store.directory.parquet_sql import file_in_sql, table_of_files
from geo.store.directory.remote import Location, RemoteFiles
from geo.store.source_rows import rows_columns, rows_name
from geo.store.tables import SCHEMAS

Columns = dict[str, str]  # types by name
PLACED = ("incidents", "sites")  # tables of which a view of the map needs few files
_AGAIN = "put the whole directory back, or build it again with geo build"


class AttachedDirectory(NamedTuple):
    """A directory that is attached: its manifest, what is watched of it, and its remote files.

    `pruned` has what DuckDB opens the files of PLACED tables and of tallies by.
    """

    manifest: Manifest
    watched: Watched
    remote: RemoteFiles | None
    pruned: dict[str, dict[PartFile, str]]

    def release(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let the connection forget remote files."""
        if self.remote:
            cursor.unregister_filesystem(self.remote.protocol)


def attach_directory(
    cursor: duckdb.DuckDBPyConnection, path: Location, catalogue: str
) -> AttachedDirectory:
    """Attach a directory under the name of a catalogue, and watch it. Raises UnreadableData."""
    manifest = read_manifest(path)
    check_sources(path.name, manifest.documents.values())
    attached = _opened(path, manifest)
    with ExitStack() as undone:
        if attached.remote:
            cursor.register_filesystem(attached.remote.system)
            undone.callback(attached.release, cursor)
        cursor.execute(f"attach ':memory:' as {catalogue}")
        undone.callback(cursor.execute, f"detach {catalogue}")
        try:
            _show(cursor, path, catalogue, attached)
        except (duckdb.Error, UnreadableData) as error:
            if fault := attached.watched.fault(at_once=True):
                raise UnreadableData(fault) from None
            raise damaged(path.name, error, REMEDY) from None
        undone.pop_all()
    return attached


def _show(
    cursor: duckdb.DuckDBPyConnection, path: Location, catalogue: str, attached: AttachedDirectory
) -> None:
    """Make the tables of a catalogue. Raises UnreadableData for other columns than ours."""
    manifest = attached.manifest
    tables: dict[str, Columns] = {
        **{name: dict(columns) for name, columns in SCHEMAS.items()},
        **{rows_name(n): rows_columns(kept) for n, kept in manifest.documents.items()},
    }
    for name, columns in tables.items():
        files = {part: _file(path, attached.remote, part.path) for part in manifest.tables[name]}
        cursor.execute(table_of_files(f"{catalogue}.{name}", columns, list(files.values())))
        if name in (*PLACED, "tallies") and files:
            attached.pruned[name] = files
    _check_types(cursor, path.name, catalogue, tables)


def _opened(path: Location, manifest: Manifest) -> AttachedDirectory:
    if isinstance(path, Path):
        return AttachedDirectory(manifest, WatchedDirectory(path, manifest.files()), None, {})
    remote = RemoteFiles(path, {part.path: part.bytes for part in manifest.files()})
    return AttachedDirectory(manifest, remote, remote, {})


def _file(path: Location, remote: RemoteFiles | None, part: str) -> str:
    """Return what DuckDB opens a file by."""
    if isinstance(path, Path):
        return file_in_sql((path / part).absolute())
    assert remote
    return remote.address(part)


def _check_types(
    cursor: duckdb.DuckDBPyConnection, name: str, catalogue: str, expected: dict[str, Columns]
) -> None:
    found = dict.fromkeys(expected, Columns())
    for table, column, kind in cursor.execute(_COLUMNS, {"catalogue": catalogue}).fetchall():
        found[table] = {**found[table], column: kind}
    check_tables(name, found, expected, _AGAIN)


_COLUMNS = """
select table_name, column_name, data_type from duckdb_columns()
where database_name = $catalogue and schema_name = 'main'
order by table_name, column_index
"""
