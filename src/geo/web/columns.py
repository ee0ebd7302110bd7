"""The columns file of a query: made once for all readers, sent compressed to who takes that."""

__all__ = ["MEDIA_TYPE", "columns_of"]

from geo.atlas.atlas import Atlas
from geo.errors import BadValue
from geo.maps.page_rules import COLLECTION_BYTES
from geo.query.query import Query
from geo.settings import limit
from geo.store.store import Store

MEDIA_TYPE = "application/octet-stream"


def columns_of(opened: Atlas, query: Query) -> bytes:
    """Return the columns of all matches as gzip; without a session's own files, they are kept.

    Raises BadValue where they are more than GEO_LIMIT_COLUMNS records or COLLECTION_BYTES bytes.
    """
    matched, most = opened.store.summary(query).matched, limit("columns")
    if matched > most:
        _refuse(query, f"{matched:,} records match, and columns of at most {most:,} are given")
    if opened.own_files:
        found = _packed(opened.store, query)
    else:
        question = (opened.edition, query, limit("marks"))
        found = opened.kept_columns.get(question, lambda: _packed(opened.store, query))
    if not found:
        most_mb = COLLECTION_BYTES // 10**6
        _refuse(query, f"the columns of these {matched:,} records are larger than {most_mb} MB")
    return found


def _refuse(query: Query, rule: str) -> None:
    raise BadValue("query", str(query), f"{rule}: narrow it, or ask /api/cells for each view")


def _packed(store: Store, query: Query) -> bytes:
    """Return the columns file as gzip; nothing where it is too large, which is kept as well."""
    from geo.exports.carried.packed import packed  # loads NumPy, which no other answer needs

    found = packed(store.site_rows(query)).gzipped()
    return found if len(found) <= COLLECTION_BYTES else b""
