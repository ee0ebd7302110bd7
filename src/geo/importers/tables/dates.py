"""The date of a table's row: as much of it as is written, in whatever columns."""

__all__ = ["DATE", "when"]

from geo.importers.cells import days
from geo.importers.day_fields import read_when, warn_of_odd_year
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import Feature
from geo.importers.tables.columns import DATE_FIELDS, DATES
from geo.model.incident import PARTIAL_LENGTH, SPANS

DATE = (*DATE_FIELDS, "date_end", "date_precision", "reported")
DATE_PRECISIONS = ("day", "days", "week", "month", "months", "year")


def when(record: Record, document: Document) -> Feature:
    """Return the date, as much of it as is written."""
    given = [read_when(record, name, days.READERS[name]) for name in DATE_FIELDS]
    start = next((when for when in given if when), None)
    end = read_when(record, "date_end", days.partial_day)
    reported = read_when(record, "reported", days.partial_day)
    said = {"reported": reported.text} if reported else {}
    if start is None:
        if not record.findings and not reported:
            _refuse_undated(record)
        return {"precision": "unknown"} | said
    warn_of_odd_year(record, "date", start.start, document)
    return _span(record, start, end) | said


def _refuse_undated(record: Record) -> None:
    if DATES.isdisjoint(record.columns):
        record.refuse("date", "no column is used as the date", "Map one to date.")
    else:
        record.refuse("date", "a record has a date", "Add it, or the day it was reported.")


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
    if stated in DATE_PRECISIONS:
        return stated
    if stated:
        record.warn("date_precision", f"is not one of {', '.join(DATE_PRECISIONS)}")
    if end is None or (end.last == start.start and start.precision == "day"):
        return start.precision
    return "days" if start.precision in ("day", "days", "week") else "months"
