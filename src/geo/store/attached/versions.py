"""Which stores this program can read: their versions, and the sources of their rows."""

__all__ = ["check_sources", "check_tables"]

from collections.abc import Iterable, Mapping

from geo.errors import UnreadableData
from geo.importers.published import StoredDocument
from geo.importers.registry import DATASETS
from geo.store.tables import VERSION

Columns = Mapping[str, str]  # types by name


def check_sources(name: str, documents: Iterable[StoredDocument]) -> None:
    """Raise UnreadableData where rows are of a source that this program does not know."""
    unknown = {document.source for document in documents} - {"", "geojson", "table", *DATASETS}
    if unknown:
        rule = f"has rows of {', '.join(sorted(unknown))}, which this version cannot read"
        raise UnreadableData(f"{name} {rule}: open it with the version that made it")


def check_tables(
    name: str, found: Mapping[str, Columns | None], expected: Mapping[str, Columns], remedy: str
) -> None:
    """Raise UnreadableData where tables have other columns than a store of this version."""
    if found != expected:
        rule = f"has other columns than a store of version {VERSION}"
        raise UnreadableData(f"{name} {rule}: {remedy}")
