"""What a file is, before it is read: its source, and its columns."""

__all__ = ["Guess", "guess"]

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.importers.columns import columns_of
from geo.importers.geojson_rows import OURS, scan
from geo.importers.reading import open_sheet, with_known_header
from geo.importers.registry import IMPORTERS, dataset_of_columns
from geo.importers.sheets.options import NOTHING_CHOSEN, PLAIN, SheetChoice, SheetOptions
from geo.importers.tables.columns import DATES, SYNONYMS

PLACES = ("place", "country", "admin1", "admin2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`source` is a name in SOURCES; `fields` says which column is used for which of our fields.

    Where the source has fixed columns there are no `fields`, and none can be chosen. `choice` is
    the table of the file that would be read.
    """

    source: str
    columns: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    is_fixed: bool = False
    has_geometry: bool = False
    choice: SheetChoice = NOTHING_CHOSEN

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what every record needs and no column has: "date", "place"."""
        return self.missing_with({})

    def missing_with(self, mapping: Mapping[str, str]) -> tuple[str, ...]:
        """Return what is missing where a mapping (theirs → ours) says what some columns are."""
        if self.is_fixed:
            return ()
        fields = self.fields.keys() | set(mapping.values())
        placed = self.has_geometry or {"latitude", "longitude"} <= fields
        found = {
            "date": not fields.isdisjoint(DATES),
            "place": placed or not fields.isdisjoint(PLACES),
        }
        return tuple(name for name, is_found in found.items() if not is_found)


def guess(path: Path, *, options: SheetOptions = PLAIN) -> Guess:
    """Look at a file. Raises UnreadableData where nothing of it can be read."""
    return _of_features(path) if _is_json(path) else _of_sheet(path, options)


def _is_json(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return False  # whoever opens it as a table says what is wrong
    return start[:1] in (b"{", b"[")


def _of_features(path: Path) -> Guess:
    columns = tuple(scan(path)[0])
    if all(name in columns for name in OURS):
        return Guess(source="geojson", columns=columns, is_fixed=True)
    fields = _fields(path.name, columns)
    return Guess(source="geojson", columns=columns, fields=fields, has_geometry=True)


def _of_sheet(path: Path, options: SheetOptions) -> Guess:
    sheet = open_sheet(path, options)
    for importer in IMPORTERS.values():
        sheet = with_known_header(sheet, importer, {})
    if dataset := dataset_of_columns(sheet.header):
        return Guess(source=dataset, columns=sheet.header, is_fixed=True, choice=sheet.choice)
    fields = _fields(sheet.name, sheet.header)
    return Guess(source="table", columns=sheet.header, fields=fields, choice=sheet.choice)


def _fields(file: str, columns: tuple[str, ...]) -> dict[str, str]:
    return columns_of(file, columns, synonyms=SYNONYMS, mapping={}).names
