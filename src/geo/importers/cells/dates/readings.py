"""What a text can mean as a date, in the calendar of its column."""

__all__ = ["NOT_A_DAY", "readings_of"]

import re
from collections.abc import Iterator

from geo.importers.cells.dates.calendars import Calendar
from geo.importers.cells.dates.plain import plain_date
from geo.importers.cells.dates.ranges import readings_of_range
from geo.importers.cells.dates.resolved import resolved
from geo.importers.cells.dates.spans import span_of
from geo.importers.cells.dates.when import ABOUT, NO_END, THIRD, WEEKDAY, WORDS, Reading, When
from geo.importers.cells.dates.written import written_dates
from geo.importers.cells.text_cache import cached_for_short_texts
from geo.importers.record import BadCell
from geo.model import dates
from geo.words.calendar_names import weekdays_named

NOT_A_DAY = "is not a day of the calendar"
ISO = "Write it as 2024-03-22."
LONGEST = 100  # characters; a longer text is a description

_ABOUT = re.compile(
    r"(?:ca|c|circa|cca|approx|approximately|about|around|abt|roughly|probably|possibly|est"
    r"|environ|vers|etwa|gegen|ungefahr|hacia|alrededor de|aprox|aproximadamente|cerca de|por volta"
    r" de|около|примерно|прибл|приблизно|حوالی|حدود|تقریبا|sekitar|yaklasik|~)(?:\b|(?<=~))"
    r"[.,]? *(?P<rest>.*\d.*)"
)
_ABOUT_AFTER = re.compile(
    r"(?P<rest>.*\d.*?) ?(?:[?~%]+|\((?:\?|approx\.?|ca\.?|est\.?)\)|approx\.?)"
)
_REMARK = re.compile(r"(?P<rest>.*\d.*?) ?(?:\([^()\d]*\)|\[[^\[\]\d]*\])")
_OPEN_END = re.compile(r"(?P<rest>.*\d) ?(?:/(?:\.\.)?|(?:-|to) ?(?:present|ongoing|now|today)?)")
# The words for the thirds of a month or a year.
_THIRDS = tuple(
    re.compile(rf"(?:{words})[ -](?P<rest>.+)")
    for words in (
        "early|beginning of|start of|debut|anfang|principios de|inicios de|inicio de|начало"
        "|в начале|اوایل|اوائل|awal",
        "mid|middle of|mi|mitte|mediados de|meados de|середина|в середине|اواسط|منتصف|pertengahan",
        "late|end of|fin|ende|finales de|fines de|fim de|конец|в конце|اواخر|akhir",
    )
)
_WORDS_BEFORE = re.compile(r"(?:on|in|le|am|im|el|en|em|the|week-?end of) (?P<rest>.*\d.*)")
_MARKS = (
    (_ABOUT, ABOUT),
    (_ABOUT_AFTER, ABOUT),
    (_OPEN_END, NO_END),
    (_WORDS_BEFORE, ""),
    (_REMARK, WORDS),
)


@cached_for_short_texts
def readings_of(text: str, column: Calendar | None) -> tuple[Reading, ...]:
    """Return the dates that a text can mean; none where it is not written as one.

    Raises BadCell for what is written as a date, and is none that can be used.
    """
    if len(text) > LONGEST:
        return ()
    plain = plain_date(text)
    found = _dated(plain, column) or _marked(plain, column)
    if not found and written_dates(plain):
        raise BadCell(NOT_A_DAY, ISO)
    return tuple(dict.fromkeys(found))


def _dated(text: str, column: Calendar | None) -> list[Reading]:
    return _undoubted(text, column) or _with_weekday(text, column)


def _undoubted(text: str, column: Calendar | None) -> list[Reading]:
    readings = (resolved(each, column) for each in written_dates(text))
    if found := [reading for reading in readings if reading]:
        return found
    try:
        span = span_of(text)
    except ValueError:
        raise BadCell(NOT_A_DAY, ISO) from None
    return [Reading(span)] if span else readings_of_range(text, column) or _third(text, column)


def _marked(text: str, column: Calendar | None) -> list[Reading]:
    """Read a date with words or signs around it that say how sure it is."""
    for form, doubt in _MARKS:
        if (found := form.fullmatch(text)) and (read := _dated(found["rest"].strip(), column)):
            return [_doubted(each, doubt) for each in read] if doubt else read
    return []


def _doubted(reading: Reading, doubt: str) -> Reading:
    when = reading.when
    return reading._replace(when=when._replace(doubts=(*when.doubts, doubt)))


def _third(text: str, column: Calendar | None) -> list[Reading]:
    """Read a part of a month or of a year."""
    matches = enumerate(form.fullmatch(text) for form in _THIRDS)
    rests = ((number, found["rest"]) for number, found in matches if found)
    wholes = (
        (number, resolved(each, column)) for number, rest in rests for each in written_dates(rest)
    )
    return [
        Reading(_third_of(whole.when, number))
        for number, whole in wholes
        if whole and whole.when.precision in ("month", "year")
    ]


def _third_of(whole: When, number: int) -> When:
    """Return days 1 to 10, 11 to 20 and the rest of a month; four months of a year."""
    doubts = (*whole.doubts, THIRD)
    if whole.precision == "year":
        first = whole.start.replace(month=number * 4 + 1)
        return When(
            first, "months", dates.last_day(f"{first.year:04}-{first.month + 3:02}"), doubts
        )
    first = whole.start.replace(day=number * 10 + 1)
    last = whole.last if number == 2 else whole.start.replace(day=number * 10 + 10)
    return When(first, "days", last, doubts)


def _with_weekday(text: str, column: Calendar | None) -> list[Reading]:
    """Read a date with a day of the week, which decides between two readings."""
    for weekdays, rest in _without_weekday(text):
        if found := _undoubted(rest, column):
            fitting = [each for each in found if each.when.start.weekday() in weekdays]
            return fitting or [_doubted(each, WEEKDAY) for each in found]
    return []


def _without_weekday(text: str) -> Iterator[tuple[frozenset[int], str]]:
    words = text.split(" ")
    for number in range(1, min(len(words), 4)):
        before, rest = " ".join(words[:number]), " ".join(words[number:])
        if weekdays := weekdays_named(before.strip(" .,()")):
            yield weekdays, rest
        start, last = " ".join(words[:-number]), " ".join(words[-number:])
        if weekdays := weekdays_named(last.strip(" .,()")):
            yield weekdays, start.strip(" ,")
