"""Rows as columns of JSON, small enough to travel within a page; assets/rows.js reads them.

What few rows differ in is a dictionary: `values`, and for each row the place of its own among them
(`codes`). Positions are whole numbers of 1/SCALE degree, days are counted from 1970.
"""

__all__ = ["SCALE", "columns_from_flat", "dictionary"]

import json
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from geo.model import dates
from geo.query.query import SEPARATOR
from geo.store.page_rows import Flat, FlatRecord, FlatSite

SCALE = 100_000  # a position is kept to five decimals, about a metre
_EPOCH = date(1970, 1, 1).toordinal()


def columns_from_flat(flat: Flat) -> dict[str, Any]:
    """Return the columns of records, and of their sites in the same order."""
    records = flat.records
    by_record = {n: list(sites) for n, sites in groupby(flat.sites, key=lambda site: site.n)}
    sites = [site for record in records for site in by_record.get(record.n, ())]
    days = [record.first_day.toordinal() - _EPOCH for record in records]
    return {
        "id": [record.id for record in records],
        "title": dictionary(record.title for record in records),
        "day": _steps(days),
        "days": [(record.last_day - record.first_day).days for record in records],
        "date": dictionary(map(_date, records)),
        "type": dictionary(map(_type, records)),
        "place": dictionary(map(_place, records)),
        "killed": dictionary(map(_killed, records)),
        "injured": dictionary(map(_injured, records)),
        "status": dictionary((r.status, r.status_label, r.contested) for r in records),
        "group": dictionary((_parts(r.groups), r.groups_label) for r in records),
        "origin": dictionary(_origin(record.credit) for record in records),
        "sites": [len(by_record.get(record.n, ())) for record in records],
        "lon": [round(site.lon * SCALE) for site in sites],
        "lat": [round(site.lat * SCALE) for site in sites],
        "site": dictionary(map(_site, sites)),
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


def _steps(numbers: Sequence[int]) -> list[int]:
    """Return the first number, then how far each is from the one before."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()


def _date(record: FlatRecord) -> str:
    """Return the date in words; none for a plain day, whose words the page makes itself."""
    is_plain = record.date == dates.in_words(record.first_day.isoformat())
    return "" if is_plain and record.first_day == record.last_day else record.date


def _type(record: FlatRecord) -> tuple[Hashable, ...]:
    return record.record_type, _parts(record.types), record.type_label


def _place(record: FlatRecord) -> tuple[Hashable, ...]:
    line = None if record.place_line == record.place else record.place_line
    return record.place, record.country, line


def _killed(record: FlatRecord) -> tuple[Hashable, ...]:
    return record.killed_low, record.killed_best, record.killed_high, record.killed


def _injured(record: FlatRecord) -> tuple[Hashable, ...]:
    return record.injured_low, record.injured_best, record.injured_high, record.injured


def _origin(credit: str) -> tuple[Hashable, ...]:
    dataset, version, licence, *_ = json.loads(credit)
    return dataset, version, licence


def _site(site: FlatSite) -> tuple[Hashable, ...]:
    return site.site_name, site.precision, site.precision_text, site.radius_km, site.drawn
