"""A line of a table as a record: its cells under the names of fields, checked and made fit."""

__all__ = ["clean", "record_from_line", "record_name"]

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from geo.errors import Finding
from geo.importers.columns import FieldColumns
from geo.importers.record import Record
from geo.importers.row import CellValue
from geo.importers.sheets.line import NO_VALUE, UNFIT, Line, fitted
from geo.settings import limit

_ERROR = ("is an error of the spreadsheet", "The cell is taken as empty.")
_UNSAVED = (
    "is a formula whose value was not saved",
    "The cell is taken as empty. Open the file in a spreadsheet program, and save it again.",
)


def record_name(line: int, id_: str | None) -> str:
    """Return what findings call the row that begins at a line."""
    return f"{id_} (line {line})"[:100] if id_ else f"line {line}"


def record_from_line(
    line: Line, header: Sequence[str], columns: FieldColumns, id_field: str
) -> Record:
    """Make the record of a line, which has findings already where the line is broken."""
    size = len(header)
    cells = fitted(line.cells, size)
    plain = _is_plain(cells)
    fit = cells if plain else [clean(cell) for cell in cells]
    record = Record(
        line=line.number,
        name="",
        cells={name: fit[place] for name, place in columns.places.items() if place < len(fit)},
        columns=columns.names,
        raw=dict(zip(header, fit if plain else map(_json, fit), strict=False)),
    )
    record.name = record_name(line.number, record.text(id_field))
    _check(record, line, cells, size)
    _warn_of_errors(record, header, line)
    if not plain:
        _check_longest(record, cells)
        _warn_of_unfit(record, header, cells, fit)
    return record


def _is_plain(cells: Sequence[CellValue]) -> bool:
    """Tell at once of all cells, as most rows let us, that they are texts with nothing wrong."""
    try:
        text = "".join(cells)  # type: ignore[arg-type]  # a cell that is not text raises TypeError
        return len(text) <= limit("file_cell") and b"\0" not in text.encode()
    except (TypeError, UnicodeEncodeError):
        return False


def _warn_of_unfit(
    record: Record, header: Sequence[str], cells: Sequence[CellValue], fit: Sequence[CellValue]
) -> None:
    for name, before, after in zip(header, cells, fit, strict=False):
        if before is not after:
            rule = "had characters that are not text (NUL, half of a surrogate pair)"
            finding = Finding(record=record.name, field=name, value="", rule=rule, remedy="")
            record.warnings.append(finding)


def _warn_of_errors(record: Record, header: Sequence[str], line: Line) -> None:
    for place, text in line.errors:
        if place < len(header):
            rule, remedy = _UNSAVED if text == NO_VALUE else _ERROR
            finding = Finding(
                record=record.name, field=header[place], value=text, rule=rule, remedy=remedy
            )
            record.warnings.append(finding)


def _check(record: Record, line: Line, cells: Sequence[CellValue], size: int) -> None:
    if line.fault:
        record.findings.append(_finding(record, line.fault, line.remedy))
    elif len(cells) != size:
        rule = f"has {len(cells)} cells under {size} heading{'s' if size > 1 else ''}"
        remedy = "Check delimiters and quotation marks, and that the first row names the columns."
        record.findings.append(_finding(record, rule, remedy))


def _check_longest(record: Record, cells: Sequence[CellValue]) -> None:
    if record.findings:
        return
    most = limit("file_cell")
    if any(isinstance(cell, str) and len(cell) > most for cell in cells):
        rule = f"has a cell of more than {most:,} characters"
        record.findings.append(_finding(record, rule, "Shorten it."))


def _finding(record: Record, rule: str, remedy: str) -> Finding:
    return Finding(record=record.name, field="", value="", rule=rule, remedy=remedy)


def clean(cell: CellValue) -> CellValue:
    """Return a cell without NUL, and with a sign for half a character; else the very same."""
    if not isinstance(cell, str) or not UNFIT.search(cell):
        return cell
    return UNFIT.sub(lambda found: "" if found[0] == "\0" else "\ufffd", cell)


def _json(cell: CellValue) -> Any:
    """Return a cell as a value that JSON has."""
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, float) and not abs(cell) < float("inf") else cell
