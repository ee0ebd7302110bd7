"""The date of a table's row: as much of it as is written, in whatever columns."""

__all__ = ["DATE", "when"]

from geo.importers.cells import days
from geo.importers.cells.dates.ranges import NOT_BEFORE
from geo.importers.cells.dates.unknown import is_unknown
from geo.importers.checks.day_fields import (
    check_not_contradicted,
    read_when,
    reader_of_other_days,
    warn_of_doubts,
    warn_of_odd_year,
)
from geo.importers.published import Document
from geo.importers.record import BadCell, Record
from geo.importers.row import Feature
from geo.importers.tables.columns import DATE_FIELDS
from geo.importers.tables.date_parts import DATE_PARTS, date_of_parts
from geo.model.incident import PARTIAL_LENGTH, SPANS

DATE = (*DATE_FIELDS, *DATE_PARTS, "date_end", "date_precision", "reported")
LONGEST = 366  # days that a record may last without a doubt about its years
DATE_PRECISIONS = ("day", "days", "week", "month", "months", "year")  # from the finest
FINER = {"month": ("day", "days", "week"), "year": ("day", "days", "week", "month", "months")}


def when(record: Record, document: Document) -> Feature:
    """Return the date, as much of it as is written."""
    start = _start(record, document)
    reader = reader_of_other_days(record.columns)
    end = _read(record, "date_end", reader)
    reported = _read(record, "reported", reader)
    said = {"reported": reported.text} if reported else {}
    if start is None:
        if not record.findings and not reported:
            _say_undated(record)
        return {"precision": "unknown"} | said
    if end:
        _warn_of_odd_end(record, start, end, document)
    if reported:
        _warn_of_odd_report(record, start, reported, document)
    if end and end.last < start.start:
        remedy = f"It begins on {start.words} and ends on {end.words}: correct one of them."
        record.refuse("date_end", NOT_BEFORE, remedy)
        return {}
    return _span(record, start, end) | said


def _start(record: Record, document: Document) -> days.When | None:
    """Read the date from one column or from three, which may not contradict each other."""
    read = ((name, _read(record, name, days.READERS[name])) for name in DATE_FIELDS)
    name, whole = next(((name, when) for name, when in read if when), ("", None))
    try:
        parts = date_of_parts(record)
    except BadCell as error:
        say = record.warn if whole else record.refuse
        say("year", error.rule, error.remedy)
        parts = None
    if whole is None and parts:
        name, whole = parts
        warn_of_doubts(record, name, whole)
    elif whole and parts:
        check_not_contradicted(record, name, whole, parts, document)
    if whole:
        warn_of_odd_year(record, name, whole.start, document)
    return whole


def _read(record: Record, name: str, reader: days.Reader) -> days.When | None:
    """Read a date; a cell that says that it is not known is as an empty one."""
    text = record.text(name)
    return None if text is None or is_unknown(text) else read_when(record, name, reader)


def _say_undated(record: Record) -> None:
    """Keep a row without a date, unless its file has no column of dates at all."""
    name = next((name for name in (*DATE_FIELDS, *DATE_PARTS) if name in record.columns), None)
    if name or "reported" in record.columns:
        rule = "is empty or not known: the record is taken as undated"
        record.warn(name or "reported", rule, "No filter by years finds it.")
    else:
        record.refuse("date", "no column is used as the date", "Map one to date.")


def _warn_of_odd_end(record: Record, start: days.When, end: days.When, document: Document) -> None:
    if end.start > document.read_on:
        record.warn("date_end", "lies in the future", "Correct the year?")
    elif (end.last - start.start).days > LONGEST:
        remedy = f"It begins on {start.words} and ends on {end.words}: is the year right?"
        record.warn("date_end", "is more than a year after the beginning", remedy)


def _warn_of_odd_report(
    record: Record, start: days.When, reported: days.When, document: Document
) -> None:
    if reported.start > document.read_on:
        record.warn("reported", "lies in the future", "Correct the year?")
    elif reported.last < start.start:
        remedy = f"It begins on {start.words}, and the report is of {reported.words}."
        record.warn("reported", "is before the record begins", remedy)


def _span(record: Record, start: days.When, end: days.When | None) -> Feature:
    precision = _date_precision(record, start, end)
    last = end.last if end else start.end
    if last == start.start and precision == "day":
        last = None
    if last is None and precision in SPANS:
        last = start.last
    ended = {} if last is None or precision in PARTIAL_LENGTH else {"end": last.isoformat()}
    return {"start": start.start.isoformat(), "precision": precision} | ended


def _date_precision(record: Record, start: days.When, end: days.When | None) -> str:
    """Return what the row says, or else what its dates are written to."""
    stated = record.text("date_precision")
    if stated in DATE_PRECISIONS and (end or stated not in FINER.get(start.precision, ())):
        return stated
    if stated in DATE_PRECISIONS:
        record.warn("date_precision", "is finer than the date is written", f"It is {start.words}.")
    elif stated:
        record.warn("date_precision", f"is not one of {', '.join(DATE_PRECISIONS)}")
    if end is None or (end.last == start.start and start.precision == "day"):
        return start.precision
    return "days" if start.precision in ("day", "days", "week") else "months"
