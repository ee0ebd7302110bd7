"""A store directory is opened for reading: as a database whose tables are views of its files."""

__all__ = ["attach_directory"]

import glob
from pathlib import Path

import duckdb

from geo.errors import UnreadableData
from geo.store.attached.intact import damaged
from geo.store.attached.versions import check_sources, check_tables
from geo.store.attached.watched_parts import REMEDY, WatchedDirectory
from geo.store.directory.manifest import Manifest, read_manifest
from geo.store.source_rows import rows_columns, rows_name
from geo.store.tables import SCHEMAS, columns_in_sql

Columns = dict[str, str]  # types by name
_AGAIN = "put the whole directory back, or build it again with geo build"


def attach_directory(
    cursor: duckdb.DuckDBPyConnection, path: Path, catalogue: str
) -> tuple[Manifest, WatchedDirectory]:
    """Attach a directory under the name of a catalogue, and watch it. Raises UnreadableData."""
    manifest = read_manifest(path)
    watched = WatchedDirectory(path, manifest.files())
    check_sources(path.name, manifest.documents.values())
    cursor.execute(f"attach ':memory:' as {catalogue}")
    try:
        tables: dict[str, Columns] = {
            **{name: dict(columns) for name, columns in SCHEMAS.items()},
            **{rows_name(n): rows_columns(kept) for n, kept in manifest.documents.items()},
        }
        for name, columns in tables.items():
            files = [path / part.path for part in manifest.tables.get(name, ())]
            cursor.execute(_created(f"{catalogue}.{name}", columns, files))
        _check_types(cursor, path.name, catalogue, tables)
    except (duckdb.Error, UnreadableData) as error:
        cursor.execute(f"detach {catalogue}")
        raise damaged(path.name, error, REMEDY) from None
    return manifest, watched


def _created(table: str, columns: Columns, files: list[Path]) -> str:
    """Return the statement of a view of some files, or of an empty table where there is none."""
    if not files:
        return f"create table {table} ({columns_in_sql(columns)})"
    listed = ", ".join(_text_in_sql(glob.escape(str(file.absolute()))) for file in files)
    return f"create view {table} as select {', '.join(columns)} from read_parquet([{listed}])"


def _text_in_sql(text: str) -> str:
    """Return a text as SQL has it: the definition of a view cannot have parameters."""
    return "'" + text.replace("'", "''") + "'"


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
