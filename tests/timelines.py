"""What a timeline must tell, worked out record by record and day by day in plain Python."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import oracle
from geo.mercator import Bounds
from geo.model.attribution import STATUSES
from geo.model.incident import Incident
from geo.query.query import Query

UNITS: dict[str, Callable[[date], str]] = {
    "year": lambda day: day.isoformat()[:4],
    "month": lambda day: day.isoformat()[:7],
    "week": lambda day: (day - timedelta(day.weekday())).isoformat(),
    "day": date.isoformat,
}
Days = Counter[str]  # how many days of a record each bin has


def timeline(
    incidents: Sequence[Incident],
    query: Query,
    *,
    unit: str,
    by: str = "status",
    measure: str = "records",
    series: Sequence[str] = (),
    bounds: Bounds | None = None,
) -> dict[str, Any]:
    """Return the timeline of what a query finds; of several sites one in the bounds is enough."""
    found = oracle.matching(incidents, query.without("from", "to"))
    if bounds:
        found = oracle.incidents_of(oracle.shown(found, bounds))
    dated = {each.id: each for each in found if each.date.first}
    days = {id_: _bins(each, UNITS[unit]) for id_, each in dated.items()}
    names = _names(days.values(), unit)
    of = {id_: _series(each, by, series) for id_, each in dated.items()}
    attacks = [each for each in dated.values() if each.record_type != "context"]
    told: dict[str, Any] = {
        "unit": unit,
        "by": by,
        "measure": measure,
        "first": names[0] if names else None,
        "bins": len(names),
        "series": [
            {"value": value}
            | {
                kind: _sums(
                    names,
                    (
                        (days[id_], _weight(each, measure, 1))
                        for id_, each in dated.items()
                        if of[id_] == value and (len(days[id_]) == 1) == (kind == "exact")
                    ),
                )
                for kind in ("exact", "spread")
            }
            for value in ([*STATUSES] if by == "status" else [*series, ""])
        ],
        "undated": len(found) - len(dated),
        "unknown": 0,
    }
    told["series"] = [each for each in told["series"] if any(each["exact"] + each["spread"])]
    if measure == "killed":
        for part, name in ((0, "low"), (2, "high")):
            rows = ((days[id_], _weight(each, measure, part)) for id_, each in dated.items())
            told[name] = _sums(names, rows)
        told["unknown"] = sum(oracle.figures(each, "killed") is None for each in attacks)
    return told


def _bins(found: Incident, name: Callable[[date], str]) -> Days:
    first, last = found.date.first, found.date.last
    assert first
    assert last
    return Counter(name(first + timedelta(n)) for n in range((last - first).days + 1))


def _names(days: Iterable[Days], unit: str) -> list[str]:
    """Return all names from the first to the last."""
    touched = sorted(name for each in days for name in each)
    if not touched:
        return []
    day, last = (date.fromisoformat(f"{text}-01-01"[:10]) for text in (touched[0], touched[-1]))
    every = (UNITS[unit](day + timedelta(n)) for n in range((last - day).days + 1))
    return list(dict.fromkeys(every))


def _series(found: Incident, by: str, series: Sequence[str]) -> str:
    """Return the series of a record: of its groups with a colour the last one."""
    if by == "status":
        return oracle.status(found)
    if found.record_type == "context":
        return ""
    groups = [slug for slug in oracle.group_ids(found) if slug in series]
    return groups[-1] if groups else ""


def _weight(found: Incident, measure: str, part: int) -> int:
    if measure == "records":
        return 1
    figures = oracle.figures(found, "killed")
    return figures[part] if figures and found.record_type != "context" else 0


def _sums(names: Sequence[str], rows: Iterable[tuple[Days, int]]) -> list[float]:
    sums = dict.fromkeys(names, 0.0)
    for days, weight in rows:
        for name, count in days.items():
            sums[name] += weight * count / days.total()
    return [round(value, 6) for value in sums.values()]
