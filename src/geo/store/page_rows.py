"""What a query finds as plain rows: a file that carries its own data is made of them."""

__all__ = ["Flat", "FlatRecord", "FlatSite"]

from datetime import date
from typing import NamedTuple


class FlatRecord(NamedTuple):
    """One record in the words of the store; `groups` and `types` are joined by SEPARATOR.

    `n` is its number in the store, by which its sites are found. `credit` is JSON.
    """

    n: int
    id: str
    title: str
    record_type: str
    types: str | None
    type_label: str
    first_day: date
    last_day: date
    date: str
    place: str
    place_line: str
    country: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    killed: str
    injured_low: int | None
    injured_best: int | None
    injured_high: int | None
    injured: str
    status: str
    status_label: str
    contested: bool
    groups: str | None
    groups_label: str
    credit: str


class FlatSite(NamedTuple):
    """One site of the record with the number `n`; what is not `drawn` is listed beside the map."""

    n: int
    lon: float
    lat: float
    site_name: str | None
    precision: str
    precision_text: str
    radius_km: float | None
    drawn: bool


class Flat(NamedTuple):
    """Records, newest first, and their sites: those of one record in their order."""

    records: list[FlatRecord]
    sites: list[FlatSite]
