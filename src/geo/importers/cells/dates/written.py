"""Year, month and day as a text has them: in numbers, or with the name of a month."""

__all__ = ["Written", "parts_without_year", "written_dates"]

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.importers.cells.dates.calendars import Calendar, Month, named_months
from geo.importers.cells.dates.when import Order


class Written(NamedTuple):
    """The parts of a date; `calendar` is None where only the column can tell it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    calendar: Calendar | None = None
    order: Order | None = None  # where the numbers could stand in another one
    has_short_year: bool = False


_YEAR = r"(?P<y>\d{4})"
_ANY_YEAR = r"(?P<y>\d{4}|\d{2})"
_NOT_KNOWN = r"(?:00|xx|uu|\?\?)"  # as MySQL, EDTF and people write it
# In the groups: y, m, d are year, month and day, n the name of a month; a, b two numbers of which
# either is the day. A text between a name and a number may only be of FILLERS.
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_YEAR}([-/.]){_NOT_KNOWN}(?:\2{_NOT_KNOWN})?",
        rf"{_YEAR}([-/.])(?P<m>\d\d)\2{_NOT_KNOWN}",
        rf"{_NOT_KNOWN}([-/.]){_NOT_KNOWN}\1{_YEAR}",
        rf"{_NOT_KNOWN}([-/.])(?P<m>\d\d)\1{_YEAR}",
        _YEAR,
        rf"{_YEAR}[-/. ](?P<m>\d{{1,2}})",
        rf"{_YEAR} ?([-/. ]) ?(?P<m>\d{{1,2}}) ?\2 ?(?P<d>\d{{1,2}})\.?",
        rf"(?P<m>\d{{1,2}}) ?[-/. ] ?{_YEAR}",
        rf"(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?{_ANY_YEAR}",
        rf"(?P<a>\d{{1,2}}) ?([-/ ]) ?(?P<b>\d{{1,2}}) ?\2 ?{_ANY_YEAR}",
        rf"(?P<d>\d{{1,2}})(?P<n>\D+){_YEAR}",
        rf"(?P<d>\d{{1,2}})(?P<n>\D+?)'?{_ANY_YEAR}",
        rf"(?P<n>\D+)(?P<d>\d{{1,2}})(?P<filler>\D+?)'?{_ANY_YEAR}",
        rf"(?P<n>\D+){_YEAR}",
        r"(?P<n>[^\d\W]+)\.?(?:[-/]| ?')(?P<y>\d{2})",
        rf"{_YEAR}(?P<n>\D+)(?P<d>\d{{1,2}})(?P<filler>[^\W\d]{{2}})?",
        rf"{_YEAR}(?P<n>\D+)",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})t?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?z?",
    )
)
# What stands before the end of a span: "22 to 24 March 2024", "28 Feb – 2 Mar 2024".
_WITHOUT_YEAR = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.?",
        r"(?P<a>\d{1,2})[-/](?P<b>\d{1,2})",
        r"(?P<d>\d{1,2})(?P<n>\D+)",
        r"(?P<n>\D+)(?P<d>\d{1,2})(?:st|nd|rd|th)?",
        r"(?P<n>\D+)",
    )
)
FILLERS = frozenset(
    "st nd rd th er ere eme o a de del of the di da do la le el d' г года ا من".split()  # noqa: SIM905
)
# A sign behind a year that says whose years these are.
_ERA = re.compile(
    r"(?<=\d) ?(?:(?P<islamic>a\.?h\.?|ه(?:\.? ?ق)?|هجری(?: قمری)?|hijri(?:ah?)?)"
    r"|(?P<jalali>a\.?p\.?|ه?\.? ?ش|هجری شمسی|شمسی|خورشیدی|shamsi)"
    r"|(?P<gregorian>a\.?d\.?|c\.?e\.?|م|میلادی|г|год|года|р))[ .)]*$"
)
_SIGN = " .,-/'()"


def written_dates(text: str) -> list[Written]:
    """Return the dates that a text, as `plain_date` has it, may be; none if it is not one."""
    bare, calendar = _without_era(text)
    found = _first_of(_FORMS, bare)
    return [each._replace(calendar=calendar) for each in found] if calendar else found


def parts_without_year(text: str) -> list[Written]:
    """Return the days and months that a text without a year may mean."""
    return _first_of(_WITHOUT_YEAR, text.strip(_SIGN))


def _first_of(forms: Sequence[re.Pattern[str]], text: str) -> list[Written]:
    matches = (form.fullmatch(text) for form in forms)
    return next((all_ for found in matches if found and (all_ := [*_written(found)])), [])


def _without_era(text: str) -> tuple[str, Calendar | None]:
    if found := _ERA.search(text):
        return text[: found.start()], found.lastgroup  # type: ignore[return-value]  # a calendar
    return text, None


def _written(found: re.Match[str]) -> Iterator[Written]:
    parts = found.groupdict()
    if not _is_filler(parts.get("filler")):
        return
    year = parts.get("y")
    base = Written(
        year=int(year) if year else None,
        month=_number(parts.get("m")),
        day=_number(parts.get("d")),
        has_short_year=bool(year) and len(year or "") == len("24"),
    )
    if "n" in parts:
        for calendar, number in _months(parts["n"]):
            yield base._replace(month=number, calendar=calendar)
    elif "a" in parts:
        yield from _both_orders(base, int(parts["a"]), int(parts["b"]), found[0])
    else:
        yield base


def _both_orders(base: Written, one: int, other: int, text: str) -> Iterator[Written]:
    yield base._replace(day=one, month=other, order="dmy")
    yield base._replace(day=other, month=one, order="mdy")
    if base.has_short_year and "-" in text:  # as ISO 8601, without the century
        yield base._replace(year=one, month=other, day=base.year, order="ymd")


def _months(name: str) -> tuple[Month, ...]:
    """Return what a name of a month means, with words such as "of" around it."""
    words = name.strip(_SIGN)
    while words:
        if found := named_months(words):
            return found
        first, _, rest = words.partition(" ")
        before, _, last = words.rpartition(" ")
        if first in FILLERS:
            words = rest.strip(_SIGN)
        elif last in FILLERS:
            words = before.strip(_SIGN)
        else:
            return ()
    return ()


def _is_filler(text: str | None) -> bool:
    return all(word in FILLERS for word in re.split(r"[ .,/'-]+", text or "") if word)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None
