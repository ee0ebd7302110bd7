"""The columns file: all matches of a query as numbers, for a page that filters and draws them.

This is the specification of the format; assets/sources/collection reads it. All is little-endian.

- 8 bytes: `ATLASCOL`
- 4 bytes: the length of the header, an unsigned whole number
- the header, JSON in UTF-8: `{"version": 1, "records": N, "earliest": D, "columns": [...],
  "dictionaries": {...}, "page": {...}}`
- the columns in the order of the header, and nothing after them

A column of the header is `{"name", "rows", "bytes", "coding"}`, some with `"of"`. Its numbers are
unsigned and have `bytes` bytes each, 1 to 8. They are written as planes: the lowest byte of all
rows, then the next one of all rows. What a number says depends on the `coding`:

- `plain`: it is the value
- `delta`: the value is that of the row before plus the number; before the first one is 0

A column with a dictionary of its name holds codes: the places of its values in the dictionary, the
most frequent value first. A column with `of` is looked up through another one, which stands before
it: its row i belongs to all records whose code in the column `of` is i. So columns that go together
are written once for each of their combinations; that other column has no dictionary.

Records are in the order of the Morton numbers of their first sites, those of the same number by
their first days, and without a date after these. Records without a position come after all others.

Records whose first sites have the same number are at one place; those without a position are at one
more, the last. These columns have a row for each place:

- `position`, delta: the Morton number of the cell of the first site in the finest grid (zoom
  MAX_ZOOM): its column has 24 bits, which are bits 0, 2, 4 …, its row bits 1, 3, 5 …; that of the
  place before for the records without a position
- `count`, plain: how many records are at the place
- `day`, plain: the first day that the date of the first record there can be, counted from the
  `earliest` one of all records, which is counted from 1970-01-01; 0 without a date

One column has a row for each record but the first one of each place:

- `later`, plain: how many days its first day is after that of the record before; 0 without a date

All other columns have a row for each record.

- `days`, plain: how many days the date covers, first and last one included; 0 without a date
- `site`, a code of `[precision, radius_km]` of the first site; of null without a position
- `killed`, a code that the columns `killed_low`, `killed_best` and `killed_high` are looked up
  through: 0 where no figure is known, else the figure and 1
- `status`, a code of `[status, contested]`
- each other column of the store that a filter with a facet asks, but `finest`, which follows from
  the sites: a code of a text or null, or of a list of texts where a record can have several

Of records with several sites there are three more columns. They have a row for each site of such a
record, also for the first one, in the order of the records, then of their sites:

- `several`, delta: the row of the record, from 0
- `several_position`, plain: the Morton number of the site
- `several_site`: a code of the dictionary of `site`

`page` is what `/api/rows` says with its columns: `filters`, each with its `kind`, its `column` here
and the `part` of that column's values (`finest` is none of them: it follows from the sites), and
`limit`, `precisions`, `countries` and `noAttacks`.

Records have no numbers and no ids here: they would make the file half as large again, and a page
asks the server for the names of the few marks that it shows.
"""

__all__ = ["MAGIC", "VERSION", "Packed", "packed"]

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.exports.carried.coded import Coded, coded, combined, joined, saved
from geo.exports.carried.page_data import page_words
from geo.exports.carried.planes import gzip_of, morton_numbers, planes_of, steps, width_of
from geo.query.filters import FILTERS
from geo.store.lists import list_from_text
from geo.store.statements.site_rows import CODED, KILLED

if TYPE_CHECKING:
    import pyarrow as pa

MAGIC = b"ATLASCOL"
VERSION = 1
# What follows from the statements on a record: it comes in few combinations.
TOLD = ("status", "record_type", "groups", "said")
JOINED = "joined"  # the column of these combinations
_PLACES = {"status": ("status", 0)}  # the other part is whether it is contested
_LISTS = {f.column for f in FILTERS if f.kind in ("overlaps", "tagged")}
_NOWHERE = (None, None)  # precision and radius
_UNDATED = np.iinfo(np.int32).max  # a day after all others

Numbers = NDArray[Any]


class Column(NamedTuple):
    """A column of the file; `of` names the one that it is looked up through."""

    name: str
    numbers: Numbers
    coding: str = "plain"
    of: str = ""

    def described(self) -> dict[str, Any]:
        """Return what the header says of it."""
        found = {"name": self.name, "rows": len(self.numbers), "bytes": width_of(self.numbers)}
        return found | {"coding": self.coding} | ({"of": self.of} if self.of else {})


class Packed(NamedTuple):
    """A columns file in parts: its head, and the planes of its columns; what its header has."""

    parts: list[bytes]
    dictionaries: Mapping[str, list[Any]]
    page: Mapping[str, Any]

    @property
    def content(self) -> bytes:
        """Return the file."""
        return b"".join(self.parts)

    def gzipped(self) -> bytes:
        """Return the file as gzip, which takes a second for two million records."""
        return gzip_of(self.parts)


def packed(rows: "pa.Table") -> Packed:
    """Return the columns file of the records of a store's `site_rows`."""
    order = _Order.of(rows)
    codes = _coded_columns(rows)
    dictionaries = {name: column.values for name, column in codes.items() if name != "killed"}
    first, last = (_whole(rows, name, _UNDATED)[order.rows] for name in ("first_day", "last_day"))
    earliest = _earliest(first)
    columns = [*_placed(order), *_dated(first, last, earliest, order.is_first)]
    columns += _several(order, codes["site"])
    of_records = {
        name: column._replace(codes=column.codes[order.rows]) for name, column in codes.items()
    }
    columns += _code_columns(of_records)
    said = {"records": len(order.rows), "earliest": earliest}
    return _written(said, columns, dictionaries)


