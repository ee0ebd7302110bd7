"""Weeks, quarters, halves of a year and decades, as they are written."""

__all__ = ["span_of"]

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from geo.importers.cells.dates.when import When

_YEAR = r"(?P<y>\d{4})"
_GAP = r"[ ,./-]*(?:of |de |du |del )?"
_WEEK = r"(?:w|wk|week|kw|woche|semaine|sem|semana|settimana|неделя|minggu|hafta)"
_QUARTER = (
    r"(?:q(?P<n>[1-4])|(?P<n_>[1-4])(?:st|nd|rd|th|er|e|o|\.)?"
    r" ?(?:q|qtr|quarter|trimestre|quartal|квартал))"
)


def _week(found: re.Match[str]) -> When:
    year, week = int(found["y"]), int(found["w"])
    if day := found.groupdict().get("d"):
        return When(date.fromisocalendar(year, week, int(day)), "day")
    first = date.fromisocalendar(year, week, 1)
    return When(first, "week", first + timedelta(days=6))


def _months(found: re.Match[str], size: int) -> When:
    parts = found.groupdict()
    last = int(parts["n"] or parts.get("n_") or 0) * size
    year = int(found["y"])
    end = date(year, last, calendar.monthrange(year, last)[1])
    return When(date(year, last - size + 1, 1), "months", end)


def _quarter(found: re.Match[str]) -> When:
    return _months(found, 3)


def _half(found: re.Match[str]) -> When:
    return _months(found, 6)


def _decade(found: re.Match[str]) -> When:
    first = int(found["y"]) * 10
    return When(date(first, 1, 1), "months", date(first + 9, 12, 31))


def _day_of_year(found: re.Match[str]) -> When:
    first = date(int(found["y"]), 1, 1)
    day = first + timedelta(days=int(found["n"]) - 1)
    if day.year != first.year or day < first:
        raise ValueError(found[0])
    return When(day, "day")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When]], ...] = tuple(
    (re.compile(form), make)
    for form, make in (
        (rf"{_YEAR}[- ]?w(?P<w>\d{{1,2}})(?:-?(?P<d>[1-7]))?", _week),  # ISO 8601
        (rf"{_YEAR}{_GAP}{_WEEK}[ .]*(?P<w>\d{{1,2}})", _week),
        (rf"{_WEEK}[ .]*(?P<w>\d{{1,2}}){_GAP}{_YEAR}", _week),
        (rf"{_YEAR}-(?P<n>\d{{3}})", _day_of_year),  # ISO 8601
        (rf"{_YEAR}{_GAP}{_QUARTER}", _quarter),
        (rf"{_QUARTER}{_GAP}{_YEAR}", _quarter),
        (rf"{_YEAR}{_GAP}t(?P<n>[1-4])", _quarter),  # trimestre
        (rf"t(?P<n>[1-4]){_GAP}{_YEAR}", _quarter),
        (rf"{_YEAR}{_GAP}[hs](?P<n>[12])", _half),  # half, semestre
        (rf"[hs](?P<n>[12]){_GAP}{_YEAR}", _half),
        (r"(?P<y>\d{3})(?:0s|x|u)", _decade),  # 2010s, and 201X as EDTF has it
    )
)


def span_of(text: str) -> When | None:
    """Return the days of a week, a quarter, a half of a year or a decade; None for other texts.

    Raises ValueError where the calendar does not have it.
    """
    matches = ((form.fullmatch(text), make) for form, make in _FORMS)
    return next((make(found) for found, make in matches if found), None)
