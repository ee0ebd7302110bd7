"""Looking at a file before its rows are made: what it is, and which parts of it are tasks."""

__all__ = ["LookedFile", "look_at"]

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import Finding
from geo.importers.published import DocumentRows, StoredDocument
from geo.importers.reading import Table, TableRows
from geo.importers.sheets.mark import Mark, Part
from geo.importers.sheets.row_keys import are_repeated
from geo.importers.sheets.sheet import Sheet
from geo.importers.survey import Survey
from geo.intake.run import ReadingWay, open_input
from geo.intake.stable_file import StableFile

Keys = NDArray[np.int64]
ROWS = 131_072  # of a part, at least: a task makes the records of one


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedFile:
    """A file that was looked at: how it is read, and the parts that can be made by themselves.

    Only one of which several machines can read parts has a `sheet`. Of the rows that have the key
    of another one, `repeated` has the numbers.
    """

    stable: StableFile
    path: Path
    document: StoredDocument
    survey: Survey
    unit: str
    warnings: tuple[Finding, ...]
    parts: tuple[Part, ...]
    table: Table | None = None
    sheet: Sheet | None = None
    repeated: Keys | None = None

    @property
    def size(self) -> int:
        """Return how many rows the file has; 0 if that is not known yet."""
        return sum(part.size for part in self.parts)


def look_at(path: Path, way: ReadingWay) -> LookedFile:
    """Look at a file. Raises UnreadableData, and BadValue for a field."""
    file = open_input(path, way)
    rows = file.rows
    looked = LookedFile(
        stable=file.stable,
        path=path,
        document=file.document,
        survey=rows.survey,
        unit=rows.unit,
        warnings=tuple(rows.warnings),
        parts=(Part(None, 0),),
    )
    with file.stable.reading():
        return _with_parts(looked, rows) if isinstance(rows, TableRows) else _counted(looked, rows)


def _counted(looked: LookedFile, rows: DocumentRows) -> LookedFile:
    """Count features: one task makes all of a file."""
    next(rows, None)  # their number is known once the first is made
    return replace(looked, parts=(Part(None, rows.size or 0),))


def _with_parts(looked: LookedFile, rows: TableRows) -> LookedFile:
    """Read the whole table, and find out where parts of it begin, and which rows are repeated."""
    keys, marks, size = list[Keys](), list[Mark | None]([None]), 0
    for batch in rows.sheet.marked():
        if batch.mark and batch.first - _row(marks[-1]) >= ROWS:
            marks.append(batch.mark)
        keys.append(rows.table.keys(batch))
        size += batch.size
    ends = [*map(_row, marks[1:]), size]
    parts = (Part(mark, end - _row(mark)) for mark, end in zip(marks, ends, strict=True))
    repeated = np.flatnonzero(are_repeated(np.concatenate(keys))) if keys else None
    return replace(
        looked,
        parts=tuple(parts),
        table=rows.table,
        sheet=rows.sheet if len(marks) > 1 else None,
        repeated=repeated,
    )


def _row(mark: Mark | None) -> int:
    return mark.row if mark else 0
