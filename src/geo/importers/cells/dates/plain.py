"""The text of a cell in the form that dates are looked for in."""

__all__ = ["CLOCK", "plain_date", "without_time"]

import re

from geo.importers.cells.digits import only_digits_in_ascii
from geo.words.calendar_names import plain_name

_DASHES = re.compile("[‐‑‒–—―−﹣－]")
# Chinese, Japanese and Korean: year, month and day each have their sign.
_SIGNS = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
# What no clock shows, as 25:00, stays in the text, which then cannot be read: a digit of the day
# may be as wrong. ISO 8601 has 24:00 for the end of a day, and 60 for a second that is put in.
_O_CLOCK = r"(?:[01]?\d|2[0-4])"
_SECONDS = r"(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?"
CLOCK = (
    rf"(?:(?:[01]?\d|2[0-3])(?::|h)[0-5]\d{_SECONDS}|24(?::|h)00(?::00(?:[.,]0+)?)?)(?![:\d])"
    r"(?: ?[ap]\.?m\b\.?)?"
)
_OFFSET = r"[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?(?!:?\d)"
_ZONE = rf"(?: ?(?:z|utc|gmt|[a-z]{{2,4}}t)(?![a-z]))?(?: ?{_OFFSET})?"
# A time of day and its zone say nothing more: the local day is meant.
_TIME = re.compile(
    rf"[ ,]*(?:(?<=\d)t|\b(?:at|um|a|a las|las|kl)\.? ?)?(?<!\d){CLOCK}(?: ?- ?{CLOCK})?"
    rf"{_ZONE}(?: ?(?:hrs?|uhr|h)\b\.?)?(?: \([^)]*\))?|[ ,]+\d{{1,2}} ?[ap]\.?m\b\.?"
)
# An hour or a part of the day in words, behind the date or before it.
_OF_DAY = (
    r"(?:(?:early|late|mid) ?-?)?(?:morning|forenoon|noon|midday|afternoon|evening|night|midnight"
    r"|dawn|dusk|matin|midi|apres-midi|soir|soiree|nuit|morgens|vormittags?|mittags?|nachmittags?"
    r"|abends?|nachts?|manana|tarde|noche|manha|noite|утром|днем|вечером|ночью)"
)
_HOUR = rf"(?:(?:ca|gegen|um|vers|a|at|about|around)\.? ?)?{_O_CLOCK} ?(?:uhr|h|hrs?|noon)"
_PART = re.compile(
    rf"[ ,]+(?:in the |at |au |en |le |am |in der |de la |por la |da |a )?(?:{_OF_DAY}|{_HOUR})\.?$"
    rf"|^(?:in )?(?:the )?(?:{_OF_DAY}|{_HOUR})(?<!night)(?: of| on|,) "
)
_MARKS = str.maketrans("،٫٬٪؟。", ",.,%?.")


def plain_date(text: str) -> str:
    """Return a text with the digits 0 to 9, one kind of dash, no case and no time of day.

    >>> plain_date("۲۲ مارس ۲۰۲۴، 14:30 UTC"), plain_date("22–24 March 2024")
    ('22 مارس 2024', '22-24 march 2024')
    """
    if not text.isascii():
        text = _DASHES.sub("-", only_digits_in_ascii(text)).translate(_MARKS)
        text = _SIGNS.sub(_numbers, text)
    return without_time(" ".join(plain_name(text).split()))


def without_time(text: str) -> str:
    """Return a text without the first time of day in it."""
    return _PART.sub("", _TIME.sub(" ", text, count=1).strip(" ,"), count=1)


def _numbers(found: re.Match[str]) -> str:
    return "-".join(part for part in found.groups() if part)
