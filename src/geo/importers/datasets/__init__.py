"""The published datasets, one module each: every module here declares one as IMPORTER."""
