"""Files of tables, opened by what they begin with and by the names of columns that we know."""

__all__ = [
    "empty_table",
    "first_rows",
    "holds_features",
    "holds_known_columns",
    "open_sheet",
    "refusal_of_json",
    "with_known_header",
]

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from geo.errors import Finding, UnreadableData, shortened
from geo.importers.checks.garbled_text import garbled_finding
from geo.importers.checks.repeated_names import SAME
from geo.importers.columns import normal_name
from geo.importers.headings.heading import match_heading
from geo.importers.headings.known_names import known_names
from geo.importers.importer import Importer
from geo.importers.record import text_of
from geo.importers.registry import IMPORTERS
from geo.importers.row import CellValue
from geo.importers.sheets.delimited.csv_sheet import open_csv
from geo.importers.sheets.file_kinds import (
    CALAMINE,
    EXCEL,
    JSON,
    PARQUET,
    kind_of_file,
    refusal_of_kind,
)
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.headed_sheet import HEADING_NOT_SURE, ColumnNames, sheet_from_grid
from geo.importers.sheets.json_files.feature_sheet import open_features
from geo.importers.sheets.json_files.json_shape import shape_of_json
from geo.importers.sheets.json_files.json_sheet import first_names, open_json
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import PLAIN, SheetOptions, check_options
from geo.importers.sheets.parquet_sheet import open_parquet
from geo.importers.sheets.sheet import Sheet
from geo.importers.sheets.workbooks.calamine_sheet import open_calamine
from geo.importers.sheets.workbooks.excel_sheet import open_excel
from geo.importers.tables.columns import SYNONYMS

POINTED_AT = 15  # rows that are shown to choose the heading from
TRACED = 200  # rows in which traces of a wrong encoding are looked for
_SAY_COLUMNS = "say what they are with geo import table --map"
OF_HEADINGS = (HEADING_NOT_SURE, SAME)  # what is said of a row that names the columns

_PUBLISHED = {name for importer in IMPORTERS.values() for name in importer.parts.fields}
_NAMES = frozenset({*SYNONYMS, *map(normal_name, _PUBLISHED)})
_OURS = known_names(tuple(SYNONYMS.items()))
# First cells of headings that say of a column no more than that it numbers the rows.
_NUMBERS = ("#", "no", "no.", "nr", "nr.", "n°", "№", "s/n", "ref")


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    return normal_name(name) in _NAMES or match_heading(name, _OURS) is not None


COLUMN_NAMES = ColumnNames(
    is_known=_is_known,
    beginnings=frozenset({*_NUMBERS, *_NAMES, *(name.replace("_", " ") for name in _NAMES)}),
)


def open_sheet(path: Path, options: SheetOptions = PLAIN) -> Sheet:
    """Open a file by what it begins with, whatever its name. Raises UnreadableData."""
    sheet = sheet_from_grid(_open_grid(path, options), options, COLUMN_NAMES)
    garbled = garbled_finding(sheet.name, _first_cells(sheet))
    return _with_doubt(sheet, garbled) if garbled else sheet


def _first_cells(sheet: Sheet) -> Iterator[tuple[str, CellValue]]:
    """Yield the first cells, each with the name of its column, up to where a file is broken."""
    with suppress(UnreadableData):  # whoever reads the rows says so
        for line in islice(sheet.lines(), TRACED):
            yield from zip(sheet.header, line.cells, strict=False)


def _with_doubt(sheet: Sheet, garbled: Finding) -> Sheet:
    """Warn of a text in a wrong encoding, which is asked for where a file has one."""
    asked = frozenset({"encoding"} if sheet.choice.encoding else ())
    choice = replace(sheet.choice, open=sheet.choice.open | asked)
    return replace(sheet, warnings=(*sheet.warnings, garbled), choice=choice)


def holds_features(path: Path) -> bool:
    """Tell a file of GeoJSON, also in lines, from a table. Raises UnreadableData."""
    try:
        return kind_of_file(path) == JSON and shape_of_json(path).is_features
    except OSError:
        return False  # whoever opens it as a table says what is wrong


def holds_known_columns(path: Path, options: SheetOptions = PLAIN) -> bool:
    """Tell a file that can be read as a table and has a column that we know."""
    try:
        return any(map(_is_known, _first_names(path, options)))
    except (OSError, UnreadableData):
        return False


