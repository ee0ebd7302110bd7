"""Names of months and of days of the week, in the languages that reports are written in."""

__all__ = ["months_named", "plain_name", "weekdays_named"]

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from geo.model.dates import MONTHS
from geo.query.folding import fold_text

# Of CLDR. Arabic has other months in the Levant, in the Maghreb and elsewhere; Dari has others than
# the Persian of Iran. Serbian is there in both scripts.
LANGUAGES = (  # noqa: SIM905, it reads as a line of words
    "en fr de es pt it nl ca ro pl cs sk hr sl sr sr_Latn bg uk ru be el hu tr az uz uz_Cyrl kk ky"
    " tg sq et lv lt fi sv da nb id ms fil sw so ha am om ti ar ar_SY ar_DZ ar_MA ar_TN ar_MR fa"
    " fa_AF ps ku ckb ur he hi bn ne ta si hy ka"
).split()
# Short forms of English that CLDR does not have.
MORE_MONTHS = {"sept": 9}
MORE_WEEKDAYS = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}
_WIDTHS = ("wide", "abbreviated")
# Letters of Arabic script and of Turkish that are written for each other.
_ALIKE = str.maketrans("يىكةı’ʼ`", "ییکهi'''", "ـ")


def plain_name(text: str) -> str:
    """Return a text without case, accents, and the variants of Arabic letters and apostrophes.

    >>> plain_name("Février")
    'fevrier'
    """
    return fold_text(text).translate(_ALIKE)


def months_named(name: str) -> frozenset[int]:
    """Return the months (1 to 12) that a name or its short form, as `plain_name` has it, means.

    >>> months_named("mars"), sorted(months_named("listopad"))  # in Croatia and in Poland
    (frozenset({3}), [10, 11])
    """
    if number := _ENGLISH.get(name):
        return frozenset([number])
    return _months().get(name, frozenset())


def weekdays_named(name: str) -> frozenset[int]:
    """Return the days of the week (Monday is 0) that a name, as `plain_name` has it, means."""
    return _weekdays().get(name, frozenset()) if len(name) > 1 else frozenset()


_ENGLISH = {
    name: number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month.casefold(), month[:3].casefold())
} | MORE_MONTHS


@cache
def _months() -> Mapping[str, frozenset[int]]:
    return _numbers_by_name("months", {})


@cache
def _weekdays() -> Mapping[str, frozenset[int]]:
    return _numbers_by_name("days", MORE_WEEKDAYS)


def _numbers_by_name(kind: str, more: Mapping[str, int]) -> Mapping[str, frozenset[int]]:
    """Return all names with their numbers, as they are within a sentence and by themselves."""
    from babel import Locale  # reading 60 languages takes 0.1 s: only where one is asked for

    found: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        for widths in getattr(Locale.parse(language), kind).values():
            for width in _WIDTHS:
                for number, name in widths[width].items():
                    found[plain_name(name).strip(".")].add(number)
    for name, number in more.items():
        found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}
