"""Incidents as frames of geopandas, GeoParquet and GeoPackage."""
