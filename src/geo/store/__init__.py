"""Incidents in DuckDB, in memory and in files."""
