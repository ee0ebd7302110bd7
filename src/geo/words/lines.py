"""The lines of a record in English, made of codes, days, numbers and names.

A store keeps only these, so that a translation would replace the functions here and no data. The
same values recur in one answer: each line is made once.
"""

__all__ = [
    "NO_PLACE",
    "UNKNOWN",
    "date_line",
    "found_place_line",
    "names_line",
    "place_line",
    "precision_line",
    "range_line",
]

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from geo.formats.bidi import isolated
from geo.model import dates
from geo.model.incident import DatePrecision
from geo.model.precision import UNDRAWN, Precision
from geo.words.countries import country_name
from geo.words.numbers import number_text

UNKNOWN = "unknown"
NO_PLACE = "no place stated"
VAGUE: tuple[DatePrecision, ...] = ("days", "week", "months")
# Kind of the gazetteer → its word; a town needs none.
PLACE_KINDS = {
    "country": "Country",
    "admin1": "Province or state",
    "admin2": "District",
    "site": "Site",
    "fuzzy": "Area",
    "international": "Region of several countries",
}
CACHED = 10_000  # lines of one kind that are kept
PRECISIONS: dict[Precision, str] = {
    "site": "the site itself",
    "settlement": "somewhere in the town",
    "near_settlement": "near the town",
    "admin2": "somewhere in {admin2}",
    "admin1": "somewhere in {admin1}",
    "fuzzy": "the area is only roughly known",
    "country": "somewhere in {country}",
    "international": "international waters or air space",
    "capital_as_actor": "the capital stands for its government; the place is not stated",
    "unknown": "place unknown",
}


@lru_cache(CACHED)
def date_line(
    precision: DatePrecision, first: date | None, last: date | None, reported: str | None
) -> str:
    """Say a date no more exactly than it is known; `first` and `last` are days it can have been.

    >>> date_line("days", date(2024, 1, 3), date(2024, 1, 4), None)
    '3–4 January 2024, exact day unknown'
    """
    if precision == "unknown" or first is None or last is None:
        return f"date unknown, reported {dates.in_words(reported)}" if reported else "date unknown"
    if precision == "month":
        return f"{dates.month_name(first)} {first.year}, day unknown"
    if precision == "year":
        return f"{first.year}, day unknown"
    span = _span(first, last)
    return f"{span}, exact day unknown" if precision in VAGUE and first != last else span


@lru_cache(CACHED)
def place_line(
    name: str | None, admin1: str | None, country: str | None, local: str | None = None
) -> str:
    """Name a place from the smallest to the country, with its local name if there is one.

    >>> place_line("Kerman", "Kerman Province", "IR")
    'Kerman, Kerman Province, Iran'
    """
    whole = country_name(country) if country else None
    named = dict.fromkeys(filter(None, [name, admin1, whole]))
    parts = [isolated(each) for each in named] or [NO_PLACE]
    if local:
        parts[0] = f"{parts[0]} · {isolated(local)}"
    return ", ".join(parts)


@lru_cache(CACHED)
def precision_line(
    precision: Precision,
    radius: float | None,
    *,
    country: str | None,
    admin1: str | None,
    admin2: str | None,
) -> str:
    """Say how exactly a site is known, with its radius in km where there is one."""
    text = PRECISIONS[precision].format(
        admin2=isolated(admin2 or "the district"),
        admin1=isolated(admin1 or "the province"),
        country=country_name(country) if country else "the country",
    )
    if radius is None or precision in (*UNDRAWN, "site"):
        return text
    return f"{text}, ± {radius:g} km"


def range_line(low: int | None, best: int | None, high: int | None) -> str:
    """Say a range with its best figure; unknown is not zero.

    >>> range_line(94, 94, 103)
    '94–103 (best 94)'
    """
    among = "" if best is None else f" (best {number_text(best)})"
    if low is None:
        unknown = UNKNOWN if best is None else number_text(best)
        return unknown if high is None else f"at most {number_text(high)}{among}"
    if high is None:
        return f"at least {number_text(low)}{among}"
    least, most = number_text(low), number_text(high)
    return least if low == high else f"{least}–{most}{among}"


def names_line(names: Iterable[str]) -> str:
    """Return names in one line.

    >>> names_line(["Attack", "Arson"])
    'Attack, Arson'
    """
    return ", ".join(map(isolated, names))


def found_place_line(kind: str, province: str, country: str) -> str:
    """Say the kind of a place of the gazetteer, and the province and country that hold it.

    >>> found_place_line("settlement", "Kerman", "Iran")
    'Kerman, Iran'
    >>> found_place_line("admin1", "Kerman", "Iran")
    'Province or state, Iran'
    >>> found_place_line("country", "", "Iran")
    'Country'
    """
    province = "" if kind in ("admin1", "country") else province
    country = "" if kind == "country" else country
    return ", ".join(filter(None, (PLACE_KINDS.get(kind), province, country)))


def _span(start: date, end: date) -> str:
    last = dates.day_in_words(end)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    if start.year == end.year:
        return f"{start.day} {dates.month_name(start)} – {last}"
    return f"{dates.day_in_words(start)} – {last}"