def refusal_of_json(path: Path) -> UnreadableData:
    """Return the error of a JSON file without features and without a column that we know."""
    shape = shape_of_json(path)
    try:
        names = set() if shape.fault else first_names(path, shape)
    except UnreadableData as broken:
        return broken
    return UnreadableData(f"{path.name} {shape.fault or _fault_of_names(names)}")


def _fault_of_names(names: Collection[str]) -> str:
    if not names:
        return "has no records"
    shown = shortened(", ".join(sorted(names)))
    return f"is JSON, and none of its names is known ({shown}): {_SAY_COLUMNS}"


def _first_names(path: Path, options: SheetOptions) -> Iterable[str]:
    """Return the names of a file's columns: of JSON, where each record has its own, the first."""
    if kind_of_file(path) == JSON:
        shape = shape_of_json(path)
        if not (shape.is_features or shape.fault):
            return first_names(path, shape)
    return open_sheet(path, options).header


def first_rows(path: Path, options: SheetOptions = PLAIN) -> list[list[str]]:
    """Return the first rows of a file as texts, titles above the table among them.

    Each begins with its number, as `header_row` counts. Raises UnreadableData.
    """
    lines = islice(_open_grid(path, options).rows(), POINTED_AT)
    return [[str(line.number), *(text_of(cell) or "" for cell in line.cells)] for line in lines]


def _open_grid(path: Path, options: SheetOptions) -> Grid:
    try:
        kind = kind_of_file(path)
    except OSError:
        return open_csv(path, _is_known)  # which says what is wrong
    if kind.refusal:
        raise refusal_of_kind(path, kind)
    check_options(path.name, kind.what, options, kind.options)
    if kind == PARQUET:
        return open_parquet(path)
    if kind == EXCEL:
        return open_excel(path, options, _is_known)
    if kind in CALAMINE:
        return open_calamine(path, kind.what, options, _is_known)
    if kind == JSON:
        return _open_json(path)
    return open_csv(path, _is_known, options)


def _open_json(path: Path) -> Grid:
    shape = shape_of_json(path)
    if shape.is_features:
        return open_features(path)
    if shape.fault:
        raise UnreadableData(f"{path.name} {shape.fault}")
    return open_json(path, shape)


def empty_table(sheet: Sheet, mapping: Collection[str] = ()) -> Sheet:
    """Warn of a table that has names of columns only; `mapping` are those that a user explains.

    Raises UnreadableData for a text that is not a table, which has one column or no known name.
    """
    names = shortened(", ".join(sheet.header))
    known = [name for name in sheet.header if name in mapping or _is_known(name)]
    if len(sheet.header) < 2 or not known:
        fault = f"is not a table: it has no row under {names!r}"
        remedy = "Name its columns, and write one row for each record"
        raise UnreadableData(f"{sheet.name} {fault}. {remedy}")
    finding = Finding(
        record=sheet.name,
        field="",
        value=names,
        rule="names columns, and has no row under them",
        remedy="Add a row for each record, or give the file that has them.",
    )
    return replace(sheet, warnings=(*sheet.warnings, finding))


def with_known_header(sheet: Sheet, importer: Importer, mapping: Mapping[str, str]) -> Sheet:
    """Add the published header to a file that has as many columns and no header."""
    cells = [str(cell).strip() for cell in next(sheet.lines()).cells]
    if mapping or len(cells) != len(importer.header):
        return sheet
    if set(map(normal_name, cells)) & set(importer.header) or not any(map(str.isdigit, cells)):
        return sheet

    def lines() -> Iterator[Line]:
        return chain([Line(0, importer.header)], sheet.lines())

    below = sheet.below
    warnings = [each for each in sheet.warnings if each.rule not in OF_HEADINGS]
    rule = "has no header: the columns are read in the order of the published one"
    finding = Finding(record=sheet.name, field="", value="", rule=rule, remedy="")
    return replace(
        sheet,
        header=tuple(importer.header),
        lines=lines,
        warnings=(*warnings, finding),
        below=below and (lambda above, start: below(above - 1, start)),
        choice=replace(sheet.choice, header_rows=(), open=sheet.choice.open - {"header_row"}),
    )
