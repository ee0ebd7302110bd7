"""How much of a query's records a page takes, to answer by itself, and in how many cells."""

__all__ = ["COLLECTION_BYTES", "COLLECTION_RECORDS", "MOST_CELLS", "MOST_GROUPS"]

from geo.query.summary import MOST_GROUPS
from geo.settings import LIMITS

_LIMITS = {each.name: each.default for each in LIMITS}
COLLECTION_BYTES = 12_000_000  # of a columns file, compressed
COLLECTION_RECORDS = _LIMITS["columns"]
MOST_CELLS = _LIMITS["cells"]
