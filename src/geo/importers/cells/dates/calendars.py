"""Calendars: which one a date is of, and the day of ours that it is.

Persian (solar, Jalali) dates are those of Iran and Afghanistan. Islamic dates are converted by the
calendar of Umm al-Qura, which Saudi Arabia has published for the years 1343 to 1500.
"""

__all__ = ["Calendar", "Month", "day_of", "last_day_of", "named_months"]

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from hijridate import Hijri
from persiantools.jdatetime import JalaliDate

from geo.words.calendar_names import months_named, plain_name

Calendar = Literal["gregorian", "jalali", "islamic"]
_MONTHS = 12


class Month(NamedTuple):
    calendar: Calendar
    number: int


# Names of the solar months in Iran, then in Afghanistan (Dari, Pashto), as CLDR has them and in
# Latin letters.
_SOLAR_NAMES = (
    "farvardin فروردین hamal حمل وری",
    "ordibehesht اردیبهشت sawr saur thawr ثور غویی",
    "khordad خرداد jawza jauza جوزا غبرګولی",
    "tir تیر saratan سرطان چنګاښ",
    "mordad amordad مرداد asad اسد زمری",
    "shahrivar shahrivar شهریور sunbula sonbola سنبله وږی",
    "mehr مهر mizan میزان تله",
    "aban آبان aqrab عقرب لړم",
    "azar آذر qaws qaus قوس لیندۍ",
    "dey دی jadi jaddi جدی مرغومی",
    "bahman بهمن dalw dalwa دلو سلواغه",
    "esfand اسفند hut hoot حوت کب",
)
# Islamic months have many spellings in Latin letters.
_LUNAR_NAMES = (
    r"muharram|محرم",
    r"safar|صفر",
    r"rabi\W*(?:al|ul|el)?\W*aw?wal|rabi\W*i|ربیع ?ال?اول",
    r"rabi\W*(?:al|ul|el|ath|uth)?\W*(?:akh?ira?|thani|sani)|rabi\W*ii|ربیع ?ال?(?:ثانی|اخر)",
    r"jum[ao]da\W*(?:al|ul|el)?\W*(?:ula|aw?wal)|jum[ao]da\W*i|جمادی? ?ال?اول[یه]?",
    r"jum[ao]da\W*(?:al|ul|el|ath|uth)?\W*(?:akh?ira?h?|thani(?:ya)?|sani)|jum[ao]da\W*ii"
    r"|جمادی? ?ال?(?:ثانیه?|اخر[یه]?)",
    r"rajab|رجب",
    r"sha\W*ban|شعبان",
    r"rama[dz]h?an|رمضان",
    r"shaww?al|شوال",
    r"(?:dhu|zu|thu|zi)l?\W*(?:al)?\W*q[ia]\W*(?:a)?da?h?|ذ[وی] ?القعده",
    r"(?:dhu|zu|thu|zi)l?\W*(?:al)?\W*hijj?a?h?|ذ[وی] ?الحجه",
)
_SOLAR = {
    plain_name(name): number
    for number, names in enumerate(_SOLAR_NAMES, start=1)
    for name in names.split()
}
_LUNAR = [re.compile(pattern) for pattern in _LUNAR_NAMES]


def named_months(name: str) -> tuple[Month, ...]:
    """Return the months that a name, as `plain_name` has it, may mean; none if it names none."""
    found = [Month("gregorian", number) for number in sorted(months_named(name))]
    if name in _SOLAR:
        found.append(Month("jalali", _SOLAR[name]))
    numbered = enumerate(_LUNAR, start=1)
    found += [Month("islamic", number) for number, known in numbered if known.fullmatch(name)]
    return tuple(found)


def day_of(calendar: Calendar, year: int, month: int, day: int) -> date:
    """Return the day of our calendar. Raises ValueError where there is none."""
    if calendar == "jalali":
        return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    if calendar == "islamic":
        try:
            return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())
        except OverflowError as error:
            raise ValueError(str(error)) from None
    return date(year, month, day)


def last_day_of(calendar: Calendar, year: int, month: int | None) -> date:
    """Return the last day of a month, or of a year. Raises ValueError where there is none."""
    after = (year + 1, 1) if month in (None, _MONTHS) else (year, (month or 0) + 1)
    if calendar == "gregorian" and after[0] > date.max.year:
        return date.max
    return day_of(calendar, *after, 1) - timedelta(days=1)
