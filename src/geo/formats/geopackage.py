"""The rows of a layer of a GeoPackage.

GDAL never opens a reader's file, because it follows references in it to other files and to the
network. SQLite reads it here, read-only: stored columns of plain tables only. Views, virtual tables
and generated columns could run code, and are not read; extensions cannot be loaded.
"""

__all__ = ["INSTEAD", "GisRow", "has_layer", "is_geopackage", "rows", "rows_of_others"]

import sqlite3
from collections.abc import Collection, Iterator, KeysView, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import UnreadableData
from geo.formats.crs import REMEDY, other_crs
from geo.formats.file_errors import file_errors
from geo.settings import limit

SQLITE = b"SQLite format 3\0"
INSTEAD = "save its layer as GeoJSON or CSV, or use geo export if it made the file"
APPLICATIONS = (b"GPKG", b"GP10", b"GP11")  # of GeoPackage 1.2 and later, 1.0, 1.1
APPLICATION = slice(68, 72)  # bytes of the application id of an SQLite file
WORLD = 4326  # the number of WGS 84
NUMBERS = {"fid", "ogc_fid"}  # what programs call the column that counts the rows
UNDEFINED = (-1, 0)  # numbers of a coordinate system that nobody has named
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # bytes, by the code in the flags
HEADER = 8  # bytes before the envelope

# Tables of the format → their columns that are read here.
_OF_THE_FORMAT = {
    "gpkg_contents": {"table_name"},
    "gpkg_geometry_columns": {"table_name", "column_name", "srs_id"},
    "gpkg_spatial_ref_sys": {"srs_id", "definition"},
}
_LAYERS = """
select table_name, column_name, g.srs_id, s.definition
from gpkg_contents c
join gpkg_geometry_columns g using (table_name)
left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
limit ?
"""
# As SQLite sees them, whatever the list in the file says.
_TABLES = "select name from pragma_table_list where schema = 'main' and type = 'table'"


class GisRow(NamedTuple):
    """A geometry, which should be well-known binary, and the other columns by name."""

    geometry: Any
    columns: dict[str, Any]


class _Layer(NamedTuple):
    table: str
    geometry: str
    srs_id: Any
    definition: Any


def is_geopackage(path: Path) -> bool:
    """Tell whether a file has the mark of a GeoPackage. Raises OSError if it cannot be opened."""
    with path.open("rb") as file:
        begin = file.read(APPLICATION.stop)
    return begin.startswith(SQLITE) and begin[APPLICATION] in APPLICATIONS


def has_layer(path: Path, required: Collection[str]) -> bool:
    """Tell whether a layer has the required columns. Raises UnreadableData."""
    with _reading(path) as connection:
        layers = _layers(connection, path.name)
        return any(_columns(connection, layer.table) >= set(required) for layer in layers)


def rows(path: Path, columns: Collection[str], required: Collection[str]) -> list[GisRow]:
    """Return the rows of the one layer with the required columns, and with those others it has.

    Raises UnreadableData.
    """
    with _reading(path) as connection:
        found = _layers(connection, path.name)
        layers = [one for one in found if _columns(connection, one.table) >= set(required)]
        if len(layers) != 1:
            text = f"{path.name} has {len(layers)} layers of incidents"
            raise UnreadableData(f"{text}: keep only one")
        stored = _columns(connection, layers[0].table)
        kept = [column for column in columns if column in stored]
        return list(_rows(connection, path.name, layers[0], kept))


def rows_of_others(path: Path) -> list[GisRow]:
    """Return the rows of the only layer of a file of another program, with all its columns.

    The number that the format gives each row is none of them. Raises UnreadableData.
    """
    with _reading(path) as connection:
        layers = _layers(connection, path.name)
        if len(layers) != 1:
            raise _not_one(path.name, [layer.table for layer in layers])
        stored = _columns(connection, layers[0].table)
        kept = [name for name in stored if name != layers[0].geometry and name not in NUMBERS]
        return list(_rows(connection, path.name, layers[0], kept))


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    _check_begin(path)
    try:
        with _opened(path) as connection:
            yield connection
    except sqlite3.DataError:
        text = f"{path.name} has a cell of more than {limit('file_blob'):,} MB"
        raise UnreadableData(f"{text}: shorten it, or remove it") from None
    except sqlite3.Error as error:
        raise UnreadableData(f"{path.name} is damaged or truncated: {error}") from None


