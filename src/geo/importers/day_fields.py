"""Fields that hold days: how they are read, and what is odd about the days in them."""

__all__ = ["check_year", "read_when", "warn_of_doubts", "warn_of_odd_year"]

from collections.abc import Callable
from datetime import date

from geo.importers.cells.days import When
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import CellValue

EARLIEST = 1900  # of the years that a table of incidents tells of
CONTRADICTION = "is not in the year that another column names"


def read_when(record: Record, name: str, reader: Callable[[CellValue], When]) -> When | None:
    """Read a date, and warn of the rules that it is read by; a bad one refuses the row."""
    when = record.read(name, reader)
    if when:
        warn_of_doubts(record, name, when)
    return when


def warn_of_doubts(record: Record, name: str, when: When) -> None:
    """Warn of the rules that a date was read by, with the day that they made of it."""
    for doubt in when.doubts:
        record.warn(name, doubt, f"It is read as {when.words}.")


def warn_of_odd_year(record: Record, name: str, first: date, document: Document) -> None:
    """Warn of a day that no table of incidents tells of."""
    if first > document.read_on:
        record.warn(name, "lies in the future", "Correct the year?")
    elif first.year < EARLIEST:
        record.warn(name, f"lies before {EARLIEST}", "Correct the year?")


def check_year(record: Record, name: str, first: date, last: date, document: Document) -> None:
    """Compare a date with the field `year`: warn, and refuse one that is odd by itself too."""
    year = (record.text("year") or "").removesuffix(".0")
    is_odd = first.year < EARLIEST or first > document.read_on
    if not year.isdecimal() or first.year <= int(year) <= last.year:
        warn_of_odd_year(record, name, first, document)
        return
    remedy = (
        f"The column {record.columns.get('year', 'year')} says {int(year)}: correct one of them."
    )
    say = record.refuse if is_odd else record.warn
    say(name, CONTRADICTION, remedy)
