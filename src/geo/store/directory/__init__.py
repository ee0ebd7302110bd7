"""A store directory: a manifest, and part files of Parquet in the order of their places."""