def _check_begin(path: Path) -> None:
    with file_errors(path):
        is_one = is_geopackage(path)
    if not is_one:
        raise UnreadableData(f"{path.name} is not a GeoPackage, despite its name")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.execute("pragma trusted_schema = off")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limit("file_blob") << 20)
        # A broken character is a fault of its row, not of the file.
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        yield connection


def _layers(connection: sqlite3.Connection, name: str) -> list[_Layer]:
    """Return the layers that are plain tables. Raises UnreadableData."""
    tables = {table for (table,) in connection.execute(_TABLES)}
    for table, read in _OF_THE_FORMAT.items():
        if table not in tables or not _columns(connection, table) >= read:
            raise UnreadableData(f"{name} is not a GeoPackage: the table of its layers is missing")
    most = limit("file_layers")
    found = list(map(_Layer._make, connection.execute(_LAYERS, (most + 1,))))
    if len(found) > most:
        raise UnreadableData(f"{name} has more than {most:,} layers: keep only one")
    return [layer for layer in found if layer.table in tables]


def _rows(
    connection: sqlite3.Connection, name: str, layer: _Layer, kept: Sequence[str]
) -> Iterator[GisRow]:
    _check_crs(name, layer)
    if layer.geometry not in _columns(connection, layer.table):
        raise _no_geometry(name, layer)
    listed = ", ".join(map(_quoted, (layer.geometry, *kept)))
    # "not indexed" keeps the order of the rows; "rowid" could be the name of a column.
    sql = f"select {listed} from {_quoted(layer.table)} not indexed"  # noqa: S608 — quoted
    for geometry, *values in connection.execute(sql):
        yield GisRow(_well_known(geometry), dict(zip(kept, values, strict=True)))


def _not_one(name: str, layers: list[str]) -> UnreadableData:
    if not layers:
        return UnreadableData(f"{name} has no layer that is a plain table: save its layer again")
    text = f"{name} has {len(layers)} layers ({', '.join(layers)})"
    remedy = "keep only one, or read one with geopandas.read_file(path, layer=…)"
    return UnreadableData(f"{text}: {remedy} and geo.incidents_from_geodataframe")


def _no_geometry(name: str, layer: _Layer) -> UnreadableData:
    text = f"{name} has no stored column {layer.geometry!r} for the geometry of {layer.table}"
    return UnreadableData(f"{text}: save its layer again")


def _columns(connection: sqlite3.Connection, table: str) -> KeysView[str]:
    """Return the stored columns in their order: the pragma leaves out computed ones."""
    found = connection.execute(f"pragma table_info({_quoted(table)})")
    return dict.fromkeys(row[1] for row in found).keys()


def _check_crs(name: str, layer: _Layer) -> None:
    if layer.srs_id in UNDEFINED:
        rule = f"does not name the coordinate system of its layer {layer.table}"
        raise UnreadableData(f"{name} {rule}. {REMEDY}")
    other = other_crs(layer.definition or f"SRS {layer.srs_id}")
    if layer.srs_id != WORLD and other:
        rule = f"has the layer {layer.table} in {other}, not in WGS 84"
        raise UnreadableData(f"{name} {rule}. {REMEDY}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _well_known(blob: Any) -> Any:
    """Return a geometry without the header that GeoPackages give it."""
    if not isinstance(blob, bytes) or len(blob) <= HEADER or blob[:2] != b"GP":
        return blob
    envelope = ENVELOPES.get(blob[3] >> 1 & 7)
    return blob if envelope is None else blob[HEADER + envelope :]
