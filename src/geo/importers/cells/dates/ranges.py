"""Dates of several days: from one to another, in numbers and in words."""

__all__ = ["NOT_BEFORE", "readings_of_range"]

import re
from collections.abc import Iterator
from itertools import product

from geo.importers.cells.dates.calendars import Calendar
from geo.importers.cells.dates.plain import without_time
from geo.importers.cells.dates.resolved import resolved
from geo.importers.cells.dates.when import Precision, Reading, When
from geo.importers.cells.dates.written import Written, parts_without_year, written_dates
from geo.importers.record import BadCell

NOT_BEFORE = "ends before it begins"
_BEGINS = re.compile(
    r"(?:from|between|du|de|del|desde|entre|von|vom|zwischen|dem|с|со|от|между|dari|antara"
    r"|از|من|بین|the|le|el|den|on|nights? of|night from) "
)
_BETWEEN = re.compile(
    r" (?:to|until|till|through|thru|and|or|bis|und|oder|au|et|ou|a|al|y|o|hasta|ate|e|по|до|и|или"
    r"|s/d|sampai(?: dengan)?|hingga|dan|ve|تا|الی|حتی|و|یا|&|\+) (?:the |le |el |den |dem )?"
    r"| ?(?:/|-) ?"
)
_MIDDLE = r"(?: ?[-/&] ?| to | and | or )"
_TH = r"(?:st|nd|rd|th)?"
# The end has a day only: "March 22-24, 2024", "2024-03-22/24". The group b is what both share.
_SHARED = (
    re.compile(
        rf"(?P<b>\D+ )(?P<one>\d{{1,2}}){_TH}{_MIDDLE}(?P<two>\d{{1,2}}){_TH}(?P<after>,? \d{{4}})"
    ),
    re.compile(
        rf"(?P<b>\d{{4}}([-/.])\d{{1,2}}\2)(?P<one>\d{{1,2}}){_MIDDLE}(?P<two>\d{{1,2}})(?P<after>)"
    ),
)


def readings_of_range(text: str, column: Calendar | None) -> list[Reading]:
    """Return what a text may mean as a range; none if it is not one. Raises BadCell."""
    bare = _BEGINS.sub("", text, count=1) if _BEGINS.match(text) else text
    backwards = []
    for one, other in _ends(bare):
        found = list(_between(one, other, column))
        if good := [each for each in found if each.when.start <= each.when.last]:
            return good
        backwards += found
    if backwards:
        when = backwards[0].when
        raise BadCell(NOT_BEFORE, f"It would begin on {when.start} and end on {when.end}.")
    return []


def _ends(text: str) -> Iterator[tuple[str, str]]:
    for form in _SHARED:
        if found := form.fullmatch(text):
            yield (
                f"{found['b']}{found['one']}{found['after']}",
                f"{found['b']}{found['two']}{found['after']}",
            )
    for found in _BETWEEN.finditer(text):
        yield text[: found.start()], text[found.end() :]


def _between(one: str, other: str, column: Calendar | None) -> Iterator[Reading]:
    lasts = written_dates(without_time(other))
    firsts = written_dates(without_time(one)) or parts_without_year(without_time(one))
    for first, last in product(firsts, lasts):
        if _fit(first, last):
            begin, end = resolved(_completed(first, last), column), resolved(last, column)
            if begin and end:
                yield Reading(_joined(begin.when, end.when), first.order or last.order)


def _fit(first: Written, last: Written) -> bool:
    """Tell whether two dates are written alike: a mere day goes with a day, an order with it."""
    is_alike = not (first.order and last.order) or first.order == last.order
    is_mere_day = first.month is None and first.year is None
    return is_alike and (last.day is not None or not is_mere_day)


def _completed(first: Written, last: Written) -> Written:
    if first.year is not None:
        return first
    month = last.month if first.month is None else first.month
    calendar = first.calendar or last.calendar
    return first._replace(
        year=last.year, month=month, calendar=calendar, has_short_year=last.has_short_year
    )


def _joined(first: When, last: When) -> When:
    doubts = tuple(dict.fromkeys((*first.doubts, *last.doubts)))
    if first.precision == last.precision == "day" and first.start == last.start:
        return When(first.start, "day", doubts=doubts)
    of_days = {"day", "days"} & {first.precision, last.precision}
    precision: Precision = "days" if of_days else "months"
    return When(first.start, precision, last.last, doubts)
