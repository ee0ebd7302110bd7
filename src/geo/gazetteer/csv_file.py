"""A CSV file of places, written again with their positions."""

__all__ = ["ADDED", "Counts", "geocode_csv"]

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import BadValue, UnreadableData
from geo.formats.atomic import writing
from geo.formats.file_errors import check_regular
from geo.formats.formulas import escaped, unescaped
from geo.gazetteer.geocode import geocode
from geo.gazetteer.geocoder import Location
from geo.gazetteer.hint_notes import notes_on_hints

QUERY = "query"
HINTS = ("country", "admin1", "language")
ADDED = (
    *("lon", "lat", "matched_name", "matched_country", "precision", "method", "confidence"),
    "gazetteer_id",
)

Report = Callable[[str], None]
Advance = Callable[[int], None]


@dataclass(slots=True)
class Counts:
    """How many rows there were, and how many were found or refused."""

    rows: int = 0
    found: int = 0
    refused: int = 0


def geocode_csv(
    source: Path,
    target: Path,
    *,
    online: bool = False,
    report: Report = lambda _: None,
    begin: Callable[[int], Advance] = lambda _: lambda _: None,
) -> Counts:
    """Write every row with its position, blank where nothing was found.

    `report` gets a message for each row that breaks a rule. `begin` gets the number of rows and
    returns a function that is called with 1 after each. Raises UnreadableData, and then writes no
    file.
    """
    total = sum(1 for _ in _rows(source)) - 1  # raises before any work
    rows = _rows(source)
    _, header = next(rows, (0, []))
    places = _places_of_columns(source, header)
    counts, advance = Counts(), begin(max(total, 0))
    with writing(target) as file:
        write = csv.writer(file).writerow
        write([*header, *ADDED])
        for line, row in rows:
            if len(row) != len(header):
                report(f"line {line} has {len(row)} cells under {len(header)} headings")
            cells = [row[place] if 0 <= place < len(row) else "" for place in places]
            added = _added(cells, line, counts, report=report, online=online)
            padded = [*row, *[""] * len(header)][: len(header)]
            write([*padded, *added, *row[len(header) :]])
            advance(1)
    return counts


def _rows(source: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with the number of its last line."""
    check_regular(source)
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)  # an open quote would swallow the rest
            for row in reader:
                if row:
                    yield reader.line_num, row
    except OSError as error:
        raise UnreadableData(f"{source} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        remedy = "save it as UTF-8"
        raise UnreadableData(f"{source.name} is not UTF-8 text: {error.reason}; {remedy}") from None
    except csv.Error as error:
        line = reader.line_num
        raise UnreadableData(f"{source.name} is not valid CSV in line {line}: {error}") from None


def _places_of_columns(source: Path, header: Sequence[str]) -> list[int]:
    """Return the index of query, country, admin1 and language in the header, -1 for none."""
    found = ", ".join(repr(name) for name in header) or "none"
    if QUERY not in header:
        rule = f"it needs a column {QUERY!r}, and commas between columns"
        raise UnreadableData(f"{source.name} has the columns {found}: {rule}")
    twice = [name for name in ADDED if name in header]
    if twice:
        rule = "rename or remove what this command would add"
        raise UnreadableData(f"{source.name} already has {', '.join(twice)}: {rule}")
    return [header.index(name) if name in header else -1 for name in (QUERY, *HINTS)]


def _added(
    cells: Sequence[str], line: int, counts: Counts, *, report: Report, online: bool
) -> list[object]:
    """Return the cells to add to a row."""
    query, *hints = (unescaped(cell).strip() for cell in cells)
    country, admin1, language = (hint or None for hint in hints)
    counts.rows += 1
    try:
        found = geocode(query, country=country, admin1=admin1, language=language, online=online)
        for note in notes_on_hints(query, country=country, admin1=admin1):
            report(f"line {line}: {note}")
    except BadValue as error:
        counts.refused += 1
        report(f"line {line}: {error}")
        found = None
    counts.found += found is not None
    return _cells(found) if found else [""] * len(ADDED)


def _cells(found: Location) -> list[object]:
    texts = found.name, found.country, found.precision, found.method
    name, country, precision, method = map(escaped, texts)
    return [
        *(found.lon, found.lat, name, country, precision, method, found.confidence),
        escaped(found.gazetteer_id),
    ]