class _Order(NamedTuple):
    """The rows of records in the order of the file, and those of the sites of several."""

    rows: Numbers
    several: Numbers
    record_of_several: Numbers
    positions: Numbers  # Morton numbers, for all rows of the table
    placed: NDArray[np.bool_]

    @classmethod
    def of(cls, table: "pa.Table") -> "_Order":
        x, y, site, n = (_whole(table, name) for name in ("x", "y", "site", "n"))
        count = _whole(table, "site_count")
        positions, placed = morton_numbers(x, y), count > 0
        first = _whole(table, "first_day", _UNDATED)
        records = np.flatnonzero(site == 0)
        keys = (first[records], positions[records], ~placed[records])
        rows = records[np.lexsort(keys)]
        several = np.flatnonzero(count > 1)
        by_number = np.argsort(n[rows])
        found = by_number[np.searchsorted(n[rows], n[several], sorter=by_number)]
        in_order = np.lexsort((site[several], found))
        return cls(rows, several[in_order], found[in_order], positions, placed)

    @property
    def is_first(self) -> NDArray[np.bool_]:
        """Return for each row of records if it is the first one of its place."""
        positions, placed = self.positions[self.rows], self.placed[self.rows]
        found = np.ones(len(self.rows), np.bool_)
        found[1:] = (positions[1:] != positions[:-1]) | (placed[1:] != placed[:-1])
        return found


def _whole(table: "pa.Table", name: str, missing: int = 0) -> Numbers:
    """Return whole numbers, or days from 1970."""
    column = table[name].cast("int32").fill_null(missing)
    numbers: Numbers = column.to_numpy(zero_copy_only=False)
    return numbers


def _coded_columns(rows: "pa.Table") -> dict[str, Coded]:
    found = {name: coded(rows[name]) for name in CODED}
    found |= {
        "status": combined(found["status"], coded(rows["contested"])),
        "killed": combined(*(coded(rows[name]) for name in KILLED)),
        "site": combined(coded(rows["precision"]), coded(rows["radius_km"])),
    }
    return {
        name: column._replace(values=[_value(name, each) for each in column.values])
        for name, column in found.items()
    }


def _value(name: str, value: Any) -> Any:
    if name == "site":
        return value if value[0] is not None else None
    return list_from_text(value) if name in _LISTS else value


def _earliest(first: Numbers) -> int:
    dated = first[first != _UNDATED]
    return int(dated.min()) if len(dated) else 0


def _placed(order: _Order) -> Iterator[Column]:
    places = np.flatnonzero(order.is_first)
    rows = order.rows[places]
    # What has no position comes last: it repeats the largest number.
    positions = np.maximum.accumulate(np.where(order.placed[rows], order.positions[rows], 0))
    yield Column("position", steps(positions), "delta")
    yield Column("count", np.diff(places, append=len(order.rows)))


def _dated(
    first: Numbers, last: Numbers, earliest: int, is_first: NDArray[np.bool_]
) -> Iterator[Column]:
    dated = first != _UNDATED
    yield Column("day", np.where(dated, first - earliest, 0)[is_first])
    yield Column("later", np.where(dated, steps(first), 0)[~is_first])
    yield Column("days", np.where(dated, last - first + 1, 0))


def _several(order: _Order, site: Coded) -> Iterator[Column]:
    if len(order.several):
        yield Column("several", steps(order.record_of_several), "delta")
        yield Column("several_position", order.positions[order.several])
        yield Column("several_site", site.codes[order.several])


def _code_columns(codes: Mapping[str, Coded]) -> Iterator[Column]:
    """Yield the codes of records, those of TOLD by combination where that is shorter."""
    told = [codes[name] for name in TOLD]
    whole = joined([(column.codes, len(column.values)) for column in told])
    is_shorter = saved(whole, told) > 0
    if is_shorter:
        yield from _looked_up(JOINED, TOLD, whole)
    yield from _looked_up("killed", KILLED, _figures(codes["killed"]))
    left_out = ("killed", *(TOLD if is_shorter else ()))
    yield from (Column(name, codes[name].codes) for name in codes if name not in left_out)


def _looked_up(name: str, parts: Sequence[str], whole: Coded) -> Iterator[Column]:
    """Yield a column of codes, and one of the numbers that each part of its values has."""
    yield Column(name, whole.codes)
    numbers = np.array(whole.values, np.int64).reshape(-1, len(parts)).T
    yield from (Column(part, each, of=name) for part, each in zip(parts, numbers, strict=True))


def _figures(killed: Coded) -> Coded:
    values = [tuple(0 if f is None else f + 1 for f in toll) for toll in killed.values]
    return killed._replace(values=values)


def _written(
    said: Mapping[str, int], columns: list[Column], dictionaries: Mapping[str, list[Any]]
) -> Packed:
    page = page_words(dictionaries["country"], _PLACES)
    header = {
        "version": VERSION,
        **said,
        "columns": [column.described() for column in columns],
        "dictionaries": dictionaries,
        "page": page,
    }
    planes = [plane for column in columns for plane in planes_of(column.numbers)]
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return Packed([MAGIC + len(text).to_bytes(4, "little") + text, *planes], dictionaries, page)
