"""CSV and TSV files, with whatever delimiter, in bounded memory."""

__all__ = ["open_csv"]

import csv
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from geo.importers.sheets.csv_batches import csv_batches, is_quick
from geo.importers.sheets.csv_lines import csv_lines
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.line import Line
from geo.importers.sheets.options import PLAIN, SheetChoice, SheetOptions
from geo.importers.sheets.sheet_batch import SheetBatch
from geo.importers.sheets.text_file import TextFile, open_text

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20  # lines, in which a header must end


def open_csv(path: Path, options: SheetOptions = PLAIN) -> Grid:
    """Open a delimited text file. Raises UnreadableData."""
    file = open_text(path, options.encoding)
    delimiter, skipped = _dialect(file)

    def below(width: int, above: int) -> Iterator[SheetBatch]:
        return csv_batches(file, delimiter, width, skipped, above)

    return Grid(
        name=path.name or str(path),
        rows=partial(_lines, file, delimiter, skipped),
        below=below if is_quick(file, delimiter) else None,
        warnings=file.warnings,
        choice=SheetChoice(
            encoding=file.encoding,
            open=frozenset() if file.is_certain else frozenset({"encoding"}),
        ),
    )


def _dialect(file: TextFile) -> tuple[str, int]:
    """Return the delimiter that splits the header into most columns, and lines to skip."""
    lines = list(islice(file.lines(), _LOOKED_AT))
    first = lines[0].strip() if lines else ""
    if first.casefold().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], 1  # Excel writes it to tell itself

    def columns(delimiter: str) -> int:
        try:
            return len(next(csv.reader(lines, delimiter=delimiter), ()))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=columns), 0


def _lines(file: TextFile, delimiter: str, skipped: int) -> Iterator[Line]:
    """Yield the rows, the header first."""
    return csv_lines(islice(file.lines(), skipped, None), delimiter, skipped)
