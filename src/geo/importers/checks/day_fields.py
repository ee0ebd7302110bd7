"""Fields that hold days: how they are read, and what is odd about the days in them."""

__all__ = [
    "DAY_FIELDS",
    "check_not_contradicted",
    "check_year",
    "read_day_of",
    "read_day_or_year",
    "read_end_day",
    "read_when",
    "reader_of_other_days",
    "warn_of_doubts",
    "warn_of_odd_year",
]

from collections.abc import Callable, Collection
from datetime import MAXYEAR, date
from functools import partial

from geo.importers.cells import days
from geo.importers.cells.days import When
from geo.importers.published import Document
from geo.importers.record import BadCell, Record, text_of
from geo.importers.row import CellValue

# Fields that a published dataset's date may have in a copy, in addition to its own.
DAY_FIELDS = ("date", "date_dmy", "date_mdy")
EARLIEST = 1900  # of the years that a table of incidents tells of
CONTRADICTION = "contradicts another column of the date"


def read_when(record: Record, name: str, reader: Callable[[CellValue], When]) -> When | None:
    """Read a date, and warn of the rules that it is read by; a bad one refuses the row."""
    when = record.read(name, reader)
    if when:
        warn_of_doubts(record, name, when)
    return when


def read_day_of(record: Record, own: str) -> tuple[str, When | None]:
    """Read the day of a published dataset's row: from its own field, or that of a copy.

    Returns the field too. A row without a day is refused.
    """
    fields = (own, *DAY_FIELDS)
    given = next((name for name in fields if record.text(name) is not None), None)
    if given:
        return given, read_when(record, given, _WHOLE_DAYS.get(given, days.day))
    named = next((name for name in fields if name in record.columns), own)
    record.refuse(named, "a record has a date", "Add it.")
    return named, None


def read_day_or_year(record: Record, own: str) -> tuple[str, When | None]:
    """Read the day of a published dataset's row, or its year where the file has no days."""
    has_days = not record.columns.keys().isdisjoint((own, *DAY_FIELDS))
    if has_days or record.text("year") is None:
        return read_day_of(record, own)
    return "year", record.read("year", _year)


def read_end_day(record: Record, name: str, start: str) -> When | None:
    """Read another day of a row in the order of day and month of its first, the field `start`."""
    return read_when(record, name, _WHOLE_DAYS.get(start, days.day))


def _year(cell: CellValue) -> When:
    text = text_of(cell) or ""
    if not (text.isdecimal() and 0 < int(text) <= MAXYEAR):
        raise BadCell("is not a year", "Write four digits.")
    return When(date(int(text), 1, 1), "year")


_WHOLE_DAYS: dict[str, days.Reader] = {
    "date_dmy": partial(days.day, order="dmy"),
    "date_mdy": partial(days.day, order="mdy"),
}


def reader_of_other_days(columns: Collection[str]) -> Callable[[CellValue], When]:
    """Return how the other days of a table are read: in the order and calendar of its dates.

    `columns` are the fields that the table has.
    """
    field = next((name for name in days.READERS if name != "date" and name in columns), "date")
    return days.READERS[field]


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


def check_year(record: Record, name: str, when: When, document: Document) -> None:
    """Compare a date with the field `year`, if there is one, and warn of an odd one."""
    year = (record.text("year") or "").removesuffix(".0")
    if year.isdecimal() and 0 < int(year) <= MAXYEAR:
        said = When(date(int(year), 1, 1), "year")
        check_not_contradicted(record, name, when, ("year", said), document)
    warn_of_odd_year(record, name, when.start, document)


def check_not_contradicted(
    record: Record, name: str, when: When, other: tuple[str, When], document: Document
) -> None:
    """Warn of a date that another column contradicts; refuse it where it is odd by itself too."""
    column, said = other
    if said.start <= when.last and when.start <= said.last:
        return
    is_odd = when.start.year < EARLIEST or when.start > document.read_on
    say = record.refuse if is_odd else record.warn
    theirs = record.columns.get(column, column)
    say(name, CONTRADICTION, f"The column {theirs} says {said.words}: correct one of them.")
