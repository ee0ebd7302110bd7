"""Exported tables, and what other readers and an import read from them."""

import csv
import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from geo.exports import export_bytes
from geo.exports.column_dictionary import COLUMNS
from geo.exports.selection import Selection, select
from geo.exports.table_rows import ExportedRow, TableCell, table_row
from geo.intake.dataset import load
from geo.model.incident import Incident
from geo.store.store import Store
from samples import curated

TODAY = date(2099, 1, 1)  # whatever is read in a test is known by then, also after midnight
NAMES = [column.name for column in COLUMNS]
READ = [column.name for column in COLUMNS if column.is_read]


@cache
def everything() -> Selection:
    """Return the curated records as they are selected."""
    store = Store(TODAY)
    store.add(curated().values())
    return select(store)


def selection(*incidents: Incident) -> Selection:
    """Return a selection of these incidents, in their order."""
    return replace(everything(), incidents=lambda: iter(incidents))


def row(one: Incident) -> ExportedRow:
    return table_row(one, TODAY)


def said(one: Incident) -> dict[str, TableCell]:
    """Return the cells of a row that say something."""
    return {name: cell for name, cell in row(one).items() if cell is not None}


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_rows(content: bytes, sheet: str = "Incidents") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book[sheet].iter_rows(values_only=True))


def read_back(format_: str, *incidents: Incident) -> list[dict[str, str]]:
    """Return the cells of what is read from an exported file, for what an import reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"again.{format_}"
        path.write_bytes(export_bytes(selection(*incidents), format_))
        found = load(path, geocode=False)
    assert [str(finding) for finding in found.findings] == []
    return read_cells(found)


def read_cells(incidents: Iterable[Incident]) -> list[dict[str, str]]:
    """Return the cells as they are written, for what an import reads."""
    rows = csv_rows(export_bytes(selection(*incidents), "csv"))
    return [{name: cells[name] for name in READ} for cells in rows]
