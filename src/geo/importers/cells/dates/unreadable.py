"""Why a text is not a date that can be used, and what to write instead."""

__all__ = ["ISO", "unreadable"]

import re

from geo.importers.cells.dates.numbers import day_of_serial, is_serial
from geo.importers.cells.dates.plain import CLOCK, plain_date
from geo.importers.cells.dates.written import parts_without_year
from geo.importers.record import BadCell

ISO = "Write it as 2024-03-22."
_OPEN = re.compile(
    r"(?:before|after|since|prior to|until|not later than|by|avant|apres|depuis|vor|nach|seit"
    r"|antes de|despues de|desde|до|после|قبل|بعد|پیش از|پس از|sebelum|setelah|sejak)\b.*\d.*"
)
_SEASON = re.compile(
    r".*\b(?:spring|summer|autumn|fall|winter|printemps|ete|automne|hiver|fruhling|fruhjahr|sommer"
    r"|herbst|primavera|verano|otono|invierno|весна|лето|осень|зима)\b.*|\d{4}-2[1-4]"
)
_NO_TIME = re.compile(rf".*(?<!\d)(?!{CLOCK})\d{{1,2}}[:h]\d{{2}}.*")
_DIGITS_6 = re.compile(r"\d{6}")
_KINDS = (
    (_OPEN, "says only before or after which day it was", "Write the days from … to …."),
    (_SEASON, "is a season, which is not the same months everywhere", "Write the months."),
    (_NO_TIME, "has a time of day that no clock shows", "Correct the time, or leave it out."),
    (_DIGITS_6, "has six digits, which can be a month or a day", ISO),
    (re.compile(r"\D*"), "is not a date that can be read", ISO),
)


def unreadable(text: str) -> BadCell:
    """Return what is wrong with a text of which no date can be made."""
    if is_serial(text):
        remedy = f"It would be {day_of_serial(text)}: format the cell as a date, or map the column"
        return BadCell("looks like the number of a day in Excel", f"{remedy} to date_serial.")
    plain = plain_date(text)
    for form, rule, remedy in _KINDS:
        if form.fullmatch(plain):
            return BadCell(rule, remedy)
    if any(part.month for part in parts_without_year(plain)):
        return BadCell("has no year", "Write it as 2024-03-22, with the year.")
    return BadCell("is not a date that can be read", ISO)
