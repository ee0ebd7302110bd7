"""Incidents as a GeoDataFrame, as GeoParquet and as GeoPackage, and back, without loss."""

__all__ = [
    "features_from_geopackage",
    "geodataframe_from_incidents",
    "geopackage_bytes",
    "geoparquet_bytes",
    "incidents_from_geopackage",
    "incidents_from_geoparquet",
    "is_frame_file",
    "is_own_geopackage",
    "reading_from_geodataframe",
]

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from geo.errors import UnreadableData
from geo.formats import geopackage
from geo.formats.geoparquet import GEOPARQUET, check_world, metadata_of
from geo.formats.wkb import OTHER, POINTS, geometry_type, is_empty
from geo.frames.frame_features import CRS, features_from_frame
from geo.frames.gis_row import incident_from_row, row_from_incident
from geo.importers.geojson import Reading, reading_from_features
from geo.importers.row import Feature
from geo.importers.sheets.sheet import cell_of
from geo.model.feature import feature_from_incident
from geo.model.flat_feature import COLUMNS, EXACT, NESTED, REQUIRED, TEXTS
from geo.model.incident import Incident
from geo.store.tables import batches

if TYPE_CHECKING:
    import pyarrow as pa
    from geopandas import GeoDataFrame

GROUP = 10_000  # rows that a reader of Parquet loads at once
LAYER = "incidents"
GEOMETRY = "geometry"
_GDAL = Lock()  # its settings belong to the process

Position = tuple[float, float]


def geodataframe_from_incidents(incidents: Iterable[Incident]) -> "GeoDataFrame":
    """Return a GeoDataFrame with one row for each incident, in OGC:CRS84 (longitude, latitude).

    The columns are the properties of the features (docs/data-model.md); nested ones are dicts and
    lists. The geometry is a Point, a MultiPoint, or None where an incident has no position.

    >>> import geo
    >>> frame = geo.geodataframe_from_incidents(geo.load(geo.default_path()))
    >>> frame.shape, frame.loc[0, "id"], frame.geometry[0].geom_type
    ((11, 16), 'IR-2017-06-07-tehran', 'MultiPoint')
    """
    import geopandas  # takes 1.3 s
    from shapely.geometry import shape

    features = [feature_from_incident(incident) for incident in incidents]
    geometry = [shape(f["geometry"]) if f["geometry"] else None for f in features]
    rows = [feature["properties"] for feature in features]
    columns = {name: [row.get(name) for row in rows] for name in _names(rows)}
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs=CRS)


def reading_from_geodataframe(frame: "GeoDataFrame") -> Reading:
    """Read a frame of this program, in any order of rows: the incidents, and the refused rows.

    Other columns than those of an incident are left out. Raises BadValue for a frame without a
    geometry, or without a coordinate system.
    """
    return reading_from_features(list(features_from_frame(frame)), incident_from_row)


# --- files -----------------------------------------------------------------------------------


