"""Files to rows of texts: CSV, Excel, Parquet and streams of features."""
