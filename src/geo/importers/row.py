"""One row of a source, and the incident or the findings that it became."""

__all__ = ["CellValue", "Feature", "ImportedRow", "Raw", "StoredRow"]

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from geo.errors import Finding
from geo.model.incident import Incident

CellValue = str | int | float | bool | date | datetime | time | None
Feature = dict[str, Any]  # a GeoJSON Feature of our own model
Raw = dict[str, Any]  # the row as it stands in the source, in values that JSON has


class StoredRow(NamedTuple):
    """A row as a store keeps it: where it began, and its cells as texts of `cell_text`.

    `is_repeated` tells that others say exactly the same.
    """

    line: int
    is_repeated: bool
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One row of a source: the incident, or the findings for which it was refused.

    `line` is where it begins: the line of a text file, the row of a sheet, the number of a feature.
    `warnings` say which values of a row that is kept are only in `origin.raw`, or were changed; the
    first row, kept or not, also has those about the whole file. `stored` is what a store keeps of
    a row with an incident, to make the same one of it again.
    """

    line: int
    incident: Incident | None
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    stored: StoredRow | None = None
