r"""Cells as texts and back: a table of texts keeps the numbers and days of typed files exactly.

A text stands as it is. Any other cell is a mark, a letter for its kind, and its text; a text that
begins with the mark gets one too. An empty cell stays None.

>>> text_from_cell("Kerman"), text_from_cell(2.5), cell_from_text("\x1fd2024-01-03")
('Kerman', '\x1ff2.5', datetime.date(2024, 1, 3))
"""

__all__ = ["MARK", "cell_from_text", "cell_name", "cell_names", "text_from_cell"]

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from geo.importers.row import CellValue

MARK = "\x1f"  # the unit separator of ASCII, which texts do not have
_LARGEST_DECIMAL = 10**4000  # Python refuses to write longer numbers in decimal digits


def _text_from_whole(number: int) -> str:
    is_short = -_LARGEST_DECIMAL < number < _LARGEST_DECIMAL
    return str(int(number)) if is_short else hex(number)


# Kinds from the narrow to the wide: True is an int too, and a datetime is a date.
_KINDS: tuple[tuple[type, str, Callable[[Any], str], Callable[[str], CellValue]], ...] = (
    (str, "s", str, str),
    (bool, "b", str, "True".__eq__),
    (int, "i", _text_from_whole, lambda text: int(text, 0)),
    (float, "f", float.__repr__, float),
    (datetime, "m", datetime.isoformat, datetime.fromisoformat),
    (date, "d", date.isoformat, date.fromisoformat),
    (time, "t", time.isoformat, time.fromisoformat),
)
_WRITERS = {kind: (f"{MARK}{letter}", write) for kind, letter, write, _ in _KINDS}
_READERS = {letter: read for _, letter, _, read in _KINDS}


def text_from_cell(cell: CellValue) -> str | None:
    """Return the text that `cell_from_text` reads as the same cell."""
    if cell is None or (isinstance(cell, str) and not cell.startswith(MARK)):
        return cell
    mark, write = _WRITERS.get(type(cell)) or _writer_of_kin(cell)
    return mark + write(cell)


def cell_from_text(text: str | None) -> CellValue:
    """Return the cell that a text stands for. Raises ValueError for one that none stands for."""
    if text is None or not text.startswith(MARK):
        return text
    read = _READERS.get(text[1:2])
    if read is None:
        raise ValueError(f"{text!r} does not stand for a cell")
    return read(text[2:])


def cell_name(place: int) -> str:
    """Return what the column with the texts of the cells at a place is called, from "c0" on."""
    return f"c{place}"


def cell_names(columns: Iterable[str]) -> list[str]:
    """Return those of some columns that have cells: no other name begins with this letter."""
    return [name for name in columns if name.startswith("c")]


def _writer_of_kin(cell: CellValue) -> tuple[str, Callable[[Any], str]]:
    """Return the writer for a subclass, such as the days of pandas."""
    return next(writer for kind, writer in _WRITERS.items() if isinstance(cell, kind))
