"""All matches of a query as plain rows, of which a page that carries its own data is made."""

__all__ = [
    "DATE_FIELDS",
    "FILTERED",
    "PAGE_FIELDS",
    "PLACE_FIELDS",
    "SITE_FIELDS",
    "PageRecord",
    "PageRows",
    "PageSite",
]

from datetime import date
from typing import Any, NamedTuple

from geo.query.filters import FILTERS
from geo.query.summary import Credit


class PageRecord(NamedTuple):
    """One record in words; `groups` and `types` are texts of `lists`.

    `n` is its number in the store, by which its sites are found.
    """

    n: int
    id: str
    title: str
    record_type: str
    types: str | None
    type_label: str
    first_day: date | None
    last_day: date | None
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
    credit: Credit


class PageSite(NamedTuple):
    """One site of the record with the number `n`; one that is not `drawn` is only listed."""

    n: int
    lon: float
    lat: float
    site_name: str | None
    precision: str
    precision_text: str
    radius_km: float | None
    drawn: bool


class PageRows(NamedTuple):
    """Records, newest first, and their sites: those of one record in their order.

    `filtered` has the values of the columns FILTERED, in the order of the records.
    """

    records: list[PageRecord]
    sites: list[PageSite]
    filtered: dict[str, list[Any]]


# What the lines of a record are made of: a date, and a place with how exactly it is known.
DATE_FIELDS = ("date_precision", "first_day", "last_day", "reported")
PLACE_FIELDS = ("place_name", "admin1", "admin2", "country", "local_name")
_DERIVED = ("dataset", "finest")  # the credit has the one, and the sites the other
# Columns that records are filtered by and that follow from no field of theirs.
FILTERED = tuple(
    dict.fromkeys(
        f.column
        for f in FILTERS
        if f.has_facet and f.column not in {*PageRecord._fields, *_DERIVED}
    )
)
# The columns of records and of sites that the rows of a page are made of.
PAGE_FIELDS = tuple(
    dict.fromkeys(
        (
            *("n", "id", "title", "record_type", "types", "type_labels"),
            *DATE_FIELDS,
            *PLACE_FIELDS,
            *("killed_low", "killed_best", "killed_high", "killed_parts"),
            *("injured_low", "injured_best", "injured_high", "injured_parts"),
            *("status", "status_by", "contested", "groups", "group_names", "credit"),
            *FILTERED,
        )
    )
)
SITE_FIELDS = ("n", "lon", "lat", "site_name", "precision", "radius_km", "drawn")
