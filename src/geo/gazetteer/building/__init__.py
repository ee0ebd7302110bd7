"""Building the index: the places of all sources as rows, written table by table."""
