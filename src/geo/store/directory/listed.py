"""The files that a manifest lists: what it says of each, and what of all of them must fit."""

__all__ = ["BUILD", "PartFile", "check", "check_fit", "is_build", "is_whole"]

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from geo.mercator import Bounds
from geo.store.tables import SCHEMAS
from geo.store.tallies import DEEP, KEYS, SHALLOW

# Of a build's own folder; of a file of a table in it: nothing that leads elsewhere, or that stands
# for more than one file.
BUILD = re.compile(r"build-[0-9]{8}-[0-9a-f]{8}")
_PATH = re.compile(rf"{BUILD.pattern}/[0-9a-z_]+/[0-9a-z-]+\.parquet")
_TALLIES = {*SHALLOW, *DEEP}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST = 2**63 - 1  # of bytes and rows: a number of DuckDB
_POSITIONED = ("incidents", "sites", "past_sites")  # whose bounds are in degrees

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFile:
    """One file of a table: its path in the directory, and what is in it.

    `first` and `last` are numbers of records, None where the table has none. `bounds` are those of
    its positions, (west, south, east, north) in degrees, None without any. It `has_several` where a
    record in it has several sites, which may lie in other files. `tally` is the one whose rows it
    has, None of another table. Raises ValueError for other values, which a manifest can have.
    """

    path: str
    rows: int
    bytes: int
    sha256: str
    first: int | None = None
    last: int | None = None
    bounds: Box | None = None
    has_several: bool = False
    tally: str | None = None

    def __post_init__(self) -> None:
        check(_is_like(_PATH, self.path), self.path)
        check(_is_like(_SHA256, self.sha256), self.sha256)
        check(is_whole(self.rows) and self.rows > 0, self.rows)
        check(is_whole(self.bytes), self.bytes)
        check(_is_span(self.first, self.last), (self.first, self.last))
        check(self.bounds is None or _is_box(self.bounds), self.bounds)
        check(isinstance(self.has_several, bool), self.has_several)
        check(self.tally is None or self.tally in _TALLIES, self.tally)

    def meets(self, *regions: Bounds) -> bool:
        """Tell whether rows of it may have to do with what lies in one of some bounds."""
        if self.has_several or self.bounds is None:
            return self.has_several
        west, south, east, north = self.bounds
        return any(
            west <= box.east and box.west <= east and south <= box.north and box.south <= north
            for bounds in regions
            for box in bounds.split()
        )


Tables = Mapping[str, Sequence[PartFile]]


def check(is_right: object, value: object) -> None:
    """Raise ValueError where a value of a manifest is not right."""
    if not is_right:
        raise ValueError(f"a manifest cannot have {value!r}")


def is_whole(value: Any) -> bool:
    """Tell whether a value is a number of things: JSON also has 1.0 and true."""
    return type(value) is int and 0 <= value <= _MOST


def is_build(value: Any) -> bool:
    """Tell whether a value is the name of a build's folder."""
    return _is_like(BUILD, value)


def check_fit(tables: Tables, *, build: str, records: int, rows: Sequence[str]) -> None:
    """Raise ValueError where the files of tables cannot be all of a build's.

    Both engines list each table, also an empty one, and number records from 0 on without a gap:
    first those with sites. `rows` are the tables of rows, which have one for each record.
    """
    check(tables.keys() == {*SCHEMAS, *rows}, list(tables))
    paths = [part.path for parts in tables.values() for part in parts]
    check(len(paths) == len(set(paths)), "a file twice")
    for name, parts in tables.items():
        check(all(part.path.startswith(f"{build}/{name}/") for part in parts), name)
        check(all(_is_of(name, part, records) for part in parts), name)
    check(_end(tables["incidents"], one_each=True) == records, "other incidents than records")
    check(sum(part.rows for name in rows for part in tables[name]) == records, "rows of others")
    check(not records or tables["credits"], "records of nobody")
    tallies = {part.tally for part in tables["tallies"]}
    check(not records or tallies >= set(KEYS), tallies)
    _check_sites(tables["incidents"], tables["sites"])


def _is_of(table: str, part: PartFile, records: int) -> bool:
    """Tell whether what is said of a file can be so in its table."""
    is_numbered = "n" in SCHEMAS.get(table, ("n",))
    is_placed = table in _POSITIONED
    return (
        (part.first is not None) == is_numbered
        and (part.tally is not None) == (table == "tallies")
        and (part.last is None or part.last < records)
        and (not is_placed or part.bounds is None or _is_in_degrees(part.bounds))
    )


def _check_sites(incidents: Sequence[PartFile], sites: Sequence[PartFile]) -> None:
    """Check that sites are those of the incidents, as far as the two lists of files tell.

    They have the same bounds, no number is left out, and the last one is in the last file of
    incidents that has a position. A last file that has further sites of its records, and no other,
    can be missing unseen where the bounds are the same without it.
    """
    placed = [part for part in incidents if part.bounds]
    check(_union(incidents) == _union(sites), "sites elsewhere")
    check(all(part.bounds for part in sites), "sites without a position")
    end = _end(sites, one_each=False)
    check(not placed or (placed[-1].first or 0) < end <= (placed[-1].last or 0) + 1, end)


def _end(parts: Sequence[PartFile], *, one_each: bool) -> int:
    """Return the number after the last one of files. Raises ValueError where one is left out.

    A file begins with the next number; without `one_each`, also with that of the row before.
    """
    end = 0
    for part in parts:
        first, last = part.first or 0, part.last or 0
        check(first == end or (not one_each and first == end - 1), first)
        size = last - first + 1
        check(size == part.rows if one_each else size <= part.rows, part.rows)
        end = last + 1
    return end


def _union(parts: Iterable[PartFile]) -> Box | None:
    boxes = [part.bounds for part in parts if part.bounds]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _is_span(first: Any, last: Any) -> bool:
    return (first is None and last is None) or (
        is_whole(first) and is_whole(last) and first <= last
    )


def _is_box(bounds: Any) -> bool:
    if not (isinstance(bounds, tuple) and len(bounds) == 4):
        return False
    if not all(type(side) in (int, float) and isfinite(side) for side in bounds):
        return False
    west, south, east, north = bounds
    return bool(west <= east and south <= north)


def _is_in_degrees(bounds: Box) -> bool:
    west, south, east, north = bounds
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


def _is_like(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
