"""Records as they were imported: each is made of its row again, by the importer of its document."""

__all__ = ["Records"]

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from geo.errors import UnreadableData
from geo.importers.published import StoredDocument
from geo.importers.row import StoredRow
from geo.model.feature import incident_from_feature
from geo.model.incident import Incident
from geo.store.documents import FEATURES
from geo.store.history.knowledge import as_known
from geo.store.source_rows import KeptRow, rows_columns, rows_name

Ask = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]


class Make(Protocol):
    """Makes the incident of a row, with or without that row."""

    def __call__(self, row: StoredRow, *, raw: bool = True) -> Incident: ...


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The table of a document's rows, which numbers them from `first`."""

    table: str
    document: StoredDocument
    first: int

    @cached_property
    def incident(self) -> Make:
        """Return what makes an incident of a row. Raises UnreadableData."""
        if self.document.source == FEATURES.source:
            return _from_feature
        from geo.importers.sources import stored_rows  # loads all importers

        return stored_rows(self.document).incident

    @property
    def columns(self) -> str:
        """Return the columns of a KeptRow."""
        return ", ".join(rows_columns(self.document))


class Records:
    """Opens records by their numbers; documents have numbers too, in one row over all files."""

    def __init__(self, rows: Mapping[int, _Rows] | None = None) -> None:
        self._rows = dict(rows or {})

    @property
    def end(self) -> int:
        """Return the number after that of the last document."""
        return max(self._rows, default=-1) + 1

    def with_documents(
        self, schema: str, documents: Mapping[int, StoredDocument], first: int
    ) -> "Records":
        """Return records with those of a schema too, whose numbers of records begin at `first`.

        Its numbers of documents begin at `end`.
        """
        added = {
            self.end + number: _Rows(
                table=f"{schema}.{rows_name(number)}",
                document=document,
                first=first,
            )
            for number, document in documents.items()
        }
        return Records(self._rows | added)

    def opened(
        self,
        ask: Ask,
        found: Sequence[tuple[int, int]],
        *,
        day: date | None = None,
        raw: bool = True,
    ) -> Iterator[Incident]:
        """Yield the incidents of pairs of a number and a document; `ask` is told of statements.

        They are as they were known at the end of a day, where one is given. Without `raw` they do
        not have the rows of their sources. Raises UnreadableData.
        """
        numbers = dict[int, list[int]]()
        for n, document in found:
            numbers.setdefault(document, []).append(n)
        kept: dict[int, tuple[_Rows, KeptRow]] = {
            rows.first + each.n: (rows, each)
            for rows, listed in ((self._rows[d], listed) for d, listed in numbers.items())
            for each in self._kept(ask, rows, listed)
        }
        opened = (_opened(kept.get(n), raw=raw) for n, _ in found)
        return (as_known(incident, day) for incident in opened) if day else opened

    def _kept(self, ask: Ask, rows: _Rows, numbers: Sequence[int]) -> Iterator[KeptRow]:
        # As a join DuckDB skips what holds none of them; a list of constants is read far slower.
        is_asked = "n in (select unnest($numbers))"
        sql = f"select {rows.columns} from {rows.table} where {is_asked}"
        found = ask(sql, {"numbers": [n - rows.first for n in numbers]})
        return map(KeptRow.from_values, found)


def _opened(found: tuple[_Rows, KeptRow] | None, *, raw: bool) -> Incident:
    if found is None:
        raise UnreadableData("a row of the store is missing: import its file again")
    rows, kept = found
    if not any(kept.row.cells):  # no row of a file is empty
        raise _damaged(rows, kept)
    try:
        incident = rows.incident(kept.row, raw=raw)
        return _placed(incident, kept.placement) if kept.placement else incident
    except ValueError as error:
        raise _damaged(rows, kept) from error


def _damaged(rows: _Rows, kept: KeptRow) -> UnreadableData:
    rule = "cannot be read, since it is damaged: import the file again"
    return UnreadableData(f"line {kept.row.line} of {rows.document.name} {rule}")


def _from_feature(row: StoredRow, *, raw: bool = True) -> Incident:
    (text,) = row.cells
    incident = incident_from_feature(json.loads(text or ""))
    return incident if raw else replace(incident, origin=replace(incident.origin, raw={}))


def _placed(incident: Incident, placement: str) -> Incident:
    from geo.gazetteer.placed_feature import placed_incident, placement_from_text

    return placed_incident(incident, placement_from_text(placement))
