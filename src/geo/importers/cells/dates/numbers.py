"""Numbers that stand for days: those of Excel, and seconds or milliseconds since 1970."""

__all__ = ["day_of_epoch", "day_of_serial", "is_serial"]

import re
from datetime import date, timedelta

from geo.importers.cells.dates.when import EPOCH, When

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EPOCH = re.compile(r"(-?\d{9,10}|-?\d{12,13})(?:\.\d+)?", re.ASCII)
# Excel counts 29 February 1900, which was none: from 1 March 1900 (61) on, its days are right.
_EXCEL_ZERO = date(1899, 12, 30)
_UNIX_ZERO = date(1970, 1, 1)
_SECONDS, _MILLISECONDS = 86_400, 86_400_000  # of a day
_LATEST = date(2100, 1, 1)


def is_serial(text: str) -> bool:
    """Tell whether a text may be the number of a day in Excel: 10000 is in 1927, 99999 in 2173."""
    return bool(_SERIAL.fullmatch(text))


def day_of_serial(text: str) -> date:
    """Return the day of a number of Excel, as Windows and newer Macs count them.

    >>> day_of_serial("45373.75")
    datetime.date(2024, 3, 22)
    """
    return _EXCEL_ZERO + timedelta(days=int(float(text)))


def day_of_epoch(text: str) -> When | None:
    """Return the day in UTC of seconds (9 or 10 digits) or milliseconds (12 or 13) since 1970.

    >>> day_of_epoch("1711065600").start, day_of_epoch("1711065600000").start
    (datetime.date(2024, 3, 22), datetime.date(2024, 3, 22))
    """
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    digits = found[1].lstrip("-")
    unit = _SECONDS if len(digits) <= len("1711065600") else _MILLISECONDS
    day = _UNIX_ZERO + timedelta(days=int(found[1]) // unit)
    return When(day, "day", doubts=(EPOCH,)) if day < _LATEST else None
