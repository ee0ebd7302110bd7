"""Small files of rows that tests of importers vary."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from geo.importers import ImportedRow, read
from geo.model.incident import Incident


def written_csv(path: Path, *rows: Mapping[str, Any], delimiter: str = ",") -> Path:
    """Write rows under the names of the first one's keys."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def workbook(
    folder: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()
) -> Path:
    """Write a workbook of sheets by name, some of them hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


def opendocument(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write an OpenDocument spreadsheet of sheets by name, whose cells are texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "<table:table-row>{}</table:table-row>"
    tables = "".join(
        f'<table:table table:name="{name}">'
        f"{''.join(rows.format(''.join(map(cell.format, row))) for row in cells)}</table:table>"
        for name, cells in sheets.items()
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with ZipFile(folder / "own.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return folder / "own.ods"


def read_all(source: str, path: Path, **options: Any) -> list[ImportedRow]:
    """Read a file to its end."""
    return list(read(source, path, **options))


def incidents_of(rows: Sequence[ImportedRow]) -> list[Incident]:
    """Return the incidents; no row may have been refused."""
    assert [finding for row in rows for finding in row.findings] == []
    return [row.incident for row in rows if row.incident]


def warned(rows: Sequence[ImportedRow]) -> list[tuple[str, str]]:
    """Return field and rule of every warning."""
    return [(warning.field, warning.rule) for row in rows for warning in row.warnings]


def refused(rows: Sequence[ImportedRow]) -> list[tuple[str, str]]:
    """Return field and rule of every finding; a row that has one gives no incident."""
    assert all(row.incident is None for row in rows if row.findings)
    return [(finding.field, finding.rule) for row in rows for finding in row.findings]
