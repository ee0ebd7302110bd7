"""Rows as columns of JSON, small enough to travel within a page; assets/sources/rows.js reads them.

A column of few distinct values is a dictionary: `values`, and for each row the index of its value
(`codes`). Positions are whole numbers of 1/POSITION_SCALE degree, days are counted from 1970.
"""

__all__ = ["PLACES", "columns_from_rows", "dictionary"]

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import groupby, takewhile
from typing import Any

from geo.maps.scales import POSITION_SCALE
from geo.model import dates
from geo.query.filters import FILTERS
from geo.query.summary import Credit
from geo.store.lists import list_from_text
from geo.store.page_rows import PageRecord, PageRows, PageSite

_EPOCH = date(1970, 1, 1).toordinal()


# Column of the store that records are filtered by → the column here and the part of its values.
# Any other travels under the same name.
PLACES = {
    "record_type": ("type", 0),
    "types": ("type", 1),
    "country": ("place", 1),
    "status": ("status", 0),
    "groups": ("group", 0),
    "dataset": ("origin", 0),
}
_LISTS = {filter_.column for filter_ in FILTERS if filter_.kind in ("overlaps", "tagged")}


def columns_from_rows(rows: PageRows) -> dict[str, Any]:
    """Return the columns of records, and of their sites in the same order."""
    records = rows.records
    by_record = {n: list(sites) for n, sites in groupby(rows.sites, key=lambda site: site.n)}
    sites = [site for record in records for site in by_record.get(record.n, ())]
    prefix = _shared_beginning([record.id for record in records])
    return {
        "prefix": prefix,
        "id": [record.id[len(prefix) :] for record in records],
        "title": dictionary(record.title for record in records),
        "day": _steps(records),
        "days": [_span(record) for record in records],
        "date": dictionary(map(_date, records)),
        "type": dictionary(map(_type, records)),
        "place": dictionary(map(_place, records)),
        "killed": dictionary(map(_killed, records)),
        "injured": dictionary(map(_injured, records)),
        "status": dictionary((r.status, r.status_label, r.contested) for r in records),
        "group": dictionary((_parts(r.groups), r.groups_label) for r in records),
        "origin": dictionary(_origin(record.credit) for record in records),
        "sites": [len(by_record.get(record.n, ())) for record in records],
        "lon": [round(site.lon * POSITION_SCALE) for site in sites],
        "lat": [round(site.lat * POSITION_SCALE) for site in sites],
        "site": dictionary(map(_site, sites)),
        **{name: _filtered(name, values) for name, values in rows.filtered.items()},
    }


def dictionary(values: Iterable[Hashable]) -> dict[str, Any]:
    """Return values once each, the most frequent first, whose codes are then the shortest."""
    listed = list(values)
    counts: dict[Hashable, int] = {}
    for value in listed:
        counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda value: -counts[value])
    code = {value: number for number, value in enumerate(ordered)}
    return {"values": ordered, "codes": [code[value] for value in listed]}


def _shared_beginning(ids: Sequence[str]) -> str:
    """Return what all ids begin with, up to a hyphen: those of a table begin with its dataset."""
    ends = zip(min(ids, default=""), max(ids, default=""), strict=False)
    shared = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    head, hyphen, _ = shared.rpartition("-")
    return head + hyphen


def _steps(records: Iterable[PageRecord]) -> list[int]:
    """Return the first day, then how far each is from the one before: 0 without a date."""
    steps, before = [], _EPOCH
    for record in records:
        day = record.first_day.toordinal() if record.first_day else before
        steps.append(day - before)
        before = day
    return steps


def _span(record: PageRecord) -> int | None:
    """Return how many days after the first one the last one is; None without a date."""
    first, last = record.first_day, record.last_day
    return (last - first).days if first and last else None


def _filtered(column: str, values: Iterable[str | None]) -> dict[str, Any]:
    return dictionary(map(_parts, values) if column in _LISTS else values)


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(list_from_text(text))


def _date(record: PageRecord) -> str:
    """Return the date in words; nothing for a plain day, which the page puts in words itself."""
    first = record.first_day
    is_plain = first is not None and record.date == dates.day_in_words(first)
    return "" if is_plain and first == record.last_day else record.date


def _type(record: PageRecord) -> tuple[Hashable, ...]:
    return record.record_type, _parts(record.types), record.type_label


def _place(record: PageRecord) -> tuple[Hashable, ...]:
    line = None if record.place_line == record.place else record.place_line
    return record.place, record.country, line


def _killed(record: PageRecord) -> tuple[Hashable, ...]:
    return record.killed_low, record.killed_best, record.killed_high, record.killed


def _injured(record: PageRecord) -> tuple[Hashable, ...]:
    return record.injured_low, record.injured_best, record.injured_high, record.injured


def _origin(credit: Credit) -> tuple[Hashable, ...]:
    return credit.dataset, credit.version, credit.licence


def _site(site: PageSite) -> tuple[Hashable, ...]:
    return site.site_name, site.precision, site.precision_text, site.radius_km, site.drawn
