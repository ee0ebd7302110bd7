"""What a timeline must count, worked out day by day in plain Python, as store and page answer it.

The numbers are those of the answer of /api/timeline, before they are rounded.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import oracle
from geo.mercator import Bounds
from geo.model.attribution import STATUSES
from geo.model.dates import first_day, last_day
from geo.model.incident import Incident
from geo.query.query import Query

MOST_BINS = 2_000
Counts = defaultdict[str, Fraction]  # of each bin
NAMES: dict[str, Callable[[date], str]] = {
    "year": lambda day: day.isoformat()[:4],
    "month": lambda day: day.isoformat()[:7],
    "week": lambda day: (day - timedelta(day.weekday())).isoformat(),
    "day": date.isoformat,
}


def timeline(
    incidents: Iterable[Incident],
    query: Query,
    *,
    unit: str = "month",
    by: str = "status",
    measure: str = "records",
    series: Sequence[str] = (),
    bounds: Bounds | None = None,
    span: Sequence[str] = (),
) -> dict[str, Any] | None:
    """Return what /api/timeline answers; None where there are too many bins."""
    found = _of(incidents, query, bounds)
    undated = [each for each in found if not each.date.first]
    dated = [each for each in found if each.date.first and _is_in(each, span)]
    names = _bins(dated, unit, span)
    if len(names) > MOST_BINS:
        return None
    counts = {value: (Counts(Fraction), Counts(Fraction)) for value in [*STATUSES, *series, ""]}
    low, high = Counts(Fraction), Counts(Fraction)
    for each in dated:
        lowest, amount, highest = _figures(each, measure)
        shares = _shares(each, unit)
        for name, share in shares.items():
            counts[_value(each, by, series)][len(shares) > 1][name] += amount * share
            low[name] += lowest * share
            high[name] += highest * share
    toll = {"low": _listed(low, names), "high": _listed(high, names)}
    return {
        "unit": unit,
        "by": by,
        "measure": measure,
        "first": names[0] if names else None,
        "bins": len(names),
        "series": [
            {"value": value, "exact": _listed(exact, names), "spread": _listed(spread, names)}
            for value, (exact, spread) in counts.items()
            if any(exact[name] or spread[name] for name in names)
        ],
        **(toll if measure == "killed" else {}),
        "undated": len(undated),
        "unknown": oracle.toll(dated, "killed").unknown if measure == "killed" else 0,
    }


def _of(incidents: Iterable[Incident], query: Query, bounds: Bounds | None) -> list[Incident]:
    found = oracle.matching(incidents, query.without("from", "to"))
    return found if bounds is None else oracle.incidents_of(oracle.shown(found, bounds))


def _is_in(found: Incident, span: Sequence[str]) -> bool:
    first, last = found.date.first, found.date.last
    assert first is not None
    assert last is not None
    return not span or (first <= last_day(span[1]) and last >= first_day(span[0]))


def _bins(dated: Sequence[Incident], unit: str, span: Sequence[str]) -> list[str]:
    if span:
        return list(dict.fromkeys(map(NAMES[unit], _days(first_day(span[0]), last_day(span[1])))))
    firsts, lasts = ([each.date.first for each in dated], [each.date.last for each in dated])
    days = _days(min(filter(None, firsts)), max(filter(None, lasts))) if dated else ()
    return list(dict.fromkeys(map(NAMES[unit], days)))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def _shares(found: Incident, unit: str) -> dict[str, Fraction]:
    """Return the share of a record's days in each bin."""
    first, last = found.date.first, found.date.last
    assert first is not None
    assert last is not None
    days = Counter(map(NAMES[unit], _days(first, last)))
    return {name: Fraction(number, days.total()) for name, number in days.items()}


def _figures(found: Incident, measure: str) -> tuple[int, int, int]:
    """Return the lowest, the best and the highest number that a record adds."""
    if measure == "records":
        return 0, 1, 0
    toll = oracle.toll([found], "killed")  # of a context record it is 0
    return toll.low, toll.best, toll.high


def _value(found: Incident, by: str, series: Sequence[str]) -> str:
    """Return the series of a record: a mark of a context record has no group's colour."""
    if by == "status":
        (status,) = oracle.statuses([found])
        return status
    groups = [] if found.record_type == "context" else list(oracle.groups([found]))
    return next((slug for slug in reversed(groups) if slug in series), "")


def _listed(counts: Counts, names: Sequence[str]) -> list[float]:
    return [float(counts[name]) for name in names]