def geoparquet_bytes(incidents: Iterable[Incident], as_of: date, about: Mapping[str, str]) -> bytes:
    """Return incidents as GeoParquet with the columns of gis_row.py, statuses as of a day."""
    from pyarrow import parquet

    table = _table(incidents, as_of)
    # geopandas writes it too, but loses whole numbers and days in columns with unknown values.
    column = {"encoding": "WKB", "geometry_types": ["MultiPoint", "Point"]}  # CRS84 is the default
    geo = {"version": GEOPARQUET, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    metadata = {"geo": json.dumps(geo), "about": json.dumps(about, ensure_ascii=False)}
    file = io.BytesIO()
    parquet.write_table(
        table.replace_schema_metadata(metadata | _for_pandas(table)),
        file,
        compression="zstd",
        row_group_size=GROUP,
    )
    return file.getvalue()


def geopackage_bytes(incidents: Iterable[Incident], as_of: date, about: Mapping[str, str]) -> bytes:
    """Return incidents as a GeoPackage with the columns of gis_row.py, statuses as of a day."""
    import pyogrio

    table = _table(incidents, as_of, is_multi=True)
    file = io.BytesIO()
    with _dated(as_of):
        pyogrio.write_arrow(
            table,
            file,
            driver="GPKG",
            layer=LAYER,
            geometry_name=GEOMETRY,
            geometry_type="MultiPoint",
            crs="EPSG:4326",  # whose longitude comes first in a GeoPackage
            layer_metadata=dict(about),
            layer_options={"DESCRIPTION": about.get("Contents", "")},
        )
    return file.getvalue()


def is_frame_file(path: Path) -> bool:
    """Tell whether a Parquet file has the columns of a frame or layer of this program."""
    from pyarrow import ArrowException, parquet

    try:
        columns = set(parquet.read_schema(path).names)
    except (OSError, ArrowException):
        return False
    return columns >= REQUIRED | {GEOMETRY}


def incidents_from_geoparquet(path: Path) -> Reading:
    """Read a layer or a frame from a GeoParquet file: the incidents, and the refused rows.

    Raises UnreadableData.
    """
    from pyarrow import ArrowException, parquet

    try:  # not with geopandas, which fails on a single broken geometry
        schema = parquet.read_schema(path)
        names = [name for name in schema.names if name in (*TEXTS, *NESTED, EXACT, GEOMETRY)]
        rows = parquet.read_table(path, columns=names).to_pylist()
        geo = metadata_of(schema.metadata)
    except (OSError, ValueError, RecursionError, ArrowException) as error:
        raise UnreadableData(f"{path.name} is not a GeoParquet file: {error}") from None
    _check_encoding(path.name, geo)
    check_world(path.name, geo)
    features = [_feature(row.pop(GEOMETRY), _plain(row)) for row in rows]
    return reading_from_features(features, incident_from_row)


def incidents_from_geopackage(path: Path) -> Reading:
    """Read a layer from a GeoPackage: the incidents, and the refused rows.

    Raises UnreadableData.
    """
    rows = geopackage.rows(path, [*TEXTS, *NESTED, EXACT], REQUIRED)
    features = [_feature(row.geometry, row.columns) for row in rows]
    return reading_from_features(features, incident_from_row)


def is_own_geopackage(path: Path) -> bool:
    """Tell whether a GeoPackage has a layer of this program. Raises UnreadableData."""
    return geopackage.has_layer(path, REQUIRED)


def features_from_geopackage(path: Path) -> list[Feature]:
    """Return the only layer of another program's GeoPackage as Features. Raises UnreadableData."""
    rows = geopackage.rows_of_others(path)
    columns = ({name: cell_of(cell) for name, cell in row.columns.items()} for row in rows)
    return [_feature(row.geometry, each) for row, each in zip(rows, columns, strict=True)]


def _check_encoding(name: str, geo: Any) -> None:
    match geo:
        case {"columns": {"geometry": {"encoding": str() as encoding}}} if encoding != "WKB":
            text = f"{name} has geometries encoded as {encoding}"
            raise UnreadableData(f"{text}: write it as well-known binary (WKB)")


def _feature(binary: Any, columns: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _geometry(binary), "properties": columns}


def _table(incidents: Iterable[Incident], as_of: date, *, is_multi: bool = False) -> "pa.Table":
    """Return the rows of gis_row.py with their geometry; where `is_multi`, a MultiPoint each."""
    import pyarrow as pa

    several = chain([[]], batches(incidents))  # with an empty batch: no incidents have columns too
    parts = (_part(batch, as_of, is_multi=is_multi) for batch in several)
    return pa.concat_tables(parts, promote_options="default")


def _part(incidents: list[Incident], as_of: date, *, is_multi: bool) -> "pa.Table":
    import pyarrow as pa
    from shapely import to_wkb

    rows = [row_from_incident(incident, as_of) for incident in incidents]
    columns = dict(COLUMNS)
    if any(EXACT in row for row in rows):
        columns[EXACT] = str
    types = {str: pa.string(), date: pa.date32(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[type_]) for name, type_ in columns.items()])
    shapes = [_shape(incident.positions, is_multi=is_multi) for incident in incidents]
    geometry = pa.array(to_wkb(shapes), pa.binary())
    return pa.Table.from_pylist(rows, schema).append_column(GEOMETRY, geometry)


def _shape(positions: Sequence[Position], *, is_multi: bool) -> Any:
    from shapely import MultiPoint, Point

    if not positions:
        return None
    return MultiPoint(positions) if is_multi or len(positions) > 1 else Point(positions[0])


def _geometry(binary: Any) -> Any:
    """Return points of well-known binary; else the name of its type, which no Feature accepts."""
    from shapely import from_wkb
    from shapely.errors import ShapelyError
    from shapely.geometry import mapping

    if binary is None or is_empty(binary):
        return None
    kind = geometry_type(binary)
    if kind not in POINTS:
        return kind
    try:
        shape = from_wkb(binary)
        return None if shape.is_empty else mapping(shape)
    except (ShapelyError, ValueError, IndexError):  # the last for an empty point among others
        return OTHER


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let GDAL write this day as the date of the file, not the time of the clock."""
    import pyogrio

    name = "OGR_CURRENT_DATE"
    with _GDAL:
        before = pyogrio.get_gdal_config_option(name)
        pyogrio.set_gdal_config_options({name: f"{day.isoformat()}T00:00:00.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({name: before})


def _for_pandas(table: "pa.Table") -> dict[bytes, bytes]:
    """Return metadata with which pandas keeps whole numbers in columns with unknown values."""
    import pandas
    import pyarrow as pa

    empty = table.slice(0, 0).to_pandas(types_mapper={pa.int64(): pandas.Int64Dtype()}.get)
    metadata: dict[bytes, bytes] = pa.Schema.from_pandas(empty, preserve_index=False).metadata
    return metadata


def _plain(value: Any) -> Any:
    """Return nested values without members that are absent, which the columns have as None."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if part is not None}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row)) or ["id"]
