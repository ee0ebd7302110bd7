"""One row of a source, and the incident or the findings that it became."""

__all__ = ["CellValue", "Feature", "ImportedRow", "Raw"]

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from geo.errors import Finding
from geo.model.incident import Incident

CellValue = str | int | float | bool | date | datetime | time | None
Feature = dict[str, Any]  # a GeoJSON Feature of our own model
Raw = dict[str, Any]  # the row as it stands in the source, in values that JSON has


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One row of a source: the incident, or the findings for which it was refused.

    `line` is where it begins: the line of a text file, the row of a sheet, the number of a feature.
    `warnings` say which values of a row that is kept are only in `origin.raw`, or were changed; the
    first row, kept or not, also has those about the whole file.
    """

    line: int
    incident: Incident | None
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
