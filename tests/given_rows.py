"""Rows of a source that a test makes up: each has an incident of its own, and no file."""

__all__ = ["given_row", "given_rows"]

from collections.abc import Iterable
from typing import Any

from geo.importers.published import Document, DocumentRows, StoredDocument
from geo.importers.row import ImportedRow, StoredRow
from geo.importers.survey import Survey
from geo.model.feature import text_from_incident
from geo.model.incident import Incident
from geo.store.documents import FEATURES


class _GivenRows(DocumentRows):
    def stored_as(self, source: str) -> StoredDocument:
        return FEATURES


def given_row(line: int, found: Incident | None = None, **changes: Any) -> ImportedRow:
    """Return the row of an incident, which is kept as a Feature."""
    cells = (text_from_incident(found),) if found else ()
    stored = StoredRow(line, is_repeated=False, cells=cells) if found else None
    return ImportedRow(line=line, incident=found, stored=stored, **changes)


def given_rows(rows: Iterable[ImportedRow]) -> DocumentRows:
    """Return rows as an importer does."""
    return _GivenRows(Document(name="rows"), (), iter(rows), survey=Survey(), mapping={})
