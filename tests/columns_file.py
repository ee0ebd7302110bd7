"""A columns file read back by its specification, byte by byte, and held against plain Python."""

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, pairwise
from typing import Any, NamedTuple

import oracle
from geo.exports.carried.packed import packed
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store

CODINGS = {
    "plain": lambda numbers: list(numbers),
    "delta": lambda numbers: list(accumulate(numbers)),
}
LISTS = ("types", "groups", "said")
TOLL = ("killed_low", "killed_best", "killed_high")
NUMBERS = ("position", "day", "days", *TOLL, "several", "several_position")


class Read(NamedTuple):
    """The header of a file, and the values of its columns by name."""

    header: dict[str, Any]
    values: dict[str, list[Any]]

    @property
    def records(self) -> list[dict[str, Any]]:
        """Return the records, each with all its columns and `sites`, (position, site) of each."""
        names = [name for name in self.values if not name.startswith("several")]
        rows = zip(*(self.values[name] for name in names), strict=True)
        records = [dict(zip(names, row, strict=True)) for row in rows]
        assert len(records) == self.header["records"]
        for record in records:
            located = record["site"] is not None
            record["sites"] = [(record["position"], record["site"])] if located else []
        for row, sites in self._several().items():
            assert sites[:1] == records[row]["sites"]
            records[row]["sites"] = sites
        return records

    def _several(self) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        columns = [self.values.get(f"several{end}", []) for end in ("", "_position", "_site")]
        for row, position, site in zip(*columns, strict=True):
            found.setdefault(row, []).append((position, site))
        return found


def raw(content: bytes) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Read the header of a columns file, and the numbers of each column."""
    assert content[:8] == b"ATLASCOL"
    start = 12 + int.from_bytes(content[8:12], "little")
    header = json.loads(content[12:start])
    assert header["version"] == 1
    return header, dict(_columns(header["columns"], content, start))


def read(content: bytes) -> Read:
    """Read a columns file."""
    header, columns = raw(content)
    numbers = _of_records(columns, header["earliest"])
    through = {column["name"]: column.get("of") for column in header["columns"]}
    values: dict[str, list[Any]] = {}
    for name, own in numbers.items():
        of = through[name]
        found = [own[row] for row in numbers[of]] if of else own
        dictionary = header["dictionaries"].get("site" if name == "several_site" else name)
        if dictionary is None:
            assert name in NUMBERS or name in through.values()
        if name not in through.values():
            values[name] = [dictionary[code] for code in found] if dictionary else found
    tolls = zip(*(values.pop(name) for name in TOLL), strict=True)
    values["killed"] = [[number - 1 if number else None for number in toll] for toll in tolls]
    return Read(header, values)


def _of_records(numbers: dict[str, list[int]], earliest: int) -> dict[str, list[int]]:
    """Return the columns with positions and days of records in place of those of places."""
    positions, counts, days, later = (
        numbers.pop(name) for name in ("position", "count", "day", "later")
    )
    rest = iter(later)
    places = list(zip(positions, counts, days, strict=True))
    found = [
        list(accumulate(islice(rest, count - 1), initial=earliest + day))
        for _, count, day in places
    ]
    assert list(rest) == []
    assert all(counts)
    return numbers | {
        "position": [position for position, count, _ in places for _ in range(count)],
        "day": [day for each in found for day in each],
    }


def _columns(
    described: Iterable[dict[str, Any]], content: bytes, start: int
) -> Iterator[tuple[str, list[int]]]:
    for column in described:
        rows, width = column["rows"], column["bytes"]
        planes = [content[start + plane * rows :][:rows] for plane in range(width)]
        start += rows * width
        numbers = (int.from_bytes(parts, "little") for parts in zip(*planes, strict=True))
        yield column["name"], CODINGS[column["coding"]](numbers)
    assert start == len(content)


def cell(position: int) -> tuple[int, int]:
    """Return column and row of a Morton number."""
    bits = f"{position:048b}"
    return int(bits[1::2], 2), int(bits[::2], 2)


def check_columns(store: Store, found: Iterable[Incident], query: Query) -> Read:
    """Compare the file of a query with what plain Python makes of the incidents."""
    answer = read(packed(store.site_rows(query)).content)
    expected = map(oracle.columns, oracle.matching(found, query))
    assert _sorted(map(said, answer.records)) == _sorted(expected)
    check_order(answer.records, answer.header["earliest"])
    return answer


def _sorted(records: Iterable[dict[str, Any]]) -> list[list[tuple[str, Any]]]:
    return sorted((sorted(record.items()) for record in records), key=repr)


def said(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a record of a file says, in the form of `oracle.columns`."""
    first = record["day"] if record["days"] else None
    sites = [(cell(position), site) for position, site in record["sites"]]
    others = {k: v for k, v in record.items() if k not in ("position", "day", "site", "sites")}
    lists = {name: sorted(record[name]) for name in LISTS}
    return {"first": first, "sites": sites} | others | lists


def check_order(records: list[dict[str, Any]], earliest: int) -> None:
    """Check that records stand as the specification says, and add nothing where a date lacks."""
    assert all(record["day"] >= earliest for record in records if record["days"])
    for record, after in pairwise(records):
        assert _key(record) <= _key(after)
        is_same = _place(record) == _place(after)
        assert after["days"] or after["day"] == (record["day"] if is_same else earliest)
        assert after["sites"] or after["position"] == record["position"]


def _place(record: dict[str, Any]) -> tuple[bool, int]:
    return not record["sites"], record["position"]


def _key(record: dict[str, Any]) -> tuple[bool, int, bool, int]:
    return not record["sites"], record["position"], not record["days"], record["day"]
