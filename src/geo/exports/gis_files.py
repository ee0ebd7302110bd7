"""GeoParquet and GeoPackage: the incidents as a layer of a GIS."""

__all__ = ["gpkg_from_selection", "parquet_from_selection"]

from geo.exports.about import about
from geo.exports.selection import Selection
from geo.frames.frames import geopackage_bytes, geoparquet_bytes


def parquet_from_selection(selection: Selection) -> bytes:
    """Return GeoParquet 1.1."""
    return geoparquet_bytes(selection.incidents(), selection.as_of, about(selection))


def gpkg_from_selection(selection: Selection) -> bytes:
    """Return a GeoPackage with the layer `incidents`."""
    return geopackage_bytes(selection.incidents(), selection.as_of, about(selection))
