"""CSV and TSV files, with whatever delimiter, in bounded memory."""

__all__ = ["open_csv"]

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from geo.errors import Finding
from geo.importers.sheets.delimited.csv_batches import csv_batches, is_quick
from geo.importers.sheets.delimited.csv_lines import CsvRows
from geo.importers.sheets.delimited.dialect import Dialect, dialect_of
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.heading_rows import IsKnown
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.options import PLAIN, SheetChoice, SheetOptions
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.importers.sheets.text_file import TextFile, open_text


def open_csv(path: Path, is_known: IsKnown, options: SheetOptions = PLAIN) -> Grid:
    """Open a delimited text file; `is_known` tells names of columns. Raises UnreadableData."""
    file = open_text(path, options.encoding)
    dialect = dialect_of(file, is_known)
    name, delimiter = path.name or str(path), dialect.delimiter
    habit = Finding(record=name, field="", value="", rule=dialect.habit, remedy="")

    def below(width: int, above: int, start: Mark | None) -> Iterator[SheetBatch]:
        return csv_batches(file, delimiter, width, dialect.skipped, above, start)

    return Grid(
        name=name,
        rows=partial(_lines, file, dialect),
        below=below if dialect.is_usual and is_quick(file, delimiter) else None,
        warnings=(*file.warnings, *([habit] if habit.rule else ())),
        choice=SheetChoice(
            encoding=file.encoding,
            open=frozenset() if file.is_certain else frozenset({"encoding"}),
        ),
        delimiter=delimiter,
    )


def _lines(file: TextFile, dialect: Dialect) -> Iterator[Line]:
    """Yield the rows, the header first."""
    return iter(
        CsvRows(
            dialect.lines(file),
            dialect.delimiter,
            dialect.skipped,
            quote=dialect.quote,
            skips_spaces=dialect.skips_spaces,
        )
    )
