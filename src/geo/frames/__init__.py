"""Incidents as GeoDataFrame, GeoParquet and GeoPackage."""
