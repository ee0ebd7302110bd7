"""Records of JSON as a table: a list, the answer of an interface, or one record a line."""

__all__ = ["first_names", "open_json"]

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from geo.errors import Finding, UnreadableData, shortened
from geo.importers.checks.repeated_names import twice_findings
from geo.importers.sheets.grid import Grid
from geo.importers.sheets.json_files.flat_record import flat_record
from geo.importers.sheets.json_files.json_path import Around, values_at
from geo.importers.sheets.json_files.json_shape import JsonShape
from geo.importers.sheets.json_files.json_window import JsonWindow, mostly_objects
from geo.importers.sheets.line import Line
from geo.settings import limit

FIRST = 1_000  # records that tell whether a file is a table of incidents
# Members of an answer next to its records, in small letters without marks between words:
# how many records there are, how many pages, and where the next page is.
_TOTALS = ("totalcount", "total", "numberofrecords", "recordstotal")
_PAGES = ("totalpages", "pages", "pagecount")
_NEXT = (
    "nextpageurl",
    "next",
    "nextpage",
    "nextlink",
    "@odatanextlink",
    "nextpagetoken",
    "nextcursor",
)
# ACLED gives out at most so many rows at once, if no other limit is asked for.
_ACLED_LIMIT, _ACLED_ID = 5_000, "event_id_cnty"


def open_json(path: Path, shape: JsonShape) -> Grid:
    """Open a file of records. Raises UnreadableData."""
    name = path.name or str(path)
    header, count, around, twice = _scanned(path, name, shape)
    return Grid(
        name=name,
        rows=partial(_lines, path, shape, header),
        warnings=(
            *_warnings(name, count, header, around.values),
            *_other_lists(name, around.lists),
            *twice_findings(name, twice),
        ),
        is_named=True,
        empty="has no records",
    )


def first_names(path: Path, shape: JsonShape) -> set[str]:
    """Return the names of cells in the first records. Raises UnreadableData."""
    first = islice(_records(JsonWindow(path), shape, Around()), FIRST)
    return {name for record in first if isinstance(record, dict) for name in flat_record(record)}


def _scanned(
    path: Path, name: str, shape: JsonShape
) -> tuple[tuple[str, ...], int, Around, dict[str, int]]:
    """Return all names of cells, the number of records, what stands around them, and names twice.

    Of each name that a record has twice, that is the number of the first such record.
    """
    names: dict[str, None] = {}
    twice: dict[str, int] = {}
    around = Around()
    window, most = JsonWindow(path), limit("file_columns")
    count = 0
    for record in mostly_objects(window, _records(window, shape, around)):
        count += 1
        for each in window.twice():
            twice.setdefault(each, count)
        if isinstance(record, dict):
            names |= dict.fromkeys(flat_record(record))
        if len(names) > most:
            text = f"{name} has more than {most:,} names of values"
            raise UnreadableData(f"{text}: that is not a table of incidents")
    return tuple(names), count, around, twice


def _lines(path: Path, shape: JsonShape, header: tuple[str, ...]) -> Iterator[Line]:
    """Yield the names, and then the records; the first of these has the number 1."""
    yield Line(0, header)
    for number, record in enumerate(_records(JsonWindow(path), shape, Around()), start=1):
        if isinstance(record, dict):
            yield Line(number, tuple(map(flat_record(record).get, header)))
        else:
            yield Line(number, (), "is not a record", "Write it as an object with names.")


def _records(window: JsonWindow, shape: JsonShape, around: Around) -> Iterator[Any]:
    """Yield the records, and put what stands around them into `around`."""
    if shape.path is None:
        yield from window.values()
    else:
        yield from values_at(window, shape.path, around.add, is_keyed=shape.is_keyed)
    if window.char():
        raise window.refusal("goes on after its end: put all records into one list")


def _warnings(
    file: str, count: int, header: tuple[str, ...], around: Mapping[str, Any]
) -> Iterator[Finding]:
    """Warn where an answer is not all that was asked for."""
    said = {"".join(filter(_is_kept, name.casefold())): each for name, each in around.items()}
    total = max((said[name] for name in _TOTALS if isinstance(said.get(name), int)), default=0)
    if total > count:
        yield _unfinished(file, f"{count:,} of {total:,} records")
    elif any(said.get(name) for name in _NEXT) or any(_is_many(said.get(name)) for name in _PAGES):
        yield _unfinished(file, f"{count:,} records")
    elif count == _ACLED_LIMIT and _ACLED_ID in header:
        yield _unfinished(file, f"{count:,} records, the most that ACLED gives out at once")


def _other_lists(file: str, lists: Mapping[str, int]) -> Iterator[Finding]:
    """Name the lists of records that are not read, each with its length."""
    if lists:
        value = shortened(", ".join(f"{name} ({count:,})" for name, count in lists.items()))
        rule = "has other lists of records, which are not read"
        remedy = "Put each list into a file of its own."
        yield Finding(record=file, field="", value=value, rule=rule, remedy=remedy)


def _is_kept(character: str) -> bool:
    return character not in "_- ."


def _is_many(pages: Any) -> bool:
    return isinstance(pages, int) and pages > 1


def _unfinished(file: str, value: str) -> Finding:
    rule = "is one page of an answer, and there may be more"
    remedy = "Get the other pages too, and import each of them."
    return Finding(record=file, field="", value=value, rule=rule, remedy=remedy)
