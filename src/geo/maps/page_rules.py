"""How much of a query's records a page takes, to answer by itself."""

__all__ = ["COLLECTION_BYTES", "COLLECTION_RECORDS"]

from geo.settings import LIMITS

COLLECTION_BYTES = 12_000_000  # of a columns file, compressed
COLLECTION_RECORDS = {each.name: each.default for each in LIMITS}["columns"]
